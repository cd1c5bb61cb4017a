"""`tyo catalogue` and `tyo regions`: what can be asked for."""

from __future__ import annotations

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings
from tyollisyys_cli.languages import region_name
from tyollisyys_cli.resources import PACKAGE, REGIONS


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(catalogue)
    app.command()(regions)


def catalogue(
    context: typer.Context,
    form: Format = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """List the indicators: id, title, definition, and whether it is official or our convention."""
    import polars as pl

    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue

    chosen = settings(context, db, lang, queries)
    rows = [
        {
            "id": one.id,
            "title": one.titles[chosen.language],
            "definition": one.descriptions[chosen.language],
            "status": one.status,
        }
        for one in read_catalogue(chosen.folders).indicators.values()
    ]
    out.write_frame(pl.DataFrame(rows), out.choose_format(form, output), output)
    chosen.tell_own_policy()


def regions(
    context: typer.Context,
    form: Format = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """List the regions: id, kind, name, members, and whose they are."""
    import polars as pl

    from tyollisyys_cli import output as out
    from tyollisyys_cli.regions import known_regions

    chosen = settings(context, db, lang, queries)
    own = chosen.folders.own_policy(REGIONS)
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "name": region_name(one, chosen.language),
            "members": " ".join(one.offices or one.municipalities),
            "origin": str(own) if one.is_own else PACKAGE,
        }
        for one in known_regions(chosen.folders)
    ]
    out.write_frame(pl.DataFrame(rows), out.choose_format(form, output), output)
