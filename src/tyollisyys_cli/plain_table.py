"""Any frame as a table for people: numbers to the right, nulls empty, as wide as the terminal."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.table_text import printable

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console, ConsoleOptions, RenderResult

_GAP = 2
# A narrower column would break dates and most names over lines.
_LEAST_COLUMN = 12


@dataclass(frozen=True)
class PlainTable:
    """The table of a frame: numbers are never broken, words only on a terminal that is narrow."""

    frame: pl.DataFrame
    numbers: tuple[str, ...] = ()
    """Columns of text that hold numbers."""

    def __rich_measure__(self, console: Console, _options: ConsoleOptions) -> Measurement:
        """Return the width with the narrowest columns, and that with every cell on one line.

        What reads a pipe has no width and looks for words: they are whole there.
        """
        least = self._broken if console.is_terminal else self._words
        return Measurement(self._gaps + sum(least), self._gaps + sum(self._whole))

    def __rich_console__(
        self,
        console: Console,
        options: ConsoleOptions,
    ) -> RenderResult:
        """Yield the table that fits."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
        widths = self._fitting(options.max_width - self._gaps)
        for column, is_number, width in zip(self._columns, self._numbers, widths, strict=True):
            justify = "right" if is_number else "left"
            table.add_column(Text(column[0]), justify=justify, width=width, overflow="fold")
        for row in zip(*(column[1:] for column in self._columns), strict=True):
            table.add_row(*map(Text, row))
        yield table

    def _fitting(self, room: int) -> list[int]:
        """Return the widths of the columns: the widest gives way first, whole words last."""
        least = self._words if sum(self._words) <= room else self._broken
        columns = list(zip(least, self._whole, strict=True))

        def widths(cap: int) -> list[int]:
            return [max(fewest, min(cap, most)) for fewest, most in columns]

        caps = range(max(self._whole, default=0) + 1)
        return widths(max(bisect_right(caps, room, key=lambda cap: sum(widths(cap))) - 1, 0))

    @property
    def _gaps(self) -> int:
        return _GAP * max(0, len(self._columns) - 1)

    @cached_property
    def _columns(self) -> list[list[str]]:
        """Every column as printable text: its name, then its values."""
        return [
            [
                printable(column.name),
                *("" if one is None else printable(str(one)) for one in column),
            ]
            for column in self.frame
        ]

    @cached_property
    def _numbers(self) -> list[bool]:
        return [
            kind.is_numeric() or name in self.numbers for name, kind in self.frame.schema.items()
        ]

    @cached_property
    def _whole(self) -> list[int]:
        """The width of each column with every cell on one line."""
        return [max(map(cell_len, column)) for column in self._columns]

    @cached_property
    def _words(self) -> list[int]:
        """The width of each column that breaks no word."""
        words = ((word for cell in column for word in cell.split()) for column in self._columns)
        longest = (max(map(cell_len, one), default=0) for one in words)
        return [max(word, broken) for word, broken in zip(longest, self._broken, strict=True)]

    @cached_property
    def _broken(self) -> list[int]:
        """The width of each column that breaks words, but no number."""
        return [
            whole if is_number else min(whole, _LEAST_COLUMN)
            for whole, is_number in zip(self._whole, self._numbers, strict=True)
        ]
