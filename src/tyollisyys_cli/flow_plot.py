"""Draws the flows of long-term unemployment: the stock as a line, below it who came and who left.

Only what the protected frames show is ever used: a hidden month is marked, and never zero. Where
whole years show more of them, they stand for the months.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, cast

import pandas as pd
import polars as pl
from plotnine import (
    aes,
    element_blank,
    element_text,
    facet_wrap,
    geom_blank,
    geom_hline,
    geom_line,
    geom_point,
    geom_rect,
    geom_text,
    ggplot,
    guide_legend,
    guides,
    labs,
    scale_fill_manual,
    scale_x_continuous,
    scale_y_continuous,
    theme,
)

from tyollisyys_cli.drawing import (
    A4_MM,
    FONT,
    MARGIN_MM,
    MARK_COLOUR,
    NO_LIMITS,
    PALETTE,
    REST_COLOUR,
    SMALL_PT,
    STRIP_PT,
    TEXT_COLOUR,
    TITLE_PT,
    format_of,
    month_breaks,
    month_name,
    nice_step,
    page_theme,
    plain,
    save,
    width_mm,
    wrap,
)
from tyollisyys_cli.errors import UsageError, WithheldError
from tyollisyys_cli.flow_frames import ENTRIES, EXITS, SUMS
from tyollisyys_cli.languages import number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.flow_frames import Flows

MOST_CELLS = 4
"""As many columns have room on a page."""
_NAMED_EXITS = len(PALETTE) - len(ENTRIES)
"""Destinations with a colour of their own; the rest is one grey group."""
_HIDDEN_COLOUR = "#EBEBEB"
_GAP, _GAP_MM = 0.08, 1.0
"""Free at either side of a bar, as a part of it, and at most."""
_STOCK, _FLOWS, _YEARS = "stock", "flows", "years"


@dataclass(frozen=True)
class FlowFigure:
    """What stands on the page; every text is already in the user's language."""

    title: str
    caption: str
    regions: tuple[tuple[str, str], ...]
    language: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Group:
    """Columns of the flows that are one colour: of who came (sign 1) or of who left (-1)."""

    columns: tuple[str, ...]
    sign: int
    colour: str
    name: str

    def label(self, language: str) -> str:
        """Return the words of the legend: Out: a service."""
        way = text("flows.plot_in" if self.sign > 0 else "flows.plot_out", language)
        return f"{way} {self.name}"


@dataclass(frozen=True)
class _Panel:
    """A cell's stock, flows or flows by year, with the limits of its axis.

    A shown row is a month, or the year that ends with it; `hidden` are months, and `blank` those
    that no year holds, hidden or not. `note` says why there is no figure.
    """

    id: str
    cell: str
    name: str
    kind: str
    shown: pl.DataFrame
    hidden: tuple[int, ...]
    blank: tuple[int, ...]
    groups: tuple[_Group, ...]
    limits: tuple[float, float]
    note: str = ""

    @property
    def step(self) -> int:
        """Return the months of a row."""
        return 12 if self.kind == _YEARS else 1


@dataclass(frozen=True)
class _Page:
    """Everything the layers need. Months are counted from year 0, as in `drawing`."""

    figure: FlowFigure
    cells: tuple[tuple[str, str], ...]
    groups: tuple[_Group, ...]
    panels: tuple[_Panel, ...]
    first: int
    last: int

    @property
    def panel_mm(self) -> tuple[float, float]:
        """Return about the width and height of the drawing area of a panel."""
        width, height = A4_MM
        columns = len(self.cells)
        return (width - 2 * MARGIN_MM) / columns - 12, (height - 58) / 2 - 12

    @property
    def text_mm(self) -> float:
        """Return the width of a line of text across the page."""
        return A4_MM[0] - 2 * MARGIN_MM - 2

    @property
    def month_mm(self) -> float:
        """Return the width of a month; the first one begins at the point of the month before."""
        return (self.panel_mm[0] - 3) / (self.last - self.first + 1)

    @property
    def x_limits(self) -> tuple[float, float]:
        """Return the ends of the axis of months, with a little room at either side."""
        side = 1.5 / self.month_mm
        return self.first - 1 - side, self.last + side

    @property
    def hidden(self) -> list[tuple[_Panel, float, float, int]]:
        """Return where a panel that shows others has hidden months: from, to and how many."""
        return [
            (panel, *self._span(panel, run), len(run))
            for panel in self.panels
            if not panel.note
            for run in _runs(panel.hidden)
        ]

    @property
    def grounds(self) -> list[tuple[_Panel, float, float]]:
        """Return where a panel that shows others has no figures, hidden or not: from and to."""
        return [
            (panel, *self._span(panel, run))
            for panel in self.panels
            if not panel.note
            for run in _runs(panel.blank)
        ]

    def _span(self, panel: _Panel, run: Sequence[int]) -> tuple[float, float]:
        """Return where months lie: of a stock, that of their ends, on both sides of these."""
        after = 1 if panel.kind == _STOCK else 0
        return max(run[0] - 1, self.first - 1), min(run[-1] + after, self.last)


def draw_flows(flows: Flows, figure: FlowFigure, path: Path) -> Path:
    """Draw protected flows into a .png, .svg or .pdf file; return the path of its alt text.

    Raises UsageError for a path that cannot be written or too many cells, WithheldError for frames
    that are not protected.
    """
    format_of(path)  # before anything is drawn
    frames = {_STOCK: flows.stock, _FLOWS: flows.frame, _YEARS: flows.years}
    prepared = {kind: _prepared(frame, figure.by) for kind, frame in frames.items()}
    page = _page(prepared, figure)
    alt = _alt_text(page)
    return save(_plot(page), path, figure.title, alt, figure.language)


def check_cells(cells: Sequence[object]) -> None:
    """Refuse more regions, or values of a breakdown, than have room; raises UsageError."""
    if len(cells) > MOST_CELLS:
        raise UsageError(
            f"a page has room for the flows of {MOST_CELLS} regions or groups, not of {len(cells)}",
            "draw the regions in several files, or break down by what has fewer values",
        )


# --- what is on the page, computed before anything is drawn -----------------------------------


def _prepared(frame: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Return the rows with numbered months, a year's last one, and the `cell` of each."""
    counts = [one for one in ("stock", *SUMS, *EXITS) if one in frame.columns]
    exposed = frame.filter(
        pl.any_horizontal(pl.col(counts).is_not_null()) & (pl.col("status") != "ok")
    ).height
    if exposed:
        raise WithheldError(
            f"nothing was drawn: rows with counts that their status hides: {exposed}",
            "draw the protected flows only",
        )
    last = pl.col("month") + "-12"
    year, month = (last.str.slice(*part).cast(pl.Int64) for part in ((0, 4), (5, 2)))
    cell = pl.concat_str("region", *by, separator="\n", ignore_nulls=True)
    numbered = frame.with_columns(month=year * 12 + month - 1, cell=cell)
    return numbered.sort("region", "month", maintain_order=True)


def _page(frames: Mapping[str, pl.DataFrame], figure: FlowFigure) -> _Page:
    """Decide groups, panels and months from what is shown; other months are left out."""
    rows = frames[_FLOWS]
    seen = rows.filter(pl.col("status").is_in(["ok", "hidden"]))
    months: list[int] = (seen if seen.height else rows)["month"].to_list()
    if not months:
        raise UsageError(
            "there is nothing to draw: nobody is in any group in these months",
            "ask for other months or regions, or leave --by out",
        )
    cells = [one for region in figure.regions for one in _cells(rows, region, figure)]
    check_cells(cells)
    drawn = pl.col("cell").is_in([cell for cell, _ in cells])
    kind = _more_people({one: frames[one].filter(drawn, status="ok") for one in (_FLOWS, _YEARS)})
    groups = _groups(frames[kind].filter(drawn, status="ok"), figure.language)
    panels = [
        _panel(
            {it: frame.filter(cell=cell) for it, frame in frames.items()},
            cell,
            name,
            one,
            groups,
            figure.language,
        )
        for one in (_STOCK, kind)
        for cell, name in cells
    ]
    return _Page(figure, tuple(cells), groups, tuple(panels), min(months), max(months))


def _more_people(shown: Mapping[str, pl.DataFrame]) -> str:
    """Say whether months or whole years show more people who came and left."""
    moved = {
        kind: frame.select(pl.sum_horizontal(pl.col(_movements(frame)).sum())).item()
        for kind, frame in shown.items()
    }
    return max(moved, key=lambda kind: moved[kind])


def _movements(frame: pl.DataFrame) -> list[str]:
    """Return the columns of who came and who left: by destination, or of a year in all."""
    return [one for one in (*ENTRIES, *EXITS, "left") if one in frame.columns]


def _cells(
    rows: pl.DataFrame, region: tuple[str, str], figure: FlowFigure
) -> list[tuple[str, str]]:
    """Return the cells of a region with their names; one without any group is a cell itself."""
    region_id, name = region
    found = rows.filter(region=region_id).select(figure.by).drop_nulls()
    groups: list[tuple[str, ...]] = found.unique(maintain_order=True).rows() or [()]
    is_named = len(figure.regions) > 1 or groups == [()]
    return [
        ("\n".join([region_id, *one]), ", ".join([*([name] if is_named else []), *one]))
        for one in groups
    ]


def _groups(shown: pl.DataFrame, language: str) -> tuple[_Group, ...]:
    """Return who came, the most common destinations and one group of all others, or all who left.

    The same groups hold for every cell of the page; one of nobody is left out.
    """
    sums: dict[str, int] = shown.select(pl.col(_movements(shown)).sum()).row(0, named=True)
    if not any(sums.values()):
        return ()
    used = sorted((one for one in EXITS if sums.get(one)), key=lambda one: -sums[one])
    named, rest = used[:_NAMED_EXITS], tuple(used[_NAMED_EXITS:])
    columns = [*((one, 1) for one in ENTRIES), *((one, -1) for one in named)]
    groups = [
        _Group((column,), sign, colour, _name(column, language))
        for (column, sign), colour in zip(columns, PALETTE, strict=False)
        if sums[column]
    ]
    if rest:
        one_name = _name(rest[0], language)
        name = one_name if len(rest) == 1 else text("flows.plot_others", language)
        groups.append(_Group(rest, -1, REST_COLOUR, name))
    if sums.get("left"):
        groups.append(_Group(("left",), -1, REST_COLOUR, _name("left", language)))
    return tuple(groups)


def _name(column: str, language: str) -> str:
    """Return the words for a movement; some have other ones than stand above a table."""
    plot = "plot_" if column in (*ENTRIES, "left") else ""
    return text(f"flows.{plot}{column}", language)


def _panel(
    frames: Mapping[str, pl.DataFrame],
    cell: str,
    name: str,
    kind: str,
    groups: tuple[_Group, ...],
    language: str,
) -> _Panel:
    """Decide the axis from the shown counts of a cell alone, and which months are hidden."""
    rows = frames[_STOCK if kind == _STOCK else _FLOWS]
    shown = frames[kind].filter(status="ok")
    whole = [month - i for month in shown["month"] for i in range(12)] if kind == _YEARS else []
    rest = rows.filter(~pl.col("month").is_in(whole))
    hidden = rest.filter(status="hidden")["month"]
    blank = rest.filter(pl.col("status").is_in(["ok", "hidden"]))["month"] if whole else hidden
    without = (tuple(hidden), tuple(blank))
    panel = _Panel(f"{kind} {cell}", cell, name, kind, shown, *without, groups, NO_LIMITS)
    if not shown.height:
        known = [one for one in ("hidden", "not_observable") if one in rows["status"]]
        note = text(f"panel.{known[0] if known else 'not_available'}", language)
        return replace(panel, note=note)
    if kind == _STOCK:
        return replace(panel, limits=(0.0, max(shown.select(pl.max("stock")).item() * 1.06, 5.0)))
    came, left = (
        shown.select(pl.sum_horizontal(_columns(groups, sign)).max()).item() for sign in (1, -1)
    )
    return replace(panel, limits=(-max(left * 1.06, 5.0), max(came * 1.06, 5.0)))


def _runs(months: Sequence[int]) -> list[list[int]]:
    """Return runs of months without a gap."""
    numbered = groupby(enumerate(months), key=lambda pair: pair[1] - pair[0])
    return [[month for _, month in run] for _, run in numbered]


def _columns(groups: Iterable[_Group], sign: int) -> list[pl.Expr]:
    """Return the columns of all groups that came (1) or left (-1), and a zero for none."""
    return [pl.lit(0), *(pl.col(one) for it in groups if it.sign == sign for one in it.columns)]


# --- texts ------------------------------------------------------------------------------------


def _caption(page: _Page) -> str:
    """Return what the page must say below: hidden months, the rest, the extract."""
    language = page.figure.language
    mark = text("flows.plot_mark", language) if page.hidden else ""
    lines = [_whole_years(page), mark, _rest(page), page.figure.caption]
    wrapped = [wrap(line, page.text_mm) for part in lines for line in part.splitlines()]
    return "\n".join(filter(None, wrapped))


def _whole_years(page: _Page) -> str:
    """Say that the chart below has whole years, where it has."""
    by_year = any(panel.kind == _YEARS for panel in page.panels)
    return text("flows.plot_whole_years", page.figure.language) if by_year else ""


def _rest(page: _Page) -> str:
    """Say which destinations the group of the others has."""
    language = page.figure.language
    others = [one for one in page.groups if len(one.columns) > 1]
    names = (_name(one, language) for it in others for one in it.columns)
    return f"{others[0].label(language)}: {', '.join(names)}." if others else ""


def _alt_text(page: _Page) -> str:
    """Return the page in words: the ends of the stock, and the flows of the shown months."""
    language = page.figure.language
    names = ", ".join(name for _, name in page.figure.regions)
    months = "\u2013".join(month_name(month, language) for month in (page.first, page.last))
    head = [
        page.figure.title,
        text("flows.plot_alt", language, {"regions": names, "months": months}),
    ]
    half = len(page.cells)
    pairs = zip(page.panels[:half], page.panels[half:], strict=True)
    lines = [*head, *(_cell_text(stock, flow, page) for stock, flow in pairs), _rest(page)]
    lines.append(page.figure.caption)
    return "\n".join(plain(line) for part in lines for line in part.splitlines() if line) + "\n"


def _cell_text(stock: _Panel, flow: _Panel, page: _Page) -> str:
    """Say of a cell how the stock went, who came and left in all, and what is not shown."""
    language = page.figure.language
    if stock.note and stock.note == flow.note:
        return f"{stock.name}: {stock.note}."
    sentences: list[str] = []
    for panel, tell in ((stock, _stock_texts), (flow, _flow_texts)):
        if panel.note:
            sentences.append(f"{text(f'flows.plot_{panel.kind}', language)}: {panel.note}.")
        else:
            sentences += tell(panel, language)
            sentences += _hidden_text(panel, language)
    return f"{stock.name}: {' '.join(sentences)}"


def _hidden_text(panel: _Panel, language: str) -> list[str]:
    """Say in how many months a panel that shows others has nothing."""
    key = "flows.plot_alt_hidden_stock" if panel.kind == _STOCK else "flows.plot_alt_hidden"
    months = {"months": str(len(panel.hidden))}
    return [text(key, language, months)] if panel.hidden else []


def _stock_texts(panel: _Panel, language: str) -> Iterator[str]:
    """Say where the stock began and ended, and its lowest and highest point."""
    points: list[tuple[int, int]] = panel.shown.select("month", "stock").rows()
    low, high = (pick(points, key=lambda point: point[1]) for pick in (min, max))
    named = {"first": points[0], "last": points[-1], "low": low, "high": high}
    told = {
        name: f"{number(count, language)} ({month_name(month, language)})"
        for name, (month, count) in named.items()
    }
    yield text("flows.plot_alt_stock", language, told)


def _flow_texts(panel: _Panel, language: str) -> Iterator[str]:
    """Say who came and who left in the months or years that are shown."""
    shown = panel.shown
    for sign, words in ((1, "came"), (-1, "left")):
        own = [one for one in panel.groups if one.sign == sign]
        sums = [(one.name, shown.select(pl.col(one.columns).sum()).row(0)) for one in own]
        listed = ", ".join(f"{name} {number(sum(counts), language)}" for name, counts in sums)
        total = number(sum(sum(counts) for _, counts in sums), language)
        values = {"total": total, "list": listed or "0", "periods": str(shown.height)}
        of_years = "_years" if panel.kind == _YEARS else ""
        yield text(f"flows.plot_alt_{words}{of_years}", language, values)


# --- layers -----------------------------------------------------------------------------------


def _plot(page: _Page) -> ggplot:
    width, height = A4_MM
    plot = ggplot() + _limits_layer(page)
    for layer in (*_hidden_layers(page), *_bar_layers(page), *_line_layers(page)):
        plot += layer
    plot += _note_layer(page)
    titles = {panel.id: _strip(panel, page) for panel in page.panels}
    plot += facet_wrap(
        "panel",
        ncol=len(page.cells),
        scales="free_y",
        labeller=cast("Any", titles.__getitem__),
    )
    for scale in _scales(page):
        plot += scale
    plot += labs(
        title=wrap(page.figure.title, page.text_mm, TITLE_PT, "bold"),
        caption=_caption(page),
        x="",
        y="",
    )
    return plot + page_theme() + _legend_theme() + theme(figure_size=(width / 25.4, height / 25.4))


def _legend_theme() -> theme:
    return theme(
        legend_position="bottom",
        legend_title=element_blank(),
        legend_text=element_text(size=SMALL_PT, color=TEXT_COLOUR),
        legend_key_size=9,
        legend_margin=0,
        legend_box_margin=0,
    )


def _strip(panel: _Panel, page: _Page) -> str:
    """Return a panel's title, with the cell where there are several."""
    title = text(f"flows.plot_{panel.kind}", page.figure.language)
    whole = f"{panel.name}: {title}" if len(page.cells) > 1 else title
    return wrap(whole, page.panel_mm[0] - 2, STRIP_PT, "bold")


def _frame(page: _Page, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Build a frame whose panels come in their order; polars itself would need pyarrow."""
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()})
    ids = [panel.id for panel in page.panels]
    return frame.assign(panel=pd.Categorical(list(columns["panel"]), categories=ids))


def _table(page: _Page, names: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Build a frame of rows, the first of whose values is the panel."""
    listed = list(rows)
    return _frame(page, {name: [row[i] for row in listed] for i, name in enumerate(names)})


def _limits_layer(page: _Page) -> geom_blank:
    rows = [(panel.id, page.first, y) for panel in page.panels for y in panel.limits]
    return geom_blank(aes("x", "y"), data=_table(page, ("panel", "x", "y"), rows))


def _hidden_layers(page: _Page) -> list[geom_rect | geom_point]:
    """Lay a pale ground under months without figures, on hidden ones with crosses at zero."""
    layers: list[geom_rect | geom_point] = []
    grounds = [(panel.id, first, last, *panel.limits) for panel, first, last in page.grounds]
    crosses = [
        (panel.id, x, 0.03 * panel.limits[1] if panel.kind == _STOCK else 0.0)
        for panel, first, last, months in page.hidden
        for x in _crosses(first, last, months, page.month_mm)
    ]
    if grounds:
        data = _table(page, ("panel", "xmin", "xmax", "ymin", "ymax"), grounds)
        mapping = aes(xmin="xmin", xmax="xmax", ymin="ymin", ymax="ymax")
        layers.append(geom_rect(mapping, data=data, fill=_HIDDEN_COLOUR))
    if crosses:
        data = _table(page, ("panel", "x", "y"), crosses)
        style: dict[str, Any] = {"shape": "x", "size": 1.2, "color": MARK_COLOUR}
        layers.append(geom_point(aes("x", "y"), data=data, **style))
    return layers


def _crosses(first: float, last: float, months: int, month_mm: float) -> list[float]:
    """Return where the crosses of a ground stand: one a month where they have 3 mm each."""
    count = max(1, min(months, math.floor((last - first) * month_mm / 3)))
    return [first + (last - first) * (place + 0.5) / count for place in range(count)]


def _bar_layers(page: _Page) -> list[geom_rect | geom_hline]:
    """Stack who came up and who left down from zero, between the points of the stock."""
    bars = [
        (panel.id, row["month"] - panel.step + gap, row["month"] - gap, low, high, group.colour)
        for panel in page.panels
        if panel.kind != _STOCK
        for width in [page.month_mm * panel.step]
        for gap in [min(_GAP * width, _GAP_MM) / page.month_mm if width > 1 else 0.0]
        for row in panel.shown.iter_rows(named=True)
        for group, low, high in _stacked(row, panel.groups)
    ]
    zero = [(panel.id, 0.0) for panel in page.panels if panel.kind != _STOCK and not panel.note]
    layers: list[geom_rect | geom_hline] = []
    if bars:
        names = ("panel", "xmin", "xmax", "ymin", "ymax", "colour")
        mapping = aes(xmin="xmin", xmax="xmax", ymin="ymin", ymax="ymax", fill="colour")
        layers.append(geom_rect(mapping, data=_table(page, names, bars)))
    if zero:
        data = _table(page, ("panel", "y"), zero)
        layers.append(geom_hline(aes(yintercept="y"), data=data, size=0.4, color=TEXT_COLOUR))
    return layers


def _stacked(row: Mapping[str, int], groups: Sequence[_Group]) -> list[tuple[_Group, float, float]]:
    """Return the lower and upper edge of every group's part of a month's bar."""
    parts: list[tuple[_Group, float, float]] = []
    for sign in (1, -1):
        own = [one for one in groups if one.sign == sign]
        heights = [sum(row[column] for column in one.columns) for one in own]
        tops = list(accumulate(heights))
        for group, height, top in zip(own, heights, tops, strict=True):
            if height:
                edges = sorted((sign * (top - height), sign * top))
                parts.append((group, float(edges[0]), float(edges[1])))
    return parts


def _line_layers(page: _Page) -> list[geom_line | geom_point]:
    """Draw the stock: a stroke through months without a gap, a point where a month stands alone."""
    strokes = [
        [(panel.id, month, stocks[month], f"{panel.id} {run[0]}") for month in run]
        for panel in page.panels
        if panel.kind == _STOCK
        for stocks in [dict(panel.shown.select("month", "stock").rows())]
        for run in _runs(list(stocks))
    ]
    lines = [point for stroke in strokes if len(stroke) > 1 for point in stroke]
    lone = [stroke[0] for stroke in strokes if len(stroke) == 1]
    names = ("panel", "x", "y", "stroke")
    layers: list[geom_line | geom_point] = []
    if lines:
        data, mapping = _table(page, names, lines), aes("x", "y", group="stroke")
        layers.append(geom_line(mapping, data=data, size=0.75, color=PALETTE[0]))
    if lone:
        data = _table(page, names, lone)
        layers.append(geom_point(aes("x", "y"), data=data, size=1.2, color=PALETTE[0]))
    return layers


def _note_layer(page: _Page) -> geom_text:
    """Say in the middle of an empty panel why it is empty."""
    middle = sum(page.x_limits) / 2
    width = page.panel_mm[0] * 0.9
    notes = [
        (panel.id, middle, sum(NO_LIMITS) / 2, wrap(panel.note, width))
        for panel in page.panels
        if panel.note
    ]
    return geom_text(
        aes("x", "y", label="label"),
        data=_table(page, ("panel", "x", "y", "label"), notes),
        size=SMALL_PT,
        family=FONT,
        color=TEXT_COLOUR,
    )


# --- scales -----------------------------------------------------------------------------------


def _scales(page: _Page) -> list[Any]:
    language = page.figure.language
    months, labels = month_breaks(page.first, page.last, page.month_mm, language, before=0.5)

    def breaks(limits: tuple[float, float]) -> list[float]:
        return _breaks(limits, page.panel_mm[1])

    def numbers(values: Sequence[float] | Sequence[str]) -> list[str]:
        return [number(abs(float(value)), language) for value in values]

    return [
        scale_x_continuous(limits=page.x_limits, breaks=months, labels=labels, expand=(0, 0)),
        scale_y_continuous(breaks=breaks, labels=numbers, expand=(0, 0)),
        *(_legend(page) if page.groups else ()),
    ]


def _legend(page: _Page) -> tuple[Any, ...]:
    """Name the colours in the order in which they are stacked from zero."""
    colours = [one.colour for one in page.groups]
    names = [one.label(page.figure.language) for one in page.groups]
    by_colour = dict(zip(colours, colours, strict=True))
    columns = _legend_columns(names, page.text_mm)
    return (
        scale_fill_manual(values=by_colour, limits=colours, breaks=colours, labels=names),
        guides(fill=guide_legend(ncol=columns)),
    )


def _breaks(limits: tuple[float, float], height_mm: float) -> list[float]:
    """Mark whole persons about every 9 mm; the axis of an empty panel stays blank."""
    low, high = limits
    if high < 0:
        return []
    step = nice_step((high - low) * 9 / height_mm, whole=True)
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _legend_columns(names: Sequence[str], width: float) -> int:
    """Return how many names of the legend stand side by side."""
    widest = max((width_mm(name) for name in names), default=0.0) + 9
    return max(1, min(len(names), int(width / widest)))
