"""Broad unemployment: unemployed or in a counted service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_person_who_is_unemployed_and_in_a_service_counts_once(
    indicator_case: Callable[..., None],
) -> None:
    # A unemployed, B unemployed and in a service, C in a service alone, D in a service by the code
    # alone, E in social rehabilitation, F without a search on the day.
    indicator_case(
        "broad_unemployment",
        search="""
            person | start | end
            A B C D E | 2023-01-02 |
            F | 2023-01-02 | 2024-01-30
            """,
        status="""
            person | start | end | state
            A B F | 2023-01-02 | | unemployed
            C D E | 2023-01-02 | | in_service
            """,
        service="""
            person | start | end | category
            B C | 2024-01-15 | | trial
            E | 2024-01-15 | | social_rehabilitation
            """,
        expected="""
            month | numerator
            2024-01 | 3
            """,
    )
