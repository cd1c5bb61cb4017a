"""From service to service: in a service, and an earlier one ended at most 12 months ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_earlier_service_must_have_ended_within_twelve_months(
    indicator_case: Callable[..., None],
) -> None:
    # Ends (first days after): B's 28.3.2023, which is 12 months before 28.3.2024; C's a day later.
    # E's two services overlap, F's touch, and D has one only. G's first ended long ago, too.
    indicator_case(
        "service_to_service",
        search="""
            person        | start      | end
            A B C D E F G | 2023-01-01 |
            """,
        status="""
            person        | start      | end | state
            A B C D E F G | 2023-01-01 |     | in_service
            """,
        service="""
            person | start      | end        | category
            A      | 2023-09-01 | 2023-11-30 | coaching
            A      | 2024-01-15 |            | trial
            B      | 2023-03-01 | 2023-03-27 | coaching
            C      | 2023-03-01 | 2023-03-28 | coaching
            B C    | 2023-06-01 |            | trial
            D      | 2023-06-01 |            | trial
            E      | 2024-01-01 | 2024-02-01 | coaching
            E      | 2024-02-01 |            | trial
            F      | 2024-01-01 | 2024-01-31 | coaching
            F      | 2024-02-01 |            | trial
            G      | 2021-06-01 | 2021-12-31 | coaching
            G      | 2023-06-01 | 2023-12-31 | coaching
            G      | 2024-03-01 |            | trial
            """,
        expected="""
            month   | numerator
            2023-12 | 2
            2024-01 | 3
            2024-02 | 4
            2024-03 | 4
            2024-04 | 3
            """,
    )


def test_touching_rows_of_one_category_are_one_service(indicator_case: Callable[..., None]) -> None:
    # A's trial runs on. B's begins anew after a day, and so does C's coaching, over a trial.
    indicator_case(
        "service_to_service",
        search="""
            person | start      | end
            A B C  | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A B C  | 2023-01-01 |     | in_service
            """,
        service="""
            person | start      | end        | category
            A B    | 2023-11-01 | 2023-12-31 | trial
            A      | 2024-01-01 |            | trial
            B      | 2024-01-02 |            | trial
            C      | 2024-01-01 | 2024-01-10 | coaching
            C      | 2024-01-05 | 2024-01-25 | trial
            C      | 2024-01-20 |            | coaching
            """,
        expected="""
            month   | numerator
            2023-12 | 0
            2024-01 | 2
            """,
    )


def test_service_of_the_first_rank_decides(indicator_case: Callable[..., None]) -> None:
    # The training, of the first rank, began before A's trial ended and after B's did.
    indicator_case(
        "service_to_service",
        search="""
            person | start      | end
            A B    | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A B    | 2023-01-01 |     | in_service
            """,
        service="""
            person | start      | end        | category
            A B    | 2024-01-01 | 2024-01-20 | trial
            A      | 2024-01-10 |            | labour_training
            B      | 2024-01-21 |            | labour_training
            A B    | 2024-01-25 |            | rehabilitative_work
            """,
        expected="""
            month   | numerator
            2024-01 | 1
            """,
    )


def test_other_groups_come_first(indicator_case: Callable[..., None]) -> None:
    # A is unemployed by the code, and a service of theirs ended 3 to 12 months ago.
    indicator_case(
        "service_to_service",
        search="""
            person | start      | end
            A B    | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-12-01 |     | unemployed
            B      | 2023-12-01 |     | in_service
            """,
        service="""
            person | start      | end        | category
            A B    | 2023-09-01 | 2023-11-30 | coaching
            A B    | 2024-01-15 |            | trial
            """,
        expected="""
            month   | numerator
            2024-01 | 2
            2024-03 | 1
            """,
    )
