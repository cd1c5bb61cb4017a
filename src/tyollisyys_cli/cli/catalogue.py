"""`tyo catalogue` and `tyo regions`: what can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings
from tyollisyys_cli.languages import region_name, text
from tyollisyys_cli.resources import PACKAGE, REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Indicator


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

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    indicators = read_catalogue(chosen.folders).indicators.values()
    rows = [
        {
            "id": one.id,
            "title": one.titles[chosen.language],
            "definition": one.descriptions[chosen.language],
            "status": one.status,
        }
        for one in indicators
    ]
    listed = list(_list(indicators, chosen.language)) if form == "table" else ()
    out.write_frame(pl.DataFrame(rows), form, output, listed)
    chosen.tell_own_definitions()


def _list(indicators: Iterable[Indicator], language: str) -> Iterator[RenderableType]:
    """Yield the indicators under each other: four columns would break ids on a narrow terminal."""
    from rich.padding import Padding
    from rich.text import Text

    from tyollisyys_cli.table_text import printable

    for one in indicators:
        status = text(f"explain.{one.status}", language)
        yield Text.assemble((one.id, "bold"), f" · {status}")
        for said in (one.titles[language], one.descriptions[language]):
            yield Padding(Text(printable(said)), (0, 0, 0, 2))


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

    chosen = settings(context, db, lang, queries, [output])
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
