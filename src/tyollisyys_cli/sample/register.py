"""The register's own way of writing: ids, dates, open ends and code vintages as text columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tyollisyys_cli.sample.careers import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

_EMPTY_SHARE = 0.1
"""Share of open ends that are left empty instead of 11.11.2222."""
_FIRST_DAY = date(1930, 1, 1)
_LAST_DAY = date(2030, 12, 31)
_EPOCH = date(1970, 1, 1)
_MASK = (1 << 48) - 1


@dataclass(frozen=True)
class Writer:
    """Turns person numbers, day numbers and code numbers into the columns of a table."""

    ids: pl.Series
    days: pl.Series
    rng: Generator

    def person(self, person: NDArray[np.int64]) -> pl.Series:
        """Return the pseudonyms of the persons."""
        return self.ids.gather(person)

    def day(self, day: NDArray[np.int64]) -> pl.Series:
        """Return dates as dd.mm.yyyy; an open end is the sentinel, sometimes nothing."""
        first = (_FIRST_DAY - _EPOCH).days
        empty = (day == OPEN) & (self.rng.random(len(day)) < _EMPTY_SHARE)
        position = np.where(day >= OPEN, 0, day - first + 2)
        return self.days.gather(np.where(empty, 1, position))


def writer(persons: int, seed: int, rng: Generator) -> Writer:
    """Return a writer for so many persons."""
    count = (_LAST_DAY - _FIRST_DAY).days + 1
    days = [(_FIRST_DAY + timedelta(days=number)).strftime("%d.%m.%Y") for number in range(count)]
    return Writer(pseudonyms(persons, seed), pl.Series(["11.11.2222", "", *days]), rng)


def pseudonyms(persons: int, seed: int) -> pl.Series:
    """Return opaque ids in ascending order, 12 hexadecimal digits, all different.

    Multiplying by an odd number and folding the upper half into the lower one are both one-to-one
    on 48 bits, so different numbers give different ids.
    """
    number = np.arange(persons, dtype=np.uint64) + np.uint64((seed * 0x9E3779B97F4A7C15) & _MASK)
    for factor in (0xD1B54A32D193, 0x8CB92BA72F3D, 0xAEF17502108F):
        number = (number * np.uint64(factor)) & np.uint64(_MASK)
        number ^= number >> np.uint64(24)
    text = np.sort(number).astype(">u8").tobytes().hex()
    return pl.Series([text[start + 4 : start + 16] for start in range(0, len(text), 16)])


def codes(texts: Sequence[str], index: NDArray[np.int64]) -> pl.Series:
    """Return the text of each index."""
    return pl.Series(list(texts), dtype=pl.String).gather(index)


def choices(texts: Sequence[str], rows: int, rng: Generator) -> pl.Series:
    """Return one of the texts for each row; repeat a text to make it likelier."""
    return codes(texts, rng.integers(0, len(texts), rows))


def empty(rows: int) -> pl.Series:
    """Return a column that the simulated offices never fill in."""
    return pl.repeat("", rows, dtype=pl.String, eager=True)
