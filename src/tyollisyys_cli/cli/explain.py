"""`tyo explain`: where a figure comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.answering import answering, tell
from tyollisyys_cli.cli.options import (
    By,
    Db,
    Format,
    Lang,
    Output,
    Queries,
    Reason,
    Settings,
    Threshold,
    listed,
    settings,
)
from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from tyollisyys_cli.explain import Trace
    from tyollisyys_cli.regions import Region
    from tyollisyys_cli.scope import Request


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(explain)


def explain(
    context: typer.Context,
    indicator: Annotated[str, typer.Argument(metavar="ID", help="Indicator.")],
    region: Annotated[
        list[str] | None, typer.Option("--region", "-r", metavar="REGION", help="Region.")
    ] = None,
    month: Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help="Month.")] = None,
    by: By = None,
    form: Format = None,
    output: Output = None,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Trace a figure: whom it counts, by which query and policy, from which files."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.explain import as_frame, document
    from tyollisyys_cli.scope import Request
    from tyollisyys_cli.trace_table import trace_table

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    catalogue = read_catalogue(chosen.folders)
    asked = tuple(catalogue.select([indicator]))
    named = listed(by)
    request = Request(
        indicators=asked,
        regions=_one(chosen.regions(region)),
        by=tuple(catalogue.select_dimensions(named, asked)),
        threshold=threshold,
    )
    found = _trace(chosen, request, _month(month), reason)
    if form == "json":
        out.write(out.as_json(document(found, chosen.language)), output)
        return
    own = chosen.own_definitions(request.regions)
    named_trace = _named(chosen, found)
    table = list(trace_table(named_trace, chosen.language, own)) if form == "table" else ()
    out.write_frame(as_frame(found), form, output, table)


def _named(settings: Settings, found: Trace) -> Trace:
    """Return the trace with titles in the place of values."""
    by = found.request.by_columns
    names = settings.names_of(
        {one: [each.group[i] for each in found.cells] for i, one in enumerate(by)}
    )
    columns = [names[one] for one in by]
    cells = [
        replace(
            cell,
            group=tuple(
                own.get(value or "", value) for own, value in zip(columns, cell.group, strict=True)
            ),
        )
        for cell in found.cells
    ]
    return replace(found, cells=tuple(cells))


def _one(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Return the only region; raises UsageError for several."""
    if len(regions) > 1:
        names = ", ".join(one.id for one in regions)
        raise UsageError(
            f"which region? {len(regions)} were given: {names}", "trace them one after the other"
        )
    return regions


def _month(typed: str | None) -> date:
    """Return the month asked for; raises UsageError for none."""
    from tyollisyys_cli.scope import parse_month

    month = parse_month(typed)
    if month is None:
        raise UsageError("which month? none was given", "add --month 2024-07")
    return month


def _trace(settings: Settings, request: Request, month: date, reason: str) -> Trace:
    """Trace the figures, and tell what a reader must know."""
    from tyollisyys_cli.explain import trace

    with answering(settings, request, reason) as connection:
        found = trace(connection, settings.folders, request, month)
    tell(settings, request, found.notes, reason)
    return found
