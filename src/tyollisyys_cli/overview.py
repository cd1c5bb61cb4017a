"""The overview of a region: latest values, changes and a line of the last two years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.languages import NBSP, day, number, region_name, text, text_or
from tyollisyys_cli.table_text import (
    add_whole_column,
    code_alone,
    in_lines,
    narrowed,
    printable,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    import polars as pl
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

    from tyollisyys_cli.catalogue import Dimension, Indicator
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.regions import Region

_BARS = "▁▂▃▄▅▆▇█"
_TREND_MONTHS = 24
"""The months of a line of bars; a narrow terminal has room for fewer, but for a year."""
_LEAST_TREND_MONTHS = 12
_INDENT = 1
"""The blanks before a title that stands under its family."""
_GAP = 2
"""The blanks between two columns."""
_CHANGES = (1, 12)
"""Months back to which the latest value is compared."""
TITLE_WIDTH = 22
"""Room for the indicators' titles, in which they wrap."""
SIGNS = {"hidden": "...", "not_observable": "–", "not_available": ".."}
_COLOURS = {
    ("up", True): "green",
    ("up", False): "red",
    ("down", True): "red",
    ("down", False): "green",
}


@dataclass(frozen=True)
class _Row:
    """One series: its latest figure and the values and statuses of all its months, in order."""

    indicator: Indicator
    group: tuple[str, ...]
    values: list[float | None]
    statuses: list[str]

    def change(self, months: int) -> float | None:
        """Return the change from so many months before; None when either end is not shown."""
        if len(self.values) <= months:
            return None
        now, before = self.values[-1], self.values[-1 - months]
        return None if now is None or before is None else now - before


def decimals(indicator: Indicator) -> int:
    """Return how many decimals a reader needs: none for persons, one for the rest."""
    return 0 if indicator.kind == "count" else 1


def overview(
    figures: Figures,
    indicators: Sequence[Indicator],
    regions: Sequence[Region],
    by: Sequence[Dimension],
    language: str,
) -> Iterator[RenderableType]:
    """Yield a heading and a table per region, then the legend of the signs in use."""
    statuses: list[str] = []
    for i, region in enumerate(regions):
        if i:
            yield Text()
        of_region = figures.frame.filter(figures.frame["region"] == region.id)
        rows = list(_rows(of_region, indicators, [one.id for one in by]))
        about = str(of_region["month"].max()) if rows else text("nobody", language)
        yield Text(heading(region, about, figures.extract_date, language), style="bold")
        if rows:
            yield _Table(rows, by, language)
        statuses += [row.statuses[-1] for row in rows]
    yield from legend(statuses, language)


def legend(statuses: Iterable[str], language: str) -> Iterator[Text]:
    """Yield what the signs mean that stand for some statuses, if any does."""
    used = set(statuses)
    signs = [f"{SIGNS[one]} {text(f'legend.{one}', language)}" for one in SIGNS if one in used]
    if signs:
        yield Text(" · ".join(signs), style="dim")


def heading(region: Region, about: str, extract_date: date, language: str) -> str:
    """Return a region, what is told of it (a month, a title) and the extract date in one line."""
    name = f"{region_name(region, language)} ({text(f'kind.{region.kind}', language)})"
    shown = f"{text('extract_date', language)} {day(extract_date, language)}"
    return printable(f"{name} · {about} · {shown}")


def _rows(
    frame: pl.DataFrame, indicators: Sequence[Indicator], by: Sequence[str]
) -> Iterator[_Row]:
    """Yield a row per indicator and breakdown value, indicators in the catalogue's order."""
    months = frame["month"].unique().sort().to_list()
    series = frame.partition_by("indicator", *by, as_dict=True, maintain_order=True)
    for indicator in indicators:
        own = {key[1:]: rows for key, rows in series.items() if key[0] == indicator.id}
        # A month without figures has one row for all groups, with no value of the breakdown.
        silent = own.pop((None,) * len(by), None) if by else None
        for group, rows in own.items() or [((None,) * len(by), silent)]:
            if rows is not None:
                yield _row(indicator, group, rows, silent, months)


def _row(
    indicator: Indicator,
    group: tuple[object, ...],
    rows: pl.DataFrame,
    silent: pl.DataFrame | None,
    months: Sequence[str],
) -> _Row:
    """Put the figures of a group in the order of all months, those of no group included."""
    figures = {} if silent is None else _by_month(silent)
    figures |= _by_month(rows)
    found = [figures.get(month, (None, "not_observable")) for month in months]
    return _Row(
        indicator,
        tuple("" if value is None else printable(str(value)) for value in group),
        [value for value, _ in found],
        [status for _, status in found],
    )


def _by_month(rows: pl.DataFrame) -> dict[str, tuple[float | None, str]]:
    """Return value and status by month."""
    values = rows.select("month", "value", "status").rows()
    return {month: (value, status) for month, value, status in values}


@dataclass(frozen=True)
class _Table:
    """The table of a region; its lines of bars have as many months as there is room for."""

    rows: Sequence[_Row]
    by: Sequence[Dimension]
    language: str
    is_narrow: bool = False
    """Whether headings take several lines."""

    def __rich_measure__(self, _console: Console, _options: ConsoleOptions) -> Measurement:
        """Return the width with the shortest lines of bars and wrapped titles, and with neither."""
        _, most = self._trend_months
        return Measurement(
            self._narrow.least_width,
            max(map(cell_len, self._titles)) + self._beside_titles + self._trend_width(most),
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table that fits: where there is no room, with the codes alone, then narrow."""
        ways = (self, self._with_codes_alone)
        one = next((way for way in ways if way.least_width <= options.max_width), self._narrow)
        yield one.fitting(options.max_width)

    def fitting(self, width: int) -> Table:
        """Return the table with as many bars as there is room for."""
        least, most = self._trend_months
        room = width - self._least_beside_bars
        fitting = (one for one in range(most, least, -1) if self._trend_width(one) <= room)
        months = next(fitting, least)
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
        table.add_column(text("indicator", self.language))
        for i, column in enumerate(self._columns):
            add_whole_column(table, column, justify="left" if i < len(self.by) else "right")
        add_whole_column(table, [self._trend_heading(months), "x" * months], justify="left")
        family = ""
        for row in self.rows:
            if row.indicator.family != family:
                family = row.indicator.family
                table.add_row(Text(self._family(row), style="bold"))
            table.add_row(*_cells(row, months, self.language))
        return table

    @property
    def least_width(self) -> int:
        """The width with the shortest lines of bars and wrapped titles."""
        return self._least_beside_bars + self._trend_width(self._trend_months[0])

    @cached_property
    def _with_codes_alone(self) -> _Table:
        ids = [one.id for one in self.by]
        rows = [replace(row, group=tuple(map(code_alone, ids, row.group))) for row in self.rows]
        return replace(self, rows=rows)

    @cached_property
    def _narrow(self) -> _Table:
        coded = self._with_codes_alone.rows
        columns = [
            narrowed(one.titles[self.language], [row.group[i] for row in coded])
            for i, one in enumerate(self.by)
        ]
        groups = zip(*columns, strict=True) if columns else [()] * len(coded)
        rows = [replace(row, group=group) for row, group in zip(coded, groups, strict=True)]
        return replace(self, rows=rows, is_narrow=True)

    def _family(self, row: _Row) -> str:
        name = row.indicator.family
        return printable(text_or(f"family.{name}", self.language, name))

    def _trend_heading(self, months: int) -> str:
        return text("trend" if months > 1 else "trend_one", self.language, {"months": str(months)})

    def _trend_width(self, months: int) -> int:
        return max(months, cell_len(self._trend_heading(months)))

    @cached_property
    def _trend_months(self) -> tuple[int, int]:
        """The least and the most bars of a line: none has more than there are months."""
        longest = max(len(row.values) for row in self.rows)
        return min(_LEAST_TREND_MONTHS, longest), min(_TREND_MONTHS, longest)

    @cached_property
    def _titles(self) -> list[str]:
        """What stands in the first column."""
        own = (_title(row, self.language) for row in self.rows)
        return [text("indicator", self.language), *map(self._family, self.rows), *own]

    @cached_property
    def _columns(self) -> list[list[str]]:
        """The columns between the titles and the bars, each its heading and then its cells."""
        names = ("latest", "month_change", "year_change")
        headings = [one.titles[self.language].capitalize() for one in self.by]
        headings += [text(name, self.language) for name in names]
        rows = ([*row.group, *_figures(row, self.language)] for row in self.rows)
        columns = [list(column) for column in zip(headings, *rows, strict=True)]
        return list(map(in_lines, columns)) if self.is_narrow else columns

    @cached_property
    def _beside_titles(self) -> int:
        """The room of all but titles and bars."""
        widths = (max(map(width_of, column)) for column in self._columns)
        return _INDENT + _GAP + sum(width + _GAP for width in widths)

    @cached_property
    def _least_beside_bars(self) -> int:
        """The room of all but bars, where every title wraps."""
        words = (word for title in self._titles for word in title.split())
        return max(map(cell_len, words)) + self._beside_titles


def _title(row: _Row, language: str) -> str:
    """Return the title of a row's indicator, which may be a user's own."""
    return printable(row.indicator.titles[language])


def _cells(row: _Row, trend_months: int, language: str) -> Iterator[RenderableType]:
    """Yield the cells of a row."""
    yield Padding(Text(_title(row, language)), (0, 0, 0, _INDENT))
    for value in row.group:
        yield Text(value)
    latest, *changes = _figures(row, language)
    yield Text(latest)
    for months, shown in zip(_CHANGES, changes, strict=True):
        yield Text(shown, style=_style(row, row.change(months)) if shown.strip("0,.") else "")
    yield Text(sparkline(row.values[-trend_months:]))


def _figures(row: _Row, language: str) -> list[str]:
    """Return the latest value and the changes as they are shown."""
    changes = [row.change(months) for months in _CHANGES]
    shown = [
        "" if one is None else number(one, language, decimals(row.indicator), sign=True)
        for one in changes
    ]
    latest = with_unit(row.values[-1], row.statuses[-1], row.indicator, language)
    return [latest, *shown]


def with_unit(value: float | None, status: str, indicator: Indicator, language: str) -> str:
    """Return a value with its unit, or the sign of why there is none."""
    shown = figure(value, status, indicator, language)
    unit = text_or(f"unit.{indicator.unit}", language, indicator.unit)
    is_bare = indicator.kind == "count" or value is None
    return shown if is_bare else f"{shown}{NBSP}{unit}"


def figure(value: float | None, status: str, indicator: Indicator, language: str) -> str:
    """Return a value with the decimals that a reader needs, or the sign of why there is none."""
    if value is None:
        return SIGNS.get(status, "")
    return number(value, language, decimals(indicator))


def _style(row: _Row, change: float | None) -> str:
    """Return a colour; green and red only repeat what the sign and the direction say."""
    return _COLOURS.get((row.indicator.direction, (change or 0) > 0), "")


def sparkline(values: Sequence[float | None]) -> str:
    """Draw values as bars between the least and the greatest shown; a hidden one is a gap."""
    shown = [value for value in values if value is not None]
    if not shown:
        return ""
    low, high = min(shown), max(shown)
    steps = len(_BARS) - 1
    return "".join(
        " "
        if value is None
        else _BARS[round((value - low) / (high - low) * steps) if high > low else 3]
        for value in values
    )
