"""The flows of long-term unemployment for people: a table per region and a sentence below it.

Where months are hidden, the whole years follow, of which more can be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.flow_frames import ENTRIES, EXITS, SUMS
from tyollisyys_cli.languages import number, text
from tyollisyys_cli.overview import SIGNS, heading, legend
from tyollisyys_cli.table_text import (
    FirstThatFits,
    add_whole_column,
    code_alone,
    in_lines,
    narrowed,
    printable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Dimension
    from tyollisyys_cli.flow_frames import Flows
    from tyollisyys_cli.regions import Region


def flow_table(
    flows: Flows, regions: Sequence[Region], by: Sequence[Dimension], language: str
) -> Iterator[RenderableType]:
    """Yield a heading, a table and its sentence per region, then the legend of the signs in use."""
    total = pl.sum_horizontal(EXITS, ignore_nulls=False).alias("left")
    frame = flows.frame.with_columns(total)
    for i, region in enumerate(regions):
        if i:
            yield Text()
        own = frame.filter(region=region.id)
        title = text("flows.title", language)
        yield Text(heading(region, title, flows.extract_date, language), style="bold")
        yield _fitting(own, by, language)
        went = _destinations(own, language)
        if went:
            yield Text(went)
        if "hidden" in own["status"]:
            yield from _years(flows.years.filter(region=region.id), by, language)
        elif not by:
            yield from _sentence(own, "{}", "{}", language)
    yield from legend(frame["status"], language)


def _years(rows: pl.DataFrame, by: Sequence[Dimension], language: str) -> Iterator[RenderableType]:
    """Yield the whole years from the first that shows anybody, and what made the last one's change.

    Where none does, say so.
    """
    shown = rows.filter(pl.sum_horizontal(SUMS) > 0, status="ok")
    if shown.is_empty():
        yield Text(text("flows.some_hidden", language))
        return
    yield Text(text("flows.years", language))
    yield _fitting(rows.filter(pl.col("month") >= shown["month"].min()), by, language, "year")
    if not by:
        yield from _sentence(shown.tail(1), "{}-01", "{}-12", language)


def _fitting(
    rows: pl.DataFrame, by: Sequence[Dimension], language: str, unit: str = "month"
) -> FirstThatFits:
    """Return a table of months or years; where there is no room with codes alone, then narrow."""
    whole = {one.id: [printable(value or "") for value in rows[one.id]] for one in by}
    codes = {one: [code_alone(one, value) for value in whole[one]] for one in whole}
    lines = {one.id: narrowed(one.titles[language], codes[one.id]) for one in by}
    ways = ((whole, False), (codes, False), (lines, True))
    return FirstThatFits(
        [
            _table(_with(rows, values), by, language, unit, is_narrow=narrow)
            for values, narrow in ways
        ]
    )


def _with(rows: pl.DataFrame, values: Mapping[str, list[str]]) -> pl.DataFrame:
    """Return rows with other values in some columns of text."""
    return rows.with_columns(pl.Series(one, cells, pl.String) for one, cells in values.items())


def _table(
    rows: pl.DataFrame, by: Sequence[Dimension], language: str, unit: str, *, is_narrow: bool
) -> Table:
    """Return months or years, in each what there was, what came, what left and what remained.

    A narrow one has headings of several lines.
    """
    headings = [
        text(f"flows.{unit}", language),
        *(one.titles[language].capitalize() for one in by),
        *(text(f"flows.{name}", language) for name in SUMS),
    ]
    cells = [list(_cells(row, by, language)) for row in rows.iter_rows(named=True)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for i, whole in enumerate(zip(headings, *cells, strict=True)):
        column = in_lines(whole) if is_narrow else whole
        add_whole_column(table, column, justify="left" if i <= len(by) else "right")
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _cells(row: dict[str, Any], by: Sequence[Dimension], language: str) -> Iterator[str]:
    """Yield month, breakdown values and counts of a row as they are shown."""
    yield row["month"]
    for one in by:
        yield row[one.id] or ""
    sign = SIGNS.get(row["status"], "")
    for name in SUMS:
        yield sign if row[name] is None else number(row[name], language)


def _destinations(rows: pl.DataFrame, language: str) -> str:
    """Tell where people of the shown months went, the most common first."""
    sums = rows.filter(pl.col("status") == "ok").select(pl.col(EXITS).sum())
    counts = {name: sums[name][0] or 0 for name in EXITS}
    went = sorted((one for one in counts if counts[one]), key=lambda one: -counts[one])
    if not went:
        return ""
    listed = (f"{text(f'flows.{one}', language)} {number(counts[one], language)}" for one in went)
    some = "_of_shown" if "hidden" in rows["status"] else ""
    return text(f"flows.destinations{some}", language, {"list": ", ".join(listed)})


def _sentence(rows: pl.DataFrame, first: str, last: str, language: str) -> Iterator[Text]:
    """Tell what made the change from the first to the last row; from shown figures only."""
    shown = rows.filter(status="ok")
    if shown.is_empty():
        return
    sums = shown.select(pl.col(*ENTRIES, "left").sum()).row(0, named=True)
    opening, closing = shown["opening"][0], shown["closing"][-1]
    values = {
        "from": number(opening, language),
        "to": number(closing, language),
        "first": first.format(shown["month"][0]),
        "last": last.format(shown["month"][-1]),
        "change": number(closing - opening, language, sign=True),
        **{name: number(count, language) for name, count in sums.items()},
    }
    yield Text(text("flows.sentence", language, values))
