"""Jobseekers in a counted service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_service_covers_the_count_day_from_its_first_to_its_last_day(
    indicator_case: Callable[..., None],
) -> None:
    # Count days are 31.1. and 29.2.; E is in a service and no longer a jobseeker.
    indicator_case(
        "in_service",
        search="""
            person  | start      | end
            A B C D | 2024-01-02 |
            E       | 2024-01-02 | 2024-01-30
            """,
        status="""
            person    | start      | end | state
            A B C D E | 2024-01-02 |     | outside
            """,
        service="""
            person | start      | end        | category
            A      | 2024-01-31 | 2024-01-31 | trial
            B      | 2024-01-15 | 2024-01-30 | trial
            C      | 2024-02-01 | 2024-02-29 | coaching
            D      | 2024-01-15 |            | labour_training
            E      | 2024-01-15 |            | trial
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-02 | 2
            2024-03 | 1
            """,
    )


def test_every_category_counts_but_social_rehabilitation(
    indicator_case: Callable[..., None],
) -> None:
    # F has two services and is one person; the code of G says service, and no service does.
    indicator_case(
        "in_service",
        search="""
            person          | start      | end
            A B C D E F G H | 2024-01-02 |
            """,
        status="""
            person | start      | end | state
            G      | 2024-01-02 |     | in_service
            """,
        service="""
            person | start      | end | category
            A      | 2024-01-15 |     | labour_training
            B      | 2024-01-15 |     | coaching
            C      | 2024-01-15 |     | subsidised_work
            D      | 2024-01-15 |     | rehabilitative_work
            E      | 2024-01-15 |     | self_motivated_study
            F      | 2024-01-15 |     | trial
            F      | 2024-01-15 |     | coaching
            H      | 2024-01-15 |     | social_rehabilitation
            """,
        expected="""
            month   | service_category     | numerator
            2024-01 | labour_training      | 1
            2024-01 | coaching             | 2
            2024-01 | subsidised_work      | 1
            2024-01 | trial                | 0
            2024-01 | rehabilitative_work  | 1
            2024-01 | self_motivated_study | 1
            2024-01 | none                 | 0
            """,
    )


def test_without_any_service_table_the_codes_of_services_stand_in(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "in_service",
        search="""
            person    | start      | end
            A B C D E | 2024-01-02 |
            """,
        status="""
            person | start      | end        | state
            A      | 2024-01-02 |            | subsidised
            B      | 2024-01-02 |            | in_service
            C      | 2024-01-02 |            | in_education
            D      | 2024-01-02 |            | unemployed
            E      | 2024-01-02 | 2024-01-30 | in_service
            E      | 2024-01-31 |            | open_market
            """,
        expected="""
            month   | service_category     | numerator
            2024-01 | subsidised_work      | 1
            2024-01 | other_service        | 1
            2024-01 | self_motivated_study | 1
            2024-01 | none                 | 0
            """,
    )
