"""Dates as registers and Excel write them: one format for a column, never for a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST_SERIAL = date(1899, 12, 30)
EXCEL, MONTH_FIRST = "excel", "mm/dd/yyyy"
# `klo 0.00`, `kl. 0.00` are how Finnish and Swedish write a time.
_TIME = (
    r"(?i)(?:T|\s+(?:kl(?:o|\.)?)?)\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[AP]M|UTC|Z|[+-]\d{2}(?::?\d{2})?)?$"
)
_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
# In the order of preference when two read as much.
PATTERNS: Mapping[str, str] = {
    "d.m.yyyy": rf"^{_DAY}\.{_MONTH}\.{_YEAR}$",
    "iso": rf"^{_YEAR}[-/.]{_MONTH}[-/.]{_DAY}$",
    "dd/mm/yyyy": rf"^{_DAY}/{_MONTH}/{_YEAR}$",
    "dd-mm-yyyy": rf"^{_DAY}-{_MONTH}-{_YEAR}$",
    "yyyymmdd": r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$",
}
_MONTH_FIRST = rf"^{_MONTH}[./-]{_DAY}[./-]{_YEAR}$"
_DAY_FIRST = rf"^{_DAY}[./-]{_MONTH}[./-]{_YEAR}$"
_FORMS_READ = (*PATTERNS, EXCEL)
_DAY_FIRST_FORMS = ("d.m.yyyy", "dd/mm/yyyy", "dd-mm-yyyy")
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

    `bare`: without the time, `written`: null where the cell stands for no date yet.
    """

    bare: pl.Series
    written: pl.Series
    readings: Mapping[str, pl.Series]

    def count(self, form: str) -> int:
        """Return how many cells a format reads."""
        return self.readings[form].count()

    def is_all(self, form: str) -> bool:
        """Whether the column is in a format of its own: several cells, and it reads each."""
        return self.count(form) == self.written.count() > 1


def scan(texts: pl.Series) -> Written:
    """Read a column by every format; `texts`: distinct cells without padding, blank ones null."""
    bare = _bare(texts)
    written = _only(bare, ~bare.str.to_uppercase().is_in(list(OPEN_ENDS)))
    return Written(bare, written, _readings(written))


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
    is_open = column.bare.str.to_uppercase().is_in(list(OPEN_ENDS))
    own = column.bare.is_in(list(OWN_OPEN_ENDS))
    values = _sensible(column.readings[form])
    month_first = month_first and form in _DAY_FIRST_FORMS
    if month_first:
        values = _only(values, values.dt.day() == values.dt.month())
    is_open = is_open.fill_null(value=False)
    faults = _faults(column.written, values, is_open, month_first=month_first)
    is_marked = is_open & ~own.fill_null(value=False)
    return Dates(values, is_open, is_marked, faults, form if values.count() else "")


def month_first_evidence(texts: pl.Series) -> tuple[int, int, int]:
    """Count the different dates that must have the month first, the day first, or either."""
    written = _bare(texts)
    by_day = _sensible(_parsed(written, _DAY_FIRST))
    by_month = _sensible(_parsed(written, _MONTH_FIRST))
    month_only = by_month.is_not_null() & by_day.is_null()
    day_only = by_day.is_not_null() & by_month.is_null()
    either = by_day.is_not_null() & by_month.is_not_null() & (by_day != by_month)
    return int(month_only.sum()), int(day_only.sum()), int(either.sum())


def is_month_first(evidence: list[tuple[int, int, int]]) -> bool:
    """Whether the dates of a file have the month first: some must, none must not."""
    month_only, day_only, either = (sum(one[i] for one in evidence) for i in range(3))
    return bool(month_only) and not day_only and month_only >= _SHARE * (month_only + either)


def _bare(texts: pl.Series) -> pl.Series:
    """Return dates without the time that may follow, in Excel's numbers a fraction."""
    return texts.str.replace(_TIME, "").str.replace(_FRACTION, "$1")


def _only(series: pl.Series, keep: pl.Series) -> pl.Series:
    """Return a column with null where it is not to be kept."""
    return pl.select(pl.when(keep).then(series)).to_series()


def _readings(written: pl.Series) -> dict[str, pl.Series]:
    """Read the cells by every format; Excel's numbers last."""
    readings = {form: _parsed(written, pattern) for form, pattern in PATTERNS.items()}
    readings[MONTH_FIRST] = _parsed(written, _MONTH_FIRST)  # only when a layout says so
    number = written.str.extract(_SERIAL, 1).cast(pl.Int32, strict=False)
    number = _only(number, number.is_between(10_000, _LATEST_SERIAL))
    day = pl.lit(FIRST_SERIAL) + pl.duration(days=pl.col("number"))
    readings[EXCEL] = pl.DataFrame({"number": number}).select(day).to_series()
    return readings


def _parsed(written: pl.Series, pattern: str) -> pl.Series:
    """Read the cells that fit a pattern as dates; a day that does not exist is null."""
    parts = pl.DataFrame({"text": written}).select(pl.col("text").str.extract_groups(pattern))
    part = pl.col("text").struct.field
    texts = parts.select(
        pl.concat_str(part("y"), part("m").str.zfill(2), part("d").str.zfill(2), separator="-")
    ).to_series()
    return texts.str.to_date("%Y-%m-%d", strict=False)


def _sensible(values: pl.Series) -> pl.Series:
    """Return dates of the years in which anybody in the register lives."""
    return _only(values, values.dt.year().is_between(_EARLIEST_YEAR, _LATEST_YEAR))


def _faults(
    written: pl.Series, values: pl.Series, is_open: pl.Series, *, month_first: bool
) -> pl.Series:
    """Return why a cell is no date: the month first, two digits of a year, or anything else."""
    cells = pl.DataFrame({"text": written, "value": values, "open": is_open}).with_columns(
        by_month=_sensible(_parsed(written, _MONTH_FIRST)).is_not_null(),
        by_day=_sensible(_parsed(written, _DAY_FIRST)).is_not_null(),
    )
    swapped = pl.col("by_month") & (~pl.col("by_day") | month_first)
    code = (
        pl.when(pl.col("text").is_null() | pl.col("value").is_not_null() | pl.col("open"))
        .then(None)
        .when(swapped)
        .then(pl.lit("month_first_date"))
        .when(pl.col("text").str.contains(TWO_DIGITS))
        .then(pl.lit("two_digit_year"))
        .otherwise(pl.lit("not_a_date"))
    )
    return cells.select(code).to_series()
