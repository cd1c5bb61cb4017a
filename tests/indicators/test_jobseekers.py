"""Jobseekers: a job-search spell covers the count day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_search_must_cover_the_count_day(indicator_case: Callable[..., None]) -> None:
    # A's last day is the count day, B's the day before; D comes after 28.3., the last working day.
    indicator_case(
        "jobseekers",
        search="""
            person | start      | end
            A      | 2024-01-31 | 2024-01-31
            B      | 2024-01-02 | 2024-01-30
            C      | 2024-02-01 |
            D      | 2024-03-29 | 2024-04-01
            E      | 2024-02-29 | 2024-03-27
            """,
        expected="""
            month   | numerator
            2024-01 | 1
            2024-02 | 2
            2024-03 | 1
            2024-04 | 1
            """,
    )


def test_one_with_overlapping_searches_is_one_jobseeker(
    indicator_case: Callable[..., None],
) -> None:
    # B's search begins on the count day. Neither has an employment code.
    indicator_case(
        "jobseekers",
        search="""
            person | start      | end
            A      | 2024-01-02 | 2024-02-15
            A      | 2024-01-20 | 2024-03-31
            A      | 2024-01-25 | 2024-02-01
            B      | 2024-01-31 |
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-02 | 2
            """,
    )


def test_month_is_known_from_its_count_day_on(indicator_case: Callable[..., None]) -> None:
    # Count days: 28.3. and 30.4.2024.
    indicator_case(
        "jobseekers",
        search="""
            person | start      | end
            A      | 2024-02-05 |
            """,
        extract_date="2024-03-27",
        expected="""
            month   | numerator
            2024-01 | not_observable
            2024-02 | 1
            2024-03 | not_observable
            """,
    )
    indicator_case(
        "jobseekers",
        search="""
            person | start      | end
            A      | 2024-02-05 |
            """,
        extract_date="2024-03-28",
        expected="""
            month   | numerator
            2024-03 | 1
            2024-04 | not_observable
            """,
    )


def test_trial_has_clients_and_other_regions_have_residents(
    indicator_case: Callable[..., None],
) -> None:
    # A is a client of Raahe (1231) and lives in Porvoo (638), B the other way round.
    indicator_case(
        "jobseekers",
        region="raahe",
        search="""
            person | start      | end
            A B C  | 2024-01-02 |
            """,
        office="""
            person | start      | end        | office
            A      | 2024-01-02 | 2024-01-31 | 1231
            B      | 2024-01-02 |            | 0234
            """,
        residence="""
            person | start      | end | municipality
            A      | 2000-01-01 |     | 638
            B C    | 2000-01-01 |     | 678
            """,
        expected="""
            month   | numerator
            2024-01 | 1
            2024-02 | 0
            """,
    )
