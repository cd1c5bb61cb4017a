"""Jobseekers whose citizenship is not Finland."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_citizenship_decides_and_an_empty_one_is_finnish(
    indicator_case: Callable[..., None],
) -> None:
    # D has temporary protection and a Finnish citizenship; nothing at all is known of E.
    indicator_case(
        "foreign_citizens",
        search="""
            person | start      | end | permit
            A B C  | 2024-01-08 |     |
            D      | 2024-01-08 |     | 1C
            E      | 2024-01-08 |     |
            """,
        person="""
            person | birth_year | citizenship
            A      | 1990       | 56
            B      | 1990       |
            C      | 1990       | 804
            D      | 1990       | 246
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            """,
    )


def test_citizenship_groups_add_up_to_foreign_citizens(indicator_case: Callable[..., None]) -> None:
    # The permit 1C counts as Ukraine while the search row that has it runs.
    indicator_case(
        "foreign_citizens",
        search="""
            person | start      | end        | permit
            A B C  | 2024-01-08 |            |
            D      | 2024-01-08 | 2024-02-15 | 1C
            D      | 2024-02-16 |            |
            """,
        person="""
            person | birth_year | citizenship
            A      | 1990       | 056
            B      | 1990       | 246
            C      | 1990       | 804
            D      | 1990       | 643
            """,
        expected="""
            month   | citizenship_group | numerator
            2024-01 | eu_eea            | 1
            2024-01 | finland           | 0
            2024-01 | ukraine           | 2
            2024-01 | other             | 0
            2024-02 | ukraine           | 1
            2024-02 | other             | 1
            """,
    )


def test_without_a_table_of_persons_it_is_not_available(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "foreign_citizens",
        search="""
            person | start      | end
            A      | 2024-01-08 |
            """,
        expected="""
            month   | numerator
            2024-01 | not_available
            """,
    )
