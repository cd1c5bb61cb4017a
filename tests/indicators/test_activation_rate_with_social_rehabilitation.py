"""The activation rate with social rehabilitation counted as a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_social_rehabilitation_counts_in_both_parts(indicator_case: Callable[..., None]) -> None:
    # A unemployed, B in social rehabilitation, C unemployed and in it, D in it and in a service,
    # E's ended the day before the count day, F is in neither.
    indicator_case(
        "activation_rate_with_social_rehabilitation",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A C | 2023-01-02 | | unemployed
            B D E F | 2023-01-02 | | outside
            """,
        service="""
            person | start | end | category
            B C D | 2024-01-15 | | social_rehabilitation
            E | 2024-01-15 | 2024-01-30 | social_rehabilitation
            D | 2024-01-15 | | trial
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 3 | 4
            """,
    )


def test_overlapping_rows_are_one_rehabilitation(indicator_case: Callable[..., None]) -> None:
    # A's two rows overlap, the first holding the second; B's touch.
    indicator_case(
        "activation_rate_with_social_rehabilitation",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A B | 2023-01-02 | | outside
            """,
        service="""
            person | start | end | category
            A | 2024-01-02 | 2024-02-20 | social_rehabilitation
            A | 2024-01-15 | 2024-02-10 | social_rehabilitation
            B | 2024-01-02 | 2024-01-31 | social_rehabilitation
            B | 2024-02-01 | | social_rehabilitation
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 2 | 2
            2024-02 | 1 | 1
            """,
    )


def test_without_its_table_it_is_not_available(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "activation_rate_with_social_rehabilitation",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-01-02 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | not_available | -
            """,
    )
