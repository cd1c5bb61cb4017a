"""The activation rate of the long-term unemployed: who went to a service after a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_service_must_follow_twelve_months_of_unemployment(
    indicator_case: Callable[..., None],
) -> None:
    # The service begins on 10.1.2024: a year after A's first day without work, a day short for B.
    # C is in a service beside code 02, D's unemployment ended two days before it, E is in none.
    indicator_case(
        "activation_rate_long_term",
        search="""
            person    | start      | end
            A B C D E | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2023-01-10 | 2024-01-09 | unemployed
            A B D  | 2024-01-10 |            | in_service
            B      | 2023-01-11 | 2024-01-09 | unemployed
            C      | 2023-01-10 |            | unemployed
            D      | 2022-01-01 | 2024-01-08 | unemployed
            D      | 2024-01-09 | 2024-01-09 | outside
            E      | 2023-01-10 |            | unemployed
            """,
        service="""
            person  | start      | end | category
            A B C D | 2024-01-10 |     | trial
            """,
        expected="""
            month   | numerator | denominator
            2023-12 | 0         | 1
            2024-01 | 2         | 3
            2024-02 | 2         | 3
            """,
    )


def test_seven_days_between_services_keep_the_chain(indicator_case: Callable[..., None]) -> None:
    # A is out of services on 1.-7.2., B on 1.-8.2.
    indicator_case(
        "activation_rate_long_term",
        search="""
            person | start      | end
            A B    | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A B    | 2022-01-01 | 2024-01-09 | unemployed
            A B    | 2024-01-10 |            | in_service
            """,
        service="""
            person | start      | end        | category
            A B    | 2024-01-10 | 2024-01-31 | trial
            A      | 2024-02-08 |            | coaching
            B      | 2024-02-09 |            | coaching
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 2         | 2
            2024-02 | 1         | 1
            """,
    )


def test_between_the_services_of_a_chain_nobody_is_in_a_service(
    indicator_case: Callable[..., None],
) -> None:
    # The chain runs over the count day of 29.2., the services do not; A is at work then.
    indicator_case(
        "activation_rate_long_term",
        search="""
            person | start      | end
            A      | 2022-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2022-01-01 | 2024-01-09 | unemployed
            A      | 2024-01-10 | 2024-02-27 | in_service
            A      | 2024-02-28 | 2024-03-01 | open_market
            A      | 2024-03-02 |            | in_service
            """,
        service="""
            person | start      | end        | category
            A      | 2024-01-10 | 2024-02-27 | trial
            A      | 2024-03-02 |            | trial
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 1         | 1
            2024-02 | 0         | 0
            2024-03 | 1         | 1
            """,
    )


def test_chain_begins_where_its_first_service_does(indicator_case: Callable[..., None]) -> None:
    # Unemployed since 20.1.2023: not a year on 10.1.2024, a year when the coaching follows on 1.2.
    indicator_case(
        "activation_rate_long_term",
        search="""
            person | start      | end
            A      | 2022-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-01-20 |     | unemployed
            """,
        service="""
            person | start      | end        | category
            A      | 2024-01-10 | 2024-01-28 | trial
            A      | 2024-02-01 |            | coaching
            """,
        expected="""
            month   | numerator | denominator
            2024-01 | 0         | 1
            2024-02 | 0         | 1
            """,
    )
