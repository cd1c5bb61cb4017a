"""Duration of the job search of those without work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_duration_is_that_of_the_search(indicator_case: Callable[..., None]) -> None:
    # On 31.1. A has searched for 31 days, though without work for 17; B is at work; C for 31 days.
    indicator_case(
        "search_duration_unemployed",
        search="""
            person | start      | end
            A B C  | 2024-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2024-01-15 |     | unemployed
            B      | 2024-01-01 |     | open_market
            C      | 2024-01-31 |     | laid_off
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 62        | 2
            2024-02 | 120       | 2
            """,
    )


def test_who_is_not_without_work_on_the_count_day_does_not_count(
    indicator_case: Callable[..., None],
) -> None:
    # A's last day without work is the day before 29.2.; on 28.3. the search has lasted for 88 days.
    indicator_case(
        "search_duration_unemployed",
        search="""
            person | start      | end
            A      | 2024-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2024-01-01 | 2024-02-28 | unemployed
            A      | 2024-02-29 | 2024-03-10 | in_service
            A      | 2024-03-11 |            | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 31        | 1
            2024-02 | 0         | 0
            2024-03 | 88        | 1
            """,
    )
