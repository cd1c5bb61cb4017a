"""Ukrainians: by citizenship, or by the permit of temporary protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_citizenship_or_permit_on_the_count_day_makes_a_ukrainian(
    indicator_case: Callable[..., None],
) -> None:
    # A by citizenship, B by permit, C's permit ended with the row before the count day, and its
    # second search row has none; D is Swedish.
    indicator_case(
        "ukrainians",
        person="""
            person | citizenship
            A | 804
            B C | 246
            D | 752
            """,
        search="""
            person | start | end | permit
            A D | 2023-01-02 | |
            B | 2023-01-02 | | 1C
            C | 2023-01-02 | 2024-01-30 | 1C
            C | 2024-01-31 | |
            """,
        expected="""
            month | numerator
            2023-12 | 3
            2024-01 | 2
            """,
    )
