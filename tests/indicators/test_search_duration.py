"""Duration of the job search in days: numerators are days, the value is in weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_first_and_last_day_both_count(indicator_case: Callable[..., None]) -> None:
    # On 31.1. A has searched for 2 days and B for 1; on 29.2. for 31 and 30.
    indicator_case(
        "search_duration",
        search="""
            person | start      | end
            A      | 2024-01-30 |
            B      | 2024-01-31 |
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 3         | 2
            2024-02 | 61        | 2
            """,
    )


def test_touching_and_overlapping_searches_are_one(indicator_case: Callable[..., None]) -> None:
    # On 31.1. A, C and D have searched for 31 days; B, after a day without a search, for 10.
    indicator_case(
        "search_duration",
        search="""
            person | start      | end
            A      | 2024-01-01 | 2024-01-20
            A      | 2024-01-21 |
            B      | 2024-01-01 | 2024-01-20
            B      | 2024-01-22 |
            C      | 2024-01-01 | 2024-01-31
            C      | 2024-01-05 | 2024-01-10
            D      | 2024-01-01 | 2024-01-15
            D      | 2024-01-10 |
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 103       | 4
            """,
    )


def test_month_without_jobseekers_has_empty_parts(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "search_duration",
        search="""
            person | start      | end
            A      | 2024-01-30 | 2024-01-31
            A      | 2024-03-20 |
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 2         | 1
            2024-02 | 0         | 0
            2024-03 | 9         | 1
            """,
    )
