"""What the values of a column look like: dates, identity codes, a few codes or free text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.dates import (
    EXCEL,
    formats,
    is_month_first,
    month_first_evidence,
    read_dates,
    scan,
)
from tyollisyys_cli.extract.masking import IDENTITY_CODE, masked
from tyollisyys_cli.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 5_000  # distinct values are enough to tell what a column is
_SURE = 0.9
_LONGEST_SHAPE = 24
_PADDING = r"^\s+|\s+$"
_YEAR = re.compile("(18|19|20)[0-9]{2}")
_NAME = re.compile(r"[^\W\d_]+([ -][^\W\d_]+)+")
_LONG_NUMBER = re.compile("[0-9]{4}")


@dataclass(frozen=True)
class Profile:
    """A column by its distinct values, without padding and empty ones."""

    header: str
    """Their header as it stands in the file."""
    cells: pl.Series
    """All rows, null where empty."""
    texts: tuple[str, ...]
    dates: pl.Series
    """The dates of all rows, null where open or none; empty when the column has no dates."""
    date_format: str
    open_share: float
    """Share of rows that are empty or bear a mark for an end that is not known."""
    month_first: tuple[int, int, int]
    """Different dates that must have the month first, the day first, or either."""
    persons: float
    """Share of the distinct values that look like personal identity codes."""

    @property
    def folded(self) -> str:
        """Return the header in the spelling that words are searched in."""
        return fold(self.header)

    @property
    def is_date(self) -> bool:
        """Whether the column holds dates."""
        return len(self.dates) > 0

    @property
    def is_year(self) -> bool:
        """Whether the column holds years."""
        years = [bool(_YEAR.fullmatch(text)) for text in self.texts]
        return bool(years) and sum(years) >= _SURE * len(years)

    @property
    def may_be_person(self) -> bool:
        """Whether the values can be ids of persons: words without blanks, more than a few."""
        one_word = [len(text) > 1 and " " not in text for text in self.texts]
        return not self.is_date and not self.is_year and all(one_word)


def profile(header: str, cells: pl.Series) -> Profile:
    """Look at all cells of a column; `header` is the sender's name of it."""
    bare = cells.fill_null("").str.replace_all(_PADDING, "")
    bare = pl.select(pl.when(bare != "").then(bare)).to_series()
    distinct = bare.drop_nulls().unique(maintain_order=True)
    texts = tuple(distinct.head(_MOST))
    written = scan(distinct)
    found = read_dates(written, formats([written])[0])
    ends = distinct.filter(found.is_open.fill_null(value=False))
    is_date = found.form != "" and found.values.count() >= _SURE * (len(distinct) - len(ends))
    if found.form == EXCEL and not re.search(
        r"alk|lop|paat|start|slut|end|date|dat|pvm|pv", fold(header)
    ):
        is_date = False  # numbers of five digits are many things
    dates = pl.Series([], dtype=pl.Date)
    if is_date:
        known = {text: day for text, day in zip(distinct, found.values, strict=True) if day}
        dates = bare.replace_strict(known, default=None, return_dtype=pl.Date)
    opened = bare.is_null() | bare.is_in(list(ends))
    return Profile(
        header=header,
        cells=bare,
        texts=texts,
        dates=dates,
        date_format=found.form if is_date else "",
        open_share=float(opened.sum()) / max(1, len(bare)),
        month_first=month_first_evidence(written) if is_date else (0, 0, 0),
        persons=sum(bool(re.search(IDENTITY_CODE, one)) for one in texts) / max(1, len(texts)),
    )


def months_come_first(profiles: Sequence[Profile]) -> bool:
    """Whether the dates of a file are written with the month before the day."""
    return is_month_first([one.month_first for one in profiles])


def shape(text: str) -> str:
    """Return what a value looks like and nothing of it: `010190-900A` is `dddddd-dddX`."""
    letters = "".join(
        "d" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c
        for c in text[:_LONGEST_SHAPE]
    )
    printable = "".join(c if c.isprintable() else "?" for c in letters)
    return printable + ("..." if len(text) > _LONGEST_SHAPE else "")


def shapes(one: Profile) -> str:
    """Return the shapes of a column's values, the first few of them."""
    if not one.texts:
        return "empty"
    if one.is_date:
        return f"dates, {one.date_format}"
    different = list(dict.fromkeys(shape(text) for text in one.texts[:100]))
    return ", ".join(different[:3]) + (", ..." if len(different) > 3 else "")


def shown(text: str) -> str:
    """Return a code as it is, or only its shape when it could be a person's name or number."""
    is_name = _NAME.fullmatch(text) and text.istitle()
    is_number = _LONG_NUMBER.search(text) or masked(text) != text
    is_safe = text.isprintable() and len(text) <= 2 * _LONGEST_SHAPE
    return text if is_safe and not is_name and not is_number else shape(text)


def shown_header(text: str) -> str:
    """Return a header as it is, or only its shape when it is no header but an identity code."""
    return text if text.isprintable() and masked(text) == text else shape(text)
