"""Splits the lines of a text into the cells of records: one way for files without quotes, one with.

All frames here have LINE, FIELDS (how many cells the record has), REST (what stands behind the last
column), the columns of the header, and LAST (the last line) when records may go over several.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.defects import FileRefusedError

if TYPE_CHECKING:
    import _csv
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.header import Header

# In capitals: the file's own columns are in lower case.
LINE, LAST, FIELDS, REST = "LINE", "LAST", "FIELDS", "REST"
_TEXT = "TEXT"
# More lines than these with text in quotes that needs the careful parser: then it reads them all.
_MANY = 200_000
_BATCH = 100_000
# The largest field that the standard parser can be told of on Windows.
_LARGEST = 2**31 - 1
# Bytes that are split at once: what they need meanwhile is three times as much.
_PART = 32 * 1024**2
# Delimiters of one byte that cannot stand in a blank line.
_PLAIN = ";,|"
_Row = tuple[int, int, list[str]]


def cells_of_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, without their quotes; a broken line is one cell."""
    blank: list[str] = []
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), blank)
    except csv.Error:
        return [line]


def cells_of_lines(lines: Sequence[str], delimiter: str) -> tuple[list[str], int] | None:
    """Return the cells of a record that goes over several lines, and over how many; else None."""
    marks = itertools.accumulate(line.count('"') for line in lines)
    count = next((i for i, number in enumerate(marks, 1) if number % 2 == 0), 0)
    if count <= 1:
        return None
    whole = io.StringIO("\n".join(lines[:count]), newline="")
    try:
        records = list(csv.reader(whole, delimiter=delimiter, strict=True, skipinitialspace=True))
    except csv.Error:
        return None
    return (records[0], count) if len(records) == 1 else None


def split_lines(path: Path, data: bytes, header: Header) -> pl.DataFrame:
    """Return the records below the header; raises FileRefusedError for quotes that do not close."""
    start = _offset(data, header.last)
    if data.find(b'"', start) < 0:
        return _concat([_split_part(*part, header) for part in _parts(data, start, header)])
    if (simple := _split_simple(data, start, header)) is not None:
        return simple
    return _split_quoted(path, data[start:], header)


def _concat(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put the records of the parts of a file together."""
    return pl.concat(frames) if len(frames) > 1 else frames[0]


def _offset(data: bytes, lines: int) -> int:
    """Return where the line after so many lines begins."""
    position = 0
    for _ in range(lines):
        at = data.find(b"\n", position)
        if at < 0:
            return len(data)
        position = at + 1
    return position


def _parts(data: bytes, start: int, header: Header) -> Iterator[tuple[bytes, int]]:
    """Yield some 32 MB of whole lines at a time, and the number of the first of them."""
    number = header.last + 1
    yield b"", number
    while start < len(data):
        end = data.find(b"\n", start + _PART) + 1 or len(data)
        part = data[start:end]
        yield part, number
        number += part.count(b"\n")
        start = end


def _split_part(part: bytes, number: int, header: Header) -> pl.DataFrame:
    """Return the cells of lines without quotes, the first of which has this number."""
    even = _split_even(part, number, header)
    return _split(_lines(part, number), header) if even is None else even


def _split_even(part: bytes, number: int, header: Header) -> pl.DataFrame | None:
    """Split lines that all have as many cells as the header; None when one may not.

    The reader refuses a line with too many cells, but for an empty one at the very end of the data,
    and fills up one with too few. Lines and delimiters are counted without it: with as many as
    there should be, no line has too few. 230 MB take 2.0 CPU s, counting the cells of every line
    4.0.
    """
    width, lines = len(header.names), part.count(b"\n")
    is_whole = part.endswith(b"\n") and not part.startswith(codecs.BOM_UTF8)  # it drops a mark
    if header.delimiter not in _PLAIN or width == 1 or not is_whole:
        return None
    if part.count(header.delimiter.encode()) != lines * (width - 1):
        return None
    try:
        cells = pl.read_csv(
            part,
            has_header=False,
            separator=header.delimiter,
            quote_char=None,
            schema=dict.fromkeys(header.names, pl.String),
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if cells.height != lines:
        return None
    numbered = cells.with_row_index(LINE, number).cast({LINE: pl.UInt32})
    return numbered.with_columns(pl.lit(width, pl.UInt32).alias(FIELDS), pl.lit("").alias(REST))


def _lines(part: bytes, number: int) -> pl.DataFrame:
    """Return the lines that are not blank with their numbers."""
    if not part:
        return pl.DataFrame(schema={LINE: pl.UInt32, _TEXT: pl.String})
    lines = pl.read_lines(part, name=_TEXT, row_index_name=LINE, row_index_offset=number)
    return lines.filter(pl.col(_TEXT).str.strip_chars() != "").cast({LINE: pl.UInt32})


def _split(lines: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Return the cells of lines without quotes."""
    text, names = pl.col(_TEXT), header.names
    cells = text.str.splitn(header.delimiter, len(names) + 1)
    fields = (cells.struct.field(f"field_{i}").alias(one) for i, one in enumerate(names))
    count = (text.str.count_matches(header.delimiter, literal=True) + 1).alias(FIELDS)
    rows = lines.select(LINE, *fields, count)
    if not (rows[FIELDS] > len(names)).any():
        return rows.with_columns(pl.lit("").alias(REST))
    rest = cells.struct.field(f"field_{len(names)}").fill_null("")
    # Of two trailing delimiters the rest has the second.
    rest = rest.str.replace_all(header.delimiter, "", literal=True)
    return rows.hstack(lines.select(rest.alias(REST)))


def _split_simple(data: bytes, start: int, header: Header) -> pl.DataFrame | None:
    """Split a file in which every quote closes on its line; None when one may not.

    Most such files have each cell in quotes and nothing special in it: without its quotes a line
    is like any other, which is ten times faster. The lines that need it are parsed one by one.
    """
    parts: list[pl.DataFrame] = []
    for lines in (_lines(*part) for part in _parts(data, start, header)):
        part = _split_closed(lines, header)
        if part is None:
            return None
        parts.append(part)
    return _concat(parts)


def _split_closed(lines: pl.DataFrame, header: Header) -> pl.DataFrame | None:
    """Split lines in which every quote closes; None when one may not."""
    mark = re.escape(header.delimiter)
    cell = f'(?: *"[^"{mark}]*" *|[^"{mark}]*)'
    is_easy = lines.select(pl.col(_TEXT).str.contains(f"^{cell}(?:{mark}{cell})*$")).to_series()
    hard = lines.filter(~is_easy)
    if hard.height > _MANY:
        return None
    try:
        parsed = [(line, line, next(_parser([text], header))) for line, text in hard.rows()]
    except csv.Error:
        return None
    bare = pl.col(_TEXT).str.replace_all('"', "", literal=True)
    rows = _split(lines.filter(is_easy).with_columns(bare), header)
    return pl.concat([rows, _frame(parsed, header).drop(LAST)]).sort(LINE) if parsed else rows


def _parser(lines: Iterable[str], header: Header) -> _csv.Reader:
    """Return the standard parser; blanks may precede a quote."""
    # Its own limit would refuse a stray quote as a long field; both are looked at afterwards.
    csv.field_size_limit(_LARGEST)
    return csv.reader(lines, delimiter=header.delimiter, strict=True, skipinitialspace=True)


def _split_quoted(path: Path, body: bytes, header: Header) -> pl.DataFrame:
    """Read a file with quoted fields of several lines by the standard parser."""
    batches: list[pl.DataFrame] = []
    batch: list[_Row] = []
    for row in _parsed(path, body, header):
        batch.append(row)
        if len(batch) == _BATCH:
            batches.append(_frame(batch, header))
            batch = []
    return pl.concat([*batches, _frame(batch, header)])


def _parsed(path: Path, body: bytes, header: Header) -> Iterator[_Row]:
    """Yield the first line, the last line and the cells of every record that is not blank."""
    reader = _parser(io.StringIO(body.decode(), newline=""), header)
    line = 1
    try:
        for cells in reader:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield line + header.last, reader.line_num + header.last, cells
            line = reader.line_num + 1
    except csv.Error as error:
        is_last = body.count(b"\n") < line and not body.endswith(b"\n")
        code = "cut_record" if is_last and "end of data" in str(error) else "unclosed_quote"
        raise FileRefusedError(code, path, line + header.last) from error


def _frame(rows: list[_Row], header: Header) -> pl.DataFrame:
    """Return parsed records as columns."""
    width = len(header.names)
    columns: dict[str, pl.Series] = {LINE: pl.Series([one[0] for one in rows], dtype=pl.UInt32)}
    for i, name in enumerate(header.names):
        cells = [row[i] if i < len(row) else None for _, _, row in rows]
        columns[name] = pl.Series(cells, dtype=pl.String)
    columns[FIELDS] = pl.Series([len(row) for _, _, row in rows], dtype=pl.UInt32)
    columns[REST] = pl.Series(["".join(row[width:]) for _, _, row in rows], dtype=pl.String)
    columns[LAST] = pl.Series([one[1] for one in rows], dtype=pl.UInt32)
    return pl.DataFrame(columns)
