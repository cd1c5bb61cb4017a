"""The table of a comparison: a region's latest month beside what it is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.compare import LAST_YEAR, compared_regions
from tyollisyys_cli.languages import text
from tyollisyys_cli.overview import TITLE_WIDTH, figure, heading, legend, with_unit
from tyollisyys_cli.table_text import narrowed, printable, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Dimension, Indicator
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.regions import Region

_LEAST_WIDTH = 80
_GAP = 2
"""The blanks between two columns."""


@dataclass(frozen=True)
class _Column:
    """A column: its heading, its name in machine formats, and its cells."""

    heading: str
    name: str
    cells: Sequence[str]
    is_number: bool = True

    @property
    def width(self) -> int:
        """Return the room that its longest word needs."""
        return max(map(width_of, (*self.heading.split(), *self.cells)))

    def narrowed(self) -> _Column:
        """Return the column with titles of values in several lines; numbers stay whole."""
        return self if self.is_number else replace(self, cells=narrowed(self.heading, self.cells))


def comparison(
    figures: Figures,
    indicators: Sequence[Indicator],
    regions: Sequence[Region],
    by: Sequence[Dimension],
    language: str,
    width: int,
) -> Iterator[RenderableType]:
    """Yield a heading and a table per region asked, then the legend of the signs in use.

    A table takes `width` columns at most; what does not fit is named below it.
    """
    order = pl.Enum([one.id for one in indicators])
    for i, region in enumerate(regions):
        if i:
            yield Text()
        of_region = figures.frame.filter(pl.col("region") == region.id)
        rows = of_region.filter(pl.col("month") == pl.col("month").max())
        about = str(rows["month"][0]) if rows.height else text("nobody", language)
        yield Text(heading(region, about, figures.extract_date, language), style="bold")
        in_order = rows.sort(pl.col("indicator").cast(order), maintain_order=True)
        if rows.height:
            yield from _table(in_order, {one.id: one for one in indicators}, by, language, width)
    latest = figures.frame.filter(pl.col("month") == pl.col("month").max().over("region"))
    statuses = [name for name in latest.columns if name.startswith("status")]
    yield from legend({one for name in statuses for one in latest[name]}, language)


def _table(
    rows: pl.DataFrame,
    indicators: dict[str, Indicator],
    by: Sequence[Dimension],
    language: str,
    width: int,
) -> Iterator[RenderableType]:
    """Yield the table of a region, and the names of the columns that it has no room for."""
    width = max(width, _LEAST_WIDTH)
    columns = list(_columns(rows, indicators, by, language))
    if sum(one.width + _GAP for one in columns) > width - TITLE_WIDTH:
        columns = [one.narrowed() for one in columns]
    ends = accumulate(one.width + _GAP for one in columns)
    room = max(width - TITLE_WIDTH, sum(one.width + _GAP for one in columns[: len(by) + 1]))
    fitting = [one for one, end in zip(columns, ends, strict=True) if end <= room]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    left = width - sum(one.width + _GAP for one in fitting)
    titles = [
        text("indicator", language),
        *(indicators[one].titles[language] for one in rows["indicator"]),
    ]
    longest = max(TITLE_WIDTH, *map(len, titles))
    least = min(TITLE_WIDTH, max(len(word) for title in titles for word in title.split()))
    table.add_column(titles[0], width=max(least, min(left, longest)))
    for one in fitting:
        justify = "right" if one.is_number else "left"
        table.add_column(one.heading, justify=justify, width=one.width)
    for i, indicator in enumerate(rows["indicator"]):
        title = indicators[indicator].titles[language]
        table.add_row(Text(title), *(Text(one.cells[i]) for one in fitting))
    yield table
    left_out = ", ".join(one.name for one in columns[len(fitting) :])
    if left_out:
        yield Text(text("left_out", language, {"columns": left_out}), style="dim")


def _columns(
    rows: pl.DataFrame, indicators: dict[str, Indicator], by: Sequence[Dimension], language: str
) -> Iterator[_Column]:
    """Yield the columns, those first that are left out last."""
    known = [indicators[one] for one in rows["indicator"]]

    def cells(value: str, status: str = "") -> tuple[str, ...]:
        statuses = rows[status] if status else [""] * rows.height
        figures = zip(rows[value], statuses, known, strict=True)
        return tuple(figure(number, said, one, language) for number, said, one in figures)

    for one in by:
        groups = tuple(printable(value or "") for value in rows[one.id])
        yield _Column(one.titles[language].capitalize(), one.id, groups, is_number=False)
    latest = zip(rows["value"], rows["status"], known, strict=True)
    shown = tuple(with_unit(*one, language) for one in latest)
    yield _Column(text("latest", language), "value", shown)
    yield _Column(text("year_ago", language), LAST_YEAR, cells(LAST_YEAR))
    for region in compared_regions(rows):
        name = f"value_{region}"
        yield _Column(region, name, cells(name, f"status_{region}"))
    if "trials_count" in rows.columns:
        yield _Column(text("trials_median", language), "trials_median", cells("trials_median"))
        ends = zip(cells("trials_min"), cells("trials_max"), strict=True)
        ranges = tuple(f"{low}–{high}" if low else "" for low, high in ends)
        yield _Column(text("trials_range", language), "trials_min, trials_max", ranges)
        counts = tuple(str(one) for one in rows["trials_count"])
        yield _Column(text("trials_count", language), "trials_count", counts)
