"""The row gate: what is read as what, what is refused and why, and that nothing vanishes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.extract.files import (
    DAY,
    MUNICIPALITIES,
    VALID,
    Cells,
    csv_text,
    load_into,
    put,
    put_table,
    row,
    select,
)
from tests.registers import COLUMNS
from tyollisyys_cli.errors import InputError
from tyollisyys_cli.extract.gate import Gated, gate
from tyollisyys_cli.extract.layout import TableLayout
from tyollisyys_cli.extract.reading import Wanted, read_records
from tyollisyys_cli.extract.tables import DATE, END, START, TABLES

if TYPE_CHECKING:
    from pathlib import Path

# What registers and their users write for "still open" or "not known"; a number is a day as Excel
# counts them.
OPEN_ENDS = (
    *("", "-", "\u2013", "\u2014", "..", "NULL"),
    *("00.00.0000", "0.0.0000", "0000-00-00", "00000000", "00/00/0000", "00-00-0000"),
    *("11.11.2222", "2222-11-11", "2222/11/11", "2222.11.11", "22221111"),
    *("11/11/2222", "11-11-2222", "117924"),
    *("31.12.9999", "9999-12-31", "9999/12/31", "9999.12.31", "99991231"),
    *("31/12/9999", "31-12-9999", "12/31/9999", "2958465"),
    *("31.12.2999", "2999-12-31", "2999/12/31", "2999.12.31", "29991231"),
    *("31/12/2999", "31-12-2999", "12/31/2999", "401768"),
)


def gated(folder: Path, table: str, content: str | bytes, day: date | None = DAY) -> Gated:
    """Read a file of the table and pass it through the gate; every record is accounted for."""
    records = read_records(put(folder, f"{table}.csv", content), Wanted.of(TABLES[table]))
    found = gate(records, TABLES[table], extract_date=day, municipalities=MUNICIPALITIES)
    assert records.count == found.accepted.height + found.rejected.height + found.duplicates
    return found


def passed(folder: Path, table: str, **cells: str) -> dict[str, Any] | None:
    """Return what becomes of one row: typed values, or None when it is refused."""
    found = gated(folder, table, csv_text(table, [row(table, **cells)]))
    return found.accepted.row(0, named=True) if found.accepted.height else None


# ------------------------------------------------------------------------------ refused rows


class Bad(NamedTuple):
    """A change to a valid row, and the code, column and value of its refusal."""

    table: str
    change: Cells
    code: str
    column: str
    value: str | None

    @property
    def id(self) -> str:
        """Return a name for the test's report."""
        return f"{self.table} {self.code} {self.column} {self.value}"


def _not_dates() -> list[Bad]:
    """Values that are no dates; every one of them has been taken for one by some reader."""
    values = {
        "not_a_date": (
            *("31.02.2020", "29.02.2023", "32.01.2020", "00.01.2020", "01.02.020", "01.02.20201"),
            *("01.02.2020.", "01-02-2020", "20200201", "44000", "infinity", "today", "01.01.1849"),
            *("01.02/2020", "01/02.2020", "01.02-2020"),
            *("01.01.2201", "01.02.-2020", "tammi 2020", "01..02.2020", "2020-31-01", "1.2.2020 x"),
        ),
        "two_digit_year": ("01.02.20", "1.2.20", "01/02/20", "01-02-20", "1.2.20 00:00"),
        "month_first_date": ("01.13.2020", "12/31/2020", "1/31/2020 00:00"),
    }
    return [
        Bad("YTYOLL", {column: value}, code, column, value)
        for code, texts in values.items()
        for value in texts
        for column in ("tappvh", "tppvm")
    ]


BAD = (
    *(
        Bad(table, {"hid_e": blank}, "missing_person", "hid_e", None)
        for table in VALID
        if "hid_e" in COLUMNS[table]
        for blank in ("", " \u00a0")
    ),
    *(
        Bad(table.name, {column.name: ""}, "missing_start", column.name, None)
        for table in TABLES.values()
        for column in table.columns
        if column.kind == START
    ),
    *_not_dates(),
    *(
        Bad("YTYOLL", {"tappvh": value}, "missing_start", "tappvh", value)
        for value in OPEN_ENDS[1:]
    ),
    Bad("YHENK", {"vppvmh": "31.02.2024"}, "not_a_date", "vppvmh", "31.02.2024"),
    Bad("KTYOKOU", {"kalkpv": "1.2.24"}, "two_digit_year", "kalkpv", "1.2.24"),
    Bad("KTYOKOU", {"ktuno": " "}, "missing_value", "ktuno", None),
    Bad("YTHAKSU", {"thspv": ""}, "missing_value", "thspv", None),
    Bad("YHTEYDENOTOT", {"yhtottopvm": ""}, "missing_value", "yhtottopvm", None),
    Bad("MITTARI", {"pvm": ""}, "missing_value", "pvm", None),
    *(
        Bad("YHENK", {"syntyv": value}, "not_a_year", "syntyv", value)
        for value in (
            "85",
            "19900",
            "-1985",
            "1985.0",
            "1985,5",
            "1 985",
            "1849",
            "01.01.1985",
            "x",
        )
    ),
    *(
        Bad("YHENK", {column: value}, "unknown_code", column, value)
        for column, values in {"sukup": "0 3 1.0 m 12", "kiekd": "3 -1 0.0 fi 00"}.items()
        for value in values.split()
    ),
    *(
        Bad("YTYOLL", {"tyok1": value}, "unknown_code", "tyok1", value)
        for value in ("10", "x", "2.0", "2,0", "002", "2 3", "\u0662", "?")
    ),
    Bad("YTYOLL", {"tyok1": ""}, "missing_value", "tyok1", None),
    *(
        Bad("YASSEGMENTTI", {"assegkdi": value}, "unknown_code", "assegkdi", value)
        for value in ("04", "9", "1.0", "001")
    ),
    Bad("YASSEGMENTTI", {"assegkdi": ""}, "missing_value", "assegkdi", None),
    Bad("YHTSTO", {"toinoh": ""}, "missing_value", "toinoh", None),
    *(
        Bad("YHKUNTA", {"kunnoh": code, "paapv6": end}, "unknown_municipality", "kunnoh", code)
        for code, end in (
            *(("999", ""), ("999", "11.11.2222"), ("926", "01.01.2013"), ("926", "31.12.2022")),
            *(("678.0", ""), ("0678", ""), ("Raahe", "")),
        )
    ),
    *(
        Bad(table, {end: "31.12.2019"}, "end_before_start", end, "31.12.2019")
        for table, end in (("YHKUNTA", "paapv6"), ("YTHAKU", "loppv1"), ("YTKOKE", "loppv4"))
    ),
    *(
        Bad(table, {start: "01.08.2024"}, "start_after_extract_date", start, "01.08.2024")
        for table, start in (
            *(("YHKUNTA", "muupv6"), ("YHTSTO", "muupv7"), ("YTHAKU", "alkpv1")),
            *(("YTYOLL", "tappvh"), ("YASSEGMENTTI", "alkupv"), ("VASTUUVIRKAILIJA", "alkupv")),
        )
    ),
)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.id)
def test_a_row_that_cannot_be_read_is_refused_with_line_reason_and_value(
    bad: Bad, tmp_path: Path
) -> None:
    rows = [row(bad.table), row(bad.table, **bad.change)]
    if bad.table == "KTYOKOU":
        rows[0]["ktuno"] = "99"
    found = gated(tmp_path, bad.table, csv_text(bad.table, rows))
    assert found.rejected.drop("person", "start").rows() == [(3, bad.code, bad.column, bad.value)]
    assert found.accepted.height == 1


def test_a_row_with_several_faults_is_refused_once(tmp_path: Path) -> None:
    wrong = row("YTYOLL", person="", tappvh="31.02.2020", tppvm="x", tyok1="99")
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", [wrong, wrong]))
    assert found.rejected.drop("person", "start").rows() == [
        (n, "missing_person", "hid_e", None) for n in (2, 3)
    ]
    assert found.duplicates == 0


def test_every_reason_stands_in_the_quarantine_with_file_and_line(tmp_path: Path) -> None:
    delivery = tmp_path / "delivery"
    text = csv_text("YTYOLL", [row("YTYOLL"), row("YTYOLL", person="")])
    text += "\nB;31.02.2020;;2;\nB;01.02.2020;31.01.2020;2;\nB;01.08.2024;;2;\nB;01.01.2020;;2\n"
    text += 'B;;;2;\nB;01.01.2020;;"ä ""x""";\nB;01.01.2020;;;\nB;01.01.2020;;2;;;\n'
    put(delivery, "Poiminta_YTYOLL_2024.csv", text.encode("cp1252"))
    put_table(delivery, "YHENK", row("YHENK", syntyv="1985.0"), row("YHENK", person="B"))
    put_table(delivery, "YHKUNTA", row("YHKUNTA", kunnoh="999"))
    database = tmp_path / "db" / "tyo.duckdb"
    result = load_into(database, delivery)
    kept = select(
        database, "select file, line, code, column_name, value from meta.quarantine order by 1, 2"
    )
    name = "Poiminta_YTYOLL_2024.csv"
    assert kept == [
        (name, 3, "missing_person", "hid_e", None),
        (name, 5, "not_a_date", "tappvh", "31.02.2020"),
        (name, 6, "end_before_start", "tppvm", "31.01.2020"),
        (name, 7, "start_after_extract_date", "tappvh", "01.08.2024"),
        (name, 8, "too_few_fields", "", "4 fields, 5 expected"),
        (name, 9, "missing_start", "tappvh", None),
        (name, 10, "unknown_code", "tyok1", 'ä "x"'),
        (name, 11, "missing_value", "tyok1", None),
        (name, 12, "too_many_fields", "", "7 fields, 5 expected"),
        ("YHENK.csv", 2, "not_a_year", "syntyv", "1985.0"),
        ("YHKUNTA.csv", 2, "unknown_municipality", "kunnoh", "999"),
    ]
    counts = {one.table: (one.read, one.loaded, one.quarantined) for one in result.files}
    assert counts == {"YHENK": (2, 1, 1), "YHKUNTA": (1, 0, 1), "YTYOLL": (10, 1, 9)}
    reasons = {one.table: dict(one.refusals) for one in result.files}
    assert reasons["YTYOLL"]["too_few_fields"] == reasons["YTYOLL"]["too_many_fields"] == 1
    assert sum(reasons["YTYOLL"].values()) == 9


# ------------------------------------------------------------------------------ accepted rows


class Good(NamedTuple):
    """A cell and the value that it is read as."""

    table: str
    column: str
    cell: str
    value: object

    @property
    def id(self) -> str:
        """Return a name for the test's report."""
        return f"{self.table} {self.column} {self.cell!r}"


GOOD = (
    *(Good("YTYOLL", "tyok1", f"{code}", f"{code}") for code in range(10)),
    *(Good("YTYOLL", "tyok1", f"0{code}", f"{code}") for code in range(10)),
    *(Good("YTYOLL", "tyok1", code, "z") for code in ("z", "Z", "0z", "0Z")),
    *(Good("YTYOLL", "tyok1", code, "2") for code in (" 2", "2\u00a0", "\t2 ")),
    Good("YTYOLL", "tymsyy", "5", "05"),
    Good("YTHAKU", "hapkd", "2", "02"),
    Good("YTHAKU", "otlupa", "1c", "1C"),
    Good("YHTSTO", "toinoh", "231", "0231"),
    Good("YHTSTO", "toinoh", "1231", "1231"),
    *(Good("YHKUNTA", "kunnoh", code, "005") for code in ("5", "05", "005", " 5 ")),
    *(Good("YHKUNTA", "kunnoh", code, code) for code in ("197", "198", "200", "678")),
    Good("YHKUNTA", "kunnoh", "", None),
    Good("YHENK", "kansah", "46", "046"),
    Good("YHENK", "kansah", "", None),
    Good("YHENK", "sukup", "", None),
    Good("YHENK", "syntyv", "", None),
    Good("YHENK", "syntyv", " 1985 ", "1985"),
    *(Good("YTVPOLL", "lausno", code, "BE") for code in ("BE", "be", "Be", " bE\u00a0")),
    Good("YTVPOLL", "lausno", "b5", "B5"),
    Good("YTVPOLL", "lausno7", "kt01", "KT01"),
    Good("YSIJOIT", "sijkds", "5t", "5T"),
    Good("YTHAKSU", "kotsk", "2", "02"),
    Good("YHTEYDENOTOT", "yhtottotapa", "1", "01"),
    Good("YASSEGMENTTI", "assegkdi", "5", "05"),
    Good("YTYOLL", "tappvh", "1.2.2020", date(2020, 2, 1)),
    Good("YTYOLL", "tappvh", " 01.02.2020\u00a0", date(2020, 2, 1)),
    Good("YTYOLL", "tappvh", "29.02.2020", date(2020, 2, 29)),
    Good("YTYOLL", "tappvh", "2020-02-03", date(2020, 2, 3)),
    Good("YTYOLL", "tappvh", "31.07.2024", DAY),
    Good("YTYOLL", "tppvm", "01.01.2020", date(2020, 1, 1)),
    Good("YTYOLL", "tppvm", "01.01.2030", date(2030, 1, 1)),
    Good("YHKUNTA", "muupv6", "05.06.1931", date(1931, 6, 5)),
    *(Good("YTYOLL", "tppvm", end, None) for end in OPEN_ENDS),
    *(Good("YTYOLL", "tppvm", end, None) for end in ("null", " 11.11.2222 ", "Null", "\u00a0")),
    *(Good("YHENK", "vppvmh", end, None) for end in ("", "11.11.2222", "-")),
    *(
        Good(table.name, start.name, "01.08.2024", date(2024, 8, 1))
        for table in TABLES.values()
        if table.planned and (start := table.column(START))
    ),
    *(
        Good("YTVALIT", "ilmno", number, number)
        for number in ("6245755", "100815", "01.01.2020", "2024-01-31", "1234567890", "123456,789")
    ),
    Good("VASTUUVIRKAILIJA", "virkailija", " Mäki; Šakki ", "Mäki; Šakki"),
)


@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.id)
def test_a_cell_is_read_as_it_is_meant(good: Good, tmp_path: Path) -> None:
    cell = f'"{good.cell}"' if ";" in good.cell else good.cell
    found = gated(
        tmp_path, good.table, csv_text(good.table, [row(good.table, **{good.column: cell})])
    )
    assert found.rejected.drop("person", "start").rows() == []
    assert found.accepted[good.column].to_list() == [good.value]


@pytest.mark.parametrize("table", TABLES)
def test_an_iso_date_column_is_read_like_the_register_s_own(table: str, tmp_path: Path) -> None:
    dates = [c.name for c in TABLES[table].columns if c.kind in (START, END, DATE)]
    days = [date(2020, 3, 4), date(2021, 12, 11), date(2022, 1, 31)]
    written = {
        form: csv_text(table, [row(table, **dict.fromkeys(dates, f"{day:{form}}")) for day in days])
        for form in ("%d.%m.%Y", "%Y-%m-%d")
    }
    finnish, iso = (gated(tmp_path, table, text) for text in written.values())
    assert finnish.accepted.rows() == iso.accepted.rows()
    assert finnish.rejected.height == iso.rejected.height == 0


def test_the_minority_of_a_column_in_two_formats_is_refused(tmp_path: Path) -> None:
    days = ["01.02.2020", "02.02.2020", "2020-02-03"]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", [row("YTYOLL", tappvh=d) for d in days]))
    assert found.accepted["tappvh"].to_list() == [date(2020, 2, 1), date(2020, 2, 2)]
    assert found.rejected.drop("person", "start").rows() == [
        (4, "not_a_date", "tappvh", "2020-02-03")
    ]


@pytest.mark.parametrize("code", ["926", "001", "XYZ"])
def test_a_municipality_that_ended_before_the_classification_is_unknown(
    code: str, tmp_path: Path
) -> None:
    text = csv_text(
        "YHKUNTA", [row("YHKUNTA", kunnoh=code, muupv6="1.1.1990", paapv6="31.12.2012")]
    )
    found = gated(tmp_path, "YHKUNTA", text)
    assert found.accepted.height == 1
    assert found.rejected.height == 0


# ------------------------------------------------------- cells that must not be misread in silence

# Each cell is refused, or read as one of the values; read as anything else it changes figures
# without a word: a Finn becomes a foreigner, a member of no fund a member, a client nobody's.
TRAPS: tuple[tuple[str, str, str, tuple[str | None, ...]], ...] = (
    *(("YHENK", "kansah", cell, ("246",)) for cell in ("246.0", "00246", "2 46", "246\u200b")),
    *(("YHENK", "kansah", cell, (None,)) for cell in ("-", "NULL", "..", "null")),
    ("YHENK", "kansah", "FI", ("246",)),
    *(("YTYOLL", "tyok1", cell, ()) for cell in ("-", "NULL", "..")),
    *(("YTYOLL", "tyok1", cell, ("2",)) for cell in ("2\u200b", "2\u202f", "2\x0b")),
    *(("YHENK", "kasno", cell, (None,)) for cell in ("-", "NULL", "..")),
    *(("YHENK", "syntyv", cell, ()) for cell in ("2150", "2025")),
    *(("YHTSTO", "toinoh", cell, ("1231",)) for cell in ("1231.0", "01231", "12 31", "1231\u200b")),
    *(("YHTSTO", "toinoh", cell, ()) for cell in ("-", "NULL", "..", "x")),
    *(("YTYOKOU", "alkood", cell, ("1",)) for cell in ("01", "1.0")),
    *(("YTYOKOU", "ktunoh", cell, ("100",)) for cell in ("100.0",)),
    *(("KTYOKOU", "kurslaji", cell, ("15",)) for cell in ("15.0", "15\u2009")),
    *(("YTVPOLL", "lausno", cell, ("BE",)) for cell in ("B E", "BE\u200b", "BE\x0b")),
    *(("YSIJOIT", "sijkds", cell, ("61",)) for cell in ("61.0", "061")),
    *(("YTHAKSU", "thspv", cell, ()) for cell in ("-", "11.11.2222", "NULL")),
    *(("YHTEYDENOTOT", "yhtottopvm", cell, ()) for cell in ("-", "00.00.0000")),
    *(("MITTARI", "pvm", cell, ()) for cell in ("-",)),
)


@pytest.mark.parametrize(
    ("table", "column", "cell", "readings"), TRAPS, ids=[f"{t[0]} {t[1]} {t[2]!r}" for t in TRAPS]
)
def test_a_cell_that_is_not_as_agreed_is_refused_or_repaired(
    table: str, column: str, cell: str, readings: tuple[str | None, ...], tmp_path: Path
) -> None:
    found = passed(tmp_path, table, **{column: cell})
    assert found is None or found[column] in readings


@pytest.mark.parametrize(
    "cell", ["-", "..", "NULL", "null", "#N/A", "#REF!", "#PUUTTUU!", "#V\u00c4RDEFEL!", "#DIV/0!"]
)
def test_what_stands_for_nobody_is_not_a_person(cell: str, tmp_path: Path) -> None:
    """All rows with such an id would otherwise be one busy person."""
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", [row("YTYOLL", person=cell)]))
    assert [one[:2] for one in found.rejected.drop("person", "start").rows()] == [
        (2, "missing_person")
    ]


@pytest.mark.parametrize("cell", ["1,23457E+11", "1.2e+19", "4E+15"])
def test_an_id_that_was_rounded_is_not_a_person(cell: str, tmp_path: Path) -> None:
    """Many persons have the same: their rows would be one person's."""
    rows = [row("YTYOLL", person=cell), row("YTYOLL", person="12E5")]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert found.rejected.drop("person", "start").rows() == [(2, "rounded_person", "hid_e", "***")]
    assert found.accepted["hid_e"].to_list() == ["12E5"]


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202f", "\u2007", "\x0b", "\x1f", "\x85"])
def test_an_invisible_mark_does_not_make_two_persons_of_one(mark: str, tmp_path: Path) -> None:
    for person in (f"A{mark}", f"{mark}A"):
        found = passed(tmp_path, "YTYOLL", person=person)
        assert found is None or found["hid_e"] == "A"


@pytest.mark.parametrize("table", TABLES)
def test_a_header_repeated_among_the_rows_is_not_a_row(table: str, tmp_path: Path) -> None:
    header = {name: name for name in COLUMNS[table]}
    found = gated(tmp_path, table, csv_text(table, [row(table), header]))
    assert found.accepted.height == 1


def test_a_shifted_row_is_not_read_because_its_last_cell_is_empty(tmp_path: Path) -> None:
    """A stray delimiter before the reason of the end: the reason would become the activity."""
    good = row("YTHAKU", hapkd="02")
    text = csv_text("YTHAKU", [good]) + "B;01.01.2020;31.01.2020;;02;;;;\n"
    found = gated(tmp_path, "YTHAKU", text)
    assert found.accepted["hapkd"].to_list() == ["02"]
    assert [line for line, *_ in found.rejected.drop("person", "start").rows()] == [3]


# ------------------------------------------------------------------------- columns and headers


@pytest.mark.parametrize("table", TABLES)
def test_the_order_of_the_columns_does_not_matter(table: str, tmp_path: Path) -> None:
    rows = [row(table), row(table, **{COLUMNS[table][-1]: ""})]
    turned = [*COLUMNS[table][1:], COLUMNS[table][0]]
    plain = gated(tmp_path, table, csv_text(table, rows))
    other = gated(tmp_path, table, csv_text(table, rows, turned[::-1]))
    assert plain.accepted.rows() == other.accepted.rows()
    assert (
        plain.rejected.drop("person", "start").rows()
        == other.rejected.drop("person", "start").rows()
    )


@pytest.mark.parametrize("extra", ["huom", "line", "problem", "code", "value", "load_id", "column"])
@pytest.mark.parametrize("cell", ["", "x", '"x"', '"x;y\nz"'])
def test_extra_columns_are_left_out(extra: str, cell: str, tmp_path: Path) -> None:
    rows = [row("YTYOLL", tappvh="x") | {extra: cell}, row("YTYOLL") | {extra: cell}]
    text = csv_text("YTYOLL", rows, [extra, *COLUMNS["YTYOLL"]])
    found = gated(tmp_path, "YTYOLL", text)
    assert found.accepted.columns == [column.name for column in TABLES["YTYOLL"].columns]
    assert found.accepted.height == 1
    assert found.rejected.drop("person", "start").rows() == [(2, "not_a_date", "tappvh", "x")]


@pytest.mark.parametrize("table", TABLES)
def test_columns_that_no_figure_rests_on_may_be_missing(table: str, tmp_path: Path) -> None:
    columns = TABLES[table].columns
    needed = [column.name for column in columns if column.needed]
    rest = tuple(column.name for column in columns if not column.needed)
    found = gated(tmp_path, table, csv_text(table, [row(table)], needed))
    assert found.absent == rest
    assert found.accepted.height == 1


def test_the_same_rows_in_every_encoding_and_dialect_are_the_same(tmp_path: Path) -> None:
    rows = [row("YTYOLL", person="Ähtäri"), row("YTYOLL", person="Šš€", tyok1="Z")]
    text = csv_text("YTYOLL", rows)
    forms = (
        text,
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.replace("\n", "\r\n").encode("cp1252"),
        '"' + text.strip().replace(";", '";"').replace("\n", '"\n"') + '"\n',
        "\n".join(f"{line};" for line in text.splitlines()),
        csv_text("YTYOLL", rows, COLUMNS["YTYOLL"][::-1]),
    )
    found = [gated(tmp_path, "YTYOLL", form).accepted.rows() for form in forms]
    assert found[0][0][0] == "Ähtäri"
    assert all(one == found[0] for one in found)


# ---------------------------------------------------------------------- duplicates, conservation


@pytest.mark.parametrize("table", TABLES)
def test_an_exact_repetition_is_counted_once(table: str, tmp_path: Path) -> None:
    rows = [row(table), row(table), row(table)]
    found = gated(tmp_path, table, csv_text(table, rows))
    assert (found.accepted.height, found.duplicates, found.rejected.height) == (1, 2, 0)


def test_a_repetition_in_another_spelling_is_one_too(tmp_path: Path) -> None:
    rows = [row("YTYOLL", tyok1="2", tppvm=""), row("YTYOLL", tyok1="02 ", tppvm="11.11.2222")]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert (found.accepted.height, found.duplicates) == (1, 1)


MARKS = st.sampled_from('";\n\u00a0 -.0129zZ')


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=st.sampled_from(["YTYOLL", "YHENK", "YHKUNTA", "YTVPOLL", "KTYOKOU", "ETUUS"]),
    persons=st.lists(st.sampled_from(["A", "B", ""]), min_size=1, max_size=5),
    puts=st.lists(st.tuples(st.integers(0, 400), MARKS), max_size=8),
    cuts=st.lists(st.integers(0, 400), max_size=4),
)
def test_every_record_of_a_mangled_file_is_accounted_for(
    table: str,
    persons: list[str],
    puts: list[tuple[int, str]],
    cuts: list[int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    header, body = csv_text(table, [row(table, person=one) for one in persons]).split("\n", 1)
    for position, mark in puts:
        body = body[:position] + mark + body[position:]
    for position in cuts:
        body = body[:position] + body[position + 1 :]
    try:
        found = gated(tmp_path_factory.getbasetemp(), table, f"{header}\n{body}\n")
    except InputError:
        return
    lines = {number for number, line in enumerate(body.split("\n"), 2) if line.strip()}
    assert {line for line, *_ in found.rejected.drop("person", "start").rows()} <= lines
    kept = found.accepted.height + found.rejected.height + found.duplicates
    if '"' not in body:
        assert kept + found.repairs.get("total_lines", 0) == len(lines)
    for column in TABLES[table].columns:
        if column.values:
            assert set(found.accepted[column.name].drop_nulls()) <= column.values
        if column.mandatory:
            assert found.accepted[column.name].null_count() == 0


# ------------------------------------------------------------------- line numbers, whole columns

LINES = "Poiminta 2024\n\nhid_e;tappvh;huom;tppvm;tyok1;tymsyy\n{}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_refused_row_has_its_line_in_the_original_file(end: str, tmp_path: Path) -> None:
    """Under title lines, blank ones, and cells of several lines, whatever ends a line."""
    body = 'A;01.01.2020;"x\n\ny; z";;2;\nB;01.01.2020;;;x;\n\nC;;;;2;\nD;01.01.2020;;2\n'
    found = gated(tmp_path, "YTYOLL", LINES.format(body).replace("\n", end))
    assert found.accepted["hid_e"].to_list() == ["A"]
    assert found.rejected.select("LINE", "code").rows() == [
        (7, "unknown_code"),
        (9, "missing_start"),
        (10, "too_few_fields"),
    ]
    assert found.repairs == {"title_lines": 1}


def test_a_refused_row_says_whose_it_is_and_since_when(tmp_path: Path) -> None:
    """As far as it can be read: what the row could have moved is computed from it."""
    rows = [
        row("YTYOLL", person=" P1", tyok1="x"),
        row("YTYOLL", person="-"),
        row("YTYOLL", tappvh="x"),
    ]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows) + "A;B\n")
    assert found.rejected.select("code", "person", "start").rows() == [
        ("unknown_code", "P1", date(2020, 1, 1)),
        ("missing_person", None, date(2020, 1, 1)),
        ("not_a_date", "A", None),
        ("too_few_fields", "A", None),
    ]


CODES_OF_PERSONS = {
    # 010150-9: 010150900 modulo 31 is 12 (C); 010150901: 13 (D).
    "010150-900C": None,
    "010150+900C": None,
    "010150A900C": None,
    "010150y900c": None,
    "010150-901D": None,
    "010150-900X": "invalid_identity_code",
    "310250-900C": "invalid_identity_code",
    "010150-0010": "invalid_identity_code",
    "010150-900G": "invalid_identity_code",
    # In a column of codes: another sign, blanks, a dash that a text program made, no sign.
    "010150G900C": "invalid_identity_code",
    "010150 - 900C": "invalid_identity_code",
    "010150\u2013901D": "invalid_identity_code",
    "010150901D": "invalid_identity_code",
    "010150-902E": None,
    "010150-903F": None,
    "010150-904H": None,
    "010150-905J": None,
    "P010150-900X": None,
}


def test_an_identity_code_that_is_none_is_refused_and_masked(tmp_path: Path) -> None:
    checks = [int(f"0101509{i:02}") % 31 for i in range(6)]
    assert ["0123456789ABCDEFHJKLMNPRSTUVWXY"[one] for one in checks] == [*"CDEFHJ"]
    rows = [row("YTYOLL", person=one) for one in CODES_OF_PERSONS]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    wrong = [i for i, code in enumerate(CODES_OF_PERSONS.values(), 2) if code]
    assert found.rejected.select("LINE", "code", "value").rows() == [
        (line, "invalid_identity_code", "***") for line in wrong
    ]


def test_numbers_of_another_system_are_no_identity_codes(tmp_path: Path) -> None:
    people = ("0101509001", "010150-900", "010150G900C", "010150-900C", "77")
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", [row("YTYOLL", person=p) for p in people]))
    assert found.accepted["hid_e"].to_list() == list(people)


def test_an_identity_code_in_small_letters_is_the_same_person(tmp_path: Path) -> None:
    rows = [row("YTYOLL", person=one) for one in ("010150-900C", "010150-900c", "p1", "P1")]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert found.accepted["hid_e"].to_list() == ["010150-900C", "p1", "P1"]
    assert found.repairs == {"letter_case": 1, "exact_duplicate": 1}


def test_repairs_are_counted_by_cell_and_a_refused_one_is_none(tmp_path: Path) -> None:
    rows = [
        row("YTYOLL", person=" A", tppvm="31.12.9999", tyok1="Z"),
        row("YTYOLL", person="B\u00a0", tppvm="-", tyok1="2 "),
        row("YTYOLL", person="C", tppvm="11.11.2222"),
        row("YTYOLL", person="C"),
        row("YTYOLL", person="D", tappvh="-", tyok1=" q "),
    ]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert found.repairs == {"padding": 3, "letter_case": 1, "open_end": 2, "exact_duplicate": 1}


def of_dates(folder: Path, *starts: str) -> list[tuple[int, str]]:
    """Return lines and codes of the rows that are refused for their start."""
    rows = [row("YTYOLL", person=str(i), tappvh=one) for i, one in enumerate(starts)]
    found = gated(folder, "YTYOLL", csv_text("YTYOLL", rows))
    return found.rejected.select("LINE", "code").rows()


def test_a_column_with_its_months_first_is_not_read_day_first(tmp_path: Path) -> None:
    """Rows that would be read as another day are refused with those that cannot be read."""
    starts = ("01/31/2020", "02/15/2020", "03/04/2020", "05/05/2020")
    assert of_dates(tmp_path, *starts) == [(n, "month_first_date") for n in (2, 3, 4)]


def test_a_few_dates_with_their_month_first_are_refused_alone(tmp_path: Path) -> None:
    assert of_dates(tmp_path, "31.01.2020", "01.31.2020", "03.04.2020") == [(3, "month_first_date")]


def test_one_odd_cell_is_not_a_format_of_its_own(tmp_path: Path) -> None:
    rows = [row("YTYOLL", tppvm="44000"), row("YTYOLL", person="B")]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert found.rejected.select("LINE", "code").rows() == [(2, "not_a_date")]


def test_two_columns_of_a_file_may_be_written_in_two_ways(tmp_path: Path) -> None:
    rows = [row("YTYOLL", tappvh=f"0{i}.01.2020", tppvm=f"2020-02-0{i}") for i in (1, 2, 3)]
    found = gated(tmp_path, "YTYOLL", csv_text("YTYOLL", rows))
    assert found.accepted["tppvm"].to_list() == [date(2020, 2, i) for i in (1, 2, 3)]
    assert found.date_formats == {"tappvh": "d.m.yyyy", "tppvm": "iso"}


def test_an_exclusive_end_on_the_first_day_is_no_spell(tmp_path: Path) -> None:
    records = read_records(
        put(tmp_path, "a.csv", csv_text("YTYOLL", [row("YTYOLL", tppvm="01.01.2020")])),
        Wanted.of(TABLES["YTYOLL"]),
    )
    found = gate(
        records,
        TABLES["YTYOLL"],
        extract_date=DAY,
        municipalities=(),
        layout=TableLayout(end_date="exclusive"),
    )
    assert found.rejected.select("LINE", "code", "value").rows() == [
        (2, "end_before_start", "01.01.2020")
    ]
