"""Median duration of ongoing unemployment; the numerator is the median times the persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle(
    indicator_case: Callable[..., None],
) -> None:
    # 1, 11, 21 and 31 days: the median is 16.
    indicator_case(
        "unemployment_duration_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-31 | | unemployed
            B | 2024-01-21 | | unemployed
            C | 2024-01-11 | | laid_off
            D | 2024-01-01 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2023-12 | 0 | 0
            2024-01 | 64 | 4
            """,
    )


def test_median_of_an_odd_number_is_the_one_in_the_middle(
    indicator_case: Callable[..., None],
) -> None:
    # 1, 11 and 60 days.
    indicator_case(
        "unemployment_duration_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-31 | | unemployed
            B | 2024-01-21 | | unemployed
            C | 2023-12-03 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 33 | 3
            """,
    )
