"""`tyo explain`: a table for people, rows or one document for programs, and its refusals."""

from __future__ import annotations

import json
import shutil
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import add_indicator, an_indicator
from tests.cli.test_policy import write_constants

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Tyo

UNEMPLOYED = ("explain", "unemployed", "-r", "porvoo", "--month", "2024-07")
# Porvoo has 12 clients in July, 6 men laid off and 6 women on the open market.
ROWS = (
    "indicator,region,month,step,part,name,value,unit,status\n"
    "unemployed,porvoo,2024-07,1,rows,model.periods,12.0,persons,ok\n"
    "unemployed,porvoo,2024-07,2,rows,unemployed,6.0,persons,ok\n"
    "unemployed,porvoo,2024-07,3,numerator,1,6.0,persons,ok\n"
    'unemployed,porvoo,2024-07,4,value,"",6.0,persons,ok\n'
    "unemployed,porvoo,2024-07,5,previous_numerator,1,,persons,hidden\n"
    'unemployed,porvoo,2024-07,6,previous_value,"",,persons,hidden\n'
)


@pytest.mark.usefixtures("database")
def test_machine_format_has_a_row_for_every_number(tyo: Tyo) -> None:
    assert tyo(*UNEMPLOYED, "--format", "csv").out == ROWS


@pytest.mark.usefixtures("database")
def test_breakdown_has_its_columns_after_the_month_and_steps_in_every_group(tyo: Tyo) -> None:
    ran = tyo(
        *("explain", "jobseekers", "-r", "porvoo", "--month", "2024-07"),
        *("--by", "sex,state", "--format", "csv"),
    )
    assert list(ran.rows[0])[:6] == ["indicator", "region", "month", "sex", "state", "step"]
    steps = groupby(ran.rows, lambda row: (row["sex"], row["state"]))
    found = {key: [row["value"] for row in rows if row["part"] == "rows"] for key, rows in steps}
    assert found[("man", "laid_off")] == ["6.0"]
    assert found[("woman", "open_market")] == ["6.0"]


@pytest.mark.usefixtures("database")
def test_json_is_the_whole_trace(tyo: Tyo, database: Path) -> None:
    found = json.loads(tyo(*UNEMPLOYED, "--format", "json").out)
    assert list(found) == [
        *("indicator", "title", "definition", "kind", "definition_status", "source", "variant_of"),
        *("region", "month", "by", "extract_date", "threshold", "unit", "scale", "cells", "query"),
        *("files", "policy", "refused", "notes"),
    ]
    assert found["region"] == {"id": "porvoo", "kind": "trial", "name": "Porvoo"}
    assert found["query"]["file"].endswith("queries/indicators/unemployed.sql")
    assert "where unemployed" in found["query"]["sql"]
    assert {one["table"] for one in found["files"]} == {"YHTSTO", "YTHAKU", "YTYOLL"}
    assert {one["table"] for one in found["policy"]} == {"employment_codes", "offices", "regions"}
    (cell,) = found["cells"]
    assert cell["group"] == {}
    assert cell["steps"][1] == {
        "condition": "unemployed",
        "count": 6,
        "status": "ok",
        "unit": "persons",
    }
    assert (cell["value"], cell["status"], cell["previous"]["status"]) == (6.0, "ok", "hidden")
    assert str(database) not in json.dumps(found)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "md", "parquet"])
def test_every_format_is_written_to_a_file_too(tyo: Tyo, tmp_path: Path, form: str) -> None:
    shown = tyo(*UNEMPLOYED, "--format", form)
    assert shown.code == 0, shown.err
    tyo(*UNEMPLOYED, "-o", tmp_path / f"trace.{form}")
    assert (tmp_path / f"trace.{form}").read_bytes() == shown.raw


@pytest.mark.usefixtures("database")
def test_figures_are_those_of_tyo_indicators(tyo: Tyo) -> None:
    for indicator in ("unemployed", "unemployed_share", "unemployment_duration", "inflow"):
        scope = ("-r", "porvoo", "--by", "sex", "--format", "csv")
        rows = tyo("indicators", indicator, *scope, "--from", "2024-07").rows
        traced = tyo("explain", indicator, *scope, "--month", "2024-07").rows
        for part in ("value", "numerator"):
            of_part = [row for row in traced if row["part"] == part]
            assert [(row["sex"], row["status"]) for row in of_part] == [
                (row["sex"], row["status"]) for row in rows
            ]
            assert [row["value"] and float(row["value"]) for row in of_part] == [
                row[part] and float(row[part]) for row in rows
            ]


@pytest.mark.usefixtures("database")
def test_table_tells_people_definition_steps_query_files_and_policy(tyo: Tyo) -> None:
    out = tyo(*UNEMPLOYED).out
    assert out.startswith("Unemployed jobseekers · Porvoo (trial) · 2024-07 · extract date")
    told = " ".join(out.split())
    for words in (
        "official definition: Työnvälitystilasto",
        "jobseekers on the count day (model.periods) 12 persons",
        "unemployed 6 persons",
        "= 6 persons",
        "Month before, 2024-06: Hidden: it, its denominator or the rest is a count of 1 to 4.",
        "Counts of 1 to 4, and ratios that rest on one, are hidden.",
        "queries/indicators/unemployed.sql",
        "where unemployed",
        "YTYOLL",
        "employment_codes",
        "No row of these tables was refused.",
    ):
        assert words in told


@pytest.mark.usefixtures("database")
def test_table_of_a_ratio_shows_how_its_parts_give_the_value(tyo: Tyo) -> None:
    share = ("explain", "unemployed_share", "-r", "porvoo", "--month", "2024-07")
    told = " ".join(tyo(*share).out.split())
    assert "denominator 12 persons" in told
    assert "numerator: unemployed 6 persons" in told
    assert "6 / 12 × 100 = 50.0 %" in told


@pytest.mark.usefixtures("database")
def test_hidden_figure_is_told_without_a_number(tyo: Tyo) -> None:
    # 3 laid off in June.
    ran = tyo("explain", "unemployed", "-r", "porvoo", "--month", "2024-06")
    figure = ran.out.partition("Protection")[0]
    assert "Hidden: it, its denominator or the rest is a count of 1 to 4." in figure
    assert "persons" not in figure
    rows = tyo("explain", "unemployed", "-r", "porvoo", "--month", "2024-06", "-f", "csv").rows
    assert {(row["value"], row["status"]) for row in rows} == {("", "hidden")}


@pytest.mark.usefixtures("database")
def test_hidden_step_is_told_to_be_one(tyo: Tyo) -> None:
    # 12 of Raahe's 15 clients are unemployed.
    out = tyo("explain", "unemployed", "-r", "raahe", "--month", "2024-07").out
    assert "15" not in out.partition("Protection")[0].partition("\n\n")[2]
    assert "A step is ... where it is such a count" in out


@pytest.mark.usefixtures("database")
def test_groups_of_which_a_step_is_hidden_have_the_note_of_breakdowns(tyo: Tyo) -> None:
    # All of Raahe's clients have one language.
    ran = tyo("explain", "unemployed", "-r", "raahe", "--month", "2024-07", "--by", "language")
    assert "12" in ran.out
    assert "note: in a breakdown a hidden count can sometimes be computed" in ran.err
    whole = tyo("explain", "unemployed", "-r", "raahe", "--month", "2024-07")
    assert "breakdown" not in whole.err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("indicator", "named"),
    [
        (
            "unemployment_duration_median",
            "median(1 - unemployment_start_number + 1 * day_number) * persons",
        ),
        ("survival_median", "kaplan_meier_median(1 - start_number + 1 * day_number) * spells"),
        ("unemployment_duration", "1 - unemployment_start_number + 1 * day_number"),
    ],
)
def test_numerator_of_a_median_is_named_as_it_is_computed(
    tyo: Tyo, indicator: str, named: str
) -> None:
    ran = tyo("explain", indicator, "-r", "raahe", "--month", "2024-07", "--format", "csv")
    names = {row["part"]: row["name"] for row in ran.rows}
    assert (names["numerator"], names["denominator"]) == (named, "1")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "työnhakijat laskentapäivänä"),
        ("sv", "arbetssökande på beräkningsdagen"),
        ("en", "jobseekers on the count day"),
    ],
)
def test_table_is_in_the_user_s_language(tyo: Tyo, language: str, words: str) -> None:
    assert words in tyo(*UNEMPLOYED, "--lang", language).out


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "ei hakua"), ("sv", "ingen sökning"), ("en", "no search")],
)
def test_source_is_in_the_user_s_language(tyo: Tyo, language: str, words: str) -> None:
    command = ("explain", "long_term_left", *UNEMPLOYED[2:], "--lang", language)
    assert words in tyo(*command).out
    assert words in tyo(*command, "--format", "json").out


@pytest.mark.usefixtures("database")
def test_long_term_unemployment_points_to_the_flows_of_the_same_cell(tyo: Tyo) -> None:
    # Raahe's 12 are long-term unemployed from January 2025 on: none is in July.
    ran = tyo(
        *("explain", "long_term_unemployed", "-r", "raahe", "--month", "2024-07", "--by", "sex")
    )
    assert ran.code == 0
    ran = tyo("explain", "long_term_unemployed", "-r", "raahe", "--month", "2024-07")
    told = " ".join(ran.out.split())
    assert "tyo flows --region raahe --from 2023-01 --to 2024-07" in told


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("columns", ["80", "160"])
@pytest.mark.parametrize("name", ["structural_unemployed", "survival_median", "under_25"])
def test_no_line_is_longer_than_the_terminal(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, columns: str, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = tyo("explain", name, "-r", "porvoo", "--month", "2024-07", "--by", "sex").out.split(
        "\n"
    )
    path = next(line for line in lines if line.endswith(f"{name}.sql"))  # is not broken
    assert max(map(len, lines)) <= max(int(columns), len(path))


def test_own_policy_is_told_in_the_table_and_beside_it(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    shutil.copy(small_database, tmp_path / "tyo.duckdb")
    write_constants(tmp_path, 6)
    ran = tyo("explain", "long_term_unemployed", "-r", "raahe", "--month", "2024-07")
    told = " ".join(ran.out.split())
    assert "constants long_term_months 6 · our_constants.csv line 2, instead of 12" in told
    assert "Own policy tables: constants" in told
    changed = "changed by own policy: long_term_months = 6 instead of 12"
    assert f"official definition: Työnvälitystilasto · {changed}" in told
    untouched = tyo("explain", "jobseekers", "-r", "raahe", "--month", "2024-07")
    assert "changed by own policy" not in untouched.out
    assert "note: own policy tables: constants" in ran.err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "unemployd", *UNEMPLOYED[2:]), "did you mean 'unemployed'"),
        (("explain", "unemployed", "-r", "porvo", "--month", "2024-07"), "did you mean 'porvoo'"),
        (("explain", "unemployed", "--month", "2024-07"), "which region?"),
        ((*UNEMPLOYED, "--region", "raahe"), "which region? 2 were given: porvoo, raahe"),
        (("explain", "unemployed", "-r", "porvoo"), "which month?"),
        (("explain", "unemployed", "-r", "porvoo", "--month", "2024-7"), "is not a month"),
        ((*UNEMPLOYED, "--by", "sx"), "did you mean 'sex'?"),
        ((*UNEMPLOYED, "--by", "service_line"), "it needs YASSEGMENTTI"),
        ((*UNEMPLOYED, "--threshold", "2"), "needs a reason"),
        ((*UNEMPLOYED, "--format", "xml"), "no format 'xml'"),
    ],
)
def test_refusals_are_those_of_tyo_indicators(
    tyo: Tyo, arguments: tuple[str, ...], said: str
) -> None:
    ran = tyo(*arguments)
    assert (ran.code, ran.raw) == (2, b"")
    assert said in ran.err


@pytest.mark.usefixtures("database")
def test_dimension_that_the_query_does_not_carry_is_refused(tyo: Tyo, tmp_path: Path) -> None:
    sql = "select person, from_index, to_index, office, 1 as numerator,\nfrom model.periods"
    added = add_indicator(tmp_path / "q", "own", an_indicator(sql))
    ran = tyo(
        *("explain", "own", "-r", "porvoo", "--month", "2024-07"),
        *("--by", "sex", "--queries", added),
    )
    assert (ran.code, ran.raw) == (2, b"")
    assert "own cannot be broken down by sex" in ran.err


def test_low_threshold_is_logged(tyo: Tyo, small_database: Path, tmp_path: Path) -> None:
    shutil.copy(small_database, tmp_path / "tyo.duckdb")
    ran = tyo(*UNEMPLOYED, "--threshold", "1", "--reason", "a test", "-f", "csv")
    assert "note: threshold 1" in ran.err
    assert '"reason": "a test"' in (tmp_path / "tyo.duckdb.jsonl").read_text(encoding="utf-8")
    assert [row["value"] for row in ran.rows][:2] == ["12.0", "6.0"]
    assert ran.rows[-1]["value"] == "3.0"


@pytest.mark.usefixtures("database")
def test_month_after_the_extract_is_not_known(tyo: Tyo) -> None:
    ran = tyo("explain", "unemployed", "-r", "porvoo", "--month", "2025-01")
    assert ran.code == 0
    assert "Not known at the extract date." in ran.out


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        # 55 crossed: of where people went, some were a few.
        (("long_term_crossed", "--month", "2024-06"), "row of `tyo flows` is 1 to 4."),
        (("long_term_crossed", "--month", "2025-01"), "of a trial, in which all arrive."),
        (("survival_median", "--month", "2025-01"), "as fewer than half of the spells have ended."),
    ],
)
def test_movements_and_survival_medians_have_reasons_of_their_own(
    tyo: Tyo, sample_database: Path, asked: tuple[str, ...], reason: str
) -> None:
    told = " ".join(
        tyo("explain", *asked, "-r", "finland", "--db", str(sample_database)).out.split()
    )
    assert reason in told
    assert "Hidden: it, its denominator" not in told
