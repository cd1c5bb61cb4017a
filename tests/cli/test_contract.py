"""What every run promises: options in both places, streams, exit codes, statuses, hidden cells."""

from __future__ import annotations

import json
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import (
    LAID_OFF,
    Tyo,
    make_database,
    seekers,
    small_register,
    together,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle import Register

LATEST = ("--from", "2024-07", "--format", "csv")


def test_version(tyo: Tyo) -> None:
    ran = tyo("--version")
    assert (ran.code, ran.out.split()[0], ran.err) == (0, "tyo", "")


def test_database_is_named_by_option_environment_or_default(
    tyo: Tyo, small_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("indicators", "jobseekers", "--region", "raahe", *LATEST)
    before = tyo("--db", small_database, *command)
    after = tyo(*command, "--db", small_database)
    shutil.copy(small_database, tmp_path / "tyo.duckdb")
    by_default = tyo(*command)
    monkeypatch.setenv("TYO_DB", str(small_database))
    by_environment = tyo(*command)
    assert before.code == 0
    assert before == after == by_default == by_environment


def test_option_after_the_command_wins_over_the_one_before(tyo: Tyo, small_database: Path) -> None:
    ran = tyo("--db", "x.duckdb", "indicators", "-r", "raahe", *LATEST, "--db", small_database)
    assert ran.code == 0


@pytest.mark.usefixtures("database")
def test_same_command_gives_the_same_bytes(tyo: Tyo) -> None:
    for form in ("table", "parquet"):
        command = ("indicators", "-r", "raahe", "-r", "porvoo", "--by", "sex", "--format", form)
        assert tyo(*command).raw == tyo(*command).raw


@pytest.mark.usefixtures("database")
def test_notes_go_to_stderr_and_data_to_stdout(tyo: Tyo) -> None:
    ran = tyo("indicators", "jobseekers", "-r", "Brahestad", *LATEST)
    assert ran.err.startswith("note: region raahe")
    assert "note" not in ran.out


def test_load_writes_nothing_to_stdout(tyo: Tyo, tmp_path: Path) -> None:
    make_database(small_register(), tmp_path / "made")
    ran = tyo(
        *("load", tmp_path / "made" / "extracts", "--db", "new.duckdb"),
        *("--extract-date", "2024-07-31", "--key", "key"),
    )
    assert (ran.code, ran.raw) == (0, b"")
    assert "loaded into new.duckdb" in ran.err
    for name in ("new.duckdb", "key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.usefixtures("database")
def test_output_file_has_the_same_bytes_as_stdout_and_only_its_owner_reads_it(
    tyo: Tyo, tmp_path: Path
) -> None:
    command = ("indicators", "jobseekers", "--region", "raahe")
    to_file = tyo(*command, "-o", "out.csv")
    assert (to_file.code, to_file.raw) == (0, b"")
    assert (tmp_path / "out.csv").read_bytes() == tyo(*command, "--format", "csv").raw
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.usefixtures("database")
def test_statuses_of_a_count(tyo: Tyo) -> None:
    ran = tyo(
        *("indicators", "laid_off", "-r", "porvoo", "--format", "csv"),
        *("--from", "2024-05", "--to", "2024-08"),
    )
    assert ran.out == (
        "indicator,region,month,value,numerator,denominator,unit,status\n"
        "laid_off,porvoo,2024-05,0.0,0,,persons,ok\n"
        "laid_off,porvoo,2024-06,,,,persons,hidden\n"
        "laid_off,porvoo,2024-07,6.0,6,,persons,ok\n"
        "laid_off,porvoo,2024-08,,,,persons,not_observable\n"
    )


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("by", ["", "sex"])
def test_months_are_exactly_those_asked(tyo: Tyo, by: str) -> None:
    command = ("indicators", "-r", "raahe", "-r", "porvoo", "-r", "finland", "--format", "csv")
    months = ("--from", "2024-04", "--to", "2024-06", "--by", by)
    rows = tyo(*command, *months).rows
    assert {row["month"] for row in rows} == {"2024-04", "2024-05", "2024-06"}


@pytest.mark.usefixtures("database")
def test_figure_does_not_depend_on_the_months_asked(tyo: Tyo) -> None:
    command = ("indicators", "-r", "raahe", "-r", "porvoo", "--by", "sex", "--format", "csv")
    whole = tyo(*command, "--from", "2024-01", "--to", "2024-07").rows
    part = tyo(*command, "--from", "2024-05", "--to", "2024-06").rows
    assert part
    assert all(row in whole for row in part)


@pytest.mark.usefixtures("database")
def test_share_of_nobody_has_no_value_and_is_ok(tyo: Tyo) -> None:
    ran = tyo("indicators", "unemployed_share", "-r", "pori", *LATEST)
    assert ran.out.splitlines()[1] == "unemployed_share,pori,2024-07,,0,0,%,ok"


@pytest.mark.usefixtures("database")
def test_share_whose_complement_is_small_is_hidden(tyo: Tyo) -> None:
    """12 of 15 are unemployed: 80 % would tell that 3 are not."""
    ran = tyo("indicators", "unemployed_share", "-r", "raahe", *LATEST)
    assert ran.out.splitlines()[1] == "unemployed_share,raahe,2024-07,,,,%,hidden"


@pytest.mark.usefixtures("database")
def test_mean_over_few_is_hidden(tyo: Tyo) -> None:
    ran = tyo("indicators", "search_duration", "-r", "raahe", "--by", "sex", *LATEST)
    assert [(row["sex"], row["status"], row["value"]) for row in ran.rows] == [
        ("man", "ok", "29.4286"),
        ("woman", "hidden", ""),
    ]


@pytest.mark.usefixtures("database")
def test_breakdown_hides_small_groups(tyo: Tyo) -> None:
    ran = tyo("indicators", "jobseekers", "-r", "raahe", "--by", "state,sex", *LATEST)
    assert ran.out == (
        "indicator,region,month,state,sex,value,numerator,denominator,unit,status\n"
        "jobseekers,raahe,2024-07,open_market,woman,,,,persons,hidden\n"
        "jobseekers,raahe,2024-07,unemployed,man,12.0,12,,persons,ok\n"
    )


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("command", ["indicators", "flows", "explain"])
def test_breakdown_may_be_given_twice(tyo: Tyo, command: str) -> None:
    asked = {"indicators": ["jobseekers"], "flows": [], "explain": ["jobseekers"]}[command]
    months = ("--month", "2024-07") if command == "explain" else LATEST[:2]
    options = ("-r", "raahe", *months, "--format", "csv")
    twice = tyo(command, *asked, *options, "--by", "state", "--by", "sex")
    assert twice.raw == tyo(command, *asked, *options, "--by", "state,sex").raw
    assert ",state,sex," in twice.out.splitlines()[0]


@pytest.mark.usefixtures("database")
def test_region_beside_its_part_has_a_note_where_something_is_hidden(tyo: Tyo) -> None:
    """Of Porvoo's three in June the country's fifteen jobseekers less Raahe's tell."""
    june = ("--from", "2024-06", "--to", "2024-06")
    said = "note: from a region and its parts a hidden count can sometimes be computed"
    beside = ("indicators", "jobseekers", "-r", "finland")
    assert said in tyo(*beside, "-r", "porvoo", *june).err
    assert said in tyo(*beside, "--compare", "porvoo", *june).err
    assert said not in tyo(*beside, "-r", "porvoo", *LATEST).err
    assert said not in tyo("indicators", "jobseekers", "-r", "raahe", "-r", "porvoo", *june).err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("by", ["sex,sex", "sex,", ",sex", "SEX"])
def test_dimension_counts_once_however_it_is_typed(tyo: Tyo, by: str) -> None:
    ran = tyo("indicators", "jobseekers", "-r", "raahe", "--by", by, *LATEST)
    assert ran.out.splitlines()[0].count("sex") == 1


@pytest.mark.usefixtures("database")
def test_every_hidden_cell_is_small_and_every_small_cell_is_hidden(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    """The figures of threshold 1 are the answer sheet."""
    copy = tmp_path / "copy.duckdb"
    shutil.copy(small_database, copy)
    command = ("indicators", "-r", "raahe", "-r", "porvoo", "-r", "finland", "--by", "sex,state")
    shown = tyo(*command, "--format", "csv").rows
    known = tyo(
        *(*command, "--format", "csv", "--db", copy, "--threshold", "1", "--reason", "a test")
    ).rows
    assert [row["month"] for row in shown] == [row["month"] for row in known]
    hidden = 0
    for row, answer in zip(shown, known, strict=True):
        if answer["status"] != "ok":
            # A median that is not reached looks hidden where its group is small.
            assert row["status"] in (answer["status"], "hidden")
            assert not (row["value"] or row["numerator"] or row["denominator"])
            continue
        base = int(answer["denominator"] or -1)
        persons = [base] if answer["unit"] == "weeks" else [int(answer["numerator"]), base]
        if answer["unit"] == "%":
            persons.append(base - int(answer["numerator"]))
        is_small = any(1 <= count <= 4 for count in persons)
        hidden += is_small
        assert row["status"] == ("hidden" if is_small else "ok")
        assert not is_small or not (row["value"] or row["numerator"] or row["denominator"])
    assert hidden


def two_or_three(few: int) -> Register:
    """Make two registers that differ only in cells of 1 to 4 people."""
    return together(
        seekers("X", few, start="08.01.2024", end="30.06.2024", citizenship="643"),
        seekers("Y", 6, start="01.07.2024", state=LAID_OFF),
    )


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Load two registers between which no output may tell."""
    folder = tmp_path_factory.mktemp("twins")
    two, three = (make_database(two_or_three(few), folder / str(few)) for few in (2, 3))
    return two, three


@pytest.mark.parametrize(
    ("form", "by"),
    [
        *((form, "citizenship_group") for form in ("table", "csv", "json", "jsonl", "md")),
        *(("parquet", by) for by in ("", "citizenship_group", "sex,state")),
    ],
)
def test_no_format_tells_two_people_from_three(
    tyo: Tyo, twins: tuple[Path, Path], form: str, by: str
) -> None:
    command = ("indicators", "-r", "raahe", "--by", by, "--format", form)
    two, three = (tyo(*command, "--db", one) for one in twins)
    assert two.code == three.code == 0, two.err + three.err
    assert two.raw == three.raw
    assert two.err == three.err


def test_no_plot_tells_two_people_from_three(
    tyo: Tyo, twins: tuple[Path, Path], tmp_path: Path
) -> None:
    drawn: list[tuple[bytes, str]] = []
    for one in twins:
        series = ("jobseekers", "search_duration", "flow_3_months")
        assert tyo("plot", *series, "-r", "raahe", "-o", "page.svg", "--db", one).code == 0
        alt = tmp_path / "page.svg.alt.txt"
        drawn.append(((tmp_path / "page.svg").read_bytes(), alt.read_text(encoding="utf-8")))
    assert drawn[0] == drawn[1]
    assert "hidden" in drawn[0][1]


def test_lower_threshold_needs_a_reason_and_is_logged(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    copy, log = tmp_path / "copy.duckdb", tmp_path / "copy.duckdb.jsonl"
    shutil.copy(small_database, copy)
    command = ("indicators", "laid_off", "-r", "porvoo", "--format", "csv", "--db", copy)
    refused = tyo(*command, "--threshold", "3")
    assert (refused.code, refused.raw) == (2, b"")
    assert "reason" in refused.err
    assert tyo(*command, "--threshold", "1", "--reason", " ").code == 2
    assert not log.exists()
    shown = tyo(*command, "--threshold", "1", "--reason", "työryhmän pyyntö")
    assert "laid_off,porvoo,2024-06,3.0,3,,persons,ok" in shown.out
    assert str(log) in shown.err
    entry = json.loads(log.read_text(encoding="utf-8"))
    expected = {"threshold": 1, "reason": "työryhmän pyyntö", "indicators": ["laid_off"]}
    assert {key: entry[key] for key in expected} == expected
    assert entry["regions"] == ["porvoo"]
    assert entry["user"]
    assert entry["time"].startswith("20")


def test_plot_with_a_lower_threshold_is_logged_too(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(small_database, copy)
    tyo(
        *("plot", "laid_off", "-r", "porvoo", "-o", "a.svg", "--db", copy),
        *("--threshold", "2", "--reason", "why"),
    )
    assert '"why"' in (tmp_path / "copy.duckdb.jsonl").read_text(encoding="utf-8")


def test_what_cannot_be_logged_is_not_shown(tyo: Tyo, small_database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(small_database, copy)
    (tmp_path / "copy.duckdb.jsonl").mkdir()
    ran = tyo(
        *("indicators", "-r", "raahe", "--db", copy, "--threshold", "1", "--reason", "why"),
    )
    assert (ran.code, ran.raw) == (3, b"")


@pytest.mark.usefixtures("database")
def test_higher_threshold_hides_more(tyo: Tyo) -> None:
    ran = tyo("indicators", "laid_off", "-r", "porvoo", "--threshold", "10", *LATEST)
    assert ran.rows[0]["status"] == "hidden"


def test_missing_tables_leave_figures_out_and_say_so(tyo: Tyo, tmp_path: Path) -> None:
    searches_only = {"YTHAKU": small_register()["YTHAKU"]}
    path = make_database(searches_only, tmp_path / "made")
    ran = tyo("indicators", "jobseekers", "unemployed", "-r", "finland", *LATEST, "--db", path)
    assert [row["status"] for row in ran.rows] == ["ok", "not_available"]
    assert "note: unemployed: not available: needs YTYOLL" in ran.err
    two = tyo("indicators", "jobseekers", "-r", "raahe", "-r", "678", *LATEST, "--db", path)
    assert [row["status"] for row in two.rows] == ["not_available"] * 2
    assert "note: raahe: not available: needs YHTSTO, or YHKUNTA and" in two.err
    assert "note: 678: not available: needs YHKUNTA\n" in two.err


def test_flows_without_states_are_not_available_and_hold_up_nothing_else(
    tyo: Tyo, tmp_path: Path
) -> None:
    searches_only = {"YTHAKU": small_register()["YTHAKU"]}
    path = make_database(searches_only, tmp_path / "made")
    every = tyo("indicators", "-r", "finland", *LATEST, "--db", path)
    status = {row["indicator"]: row["status"] for row in every.rows}
    assert (status["jobseekers"], status["long_term_left"]) == ("ok", "not_available")
    flows = tyo("flows", "-r", "finland", "--by", "sex", *LATEST, "--db", path)
    assert [row["status"] for row in flows.rows] == ["not_available"]
    assert "note: long_term_left: not available: needs YTYOLL" in flows.err
    by_destination = ("indicators", "long_term_left", "--by", "destination")
    left = tyo(*by_destination, "-r", "finland", *LATEST, "--db", path)
    assert [row["status"] for row in left.rows] == ["not_available"]


def test_register_without_searches_has_no_figures(tyo: Tyo, tmp_path: Path) -> None:
    path = make_database({"YTYOLL": small_register()["YTYOLL"]}, tmp_path / "made")
    ran = tyo("indicators", "-r", "finland", "--db", path)
    assert (ran.code, ran.raw) == (1, b"")
    assert "YTHAKU" in ran.err


def test_regions_list_ids_codes_and_areas(tyo: Tyo) -> None:
    ids = [row["id"] for row in tyo("regions", "--format", "csv").rows]
    assert {"finland", "raahe", "porvoo", "pori", "678", "raahen-seutu"} <= set(ids)
    assert len(ids) == len(set(ids))


def test_catalogue_has_titles_definitions_and_statuses(tyo: Tyo) -> None:
    rows = tyo("catalogue", "--format", "csv").rows
    assert list(rows[0]) == ["id", "title", "definition", "status"]
    assert all(row["title"] and row["definition"] for row in rows)
    assert {row["status"] for row in rows} <= {"official", "convention"}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("raahe", "raahe"),
        ("Raahe", "raahe"),
        ("Brahestad", "raahe"),
        ("1231", "raahe"),
        ("Borgå", "porvoo"),
        ("borga", "porvoo"),
        ("678", "678"),
        ("5", "005"),
        ("Raahen seutu", "raahe"),
        ("raahen-seutu", "raahen-seutu"),
        ("Jyvaskyla", "jyvaskyla"),
        ("FINLAND", "finland"),
    ],
)
def test_region_is_understood(tyo: Tyo, typed: str, region: str) -> None:
    ran = tyo("indicators", "jobseekers", "-r", typed, *LATEST)
    assert [row["region"] for row in ran.rows] == [region]
