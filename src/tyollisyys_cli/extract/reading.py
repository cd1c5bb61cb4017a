"""Reads one extract file to text columns, every record with its line number in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.containers import Contents, open_contents, refuse_html
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.dialect import (
    DELIMITERS,
    SPOILED,
    Dialect,
    Text,
    decode,
    delimiter_named,
    line_ends,
)
from tyollisyys_cli.extract.header import Header, Line, Wanted, find_header
from tyollisyys_cli.extract.layout import fold_cell
from tyollisyys_cli.extract.masking import masked_name
from tyollisyys_cli.extract.splitting import (
    FIELDS,
    LAST,
    LINE,
    REST,
    cells_of_line,
    cells_of_lines,
    split_lines,
)
from tyollisyys_cli.extract.typed import EXCEL, PARQUET, read_typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["LINE", "Records", "Wanted", "read_records"]

_PERSON = "hid_e"
_FIRST_LINES = 20
_LAST_RECORDS = 10
_LONGEST = 64 * 1024
_SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?\s*', re.I)
# What dates look like, Excel's numbers among them.
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d{8}$|\d{5}(?:[.,]\d+)?$")
_TOTAL = re.compile(
    r"\W*(kaikki |grand )?(kaikki|yhteensä|yht|summa|loppusumma|total|totalt|totals|sammanlagt|sum|"
    r"lkm|kpl|rivejä|rivien|rivimäärä|rivit|lukumäärä|tietueita|"
    r"antal|rader|rows|row count|records)\b.*"
    r"|\W*\d[\d ]*(riviä|rivi|rader|rad|rows?|records?|kpl|st)\b.*"
)


@dataclass(frozen=True)
class Records:
    """The records of a file: text columns under our names, and the line of each.

    `malformed` has the line, `code` and `value` (what is wrong) of records with too few or too
    many fields, and the `person` that each seems to be of. `repairs` counts by
    code what was put right, lines that are no records among them.
    """

    header: tuple[str, ...]
    frame: pl.DataFrame
    malformed: pl.DataFrame
    dialect: Dialect = field(default_factory=Dialect)
    repairs: dict[str, int] = field(default_factory=dict[str, int])
    cells: tuple[str, ...] = ()
    """The names of the columns as they stand in the file."""

    @property
    def count(self) -> int:
        """Return the number of records in the file."""
        return self.frame.height + self.malformed.height


@dataclass(frozen=True)
class _Split:
    """The lines of a file below its header, as cells.

    `rows` has LINE, a column for each name of the header, FIELDS and REST, and LAST where records
    go over several lines; `is_cut`: the file does not end with a line break.
    """

    header: Header
    rows: pl.DataFrame
    dialect: Dialect
    repairs: Mapping[str, int]
    is_cut: bool


def read_records(path: Path, wanted: Wanted) -> Records:
    """Read a file in any of the ways that a register's tables come in, decided for the file.

    Raises FileRefusedError for a file that cannot be read without losing or inventing rows.
    """
    # The bytes of the file are let go before its records are looked at.
    return _records(_split(path, open_contents(path), wanted), wanted)


def _split(path: Path, contents: Contents, wanted: Wanted) -> _Split:
    """Split what a file holds into cells, by its kind."""
    if contents.kind == "xlsx":
        return _split_workbook(path, contents, wanted)
    if contents.kind == "parquet":
        return _split_parquet(path, contents, wanted)
    if not contents.data.strip():
        raise FileRefusedError("empty_file", path)
    text = decode(path, contents.data, wanted.layout.encoding, list(wanted.headers))
    return _split_text(path, text, contents, wanted)


# ------------------------------------------------------------------------------------------ text


def _split_text(path: Path, text: Text, contents: Contents, wanted: Wanted) -> _Split:
    """Split delimited text: the delimiter is the one by which a line has the wanted columns."""
    if not text.data.strip():
        raise FileRefusedError("empty_file", path)
    refuse_html(path, text.data)
    data, end, mixed = line_ends(text.data)
    repairs = dict(text.repairs)
    header = find_header(path, _first_lines(data, wanted, repairs), wanted)
    rows = split_lines(path, data, header)
    inner = int((rows[LAST] - rows[LINE]).sum()) if LAST in rows.columns else 0
    repairs["mixed_line_ends"] = max(0, mixed - inner - (header.last - header.line))
    repairs["title_lines"] = header.titles
    is_cut = not data.endswith(b"\n")
    dialect = Dialect(
        "csv", text.encoding, header.delimiter, end, header.line, compressed=contents.compressed
    )
    return _Split(header, rows, dialect, repairs, is_cut=is_cut)


def _first_lines(data: bytes, wanted: Wanted, repairs: dict[str, int]) -> list[Line]:
    """Return the first lines, split by every delimiter that the layout and `sep=` leave open."""
    ends = b"\n"
    beginning: list[str] = []
    position = 0
    count = max(_FIRST_LINES, wanted.layout.header_row)
    while len(beginning) < count and position < len(data):
        at = data.find(ends, position)
        stop = len(data) if at < 0 else at
        beginning.append(data[position : min(stop, position + _LONGEST)].decode(errors="replace"))
        position = stop + 1
    delimiters = (delimiter_named(wanted.layout.delimiter),)
    skipped = 0
    if stated := _SEPARATOR.fullmatch(beginning[0]):
        repairs["sep_line"] = skipped = 1
        delimiters = (delimiters[0] or stated[1],)
    lines = [line.rstrip("\r") for line in beginning]
    return [
        one
        for number in range(1 + skipped, len(lines) + 1)
        for delimiter in (delimiters if delimiters[0] else DELIMITERS)
        for one in _maybe_header(lines, number, delimiter)
    ]


def _maybe_header(lines: Sequence[str], number: int, delimiter: str) -> list[Line]:
    """Return a line, and before it the record that it begins when a name goes over several."""
    own = Line(number, cells_of_line(lines[number - 1], delimiter), delimiter)
    found = cells_of_lines(lines[number - 1 :], delimiter) if '"' in lines[number - 1] else None
    return [Line(number, found[0], delimiter, found[1] - 1), own] if found else [own]


# ---------------------------------------------------------------------- Excel and Parquet files


def _split_workbook(path: Path, contents: Contents, wanted: Wanted) -> _Split:
    """Split the sheet that the layout names, else the first with the needed columns.

    Line numbers are those of the sheet. Raises FileRefusedError.
    """
    sheets = read_typed(path, EXCEL, contents.data, wanted.layout.sheet)
    if not sheets:
        raise FileRefusedError("layout_sheet", path, value=wanted.layout.sheet)
    refusals: list[FileRefusedError] = []
    for name, cells in sheets:
        try:
            return _split_sheet(path, cells, name, contents, wanted)
        except FileRefusedError as refused:
            refusals.append(refused)
    raise next(
        (one for one in refusals if one.code not in ("no_header", "empty_file")), refusals[0]
    )


def _split_sheet(
    path: Path, cells: pl.DataFrame | None, name: str, contents: Contents, wanted: Wanted
) -> _Split:
    """Split a sheet from its first row on."""
    if cells is None:
        raise FileRefusedError("unreadable_file", path, value=EXCEL)
    if not cells.width or not cells.height:
        raise FileRefusedError("empty_file", path)
    cells = cells.fill_null("")
    count = max(_FIRST_LINES, wanted.layout.header_row)
    first = [Line(number, list(row)) for number, row in enumerate(cells.head(count).rows(), 1)]
    header = find_header(path, first, wanted)
    dialect = Dialect("xlsx", header_line=header.line, compressed=contents.compressed, sheet=name)
    body = cells.slice(header.line)
    return _split_typed(path, body, header, dialect)


def _split_parquet(path: Path, contents: Contents, wanted: Wanted) -> _Split:
    """Split a Parquet file; its header counts as line 1, so the first row is line 2."""
    cells = read_typed(path, PARQUET, contents.data)[0][1]
    if cells is None:
        raise FileRefusedError("unreadable_file", path, value=PARQUET)
    header = find_header(path, [Line(1, cells.columns)], wanted)
    dialect = Dialect("parquet", compressed=contents.compressed)
    return _split_typed(path, cells, header, dialect)


def _split_typed(path: Path, cells: pl.DataFrame, header: Header, dialect: Dialect) -> _Split:
    """Give the rows below the header their numbers, and leave out those without any cell."""
    width = len(header.names)
    own = cells.select(pl.nth(*range(width)))
    own.columns = list(header.names)
    rows = own.with_row_index(LINE, header.line + 1).filter(
        pl.any_horizontal(pl.col(header.names).str.strip_chars() != "")
    )
    _refuse_spoiled(path, rows, header)
    repairs = {"title_lines": header.titles}
    rows = _compose(rows, header, repairs).with_columns(
        pl.lit(width, pl.UInt32).alias(FIELDS), pl.lit("").alias(REST)
    )
    return _Split(header, rows, dialect, repairs, is_cut=False)


def _refuse_spoiled(path: Path, rows: pl.DataFrame, header: Header) -> None:
    """Refuse letters that were spoiled before they came into a typed file."""
    spoiled = rows.filter(pl.any_horizontal(pl.col(header.names).str.contains(SPOILED)))
    if spoiled.height:
        raise FileRefusedError("spoiled_letters", path, spoiled[LINE][0])


def _compose(rows: pl.DataFrame, header: Header, repairs: dict[str, int]) -> pl.DataFrame:
    """Put letters and their marks together, and count the marks."""
    marks = pl.col(header.names).str.count_matches("[\u0300-\u036f]").sum()
    count = sum(rows.select(marks).row(0)) if rows.height else 0
    if not count:
        return rows
    repairs["decomposed_letters"] = count
    return rows.with_columns(pl.col(header.names).str.normalize("NFC"))


# --------------------------------------------------------------------------------------- records


def _records(split: _Split, wanted: Wanted) -> Records:
    """Take the lines that are no records away, and the records with too few or many fields apart.

    Raises FileRefusedError for a file without rows, a last record that was cut, swallowed rows and
    fields that are too long.
    """
    header, repairs = split.header, dict(split.repairs)
    path, width = header.path, len(header.names)
    rows = _without_headers(split.rows, header, repairs)
    rows, has_totals = _without_totals(rows, header, repairs, wanted)
    if not rows.height:
        raise FileRefusedError("header_only", path, header.line)
    trailing = _trailing(rows, header)
    if split.is_cut and not has_totals and rows[FIELDS][-1] < width + trailing:
        raise FileRefusedError("cut_record", path, rows[LINE][-1])
    blank = (pl.col(REST) == "") | (trailing == 0)
    fits = (pl.col(FIELDS) == width + trailing) & blank
    good, wrong = _apart(rows, fits)
    if trailing:
        repairs["trailing_delimiters"] = good.height
    _refuse_long(path, good, header)
    _refuse_swallowed(path, good, wrong, header, wanted)
    return Records(
        header.names,
        good.select(LINE, *header.names),
        _malformed(wrong, width, trailing, header),
        split.dialect,
        {code: count for code, count in repairs.items() if count},
        header.cells,
    )


def _apart(rows: pl.DataFrame, fits: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that fit and those that do not; where all do, nothing is copied."""
    wrong = _few(rows, ~fits)
    return (rows.filter(fits) if wrong.height else rows), wrong


def _few(rows: pl.DataFrame, wanted: pl.Expr) -> pl.DataFrame:
    """Filter the rows a piece at a time: what is computed of millions of them is not kept."""
    return rows.lazy().filter(wanted).collect(engine="streaming")


def _trailing(rows: pl.DataFrame, header: Header) -> int:
    """Return how many cells end every row after its last column: decided for the file.

    Decided for a row, `;` inside a text would shift the row and its empty last cell hide that.
    """
    extra, width = max(header.blanks, 1), len(header.names)
    fields, blank = rows[FIELDS], rows[REST] == ""
    some_have_them = ((fields == width + extra) & blank).any()
    all_have_them = not (fields == width).any()
    return extra if some_have_them and (header.blanks or all_have_them) else 0


def _without_headers(rows: pl.DataFrame, header: Header, repairs: dict[str, int]) -> pl.DataFrame:
    """Leave out the header where it stands again among the rows."""
    known = [name for name, cell in zip(header.names, header.cells, strict=True) if cell.strip()]
    first, theirs = known[0], dict(zip(header.names, header.cells, strict=True))
    own = theirs[first].strip()
    spellings = {own, own.lower(), own.upper(), own.capitalize()}
    maybe = _few(rows, pl.col(first).str.strip_chars().is_in(list(spellings)))
    again = [
        line
        for line, *cells in maybe.select(LINE, *known).rows()
        if all(
            fold_cell(cell or "") == fold_cell(theirs[name])
            for name, cell in zip(known, cells, strict=True)
        )
    ]
    repairs["repeated_header"] = len(again)
    return rows.filter(~pl.col(LINE).is_in(again)) if again else rows


def _without_totals(
    rows: pl.DataFrame, header: Header, repairs: dict[str, int], wanted: Wanted
) -> tuple[pl.DataFrame, bool]:
    """Leave out sums and notes at the end of the file, and rows of empty cells among them."""
    kept = _without_empty_end(rows, header)
    last = kept.tail(_LAST_RECORDS).select(*header.names, REST).rows()
    owner = header.names.index(wanted.needed[0]) if wanted.needed else 0
    first_total = len(last)
    for i in range(len(last) - 1, -1, -1):
        texts = [cell for cell in last[i] if cell and cell.strip()]
        if _is_total(last[i], texts, owner):
            first_total = i
        elif len(texts) > 1 or len(header.names) == 1:
            break  # else it is a note such as the source, when a sum stands above it
    kept = _without_empty_end(kept.head(kept.height - len(last) + first_total), header)
    repairs["total_lines"] = rows.height - kept.height
    return kept, kept.height < rows.height


def _without_empty_end(rows: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Leave out rows of empty cells at the end, which Excel writes."""
    cells = pl.col(*header.names, REST)
    is_empty = pl.all_horizontal(cells.fill_null("").str.strip_chars() == "")
    if not rows.height or not rows.tail(1).select(is_empty).item():
        return rows
    written = (~rows.select(is_empty).to_series()).arg_true()
    return rows.head(written[-1] + 1 if len(written) else 0)


def _is_total(cells: Sequence[str | None], texts: Sequence[str], owner: int) -> bool:
    """Whether a record is a sum: its first cell says so, or its first text below an empty one.

    A free text may begin in the same way: a record whose `owner` (the person) is another cell,
    with a date beside it, is a row of the register.
    """
    first = (cells[0] or "").strip()
    text = first or next((one for one in texts if re.search(r"[^\W\d]", one)), "")
    if not _TOTAL.fullmatch(fold_cell(text)):
        return False
    person = (cells[owner] or "").strip()
    others = [one.strip() for one in texts if one.strip() not in (text.strip(), person)]
    return person in ("", text.strip()) or not any(_DATE.match(one) for one in others)


def _malformed(wrong: pl.DataFrame, width: int, trailing: int, header: Header) -> pl.DataFrame:
    """Return line, code, value and person of the records with too few or too many fields."""
    fields = pl.col(FIELDS)
    # As many fields as there should be, but the last is not empty: one too many.
    expected = pl.when(fields == width + trailing).then(width).otherwise(width + trailing)
    code = pl.when(fields < expected).then(pl.lit("too_few_fields"))
    return wrong.select(
        LINE,
        code=code.otherwise(pl.lit("too_many_fields")),
        value=pl.format("{} fields, {} expected", fields, expected),
        person=pl.col(_PERSON) if _PERSON in header.names else pl.lit(None, pl.String),
    )


def _refuse_long(path: Path, good: pl.DataFrame, header: Header) -> None:
    """Refuse a field of more than 64 KB, which is no cell of a register."""
    if not good.height:
        return
    longest = good.select(pl.col(header.names).str.len_bytes().max()).row(0)
    for name, length in zip(header.names, longest, strict=True):
        if (length or 0) > _LONGEST:
            found = good.filter(pl.col(name).str.len_bytes() > _LONGEST)
            if "\n" not in found[name][0]:
                raise FileRefusedError("field_too_long", path, found[LINE][0])


def _refuse_swallowed(
    path: Path, good: pl.DataFrame, wrong: pl.DataFrame, header: Header, wanted: Wanted
) -> None:
    """Raise FileRefusedError when a record of several lines holds rows of the file."""
    if LAST not in good.columns:
        return
    several = pl.col(LAST) > pl.col(LINE)
    if (swallowed := wrong.filter(several)).height:
        cells = swallowed.row(0, named=True)
        column = next((one for one in header.names if "\n" in (cells[one] or "")), "")
        raise FileRefusedError(
            "swallowed_rows", path, swallowed[LINE][0], column=masked_name(column)
        )
    long = good.filter(several).select(LINE, *header.names)
    if found := _swallowed(long, header, wanted):
        line, column = found
        raise FileRefusedError("swallowed_rows", path, line, column=masked_name(column))


def _swallowed(long: pl.DataFrame, header: Header, wanted: Wanted) -> tuple[int, str] | None:
    """Return line and column of a cell that holds rows of the file, which two stray quotes do.

    None of our columns has text of several lines. Any other cell may have it, unless its lines,
    with the cells before and behind them, have as many delimiters as a whole row.
    """
    mapped = {*wanted.needed, *wanted.other}
    whole = len(header.names) - 1
    for line, *cells in long.rows():
        for i, (name, cell) in enumerate(zip(header.names, cells, strict=True)):
            first, *inner = (one.count(header.delimiter) for one in (cell or "").split("\n"))
            if not inner:
                continue
            *inner, last = inner
            both = first + i >= whole and last + whole - i >= whole
            if name in mapped or both or any(count >= whole for count in inner):
                return line, name
    return None
