"""Whole loads: the ledger, the extract date, repetitions, refusals, and what the model sees."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.extract.files import (
    DAY,
    csv_text,
    leftovers,
    load_into,
    put,
    put_table,
    row,
    select,
    tyo,
)
from tests.product import KEY
from tests.registers import COLUMNS
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.load import FileResult, check_extract_date
from tyollisyys_cli.extract.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return the path of a database that is not there yet."""
    return tmp_path / "db" / "tyo.duckdb"


def counts(result: FileResult) -> tuple[int, int, int, int]:
    """Return read, loaded, quarantined and repeated rows of a file, which add up."""
    assert result.read == result.loaded + result.quarantined + result.duplicates
    return result.read, result.loaded, result.quarantined, result.duplicates


def rows_in_force(database: Path) -> Counter[tuple[object, ...]]:
    """Return the rows in force of all tables."""
    return Counter(
        (table, *one) for table in TABLES for one in select(database, f"from current.{table}")
    )


STATUSES = [row("YTYOLL", person=one) for one in "ABC"]


# ----------------------------------------------------------------------------------- the ledger


def test_a_file_has_a_ledger_row_and_its_rows_in_the_raw_table(
    database: Path, tmp_path: Path
) -> None:
    bad = row("YTYOLL", tyok1="x")
    file = put_table(tmp_path / "in", "YTYOLL", *STATUSES, bad, STATUSES[0], bad)
    other = put_table(tmp_path / "in", "YHENK", row("YHENK"))
    result = load_into(database, tmp_path / "in")
    assert [one.table for one in result.files] == ["YHENK", "YTYOLL"]
    assert counts(result.files[1]) == (6, 3, 2, 1)
    assert result.files[1].refusals == (("unknown_code tyok1", 2),)
    ledger = select(
        database,
        "select load_id, register_table, file, sha256, extract_date, read_rows, loaded_rows, "
        "quarantined_rows, duplicate_rows from meta.loads order by register_table",
    )
    digests = [hashlib.sha256(one.read_bytes()).hexdigest() for one in (other, file)]
    assert ledger == [
        (1, "YHENK", "YHENK.csv", digests[0], DAY, 1, 1, 0, 0),
        (1, "YTYOLL", "YTYOLL.csv", digests[1], DAY, 6, 3, 2, 1),
    ]
    stamps = select(database, "select loaded_at, loaded_by from meta.loads")
    assert all(isinstance(stamp, datetime) and user for stamp, user in stamps)
    assert select(database, "select count(*), min(load_id) from raw.ytyoll") == [(3, 1)]
    assert select(database, "select load_id, line from meta.quarantine") == [(1, 5), (1, 7)]
    assert select(database, "from meta.loaded_tables order by 1") == [("YHENK",), ("YTYOLL",)]
    assert select(database, "select key_id, extract_date from meta.extract") == [(KEY.id, DAY)]


def test_the_same_files_twice_change_nothing(database: Path, tmp_path: Path) -> None:
    put_table(tmp_path / "in", "YTYOLL", *STATUSES, row("YTYOLL", tyok1="x"))
    put_table(tmp_path / "in", "YTHAKU", row("YTHAKU"))
    load_into(database, tmp_path / "in")
    tables = ("meta.loads", "meta.quarantine", "meta.extract", "model.search_spells")
    before = rows_in_force(database), [select(database, f"from {table}") for table in tables]
    copy = put(tmp_path, "YTYOLL_again.csv", (tmp_path / "in" / "YTYOLL.csv").read_bytes())
    result = load_into(database, tmp_path / "in", copy)
    assert all(one.already_loaded for one in result.files)
    assert len(result.files) == 3
    after = rows_in_force(database), [select(database, f"from {table}") for table in tables]
    assert after == before


def test_a_file_named_twice_in_one_load_is_loaded_once(database: Path, tmp_path: Path) -> None:
    file = put_table(tmp_path / "in", "YTYOLL", *STATUSES)
    result = load_into(database, file, tmp_path / "in", file)
    assert sorted(one.already_loaded for one in result.files) == [False, True, True]
    assert select(database, "select count(*) from raw.ytyoll") == [(3,)]


def test_rows_that_an_earlier_file_had_are_repeated_ones(database: Path, tmp_path: Path) -> None:
    first = put_table(tmp_path, "YTYOLL", *STATUSES, name="YTYOLL_1.csv")
    again = [row("YTYOLL", person="A", tyok1="02"), row("YTYOLL", person="D")]
    second = put_table(tmp_path, "YTYOLL", *again, again[1], name="YTYOLL_2.csv")
    assert [counts(one) for one in load_into(database, first, second).files] == [
        (3, 3, 0, 0),
        (3, 1, 0, 2),
    ]
    third = put_table(tmp_path, "YTYOLL", row("YTYOLL", person="E"), *again, name="YTYOLL_3.csv")
    assert counts(load_into(database, third).files[0]) == (3, 1, 0, 2)
    assert select(database, "select count(*), count(distinct hid_e) from current.ytyoll") == [
        (5, 5)
    ]


def test_the_largest_table_is_read_first_and_told_in_the_order_of_names(
    database: Path, tmp_path: Path
) -> None:
    folder, steps = tmp_path / "in", list[str]()
    put_table(folder, "YHENK", row("YHENK"))
    put_table(folder, "YTYOLL", STATUSES[0], name="YTYOLL_1.csv")
    put_table(folder, "YTYOLL", *STATUSES, name="YTYOLL_2.csv")
    result = load_into(database, folder, progress=steps.append)
    assert steps[:3] == ["YTYOLL_1.csv", "YTYOLL_2.csv", "YHENK.csv"]
    assert [(one.file.name, counts(one)) for one in result.files] == [
        ("YHENK.csv", (1, 1, 0, 0)),
        ("YTYOLL_1.csv", (1, 1, 0, 0)),
        ("YTYOLL_2.csv", (3, 2, 0, 1)),
    ]


def test_deliveries_may_come_in_any_order(tmp_path: Path) -> None:
    deliveries: list[Path] = []
    for number, persons in enumerate(("AB", "BC")):
        folder = tmp_path / f"in{number}"
        put_table(folder, "YTYOLL", *(row("YTYOLL", person=one) for one in persons))
        put_table(folder, "YTHAKU", *(row("YTHAKU", person=one) for one in persons))
        deliveries.append(folder)
    forward, backward, at_once = (tmp_path / name / "tyo.duckdb" for name in ("f", "b", "o"))
    for folder in deliveries:
        load_into(forward, folder)
    for folder in deliveries[::-1]:
        load_into(backward, folder)
    load_into(at_once, *deliveries)
    assert rows_in_force(forward) == rows_in_force(backward) == rows_in_force(at_once)
    spells = "select start_date, end_date, count(*) from model.search_spells group by all"
    assert select(forward, spells) == select(backward, spells) == select(at_once, spells)


def test_a_row_refused_for_a_wrong_extract_date_comes_in_with_the_right_one(
    database: Path, tmp_path: Path
) -> None:
    """The year was mistyped: the same files with the right date are not 'loaded before'."""
    file = put_table(tmp_path, "YTYOLL", row("YTYOLL"), row("YTYOLL", tappvh="01.03.2024"))
    assert counts(load_into(database, file, day=date(2023, 7, 31)).files[0]) == (2, 1, 1, 0)
    load_into(database, file, day=date(2024, 7, 31))
    assert select(database, "select count(*) from current.ytyoll") == [(2,)]


# ------------------------------------------------------------------------------ the extract date


def test_the_extract_date_is_what_was_said_then_the_file_then_the_register(tmp_path: Path) -> None:
    delivery = tmp_path / "in"
    updates = {"A": "31.01.2024", "B": "15.02.2024", "C": "", "D": "11.11.2222"}
    rows = [row("YHENK", person=one, vppvmh=day) for one, day in updates.items()]
    put_table(delivery, "YHENK", *rows, row("YHENK", person="E", syntyv="x", vppvmh="01.07.2024"))
    put_table(delivery, "YTYOLL", *STATUSES)
    register = load_into(tmp_path / "a" / "tyo.duckdb", delivery, day=None)
    assert (register.extract_date, register.extract_date_source) == (
        date(2024, 2, 15),
        "the latest vppvmh of YHENK",
    )
    put(delivery, "extract.toml", "extract_date = 2024-03-31\n")
    told = load_into(tmp_path / "b" / "tyo.duckdb", delivery / "YTYOLL.csv", day=None)
    assert (told.extract_date, told.extract_date_source) == (date(2024, 3, 31), "extract.toml")
    said = load_into(tmp_path / "c" / "tyo.duckdb", delivery, day=date(2024, 4, 30))
    assert (said.extract_date, said.extract_date_source) == (date(2024, 4, 30), "--extract-date")
    stored = select(tmp_path / "b" / "tyo.duckdb", "select extract_date from meta.loads")
    assert stored == [(date(2024, 3, 31),)]


@pytest.mark.parametrize(
    "content",
    [
        *("", "extract_date = '2024-03-31'", "extract_date = 2024-03-31T00:00:00", "x = 1"),
        *("extract_date = 31.3.2024", "extract_date = 2024-02-30", "extract-date = 2024-03-31"),
        *("[extract]\nextract_date = 2024-03-31", "extract_date = 20240331", b"\xff\xfe", b"\0"),
    ],
)
def test_a_wrong_extract_file_is_refused_by_name(
    content: str | bytes, database: Path, tmp_path: Path
) -> None:
    put_table(tmp_path / "in", "YHENK", row("YHENK", vppvmh="31.01.2024"))
    file = put(tmp_path / "in", "extract.toml", content)
    with pytest.raises(InputError) as refused:
        load_into(database, tmp_path / "in", day=None)
    assert str(file) in refused.value.message
    assert not database.exists()


def test_an_extract_file_may_say_the_period_alone_and_have_the_mark_of_windows(
    database: Path, tmp_path: Path
) -> None:
    put_table(tmp_path / "in", "YTYOLL", *STATUSES)
    file = put(tmp_path / "in", "extract.toml", '\ufeffperiod = "2023-01..2024-07"\n')
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    said = load_into(database, tmp_path / "in", day=date(2024, 7, 31))
    assert (said.extract_date, said.extract_date_source) == (date(2024, 7, 31), "--extract-date")
    assert select(database, "select distinct period_from, period_to from meta.loads") == [
        (date(2023, 1, 1), date(2024, 7, 31))
    ]
    put(tmp_path / "in", "extract.toml", "extract_date = 2024-07-31\nzz = 1\naa = 2\n")
    with pytest.raises(InputError, match="unknown key 'zz'"):
        load_into(database, tmp_path / "in", day=None)


def test_two_folders_of_two_dates_are_read_up_to_the_later_or_refused(
    database: Path, tmp_path: Path
) -> None:
    for month, start in (("06", "01.06.2024"), ("07", "01.07.2024")):
        folder = tmp_path / f"2024-{month}"
        put_table(folder, "YTYOLL", row("YTYOLL", tappvh=start))
        put(folder, "extract.toml", f"extract_date = 2024-{month}-30\n")
    try:
        result = load_into(database, tmp_path / "2024-06", tmp_path / "2024-07", day=None)
    except InputError:
        return
    assert [counts(one) for one in result.files] == [(1, 1, 0, 0)] * 2
    assert result.extract_date == date(2024, 7, 30)


@pytest.mark.parametrize("update", [None, "", "11.11.2222", "31.02.2024"])
def test_without_any_extract_date_nothing_is_loaded(
    update: str | None, database: Path, tmp_path: Path
) -> None:
    table = "YTYOLL" if update is None else "YHENK"
    changes = {} if update is None else {"vppvmh": update}
    file = put_table(tmp_path, table, row(table, **changes))
    with pytest.raises(InputError, match="extract date is not known") as refused:
        load_into(database, file, day=None)
    assert "--extract-date" in refused.value.hint
    assert not database.exists()


def test_the_extract_date_only_moves_forward(database: Path, tmp_path: Path) -> None:
    new = put_table(tmp_path, "YTYOLL", row("YTYOLL"), name="YTYOLL_new.csv")
    old = put_table(tmp_path, "YTYOLL", row("YTYOLL", person="B"), name="YTYOLL_old.csv")
    last = put_table(tmp_path, "YTYOLL", row("YTYOLL", person="C"), name="YTYOLL_last.csv")
    load_into(database, new)
    result = load_into(database, old, day=date(2023, 12, 31))
    assert (result.extract_date, result.extract_date_source) == (DAY, "an earlier load")
    later = date(2024, 8, 31)
    assert load_into(database, last, day=later).extract_date == later
    assert select(database, "select extract_date from meta.extract") == [(later,)]
    dates = select(database, "select extract_date from meta.loads order by load_id")
    assert dates == [(DAY,), (date(2023, 12, 31),), (later,)]


@pytest.mark.parametrize("text", ["31.7.2024", "2024-02-30", "2024-7-31", "", "today", "2024-07"])
def test_an_extract_date_that_is_none_is_a_mistake_of_the_command(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date"):
        check_extract_date(text)


def test_an_extract_date_to_come_is_refused(database: Path, tmp_path: Path) -> None:
    file = put_table(tmp_path, "YHENK", row("YHENK", vppvmh="01.01.2199"))
    with pytest.raises(InputError, match="after today"):
        load_into(database, file, day=None)
    with pytest.raises(UsageError, match="after today"):
        check_extract_date("2199-01-01")
    assert not database.exists()


# -------------------------------------------------------------------------- files and refusals


def test_what_is_no_regular_file_is_refused_without_waiting(database: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "YTYOLL.csv"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="not a regular file"):
        load_into(database, pipe)
    put_table(tmp_path, "YHENK", row("YHENK"))
    result = load_into(database, tmp_path)
    assert [one.table for one in result.files] == ["YHENK"]
    assert pipe in result.ignored


@pytest.mark.parametrize(
    "name",
    [
        *("YTYOLL.csv", "ytyoll.CSV", "Poiminta_YTYOLL-2024.txt", "2024YTYOLL.csv"),
        *("a[1] YTYOLL.csv", "YTYOLL*.csv", "päivä YTYOLL (2).csv", "kunta=999 YTYOLL.csv"),
    ],
)
def test_the_table_stands_in_the_file_name(name: str, database: Path, tmp_path: Path) -> None:
    put(tmp_path, "a1 YTYOLL.csv", "the file that a pattern would find")
    result = load_into(database, put_table(tmp_path / "in", "YTYOLL", *STATUSES, name=name))
    assert [(one.table, one.loaded) for one in result.files] == [("YTYOLL", 3)]


def test_files_without_a_table_are_named_not_hidden(database: Path, tmp_path: Path) -> None:
    delivery = tmp_path / "in"
    put_table(delivery, "YTYOLL", *STATUSES)
    others = ["muistio.csv", "YTHAKU.xls", "YTHAKU.7z", "memo.parquet", "YTYOLLI.csv"]
    for name in others:
        put(delivery, name, "x")
    (delivery / "YHENK.csv").mkdir()
    result = load_into(database, delivery)
    assert [one.table for one in result.files] == ["YTYOLL"]
    assert {path.name for path in result.ignored} >= set(others)


def test_what_excel_and_macs_put_beside_a_file_is_no_delivery(
    database: Path, tmp_path: Path
) -> None:
    """Such a file would be refused, and the whole load with it, while Excel is open."""
    put_table(tmp_path / "in", "YTYOLL", *STATUSES)
    for name in ("~$YTYOLL.xlsx", "._YTYOLL.csv"):
        put(tmp_path / "in", name, b"\x05owner\0\0")
    result = load_into(database, tmp_path / "in")
    assert ([one.table for one in result.files], result.ignored) == (["YTYOLL"], ())


@pytest.mark.parametrize(
    ("names", "argument", "says"),
    [
        ([], "in", "no extract files"),
        (["muistio.csv", "YTYOLL.pdf", "extract.toml"], "in", "no extract files"),
        (["muistio.csv"], "in/muistio.csv", "does not say which register table"),
        (["YTYOLL.xls"], "in/YTYOLL.xls", "does not say which register table"),
        ([], "in/YTYOLL.csv", "no such file"),
    ],
)
def test_nothing_to_load_is_refused(
    names: list[str], argument: str, says: str, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in names:
        put(tmp_path / "in", name, "x")
    with pytest.raises(InputError, match=says) as refused:
        load_into(database, tmp_path / argument)
    assert refused.value.hint
    assert not database.exists()


NEEDED = [(t.name, c.name) for t in TABLES.values() for c in t.columns if c.needed]


@pytest.mark.parametrize(("table", "column"), NEEDED)
def test_a_file_without_a_needed_column_is_refused_whole(
    table: str, column: str, database: Path, tmp_path: Path
) -> None:
    columns = [f"{name}x" if name == column else name for name in COLUMNS[table]]
    text = csv_text(table, [row(table)]).split("\n", 1)[1]
    file = put(tmp_path, f"{table}.csv", ";".join(columns) + "\n" + text)
    good = put_table(tmp_path / "in", "ETUUS", row("ETUUS"))
    with pytest.raises(InputError, match=f"'{column}'") as refused:
        load_into(database, good, file)
    assert f"{file} line 1" in refused.value.message
    assert refused.value.exit_code == 3
    assert not database.exists()
    assert leftovers(database) == []


def test_a_refused_file_keeps_nothing_of_its_load(database: Path, tmp_path: Path) -> None:
    load_into(database, put_table(tmp_path, "YTYOLL", *STATUSES))
    before = database.read_bytes()
    put_table(tmp_path / "in", "YHENK", row("YHENK"))
    put(tmp_path / "in", "YTVPOLL.csv", "hid_e;lausno\nA;BE\n")
    with pytest.raises(InputError, match="alkpv7"):
        load_into(database, tmp_path / "in")
    assert database.read_bytes() == before
    assert leftovers(database) == []


STRAY = {
    # Two quotes on two lines: the rows between them are the inside of a cell.
    "in the person": 'hid_e;tappvh;tppvm;tyok1;tymsyy\n"A;01.01.2020;;2;\nB";01.01.2020;;2;\n',
    "in a code": 'hid_e;tappvh;tppvm;tyok1;tymsyy\nA;01.01.2020;;2;"05\nB;01.01.2020;;2;05"\n',
    "in a code, over three rows": (
        'hid_e;tappvh;tppvm;tyok1;tymsyy\nA;01.01.2020;;2;"05\nB;01.01.2020;;2;05\n'
        'C;01.01.2020;;2;05"\nD;01.01.2020;;2;\n'
    ),
    "in a column that is not read": (
        'hid_e;tappvh;tppvm;tyok1;tymsyy;huom\nA;01.01.2020;;2;05;"x\n'
        'B;01.01.2020;;2;05;y\nC;01.01.2020;;2;05;z"\n'
    ),
}


@pytest.mark.parametrize("content", STRAY.values(), ids=STRAY)
def test_two_stray_quotes_swallow_no_rows(content: str, database: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"YTYOLL\.csv line 2"):
        load_into(database, put(tmp_path, "YTYOLL.csv", content))


def test_a_line_break_in_a_free_text_is_fine(database: Path, tmp_path: Path) -> None:
    text = 'hid_e;huom;tappvh;tppvm;tyok1;tymsyy\nA;"x\ny; z";01.01.2020;;2;\nB;;01.01.2020;;x;\n'
    result = load_into(database, put(tmp_path, "YTYOLL.csv", text))
    assert counts(result.files[0]) == (2, 1, 1, 0)
    assert select(database, "select line, value from meta.quarantine") == [(4, "x")]


def test_a_file_of_refused_rows_only_is_told(database: Path, tmp_path: Path) -> None:
    for table, column in (("YTYOLL", "tappvh"), ("YHENK", "syntyv"), ("KTYOKOU", "ktuno")):
        put_table(tmp_path / "in", table, row(table, **{column: "" if table == "KTYOKOU" else "x"}))
    result = load_into(database, tmp_path / "in")
    assert [counts(one) for one in result.files] == [(1, 0, 1, 0)] * 3


# ------------------------------------------------------------------------- what the model sees


def test_a_planned_service_is_kept_and_not_in_force(database: Path, tmp_path: Path) -> None:
    delivery = tmp_path / "in"
    put_table(delivery, "YTHAKU", row("YTHAKU"), row("YTHAKU", person="B"))
    planned = row("YTVPOLL", alkpv7="01.08.2024", loppv7="31.12.2024")
    put_table(delivery, "YTVPOLL", planned, row("YTVPOLL", person="B", alkpv7="31.07.2024"))
    result = load_into(database, delivery)
    assert [one.loaded for one in result.files] == [2, 2]
    assert select(database, "select count(*) from raw.ytvpoll") == [(2,)]
    in_force = select(database, "select start_date, end_date from model.services_in_force")
    assert in_force == [(DAY, date(2024, 8, 1))]


def test_a_municipality_of_old_is_unknown_in_the_model(database: Path, tmp_path: Path) -> None:
    delivery = tmp_path / "in"
    put_table(delivery, "YTHAKU", row("YTHAKU", alkpv1="01.01.2010"))
    old = row("YHKUNTA", kunnoh="926", muupv6="1.1.1990", paapv6="31.12.2012")
    put_table(delivery, "YHKUNTA", old, row("YHKUNTA", kunnoh="5", muupv6="1.1.2013"))
    result = load_into(database, delivery)
    assert counts(result.files[0]) == (2, 2, 0, 0)
    spells = select(
        database,
        "select value, start_date from model.attribute_spells "
        "where kind = 'municipality' order by start_date",
    )
    assert [value for value, _ in spells] == ["unknown", "005"]


# ----------------------------------------------------------------------------- the command line


def test_the_command_line_says_what_became_of_every_file(tmp_path: Path) -> None:
    delivery = tmp_path / "in"
    put_table(delivery, "YHENK", row("YHENK", vppvmh="31.05.2024"))
    put_table(delivery, "YTYOLL", *STATUSES, row("YTYOLL", tyok1="x"), STATUSES[0])
    put(delivery, "muistio.csv", "x")
    run = tyo("load", "in", "--db", "tyo.duckdb", home=tmp_path)
    told = run.stderr.decode()
    assert run.returncode == 0, told
    assert "extract date 2024-05-31 (from the latest vppvmh of YHENK)" in told
    lines = {line.split()[0]: line.split()[1:5] for line in told.splitlines() if line[:1] == "Y"}
    assert lines == {"YHENK": ["1", "1", "0", "0"], "YTYOLL": ["5", "3", "1", "1"]}
    assert "refused: unknown_code tyok1: 1" in told
    assert "muistio.csv was left out" in told
    put(delivery, "YTHAKU.csv", "hid_e;loppv1\nA;\n")
    broken = tyo("load", "in", "--db", "tyo.duckdb", home=tmp_path)
    told = broken.stderr.decode()
    assert broken.returncode == 3
    assert "YTHAKU.csv line 1: no column 'alkpv1'" in told
    assert "hint: " in told
    assert "Traceback" not in told


@pytest.mark.parametrize("name", ["raw.duckdb", "model.db", "Temp.duckdb"])
def test_a_database_with_the_name_of_a_schema_is_refused_with_a_cure(
    name: str, tmp_path: Path
) -> None:
    file = put_table(tmp_path / "in", "YTHAKU", row("YTHAKU"))
    with pytest.raises(InputError, match="name of one of its schemas"):
        load_into(tmp_path / name, file)
