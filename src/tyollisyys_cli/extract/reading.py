"""Reads one extract file to text columns, every record with its line number in the file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.errors import InputError
from tyollisyys_cli.extract.masking import masked_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DELIMITER = ";"
LINE = "LINE"  # in capitals: the file's own columns are in lower case
_BOM = b"\xef\xbb\xbf"
# Letters of UTF-8 (ä, ö, å, é; š, ž) between bytes that are not: \xc3 is \u00c3 in Windows-1252.
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\xa0\xa1\xbd\xbe]")
# Such letters encoded twice, and U+FFFD: what stood there is lost.
_SPOILED = re.compile(rb"\xc3\x83[\xc2\xc5\xe2]|\xef\xbf\xbd")


@dataclass(frozen=True)
class Records:
    """The records of a file: text columns under the file's own header, and the line of each.

    `malformed` has the line and `value` (what is wrong) of records with too few or too many fields.
    `long` are the records of `frame` that go over several lines.
    """

    header: tuple[str, ...]
    frame: pl.DataFrame
    malformed: pl.DataFrame
    long: pl.DataFrame

    @property
    def count(self) -> int:
        """Return the number of records in the file."""
        return self.frame.height + self.malformed.height


@dataclass(frozen=True)
class _Header:
    """The column names of a file, and how many cells without a name end its first line."""

    path: Path
    names: tuple[str, ...]
    blanks: int

    def trailing(self, fields: pl.Series, blank: pl.Series) -> int:
        """Return how many cells end every row after its last column: decided for the file.

        Decided for a row, `;` inside a text would shift the row and its empty last cell hide that.
        `fields`: cells per row. `blank`: whether those behind the last column would be empty.
        """
        extra, width = max(self.blanks, 1), len(self.names)
        some_have_them = ((fields == width + extra) & blank).any()
        all_have_them = not (fields == width).any()
        return extra if some_have_them and (self.blanks or all_have_them) else 0


def read_records(path: Path) -> Records:
    """Read a `;` separated file in UTF-8 (with or without BOM) or Windows-1252.

    Raises InputError for a file that is empty, has no records, repeats a column, holds NUL bytes,
    two encodings or a carriage return alone, or ends inside a quoted field.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if b"\0" in data:
        raise InputError(f"{path}: has NUL bytes, so it is not text", "deliver it as CSV in UTF-8")
    data = _to_utf8(path, data)
    if not data.strip():
        raise InputError(f"{path}: is empty", "deliver the file again")
    _refuse_carriage_returns(path, data)
    if b'"' in data:
        return _read_quoted(path, data)
    return _read_plain(path, data)


def _to_utf8(path: Path, data: bytes) -> bytes:
    """Return the text as UTF-8 without a BOM; what is not UTF-8 is Windows-1252.

    Raises InputError for bytes that are neither, or both: replacing them would change data in
    silence.
    """
    text = data.removeprefix(_BOM)
    if text.isascii():  # 20 ms for 230 MB, which decoding would copy
        return text
    try:
        text.decode()
    except UnicodeDecodeError as error:
        both = _UTF8_LETTER.search(text)
        if both or text is not data:
            at = max(both.start() if both else 0, error.start)
            raise _unreadable(path, text, at, "is in two encodings") from error
        return _from_windows(path, text)
    if found := _SPOILED.search(text):
        raise _unreadable(path, text, found.start(), "has letters that were spoiled on the way")
    return text


def _from_windows(path: Path, data: bytes) -> bytes:
    """Return Windows-1252 as UTF-8; raises InputError for bytes that mean nothing in it."""
    try:
        return data.decode("cp1252").encode()
    except UnicodeDecodeError as error:
        said = f"has byte 0x{data[error.start]:02x}, which is neither UTF-8 nor Windows-1252"
        raise _unreadable(path, data, error.start, said) from error


def _unreadable(path: Path, data: bytes, position: int, said: str) -> InputError:
    """Return the refusal of a file whose text cannot be trusted, with the line."""
    line = data.count(b"\n", 0, position) + 1
    return InputError(f"{path} line {line}: {said}", "deliver the file in UTF-8")


def _refuse_carriage_returns(path: Path, data: bytes) -> None:
    """Refuse a carriage return without a line feed: parsers differ on whether it ends a line."""
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        line = re.split(rb"\r(?!\n)", data, maxsplit=1)[0].count(b"\n") + 1
        raise InputError(
            f"{path} line {line}: has a carriage return alone, which may or may not end a line",
            "deliver the file with line ends of LF or CRLF",
        )


def _header(path: Path, cells: list[str]) -> _Header:
    """Return the column names, without padding and in lower case; raises InputError."""
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InputError(f"{path} line 1: is empty, no header", "deliver the file again")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError(
            f"{path} line 1: column '{masked_name(repeated[0])}' stands twice",
            "deliver each column once, under a header",
        )
    return _Header(path, tuple(names), len(cells) - len(names))


def _read_plain(path: Path, data: bytes) -> Records:
    """Split the lines of a file without quotes: every record is one line."""
    lines = pl.read_lines(data, name="text", row_index_name=LINE, row_index_offset=1)
    header = _header(path, lines["text"][0].split(DELIMITER))
    text = pl.col("text")
    counted = (
        lines.slice(1)
        .filter(text.str.strip_chars() != "")
        .with_columns(
            fields=text.str.count_matches(DELIMITER, literal=True) + 1,
            blank=text.str.ends_with(DELIMITER * max(header.blanks, 1)),
        )
    )
    return _records(header, counted, lambda good: _split(good, header))


def _split(good: pl.DataFrame, header: _Header) -> pl.DataFrame:
    """Return the cells of lines that have as many as there should be."""
    cells = pl.col("text").str.splitn(DELIMITER, len(header.names) + 1)
    fields = (cells.struct.field(f"field_{i}").alias(one) for i, one in enumerate(header.names))
    return good.select(LINE, *fields)


def _read_quoted(path: Path, data: bytes) -> Records:
    """Read a file with quoted fields by the standard parser, which knows records of many lines."""
    (line, last, first), *records = _numbered_records(path, data) or [(1, 1, [""])]
    if last > line:
        raise _swallowed(path, line)
    header = _header(path, first)
    width = len(header.names)
    counted = pl.DataFrame(
        {
            LINE: [line for line, _, _ in records],
            "last": [last for _, last, _ in records],
            "fields": [len(cells) for _, _, cells in records],
            "blank": [not any(cells[width:]) for _, _, cells in records],
        },
        schema={LINE: pl.UInt32, "last": pl.UInt32, "fields": pl.UInt32, "blank": pl.Boolean},
    ).with_row_index("record")

    def cells(good: pl.DataFrame) -> pl.DataFrame:
        numbers: list[int] = good["record"].to_list()
        rows = [records[number][2] for number in numbers]
        columns = {one: [row[i] for row in rows] for i, one in enumerate(header.names)}
        schema = dict.fromkeys(header.names, pl.String)
        return good.select(LINE).hstack(pl.DataFrame(columns, schema=schema))

    return _records(header, counted, cells)


def _numbered_records(path: Path, data: bytes) -> list[tuple[int, int, list[str]]]:
    """Return the first line, the last line and the cells of every record that is not blank."""
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=DELIMITER, strict=True)
    line = 1
    records: list[tuple[int, int, list[str]]] = []
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                records.append((line, reader.line_num, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{path} line {line}: a quote is not closed or stands in the wrong place: {error}",
            "deliver the file again with quotes doubled inside quoted fields",
        ) from error
    return records


def _swallowed(path: Path, line: int) -> InputError:
    """Return the refusal of a file in which a quote has taken the rows below it into a cell."""
    return InputError(
        f"{path} line {line}: a stray quote has swallowed the lines below it",
        "deliver the file again with quotes doubled inside quoted fields",
    )


def _records(
    header: _Header, counted: pl.DataFrame, cells: Callable[[pl.DataFrame], pl.DataFrame]
) -> Records:
    """Take the records with as many fields as the header apart from the others.

    Raises InputError for a file with a header only, and for a malformed record of several lines.
    """
    if not counted.height:
        raise InputError(f"{header.path}: has a header and no rows", "deliver the file again")
    width = len(header.names)
    trailing = header.trailing(counted["fields"], counted["blank"])
    fits = pl.col("fields") == width + trailing
    good = counted.filter(fits & (pl.col("blank") | (trailing == 0)))
    wrong = counted.filter(~(fits & (pl.col("blank") | (trailing == 0))))
    frame = cells(good)
    long = frame.clear()
    if "last" in counted.columns:
        several = pl.col("last") > pl.col(LINE)
        if (swallowed := wrong.filter(several)).height:
            raise _swallowed(header.path, swallowed[LINE][0])
        long = frame.filter(good.select(several).to_series())
    expected = pl.when(fits).then(width).otherwise(width + trailing)
    value = pl.format("{} fields, {} expected", pl.col("fields"), expected)
    return Records(header.names, frame, wrong.select(LINE, value=value), long)
