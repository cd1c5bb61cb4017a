"""`tyo policy`, and a user's own tables and regions in `tyo.toml`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from tests.cli.program import Tyo

LATEST = ("--from", "2024-07", "--format", "csv")
HEADER = "id;kind;name_fi;name_sv;aliases;offices;municipalities;source\n"
SIX = "constants (our_constants.csv: long_term_months = 6"
SHORTER = f"note: own policy tables: {SIX} instead of 12)"


@pytest.fixture
def own_database(small_database: Path, tmp_path: Path) -> Path:
    """Copy the small database to where `tyo` looks for it: own policy builds its model again."""
    return Path(shutil.copy(small_database, tmp_path / "tyo.duckdb"))


def write_constants(folder: Path, months: int) -> None:
    """Write a copy of our constants with another limit of long-term unemployment."""
    ours = query_folders().packaged_policy("constants").read_text(encoding="utf-8")
    changed = ours.replace("long_term_months;12;", f"long_term_months;{months};")
    (folder / "our_constants.csv").write_text(changed, encoding="utf-8")
    text = '[policy]\nconstants = "our_constants.csv"\n'
    (folder / "tyo.toml").write_text(text, encoding="utf-8")


def write_regions(folder: Path, *rows: str) -> None:
    """Write regions of the user's own."""
    text = HEADER + "".join(f"{row}\n" for row in rows)
    (folder / "our_regions.csv").write_text(text, encoding="utf-8")
    (folder / "tyo.toml").write_text('[policy]\nregions = "our_regions.csv"\n', encoding="utf-8")


# The command.


def test_policy_lists_every_table_and_whose_it_is(tyo: Tyo, tmp_path: Path) -> None:
    write_constants(tmp_path, 6)
    rows = tyo("policy", "--format", "csv").rows
    assert [row["table"] for row in rows] == query_folders().policy_tables()
    assert {row["table"]: row["origin"] for row in rows if row["origin"] != "package"} == {
        "constants": "our_constants.csv"
    }
    assert rows[2] == {
        "table": "constants",
        "rows": "8",
        "content": "numbers of the definitions: months, days and gaps",
        "origin": "our_constants.csv",
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", "työllisyyskoodit"), ("sv", "sysselsättningskoder"), ("en", "employment codes")],
)
def test_policy_says_in_the_users_language_what_a_table_holds(
    tyo: Tyo, language: str, said: str
) -> None:
    assert said in tyo("policy", "--lang", language).out


def test_policy_table_has_its_columns_and_marks_what_is_the_users(tyo: Tyo, tmp_path: Path) -> None:
    write_constants(tmp_path, 6)
    rows = tyo("policy", "constants", "--format", "csv").rows
    assert list(rows[0]) == ["name", "value", "status", "source", "origin", "instead_of"]
    assert [rows[0][one] for one in ("value", "origin", "instead_of")] == [
        *("6", "our_constants.csv line 2", "12")
    ]
    assert [row["instead_of"] for row in rows[1:]] == [""] * 7


def test_policy_table_of_the_package(tyo: Tyo) -> None:
    rows = tyo("policy", "spell-lengths", "--format", "csv").rows
    assert {row["origin"] for row in rows} == {"package"}
    assert "instead_of" not in tyo("policy", "spell_lengths").out


def test_unknown_policy_table_is_a_usage_error(tyo: Tyo) -> None:
    ran = tyo("policy", "constant")
    assert (ran.code, ran.raw) == (2, b"")
    assert "did you mean 'constants'?" in ran.err


def test_what_the_command_writes_can_be_the_users_own(tyo: Tyo, tmp_path: Path) -> None:
    assert tyo("policy", "constants", "-o", "our.csv").code == 0
    (tmp_path / "tyo.toml").write_text('[policy]\nconstants = "our.csv"\n', encoding="utf-8")
    assert tyo("policy", "constants", "--format", "csv").rows[0]["origin"] == "our.csv line 2"


# The user's constants.


def test_own_table_is_not_written_over(tyo: Tyo, tmp_path: Path) -> None:
    tyo("policy", "constants", "-o", "own.csv")
    own = (tmp_path / "own.csv").read_text(encoding="utf-8").replace(",12,", ",6,")
    (tmp_path / "own.csv").write_text(own, encoding="utf-8")
    again = tyo("policy", "constants", "-o", "own.csv")
    assert (again.code, again.raw) == (2, b"")
    assert "may have rows of your own" in again.err
    assert (tmp_path / "own.csv").read_text(encoding="utf-8") == own


def test_nothing_can_be_broken_down_by_person(tyo: Tyo, tmp_path: Path) -> None:
    tyo("policy", "dimensions", "-o", "own.csv")
    with (tmp_path / "own.csv").open("a", encoding="utf-8") as file:
        file.write("person,henkilö,person,person,YHENK,,\n")
    (tmp_path / "tyo.toml").write_text('[policy]\ndimensions = "own.csv"\n', encoding="utf-8")
    ran = tyo("catalogue")
    assert (ran.code, ran.raw) == (2, b"")
    assert "nothing can be broken down by person" in ran.err


@pytest.mark.usefixtures("own_database")
def test_own_constant_changes_the_figures_and_is_told(tyo: Tyo, tmp_path: Path) -> None:
    """The 12 men of Raahe have been unemployed since 8.1.2024: six months, not twelve."""
    command = ("indicators", "long_term_unemployed", "-r", "raahe", *LATEST)
    before = tyo(*command)
    write_constants(tmp_path, 6)
    after = tyo(*command)
    assert [before.rows[0]["value"], after.rows[0]["value"]] == ["0.0", "12.0"]
    assert SHORTER not in before.err
    assert SHORTER in after.err
    assert list(before.rows[0]) == list(after.rows[0])


@pytest.mark.usefixtures("own_database")
def test_changed_own_file_and_its_removal_count_at_the_next_command(
    tyo: Tyo, tmp_path: Path
) -> None:
    command = ("indicators", "long_term_unemployed", "-r", "raahe", *LATEST)
    values: list[str] = []
    for months in (6, 7, 6):
        write_constants(tmp_path, months)
        values.append(tyo(*command).rows[0]["value"])
    (tmp_path / "tyo.toml").unlink()
    values.append(tyo(*command).rows[0]["value"])
    assert values == ["12.0", "0.0", "12.0", "0.0"]


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", f"omat sääntötaulut: {SIX} arvon 12 sijaan)"),
        ("sv", f"egna regeltabeller: {SIX} i stället för 12)"),
        ("en", SHORTER.removeprefix("note: ")),
    ],
)
def test_table_plot_and_words_end_with_the_users_policy(
    tyo: Tyo, tmp_path: Path, language: str, said: str
) -> None:
    write_constants(tmp_path, 6)
    chosen = ("-r", "raahe", "--lang", language)
    sentence = said[0].upper() + said[1:]
    for command in (("indicators", "unemployed"), ("variants", "unemployed")):
        shown = tyo(*command, *chosen)
        assert " ".join(shown.out.split()).endswith(sentence)
        assert f"note: {said}" in shown.err
    assert f"note: {said}" in tyo("catalogue", "--lang", language).err
    assert tyo("plot", "unemployed", *chosen, "-o", "page.svg").code == 0
    alt = (tmp_path / "page.svg.alt.txt").read_text(encoding="utf-8")
    assert alt.endswith(f"{sentence}.\n")
    drawing = (tmp_path / "page.svg").read_text(encoding="utf-8")
    assert drawing.count("our_constants.csv") == 2  # on the page, and in its description


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("command", [("sql", "select 1 as one"), ("check", "--reach")])
def test_every_command_with_numbers_tells_the_users_policy(
    tyo: Tyo, tmp_path: Path, command: tuple[str, ...]
) -> None:
    write_constants(tmp_path, 6)
    assert SHORTER in tyo(*command, "--format", "csv").err


def test_load_builds_the_model_of_the_users_policy(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    write_constants(tmp_path, 6)
    extracts = small_database.with_name("extracts")
    loaded = tyo("load", extracts, "--extract-date", "2024-07-31", "--key", "key")
    assert loaded.code == 0
    sql = "select value from policy.constants where name = 'long_term_months'"
    assert tyo("sql", sql, "--format", "csv").rows == [{"value": "6"}]


@pytest.mark.usefixtures("own_database")
def test_faulty_own_table_stops_every_command_before_it_begins(tyo: Tyo, tmp_path: Path) -> None:
    write_constants(tmp_path, 6)
    file = tmp_path / "our_constants.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(";365;", ";x;"), encoding="utf-8")
    for command in (("indicators", "-r", "raahe"), ("policy",), ("regions",)):
        ran = tyo(*command)
        assert (ran.code, ran.raw) == (2, b"")
        assert "error: our_constants.csv line 3, value: 'x' is not a whole number" in ran.err
        assert "hint: write it as 12" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[policy]\nconstants = 1", "[policy] constants is not the name of a file"),
        ('[policy]\nconstants = ""', "[policy] constants is not the name of a file"),
        ("policy = 1", "policy is not a table of files"),
        ('[policy]\nconstant = "a.csv"', "no policy table named 'constant'"),
        ('[policy]\nconstants = "a.csv"', "a.csv cannot be read"),
        ('[policy]\nconstants = "a.csv"', "writes the program's own table again"),
        ('[polisy]\nconstants = "a.csv"', "unknown key 'polisy'"),
    ],
)
def test_broken_configuration_of_policy(tyo: Tyo, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "tyo.toml").write_text(text, encoding="utf-8")
    ran = tyo("policy")
    assert (ran.code, ran.raw) == (2, b"")
    assert said in ran.err
    assert "hint:" in ran.err


# The user's regions.


@pytest.mark.usefixtures("own_database")
def test_own_region_is_known_to_every_command_and_told(tyo: Tyo, tmp_path: Path) -> None:
    """The residents of Raahe and Porvoo: 12 unemployed men and 6 laid off, and 9 women at work."""
    write_regions(tmp_path, "both;area;Molemmat;Båda;;;678 638;us")
    ran = tyo("indicators", "jobseekers", "unemployed", "-r", "Båda", *LATEST)
    assert {row["region"] for row in ran.rows} == {"both"}
    assert [row["value"] for row in ran.rows] == ["27.0", "18.0"]
    assert "note: own region both (our_regions.csv)" in ran.err
    assert tyo("variants", "unemployed", "-r", "both", *LATEST).rows[0]["region"] == "both"
    assert tyo("plot", "unemployed", "-r", "both", "-o", "both.svg").code == 0
    alt = (tmp_path / "both.svg.alt.txt").read_text(encoding="utf-8")
    assert alt.endswith("Own region both (our_regions.csv).\n")


@pytest.mark.usefixtures("own_database")
def test_region_of_the_package_is_not_told_to_be_the_users(tyo: Tyo, tmp_path: Path) -> None:
    write_regions(tmp_path, "both;area;Molemmat;Båda;;;678 638;us")
    ran = tyo("indicators", "jobseekers", "-r", "raahe", *LATEST)
    assert ran.err == ""


def test_policy_shows_own_regions_among_those_of_the_package(tyo: Tyo, tmp_path: Path) -> None:
    write_regions(tmp_path, "both;area;Molemmat;Båda;;;678 638;us")
    (listed,) = (row for row in tyo("policy", "-f", "csv").rows if row["table"] == "regions")
    assert (listed["rows"], listed["origin"]) == ("396", "package + our_regions.csv")
    rows = tyo("policy", "regions", "-f", "csv").rows
    assert (rows[0]["id"], rows[0]["origin"]) == ("both", "our_regions.csv line 2")
    assert {row["origin"] for row in rows[1:]} == {"package"}


def test_own_row_with_an_id_of_ours_stands_in_its_place(tyo: Tyo, tmp_path: Path) -> None:
    write_regions(tmp_path, "raahe;trial;Raahe laajasti;Brahestad;;1231 1232;;us")
    rows = {row["id"]: row for row in tyo("regions", "--format", "csv").rows}
    assert (rows["raahe"]["members"], rows["raahe"]["origin"]) == ("1231 1232", "our_regions.csv")
    assert {row["origin"] for one, row in rows.items() if one != "raahe"} == {"package"}
    assert len(rows) == 395


@pytest.mark.usefixtures("own_database")
def test_own_trial_of_the_offices_of_others_is_no_further_trial(tyo: Tyo, tmp_path: Path) -> None:
    command = ("indicators", "jobseekers", "-r", "raahe", "--compare", "trials", *LATEST)
    plain = tyo(*command)
    write_regions(tmp_path, "both;trial;Molemmat;Båda;;1231 0234;;us")
    assert tyo(*command).rows == plain.rows


def test_own_alias_that_another_region_has_is_refused(tyo: Tyo, tmp_path: Path) -> None:
    write_regions(tmp_path, "both;area;Molemmat;Båda;kaksi|Porvoo;;678 638;us")
    ran = tyo("regions")
    assert (ran.code, ran.raw) == (2, b"")
    assert "our_regions.csv column aliases: 'Porvoo' of 'both' means 'porvoo' already" in ran.err


def test_fault_in_own_regions_names_file_line_column_and_value(tyo: Tyo, tmp_path: Path) -> None:
    write_regions(tmp_path, "both;area;Molemmat;Båda;;;678 638;us", "x;area;X;X;;;999;us")
    ran = tyo("regions")
    assert (ran.code, ran.raw) == (2, b"")
    said = "error: our_regions.csv line 3, municipalities: '999' is not in the table municipalities"
    assert said in ran.err


@pytest.mark.usefixtures("own_database")
def test_regions_do_not_build_the_model_again(tyo: Tyo, own_database: Path, tmp_path: Path) -> None:
    assert tyo("indicators", "jobseekers", "-r", "raahe", *LATEST).code == 0
    before = own_database.stat()
    write_regions(tmp_path, "both;area;Molemmat;Båda;;;678 638;us")
    assert tyo("indicators", "jobseekers", "-r", "both", *LATEST).code == 0
    after = own_database.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.usefixtures("own_database")
@pytest.mark.parametrize("first", ["2024-06-01", "2024-08-01"])
def test_state_is_unknown_on_days_on_which_the_code_has_no_meaning(
    tyo: Tyo, tmp_path: Path, first: str
) -> None:
    """Code 2, which 12 have, means something from June 2024 on, or after the extract's end."""
    ours = query_folders().packaged_policy("employment_codes").read_text(encoding="utf-8")
    changed = ours.replace("2;unemployed;;;", f"2;unemployed;{first};;")
    (tmp_path / "codes.csv").write_text(changed, encoding="utf-8")
    (tmp_path / "tyo.toml").write_text('[policy]\nemployment_codes = "codes.csv"\n')
    asked = ("-r", "finland", "--from", "2024-05", "--format", "csv")
    rows = tyo("indicators", "jobseekers", *asked, "--by", "state").rows
    values = {(row["month"], row["state"]): row["value"] for row in rows}
    assert values["2024-05", "unknown"] == "12.0"
    assert ("2024-05", "2") not in values
    flows = tyo("flows", *asked)
    assert flows.code == 0, flows.err
