"""Reads one extract file to text columns, every record with its line number in the file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DELIMITER = ";"
LINE = "line"


@dataclass(frozen=True)
class Records:
    """The records of a file: text columns under the file's own header, and the line of each.

    `malformed` has `line` and `value` (what is wrong) of records with too few or too many fields.
    """

    header: tuple[str, ...]
    frame: pl.DataFrame
    malformed: pl.DataFrame

    @property
    def count(self) -> int:
        """Return the number of records in the file."""
        return self.frame.height + self.malformed.height


def read_records(path: Path) -> Records:
    """Read a `;` separated file in UTF-8 (with or without BOM) or Windows-1252.

    Raises InputError for a file that is empty, has no records, repeats a column, holds NUL bytes
    or ends inside a quoted field.
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
    if b'"' in data:
        return _read_quoted(path, data)
    return _read_plain(path, data)


def _to_utf8(path: Path, data: bytes) -> bytes:
    """Return the text as UTF-8 without a BOM; what is not UTF-8 is Windows-1252.

    Raises InputError for bytes that are neither: replacing them would change data in silence.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252").encode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(
                f"{path} line {line}: byte 0x{data[error.start]:02x} is neither UTF-8 nor "
                "Windows-1252",
                "deliver the file in UTF-8",
            ) from error
    return data


def _header(path: Path, cells: list[str]) -> tuple[str, ...]:
    """Return the column names, without padding and in lower case; raises InputError."""
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError(
            f"{path} line 1: column '{repeated[0]}' stands twice", "deliver each column once"
        )
    return tuple(names)


def _read_plain(path: Path, data: bytes) -> Records:
    """Split the lines of a file without quotes: every record is one line."""
    lines = pl.read_lines(data, name="text", row_index_name=LINE, row_index_offset=1)
    header = _header(path, lines["text"][0].split(DELIMITER))
    body = lines.slice(1).filter(pl.col("text").str.strip_chars() != "")
    width = len(header)
    fields = pl.col("text").str.count_matches(DELIMITER, literal=True) + 1
    ends_with_delimiter = pl.col("text").str.ends_with(DELIMITER)
    counted = body.with_columns(fields=fields - (ends_with_delimiter & (fields == width + 1)))
    good = counted.filter(pl.col("fields") == width)
    split = pl.col("text").str.splitn(DELIMITER, width + 1)
    frame = good.select(
        LINE, *(split.struct.field(f"field_{i}").alias(name) for i, name in enumerate(header))
    )
    wrong = counted.filter(pl.col("fields") != width)
    return _records(path, header, frame, wrong.select(LINE, "fields"))


def _read_quoted(path: Path, data: bytes) -> Records:
    """Read a file with quoted fields by the standard parser, which knows records of many lines."""
    numbered = _numbered_records(path, data)
    _, first = next(numbered)
    header = _header(path, first)
    width = len(header)
    good: list[tuple[int, ...] | tuple[int | str, ...]] = []
    wrong: list[tuple[int, int]] = []
    for line, cells in numbered:
        if len(cells) == width + 1 and not cells[-1]:
            cells.pop()
        if len(cells) == width:
            good.append((line, *cells))
        else:
            wrong.append((line, len(cells)))
    schema = {LINE: pl.UInt32, **dict.fromkeys(header, pl.String)}
    frame = pl.DataFrame(good, schema=schema, orient="row")
    malformed = pl.DataFrame(wrong, schema={LINE: pl.UInt32, "fields": pl.UInt32}, orient="row")
    return _records(path, header, frame, malformed)


def _numbered_records(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the cells of every record that is not blank."""
    reader = csv.reader(io.StringIO(data.decode(), newline=""), delimiter=DELIMITER, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{path} line {line}: a quote is not closed or stands in the wrong place: {error}",
            "deliver the file again with quotes doubled inside quoted fields",
        ) from error


def _records(
    path: Path, header: tuple[str, ...], frame: pl.DataFrame, wrong: pl.DataFrame
) -> Records:
    """Put the parts together; raises InputError for a file with a header only."""
    if not frame.height and not wrong.height:
        raise InputError(f"{path}: has a header and no rows", "deliver the file again")
    value = pl.format("{} fields, {} expected", pl.col("fields"), pl.lit(len(header)))
    return Records(header, frame, wrong.select(LINE, value=value))
