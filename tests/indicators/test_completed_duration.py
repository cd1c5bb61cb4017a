"""Mean length of the unemployment spells that ended in the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_ends_on_the_first_day_after_it(indicator_case: Callable[..., None]) -> None:
    # A's 20 days end on 31.1.; B's 21 on 1.2.; C's spell runs on.
    indicator_case(
        "completed_duration",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-11 | 2024-01-30 | unemployed
            B | 2024-01-11 | 2024-01-31 | laid_off
            C | 2024-01-11 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 20 | 1
            2024-02 | 21 | 1
            """,
    )


def test_month_that_is_not_over_is_not_observable(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "completed_duration",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-11 | 2024-01-30 | unemployed
            B | 2024-01-11 | 2024-01-31 | laid_off
            C | 2024-01-11 | | unemployed
            """,
        extract_date="2024-02-28",
        expected="""
            month | numerator | denominator
            2024-01 | 20 | 1
            2024-02 | not_observable | -
            """,
    )
