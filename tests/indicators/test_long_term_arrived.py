"""Who was long-term unemployed already when they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SEARCH = """
    person | start | end
    A B C | 2022-01-03 |
    """
STATUS = """
    person | start | end | state
    A B C | 2022-02-01 | | unemployed
    """


def test_move_between_municipalities_arrives_in_the_new_one(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_arrived",
        search=SEARCH,
        status=STATUS,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-20 | 678
            A | 2024-01-21 | | 638
            B C | 2020-01-01 | | 678
            """,
        expected="""
            month | municipality | numerator
            2023-12 | 638 | 0
            2024-01 | 678 | 0
            2024-01 | 638 | 1
            2024-02 | 638 | 0
            """,
    )


def test_nobody_arrives_in_a_country_by_moving_within_it(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_arrived",
        search=SEARCH,
        status=STATUS,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-20 | 678
            A | 2024-01-21 | | 638
            """,
        expected="""
            month | numerator
            2024-01 | 0
            """,
    )


def test_birthday_brings_the_long_term_unemployed_into_the_next_age_group(
    indicator_case: Callable[..., None],
) -> None:
    # Only the birth year is known: A is 25 from January 2024 on.
    indicator_case(
        "long_term_arrived",
        search=SEARCH,
        status=STATUS,
        person="""
            person | birth_year
            A | 1999
            B | 1998
            C | 1998
            """,
        expected="""
            month | age_group | numerator
            2023-12 | 25-29 | 0
            2024-01 | 25-29 | 1
            2024-01 | 20-24 | 0
            """,
    )


def test_who_crosses_has_not_arrived(indicator_case: Callable[..., None]) -> None:
    # A moves before the day that fills the year, B after it: both are new in 638, B arrived.
    indicator_case(
        "long_term_arrived",
        search=SEARCH,
        status="""
            person | start | end | state
            A B | 2023-01-15 | | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-10 | 678
            A | 2024-01-11 | | 638
            B | 2020-01-01 | 2024-01-20 | 678
            B | 2024-01-21 | | 638
            """,
        region="638",
        expected="""
            month | numerator
            2024-01 | 1
            """,
    )


def test_clients_that_a_trial_opens_with_are_not_observable(
    indicator_case: Callable[..., None],
) -> None:
    # Office 1231 is that of the trial of Raahe. A and B are handed over, C comes later.
    indicator_case(
        "long_term_arrived",
        search=SEARCH,
        status=STATUS,
        office="""
            person | start | end | office
            A B | 2024-01-01 | | 1231
            C | 2022-01-03 | 2024-02-01 | 1130
            C | 2024-02-02 | | 1231
            """,
        region="raahe",
        expected="""
            month | numerator
            2024-01 | not_observable
            2024-02 | 1
            """,
    )
