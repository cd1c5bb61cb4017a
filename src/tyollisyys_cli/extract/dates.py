"""Dates as registers and Excel write them: one format for a column, never for a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_SERIAL = date(1899, 12, 30)
EXCEL, MONTH_FIRST = "excel", "mm/dd/yyyy"
# `klo 0.00`, `kl. 0.00` are how Finnish and Swedish write a time.
_TIME = (
    r"(?i)(?:T|\s+(?:kl(?:o|\.)?)?)\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[AP]M|UTC|Z|[+-]\d{2}(?::?\d{2})?)?$"
)
_YEAR_LAST = r"^(?P<a>\d{1,2})(?P<s>[./-])(?P<b>\d{1,2})(?P<t>[./-])(?P<y>\d{4})$"
_YEAR_FIRST = r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})$"
_DIGITS = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$"
_DAY_FIRST_FORMS = {"d.m.yyyy": ".", "dd/mm/yyyy": "/", "dd-mm-yyyy": "-"}
# In the order of preference when two read as much.
FORMS = ("d.m.yyyy", "iso", "dd/mm/yyyy", "dd-mm-yyyy", "yyyymmdd")
# Read beside MONTH_FIRST to tell whether a file has its months first; neither is found by itself.
_DAY_FIRST = "day first"
_FORMS_READ = (*FORMS, EXCEL)
_NAMES = {"yyyy-mm-dd": "iso", "dd.mm.yyyy": "d.m.yyyy", "d/m/yyyy": "dd/mm/yyyy"}
_SERIAL = r"^(\d{5})$"  # 10000 is 1927, 80000 is 2119
_FRACTION = r"^(\d{5,7})[.,]\d+$"
TWO_DIGITS = r"^\d{1,2}[./-]\d{1,2}[./-]\d{2}$"
_LATEST_SERIAL = 80_000
_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2200
# A month-first column of many dates has three such days in five; a few of them are mistakes.
_SHARE = 0.2

OWN_OPEN_END = date(2222, 11, 11)
_OPEN_DAYS = (OWN_OPEN_END, date(9999, 12, 31), date(2999, 12, 31))
# Word and Excel make a dash of a hyphen.
_BLANK_ENDS = frozenset({"", "-", "\u2013", "\u2014", "..", "NULL"})
_ZERO_ENDS = {"00.00.0000", "0.0.0000", "0000-00-00", "00000000", "00/00/0000", "00-00-0000"}
_FORMS = (
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%m/%d/%Y",
)


def _spellings(day: date) -> set[str]:
    """Return how a day is written, as Excel's number too."""
    return {*(f"{day:{form}}" for form in _FORMS), str((day - FIRST_SERIAL).days)}


# What registers and their users write for "still open" or "not known"; a time may follow.
OPEN_ENDS = frozenset({*_BLANK_ENDS, *_ZERO_ENDS}.union(*map(_spellings, _OPEN_DAYS)))
OWN_OPEN_ENDS = frozenset({"", *_spellings(OWN_OPEN_END)})


@dataclass(frozen=True)
class Dates:
    """A column of dates by its distinct cells.

    `values`: the dates, null where there is none. `is_open`: cells that stand for no date yet.
    `is_marked`: those of them that are neither blank nor the register's own 11.11.2222. `faults`:
    for a cell that is no date, the code that says why. `form`: its format, empty without a date.
    """

    values: pl.Series
    is_open: pl.Series
    is_marked: pl.Series
    faults: pl.Series
    form: str


@dataclass(frozen=True)
class Written:
    """The distinct cells of a column of dates before it is known how they are to be read.

    `cells` has a row per cell: `bare`, without the time; `written`, null where the cell stands for
    no date yet; `is_open`, whether it does; and by the name of each format the date that it reads.
    """

    cells: pl.DataFrame

    def count(self, form: str) -> int:
        """Return how many cells a format reads."""
        return self.cells[form].count()

    def is_all(self, form: str) -> bool:
        """Whether the column is in a format of its own: several cells, and it reads each."""
        return self.count(form) == self.count("written") > 1


def scan(texts: pl.Series) -> Written:
    """Read a column by every format; `texts`: distinct cells without padding, blank ones null."""
    is_open = pl.col("bare").str.to_uppercase().is_in(list(OPEN_ENDS))
    cells = (
        pl.DataFrame({"bare": texts})
        .select(_bare(pl.col("bare")))
        .with_columns(is_open=is_open.fill_null(value=False))
        .with_columns(written=pl.when(~pl.col("is_open")).then("bare"))
    )
    # Each column takes a while however few cells there are: all formats are read at once.
    written = pl.col("written")
    parts = cells.select(
        last=written.str.extract_groups(_YEAR_LAST),
        first=written.str.extract_groups(_YEAR_FIRST),
        digits=written.str.extract_groups(_DIGITS),
        number=written.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False),
    )
    last = pl.col("last").struct.field
    dates = parts.select(
        _date("first", "m", "d").alias("iso"),
        _date("digits", "m", "d").alias("yyyymmdd"),
        _date("last", "b", "a").alias(_DAY_FIRST),
        _date("last", "a", "b").alias(MONTH_FIRST),
        _day(pl.col("number")).alias(EXCEL),
        sign=pl.when(last("s") == last("t")).then(last("s")),
    ).with_columns(
        pl.when(pl.col("sign") == sign).then(pl.col(_DAY_FIRST)).alias(form)
        for form, sign in _DAY_FIRST_FORMS.items()
    )
    return Written(pl.concat([cells, dates], how="horizontal"))


def formats(columns: Sequence[Written], forced: str = "auto") -> list[str]:
    """Return the format of every date column of a file: the one that reads the most of the file.

    A column of which it reads nothing has its own when that reads the whole column.
    """
    if forced != "auto":
        return [_NAMES.get(forced.lower(), forced.lower())] * len(columns)
    usual = max(_FORMS_READ, key=lambda form: sum(one.count(form) for one in columns))
    return [_own(one) or usual if not one.count(usual) else usual for one in columns]


def _own(column: Written) -> str:
    """Return the format that reads a whole column, or nothing."""
    return next((form for form in _FORMS_READ if column.is_all(form)), "")


def read_dates(column: Written, form: str, *, month_first: bool = False) -> Dates:
    """Read a column in a format; `month_first`: the file has its months first, which is no format.

    Then only dates that mean the same either way are read.
    """
    month_first = month_first and form in _DAY_FIRST_FORMS
    value = _sensible(pl.col(form))
    if month_first:
        value = pl.when(value.dt.day() == value.dt.month()).then(value)
    own = pl.col("bare").is_in(list(OWN_OPEN_ENDS)).fill_null(value=False)
    read = column.cells.with_columns(value=value).select(
        "value",
        "is_open",
        is_marked=pl.col("is_open") & ~own,
        fault=_fault(month_first=month_first),
    )
    return Dates(
        values=read["value"],
        is_open=read["is_open"],
        is_marked=read["is_marked"],
        faults=read["fault"],
        form=form if read["value"].count() else "",
    )


def month_first_evidence(column: Written) -> tuple[int, int, int]:
    """Count the different dates that must have the month first, the day first, or either."""
    by_day, by_month = pl.col("by_day"), pl.col("by_month")
    counts = column.cells.select(
        by_day=_sensible(pl.col(_DAY_FIRST)), by_month=_sensible(pl.col(MONTH_FIRST))
    ).select(
        month_only=(by_month.is_not_null() & by_day.is_null()).sum(),
        day_only=(by_day.is_not_null() & by_month.is_null()).sum(),
        either=(by_day != by_month).sum(),
    )
    month_only, day_only, either = counts.row(0)
    return month_only, day_only, either


def is_month_first(evidence: list[tuple[int, int, int]]) -> bool:
    """Whether the dates of a file have the month first: some must, none must not."""
    month_only, day_only, either = (sum(one[i] for one in evidence) for i in range(3))
    return bool(month_only) and not day_only and month_only >= _SHARE * (month_only + either)


def _bare(texts: pl.Expr) -> pl.Expr:
    """Return dates without the time that may follow, in Excel's numbers a fraction."""
    return texts.str.replace(_TIME, "").str.replace(_FRACTION, "$1")


def _date(parts: str, month: str, day: str) -> pl.Expr:
    """Return the dates of the groups that a pattern found; a day that does not exist is null."""
    part = pl.col(parts).struct.field
    return pl.concat_str(
        part("y"), part(month).str.zfill(2), part(day).str.zfill(2), separator="-"
    ).str.to_date("%Y-%m-%d", strict=False)


def _day(number: pl.Expr) -> pl.Expr:
    """Return the dates of Excel's numbers."""
    is_day = number.is_between(10_000, _LATEST_SERIAL)
    return pl.lit(FIRST_SERIAL) + pl.duration(days=pl.when(is_day).then(number))


def _sensible(values: pl.Expr) -> pl.Expr:
    """Return dates of the years in which anybody in the register lives."""
    return pl.when(values.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR)).then(values)


def _fault(*, month_first: bool) -> pl.Expr:
    """Return why a cell is no date: the month first, two digits of a year, or anything else."""
    by_month = _sensible(pl.col(MONTH_FIRST)).is_not_null()
    by_day = _sensible(pl.col(_DAY_FIRST)).is_not_null()
    written = pl.col("written")
    return (
        pl.when(written.is_null() | pl.col("value").is_not_null())
        .then(None)
        .when(by_month & (~by_day | month_first))
        .then(pl.lit("month_first_date"))
        .when(written.str.contains(TWO_DIGITS))
        .then(pl.lit("two_digit_year"))
        .otherwise(pl.lit("not_a_date"))
    )
