"""Persons on a reduced working week: a state of its own, not unemployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_only_the_state_in_force_on_the_count_day_counts(
    indicator_case: Callable[..., None],
) -> None:
    # B's reduced week ends the day before the count day, C is laid off, D has no search any more.
    indicator_case(
        "reduced_week",
        search="""
            person | start | end
            A B C | 2023-01-02 |
            D | 2023-01-02 | 2024-01-30
            """,
        status="""
            person | start | end | state
            A D | 2023-01-02 | | reduced_week
            B | 2023-01-02 | 2024-01-30 | reduced_week
            C | 2023-01-02 | | laid_off
            """,
        expected="""
            month | numerator
            2024-01 | 1
            """,
    )
