"""`tyo variants`: an indicator beside its variants."""

from __future__ import annotations

from typing import Annotated

import typer

from tyollisyys_cli.cli.indicators import compute
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

    chosen = settings(context, db, lang, queries)
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
    own = out.remarks(chosen.own_policy(request.regions))
    out.write_frame(beside, form, output, [out.plain_table(beside), *own])
