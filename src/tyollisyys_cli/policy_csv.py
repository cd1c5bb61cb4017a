"""Reads a table of policy: a UTF-8 file with a header, its cells separated by `;` or `,`."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Row = TypeVar("Row")


@dataclass(frozen=True)
class PolicyRow:
    """A row of a file, with the number of its line; cells are text without blanks around it."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def place(self, column: str) -> str:
        """Say where a cell stands."""
        return f"{self.file} line {self.line}, {column}"


def read_rows(path: Path, columns: Sequence[str]) -> list[PolicyRow]:
    """Read the rows; further columns are kept, empty lines are passed over.

    Raises UsageError with the file, the line and the column of the first thing that is wrong.
    """
    return list(_rows(path, columns))


def read_header(path: Path) -> list[str]:
    """Return the names of the columns; raises UsageError."""
    reader = _reader(path)
    return [cell.strip() for cell in next(reader, list[str]())]


def merged(ours: Sequence[Row], own: Sequence[Row], key: Callable[[Row], str]) -> list[Row]:
    """Return what a user adds, then our rows, each in the user's version where there is one.

    What is added comes first: of two regions with one name the user's own is meant.
    """
    theirs = {key(row): row for row in own}
    known = {key(row) for row in ours}
    new = [row for row in own if key(row) not in known]
    return [*new, *(theirs.get(key(row), row) for row in ours)]


def _rows(path: Path, columns: Sequence[str]) -> Iterator[PolicyRow]:
    reader = _reader(path)
    try:
        header = _header(path, next(reader, list[str]()), columns)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield PolicyRow(path, reader.line_num, _row(path, reader.line_num, header, cells))
    except csv.Error as error:
        hint = "close every quote, and write a quote within a text twice"
        raise UsageError(f"{path} line {reader.line_num}: {error}", hint) from error


def _reader(path: Path) -> Reader:
    """Open a table; one without `;` in its header is separated by commas, as `tyo` writes them."""
    text = _text(path)
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8", "save it as CSV UTF-8") from error
    except OSError as error:
        hint = (
            "tyo.toml names files from the folder that it is in; without its line there, "
            "`tyo policy TABLE -f csv` writes the program's own table again"
        )
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint) from error


def _header(path: Path, cells: Sequence[str], columns: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    for column in columns:
        if header.count(column) != 1:
            what = "is there twice" if column in header else "is missing"
            hint = f"the columns are {';'.join(columns)}"
            raise UsageError(f"{path} line 1: the column '{column}' {what}", hint)
    return header


def _row(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        what = f"{len(cells)} cells where the header has {len(header)}"
        hint = "give every row as many cells; put quotes around a text that holds a separator"
        raise UsageError(f"{path} line {line}, {column}: {what}", hint)
    return {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
