"""The activation rate of those whose citizenship is not Finland."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_only_foreign_citizens_count(indicator_case: Callable[..., None]) -> None:
    # F is a Finn by an empty citizenship; nothing is known of G.
    indicator_case(
        "activation_rate_foreign",
        search="""
            person        | start      | end
            A B C D E F G | 2024-01-08 |
            """,
        status="""
            person    | start      | end | state
            A B E F G | 2024-01-08 |     | unemployed
            C D       | 2024-01-08 |     | in_service
            """,
        service="""
            person | start      | end | category
            C D F  | 2024-01-15 |     | trial
            """,
        person="""
            person | birth_year | citizenship
            A      | 1990       | 752
            B      | 1990       | 246
            C      | 1990       | 804
            D      | 1990       | 246
            E      | 1990       | 578
            F      | 1990       |
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 1         | 3
            """,
    )


def test_foreigners_who_are_neither_unemployed_nor_in_a_service_do_not_count(
    indicator_case: Callable[..., None],
) -> None:
    # B is outside the labour force; C's service ends before the count day, D's begins on it.
    indicator_case(
        "activation_rate_foreign",
        search="""
            person  | start      | end
            A B C D | 2024-01-08 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-08 |     | laid_off
            B C D  | 2024-01-08 |     | outside
            """,
        service="""
            person | start      | end        | category
            C      | 2024-01-15 | 2024-01-30 | trial
            D      | 2024-01-31 |            | coaching
            """,
        person="""
            person  | birth_year | citizenship
            A B C D | 1990       | 643
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 1         | 2
            """,
    )


def test_without_a_table_of_persons_it_is_not_available(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "activation_rate_foreign",
        search="""
            person | start      | end
            A      | 2024-01-08 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-08 |     | unemployed
            """,
        expected="""
            month   | numerator     | denominator
            2024-01 | not_available | not_available
            """,
    )
