"""`tyo variants`: the figures of an indicator and its variants in one table."""

from __future__ import annotations

import re
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
    assert ran.out.splitlines() == [
        "Raahen seutu (trial) · Unemployed jobseekers · extract date 31 Jul 2024",
        "Month    Indicator              Value  ±",
        "────────────────────────────────────────",
        "2024-07  Unemployed jobseekers     12",
        "         Broad unemployment        12  0",
        "± so many persons more or fewer than: Unemployed jobseekers",
    ]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "indicator", ["activation_rate", "unemployed", "search_duration", "unemployment_duration"]
)
def test_variants_of_several_regions_fit_a_narrow_terminal(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, indicator: str, language: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = tyo("variants", indicator, "-r", "raahe", "-r", "porvoo", "--lang", language)
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("columns", ["40", "55", "60", "65", "70", "80"])
def test_narrow_terminal_loses_no_difference(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    months = ("--from", "2024-07", "--lang", "fi")
    for indicator in ("activation_rate", "search_duration"):
        heading = tyo("variants", indicator, "-r", "finland", *months).out
        (line,) = (line for line in heading.splitlines() if line.startswith("Kuukausi"))
        assert re.search(r"  Nimittäjä +±$", line)
        assert "…" not in heading


@pytest.mark.usefixtures("database")
def test_hidden_variants_have_their_sign_and_its_meaning(tyo: Tyo) -> None:
    # Porvoo has 3 laid off in June: no figure, so no difference either.
    june = ("--from", "2024-06", "--to", "2024-06")
    ran = tyo("variants", "unemployed", "-r", "porvoo", *june, "--lang", "sv")
    assert ran.out.splitlines()[1:] == [
        "Månad    Indikator                 Värde",
        "────────────────────────────────────────",
        "2024-06  Arbetslösa arbetssökande    ...",
        "         Bred arbetslöshet           ...",
        "... dold för att skydda små grupper",
    ]
