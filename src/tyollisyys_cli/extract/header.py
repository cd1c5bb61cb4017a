"""The header of a file: which line it is, and which of its columns are ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.layout import TableLayout, fold_cell
from tyollisyys_cli.extract.masking import masked_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.tables import Table

_DEFAULT = TableLayout()


@dataclass(frozen=True)
class Wanted:
    """The columns to look for in a file, by our names, and what the layout says of the file.

    `needed`: a file without one of them is refused. Without any columns, the line with the most
    names is the header.
    """

    needed: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    layout: TableLayout = _DEFAULT

    @classmethod
    def of(cls, table: Table, layout: TableLayout = _DEFAULT) -> Wanted:
        """Return the columns of a register table."""
        needed = tuple(one.name for one in table.columns if one.needed)
        other = tuple(one.name for one in table.columns if not one.needed)
        return cls(needed, other, layout)

    @cached_property
    def headers(self) -> dict[str, str]:
        """Return their header, folded -> our column."""
        ours = (*self.needed, *self.other)
        return {fold_cell(self.layout.header_of(one)): one for one in ours}


@dataclass(frozen=True)
class Line:
    """A line that may be the header: its number in the file, its cells, and what separated them.

    `more` lines follow that are of it, when a name in quotes goes over several.
    """

    number: int
    cells: list[str]
    delimiter: str = ""
    more: int = 0

    @property
    def written(self) -> int:
        """Return how many cells are not blank."""
        return sum(bool(cell.strip()) for cell in self.cells)


@dataclass(frozen=True)
class Header:
    """The columns of a file: `names` are ours, or their own where they are none of ours.

    `cells` are the names as they stand in the file. `blanks` cells without a name end the line.
    `titles` lines stand above it. It goes from `line` to `last`.
    """

    path: Path
    line: int
    last: int
    delimiter: str
    cells: tuple[str, ...]
    names: tuple[str, ...]
    blanks: int
    titles: int


def find_header(path: Path, lines: Sequence[Line], wanted: Wanted) -> Header:
    """Return the header among the first lines, each of them split by every delimiter there may be.

    Raises FileRefusedError when no line has the needed columns, or one has a column twice.
    """
    row = wanted.layout.header_row
    maybe = [line for line in lines if row in (0, line.number)]
    best = max(maybe, key=lambda line: _fit(line, wanted), default=None)
    if best is None or not best.written or not (fit := _fit(best, wanted))[1]:
        raise _unknown(path, maybe, wanted)
    if not fit[0]:
        raise _missing(path, best, wanted)
    header = _header(path, best, wanted, _titles(lines, best))
    if not row:
        _refuse_rows_above(path, lines, best, len(header.names))
    return header


def _fit(line: Line, wanted: Wanted) -> tuple[bool, int, int]:
    """Return how well a line fits: all needed columns, how many of ours, early lines first."""
    if not (wanted.needed or wanted.other):
        names = sum(
            bool(cell.strip()) and masked_name(cell.strip()) == cell.strip() for cell in line.cells
        )
        return bool(names), names, -line.number
    found = {wanted.headers.get(fold_cell(cell)) for cell in line.cells} - {None}
    return found.issuperset(wanted.needed), len(found), -line.number


def _titles(lines: Sequence[Line], header: Line) -> int:
    """Count the lines above the header that say something."""
    return len({one.number for one in lines if one.number < header.number and one.written})


def _refuse_rows_above(path: Path, lines: Sequence[Line], header: Line, width: int) -> None:
    """Refuse a file whose header stands among its rows: those above would vanish."""
    for line in lines:
        same = line.delimiter == header.delimiter and line.number < header.number
        # A title and its value, as the day of the report, may be half of a row.
        many = line.written * 2 > width and line.written > 1
        if same and many and len(line.cells) >= width:
            raise FileRefusedError("no_header", path, line.number)


def _header(path: Path, line: Line, wanted: Wanted, titles: int) -> Header:
    """Name the columns; raises FileRefusedError when one of ours stands twice."""
    cells = list(line.cells)
    while not cells[-1].strip():
        cells.pop()
    ours = wanted.headers
    names: list[str] = []
    for cell in cells:
        name = ours.get(fold_cell(cell))
        if name and name in names:
            shown = masked_name(fold_cell(cell))
            raise FileRefusedError("repeated_column", path, line.number, column=shown)
        names.append(name or "")
    taken = {*names, *ours.values()}
    for i, cell in enumerate(cells):
        names[i] = names[i] or _unused(fold_cell(cell), taken)
        taken.add(names[i])
    blanks = len(line.cells) - len(cells)
    return Header(
        path,
        line.number,
        line.number + line.more,
        line.delimiter,
        tuple(cells),
        tuple(names),
        blanks,
        titles,
    )


def _unused(name: str, taken: set[str]) -> str:
    """Return a name for a column that is none of ours, with a number when it stands again."""
    number, found = 1, name
    while found in taken and found:
        number += 1
        found = f"{name} {number}"
    return found or _unused(f"column {len(taken)}", taken)


def _missing(path: Path, line: Line, wanted: Wanted) -> FileRefusedError:
    """Return the refusal of a header without a needed column."""
    found = {fold_cell(cell) for cell in line.cells}
    ours = {ours: theirs for theirs, ours in wanted.headers.items()}
    missing = [wanted.layout.header_of(one) for one in wanted.needed if ours[one] not in found]
    return FileRefusedError(
        "missing_column",
        path,
        line.number,
        column=missing[0],
        columns=", ".join(missing),
        found=", ".join(masked_name(fold_cell(cell)) for cell in line.cells if cell.strip()),
    )


def _unknown(path: Path, lines: Sequence[Line], wanted: Wanted) -> FileRefusedError:
    """Return the refusal of a file without a column of ours: other names, or no header at all."""
    for line in lines:
        names = [fold_cell(cell) for cell in line.cells if cell.strip()]
        if len(names) > 1 and all(masked_name(name) == name for name in names) and wanted.needed:
            return _missing(path, line, wanted)
    return FileRefusedError("no_header", path, lines[0].number if lines else None)
