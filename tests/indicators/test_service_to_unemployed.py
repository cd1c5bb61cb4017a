"""From service to unemployment: without work 3 to 12 months after a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_service_ended_three_to_twelve_months_ago(indicator_case: Callable[..., None]) -> None:
    # The end, the first day after, must lie in 1.3.-29.11.2023 for 29.2.2024, in 29.3.-28.12. for
    # 28.3., in 1.5.-30.1. for 30.4. It is 28.12. for A, 29.12. for B, 28.3. for C and 29.3. for D.
    indicator_case(
        "service_to_unemployed",
        search="""
            person  | start      | end
            A B C D | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-12-28 |     | unemployed
            B      | 2023-12-29 |     | unemployed
            C D    | 2023-11-01 |     | laid_off
            """,
        service="""
            person | start      | end        | category
            A      | 2023-10-01 | 2023-12-27 | trial
            B      | 2023-10-01 | 2023-12-28 | trial
            C      | 2023-02-01 | 2023-03-27 | coaching
            D      | 2023-02-01 | 2023-03-28 | subsidised_work
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-02 | 2
            2024-03 | 2
            2024-04 | 2
            2024-05 | 2
            """,
    )


def test_touching_rows_of_one_category_are_one_service(indicator_case: Callable[..., None]) -> None:
    # A's trial ended on 16.2.2024 as a whole. B's coaching ended on 1.12.2023, before a trial.
    indicator_case(
        "service_to_unemployed",
        search="""
            person | start      | end
            A B    | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A B    | 2024-02-16 |     | unemployed
            """,
        service="""
            person | start      | end        | category
            A      | 2023-08-01 | 2023-11-30 | trial
            B      | 2023-08-01 | 2023-11-30 | coaching
            A B    | 2023-12-01 | 2024-02-15 | trial
            """,
        expected="""
            month   | service_category | numerator
            2024-03 | none             | 1
            """,
    )


def test_only_the_unemployed_who_are_in_no_group_before_count(
    indicator_case: Callable[..., None],
) -> None:
    # A is long-term unemployed from 2.1.2024 on, B is at work, C's service is not a counted one. D,
    # whose service ended on 1.7.2023, is repeatedly unemployed on 31.1.: 182 + 183 days.
    indicator_case(
        "service_to_unemployed",
        search="""
            person  | start      | end
            A B C D | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-02 |            | unemployed
            B      | 2023-09-01 |            | open_market
            C      | 2023-09-01 |            | unemployed
            D      | 2022-10-01 | 2023-03-31 | unemployed
            D      | 2023-08-02 |            | unemployed
            """,
        service="""
            person | start      | end        | category
            A B    | 2023-03-01 | 2023-08-31 | trial
            C      | 2023-03-01 | 2023-08-31 | social_rehabilitation
            D      | 2023-04-01 | 2023-06-30 | trial
            """,
        expected="""
            month   | numerator
            2023-11 | 1
            2023-12 | 2
            2024-01 | 0
            """,
    )


def test_one_of_several_services_that_ended_lately_is_enough(
    indicator_case: Callable[..., None],
) -> None:
    # The first day after A's is 1.1.2023, on which it counts from April to December, and 1.2., from
    # May to January; B's is 1.1. for both; C's is 1.1. and, a year later, 1.1.2024.
    indicator_case(
        "service_to_unemployed",
        search="""
            person | start      | end
            A B C  | 2022-01-01 |
            """,
        status="""
            person | start      | end | state
            A B    | 2023-03-01 |     | laid_off
            C      | 2023-06-01 |     | laid_off
            """,
        service="""
            person | start      | end        | category
            A      | 2022-11-01 | 2022-12-31 | trial
            A      | 2022-11-01 | 2023-01-31 | coaching
            B      | 2022-11-01 | 2022-12-31 | trial
            B      | 2022-11-01 | 2022-12-31 | coaching
            C      | 2022-11-01 | 2022-12-31 | trial
            C      | 2023-12-01 | 2023-12-31 | trial
            """,
        expected="""
            month   | numerator
            2023-03 | 0
            2023-04 | 2
            2023-05 | 2
            2023-06 | 3
            2023-11 | 3
            2023-12 | 3
            2024-01 | 1
            2024-02 | 0
            2024-03 | 0
            2024-04 | 1
            """,
    )
