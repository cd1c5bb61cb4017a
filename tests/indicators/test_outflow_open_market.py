"""The open market: of the spells that ended in the month, those that work followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_work_must_begin_on_one_of_the_first_14_days(indicator_case: Callable[..., None]) -> None:
    # The spells end on 1.2. (the first day after them): A works from 14.2. on, the 14th day, B from
    # the 15th; C part time at once; D is in a service; E stays unemployed.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A B C D | 2023-06-01 | 2024-01-31 | unemployed
            A | 2024-02-14 | | open_market
            B | 2024-02-15 | | open_market
            C | 2024-02-01 | | part_time
            D | 2024-02-01 | | in_service
            E | 2023-06-01 | | unemployed
            """,
        extract_date="2024-03-31",
        expected="""
            month | numerator | denominator
            2024-01 | 0 | 0
            2024-02 | 2 | 4
            """,
    )


def test_work_counts_without_a_search(indicator_case: Callable[..., None]) -> None:
    # A's search ends with the spell; the code says work on the day after.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A | 2023-01-02 | 2024-01-31
            """,
        status="""
            person | start | end | state
            A | 2023-06-01 | 2024-01-31 | unemployed
            A | 2024-02-01 | | open_market
            """,
        extract_date="2024-03-31",
        expected="""
            month | numerator | denominator
            2024-02 | 1 | 1
            """,
    )


def test_reason_of_the_last_status_row_or_of_the_ended_search_counts(
    indicator_case: Callable[..., None],
) -> None:
    # A B C: reasons of the status row; D: reason 01 of the search that ended; E: 05; F's first row
    # has 03, and the row in force on the last day 05.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end | hapkd
            A B C E F | 2023-01-02 | |
            D | 2023-01-02 | 2024-01-31 | 01
            """,
        status="""
            person | start | end | state | tymsyy
            A | 2023-06-01 | 2024-01-31 | unemployed | 01
            B | 2023-06-01 | 2024-01-31 | unemployed | 03
            C | 2023-06-01 | 2024-01-31 | unemployed | 16
            D | 2023-06-01 | | unemployed |
            E | 2023-06-01 | 2024-01-31 | unemployed | 05
            F | 2023-06-01 | 2023-12-31 | unemployed | 03
            F | 2024-01-01 | 2024-01-31 | laid_off | 05
            """,
        extract_date="2024-03-31",
        expected="""
            month | numerator | denominator
            2024-02 | 4 | 6
            """,
    )


def test_reason_of_a_search_that_was_renewed_does_not_count(
    indicator_case: Callable[..., None],
) -> None:
    # A's first search row ends with the spell, and the second begins the day after.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end | hapkd
            A | 2023-01-02 | 2024-01-31 | 01
            A | 2024-02-01 | |
            """,
        status="""
            person | start | end | state
            A | 2023-06-01 | 2024-01-31 | unemployed
            A | 2024-02-01 | | outside
            """,
        extract_date="2024-03-31",
        expected="""
            month | numerator | denominator
            2024-02 | 0 | 1
            """,
    )


def test_reason_of_a_row_that_runs_on_does_not_count(indicator_case: Callable[..., None]) -> None:
    # The rows of A and B give a reason for 30.4.: A's search ended for another one, and B's row was
    # overlapped by a newer one of another state.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end | hapkd
            A | 2023-01-02 | 2024-01-31 | 10
            B | 2023-01-02 | |
            """,
        status="""
            person | start | end | state | tymsyy
            A B | 2023-06-01 | 2024-04-30 | unemployed | 01
            B | 2024-02-01 | | outside |
            """,
        extract_date="2024-05-31",
        expected="""
            month | numerator | denominator
            2024-02 | 0 | 2
            """,
    )


def test_where_rows_overlap_the_newest_has_the_reason(indicator_case: Callable[..., None]) -> None:
    # A: both rows run to 31.1.; the newer one has reason 05.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state | tymsyy
            A | 2023-06-01 | 2024-01-31 | unemployed | 01
            A | 2023-12-01 | 2024-01-31 | laid_off | 05
            """,
        extract_date="2024-03-31",
        expected="""
            month | numerator | denominator
            2024-02 | 0 | 1
            """,
    )


def test_of_rows_that_begin_together_the_one_in_force_has_the_reason(
    indicator_case: Callable[..., None],
) -> None:
    # A's longer row is in force and runs on past the search; of B's rows that with the lower code
    # is in force: 2 unemployed, not 3 laid off.
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A B | 2023-01-02 | 2024-01-31
            """,
        status="""
            person | start | end | state | tymsyy
            A | 2023-06-01 | 2024-01-31 | unemployed | 01
            A | 2023-06-01 | 2024-04-30 | unemployed |
            B | 2023-06-01 | 2024-01-31 | unemployed | 05
            B | 2023-06-01 | 2024-01-31 | laid_off | 01
            """,
        extract_date="2024-05-31",
        expected="""
            month | numerator | denominator
            2024-02 | 0 | 2
            """,
    )


def test_month_is_known_14_days_after_its_end(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-06-01 | 2024-01-30 | unemployed
            """,
        extract_date="2024-02-14",
        expected="""
            month | numerator | denominator
            2024-01 | 0 | 1
            2024-02 | not_observable | -
            """,
    )


def test_month_is_not_known_13_days_after_its_end(indicator_case: Callable[..., None]) -> None:
    indicator_case(
        "outflow_open_market",
        search="""
            person | start | end
            A B C D E F | 2023-01-02 |
            """,
        status="""
            person | start | end | state
            A | 2023-06-01 | 2024-01-30 | unemployed
            """,
        extract_date="2024-02-13",
        expected="""
            month | numerator | denominator
            2023-12 | 0 | 0
            2024-01 | not_observable | -
            """,
    )
