"""Jobseekers laid off full time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_full_layoff_counts_and_a_reduced_week_does_not(
    indicator_case: Callable[..., None],
) -> None:
    # C is laid off without a job search.
    indicator_case(
        "laid_off",
        search="""
            person | start      | end
            A B    | 2024-01-02 |
            C      | 2024-01-02 | 2024-01-30
            """,
        status="""
            person | start      | end | state
            A C    | 2024-01-02 |     | laid_off
            B      | 2024-01-02 |     | reduced_week
            """,
        expected="""
            month   | numerator
            2024-01 | 1
            """,
    )


def test_layoff_inside_unemployment_holds_while_it_runs(
    indicator_case: Callable[..., None],
) -> None:
    # The newer row is in force in February; then the unemployment that still runs is again.
    indicator_case(
        "laid_off",
        search="""
            person | start      | end
            A      | 2024-01-02 |
            """,
        status="""
            person | start      | end        | state
            A      | 2024-01-02 |            | unemployed
            A      | 2024-02-01 | 2024-02-29 | laid_off
            """,
        expected="""
            month   | numerator
            2024-01 | 0
            2024-02 | 1
            2024-03 | 0
            """,
    )
