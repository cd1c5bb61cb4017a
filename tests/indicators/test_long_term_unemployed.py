"""Long-term unemployed: without work on the count day and for 12 calendar months before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_twelve_months_are_full_on_the_day_itself(indicator_case: Callable[..., None]) -> None:
    # Count days: 31.1., 29.2., 28.3. and 30.4.2024.
    indicator_case(
        "long_term_unemployed",
        search="""
            person    | start      | end
            A B C D E | 2022-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-01-31 |     | unemployed
            B      | 2023-02-01 |     | unemployed
            C      | 2023-02-28 |     | unemployed
            D      | 2023-03-28 |     | unemployed
            E      | 2023-03-29 |     | unemployed
            """,
        expected="""
            month   | numerator
            2023-12 | 0
            2024-01 | 1
            2024-02 | 3
            2024-03 | 4
            2024-04 | 5
            """,
    )


def test_layoff_does_not_break_unemployment(indicator_case: Callable[..., None]) -> None:
    # B is on a reduced week between, C has a day without a code, D a service. E's rows touch.
    indicator_case(
        "long_term_unemployed",
        search="""
            person    | start      | end
            A B C D E | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-02 | 2023-06-30 | unemployed
            A      | 2023-07-01 | 2023-09-30 | laid_off
            A      | 2023-10-01 |            | unemployed
            B      | 2023-01-02 | 2023-06-30 | unemployed
            B      | 2023-07-01 | 2023-07-31 | reduced_week
            B      | 2023-08-01 |            | unemployed
            C      | 2023-01-02 | 2023-06-30 | unemployed
            C      | 2023-07-02 |            | unemployed
            D      | 2023-01-02 | 2023-06-30 | unemployed
            D      | 2023-07-01 | 2023-07-31 | in_service
            D      | 2023-08-01 |            | unemployed
            E      | 2023-01-02 | 2023-06-30 | unemployed
            E      | 2023-07-01 |            | unemployed
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-06 | 2
            2024-07 | 3
            2024-08 | 5
            """,
    )


def test_twelve_months_run_from_the_later_of_search_and_code(
    indicator_case: Callable[..., None],
) -> None:
    # B's searches touch, C's have a day between them, D is in a service beside the code.
    indicator_case(
        "long_term_unemployed",
        search="""
            person | start      | end
            A      | 2023-02-15 |
            B      | 2023-01-02 | 2023-06-30
            B      | 2023-07-01 |
            C      | 2023-01-02 | 2023-06-30
            C      | 2023-07-02 |
            D      | 2023-01-02 |
            """,
        status="""
            person  | start      | end | state
            A B C D | 2022-01-01 |     | unemployed
            """,
        service="""
            person | start      | end        | category
            D      | 2023-05-01 | 2023-08-31 | trial
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-02 | 3
            2024-06 | 3
            2024-07 | 4
            """,
    )


def test_person_must_still_be_unemployed(indicator_case: Callable[..., None]) -> None:
    # A leaves the code, B the search; a year after a leap day is 28.2., a Friday, and so C's day.
    indicator_case(
        "long_term_unemployed",
        search="""
            person | start      | end
            A C    | 2023-01-02 |
            B      | 2023-01-02 | 2025-02-27
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-02 | 2025-01-30 | unemployed
            B      | 2023-01-02 |            | unemployed
            C      | 2024-02-29 |            | unemployed
            """,
        expected="""
            month   | numerator
            2024-12 | 2
            2025-01 | 1
            2025-02 | 1
            """,
    )
