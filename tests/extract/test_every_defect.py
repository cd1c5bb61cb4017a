"""For every defect code a small file, and what `tyo load` and `tyo check` make of it."""

from __future__ import annotations

import gzip
import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.extract.files import DAY, load_into, put, select, tyo, xlsx
from tests.product import FOLDERS, KEY
from tyollisyys_cli import database
from tyollisyys_cli.check import check, refused_rows
from tyollisyys_cli.extract.defects import CONFLICT, DEFECTS, FILE, REPAIR, ROW, FileRefusedError
from tyollisyys_cli.extract.deliveries import parse_period
from tyollisyys_cli.extract.layout import DEFAULT_LAYOUT, read_layout
from tyollisyys_cli.extract.load import load

if TYPE_CHECKING:
    from pathlib import Path

EARLIER = date(2024, 6, 30)
HEADER = "hid_e;tappvh;tppvm;tyok1\n"
ROW_A = "A;01.01.2023;31.03.2023;2\n"
ROW_B = "B;01.01.2023;31.03.2023;2\n"
GOOD = HEADER + ROW_A + ROW_B
SEARCH = "hid_e;alkpv1;loppv1\nA;01.01.2022;\nB;01.01.2022;\n"
HOMES = "hid_e;kunnoh;muupv6;paapv6\n"
PEOPLE = "hid_e;syntyv;sukup;kansah;kiekd\n"
PLACED = "hid_e;alkpv2;loppv2;sijkds\nA;01.02.2023;28.02.2023;5T\n"


@dataclass(frozen=True)
class Case:
    """Files by name, and what is expected: the lines of refused rows, or a count."""

    files: dict[str, str | bytes]
    lines: tuple[int, ...] = ()
    count: int = 0
    layout: str = ""
    period: str = ""
    earlier: dict[str, str | bytes] = field(default_factory=dict[str, "str | bytes"])
    """Files of a delivery of a month before."""


def _states(content: str | bytes, **more: object) -> Case:
    return Case({"YTYOLL.csv": content}, **more)  # type: ignore[arg-type]


def _row(person: str = "C", start: str = "01.01.2023", end: str = "", code: str = "2") -> Case:
    """Return a file whose third line (of a state) is the wrong one."""
    return _states(f"{HEADER}{ROW_A}{person};{start};{end};{code}\n{ROW_B}", lines=(3,))


def _zip(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, GOOD)
    return file.getvalue()


MANY = HEADER + "".join(f"P{i};01.01.2023;31.03.2023;2\n" for i in range(200))
CASES: dict[str, Case] = {
    "unreadable_file": Case({"YTYOLL.csv.gz": gzip.compress(MANY.encode())[:-40]}),
    "unknown_format": _states(b"%PDF-1.7 and so on"),
    "empty_file": _states(""),
    "header_only": _states(HEADER),
    "html": _states("<!DOCTYPE html><html><body>Sign in</body></html>"),
    "archive_too_large": Case({"YTYOLL.csv.gz": gzip.compress(b"0" * 300_000_000, 1)}),
    "archive_of_several": Case({"YTYOLL.zip": _zip("a.csv", "b.csv")}),
    "nul_bytes": _states(GOOD.replace("B;", "\0;")),
    "undecodable": _states(
        GOOD.encode() + b"\xe4\x81;01.01.2023;;2\n",
        layout='[tables.YTYOLL]\nfiles = ["YTYOLL*"]\nencoding = "windows-1252"\n',
    ),
    "mixed_encodings": _states((GOOD + "ä;01.01.2023;;2\n").encode() + b"\xf6;01.01.2023;;2\n"),
    "spoiled_letters": _states(GOOD + "TyÃ¶tÃ¶n;01.01.2023;;2\n"),
    "no_header": _states(ROW_A + ROW_B),
    "missing_column": _states("hid_e;tappvh;tyok1\nA;01.01.2023;2\n"),
    "repeated_column": _states("hid_e;tappvh;tppvm;tyok1;Tappvh\nA;01.01.2023;;2;01.01.2022\n"),
    "unclosed_quote": _states(GOOD.replace("A;", '"A;')),
    "swallowed_rows": _states(HEADER + ROW_A.replace("A;", '"A;') + ROW_B.replace("B;", 'B";')),
    "cut_record": _states(GOOD + "C;01.0"),
    "field_too_long": _states(GOOD + "C" * 70_000 + ";01.01.2023;;2\n"),
    "fewer_rows": _states(GOOD, earlier={"YTYOLL.csv": MANY}),
    "no_table": Case({"tilat.csv": GOOD}),
    "layout_sheet": Case(
        {
            "YTYOLL.xlsx": xlsx(
                {"Tilat": [["hid_e", "tappvh", "tppvm", "tyok1"], ["A", "x", "", "2"]]}
            )
        },
        layout='[tables.YTYOLL]\nfiles = ["YTYOLL*"]\nsheet = "Muu"\n',
    ),
    "missing_person": _row(person=""),
    "missing_start": _row(start=""),
    "missing_value": _row(code=""),
    "not_a_date": _row(start="31.02.2023"),
    "two_digit_year": _row(start="01.02.23"),
    "month_first_date": _row(start="01.31.2023"),
    "end_before_start": _row(start="02.01.2023", end="01.01.2023"),
    "start_after_extract_date": _row(start="01.08.2024"),
    "not_a_year": Case(
        {"YHENK.csv": f"{PEOPLE}A;1980;1;246;0\nB;abcd;1;246;0\n", "YTYOLL.csv": GOOD}, lines=(3,)
    ),
    "unknown_code": _row(code="Q"),
    "unknown_municipality": Case(
        {"YHKUNTA.csv": f"{HOMES}A;678;01.01.2020;\nB;999;01.01.2020;\n"}, lines=(3,)
    ),
    "too_few_fields": _states(f"{HEADER}{ROW_A}B;01.01.2023\n{ROW_B}", lines=(3,)),
    "too_many_fields": _states(f"{HEADER}{ROW_A}B;01.01.2023;;2;x\n{ROW_B}", lines=(3,)),
    "control_character": _row(person="C\x01"),
    "identity_code": _row(code="010190-900B"),
    "invalid_identity_code": _row(person="010190-900A"),
    "rounded_person": _row(person="1,23457E+11"),
    "byte_order_mark": _states(b"\xef\xbb\xbf" + GOOD.encode(), count=1),
    "mixed_line_ends": _states(HEADER + ROW_A.replace("\n", "\r\n") + ROW_B, count=1),
    "padding": _states(HEADER + ROW_A.replace("A;", " A\u00a0;") + ROW_B, count=1),
    "letter_case": _states(f"{HEADER}{ROW_A}B;01.01.2023;;Z\n", count=1),
    "open_end": _states(
        f"{HEADER}{ROW_A}B;01.01.2023;31.12.9999;2\nC;01.01.2023;NULL;2\n", count=2
    ),
    "exact_duplicate": _states(GOOD + ROW_A + ROW_A, count=2),
    "excel_serials": _states(f"{HEADER}A;44927;;2\nB;44928;45000;2\n", count=3),
    "title_lines": _states(f"Sysselsättning\n\n{GOOD}", count=1),
    "total_lines": _states(f"{GOOD}Yhteensä;2;;\n", count=1),
    "repeated_header": _states(HEADER + ROW_A + HEADER + ROW_B, count=1),
    "sep_line": _states("sep=;\n" + GOOD, count=1),
    "trailing_delimiters": _states(GOOD.replace("\n", ";\n"), count=2),
    "decomposed_letters": _states(
        unicodedata.normalize("NFD", f"{HEADER}ä;01.01.2023;;2\nö;01.01.2023;;2\n"), count=2
    ),
    # 1.1.-31.3. with 1.2.-30.4. and with 31.3.-: two pairs, and the last two make a third
    "overlapping_states": _states(f"{GOOD}A;01.02.2023;30.04.2023;1\nA;31.03.2023;;2\n", count=3),
    "two_open_spells": _states(f"{GOOD}A;01.05.2023;;1\nA;01.06.2023;;2\n", count=1),
    "unemployed_in_service": Case({"YTYOLL.csv": GOOD, "YSIJOIT.csv": PLACED}, count=1),
    "two_municipalities": Case(
        {"YHKUNTA.csv": f"{HOMES}A;678;01.01.2020;\nA;638;01.01.2023;\nB;678;01.01.2020;\n"},
        count=1,
    ),
    "changed_rows": _states(
        f"{HEADER}A;01.01.2023;30.04.2023;2\n{ROW_B}", count=1, earlier={"YTYOLL.csv": GOOD}
    ),
    "removed_rows": _states(
        HEADER + ROW_A,
        count=1,
        earlier={"YTYOLL.csv": GOOD},
        period="2023-01..2023-12",
    ),
}
# Tested where they arise: a file that is no file, and a person who was forgotten.
ELSEWHERE = {"not_regular_file", "forgotten_person"}


def test_every_code_has_a_small_file() -> None:
    assert set(CASES) | ELSEWHERE == set(DEFECTS)


def _load(case: Case, home: Path) -> Path:
    """Load the earlier delivery and the case's own; returns the database."""
    path = home / "tyo.duckdb"
    earlier = {"YTHAKU.csv": SEARCH, **case.earlier}
    before = [put(home / "earlier", name, content) for name, content in earlier.items()]
    load_into(path, *before, day=EARLIER)
    own = [put(home / "own", name, content) for name, content in case.files.items()]
    layout = read_layout(put(home, "layout.toml", case.layout)) if case.layout else DEFAULT_LAYOUT
    load(
        own,
        database_file=path,
        folders=FOLDERS,
        key=KEY,
        extract_date=DAY,
        period=parse_period(case.period) if case.period else None,
        layout=layout,
    )
    return path


def _counts(path: Path) -> list[tuple[object, ...]]:
    """Return code, count and unit of every defect that was met."""
    with database.reading(path, FOLDERS) as connection:
        return check(connection, FOLDERS).counts.rows()


@pytest.mark.parametrize("code", [code for code in CASES if DEFECTS[code].level == FILE])
def test_a_file_that_cannot_be_trusted_is_refused_by_name_and_nothing_is_kept(
    code: str, tmp_path: Path
) -> None:
    case = CASES[code]
    with pytest.raises(FileRefusedError) as refused:
        _load(case, tmp_path)
    assert refused.value.code == code
    assert refused.value.file.name == next(iter(case.files))
    loaded = select(tmp_path / "tyo.duckdb", "select count(*) from meta.loads")
    assert loaded == [(1 + len(case.earlier),)]


@pytest.mark.parametrize("code", [code for code in CASES if DEFECTS[code].level == ROW])
def test_a_wrong_row_is_kept_out_and_told_with_its_line(code: str, tmp_path: Path) -> None:
    path = _load(CASES[code], tmp_path)
    with database.reading(path, FOLDERS) as connection:
        refused = refused_rows(connection, "en").select("line", "code").rows()
    assert refused == [(line, code) for line in CASES[code].lines]
    assert (code, 1, "rows") in _counts(path)


@pytest.mark.parametrize(
    "code", [code for code in CASES if DEFECTS[code].level in (REPAIR, CONFLICT)]
)
def test_a_repair_or_a_conflict_is_counted(code: str, tmp_path: Path) -> None:
    path = _load(CASES[code], tmp_path)
    assert (code, CASES[code].count, DEFECTS[code].unit) in _counts(path)


def test_a_folder_in_place_of_a_file_is_no_regular_file(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "YTYOLL.csv").mkdir()
    put(tmp_path / "own", "YTHAKU.csv", SEARCH)
    refused = tyo("load", "/dev/null", "--extract-date", "2024-07-31", home=tmp_path)
    assert refused.returncode == 3
    assert DEFECTS["not_regular_file"].sentence[2] in refused.stderr.decode()


@pytest.mark.parametrize(("language", "place"), [("fi", 0), ("sv", 1)])
def test_a_refused_file_is_told_in_the_language_of_the_user(
    language: str, place: int, tmp_path: Path
) -> None:
    path = put(tmp_path, "YTYOLL.csv", HEADER)
    options = ("--extract-date", "2024-07-31", "--lang", language)
    said = tyo("load", path, *options, home=tmp_path).stderr.decode()
    assert f"{path} line 1: {DEFECTS['header_only'].sentence[place]}" in said
    assert DEFECTS["header_only"].cure[place] in said


def test_an_identity_code_in_a_file_name_is_not_told(tmp_path: Path) -> None:
    refused = put(tmp_path, "YTYOLL_010190-900B.csv", HEADER)
    loaded = put(tmp_path, "YTHAKU_010190-900B.csv", SEARCH)
    for path in (refused, loaded):
        said = tyo("load", path, "--extract-date", "2024-07-31", home=tmp_path).stderr.decode()
        assert "010190-900B" not in said
        assert "***" in said
