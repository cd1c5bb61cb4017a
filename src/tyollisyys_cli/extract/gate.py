"""The row gate: text records in; typed rows, refused rows with a reason, and counts out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.reading import LINE
from tyollisyys_cli.extract.tables import CODE, DATE, END, PERSON, START, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tyollisyys_cli.extract.reading import Records
    from tyollisyys_cli.extract.tables import Column, Table

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


def gate(
    records: Records, table: Table, *, extract_date: date | None, municipalities: Sequence[str]
) -> Gated:
    """Check every record against the table; the first thing wrong with a record refuses it.

    `municipalities`: the codes of the classification; one that ended before it began is unknown.
    """
    text = _text_columns(records.frame, table)
    typed = text.select(LINE, *(_typed(text, column) for column in table.columns))
    problems = _problems(text, typed, table, extract_date, municipalities)
    checked = typed.with_columns(problem=pl.coalesce(*problems, pl.lit(None)))
    refused = pl.col("problem").is_not_null()
    accepted = checked.filter(~refused).drop("problem")
    distinct = accepted.unique(
        [column.name for column in table.columns], keep="first", maintain_order=True
    )
    return Gated(
        accepted=distinct.drop(LINE),
        rejected=_rejected(records, checked.filter(refused), text),
        duplicates=accepted.height - distinct.height,
        absent=tuple(one.name for one in table.columns if one.name not in records.header),
    )


def missing_columns(header: Iterable[str], table: Table) -> list[str]:
    """Return the columns that figures rest on and the file does not have."""
    return [column.name for column in table.columns if column.needed and column.name not in header]


def _text_columns(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return the table's columns as trimmed text, empty cells as null."""
    blank = " \t\u00a0"

    def cell(column: Column) -> pl.Expr:
        if column.name not in frame.columns:
            return pl.lit(None, dtype=pl.String).alias(column.name)
        trimmed = pl.col(column.name).str.strip_chars(blank)
        return pl.when(trimmed != "").then(trimmed).alias(column.name)

    return frame.select(LINE, *(cell(column) for column in table.columns))


def _typed(text: pl.DataFrame, column: Column) -> pl.Series:
    """Return a column as dates, numbers or codes in one spelling; what cannot be read is null."""
    cells = text[column.name]
    if column.kind in (START, END, DATE):
        return _dates(cells)
    if column.kind == YEAR:
        return cells.cast(pl.Int32, strict=False).cast(pl.String)
    if column.kind == CODE:
        return text.select(_code(column)).to_series()
    return cells


def _code(column: Column) -> pl.Expr:
    """Return the code in one spelling: letter case, leading zeros."""
    cell = pl.col(column.name)
    cased = cell.str.to_lowercase() if column.lower else cell.str.to_uppercase()
    if column.width == 1:
        return (
            pl.when(cased.str.len_chars() > 1).then(cased.str.strip_prefix("0")).otherwise(cased)
        ).alias(column.name)
    digits = cased.str.contains(r"^\d+$")
    padded = cased.str.pad_start(column.width, "0") if column.width else cased
    return pl.when(digits).then(padded).otherwise(cased).alias(column.name)


def _dates(cells: pl.Series) -> pl.Series:
    """Parse a column of dates in the one format that reads the most of it; open ends are null.

    The format is decided for the column, never for a row: 03.04. must not change its meaning.
    """
    distinct = cells.drop_nulls().unique()
    distinct = distinct.filter(~distinct.str.to_uppercase().is_in(list(OPEN_ENDS)))
    readings = [distinct.str.to_date(form, strict=False) for form in _DATE_FORMATS]
    best = max(readings, key=lambda reading: len(reading) - reading.null_count())
    sensible = best.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)
    parsed = pl.select(pl.when(sensible).then(best)).to_series()
    return cells.replace_strict(distinct, parsed, default=None, return_dtype=pl.Date)


def _problems(
    text: pl.DataFrame,
    typed: pl.DataFrame,
    table: Table,
    extract_date: date | None,
    municipalities: Sequence[str],
) -> list[pl.Series]:
    """Return a series per check: null, or `code|column`."""
    found: list[pl.Series] = []
    start, end = table.column(START), table.column(END)

    def add(failed: pl.Series, code: str, column: Column) -> None:
        marks = pl.when(failed.fill_null(value=False)).then(pl.lit(f"{code}|{column.name}"))
        found.append(typed.select(marks.alias(f"{code}_{column.name}")).to_series())

    for column in table.columns:
        cells, values = text[column.name], typed[column.name]
        if column.mandatory:
            add(cells.is_null(), _MISSING.get(column.kind, "missing_value"), column)
        if column.kind in (START, END, DATE):
            is_open = cells.str.to_uppercase().is_in(list(OPEN_ENDS))
            not_a_date = cells.is_not_null() & values.is_null()
            add(not_a_date & ~is_open if column.kind != START else not_a_date, "not_a_date", column)
        if column.kind == YEAR:
            year = values.cast(pl.Int32, strict=False)
            sensible = year.is_between(_EARLIEST_YEAR, _LATEST_YEAR).fill_null(value=False)
            add(cells.is_not_null() & ~sensible, "not_a_year", column)
        if column.values is not None:
            add(~values.is_in(list(column.values)), "unknown_code", column)
        if column.name == "kunnoh":
            add(_unknown_municipality(typed, municipalities), "unknown_municipality", column)
    if start and end:
        add(typed[end.name] < typed[start.name], "end_before_start", end)
    if start and extract_date and not table.planned:
        add(typed[start.name] > extract_date, "start_after_extract_date", start)
    return found


_MISSING = {PERSON: "missing_person", START: "missing_start"}

# Codes that ended before the classification begins are only on spells that ended before it too.
_CLASSIFICATION_FROM = pl.date(2013, 1, 1)
_ABROAD = ("197", "198", "200")


def _unknown_municipality(typed: pl.DataFrame, municipalities: Sequence[str]) -> pl.Series:
    """Whether a residence has a code that the classification should know and does not."""
    known = pl.col("kunnoh").is_in([*municipalities, *_ABROAD])
    is_old = pl.col("paapv6").is_not_null() & (pl.col("paapv6") < _CLASSIFICATION_FROM)
    return typed.select(~known & ~is_old).to_series()


def _rejected(records: Records, refused: pl.DataFrame, text: pl.DataFrame) -> pl.DataFrame:
    """Return line, code, column and value of every refused record."""
    named = refused.select(
        LINE,
        code=pl.col("problem").str.split("|").list.get(0),
        column=pl.col("problem").str.split("|").list.get(1),
    )
    values = text.join(named, on=LINE, how="semi").unpivot(
        index=LINE, variable_name="column", value_name="value"
    )
    cells = named.join(values, on=[LINE, "column"], how="left")
    malformed = records.malformed.select(
        LINE, pl.lit("wrong_number_of_fields").alias("code"), pl.lit("").alias("column"), "value"
    )
    return pl.concat([cells.select(_REJECT.keys()).cast(_REJECT), malformed.cast(_REJECT)]).sort(
        LINE
    )
