"""`tyo flows`: why long-term unemployment rose or fell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.answering import answering, tell
from tyollisyys_cli.cli.captions import caption, names_of
from tyollisyys_cli.cli.options import (
    By,
    Db,
    Format,
    From,
    Lang,
    Output,
    Queries,
    Reason,
    Regions,
    Settings,
    Threshold,
    To,
    listed,
    settings,
)
from tyollisyys_cli.languages import text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tyollisyys_cli.flow_frames import Flows
    from tyollisyys_cli.scope import Request


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(flows)


def flows(
    context: typer.Context,
    region: Regions = None,
    first: From = None,
    last: To = None,
    by: By = None,
    form: Format = None,
    output: Output = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw it too: FILE.png, .svg or .pdf."),
    ] = None,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Split long-term unemployment: opening, crossed, arrived, left by destination, closing."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.flows import flows as count_flows
    from tyollisyys_cli.flows import of_stock
    from tyollisyys_cli.scope import Request, parse_month

    chosen = settings(context, db, lang, queries, [output, plot])
    form = out.choose_format(form, output)
    catalogue = read_catalogue(chosen.folders)
    asked = of_stock(catalogue.indicators)
    named = listed(by)
    request = Request(
        indicators=asked,
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        by=tuple(catalogue.select_dimensions(named, asked)),
        threshold=threshold,
    )
    _check_plot(request, plot, output)
    with answering(chosen, request, reason) as connection:
        found = count_flows(connection, request)
    if plot:
        _check_groups(request, found)  # before small counts are told and logged as shown
    tell(chosen, request, found.notes, reason)
    named = _named(chosen, request, found)
    if plot:
        _draw(chosen, request, named, plot)
    table = _table(chosen, request, named) if form == "table" else ()
    out.write_frame(found.frame, form, output, table)


def _check_plot(request: Request, plot: Path | None, output: Path | None) -> None:
    """Refuse what cannot be drawn before anything is counted; raises UsageError."""
    if not plot:
        return
    from tyollisyys_cli.drawing import alt_of, format_of
    from tyollisyys_cli.errors import UsageError
    from tyollisyys_cli.flow_plot import check_cells

    format_of(plot)
    check_cells(request.regions)
    for file, what in ((plot, "picture"), (alt_of(plot), "picture in words")):
        if output and output.resolve() == file.resolve():
            raise UsageError(
                f"{output} cannot be both the figures and their {what}", "name two files"
            )


def _check_groups(request: Request, found: Flows) -> None:
    """Refuse more groups than a page has room for; raises UsageError."""
    from tyollisyys_cli.flow_plot import check_cells

    cells = found.frame.select("region", *request.by_columns).drop_nulls().unique()
    check_cells(cells.rows())


def _draw(settings: Settings, request: Request, found: Flows, plot: Path) -> None:
    """Draw the flows, and tell where."""
    from tyollisyys_cli.flow_plot import FlowFigure, draw_flows

    names = names_of(request.regions, settings.language)
    shown = [*names, *(one.titles[settings.language] for one in request.by)]
    figure = FlowFigure(
        title=text("flows.plot_title", settings.language, {"region": ", ".join(shown)}),
        caption=caption(settings, request, found.extract_date),
        regions=tuple((one.id, name) for one, name in zip(request.regions, names, strict=True)),
        language=settings.language,
        by=tuple(request.by_columns),
    )
    words = draw_flows(found, figure, plot)
    typer.echo(f"drawn: {plot}\nin words: {words}", err=True)


def _named(settings: Settings, request: Request, found: Flows) -> Flows:
    """Return the flows with titles in the place of values."""
    frames = (found.frame, found.stock, found.years)
    frame, stock, years = settings.named(request.by_columns, *frames)
    return replace(found, frame=frame, stock=stock, years=years)


def _table(settings: Settings, request: Request, found: Flows) -> list[RenderableType]:
    """Return the table for people, ended by what of its policy is the user's own."""
    from tyollisyys_cli.flow_table import flow_table
    from tyollisyys_cli.output import remarks

    parts = flow_table(found, request.regions, request.by, settings.language)
    return [*parts, *remarks(settings.own_definitions(request.regions))]
