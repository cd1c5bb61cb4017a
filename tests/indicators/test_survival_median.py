"""The Kaplan-Meier median of the spells started in the last 12 months, times their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_open_spells_are_censored_on_the_count_day(indicator_case: Callable[..., None]) -> None:
    # On 31.1. A B have ended after 10 and 20 days, C is 5 days old, D 31 days. At 10 days one of
    # three at risk has ended, S = 2/3; at 20 days one of two, S = 1/3: the median of four spells is
    # 20 days.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-02 | 2024-01-11 | unemployed
            B | 2024-01-02 | 2024-01-21 | unemployed
            C | 2024-01-27 | | unemployed
            D | 2024-01-01 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 80 | 4
            """,
    )


def test_median_that_is_not_reached_is_not_observable(indicator_case: Callable[..., None]) -> None:
    # One of three has ended; in December nobody had begun.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-02 | 2024-01-11 | unemployed
            B C | 2024-01-02 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2023-12 | not_observable | -
            2024-01 | not_observable | -
            """,
    )


def test_exactly_one_half_is_enough(indicator_case: Callable[..., None]) -> None:
    # One of two has ended, after 10 days.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-02 | 2024-01-11 | unemployed
            B | 2024-01-02 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 20 | 2
            """,
    )


def test_last_day_on_the_count_day_is_censored_and_the_day_before_has_ended(
    indicator_case: Callable[..., None],
) -> None:
    # A's last day is 30.1., so that it has ended by 31.1.; B's is 31.1.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-21 | 2024-01-30 | unemployed
            B | 2024-01-21 | 2024-01-31 | unemployed
            """,
        extract_date="2024-02-29",
        expected="""
            month | numerator | denominator
            2024-01 | 20 | 2
            """,
    )


def test_spells_of_twelve_months_ago_to_the_day_are_out(
    indicator_case: Callable[..., None],
) -> None:
    # A began on 31.1.2023, twelve months before the count day, and is out; B began a day later and
    # ended after 10 days. In December 2023 (count day 29.12.) both are in, at 5 and 10 days.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-01-31 | 2023-02-04 | unemployed
            B | 2023-02-01 | 2023-02-10 | unemployed
            """,
        expected="""
            month | numerator | denominator
            2023-12 | 10 | 2
            2024-01 | 10 | 1
            """,
    )


def test_groups_are_those_of_the_first_day(indicator_case: Callable[..., None]) -> None:
    # A moves from Porvoo to Raahe on the second day.
    indicator_case(
        "survival_median",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2024-01-02 | 2024-01-11 | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-02 | 638
            A | 2024-01-03 | | 678
            """,
        expected="""
            month | municipality | numerator | denominator
            2024-01 | 638 | 10 | 1
            2024-01 | 678 | 0 | 0
            """,
    )
