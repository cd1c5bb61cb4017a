"""Unemployment spells whose first day lies in the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_counts_in_the_month_of_its_first_day(indicator_case: Callable[..., None]) -> None:
    # B starts on 1.2.; C's spell of one day is a spell; D is laid off within a spell; E has no
    # search.
    indicator_case(
        "inflow",
        search="""
            person | start | end
            A B C D | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-31 | | unemployed
            B | 2024-02-01 | | unemployed
            C | 2024-01-10 | 2024-01-10 | laid_off
            D | 2023-06-01 | 2024-01-15 | unemployed
            D | 2024-01-16 | | laid_off
            """,
        expected="""
            month | numerator
            2024-01 | 2
            2024-02 | 1
            """,
    )


def test_month_that_is_not_over_is_not_observable(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "inflow",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-31 | | unemployed
            """,
        extract_date="2024-02-28",
        expected="""
            month | numerator
            2024-01 | 1
            2024-02 | not_observable
            """,
    )


def test_groups_are_those_of_the_first_day(indicator_case: Callable[..., None]) -> None:
    # A moves from Porvoo to Raahe on the second day.
    indicator_case(
        "inflow",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-10 | | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-10 | 638
            A | 2024-01-11 | | 678
            """,
        expected="""
            month | municipality | spell_length | numerator
            2024-01 | 638 | 0-3 | 1
            2024-01 | 678 | 0-3 | 0
            """,
    )
