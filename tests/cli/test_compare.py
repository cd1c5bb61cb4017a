"""`tyo indicators --compare`: columns beside the figures, and a table of them for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import LAID_OFF, OFFICES, OPEN_MARKET, make_database, seekers, together
from tyollisyys_cli import database

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.cli.program import Ran, Tyo
    from tyollisyys_cli.resources import QueryFolders

PLAIN = ["indicator", "region", "month", "value", "numerator", "denominator", "unit", "status"]
LATEST = ("--from", "2024-07", "--format", "csv")


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load three trials: in July 2024 jobseekers are 30 in Raahe, 11 in Porvoo and 20 in Pori.

    Three of Pori's are laid off. A year before there were 10 in Raahe and 3 in Porvoo.
    """
    register = together(
        seekers("A", 10, start="02.01.2023"),
        seekers("B", 20, start="01.08.2023"),
        seekers("C", 3, start="02.01.2023", office="0234"),
        seekers("D", 8, start="01.08.2023", office="0234", state=OPEN_MARKET),
        seekers("E", 17, start="01.08.2023", office="1430"),
        seekers("F", 3, start="01.08.2023", office="1430", state=LAID_OFF),
    )
    assert len(OFFICES) == 3
    return make_database(register, tmp_path_factory.mktemp("trials"))


@pytest.fixture
def compare(tyo: Tyo, trials: Path, monkeypatch: pytest.MonkeyPatch) -> Tyo:
    """Run `tyo indicators` on the three trials."""
    monkeypatch.setenv("TYO_DB", str(trials))

    def run(*arguments: str | Path) -> Ran:
        return tyo("indicators", *arguments)

    return run


def test_without_compare_there_are_no_more_columns(compare: Tyo) -> None:
    assert list(compare("jobseekers", "-r", "raahe", *LATEST).rows[0]) == PLAIN


def test_columns_come_after_the_status_in_the_order_asked(compare: Tyo) -> None:
    beside = ("--compare", "Porvoo", "--compare", "trials", "--compare", "1430")
    ran = compare("jobseekers", "-r", "raahe", *beside, *LATEST)
    assert ran.out == (
        f"{','.join(PLAIN)},value_porvoo,status_porvoo,value_pori,status_pori,"
        "trials_median,trials_min,trials_max,trials_count,value_last_year\n"
        "jobseekers,raahe,2024-07,30.0,30,,persons,ok,11.0,ok,20.0,ok,20.0,11.0,30.0,3,10.0\n"
    )
    assert "note: region porvoo: Porvoo (trial)" in ran.err
    assert "note: compared with 3 of 26 trials" in ran.err


def test_figures_themselves_are_the_same_with_and_without_compare(compare: Tyo) -> None:
    command = ("-r", "raahe", "-r", "porvoo", "--by", "sex", "--format", "csv")
    plain = compare(*command).rows
    beside = compare(*command, "--compare", "pori", "--compare", "trials").rows
    assert plain == [{name: row[name] for name in plain[0]} for row in beside]


def test_hidden_figures_stay_hidden_beside_others_and_enter_no_range(compare: Tyo) -> None:
    """3 are laid off in Pori: neither Pori's column nor the range may tell."""
    command = ("laid_off", "-r", "pori", "--compare", "pori", "--compare", "trials", *LATEST)
    row = compare(*command).rows[0]
    assert (row["status"], row["value_pori"], row["status_pori"]) == ("hidden", "", "hidden")
    told = ("trials_median", "trials_min", "trials_max", "trials_count")
    assert [row[one] for one in told] == ["", "", "", "2"]


def test_last_year_lies_before_the_months_printed_and_is_protected(compare: Tyo) -> None:
    command = ("jobseekers", "-r", "raahe", "-r", "porvoo", "--compare", "trials", *LATEST)
    rows = compare(*command).rows
    assert {row["month"] for row in rows} == {"2024-07"}
    before = {row["region"]: row["value_last_year"] for row in rows}
    assert before == {"raahe": "10.0", "porvoo": ""}


def test_threshold_holds_for_what_is_compared_with(compare: Tyo) -> None:
    command = ("jobseekers", "-r", "raahe", "--compare", "porvoo", "--threshold", "12", *LATEST)
    row = compare(*command).rows[0]
    assert (row["value_porvoo"], row["status_porvoo"], row["value_last_year"]) == (
        *("", "hidden"),
        "",
    )


def test_breakdown_of_the_other_region(compare: Tyo) -> None:
    command = ("jobseekers", "-r", "porvoo", "--by", "state", "--compare", "pori", *LATEST)
    rows = {row["state"]: row for row in compare(*command).rows}
    assert {state: (row["value_pori"], row["status_pori"]) for state, row in rows.items()} == {
        "open_market": ("0.0", "ok"),
        "unemployed": ("17.0", "ok"),
    }


def test_trials_without_an_office_table_are_told_together(tyo: Tyo, tmp_path: Path) -> None:
    register = seekers("A", 10)
    del register["YHTSTO"]
    path = make_database(register, tmp_path / "made")
    ran = tyo("indicators", "jobseekers", "-r", "678", "--compare", "trials", *LATEST, "--db", path)
    told = [line for line in ran.err.splitlines() if "YHTSTO" in line]
    assert len(told) == 2
    assert ", raahe, " in told[0]
    assert "turku, pirkanmaa, kuopio" in told[1]


def test_unknown_region_to_compare_with_is_a_usage_error(compare: Tyo) -> None:
    ran = compare("-r", "raahe", "--compare", "rahe")
    assert (ran.code, ran.raw) == (2, b"")
    assert "no region named 'rahe'" in ran.err


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "md", "parquet"])
def test_every_format_has_the_columns(compare: Tyo, form: str) -> None:
    ran = compare("jobseekers", "-r", "raahe", "--compare", "porvoo", "--format", form)
    assert ran.code == 0
    assert b"value_porvoo" in ran.raw


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Latest", "trials", "porvoo"]),
        ("fi", ["Viimeisin", "Kokeilujen", "porvoo"]),
        ("sv", ["Senaste", "Försökens", "porvoo"]),
    ],
)
def test_table_for_people_fits_80_columns(
    compare: Tyo, monkeypatch: pytest.MonkeyPatch, language: str, words: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    beside = ("--compare", "porvoo", "--compare", "trials")
    ran = compare("-r", "raahe", "-r", "porvoo", *beside, "--lang", language)
    assert max(len(line) for line in ran.out.splitlines()) <= 80
    assert all(word in ran.out for word in words)


def test_table_shows_the_latest_month_beside_the_others(compare: Tyo) -> None:
    out = compare("jobseekers", "-r", "raahe", "--compare", "porvoo", "--compare", "trials").out
    line = next(line for line in out.splitlines() if line.startswith("Jobseekers"))
    assert line.split()[-6:] == ["30", "10", "11", "20", "11–30", "3"]


def test_table_names_the_columns_that_it_has_no_room_for(
    compare: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = ["porvoo", "pori", "finland", "678", "638", "609", "ta32", "helsinki", "kainuu"]
    beside = [word for name in names for word in ("--compare", name)]
    out = compare("jobseekers", "-r", "raahe", *beside).out
    heading = next(line for line in out.splitlines() if line.startswith("Indicator")).split()
    missing = " ".join(out.split()).partition("No room in the table for: ")[2].partition(".")[0]
    assert missing
    shown = [name for name in names if name in heading]
    assert [*(f"value_{name}" for name in shown), *missing.split(", ")] == [
        f"value_{name}" for name in names
    ]


def test_table_tells_hidden_figures_of_others(compare: Tyo) -> None:
    out = compare("laid_off", "-r", "raahe", "--compare", "pori").out
    assert out.splitlines()[-1].startswith("... hidden")
    assert "..." in next(line for line in out.splitlines() if line.startswith("Laid off"))


def test_all_that_is_compared_is_of_one_extract(
    compare: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two readings of the database a load may come."""
    opened: list[object] = []
    reading = database.reading

    def note(path: Path, folders: QueryFolders) -> AbstractContextManager[database.Connection]:
        opened.append(path)
        return reading(path, folders)

    monkeypatch.setattr(database, "reading", note)
    command = ("unemployed", "-r", "raahe", "--compare", "porvoo", "-f", "csv")
    assert compare(*command).code == 0
    assert len(opened) == 1


@pytest.mark.parametrize("word", ["trials", "Kokeilut", "försök"])
def test_trials_have_a_name_in_every_language(compare: Tyo, word: str) -> None:
    row = compare("jobseekers", "-r", "raahe", "--compare", word, *LATEST).rows[0]
    assert row["trials_count"] == "3"


def test_wide_terminal_has_room_for_every_column(
    compare: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    asked = ("-r", "raahe", "--by", "sex,language", "--compare", "porvoo", "--compare", "trials")
    shown = compare("unemployed", *asked).out
    assert "No room" not in shown
    monkeypatch.setenv("COLUMNS", "80")
    assert "No room in the table for: " in compare("unemployed", *asked).out


def test_latest_figure_has_its_unit(compare: Tyo) -> None:
    shown = compare("unemployed_share", "-r", "raahe", "--compare", "pori").out
    assert "100.0\u00a0%" in shown


def test_breakdown_by_long_titles_fits_80_columns(
    tyo: Tyo, sample_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    by = ("--by", "citizenship_group,service_category", "--compare", "porvoo")
    asked = ("activation_rate", "search_duration", "-r", "raahe", *by, "--from", "2024-07")
    ran = tyo("indicators", *asked, "--lang", "sv", "--db", str(sample_database))
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "arbetskraftsutbildning" in ran.out
