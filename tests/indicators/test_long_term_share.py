"""Long-term unemployed, of the unemployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_share_is_of_the_unemployed_alone(indicator_case: Callable[..., None]) -> None:
    # A has been without work for a year, B a day less; C is in work.
    indicator_case(
        "long_term_share",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-01-31 | | unemployed
            B | 2023-02-01 | | laid_off
            C | 2023-01-02 | | open_market
            """,
        expected="""
            month | numerator | denominator
            2024-01 | 1 | 2
            2024-02 | 2 | 2
            """,
    )


def test_repeatedly_unemployed_person_is_not_long_term(indicator_case: Callable[..., None]) -> None:
    # A worked on one day of October 2023 and has 400 unemployed days.
    indicator_case(
        "long_term_share",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-01-02 | 2023-10-01 | unemployed
            A | 2023-10-02 | 2023-10-02 | open_market
            A | 2023-10-03 | | unemployed
            """,
        expected="""
            month | numerator | denominator
            2024-02 | 0 | 1
            """,
    )
