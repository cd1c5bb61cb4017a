"""An indicator beside its variants for people: a table per region, and what its signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.languages import number, text
from tyollisyys_cli.overview import heading, legend, with_unit
from tyollisyys_cli.table_text import add_whole_column, printable
from tyollisyys_cli.variants import DIFFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.regions import Region


def variant_table(
    beside: pl.DataFrame,
    indicators: Sequence[Indicator],
    regions: Sequence[Region],
    extract_date: date,
    language: str,
) -> Iterator[RenderableType]:
    """Yield a heading and a table per region, then what the differences and signs mean.

    Takes what `variants.beside_main` returns, and the main indicator before its variants.
    """
    main = indicators[0].titles[language]
    columns = _columns(beside, indicators)
    for i, region in enumerate(regions):
        if i:
            yield Text()
        yield Text(heading(region, main, extract_date, language), style="bold")
        own = beside.filter(pl.col("region") == region.id)
        yield _table(own, {one.id: one for one in indicators}, columns, language)
    if set(columns) & set(DIFFERENCES):
        yield Text(text("variants.difference", language, {"main": main}), style="dim")
    yield from legend(beside["status"], language)


def _columns(beside: pl.DataFrame, indicators: Sequence[Indicator]) -> list[str]:
    """Return the columns that say something: a count is its own numerator, a mean has days there.

    A difference stands beside the figure that it is a difference of.
    """
    above, below = DIFFERENCES
    kinds = {one.kind for one in indicators}
    shown = {
        "numerator": "share" in kinds,
        above: beside[above].is_not_null().any(),
        "denominator": kinds != {"count"},
        below: beside[below].is_not_null().any(),
    }
    return [name for name, is_shown in shown.items() if is_shown]


def _table(
    rows: pl.DataFrame, indicators: Mapping[str, Indicator], columns: Sequence[str], language: str
) -> Table:
    """Return the months, in each the main indicator and below it its variants."""
    headings = [
        "±" if name in DIFFERENCES else text(f"variants.{name}", language)
        for name in ("month", "value", *columns)
    ]
    cells = [list(_cells(row, indicators, columns, language)) for row in rows.iter_rows(named=True)]
    months, *figures = zip(headings, *cells, strict=True)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    add_whole_column(table, months, justify="left")
    table.add_column(text("indicator", language))
    for column in figures:
        add_whole_column(table, column)
    before = ""
    for indicator, (month, *shown) in zip(rows["indicator"], cells, strict=True):
        title = printable(indicators[indicator].titles[language])
        table.add_row(month if month != before else "", Text(title), *shown)
        before = month
    return table


def _cells(
    row: dict[str, Any], indicators: Mapping[str, Indicator], columns: Sequence[str], language: str
) -> Iterator[str]:
    """Yield month, value and the other figures of a row as they are shown."""
    yield row["month"]
    yield with_unit(row["value"], row["status"], indicators[row["indicator"]], language)
    for name in columns:
        sign = name in DIFFERENCES
        yield "" if row[name] is None else number(row[name], language, sign=sign)
