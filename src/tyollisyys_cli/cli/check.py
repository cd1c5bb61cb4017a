"""`tyo check`: what is wrong with the loaded rows, and how far it could move the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings
from tyollisyys_cli.languages import text

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from tyollisyys_cli.check import Check


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(check)


def check(
    context: typer.Context,
    rows: Annotated[
        bool, typer.Option("--rows", help="List every refused row, for whoever made the extract.")
    ] = False,
    reach: Annotated[
        bool, typer.Option("--reach", help="List how far refused rows could move each indicator.")
    ] = False,
    form: Format = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Count what is wrong with the loaded rows: refused, repaired, in conflict with each other."""
    from tyollisyys_cli import check as checks
    from tyollisyys_cli import database
    from tyollisyys_cli import output as out
    from tyollisyys_cli.catalogue import read_catalogue
    from tyollisyys_cli.regions import known_regions, resolve

    chosen = settings(context, db, lang, queries)
    form = out.choose_format(form, output)
    with database.reading(chosen.database, chosen.folders) as connection:
        if rows:
            out.write_frame(checks.refused_rows(connection, chosen.language), form, output)
            return
        country = resolve("finland", known_regions(chosen.folders))
        indicators = list(read_catalogue(chosen.folders).indicators.values())
        moved = None
        if reach or form == "table":
            moved = checks.reach(connection, indicators, country)
        found = None if reach else checks.check(connection, chosen.folders)
    chosen.note("unprotected", {})
    chosen.tell_own_policy()
    if found is None and moved is not None:
        out.write_frame(moved, form, output)
    elif found is not None:
        table = () if moved is None else _table(found, moved, chosen.language)
        out.write_frame(found.counts, form, output, table)


def _table(found: Check, moved: pl.DataFrame, language: str) -> list[RenderableType]:
    """Return what people read: every defect with its sentence and examples, then the figures."""
    import polars as pl
    from rich.text import Text

    from tyollisyys_cli.cells import printable
    from tyollisyys_cli.extract.defects import DEFECTS, LANGUAGES
    from tyollisyys_cli.plain_table import PlainTable

    parts: list[RenderableType] = []
    for code, count, unit in found.counts.rows():
        words = DEFECTS[code].sentence[LANGUAGES.index(language)]
        for name in ("'{value}'", "{value}", "'{column}'", "{column}"):
            words = words.replace(name, "...")
        parts.append(Text(f"{count:>9,} {unit:<8} {code}: {words}"))
        shown = found.examples.get(code, ())
        parts += [Text(f"{'':>19}{printable(example)}") for example in shown]
    parts.append(Text(f"\n{text('check.reach', language)}"))
    parts.append(
        PlainTable(moved.filter(pl.col("rows") > 0) if moved["rows"].sum() else moved.clear())
    )
    if not moved["rows"].sum():
        parts.append(Text(text("check.no_reach", language)))
    return parts
