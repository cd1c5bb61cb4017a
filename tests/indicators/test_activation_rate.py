"""The activation rate: who is in a service, of those who are unemployed or in a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_person_in_a_service_counts_in_both_parts(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "activation_rate",
        search="""
            person | start      | end
            A      | 2024-01-08 |
            B      | 2024-01-08 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-08 |     | unemployed
            B      | 2024-01-08 |     | in_service
            """,
        service="""
            person | start      | end | category
            B      | 2024-01-15 |     | trial
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 1         | 2
            """,
    )


def test_person_who_is_both_unemployed_and_in_a_service_counts_once(
    indicator_case: Callable[..., None],
) -> None:
    # B has two services at a time, and A is unemployed by the code as well.
    indicator_case(
        "activation_rate",
        search="""
            person | start      | end
            A B    | 2024-01-08 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-08 |     | unemployed
            B      | 2024-01-08 |     | subsidised
            """,
        service="""
            person | start      | end | category
            A      | 2024-01-15 |     | trial
            B      | 2024-01-15 |     | subsidised_work
            B      | 2024-01-20 |     | coaching
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 2         | 2
            """,
    )


def test_only_counted_services_of_jobseekers_activate(indicator_case: Callable[..., None]) -> None:
    # A is in a service by the code alone, B in social rehabilitation, and C has left the search.
    indicator_case(
        "activation_rate",
        search="""
            person | start      | end
            A B    | 2024-01-08 |
            C      | 2024-01-08 | 2024-01-30
            """,
        status="""
            person | start      | end | state
            A B C  | 2024-01-08 |     | in_service
            """,
        service="""
            person | start      | end | category
            B      | 2024-01-15 |     | social_rehabilitation
            C      | 2024-01-15 |     | trial
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 0         | 0
            """,
    )
