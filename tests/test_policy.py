"""The policy tables: whose each value is, and which tables of a user's own are refused."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.languages import LANGUAGES, text
from tyollisyys_cli.plotting import read_events
from tyollisyys_cli.policy import (
    changed_constants,
    check_own,
    origins,
    read_table,
    titles_of_values,
)
from tyollisyys_cli.regions import known_regions
from tyollisyys_cli.resources import QueryFolders, query_folders

if TYPE_CHECKING:
    from pathlib import Path

OURS = query_folders()
TABLES = OURS.policy_tables()


def own(folder: Path, table: str, text: str) -> QueryFolders:
    """Write a table of the user's own and return the folders with it."""
    file = folder / f"own_{table}.csv"
    file.write_text(text, encoding="utf-8")
    return query_folders(policies=((table, file),))


def changed(folder: Path, table: str, before: str, after: str) -> QueryFolders:
    """Write a copy of our table with one text in it changed."""
    packaged = OURS.packaged_policy(table).read_text(encoding="utf-8")
    assert before in packaged
    return own(folder, table, packaged.replace(before, after, 1))


def refusal(folders: QueryFolders) -> UsageError:
    """Return the error with which the user's tables are refused."""
    with pytest.raises(UsageError) as raised:
        check_own(folders)
    assert raised.value.exit_code == 2
    assert raised.value.hint
    return raised.value


# Whose a value is.


def test_a_value_comes_from_the_package_unless_the_user_has_a_table() -> None:
    constants = {one.name: one for one in origins(OURS, ["constants"])}
    months = constants["long_term_months"]
    assert (months.value, months.line, months.is_own, months.instead_of) == ("12", 2, False, None)
    assert months.file == OURS.packaged_policy("constants")
    assert months.source.startswith("Employment Service Statistics")


def test_every_table_has_origins() -> None:
    assert {one.table for one in origins(OURS)} == set(TABLES)
    assert not any(one.is_own or one.instead_of is not None for one in origins(OURS))


def test_a_row_of_several_columns_is_told_column_by_column() -> None:
    codes = {one.name: one.value for one in origins(OURS, ["employment_codes"])}
    assert codes["2"] == "value = unemployed, unemployed = 1"
    assert codes["9 2022-05-02"] == "value = part_time, unemployed = 0"


def test_an_own_constant_says_what_it_stands_for(tmp_path: Path) -> None:
    folders = changed(tmp_path, "constants", "long_term_months;12", "long_term_months;6")
    check_own(folders)
    (months,) = changed_constants(folders)
    assert (months.name, months.value, months.instead_of) == ("long_term_months", "6", "12")
    assert (months.file, months.line) == (tmp_path / "own_constants.csv", 2)
    rest = [one for one in origins(folders, ["constants"]) if one.name != "long_term_months"]
    assert all(one.is_own and one.instead_of is None for one in rest)


def test_an_own_row_that_we_do_not_have_stands_for_nothing(tmp_path: Path) -> None:
    last = "YTVPOLL;H5;self_motivated_study;YTVPOLL lausno / lausno7\n"
    folders = changed(tmp_path, "service_codes", last, f"{last}YTVALIT;K1;job_alternation;us\n")
    check_own(folders)
    new = [one for one in origins(folders, ["service_codes"]) if one.instead_of is not None]
    assert [(one.name, one.value, one.instead_of) for one in new] == [
        ("YTVALIT K1", "job_alternation", "")
    ]


def test_only_the_columns_that_differ_are_told(tmp_path: Path) -> None:
    folders = changed(tmp_path, "spell_lengths", "0-3;1;0;3", "0-3;1;1;3")
    found = [one.instead_of for one in origins(folders, ["spell_lengths"])]
    assert found == ["from_months = 0", None, None, None, None]


# The shipped tables, and copies of them.


def test_every_table_says_in_every_language_what_it_holds() -> None:
    for table in TABLES:
        assert all(text(f"policy.{table}", language) for language in LANGUAGES)


@pytest.mark.parametrize("table", TABLES)
def test_an_unchanged_copy_is_accepted_and_changes_nothing(tmp_path: Path, table: str) -> None:
    packaged = OURS.packaged_policy(table).read_text(encoding="utf-8")
    folders = own(tmp_path, table, packaged)
    check_own(folders)
    values = origins(folders, [table])
    assert all(one.is_own and one.instead_of is None for one in values)
    assert [(one.name, one.value) for one in values] == [
        (one.name, one.value) for one in origins(OURS, [table])
    ]


@pytest.mark.parametrize("table", TABLES)
def test_what_a_spreadsheet_makes_of_a_copy_is_accepted(tmp_path: Path, table: str) -> None:
    """A byte order mark, commas, Windows line ends and an empty last row."""
    file = tmp_path / "copy.csv"
    rows = read_table(OURS, table).rows
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\r\n")
        writer.writerow(rows[0].cells)
        writer.writerows([*(row.cells.values() for row in rows), ["" for _ in rows[0].cells]])
    folders = query_folders(policies=((table, file),))
    check_own(folders)
    assert not any(one.instead_of is not None for one in origins(folders, [table]))


def test_model_reads_no_names_of_regions_events_or_breakdowns() -> None:
    """A table that the model reads makes it old when it changes; these need not."""
    sql = [file.read_text(encoding="utf-8") for file in OURS.own.glob("*/*.sql")]
    read = {name for one in sql for name in re.findall(r"policy\.(\w+)", one)}
    assert set(TABLES) - read == {"dimensions", "events", "regions", "value_titles"}


def test_every_word_of_the_model_has_a_title() -> None:
    ours = {
        "state": {row.cells["value"] for row in read_table(OURS, "employment_codes").rows},
        "service_line": {row.cells["value"] for row in read_table(OURS, "service_lines").rows},
        "service_category": {
            *(
                "none",
                *(row.cells["category"] for row in read_table(OURS, "service_categories").rows),
            )
        },
        "citizenship_group": {
            *("other", "unknown"),
            *(row.cells["citizenship_group"] for row in read_table(OURS, "citizenships").rows),
        },
        "sex": {"man", "woman", "unknown"},
        "language": {"fi", "sv", "other", "unknown"},
        "fund_member": {"yes", "no", "unknown"},
    }
    assert {one: set(titles_of_values(OURS, one, "fi")) for one in ours} == ours


# What is refused.


def test_a_table_that_does_not_exist_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no policy table named 'constant'") as raised:
        own(tmp_path, "constant", "")
    assert "'constants'" in raised.value.hint


@pytest.mark.parametrize(
    ("table", "before", "after", "said"),
    [
        ("constants", "name;value", "name;valeu", "line 1: the column 'value' is missing"),
        ("constants", ";source\n", ";source;note\n", "line 2, note: 4 cells"),
        ("constants", "repeat_days;365", "repeat_days;many", "line 3, value: 'many' is not a"),
        ("constants", "repeat_days;365", "repeat_days;1.5", "line 3, value: '1.5' is not a whole"),
        ("constants", "repeat_days;365", "repeat_days;-1", "line 3, value: '-1' is not a whole"),
        ("constants", "repeat_days;365", "repeat_days;99999", "line 3, value: '99999'"),
        ("constants", "repeat_days;365", "repeat_days;", "line 3, value: is empty"),
        ("constants", "repeat_days;365", "repeat_day;365", "no row with the name 'repeat_days'"),
        ("constants", "repeat_days;", "long_term_months;", "line 3, name: 'long_term_months' st"),
        ("constants", "min_months;3;", "min_months;12;", "service_ended_max_months 12 is not"),
        ("constants", "term_months;12", "term_months;0", "line 2, value: long_term_months is 0"),
        ("constants", "repeat_days;365", "repeat_days;0", "line 3, value: repeat_days is 0"),
        ("constants", "repeat_days;365", "repeat_days;497", "497 days are not in 16 months"),
        ("constants", "window_months;16", "window_months;0", "repeat_window_months is 0"),
        ("constants", "val_window_months;12", "val_window_months;0", "survival_window_months is"),
        ("employment_codes", "5;outside;;;0;", "55;outside;;;0;", "no row with the code '5', wh"),
        ("service_codes", "YTKOKE;any", "YTFOO;any", "'YTFOO' is not a word of the model"),
        ("age_groups", "20-24;2;20;25", "20-24;2;21;25", "from_age: '21' is not 20, as '20-24'"),
        ("age_groups", "60-64;10;60;65", "60-64;10;60;64", "to_age: '64' is not 65, as '60-64'"),
        ("age_groups", "65+;11;65;200", "65+;11;90;200", "from_age: '90' is not 65, as '65+'"),
        ("age_groups", "65+;11;65;200", "65+;11;65;66", "to_age: '66' is not 120, as '65+'"),
        (
            "spell_lengths",
            "12-24;4;12;24",
            "12-18;4;12;24",
            "to_months: '24' is not 18, as '12-18'",
        ),
        ("spell_lengths", "24+;5;", "36+;5;", "line 6, from_months: '24' is not 36, as '36+'"),
        ("employment_codes", "6;outside;;;0", "6;outside;;;1", "that of 'outside' in line 7"),
        ("employment_codes", "1;open_market;;;0", "1;unemployed;;;0", "line 4, unemployed: '1' is"),
        ("employment_codes", "9;unknown;;2022-05-02", "9;unknown;;2.5.2022", "is not a date"),
        ("employment_codes", "9;unknown;;2022-05-02", "9;unknown;;20220502", "is not a date"),
        ("employment_codes", "9;part_time", "9;part-time", "'part-time' is not a word of"),
        ("open_market", "reason;16", "ground;16", "line 6, sign: 'ground' is not a word"),
        ("age_groups", "20-24;2;20;25", "20-24;2;25;20", "line 3, to_age: '20' is not after"),
        ("age_groups", "20-24;2;20;25", "20-24;2;25;25", "'25' is not after from_age 25"),
        ("age_groups", "20-24;2;", "20-24;1;", "line 3, rank: '1' stands also in line 2"),
        ("age_groups", "20-24;2;", "20-25;2;", "'20-24', which under_25.sql asks for"),
        ("age_groups", "20-24;2;20;25", "20-24;2;20;30", "line 4, from_age: '25' lies in the ra"),
        ("age_groups", "20-24;2;", "20-24;0;", "line 3, rank: '0' is not a rank from 1 to 127"),
        ("age_groups", "20-24;2;", "20-24;128;", "line 3, rank: '128' is not a rank"),
        ("spell_lengths", "0-3;1;0;3", "0-3;1;0;4", "line 3, from_months: '3' lies in the range"),
        ("spell_lengths", "0-3;1;0;3", "0-3;1;0;2", "line 3, from_months: '3' is not 2"),
        ("spell_lengths", "0-3;1;0;3", "0-3;1;1;3", "line 2, from_months: '1' is not 0"),
        ("spell_lengths", "24+;5;", "24+;6;", "line 6, rank: '6' is not 5"),
        ("spell_lengths", "24;1200", "24;36", "line 6, to_months: '36' leaves longer spells"),
        ("employment_codes", "2022-05-02;;0", "2022-05-01;;0", "valid_from: '2022-05-01' lies in"),
        ("employment_codes", "9;unknown;;2022-05-02", "9;unknown;;", "lies in the range of line"),
        ("offices", "0230;0230;2021-01-01", "0230;0230;2020-01-01", "'2020-01-01' lies in the"),
        ("service_codes", "labour_training", "training", "'training' is not in the table"),
        ("service_categories", "trial;4", "try;4", "own_service_categories.csv"),
        ("events", "2022-03-04", "4.3.2022", "line 3, date: '4.3.2022' is not a date"),
        ("events", "Municipal trials start", "", "line 2, label_en: is empty"),
        ("municipalities", "678;Raahe", "679;Raahe", "lacks '678', which regions.csv line"),
        ("value_titles", ";nainen;", ";mies;", "title_fi: 'sex mies' stands also in line"),
        ("value_titles", "sex;man;", "gender;man;", "'gender' is not in the table dimensions"),
    ],
)
def test_a_wrong_table_is_refused_with_file_line_column_and_value(
    tmp_path: Path, table: str, before: str, after: str, said: str
) -> None:
    error = refusal(changed(tmp_path, table, before, after))
    assert f"own_{table}.csv" in error.message
    assert said in error.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the column 'name' is missing"),
        (b"name;value;status;source\n", "has no rows"),
        (b"name;value;status;source\n\xe4;1;;\n", "is not UTF-8"),
        (b"\x00\x01", "the column 'name' is missing"),
    ],
)
def test_a_file_that_holds_no_table_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "own_constants.csv"
    file.write_bytes(content)
    error = refusal(query_folders(policies=(("constants", file),)))
    assert f"{file}" in error.message
    assert said in error.message


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv cannot be read"):
        check_own(query_folders(policies=(("constants", tmp_path / "none.csv"),)))


# Regions are added.

HEADER = "id;kind;name_fi;name_sv;aliases;offices;municipalities;source\n"


def test_own_regions_come_first_and_one_of_our_id_stands_in_its_place(tmp_path: Path) -> None:
    rows = "coast;area;Rannikko;Kusten;;;678 625;us\nRAAHE;trial;Oma;Egen;;1231 1232;678;us\n"
    folders = own(tmp_path, "regions", HEADER + rows)
    check_own(folders)
    known = known_regions(folders)
    assert (known[0].id, known[0].is_own) == ("coast", True)
    assert [one.id for one in known if one.is_own] == ["coast", "RAAHE"]
    assert len(known) == len(known_regions(OURS)) + 1
    told = {one.name: one.instead_of for one in origins(folders, ["regions"]) if one.is_own}
    assert told["coast"] == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("coast;area;A;A;;;999;us", "line 2, municipalities: '999' is not in the table"),
        ("coast;town;A;A;;;678;us", "line 2, kind: 'town' is not a kind of region"),
        ("trials;area;A;A;;;678;us", "line 2, id: 'trials' has a meaning"),
    ],
)
def test_a_wrong_own_region_is_refused(tmp_path: Path, row: str, said: str) -> None:
    assert said in refusal(own(tmp_path, "regions", f"{HEADER}{row}\n")).message


def test_own_events_are_drawn(tmp_path: Path) -> None:
    table = "date;label_fi;label_sv;label_en;source\n2023-05-01;Oma;Egen;Own;us\n"
    folders = own(tmp_path, "events", table)
    check_own(folders)
    assert [event.labels["fi"] for event in read_events(folders)] == ["Oma"]


def test_more_service_lines_than_the_model_has_room_for_are_refused(tmp_path: Path) -> None:
    lines = "".join(f"{code};line_{code};;;us\n" for code in range(10, 106))
    last = "05;multi_sector;;;YASSEGMENTTI assegkdi\n"
    error = refusal(changed(tmp_path, "service_lines", last, last + lines))
    assert "own_service_lines.csv: 101 service lines are too many" in error.message
