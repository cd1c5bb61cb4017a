"""The flow past 3 months: spells that began 3 months earlier and still run on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def test_spell_must_run_on_the_day_three_months_later(indicator_case: Callable[..., None]) -> None:
    # 15.4. is A's last day without work, B's is the day before. For C and D, of 31.1., it is 30.4.
    indicator_case(
        "flow_3_months",
        search="""
            person  | start      | end
            A B C D | 2023-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2024-01-15 | 2024-04-15 | unemployed
            B      | 2024-01-15 | 2024-04-14 | unemployed
            C      | 2024-01-31 | 2024-04-30 | unemployed
            D      | 2024-01-31 | 2024-04-29 | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2024-03 | 0         | 0
            2024-04 | 2         | 4
            2024-05 | 0         | 0
            """,
    )


def test_units_are_spells_and_not_persons(indicator_case: Callable[..., None]) -> None:
    # A is without work twice in January, the second time because the job search began again.
    indicator_case(
        "flow_3_months",
        search="""
            person | start      | end
            A      | 2024-01-01 | 2024-01-10
            A      | 2024-01-12 |
            """,
        status="""
            person | start      | end | state
            A      | 2023-01-01 |     | unemployed
            """,
        expected="""
            month   | numerator | denominator
            2024-04 | 1         | 2
            """,
    )


def test_spell_belongs_to_the_region_and_values_of_its_first_day(
    indicator_case: Callable[..., None],
) -> None:
    # Before the three months are full all turn 25, A comes to Raahe (1231), and B leaves it. C's
    # last day in Raahe is the day before the spell.
    indicator_case(
        "flow_3_months",
        region="raahe",
        search="""
            person | start      | end
            A B C  | 2023-01-01 |
            """,
        status="""
            person | start      | end | state
            A B C  | 2023-11-20 |     | unemployed
            """,
        office="""
            person | start      | end        | office
            A      | 2023-01-01 | 2023-11-20 | 0234
            A      | 2023-11-21 |            | 1231
            B      | 2023-01-01 | 2023-11-20 | 1231
            B      | 2023-11-21 |            | 0234
            C      | 2023-01-01 | 2023-11-19 | 1231
            C      | 2023-11-20 |            | 0234
            """,
        person="""
            person | birth_year
            A B C  | 1999
            """,
        expected="""
            month   | age_group | numerator | denominator
            2024-02 | 20-24     | 1         | 1
            2024-02 | 25-29     | 0         | 0
            """,
    )
