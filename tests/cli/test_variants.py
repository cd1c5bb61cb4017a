"""`tyo variants`: the figures of an indicator and its variants in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.program import Tyo


@pytest.mark.usefixtures("database")
def test_main_indicator_comes_first_and_differences_are_persons(tyo: Tyo) -> None:
    # 12 men are unemployed in Raahe and nobody is in a service: both definitions agree.
    ran = tyo("variants", "unemployed", "-r", "raahe", "--from", "2024-07", "--format", "csv")
    assert ran.out == (
        "region,month,indicator,value,numerator,denominator,unit,"
        "numerator_difference,denominator_difference,status\n"
        "raahe,2024-07,unemployed,12.0,12,,persons,,,ok\n"
        "raahe,2024-07,broad_unemployment,12.0,12,,persons,0,,ok\n"
    )


@pytest.mark.usefixtures("database")
def test_small_groups_are_hidden_beside_each_other_too(tyo: Tyo) -> None:
    # Porvoo has 3 laid off in June.
    ran = tyo(
        *("variants", "unemployed", "-r", "porvoo", "--format", "csv"),
        *("--from", "2024-06", "--to", "2024-06"),
    )
    assert [(row["numerator"], row["status"]) for row in ran.rows] == [("", "hidden")] * 2


@pytest.mark.usefixtures("database")
def test_indicator_without_variants_is_a_usage_error(tyo: Tyo) -> None:
    ran = tyo("variants", "jobseekers", "-r", "raahe")
    assert (ran.code, ran.raw) == (2, b"")
    assert "error: jobseekers has no variants" in ran.err
    assert "activation_rate" in ran.err


@pytest.mark.usefixtures("database")
def test_variants_are_a_table_for_people_by_default(tyo: Tyo) -> None:
    ran = tyo("variants", "unemployed", "-r", "raahe", "--from", "2024-07")
    assert ran.code == 0
    assert "broad_unemployment" in ran.out
