"""`tyo indicators`: the figures of regions, as an overview or in a machine format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.answering import compute
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
    listed,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tyollisyys_cli.cli.comparing import Beside
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.scope import Request


_BY_HELP = (
    "Break down by municipality, office, sex, age_group, language, citizenship_group, education, "
    "fund_member, service_line, service_category, state or spell_length; long_term_left by "
    "destination too."
)
_COMPARE_HELP = (
    "Add the figures of another region, or median and range of all trials, and last year's."
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
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="DIM[,DIM]", help=_BY_HELP)
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option("--compare", metavar="REGION|trials", help=_COMPARE_HELP),
    ] = None,
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
    from tyollisyys_cli.cli.ahead import import_ahead
    from tyollisyys_cli.cli.comparing import compared_with, compute_beside
    from tyollisyys_cli.scope import Request, parse_month

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    catalogue = read_catalogue(chosen.folders)
    asked = tuple(catalogue.select(ids or []))
    named = listed(by)
    request = Request(
        indicators=asked,
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        by=tuple(catalogue.select_dimensions(named, asked)),
        threshold=threshold,
    )
    beside = compared_with(chosen, compare or [])
    if form == "table":
        import_ahead("tyollisyys_cli.overview", "tyollisyys_cli.comparison_table", "rich.console")
    figures = (
        compute_beside(chosen, request, beside, reason)
        if beside
        else compute(chosen, request, reason)
    )
    width = out.width_of(output)
    table = list(_table(chosen, request, figures, beside, width)) if form == "table" else ()
    out.write_frame(figures.frame, form, output, table)


def _table(
    settings: Settings, request: Request, figures: Figures, beside: Beside | None, width: int
) -> Iterator[RenderableType]:
    """Yield the table for people, ended by what of its policy is the user's own."""
    from tyollisyys_cli.comparison_table import comparison
    from tyollisyys_cli.output import remarks
    from tyollisyys_cli.overview import overview

    (frame,) = settings.named(request.by_columns, figures.frame)
    named = replace(figures, frame=frame)
    shown = (named, request.indicators, request.regions, request.by, settings.language)
    yield from comparison(*shown, width) if beside else overview(*shown)
    regions = [*request.regions, *(beside.all() if beside else ())]
    yield from remarks(settings.own_definitions(regions))
