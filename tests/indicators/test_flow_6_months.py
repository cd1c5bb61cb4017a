"""The flow past 6 months: spells that began 6 months earlier and still run on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_must_run_on_the_day_six_months_later(indicator_case: Callable[..., None]) -> None:
    # 31.8. and six months is 29.2.: A's last day without work, B's is the day before.
    indicator_case(
        "flow_6_months",
        search="""
            person  | start      | end
            A B C D | 2023-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-08-31 | 2024-02-29 | unemployed
            B      | 2023-08-31 | 2024-02-28 | unemployed
            C      | 2023-08-01 | 2024-02-01 | laid_off
            D      | 2023-08-01 | 2024-01-31 | laid_off
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 0         | 0
            2024-02 | 2         | 4
            2024-03 | 0         | 0
            """,
    )


def test_spell_that_breaks_off_is_not_carried_on_by_the_next(
    indicator_case: Callable[..., None],
) -> None:
    # A works for a day, B's search has a gap of a day, C's searches touch.
    indicator_case(
        "flow_6_months",
        search="""
            person | start      | end
            A      | 2023-01-01 |
            B      | 2023-01-01 | 2023-10-31
            B      | 2023-11-02 |
            C      | 2023-01-01 | 2023-10-31
            C      | 2023-11-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-08-10 | 2023-10-31 | unemployed
            A      | 2023-11-01 | 2023-11-01 | open_market
            A      | 2023-11-02 |            | unemployed
            B C    | 2023-08-10 |            | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2024-02 | 1         | 3
            2024-05 | 2         | 2
            """,
    )
