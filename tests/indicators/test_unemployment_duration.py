"""Mean duration of the unemployment that runs on the count day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_first_day_and_count_day_both_count(indicator_case: Callable[..., None]) -> None:
    # On 31.1. A's spell is 31 days old and B's one; C's search is old, and C is in work.
    indicator_case(
        "unemployment_duration",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-01 | | unemployed
            B | 2024-01-31 | | unemployed
            C | 2023-01-02 | | open_market
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 32 | 2
            """,
    )


def test_layoff_goes_on_and_a_day_in_work_starts_anew(indicator_case: Callable[..., None]) -> None:
    # A: 21 days from 11.1. over a change to layoff; B: 11 days from 21.1., after a day in work.
    indicator_case(
        "unemployment_duration",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-11 | 2024-01-19 | unemployed
            A | 2024-01-20 | | laid_off
            B | 2023-01-02 | 2024-01-19 | unemployed
            B | 2024-01-20 | 2024-01-20 | open_market
            B | 2024-01-21 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 32 | 2
            """,
    )
