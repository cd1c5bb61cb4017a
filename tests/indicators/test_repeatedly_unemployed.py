"""Repeatedly unemployed: 365 days without work in the last 16 months, not all in one spell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_year_of_days_within_sixteen_months(indicator_case: Callable[..., None]) -> None:
    # The window of 31.1.2024 begins on 1.10.2022. A: 182 days until 31.3.2023, 183 from 2.8. on.
    # B lacks a day. C has 365, and one of them lies before the window.
    # That of 29.2. has lost 29 days of October for 29 new ones: A still has 153 + 212 = 365.
    # That of 28.3. has lost 2 of October and 28 of November for 28: A has 123 + 240 = 363.
    indicator_case(
        "repeatedly_unemployed",
        search="""
            person | start      | end
            A B C  | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2022-10-01 | 2023-03-31 | unemployed
            A      | 2023-08-02 |            | unemployed
            B      | 2022-10-01 | 2023-03-31 | laid_off
            B      | 2023-08-03 |            | unemployed
            C      | 2022-09-30 | 2023-03-31 | unemployed
            C      | 2023-08-03 |            | unemployed
            """,
        expected="""
            month   | numerator
            2023-12 | 0
            2024-01 | 1
            2024-02 | 1
            2024-03 | 0
            """,
    )


def test_long_term_unemployed_are_not_repeatedly_unemployed(
    indicator_case: Callable[..., None],
) -> None:
    # In one spell since 3.1.2023, and 92 days before it.
    indicator_case(
        "repeatedly_unemployed",
        search="""
            person | start      | end
            A      | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2022-10-01 | 2022-12-31 | unemployed
            A      | 2023-01-03 |            | unemployed
            """,
        expected="""
            month   | numerator
            2023-11 | 1
            2023-12 | 1
            2024-01 | 0
            """,
    )


def test_person_must_be_a_jobseeker_without_work(indicator_case: Callable[..., None]) -> None:
    # A goes to work on 1.1.2024. B has no search from 1.4. to 2.8.2023: 182 + 182 = 364 days.
    indicator_case(
        "repeatedly_unemployed",
        search="""
            person | start      | end
            A      | 2022-01-01 |
            B      | 2022-10-01 | 2023-03-31
            B      | 2023-08-03 |
            """,
        status="""
            person | start      | end        | state
            A      | 2022-10-01 | 2023-03-31 | laid_off
            A      | 2023-06-01 | 2023-12-31 | laid_off
            A      | 2024-01-01 |            | open_market
            B      | 2022-01-01 |            | unemployed
            """,
        expected="""
            month   | numerator
            2023-12 | 1
            2024-01 | 0
            """,
    )


def test_three_spells_add_up_too(indicator_case: Callable[..., None]) -> None:
    # On 31.1.2024: 31 days of October 2022, 151 of January to May 2023, and 183 from 2.8. on: 365.
    # B's third spell begins a day later.
    indicator_case(
        "repeatedly_unemployed",
        search="""
            person | start      | end
            A B    | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A B    | 2022-10-01 | 2022-10-31 | unemployed
            A B    | 2023-01-01 | 2023-05-31 | unemployed
            A      | 2023-08-02 |            | unemployed
            B      | 2023-08-03 |            | unemployed
            """,
        expected="""
            month   | numerator
            2023-12 | 0
            2024-01 | 1
            """,
    )
