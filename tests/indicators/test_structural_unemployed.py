"""Structurally unemployed: the four groups together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_each_group_counts_and_nobody_counts_twice(indicator_case: Callable[..., None]) -> None:
    # A is long-term, B repeatedly unemployed (182 + 183 days), C came from a service, D went on to
    # another one, and E is only unemployed. A came from a service too.
    indicator_case(
        "structural_unemployed",
        search="""
            person    | start      | end
            A B C D E | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-31 |            | unemployed
            B      | 2022-10-01 | 2023-03-31 | unemployed
            B      | 2023-08-02 |            | unemployed
            C      | 2023-10-01 |            | unemployed
            D      | 2023-10-01 |            | in_service
            E      | 2023-10-01 |            | unemployed
            """,
        service="""
            person | start      | end        | category
            A C D  | 2023-07-01 | 2023-09-30 | trial
            D      | 2023-12-15 |            | coaching
            """,
        expected="""
            month   | numerator
            2023-11 | 0
            2023-12 | 1
            2024-01 | 4
            """,
    )


def test_groups_follow_each_other(indicator_case: Callable[..., None]) -> None:
    # From a service (ended 1.7.2023) until that is 12 months ago. On 30.8.2024, in a leap year, 365
    # days are full though 12 months are not: repeatedly unemployed, and long-term from 1.9. on.
    indicator_case(
        "structural_unemployed",
        search="""
            person | start      | end
            A      | 2022-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-09-01 |     | unemployed
            """,
        service="""
            person | start      | end        | category
            A      | 2023-03-01 | 2023-06-30 | trial
            """,
        expected="""
            month   | numerator
            2023-08 | 0
            2023-09 | 0
            2023-10 | 1
            2024-06 | 1
            2024-07 | 0
            2024-08 | 1
            2024-09 | 1
            """,
    )
