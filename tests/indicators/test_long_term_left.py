"""Who is no longer among the long-term unemployed, and what holds of them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_destination_is_what_holds_on_the_next_count_day(
    indicator_case: Callable[..., None],
) -> None:
    # B works for a week between two spells, C's service begins after January's count day, and E
    # searches no more.
    indicator_case(
        "long_term_left",
        search="""
            person | start | end
            A B C D | 2022-01-03 |
            E | 2022-01-03 | 2024-01-15
            """,
        status="""
            person | start | end | state
            A | 2022-02-01 | 2024-01-20 | unemployed
            A | 2024-01-21 | | open_market
            B | 2022-02-01 | 2024-01-07 | unemployed
            B | 2024-01-08 | 2024-01-14 | open_market
            B | 2024-01-15 | | unemployed
            C | 2022-02-01 | 2024-01-31 | unemployed
            C | 2024-02-01 | | in_service
            D | 2022-02-01 | | unemployed
            E | 2022-02-01 | | unemployed
            """,
        expected="""
            month | destination | numerator
            2024-01 | open_market | 1
            2024-01 | new_spell | 1
            2024-01 | in_service | 0
            2024-01 | search_ended | 1
            2024-01 | moved | 0
            2024-02 | open_market | 0
            2024-02 | in_service | 1
            """,
    )


def test_who_is_long_term_elsewhere_has_moved_out_of_the_group_alone(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_left",
        search="""
            person | start | end
            A B | 2022-01-03 |
            """,
        status="""
            person | start | end | state
            A B | 2022-02-01 | | unemployed
            """,
        residence="""
            person | start | end | municipality
            A | 2020-01-01 | 2024-01-20 | 678
            A | 2024-01-21 | | 638
            B | 2020-01-01 | | 678
            """,
        expected="""
            month | municipality | destination | numerator
            2024-01 | 678 | moved | 1
            2024-01 | 638 | moved | 0
            2024-02 | 678 | moved | 0
            """,
    )


def test_person_who_stays_has_not_left_whatever_else_changes(
    indicator_case: Callable[..., None],
) -> None:
    # A is laid off: another state, the same spell and the same place.
    indicator_case(
        "long_term_left",
        search="""
            person | start | end
            A | 2022-01-03 |
            """,
        status="""
            person | start | end | state
            A | 2022-02-01 | 2024-01-20 | unemployed
            A | 2024-01-21 | | laid_off
            """,
        expected="""
            month | numerator
            2024-01 | 0
            """,
    )


def test_group_that_a_person_leaves_is_that_of_the_month_before(
    indicator_case: Callable[..., None],
) -> None:
    indicator_case(
        "long_term_left",
        search="""
            person | start | end
            A | 2022-01-03 |
            """,
        status="""
            person | start | end | state
            A | 2022-02-01 | 2024-01-20 | laid_off
            A | 2024-01-21 | | part_time
            """,
        expected="""
            month | state | destination | numerator
            2024-01 | laid_off | part_time | 1
            """,
    )
