"""Unemployed persons under 30."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_who_turns_30_in_the_year_is_no_longer_counted(indicator_case: Callable[..., None]) -> None:
    # A is 29 in 2024 and B 30, whatever their birthdays; C has a job, D is 14, E's age is unknown.
    indicator_case(
        "under_30",
        person="""
            person | birth_year
            A | 1995
            B | 1994
            C | 1995
            D | 2010
            E |
            """,
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A B D E | 2023-01-02 | | unemployed
            C | 2023-01-02 | | open_market
            """,
        expected="""
            month | numerator
            2023-12 | 2
            2024-01 | 1
            """,
    )
