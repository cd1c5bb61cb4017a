"""Text in tables for people, of which nothing is lost: control characters shown, columns whole."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.measure import Measurement
    from rich.table import Table

NAMED = frozenset({"municipality", "office"})
"""Dimensions whose codes have names."""
_NAMED_CODE = re.compile(r"([0-9]{3,4}) .+")


def printable(text: str) -> str:
    """Return a text from data with its control characters made visible."""
    return "".join(
        char if char.isprintable() or char == "\u00a0" else char.encode("unicode_escape").decode()
        for char in text
    )


def code_alone(dimension: str, value: str) -> str:
    """Return the code of a municipality or office without its name, any other value as it is."""
    named = _NAMED_CODE.fullmatch(value) if dimension in NAMED else None
    return named[1] if named else value


def narrowed(heading: str, cells: Sequence[str]) -> list[str]:
    """Return cells in as many lines as keep their column no wider than its longest word."""
    words = (word for text in (heading, *cells) for word in text.split())
    width = max(map(width_of, words), default=1)
    return ["\n".join(wrap(cell, width, break_on_hyphens=False)) for cell in cells]


def in_lines(column: Sequence[str]) -> list[str]:
    """Return a column whose heading takes as many lines as keep it no wider than its cells."""
    heading, *cells = column
    width = max(map(width_of, (*cells, *heading.split())), default=1)
    return ["\n".join(wrap(heading, width, break_on_hyphens=False)), *cells]


def width_of(text: str) -> int:
    """Return the width of the longest line of a text."""
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")))


@dataclass(frozen=True)
class FirstThatFits:
    """The first of some tables for which there is room, or else the last."""

    tables: Sequence[Table]

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return the width of the last."""
        return console.measure(self.tables[-1], options=options)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table that fits."""
        unbounded = options.update(max_width=sys.maxsize)
        yield next(
            (
                one
                for one in self.tables
                if console.measure(one, options=unbounded).minimum <= options.max_width
            ),
            self.tables[-1],
        )


def add_whole_column(
    table: Table, column: Sequence[str], *, justify: Literal["left", "right"] = "right"
) -> None:
    """Add a column that never loses a character; takes its heading and then its cells.

    rich makes a column that may wrap narrower than its least width, and cuts off the last one.
    """
    from rich.text import Text

    width = max(map(width_of, column))
    table.add_column(Text(column[0]), justify=justify, min_width=width, no_wrap=True)
