"""Unemployed jobseekers: the code in force says unemployed or laid off."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_unemployed_and_laid_off_count_and_nobody_else(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "unemployed",
        search="""
            person                | start      | end
            A B C D E F G H I J K | 2024-01-02 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-02 |     | unemployed
            B      | 2024-01-02 |     | laid_off
            C      | 2024-01-02 |     | reduced_week
            D      | 2024-01-02 |     | part_time
            E      | 2024-01-02 |     | outside
            F      | 2024-01-02 |     | in_service
            G      | 2024-01-02 |     | in_education
            H      | 2024-01-02 |     | open_market
            I      | 2024-01-02 |     | subsidised
            J      | 2024-01-02 |     | unknown
            """,
        expected="""
            month   | state        | numerator
            2024-01 | unemployed   | 1
            2024-01 | laid_off     | 1
            2024-01 | reduced_week | 0
            2024-01 | part_time    | 0
            2024-01 | outside      | 0
            2024-01 | in_service   | 0
            2024-01 | in_education | 0
            2024-01 | open_market  | 0
            2024-01 | subsidised   | 0
            2024-01 | unknown      | 0
            """,
    )


def test_code_and_search_must_both_cover_the_count_day(indicator_case: Callable[..., None]) -> None:
    # A's search and B's code end the day before it, C's begin on it; D is in a service as well.
    indicator_case(
        "unemployed",
        search="""
            person | start      | end
            A      | 2024-01-02 | 2024-01-30
            B D    | 2024-01-02 |
            C      | 2024-01-31 |
            """,
        status="""
            person | start      | end        | state
            A D    | 2024-01-02 |            | unemployed
            B      | 2024-01-02 | 2024-01-30 | unemployed
            C      | 2024-01-31 |            | unemployed
            """,
        service="""
            person | start      | end | category
            D      | 2024-01-15 |     | trial
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-02 | 2
            """,
    )
