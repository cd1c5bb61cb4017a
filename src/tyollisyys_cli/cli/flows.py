"""`tyo flows`: why long-term unemployment rose or fell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import (
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
    settings,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tyollisyys_cli.flows import Flows
    from tyollisyys_cli.scope import Request


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(flows)


def flows(
    context: typer.Context,
    region: Regions = None,
    first: From = None,
    last: To = None,
    by: Annotated[
        str, typer.Option("--by", metavar="DIM[,DIM]", help="Break down, as `tyo indicators` does.")
    ] = "",
    form: Format = None,
    output: Output = None,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Split long-term unemployment: opening, crossed, arrived, left by destination, closing."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.scope import Request, parse_month

    chosen = settings(context, db, lang, queries)
    form = out.choose_format(form, output)
    catalogue = read_catalogue(chosen.folders)
    request = Request(
        indicators=(),
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        by=tuple(catalogue.select_dimensions([one for one in by.split(",") if one.strip()])),
        threshold=threshold,
    )
    found = _compute(chosen, request, reason)
    table = _table(chosen, request, found) if form == "table" else ()
    out.write_frame(found.frame, form, output, table)


def _compute(settings: Settings, request: Request, reason: str) -> Flows:
    """Count the flows, log a low threshold, and tell the notes on stderr."""
    from tyollisyys_cli import database
    from tyollisyys_cli.disclosure import DEFAULT_THRESHOLD, check_threshold
    from tyollisyys_cli.flows import flows as count_flows
    from tyollisyys_cli.log import write_log

    check_threshold(request.threshold, reason)
    with database.reading(settings.database, settings.folders) as connection:
        found = count_flows(connection, request)
    if request.threshold < DEFAULT_THRESHOLD:
        log = write_log(
            settings.database,
            event="threshold",
            threshold=request.threshold,
            reason=reason,
            indicators=["long_term_flows"],
            regions=[one.id for one in request.regions],
            by=request.by_columns,
        )
        settings.note("threshold", {"threshold": str(request.threshold), "log": str(log)})
    for note in found.notes:
        settings.note(note.id, note.values)
    settings.tell_own_policy(request.regions)
    return found


def _table(settings: Settings, request: Request, found: Flows) -> list[RenderableType]:
    """Return the table for people, ended by what of its policy is the user's own."""
    from tyollisyys_cli.flow_table import flow_table
    from tyollisyys_cli.output import remarks

    parts = flow_table(found, request.regions, request.by, settings.language)
    return [*parts, *remarks(settings.own_policy(request.regions))]
