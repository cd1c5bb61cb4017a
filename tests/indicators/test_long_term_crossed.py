"""Who became long-term unemployed where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SEARCH = """
    person | start | end
    A B C D | 2022-01-03 |
    """


def test_crossing_counts_in_the_month_whose_count_day_follows_the_day_that_fills_the_year(
    indicator_case: Callable[..., None],
) -> None:
    # The count days are 31 January and 29 February. B's year is full on the first, C's a day after
    # it; D is long-term from before, and works on the last count day.
    indicator_case(
        "long_term_crossed",
        search=SEARCH,
        status="""
            person | start | end | state
            A | 2023-01-10 | | unemployed
            B | 2023-01-31 | | unemployed
            C | 2023-02-01 | | laid_off
            D | 2022-02-01 | 2024-02-20 | unemployed
            """,
        expected="""
            month | numerator
            2023-12 | 0
            2024-01 | 2
            2024-02 | 1
            """,
    )


def test_who_is_no_longer_unemployed_on_the_count_day_has_not_crossed(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_crossed",
        search=SEARCH,
        status="""
            person | start | end | state
            A | 2023-01-10 | 2024-01-25 | unemployed
            """,
        expected="""
            month | numerator
            2024-01 | 0
            """,
    )


def test_who_moves_away_after_the_day_that_fills_the_year_has_not_crossed_in_either_place(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_crossed",
        search=SEARCH,
        status="""
            person | start | end | state
            A B | 2023-01-10 | | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-20 | 678
            A | 2024-01-21 | | 638
            B | 2020-01-01 | | 678
            """,
        expected="""
            month | municipality | numerator
            2024-01 | 678 | 1
            2024-01 | 638 | 0
            """,
    )


def test_first_month_of_the_register_is_not_observable(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "long_term_crossed",
        search="""
            person | start | end
            A | 2023-12-01 |
            B | 2023-12-01 |
            """,
        status="""
            person | start | end | state
            A | 2022-01-03 | | unemployed
            B | 2023-12-05 | | unemployed
            """,
        expected="""
            month | numerator
            2023-12 | not_observable
            2024-12 | 2
            """,
    )
