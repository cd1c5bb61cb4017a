"""The activation rate without rehabilitative work in the numerator."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_rehabilitative_work_stays_in_the_denominator(indicator_case: Callable[..., None]) -> None:
    # A in rehabilitative work, B in a trial, C in both, D in rehabilitative work and self-motivated
    # study, which ranks after it, E unemployed.
    indicator_case(
        "activation_rate_without_rehabilitative_work",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A B C D | 2023-01-02 | | in_service
            E | 2023-01-02 | | unemployed
            """,
        service="""
            person | start | end | category
            A C D | 2024-01-15 | | rehabilitative_work
            B C | 2024-01-15 | | trial
            D | 2024-01-15 | | self_motivated_study
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 3 | 5
            """,
    )


def test_second_service_must_cover_the_count_day(indicator_case: Callable[..., None]) -> None:
    # A's study ended the day before.
    indicator_case(
        "activation_rate_without_rehabilitative_work",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-01-02 | | in_service
            """,
        service="""
            person | start | end | category
            A | 2024-01-15 | | rehabilitative_work
            A | 2024-01-15 | 2024-01-30 | self_motivated_study
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 0 | 1
            """,
    )
