"""Unemployment spells that ended in the month: the first day after them lies in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_ends_on_the_first_day_after_it(indicator_case: Callable[..., None]) -> None:
    # A's spell ends on 31.1., B's on 1.2.; C's runs on.
    indicator_case(
        "outflow",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-11 | 2024-01-30 | unemployed
            B | 2024-01-11 | 2024-01-31 | laid_off
            C | 2024-01-11 | | unemployed
            """,
        expected="""
            month | numerator
            2024-01 | 1
            2024-02 | 1
            """,
    )


def test_end_of_the_search_ends_the_spell_and_a_layoff_does_not(
    indicator_case: Callable[..., None],
) -> None:
    # A's search ends on 15.1.; B is laid off from 16.1. on.
    indicator_case(
        "outflow",
        search="""
            person | start | end
            A | 2023-01-02 | 2024-01-15
            B | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-06-01 | | unemployed
            B | 2023-06-01 | 2024-01-15 | unemployed
            B | 2024-01-16 | | laid_off
            """,
        expected="""
            month | numerator
            2024-01 | 1
            """,
    )


def test_spell_cut_by_the_extract_date_has_not_ended(indicator_case: Callable[..., None]) -> None:
    # The register was read on 31.1., A's last day without work: 1.2. may well be another such day.
    indicator_case(
        "outflow",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-11 | 2024-01-31 | unemployed
            """,
        extract_date="2024-01-31",
        expected="""
            month | numerator
            2024-01 | 0
            """,
    )


def test_groups_are_those_of_the_last_day(indicator_case: Callable[..., None]) -> None:
    # A moves from Porvoo to Raahe on the last day, unemployed for 3 months on that day.
    indicator_case(
        "outflow",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-10-15 | 2024-01-15 | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-14 | 638
            A | 2024-01-15 | 2024-01-15 | 678
            A | 2024-01-16 | | 049
            """,
        expected="""
            month | municipality | spell_length | numerator
            2024-01 | 678 | 3-6 | 1
            2024-01 | 638 | 3-6 | 0
            """,
    )
