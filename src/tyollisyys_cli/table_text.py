"""Text in tables for people, of which nothing is lost: control characters shown, columns whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table


def printable(text: str) -> str:
    """Return a text from data with its control characters made visible."""
    return "".join(
        char if char.isprintable() or char == "\u00a0" else char.encode("unicode_escape").decode()
        for char in text
    )


def add_whole_column(
    table: Table, column: Sequence[str], *, justify: Literal["left", "right"] = "right"
) -> None:
    """Add a column that never loses a character; takes its heading and then its cells.

    rich makes a column that may wrap narrower than its least width, and cuts off the last one.
    """
    from rich.cells import cell_len
    from rich.text import Text

    width = max(map(cell_len, column))
    table.add_column(Text(column[0]), justify=justify, min_width=width, no_wrap=True)
