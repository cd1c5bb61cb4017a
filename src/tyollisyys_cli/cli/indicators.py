"""`tyo indicators`: the figures of regions, as an overview or in a machine format."""

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
    from tyollisyys_cli.indicators import Figures, Request


_BY_HELP = (
    "Break down by municipality, office, sex, age_group, language, citizenship_group, education, "
    "fund_member, service_line, service_category, state or spell_length."
)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(indicators)


def indicators(
    context: typer.Context,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Indicators; all by default.")
    ] = None,
    region: Regions = None,
    first: From = None,
    last: To = None,
    by: Annotated[str, typer.Option("--by", metavar="DIM[,DIM]", help=_BY_HELP)] = "",
    form: Format = None,
    output: Output = None,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Compute indicators of regions, month by month; small groups are hidden."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.scope import Request, parse_month

    chosen = settings(context, db, lang, queries)
    form = out.choose_format(form, output)
    catalogue = read_catalogue(chosen.folders)
    request = Request(
        indicators=tuple(catalogue.select(ids or [])),
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        by=tuple(catalogue.select_dimensions([one for one in by.split(",") if one.strip()])),
        threshold=threshold,
    )
    figures = compute(chosen, request, reason)
    if form == "table":
        from tyollisyys_cli.overview import overview

        table = list(
            overview(figures, request.indicators, request.regions, request.by, chosen.language)
        )
        out.write_frame(figures.frame, form, output, table)
    else:
        out.write_frame(figures.frame, form, output)


def compute(settings: Settings, request: Request, reason: str) -> Figures:
    """Compute the figures of a request, log a low threshold, and tell the notes on stderr."""
    from tyollisyys_cli import database
    from tyollisyys_cli.disclosure import DEFAULT_THRESHOLD, check_threshold
    from tyollisyys_cli.indicators import figures as compute_figures
    from tyollisyys_cli.log import write_log

    check_threshold(request.threshold, reason)
    with database.reading(settings.database, settings.folders) as connection:
        figures = compute_figures(connection, request)
    if request.threshold < DEFAULT_THRESHOLD:
        log = write_log(
            settings.database,
            event="threshold",
            threshold=request.threshold,
            reason=reason,
            indicators=[one.id for one in request.indicators],
            regions=[one.id for one in request.regions],
            by=request.by_columns,
        )
        settings.note("threshold", {"threshold": str(request.threshold), "log": str(log)})
    for note in figures.notes:
        settings.note(note.id, note.values)
    return figures
