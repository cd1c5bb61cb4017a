"""The flow past 12 months: spells that began 12 months earlier and still run on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_must_run_on_the_day_twelve_months_later(indicator_case: Callable[..., None]) -> None:
    # 15.1.2024 is A's last day without work; B's is the day before; C's code changes to layoff.
    indicator_case(
        "flow_12_months",
        search="""
            person  | start      | end
            A B C D | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-15 | 2024-01-15 | unemployed
            B      | 2023-01-15 | 2024-01-14 | unemployed
            C      | 2023-01-15 | 2023-05-31 | unemployed
            C      | 2023-06-01 | 2024-02-10 | laid_off
            D      | 2023-01-15 | 2023-05-31 | unemployed
            D      | 2023-06-01 | 2024-02-10 | in_service
            """,
        expected="""
            month   | numerator | denominator
            2023-12 | 0         | 0
            2024-01 | 2         | 4
            2024-02 | 0         | 0
            """,
    )


def test_spell_of_a_leap_day_is_a_year_old_on_28_february(
    indicator_case: Callable[..., None],
) -> None:
    # 28.2.2025 is a Friday: A is without work on it, B is not.
    indicator_case(
        "flow_12_months",
        search="""
            person | start      | end
            A B    | 2024-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2024-02-29 | 2025-02-28 | unemployed
            B      | 2024-02-29 | 2025-02-27 | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2025-02 | 1         | 2
            """,
    )


def test_month_is_known_when_it_is_past(indicator_case: Callable[..., None]) -> None:
    # The count day of March 2024 is the 28th, and the month ends on the 31st.
    indicator_case(
        "flow_12_months",
        search="""
            person | start      | end
            A      | 2023-03-30 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-03-30 |     | unemployed
            """,
        extract_date="2024-03-30",
        expected="""
            month   | numerator      | denominator
            2024-02 | 0              | 0
            2024-03 | not_observable | -
            """,
    )
    indicator_case(
        "flow_12_months",
        search="""
            person | start      | end
            A      | 2023-03-30 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-03-30 |     | unemployed
            """,
        extract_date="2024-03-31",
        expected="""
            month   | numerator | denominator
            2024-02 | 0         | 0
            2024-03 | 1         | 1
            """,
    )
