"""The overview of a region: latest values, changes and a line of the last two years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.languages import NBSP, day, number, text, text_or
from tyollisyys_cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl
    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.regions import Region

_BARS = "▁▂▃▄▅▆▇█"
_TREND_MONTHS = 24
_SIGNS = {"hidden": "...", "not_observable": "–", "not_available": ".."}
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

    @property
    def decimals(self) -> int:
        """Return how many decimals a reader needs: none for persons, one for the rest."""
        return 0 if self.indicator.kind == "count" else 1

    def change(self, months: int) -> float | None:
        """Return the change from so many months before; None when either end is not shown."""
        if len(self.values) <= months:
            return None
        now, before = self.values[-1], self.values[-1 - months]
        return None if now is None or before is None else now - before


def overview(
    figures: Figures, indicators: Sequence[Indicator], regions: Sequence[Region], language: str
) -> Iterator[RenderableType]:
    """Yield a heading and a table per region, then the legend of the signs in use."""
    by = figures.frame.columns[3:-5]
    for i, region in enumerate(regions):
        if i:
            yield Text()
        of_region = figures.frame.filter(figures.frame["region"] == region.id)
        rows = list(_rows(of_region, indicators, by))
        latest = of_region["month"].max()
        yield Text(_heading(region, str(latest), figures, language), style="bold")
        yield _table(rows, by, language)
    if set(figures.frame["status"].unique()) - {"ok"}:
        yield Text(text("legend", language), style="dim")


def _heading(region: Region, latest: str, figures: Figures, language: str) -> str:
    """Return region, latest month and extract date in one line."""
    name = text("country", language) if region.kind == "country" else region.name(language)
    shown = day(figures.extract_date, language)
    kind = text(f"kind.{region.kind}", language)
    return f"{name} ({kind}) · {latest} · {text('extract_date', language)} {shown}"


def _rows(
    frame: pl.DataFrame, indicators: Sequence[Indicator], by: Sequence[str]
) -> Iterator[_Row]:
    """Yield a row per indicator and breakdown value, indicators in the catalogue's order."""
    series = frame.partition_by("indicator", *by, as_dict=True, maintain_order=True)
    for indicator in indicators:
        for key, months in series.items():
            if key[0] == indicator.id:
                group = tuple("" if value is None else str(value) for value in key[1:])
                yield _Row(indicator, group, months["value"].to_list(), months["status"].to_list())


def _table(rows: Sequence[_Row], by: Sequence[str], language: str) -> Table:
    """Return the table of a region, with a line for every family of indicators."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(text("indicator", language))
    for name in by:
        table.add_column(name)
    for heading in ("latest", "month_change", "year_change"):
        table.add_column(text(heading, language), justify="right", no_wrap=True)
    table.add_column(text("trend", language), no_wrap=True, min_width=_TREND_MONTHS)
    family = ""
    for row in rows:
        if row.indicator.family != family:
            family = row.indicator.family
            table.add_row(Text(text_or(f"family.{family}", language, family), style="bold"))
        table.add_row(*_cells(row, language))
    return table


def _cells(row: _Row, language: str) -> Iterator[RenderableType]:
    """Yield the cells of a row."""
    yield Padding(Text(row.indicator.titles[language]), (0, 0, 0, 2))
    for value in row.group:
        yield Text(printable(value))
    yield Text(_latest(row, language))
    for months in (1, 12):
        yield _change(row, months, language)
    yield Text(sparkline(row.values[-_TREND_MONTHS:]))


def _latest(row: _Row, language: str) -> str:
    """Return the latest value with its unit, or the sign of why there is none."""
    value, status = row.values[-1], row.statuses[-1]
    if value is None:
        return _SIGNS.get(status, "")
    unit = text_or(f"unit.{row.indicator.unit}", language, row.indicator.unit)
    shown = number(value, language, row.decimals)
    return shown if row.indicator.kind == "count" else f"{shown}{NBSP}{unit}"


def _change(row: _Row, months: int, language: str) -> Text:
    """Return a change with its sign; green and red only repeat what direction and sign say."""
    change = row.change(months)
    if change is None:
        return Text("")
    shown = number(change, language, row.decimals, sign=True)
    style = _COLOURS.get((row.indicator.direction, change > 0), "")
    return Text(shown, style=style if shown.strip("0,.") else "")


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
