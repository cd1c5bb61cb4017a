"""`tyo variants`: an indicator beside its variants."""

from __future__ import annotations

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
    Threshold,
    To,
    settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from rich.console import RenderableType

    from tyollisyys_cli.cli.options import Settings
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.scope import Request


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(variants)


def variants(
    context: typer.Context,
    indicator: Annotated[
        str, typer.Argument(metavar="INDICATOR", help="An indicator that has variants.")
    ],
    region: Regions = None,
    first: From = None,
    last: To = None,
    form: Format = None,
    output: Output = None,
    threshold: Threshold = 5,
    reason: Reason = "",
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Set an indicator beside its variants, with the people that make the difference."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.scope import Request, parse_month
    from tyollisyys_cli.variants import beside_main

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    indicators = read_catalogue(chosen.folders).with_variants(indicator)
    request = Request(
        indicators=tuple(indicators),
        regions=chosen.regions(region),
        first_month=parse_month(first),
        last_month=parse_month(last),
        threshold=threshold,
    )
    figures = compute(chosen, request, reason)
    beside = beside_main(figures, indicators, threshold)
    table = _table(chosen, request, figures, beside) if form == "table" else ()
    out.write_frame(beside, form, output, list(table))


def _table(
    settings: Settings, request: Request, figures: Figures, beside: pl.DataFrame
) -> Iterator[RenderableType]:
    """Yield the table for people, ended by what of its policy is the user's own."""
    from tyollisyys_cli.output import remarks
    from tyollisyys_cli.variant_table import variant_table

    yield from variant_table(
        beside, request.indicators, request.regions, figures.extract_date, settings.language
    )
    yield from remarks(settings.own_definitions(request.regions))
