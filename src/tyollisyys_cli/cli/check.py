"""`tyo check`: what is wrong with the loaded rows, and how far it could move the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings
from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.languages import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl
    from rich.console import RenderableType

    from tyollisyys_cli.catalogue import Indicator
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

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    if rows and reach:
        raise UsageError("--rows and --reach are two lists", "ask for one after the other")
    with database.reading(chosen.database, chosen.folders) as connection:
        chosen.note("unprotected", {})
        if rows:
            out.write_frame(checks.refused_rows(connection, chosen.language), form, output)
            return
        country = resolve("finland", known_regions(chosen.folders))
        indicators = list(read_catalogue(chosen.folders).indicators.values())
        moved = None
        if reach or form == "table":
            moved = checks.reach(connection, indicators, country)
        found = None if reach else checks.check(connection, chosen.folders)
    chosen.tell_own_definitions()
    table: list[RenderableType] = []
    if moved is not None and form == "table":
        table = [*_defects(found, chosen.language), *_reach(moved, indicators, chosen.language)]
    if found is not None:
        out.write_frame(found.counts, form, output, table)
    elif moved is not None:
        out.write_frame(moved, form, output, table)


def _defects(found: Check | None, language: str) -> Iterator[RenderableType]:
    """Yield what people read: every defect with its sentence and examples, if they were asked."""
    if found is None:
        return
    from rich.text import Text

    from tyollisyys_cli.extract.defects import sentence
    from tyollisyys_cli.table_text import printable

    for code, count, unit in found.counts.rows():
        words = sentence(code, language, {}).replace("'...'", "...")
        yield Text(f"{count:>9,} {unit:<8} {code}: {words}")
        for example in found.examples.get(code, ()):
            yield Text(f"{'':>19}{printable(example)}")
    yield Text()


def _reach(
    moved: pl.DataFrame, indicators: Sequence[Indicator], language: str
) -> list[RenderableType]:
    """Return what people read of how far the figures could move: those that could, if any."""
    import polars as pl
    from rich.text import Text

    from tyollisyys_cli.overview import figure, legend
    from tyollisyys_cli.plain_table import PlainTable

    parts = ("value", "low", "high")
    known = {one.id: one for one in indicators}
    rows: list[dict[str, Any]] = []
    moved = moved.filter(pl.col("rows") > 0)
    for row in moved.to_dicts():
        one, status = known[row["indicator"]], row.pop("status")
        rows.append(row | {part: figure(row[part], status, one, language) for part in parts})
    shown: list[RenderableType] = [Text(text("check.reach", language))]
    if not rows:
        return [*shown, Text(text("check.no_reach", language))]
    shown.append(PlainTable(pl.DataFrame(rows), numbers=parts))
    if moved.filter(pl.col("value").is_not_null(), pl.col("low").is_null()).height:
        shown.append(Text(text("check.no_bounds", language), style="dim"))
    return [*shown, *legend(moved["status"], language)]
