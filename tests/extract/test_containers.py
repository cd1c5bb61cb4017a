"""A file is what its content says; one that cannot be trusted is refused with code and line."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest

from tests.extract.files import csv_text, put, row, xlsx
from tyollisyys_cli.extract import containers
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.layout import TableLayout
from tyollisyys_cli.extract.reading import Records, Wanted, read_records
from tyollisyys_cli.extract.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DEFAULT = TableLayout()
HEADER = "hid_e;tappvh;tppvm;tyok1;tymsyy\n"
ROW = "A;01.01.2020;;2;\n"
PLAIN = csv_text("YTYOLL", [row("YTYOLL")])


def read(path: Path, layout: TableLayout = DEFAULT) -> Records:
    """Read a file as YTYOLL."""
    return read_records(path, Wanted.of(TABLES["YTYOLL"], layout))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Write an archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def damaged(method: int) -> bytes:
    """Write an archive whose inside is overwritten."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a", PLAIN * 1000)
    return file.getvalue()[:45] + b"\xff" * 30 + file.getvalue()[75:]


def with_far_cell(place: str) -> bytes:
    """Write an Excel file with one more cell, at a place such as XFD1048576."""
    with zipfile.ZipFile(io.BytesIO(xlsx({"A": [HEADER.strip().split(";"), ["A"]]}))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    cell = f'<row><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    sheet = "xl/worksheets/sheet1.xml"
    return zipped({**files, sheet: files[sheet].replace(b"</sheetData>", cell)})


def parquet(columns: Mapping[str, Sequence[object] | pl.Series]) -> bytes:
    """Write a Parquet file with a row of YTYOLL, and the columns given in the place of its own."""
    own = {"hid_e": ["A"], "tappvh": ["01.01.2020"], "tppvm": [None], "tyok1": ["2"]}
    file = io.BytesIO()
    pl.DataFrame({**own, **columns}).write_parquet(file)
    return file.getvalue()


class Refused(NamedTuple):
    """A file, and the code and line of its refusal."""

    name: str
    data: str | bytes
    code: str
    line: int | None
    layout: TableLayout = DEFAULT


TITLES = "Poiminta\n\n"
HTML = "<html><body><table><tr><td>hid_e</td></tr></table></body></html>"
REFUSED = (
    Refused("nothing", "", "empty_file", None),
    Refused("a mark and nothing", "\ufeff\n", "empty_file", None),
    Refused("an empty sheet", xlsx({"A": []}), "empty_file", None),
    Refused("a header only", HEADER, "header_only", 1),
    Refused("a header only below titles", TITLES + HEADER, "header_only", 3),
    Refused("a header and empty rows", HEADER + ";;;;\n", "header_only", 1),
    Refused("a header and a sum", HEADER + "Yhteensä;;0;;\n", "header_only", 1),
    Refused(
        "a sheet with a header only", xlsx({"A": [HEADER.strip().split(";")]}), "header_only", 1
    ),
    Refused("a web page", HTML, "html", None),
    Refused("a web page that says what it is", f"\ufeff\n<!DOCTYPE HTML>{HTML}", "html", None),
    Refused("a table of a web page", "<TABLE border=1>", "html", None),
    Refused("a web page in UTF-16", HTML.encode("utf-16"), "html", None),
    Refused("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unknown_format", None),
    Refused("7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "unknown_format", None),
    Refused("PDF", b"%PDF-1.7\n", "unknown_format", None),
    Refused("XML", '<?xml version="1.0"?><rows/>', "unknown_format", None),
    Refused("Word", zipped({"[Content_Types].xml": b"", "word/x": b""}), "unknown_format", None),
    Refused("gzip in gzip", gzip.compress(gzip.compress(b"a")), "unknown_format", None),
    Refused("zip in gzip", gzip.compress(zipped({"a": b"x"})), "unknown_format", None),
    Refused("zip in zip", zipped({"a": zipped({"a": b"x"})}), "unknown_format", None),
    Refused("damaged zip", damaged(zipfile.ZIP_DEFLATED), "unreadable_file", None),
    Refused("damaged zip, LZMA", damaged(zipfile.ZIP_LZMA), "unreadable_file", None),
    Refused("damaged zip, bzip2", damaged(zipfile.ZIP_BZIP2), "unreadable_file", None),
    Refused(
        "zip that begins too early",
        b"PK\x03\x04" + zipped({"a": b"x" * 99})[9:],
        "unreadable_file",
        None,
    ),
    Refused("cut gzip", gzip.compress(PLAIN.encode() * 100)[:-20], "unreadable_file", None),
    Refused("cut zip", zipped({"a": b"x" * 99})[:60], "unreadable_file", None),
    Refused("cut Excel", xlsx({"A": [[1]]})[:-200], "unreadable_file", None),
    Refused("broken Parquet", b"PAR1" + b"x" * 99 + b"PAR1", "unreadable_file", None),
    Refused(
        "Parquet of bytes that are no text", parquet({"hid_e": [b"\xff"]}), "spoiled_letters", 2
    ),
    Refused(
        "Parquet of a day that no calendar has",
        parquet({"tappvh": pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date)}),
        "unreadable_file",
        None,
    ),
    Refused(
        "Excel with a cell in the far corner", with_far_cell("XFD1048576"), "unreadable_file", None
    ),
    Refused(
        "Excel with a cell beyond it", with_far_cell("ZZZZZZZ99999999999"), "unreadable_file", None
    ),
    Refused("two files", zipped({"a.csv": b"x", "b.csv": b"y"}), "archive_of_several", None),
    Refused("no file", zipped({}), "archive_of_several", None),
    Refused("NUL", HEADER + ROW + "A;01.\0001.2020;;2;\n", "nul_bytes", 3),
    Refused("NUL after CR", (HEADER + ROW).replace("\n", "\r") + "A\0", "nul_bytes", 3),
    Refused("no letter of any", (HEADER + ROW).encode() + b"\x81;\x9d;;2;\n", "undecodable", 3),
    Refused(
        "not as stated",
        (HEADER + "ä").encode("cp1252"),
        "undecodable",
        2,
        TableLayout(encoding="utf-8"),
    ),
    Refused("half a letter of UTF-16", (HEADER + ROW).encode("utf-16-le") + b"A", "undecodable", 3),
    Refused(
        "two encodings",
        (HEADER + "Mäki").encode() + "\n\nMäki".encode("cp1252"),
        "mixed_encodings",
        4,
    ),
    Refused(
        "a mark over other bytes",
        b"\xef\xbb\xbf" + HEADER.encode() + b"\xe4;",
        "mixed_encodings",
        2,
    ),
    Refused("letters encoded twice", HEADER + ROW + "TyÃ¶tÃ¶n;;;2;\n", "spoiled_letters", 3),
    Refused("letters lost", HEADER + "Ty\ufffdt\ufffdn;;;2;\n", "spoiled_letters", 2),
    Refused(
        "letters lost in UTF-16", (HEADER + ROW + "\ufffd").encode("utf-16"), "spoiled_letters", 3
    ),
    Refused(
        "letters lost in a sheet",
        xlsx({"A": [HEADER.strip().split(";"), [], ["TyÃ¶tÃ¶n"]]}),
        "spoiled_letters",
        3,
    ),
    Refused("no header", ROW * 3, "no_header", 1),
    Refused("a header among the rows", ROW + HEADER + ROW, "no_header", 1),
    Refused("the header far below", "x\n" * 25 + HEADER + ROW, "no_header", 1),
    Refused("another delimiter", (HEADER + ROW).replace(";", "^"), "no_header", 1),
    Refused(
        "not the line that was stated", HEADER + ROW, "no_header", 2, TableLayout(header_row=2)
    ),
    Refused("a column missing", (HEADER + ROW).replace("tyok1", "koodi"), "missing_column", 1),
    Refused(
        "a column missing below titles",
        (TITLES + HEADER).replace("tyok1", "koodi"),
        "missing_column",
        3,
    ),
    Refused("other names", "Henkilö;Alku;Loppu\nA;01.01.2020;;\n", "missing_column", 1),
    Refused(
        "a column missing in a sheet", xlsx({"A": [[], ["hid_e", "tappvh"]]}), "missing_column", 2
    ),
    Refused("a column twice", "x\nhid_e;Tappvh;tppvm;tyok1;tappvh \n" + ROW, "repeated_column", 2),
    Refused(
        "a quote that never closes", f'{HEADER}{ROW}"A;01.01.2020;;2;\n{ROW}', "unclosed_quote", 3
    ),
    Refused(
        "the same below titles, CR",
        (f'{TITLES}{HEADER}{ROW}"A;01.01.2020;;2;\n{ROW}').replace("\n", "\r"),
        "unclosed_quote",
        5,
    ),
    Refused("text after a quote", f'{HEADER}{ROW}"A"B;01.01.2020;;2;\n', "unclosed_quote", 3),
    Refused("a long cell that never closes", f'{HEADER}"{ROW * 9000}', "unclosed_quote", 2),
    Refused(
        "two stray quotes",
        f'{HEADER}{ROW}"A;01.01.2020;;2;\nB";01.01.2020;;2;\n',
        "swallowed_rows",
        3,
    ),
    Refused("a row cut", f"{HEADER}{ROW}A;01.01.2020;", "cut_record", 3),
    Refused(
        "a row cut, CRLF", f"{HEADER}{ROW}A;01.01.2020;".replace("\n", "\r\n"), "cut_record", 3
    ),
    Refused(
        "a row cut below titles, CR", f"{TITLES}{HEADER}{ROW}A".replace("\n", "\r"), "cut_record", 5
    ),
    Refused(
        "a row cut in quotes", f'{HEADER}"A";01.01.2020;;2;\n"A";01.01.2020;;"2', "cut_record", 3
    ),
    Refused("a long cell", f"{HEADER}{ROW}{'x' * 66_000};01.01.2020;;2;\n", "field_too_long", 3),
    Refused(
        "a long cell in quotes",
        f'{HEADER}{ROW}"{"x" * 66_000}";01.01.2020;;2;\n',
        "field_too_long",
        3,
    ),
    Refused(
        "a sheet that is not there",
        xlsx({"A": [["x"]]}),
        "layout_sheet",
        None,
        TableLayout(sheet="B"),
    ),
)


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.name)
def test_a_file_that_cannot_be_trusted_is_refused_with_code_and_line(
    one: Refused, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = put(tmp_path, "YTYOLL.csv", one.data)
    with pytest.raises(FileRefusedError) as refused:
        read(path, one.layout)
    assert (refused.value.code, refused.value.line) == (one.code, one.line)
    assert str(path) in refused.value.message
    assert refused.value.hint
    assert capfd.readouterr() == ("", ""), "a library has told of itself"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "YTYOLL.csv"
    os.mkfifo(pipe)
    for path, code in (
        (pipe, "not_regular_file"),
        (tmp_path, "not_regular_file"),
        (tmp_path / "x", "unreadable_file"),
    ):
        with pytest.raises(FileRefusedError) as refused:
            read(path)
        assert refused.value.code == code


def test_an_archive_that_grows_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its size, and by how much it shrank; a text that shrinks little is read."""
    rows = HEADER + "".join(f"P{i * i};01.01.2020;;2;\n" for i in range(5000))
    monkeypatch.setattr(containers, "_SMALL", 50_000)
    for name, data in (("gz", gzip.compress(rows.encode())), ("zip", zipped({"a": rows.encode()}))):
        assert read(put(tmp_path, name, data)).count == 5000
    bomb = b" " * 3_000_000
    for name, data in (("gz", gzip.compress(bomb)), ("zip", zipped({"a": bomb}))):
        with pytest.raises(FileRefusedError) as refused:
            read(put(tmp_path, name, data))
        assert refused.value.code == "archive_too_large"
    monkeypatch.setattr(containers, "_LARGEST", 60_000)
    for name, data in (
        ("gz", gzip.compress(rows.encode())),
        ("xlsx", xlsx({"A": [["x" * 70_000]]})),
    ):
        with pytest.raises(FileRefusedError) as refused:
            read(put(tmp_path, name, data))
        assert refused.value.code == "archive_too_large"


@pytest.mark.parametrize("name", ["YTYOLL.xlsx", "YTYOLL.zip", "YTYOLL.parquet", "YTYOLL"])
def test_the_name_does_not_say_what_a_file_is(name: str, tmp_path: Path) -> None:
    assert read(put(tmp_path, name, PLAIN)).count == 1


def test_a_sheet_keeps_its_cells_as_they_are_and_its_row_numbers(tmp_path: Path) -> None:
    cells = [
        ["Otsikko"],
        [],
        HEADER.strip().split(";"),
        ["007", "x", None, 2, 2.5],
        [],
        ["B\nC", None, None, " y "],
    ]
    records = read(put(tmp_path, "YTYOLL.xlsx", xlsx({"A": cells})))
    assert records.frame.rows() == [(4, "007", "x", "", "2", "2.5"), (6, "B\nC", "", "", " y ", "")]


def test_an_error_of_excel_is_no_empty_cell(tmp_path: Path) -> None:
    """An empty end date would be a spell that goes on."""
    cells = [HEADER.strip().split(";"), ["A", "x", "#N/A", 2], ["#REF!", "x", None, 2]]
    records = read(put(tmp_path, "YTYOLL.xlsx", xlsx({"A": cells, "B": cells})))
    assert records.frame.rows() == [(2, "A", "x", "#N/A", "2", ""), (3, "#REF!", "x", "", "2", "")]


def test_a_list_in_a_parquet_file_is_no_empty_cell(tmp_path: Path) -> None:
    records = read(put(tmp_path, "YTYOLL.parquet", parquet({"tppvm": [["2020-01-31"]]})))
    assert records.frame["tppvm"].to_list() == ["[...]"]


@pytest.mark.parametrize("hour", [0, 22])
def test_a_moment_in_a_parquet_file_is_of_its_day_in_finland(hour: int, tmp_path: Path) -> None:
    """Midnight in Finland is 22:00 of the day before in UTC; others write midnight in UTC."""
    moment = datetime(2024, 1, 31 if hour else 1, hour, tzinfo=UTC)
    records = read(put(tmp_path, "YTYOLL.parquet", parquet({"tappvh": [moment]})))
    assert records.frame["tappvh"][0][:10] == ("2024-02-01" if hour else "2024-01-01")
