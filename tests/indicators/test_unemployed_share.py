"""The unemployed of all jobseekers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_every_jobseeker_is_in_the_denominator(indicator_case: Callable[..., None]) -> None:
    # C has no employment code.
    indicator_case(
        "unemployed_share",
        search="""
            person  | start      | end
            A B C D | 2024-01-02 |
            E       | 2024-01-02 | 2024-02-10
            """,
        status="""
            person | start      | end        | state
            A E    | 2024-01-02 |            | unemployed
            B      | 2024-01-02 | 2024-01-31 | laid_off
            B      | 2024-02-01 |            | part_time
            D      | 2024-01-02 |            | in_service
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 3         | 5
            2024-02 | 1         | 4
            """,
    )


def test_month_without_jobseekers_has_empty_parts(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "unemployed_share",
        search="""
            person | start      | end
            A      | 2024-01-02 | 2024-01-31
            A      | 2024-03-28 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-02 |     | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 1         | 1
            2024-02 | 0         | 0
            2024-03 | 1         | 1
            """,
    )
