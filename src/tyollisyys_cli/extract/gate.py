"""The row gate: text records in; typed rows, refused rows with a reason, and counts out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.distinct import distinct
from tyollisyys_cli.extract.masking import IDENTITY_CODE, MASK
from tyollisyys_cli.extract.reading import DELIMITER, LINE
from tyollisyys_cli.extract.tables import CODE, DATE, END, PERSON, START, TEXT, YEAR, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tyollisyys_cli.extract.reading import Records
    from tyollisyys_cli.extract.tables import Table

# What registers and their users write for "still open" or "not known".
OPEN_ENDS = frozenset(
    {
        "",
        "-",
        "..",
        "NULL",
        "11.11.2222",
        "2222-11-11",
        "31.12.9999",
        "9999-12-31",
        "31.12.2999",
        "2999-12-31",
        "00.00.0000",
    }
)
# What they write for "nothing" in any other column.
_NOTHING = ("-", "..", "NULL")
# Blanks of any width, and marks without one: padding to a reader, another id to a program.
_BLANK = " \t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
_PADDING = f"^[{_BLANK}]+|[{_BLANK}]+$|[{_INVISIBLE}]"
_CONTROL = r"[\x00-\x1f\x7f-\x9f&&[^\t\n\r]]"
_DATES = (START, END, DATE)
_DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d")
_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2200
_REJECT = pl.Schema({LINE: pl.UInt32, "code": pl.String, "column": pl.String, "value": pl.String})


@dataclass(frozen=True)
class Gated:
    """What the gate made of a file: read = accepted + rejected + duplicates."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    duplicates: int
    absent: tuple[str, ...]
    """Columns that the file lacks and that are read as empty."""


@dataclass(frozen=True)
class _Column:
    """A column by its distinct cells: every check is made once per cell, not once per row.

    `cells` has `text` (without padding), `value` (typed) and `problem` (`code|column` or null);
    `numbers` says for every row which of them it has.
    """

    column: Column
    cells: pl.DataFrame
    numbers: pl.Series

    def values(self) -> pl.Series:
        """Return the typed value of every row."""
        return self.cells["value"].gather(self.numbers).alias(self.column.name)

    def problems(self) -> list[pl.Series]:
        """Return what is wrong with the cell of every row, or nothing when no cell is wrong."""
        found = self.cells["problem"]
        return [] if found.null_count() == len(found) else [found.gather(self.numbers)]

    def shown(self, rows: pl.Series) -> pl.Series:
        """Return the text of some rows as the quarantine may keep it: never a person's id."""
        text = self.cells["text"].gather(self.numbers.gather(rows))
        return text.str.replace("(?s)^.*$", MASK) if self.column.kind == PERSON else text


def gate(
    records: Records, table: Table, *, extract_date: date | None, municipalities: Sequence[str]
) -> Gated:
    """Check every record against the table; the first thing wrong with a record refuses it.

    `municipalities`: the codes of the classification; one that ended before it began is unknown.
    """
    columns = [_check(records.frame, column, extract_date) for column in table.columns]
    typed = pl.DataFrame([records.frame[LINE], *(column.values() for column in columns)])
    problems = [one for column in columns for one in column.problems()]
    problems += _across(typed, table, extract_date, municipalities)
    problem = pl.select(pl.coalesce(*problems)).to_series() if problems else None
    accepted = typed if problem is None else typed.filter(problem.is_null())
    distinct_rows = _without_repetitions(accepted.drop(LINE))
    return Gated(
        accepted=distinct_rows,
        rejected=_rejected(records, columns, problem),
        duplicates=accepted.height - distinct_rows.height,
        absent=tuple(one.name for one in table.columns if one.name not in records.header),
    )


def person_ids(cells: pl.Series) -> pl.Series:
    """Return the ids of persons as a load reads them; an empty one is null."""
    column = Column("hid_e", PERSON)
    return _typed(_text(cells, column), column)


def missing_columns(header: Iterable[str], table: Table) -> list[str]:
    """Return the columns that figures rest on and the file does not have."""
    return [column.name for column in table.columns if column.needed and column.name not in header]


def swallowed_rows(records: Records, table: Table) -> tuple[int, str] | None:
    """Return line and column of a cell that holds rows of the file, which two stray quotes do.

    No column of the table has text of several lines. Any other cell may have it, unless its lines,
    with the cells before and behind them, have as many delimiters as a whole row.
    """
    mapped = {column.name for column in table.columns}
    whole = len(records.header) - 1
    for line, *cells in records.long.rows():
        for i, (name, cell) in enumerate(zip(records.header, cells, strict=True)):
            first, *inner = (one.count(DELIMITER) for one in cell.split("\n"))
            if not inner:
                continue
            *inner, last = inner
            both = first + i >= whole and last + whole - i >= whole
            if name in mapped or both or any(count >= whole for count in inner):
                return line, name
    return None


def _check(frame: pl.DataFrame, column: Column, extract_date: date | None) -> _Column:
    """Read and check a column of the file; one that the file lacks is empty."""
    is_there = column.name in frame.columns
    cells = frame[column.name] if is_there else pl.repeat("", frame.height, eager=True)
    raw, numbers = distinct(cells)
    text = _text(raw, column)
    typed = pl.DataFrame({"text": text, "value": _typed(text, column)})
    faults = [
        pl.when(failed.fill_null(value=False)).then(pl.lit(f"{code}|{column.name}"))
        for code, failed in _faults(column, extract_date)
    ]
    return _Column(column, typed.with_columns(problem=pl.coalesce(*faults)), numbers)


def _text(raw: pl.Series, column: Column) -> pl.Series:
    """Return cells without padding, empty ones as null, identity codes of others masked."""
    text = raw.str.replace_all(_PADDING, "")
    if column.kind != PERSON:
        text = text.str.replace_all(IDENTITY_CODE, MASK)
    return pl.select(pl.when(text != "").then(text)).to_series()


def _typed(text: pl.Series, column: Column) -> pl.Series:
    """Return a column as dates, numbers or codes in one spelling; what cannot be read is null."""
    if column.kind in _DATES:
        return _dates(text)
    is_nothing = text.str.to_uppercase().is_in(_NOTHING)
    cells = pl.select(pl.when(~is_nothing).then(text)).to_series()
    if column.kind == YEAR:
        return cells.cast(pl.Int32, strict=False).cast(pl.String)
    if column.kind == CODE:
        return _codes(cells, column)
    return cells


def _codes(cells: pl.Series, column: Column) -> pl.Series:
    """Return codes in one spelling: letter case, leading zeros."""
    cased = cells.str.to_lowercase() if column.lower else cells.str.to_uppercase()
    if column.width == 1:
        return cased.str.replace("^0(.+)$", "$1")
    digits = cased.str.contains(r"^\d+$")
    padded = cased.str.pad_start(column.width, "0") if column.width else cased
    return pl.select(pl.when(digits).then(padded).otherwise(cased)).to_series()


def _dates(cells: pl.Series) -> pl.Series:
    """Parse a column of dates in the one format that reads the most of it; open ends are null.

    The format is decided for the column, never for a row: 03.04. must not change its meaning.
    """
    is_open = cells.str.to_uppercase().is_in(list(OPEN_ENDS))
    written = pl.select(pl.when(~is_open).then(cells)).to_series()
    readings = [written.str.to_date(form, strict=False) for form in _DATE_FORMATS]
    best = min(readings, key=lambda reading: reading.null_count())
    sensible = best.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)
    return pl.select(pl.when(sensible).then(best)).to_series()


def _faults(column: Column, extract_date: date | None) -> list[tuple[str, pl.Expr]]:
    """Return the checks of a column: a code, and whether a cell (`text`, `value`) fails it."""
    text, value = pl.col("text"), pl.col("value")
    empty = text if column.kind in _DATES else value
    faults = [
        ("control_character", text.str.contains(_CONTROL)),
        ("repeated_header", text.str.to_lowercase() == column.name),
    ]
    if column.mandatory:
        faults.append((_MISSING.get(column.kind, "missing_value"), empty.is_null()))
    if column.kind in _DATES:
        is_open = text.str.to_uppercase().is_in(list(OPEN_ENDS)) & pl.lit(not column.mandatory)
        faults.append(("not_a_date", text.is_not_null() & value.is_null() & ~is_open))
    elif column.kind == YEAR:
        latest = extract_date.year if extract_date else _LATEST_YEAR
        sensible = value.cast(pl.Int32).is_between(_EARLIEST_YEAR, latest).fill_null(value=False)
        is_nothing = text.str.to_uppercase().is_in(_NOTHING)
        faults.append(("not_a_year", text.is_not_null() & ~is_nothing & ~sensible))
    elif column.kind in (CODE, TEXT):
        faults += _code_faults(column)
    return faults


def _code_faults(column: Column) -> list[tuple[str, pl.Expr]]:
    """Return the checks of codes and texts; a text that no figure rests on is kept masked."""
    value = pl.col("value")
    faults: list[tuple[str, pl.Expr]] = []
    if column.needed:
        faults.append(("identity_code", value.str.contains(MASK, literal=True)))
    if column.values is not None:
        faults.append(("unknown_code", ~value.is_in(list(column.values))))
    if column.shape:
        faults.append(("unknown_code", ~value.str.contains(f"^(?:{column.shape})$")))
    return faults


def _across(
    typed: pl.DataFrame,
    table: Table,
    extract_date: date | None,
    municipalities: Sequence[str],
) -> list[pl.Series]:
    """Return a series per check that looks at more than a cell and fails: null, or the problem."""
    start, end = table.column(START), table.column(END)
    failed: list[tuple[str, pl.Series]] = []
    if table.name == "YHKUNTA":
        unknown = _unknown_municipality(typed, municipalities)
        failed.append(("unknown_municipality|kunnoh", unknown))
    if start and end:
        failed.append((f"end_before_start|{end.name}", typed[end.name] < typed[start.name]))
    if start and extract_date and not table.planned:
        late = typed[start.name] > extract_date
        failed.append((f"start_after_extract_date|{start.name}", late))
    return [
        pl.select(pl.when(rows.fill_null(value=False)).then(pl.lit(problem))).to_series()
        for problem, rows in failed
        if rows.any()
    ]


_MISSING = {PERSON: "missing_person", START: "missing_start"}

# Codes that ended before the classification begins are only on spells that ended before it too.
_CLASSIFICATION_FROM = pl.date(2013, 1, 1)
_ABROAD = ("197", "198", "200")


def _unknown_municipality(typed: pl.DataFrame, municipalities: Sequence[str]) -> pl.Series:
    """Whether a residence has a code that the classification should know and does not."""
    known = pl.col("kunnoh").is_in([*municipalities, *_ABROAD])
    is_old = pl.col("paapv6").is_not_null() & (pl.col("paapv6") < _CLASSIFICATION_FROM)
    return typed.select(~known & ~is_old).to_series()


def _without_repetitions(rows: pl.DataFrame) -> pl.DataFrame:
    """Return every different row once, the first of each.

    Only rows whose hash comes twice are compared: 0.8 s instead of 6 s for 5.8 million rows.
    """
    twice = rows.hash_rows().is_duplicated()
    if not twice.any():
        return rows
    numbered = rows.with_row_index("ROW")
    once = numbered.filter(twice).unique(rows.columns, keep="first", maintain_order=True)
    return pl.concat([numbered.filter(~twice), once]).sort("ROW").drop("ROW")


def _rejected(
    records: Records, columns: Sequence[_Column], problem: pl.Series | None
) -> pl.DataFrame:
    """Return line, code, column and value of every refused record."""
    malformed = records.malformed.select(
        LINE, pl.lit("wrong_number_of_fields").alias("code"), pl.lit("").alias("column"), "value"
    ).cast(_REJECT)
    if problem is None:
        return malformed
    rows = problem.is_not_null().arg_true()
    parts = problem.gather(rows).str.split("|")
    column = parts.list.get(1)
    texts = [pl.when(column == one.column.name).then(one.shown(rows)) for one in columns]
    refused = pl.select(
        records.frame[LINE].gather(rows),
        code=parts.list.get(0),
        column=column,
        value=pl.coalesce(*texts),
    )
    return pl.concat([refused.cast(_REJECT), malformed]).sort(LINE)
