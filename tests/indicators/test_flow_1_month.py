"""The flow past a month: spells that began a month earlier and still run on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_must_run_on_the_day_a_month_later(indicator_case: Callable[..., None]) -> None:
    # 15.2. is A's last day without work; B's is the day before; C began a month later.
    indicator_case(
        "flow_1_month",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-15 | 2024-02-15 | unemployed
            B | 2024-01-15 | 2024-02-14 | unemployed
            C | 2024-02-15 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 0 | 0
            2024-02 | 1 | 2
            2024-03 | 1 | 1
            """,
    )


def test_month_after_the_31st_of_january_ends_in_february(
    indicator_case: Callable[..., None],
) -> None:
    # A month after 31.1.2024 is 29.2.: A is without work on it, B is not.
    indicator_case(
        "flow_1_month",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-31 | 2024-02-29 | unemployed
            B | 2024-01-31 | 2024-02-28 | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-02 | 1 | 2
            """,
    )
