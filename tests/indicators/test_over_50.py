"""Unemployed persons of 50 or more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_who_turns_50_in_the_year_is_counted_from_its_first_month_on(
    indicator_case: Callable[..., None],
) -> None:
    # A turns 50 in 2024 and B in 2025; C is 80; D has a job, E's age is unknown.
    indicator_case(
        "over_50",
        person="""
            person | birth_year
            A D | 1974
            B | 1975
            C | 1944
            E |
            """,
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A B C E | 2023-01-02 | | unemployed
            D | 2023-01-02 | | part_time
            """,
        expected="""
            month | numerator
            2023-12 | 1
            2024-01 | 2
            """,
    )
