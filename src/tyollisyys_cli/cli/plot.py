"""`tyo plot`: series drawn to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.answering import answering, tell
from tyollisyys_cli.cli.captions import caption, names_of
from tyollisyys_cli.cli.options import (
    By,
    Db,
    From,
    Lang,
    Queries,
    Reason,
    Regions,
    Settings,
    Threshold,
    To,
    listed,
    settings,
)
from tyollisyys_cli.languages import text, text_or

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.plotting import Figure, Series
    from tyollisyys_cli.scope import Request


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(plot)


def plot(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="FILE.png, .svg or .pdf.")
    ],
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID...]", help="Indicators; the report's series by default."),
    ] = None,
    region: Regions = None,
    first: From = None,
    last: To = None,
    by: By = None,
    events: Annotated[
        bool, typer.Option("--events/--no-events", help="Mark reforms on the time axis.")
    ] = True,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Draw indicators as a page of small plots; the text beside it says the same in words."""
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.drawing import format_of
    from tyollisyys_cli.indicators import figures as count_figures
    from tyollisyys_cli.plotting import draw
    from tyollisyys_cli.scope import Request, parse_month

    format_of(output)  # before anything is counted, or shown and logged
    chosen = settings(context, db, lang, queries, [output])
    catalogue = read_catalogue(chosen.folders)
    asked = tuple(catalogue.select(ids) if ids else catalogue.on_report_page())
    request = Request(
        indicators=asked,
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        by=tuple(catalogue.select_dimensions(listed(by), asked)),
        threshold=threshold,
    )
    with answering(chosen, request, reason) as connection:
        figures = count_figures(connection, request)
    # Refused before small counts are told and logged as shown.
    frame, series = _panels(chosen, request, _begun(figures))
    tell(chosen, request, figures.notes, reason)
    figure = _figure(chosen, request, figures.extract_date, series, events=events)
    alt_text = draw(frame, figure, output)
    typer.echo(f"drawn: {output}\nin words: {alt_text}", err=True)


def _begun(figures: Figures) -> pl.DataFrame:
    """Return the figures without a region's zeros before its first jobseeker: no trial, no line."""
    import polars as pl

    # A spell can begin and end before it, between two count days: that is no zero.
    begun = pl.col("region").replace_strict(figures.begun, default="9999", return_dtype=pl.String)
    is_nothing = (pl.col("month") < begun) & (pl.col("value") == 0)
    return figures.frame.with_columns(pl.when(~is_nothing).then("value").alias("value"))


def _panels(
    settings: Settings, request: Request, frame: pl.DataFrame
) -> tuple[pl.DataFrame, tuple[Series, ...]]:
    """Return the figures under the panel of each, and the panels; raises UsageError for too many.

    There is one for each indicator, and in a breakdown for each of its groups.
    """
    import polars as pl

    from tyollisyys_cli.indicators import sort_cells
    from tyollisyys_cli.plotting import Series, check_panels

    by = request.by_columns
    (named,) = settings.named(by, sort_cells(frame, [], by) if by else frame)
    panels: list[Series] = []
    frames: list[pl.DataFrame] = []
    for one in request.indicators:
        own = named.filter(indicator=one.id)
        groups: dict[tuple[str | None, ...], pl.DataFrame] = (
            own.partition_by(by, maintain_order=True, as_dict=True) if by else {(): own}
        )
        # A month without figures has one row for all groups.
        silent = groups.pop((None,) * len(by), own.clear())
        for group, rows in (groups or {(): own.clear()}).items():
            told = [", ".join(map(str, group))] if group else []
            title = ": ".join([*told, one.titles[settings.language]])
            unit = text_or(f"unit.{one.unit}", settings.language, one.unit)
            panels.append(Series(id=f"{one.id} {len(panels)}", title=title, unit=unit))
            of_panel = pl.concat([rows, silent])
            frames.append(of_panel.with_columns(indicator=pl.lit(panels[-1].id)))
    if by:
        check_panels(panels)
    return pl.concat(frames), tuple(panels)


def _figure(
    settings: Settings,
    request: Request,
    extract_date: date,
    series: tuple[Series, ...],
    *,
    events: bool,
) -> Figure:
    """Return the page's texts in the user's language, its series and its events."""
    from tyollisyys_cli.plotting import Figure, read_events

    language = settings.language
    names = names_of(request.regions, language)
    shown = [*names, *(one.titles[language] for one in request.by)]
    return Figure(
        title=text("plot.title", language, {"region": ", ".join(shown)}),
        caption=caption(settings, request, extract_date),
        series=series,
        regions=tuple((one.id, name) for one, name in zip(request.regions, names, strict=True)),
        events=tuple(read_events(settings.folders)) if events else (),
        language=language,
    )
