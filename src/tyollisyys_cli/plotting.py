"""Draws protected figures: one page of panels, one per series, and the same content as a text.

Only what the protected frame shows is ever used: lines, labels, axis limits and the text
alternative are computed from rows whose status is 'ok'.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd
import polars as pl
from plotnine import (
    aes,
    facet_wrap,
    geom_blank,
    geom_line,
    geom_point,
    geom_segment,
    geom_text,
    ggplot,
    labs,
    scale_color_manual,
    scale_linetype_manual,
    scale_shape_manual,
    scale_x_continuous,
    scale_y_continuous,
    theme,
)

from tyollisyys_cli.drawing import (
    A4_MM,
    A5_MM,
    FONT,
    LINE_HEIGHT,
    MARGIN_MM,
    MARK_COLOUR,
    NO_LIMITS,
    PALETTE,
    POINT_MM,
    REST_COLOUR,
    SMALL_PT,
    STRIP_PT,
    TEXT_COLOUR,
    TITLE_PT,
    axis_numbers,
    format_of,
    month_breaks,
    month_name,
    month_of,
    nice_step,
    page_theme,
    plain,
    save,
    width_mm,
    wrap,
)
from tyollisyys_cli.errors import UsageError, WithheldError
from tyollisyys_cli.languages import LANGUAGES, day, number, text
from tyollisyys_cli.policy import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.resources import QueryFolders

# Line type and point shape repeat what the colour says.
STYLES = ("1", "2", "3", "4", "5", "rest")
COLOURS = dict(zip(STYLES, (*PALETTE, REST_COLOUR), strict=True))
LINES: dict[str, Any] = dict(
    zip(
        STYLES,
        ("solid", "dashed", "dashdot", "dotted", (0, (7, 2, 1, 2, 1, 2)), "solid"),
        strict=True,
    )
)
SHAPES = dict(zip(STYLES, ("o", "s", "^", "D", "v", "."), strict=True))

MOST_PANELS = 40

# Height at the top of a panel that is kept free of data, so that no event mark covers a line.
MARKS_MM = 5.0
# From the last month to the names of the lines.
NAMES_MM = 3.0


@dataclass(frozen=True)
class Event:
    """A day on which policy changed, with a short label in every language."""

    date: date
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Series:
    """One panel: an indicator with its title and unit in the user's language."""

    id: str
    title: str
    unit: str


@dataclass(frozen=True)
class Figure:
    """What stands on the page; every text is already in the user's language."""

    title: str
    caption: str
    series: tuple[Series, ...]
    regions: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]
    language: str


def read_events(folders: QueryFolders) -> list[Event]:
    """Return the events of the policy table, oldest first; raises UsageError."""
    rows = [row.cells for row in read_table(folders, "events").rows]
    events = [
        Event(date.fromisoformat(row["date"]), {one: row[f"label_{one}"] for one in LANGUAGES})
        for row in rows
    ]
    return sorted(events, key=lambda event: event.date)


def draw(frame: pl.DataFrame, figure: Figure, path: Path) -> Path:
    """Draw the protected frame into a .png, .svg or .pdf file; return the path of its alt text.

    The frame has indicator, region, month ('YYYY-MM'), value and status. Raises UsageError for a
    path that cannot be written, WithheldError for a frame that is not protected.
    """
    format_of(path)  # before anything is drawn
    rows = _prepare(frame, figure)
    page = _page(rows, figure)
    alt = _alt_text(page)
    return save(_plot(page), path, figure.title, alt, figure.language)


def check_panels(panels: Sequence[Series]) -> None:
    """Refuse more panels than a page has room for; raises UsageError."""
    if len(panels) > MOST_PANELS:
        raise UsageError(
            f"a page has room for {MOST_PANELS} plots, not for {len(panels)}",
            "draw fewer indicators, or break down by what has fewer values",
        )


# --- what is on the page, computed before anything is drawn -----------------------------------


@dataclass(frozen=True)
class _Grid:
    """How the panels share the page. Sizes are close estimates: plotnine fits the text itself."""

    panels: int

    @property
    def columns(self) -> int:
        return next((n for n, most in ((1, 1), (2, 4), (3, 9)) if self.panels <= most), 4)

    @property
    def rows(self) -> int:
        return math.ceil(self.panels / self.columns)

    @property
    def page_mm(self) -> tuple[float, float]:
        """A4 on its side, half of it for one panel; a fifth row makes the page longer."""
        if self.panels == 1:
            return A5_MM
        width, height = A4_MM
        return width, height * (0.6 if self.panels == 2 else max(1.0, self.rows / 4))

    @property
    def panel_mm(self) -> tuple[float, float]:
        """Return the width and height of the drawing area of one panel."""
        width, height = self.page_mm
        return (width - 2 * MARGIN_MM) / self.columns - 12, (height - 38) / self.rows - 13

    @property
    def text_mm(self) -> float:
        """Return the width of a line of text across the page."""
        return self.page_mm[0] - 2 * MARGIN_MM - 2

    @property
    def marks(self) -> int:
        """Return about how many marks a vertical axis gets: one every 9 mm, 5 to 9."""
        return min(max(int(self.panel_mm[1] / 9), 5), 9)


@dataclass(frozen=True)
class _Panel:
    """One series with the limits and marks of its axis; `note` says why there is no figure."""

    series: Series
    low: float
    high: float
    breaks: tuple[float, ...]
    decimals: int
    note: str = ""


@dataclass(frozen=True)
class _Page:
    """Everything the layers need. Months are counted from year 0: 2021-01 is 24252."""

    figure: Figure
    rows: pl.DataFrame
    shown: pl.DataFrame
    grid: _Grid
    panels: tuple[_Panel, ...]
    events: tuple[tuple[str, Event], ...]
    first: int
    last: int

    def word(self, name: str, values: Mapping[str, str] | None = None) -> str:
        """Return a text of the page in its language."""
        return text(f"panel.{name}", self.figure.language, values)

    @property
    def drawn(self) -> list[_Panel]:
        return [panel for panel in self.panels if not panel.note]

    @property
    def labels_mm(self) -> float:
        """Return the width kept free at the right for the labels at the line ends."""
        widths = [width_mm(line) for _, name in _names(self) for line in name.split("\n")]
        return min(max(widths) + 4.5, self.grid.panel_mm[0] * 0.5) if widths else 0.0

    @property
    def after(self) -> int:
        """Return the months after the last one: with few months, the points stay in the middle."""
        return 1 if self.last - self.first < 3 else 0

    @property
    def month_mm(self) -> float:
        """Return the width of a month; the axis runs from the first month's start."""
        months = self.last - self.first + 1 + self.after
        return (self.grid.panel_mm[0] - self.labels_mm - 3) / months

    @property
    def x_limits(self) -> tuple[float, float]:
        side, labels = 1.5 / self.month_mm, self.labels_mm / self.month_mm
        return self.first - 1 - side, self.last + self.after + side + labels


def _prepare(frame: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """Keep the figure's own rows; months become numbers, values that are none become null."""
    exposed = frame.filter(pl.col("value").is_not_null() & (pl.col("status") != "ok")).height
    if exposed:
        raise WithheldError(
            f"nothing was drawn: rows with a value that their status hides: {exposed}",
            "draw the protected figures only",
        )
    rows = frame.filter(
        pl.col("indicator").is_in([series.id for series in figure.series]),
        pl.col("region").is_in([region for region, _ in figure.regions]),
    ).select(
        "indicator",
        "region",
        "status",
        month=pl.col("month").str.head(4).cast(pl.Int64) * 12
        + pl.col("month").str.slice(5, 2).cast(pl.Int64)
        - 1,
        value=pl.when(pl.col("value").is_finite()).then(pl.col("value").cast(pl.Float64)),
    )
    if rows.is_empty():
        raise UsageError("there is nothing to draw: no months", "ask for other months or regions")
    if rows.select("indicator", "region", "month").is_duplicated().any():
        raise UsageError("a line can have one value a month", "draw without a breakdown")
    return rows.sort("indicator", "region", "month")


def _page(rows: pl.DataFrame, figure: Figure) -> _Page:
    first, last = _span(rows)
    months = range(first, last + 1)
    inside = [event for event in figure.events if month_of(event.date) in months]
    panels = tuple(_panel(series, rows, figure, marked=bool(inside)) for series in figure.series)
    # Where no panel has a line, no mark is drawn either, and a key would explain nothing.
    events = [] if all(panel.note for panel in panels) else inside
    return _Page(
        figure=figure,
        rows=rows,
        shown=_with_runs(rows, figure),
        grid=_Grid(len(figure.series)),
        panels=panels,
        events=tuple((_mark(place), event) for place, event in enumerate(events, start=1)),
        first=first,
        last=last,
    )


def _span(rows: pl.DataFrame) -> tuple[int, int]:
    months: list[int] = rows["month"].to_list()
    return min(months), max(months)


def _with_runs(rows: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """Return the shown figures; a run of months without a gap is one stroke of the pen."""
    ranks = {region: rank for rank, (region, _) in enumerate(figure.regions)}
    keys = ["indicator", "region"]
    shown = rows.filter(pl.col("value").is_not_null()).with_columns(
        rank=pl.col("region").replace_strict(ranks, return_dtype=pl.Int64),
        run=pl.col("month") - pl.int_range(pl.len()).over(keys),
    )
    return shown.with_columns(
        length=pl.len().over([*keys, "run"]),
        style=pl.col("rank").map_elements(_style, return_dtype=pl.String),
        # The first region is drawn last, on top of the others.
        stroke=(len(ranks) - pl.col("rank")) * 1_000_000 + pl.col("run"),
    )


def _style(rank: int) -> str:
    return STYLES[min(rank, len(STYLES) - 1)]


def _mark(place: int) -> str:
    """Return ① to ⑩; the font has no circled number beyond."""
    return chr(0x245F + place) if place <= 10 else str(place)


def _panel(series: Series, rows: pl.DataFrame, figure: Figure, *, marked: bool) -> _Panel:
    """Decide the axis from the shown figures alone; event marks need room above them."""
    own = rows.filter(pl.col("indicator") == series.id)
    values: list[float] = own["value"].drop_nulls().to_list()
    if not values:
        reason = _reason(own["status"].to_list())
        note = text(f"panel.{reason}", figure.language)
        return _Panel(series, *NO_LIMITS, (), 0, note)
    whole = series.unit != "%" and all(value == int(value) for value in values)
    low, top = _count_limits(values) if whole else _free_limits(values, series.unit)
    grid = _Grid(len(figure.series))
    step = nice_step((top - low) / grid.marks, whole=whole)
    low = math.floor(low / step + 1e-9) * step
    breaks = tuple(low + step * n for n in range(math.floor((top - low) / step + 1e-9) + 1))
    free = (MARKS_MM if marked else 1.0) / grid.panel_mm[1]
    return _Panel(series, low, low + (top - low) / (1 - free), breaks, 0 if whole else 1)


def _reason(statuses: Sequence[str]) -> str:
    """Return the word for a panel without figures. Hidden wins: it is what a reader must know."""
    found = [status for status in ("hidden", "not_observable") if status in statuses]
    if found:
        return found[0]
    return "nobody" if set(statuses) == {"ok"} else "not_available"


def _count_limits(values: Sequence[float]) -> tuple[float, float]:
    """From zero, and at least to 5: one person more or less is no cliff."""
    low, high = min(*values, 0.0), max(*values, 0.0)
    return low * 1.06, max(high * 1.04, 5.0)


def _free_limits(values: Sequence[float], unit: str) -> tuple[float, float]:
    """Follow the figures, but do not blow up noise: the axis covers 30 % of the highest figure.

    Zero is included when it is near anyway.
    """
    low, high = min(values), max(values)
    spread = max(high - low, 0.3 * abs(high), 1.0)
    middle = (low + high) / 2
    bottom, top = middle - spread * 0.53, middle + spread * 0.53
    if low >= 0 and bottom < 0.3 * top:
        bottom = 0.0
    return bottom, min(top, 100.0) if unit == "%" and high <= 100 else top


# --- numbers and texts ------------------------------------------------------------------------


def _amount(value: float, panel: _Panel, language: str) -> str:
    space = "" if (panel.series.unit, language) == ("%", "en") else "\u00a0"
    return f"{number(value, language, panel.decimals)}{space}{panel.series.unit}".rstrip()


def _event_key(page: _Page) -> str:
    language = page.figure.language
    texts = (
        f"{mark} {event.labels[language]} {day(event.date, language)}".replace(" ", "\u00a0")
        for mark, event in page.events
    )
    return "\u00a0 ".join(texts)


def _caption(page: _Page) -> str:
    width = page.grid.text_mm
    parts = [_event_key(page), *_notes(page), page.figure.caption]
    lines = [wrap(line, width) for part in parts for line in part.splitlines()]
    return "\n".join(filter(None, lines))


def _notes(page: _Page) -> list[str]:
    rest = [name for _, name in page.figure.regions[len(STYLES) - 1 :]]
    axis = "axis_single" if len(page.panels) == 1 else "axis"
    gap = _gap(page)
    notes = [
        page.word(axis) if any(panel.low > 0 for panel in page.drawn) else "",
        page.word(gap) if gap else "",
    ]
    grey = f"{page.word('rest')} {', '.join(rest)}." if rest else ""
    return [" ".join(filter(None, notes)), grey]


def _gap(page: _Page) -> str:
    """Return the word for what a gap in a line means on this page, '' where there is none."""
    ids = [panel.series.id for panel in page.drawn]
    gaps = page.rows.filter(pl.col("indicator").is_in(ids) & pl.col("value").is_null())
    hidden = gaps.filter(pl.col("status") == "hidden").height
    if not gaps.height:
        return ""
    return ("gap_both" if hidden < gaps.height else "gap_hidden") if hidden else "gap_missing"


# --- the text alternative ---------------------------------------------------------------------


def _alt_text(page: _Page) -> str:
    figure = page.figure
    names = ", ".join(name for _, name in figure.regions)
    months = "\u2013".join(month_name(month, figure.language) for month in (page.first, page.last))
    head = [
        figure.title,
        f"{page.word('regions' if len(figure.regions) > 1 else 'region')} {names}.",
        f"{page.word('months')} {months}.",
        f"{page.word('events')} {_event_key(page)}." if page.events else "",
    ]
    lines = [*head, *(_panel_text(panel, page) for panel in page.panels), figure.caption]
    return "\n".join(plain(line) for text in lines for line in text.splitlines() if line) + "\n"


def _panel_text(panel: _Panel, page: _Page) -> str:
    if panel.note:
        return f"{panel.series.title}: {panel.note}."
    texts = [_line_text(panel, region, name, page) for region, name in page.figure.regions]
    return f"{panel.series.title}: {' '.join(texts)}"


def _line_text(panel: _Panel, region: str, name: str, page: _Page) -> str:
    """One sentence: the ends and the extremes of the shown months, and how many are not shown."""
    own = page.rows.filter((pl.col("indicator") == panel.series.id) & (pl.col("region") == region))
    shown = [
        (month, value) for month, value in own.select("month", "value").rows() if value is not None
    ]
    parts = [*_extremes(shown, panel, page), *_not_shown(own, page)] or [page.word("no_line")]
    start = f"{name}: " if len(page.figure.regions) > 1 else ""
    return f"{start}{', '.join(parts)}."


def _extremes(shown: list[tuple[int, float]], panel: _Panel, page: _Page) -> list[str]:
    if not shown:
        return []
    picks = {
        "first": shown[0],
        "lowest": min(shown, key=lambda point: point[1]),
        "highest": max(shown, key=lambda point: point[1]),
        "latest": shown[-1],
    }
    chosen = picks if len(shown) > 1 else {"only": shown[0]}
    language = page.figure.language
    return [
        f"{page.word(word)} {_amount(value, panel, language)} ({month_name(month, language)})"
        for word, (month, value) in chosen.items()
    ]


def _not_shown(own: pl.DataFrame, page: _Page) -> list[str]:
    hidden = own.filter(pl.col("status") == "hidden").height
    missing = own.filter(pl.col("value").is_null()).height - hidden
    counts = (("hidden", hidden), ("missing", missing))
    return [
        page.word(f"{word}_{'one' if n == 1 else 'many'}", {"n": str(n)}) for word, n in counts if n
    ]


# --- layers -----------------------------------------------------------------------------------


def _plot(page: _Page) -> ggplot:
    width, height = page.grid.page_mm
    plot = ggplot() + _limits_layer(page)
    for layer in (*_event_layers(page), *_line_layers(page), *_label_layers(page)):
        plot += layer
    if any(panel.note for panel in page.panels):
        plot += _note_layer(page)
    titles = {panel.series.id: _strip(panel, page) for panel in page.panels}
    plot += facet_wrap(
        "series", ncol=page.grid.columns, scales="free_y", labeller=cast("Any", titles.__getitem__)
    )
    for scale in _scales(page):
        plot += scale
    plot += labs(
        title=wrap(page.figure.title, page.grid.text_mm, TITLE_PT, "bold"),
        caption=_caption(page),
        x="",
        y="",
    )
    return plot + page_theme() + theme(figure_size=(width / 25.4, height / 25.4))


def _strip(panel: _Panel, page: _Page) -> str:
    """Return the panel's title; the unit stays on the line of the last word."""
    series = panel.series
    title = f"{series.title}\u00a0({series.unit})" if series.unit else series.title
    return wrap(title, page.grid.panel_mm[0] + 4, STRIP_PT, "bold")


def _pandas(page: _Page, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Build a frame whose panels come in the order asked for; polars itself would need pyarrow."""
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()})
    ids = [panel.series.id for panel in page.panels]
    return frame.assign(series=pd.Categorical(list(columns["series"]), categories=ids))


def _limits_layer(page: _Page) -> geom_blank:
    points = [(panel.series.id, y) for panel in page.panels for y in (panel.low, panel.high)]
    series, y = zip(*points, strict=True)
    data = _pandas(page, {"series": series, "x": [page.first] * len(points), "y": y})
    return geom_blank(aes("x", "y"), data=data)


def _line_layers(page: _Page) -> list[geom_line | geom_point]:
    """Lines for runs of months; a month alone between two gaps is a point, or it would vanish."""
    lines = _points_frame(page, page.shown.filter(pl.col("length") > 1))
    alone = _points_frame(page, page.shown.filter(pl.col("length") == 1))
    styled = {"x": "month", "y": "value", "color": "style"}
    layers: list[geom_line | geom_point] = []
    if len(lines):
        mapping = aes(**styled, linetype="style", group="stroke")
        layers.append(geom_line(mapping, data=lines, size=0.75, show_legend=False))
    if len(alone):
        mapping = aes(**styled, shape="style")
        layers.append(geom_point(mapping, data=alone, size=1.3, show_legend=False))
    return layers


def _points_frame(page: _Page, shown: pl.DataFrame) -> pd.DataFrame:
    columns = shown.sort("stroke", "month").select(
        "month", "value", "style", "stroke", series="indicator"
    )
    return _pandas(page, columns.to_dict(as_series=False))


def _note_layer(page: _Page) -> geom_text:
    empty = [panel for panel in page.panels if panel.note]
    width = page.grid.panel_mm[0] * 0.9
    columns = {
        "series": [panel.series.id for panel in empty],
        "x": [sum(page.x_limits) / 2] * len(empty),
        "y": [sum(NO_LIMITS) / 2] * len(empty),
        "label": [wrap(panel.note, width) for panel in empty],
    }
    return _text(page, columns, va="center")


def _text(
    page: _Page,
    columns: Mapping[str, Sequence[object]],
    *,
    ha: Literal["left", "center"] = "center",
    va: Literal["top", "center"],
) -> geom_text:
    return geom_text(
        aes("x", "y", label="label"),
        data=_pandas(page, columns),
        size=SMALL_PT,
        family=FONT,
        color=TEXT_COLOUR,
        ha=ha,
        va=va,
    )


# --- event marks ------------------------------------------------------------------------------


def _event_layers(page: _Page) -> list[geom_segment | geom_text]:
    """Dashed lines below a strip that is free of data; the numbers stand in that strip."""
    drawn = page.drawn
    if not page.events or not drawn:
        return []
    marks = _joined_marks(page, [_event_x(event.date) for _, event in page.events])
    places = _apart([_event_x(event.date) for _, event in page.events], 0.8 / page.month_mm)
    lines = {
        "series": [panel.series.id for panel in drawn for _ in places],
        "x": [x for _ in drawn for x in places],
        "y": [panel.low for panel in drawn for _ in places],
        "top": [_below_marks(panel, page) for panel in drawn for _ in places],
    }
    texts = {
        "series": [panel.series.id for panel in drawn for _ in marks],
        "x": [x for _ in drawn for x, _ in marks],
        "y": [panel.high for panel in drawn for _ in marks],
        "label": [label for _ in drawn for _, label in marks],
    }
    mapping = aes("x", "y", xend="x", yend="top")
    style = {"linetype": "dashed", "size": 0.35, "color": MARK_COLOUR}
    return [
        geom_segment(mapping, data=_pandas(page, lines), **style),
        _text(page, texts, va="top"),
    ]


def _event_x(day: date) -> float:
    """Return the place of a day on the axis.

    A month's figure is that of its last working day, so whatever happens during a month lies
    between the point of the month before and its own.
    """
    last_day = 31
    return month_of(day) - 1 + (day.day - 1) / last_day


def _apart(places: Sequence[float], least: float) -> list[float]:
    """Drop lines that would merge with the one before: two dashed lines make a thick one."""
    kept: list[float] = []
    for x in places:
        if not kept or x - kept[-1] >= least:
            kept.append(x)
    return kept


def _below_marks(panel: _Panel, page: _Page) -> float:
    return panel.high - (panel.high - panel.low) * 0.7 * MARKS_MM / page.grid.panel_mm[1]


def _joined_marks(page: _Page, places: Sequence[float]) -> list[tuple[float, str]]:
    """Put the numbers of events that are too close to each other side by side as one label."""
    letter = width_mm(_mark(1)) / page.month_mm
    groups: list[list[int]] = []
    for index, x in enumerate(places):
        if groups and x - places[groups[-1][-1]] < 1.2 * letter:
            groups[-1].append(index)
        else:
            groups.append([index])
    left, right = page.x_limits
    labels: list[tuple[float, str]] = []
    for group in groups:
        half = letter * len(group) / 2
        middle = sum(places[index] for index in group) / len(group)
        text = "".join(page.events[index][0] for index in group)
        labels.append((min(max(middle, left + half), right - half), text))
    return labels


# --- labels at the line ends ------------------------------------------------------------------


def _names(page: _Page) -> list[tuple[str, str]]:
    """Return region and wrapped name of the coloured lines. One line needs no label."""
    regions = page.figure.regions[: len(STYLES) - 1]
    width = min(page.grid.panel_mm[0] * 0.4, 40.0)
    return [(region, wrap(name, width)) for region, name in regions if len(page.figure.regions) > 1]


@dataclass(frozen=True)
class _Label:
    """A region's name at the height where its line ends; `ends` is the month of that, if any."""

    style: str
    text: str
    y: float
    ends: int | None


def _label_layers(page: _Page) -> list[geom_segment | geom_text]:
    """Names at the line ends, each tied to its line by a thin stroke."""
    placed = [
        (panel, label, y)
        for panel in page.drawn
        for label, y in _placed(_labels_of(panel, page), panel, page)
    ]
    return [*_ties(placed, page), _name_layer(placed, page)] if placed else []


def _ties(placed: Sequence[tuple[_Panel, _Label, float]], page: _Page) -> list[geom_segment]:
    """Tie names to line ends in the line's colour; a name far from its line gets a short stub."""
    mm = 1 / page.month_mm
    names = page.last + NAMES_MM * mm
    ties = [
        (panel, label, y, (label.ends + 0.6 * mm, label.y))
        if _near(label.ends, page)
        else (panel, label, y, (names - 2.4 * mm, y))
        for panel, label, y in placed
        if label.ends is not None
    ]
    if not ties:
        return []
    columns = {
        "series": [panel.series.id for panel, *_ in ties],
        "x": [start[0] for *_, start in ties],
        "y": [start[1] for *_, start in ties],
        "xend": [names - 0.6 * mm] * len(ties),
        "yend": [y for _, _, y, _ in ties],
        "style": [label.style for _, label, *_ in ties],
    }
    mapping = aes("x", "y", xend="xend", yend="yend", color="style")
    return [geom_segment(mapping, data=_pandas(page, columns), size=0.4, show_legend=False)]


def _near(month: int, page: _Page) -> bool:
    """Tell whether a line ends close to its name: a stroke from further off would read as data."""
    return (page.last - month) * page.month_mm < 4


def _name_layer(placed: Sequence[tuple[_Panel, _Label, float]], page: _Page) -> geom_text:
    """Names in dark grey: the colours of the lines are too pale for text (4.5:1)."""
    columns = {
        "series": [panel.series.id for panel, _, _ in placed],
        "x": [page.last + NAMES_MM / page.month_mm] * len(placed),
        "y": [y for _, _, y in placed],
        "label": [label.text for _, label, _ in placed],
    }
    return _text(page, columns, ha="left", va="center")


def _labels_of(panel: _Panel, page: _Page) -> list[_Label]:
    """Return a label per coloured region; one whose line ends early says when."""
    own = page.shown.filter(pl.col("indicator") == panel.series.id)
    labels: list[_Label] = []
    for rank, (region, name) in enumerate(_names(page)):
        points = own.filter(pl.col("region") == region)
        if points.is_empty():
            labels.append(_Label(_style(rank), f"{name}:\n{page.word('no_line')}", panel.low, None))
            continue
        end, y = cast("tuple[int, float]", points.select("month", "value").row(-1))
        until = "" if _near(end, page) else f"\n(\u2013{month_name(end, page.figure.language)})"
        labels.append(_Label(_style(rank), name + until, y, end))
    return labels


def _placed(labels: Sequence[_Label], panel: _Panel, page: _Page) -> list[tuple[_Label, float]]:
    if not labels:
        return []
    line = SMALL_PT * POINT_MM * LINE_HEIGHT * (panel.high - panel.low) / page.grid.panel_mm[1]
    ordered = sorted(labels, key=lambda label: label.y)
    heights = [(label.text.count("\n") + 1) * line for label in ordered]
    places = _spread([label.y for label in ordered], heights, panel.low, panel.high)
    return list(zip(ordered, places, strict=True))


def _spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Move labels apart as little as possible (least squares), keeping order and limits.

    With the heights of the labels below taken off, "no overlap" becomes "not decreasing", which
    pooling neighbours that are out of order solves exactly.
    """
    squeeze = min(1.0, (high - low) / sum(heights))
    below = [squeeze * (sum(heights[:i]) + heights[i] / 2) for i in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for y, offset in zip(wanted, below, strict=True):
        mean, count = y - offset, 1
        while pools and pools[-1][0] > mean:
            other, members = pools.pop()
            mean = (mean * count + other * members) / (count + members)
            count += members
        pools.append((mean, count))
    bases = [mean for mean, count in pools for _ in range(count)]
    most = max(low, high - squeeze * sum(heights))
    return [min(max(base, low), most) + offset for base, offset in zip(bases, below, strict=True)]


# --- scales and theme -------------------------------------------------------------------------


def _scales(page: _Page) -> list[Any]:
    months, labels = month_breaks(page.first, page.last, page.month_mm, page.figure.language)

    def breaks(limits: tuple[float, float]) -> tuple[float, ...]:
        return _panel_with(limits, page).breaks

    def numbers(values: Sequence[float] | Sequence[str]) -> list[str]:
        return axis_numbers([float(value) for value in values], page.figure.language)

    return [
        scale_x_continuous(limits=page.x_limits, breaks=months, labels=labels, expand=(0, 0)),
        scale_y_continuous(breaks=breaks, labels=numbers, expand=(0, 0)),
        scale_color_manual(values=COLOURS, limits=list(STYLES), guide=None),
        scale_linetype_manual(values=LINES, limits=list(STYLES), guide=None),
        scale_shape_manual(values=SHAPES, limits=list(STYLES), guide=None),
    ]


def _panel_with(limits: tuple[float, float], page: _Page) -> _Panel:
    """Return the panel of these limits: a scale is told the limits, not whose they are."""
    low, high = limits
    return min(page.panels, key=lambda panel: abs(panel.low - low) + abs(panel.high - high))
