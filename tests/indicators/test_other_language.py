"""Jobseekers whose language is neither Finnish nor Swedish."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_empty_language_is_finnish(indicator_case: Callable[..., None]) -> None:
    # Nothing is known of E.
    indicator_case(
        "other_language",
        search="""
            person    | start      | end
            A B C D E | 2024-01-08 |
            """,
        person="""
            person | birth_year | language
            A      | 1990       | fi
            B      | 1990       | sv
            C      | 1990       | other
            D      | 1990       |
            """,
        expected="""
            month   | language | numerator
            2024-01 | other    | 1
            2024-01 | fi       | 0
            2024-01 | sv       | 0
            """,
    )


def test_only_jobseekers_count(indicator_case: Callable[..., None]) -> None:
    # A's search ends the day before the count day of February; B has none.
    indicator_case(
        "other_language",
        search="""
            person | start      | end
            A      | 2024-01-08 | 2024-02-28
            """,
        person="""
            person | birth_year | language
            A B    | 1990       | other
            """,
        expected="""
            month   | numerator
            2024-01 | 1
            2024-02 | 0
            """,
    )
