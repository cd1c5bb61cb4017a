"""`tyo loads`: the ledger of loaded files, and `tyo loads undo`, which takes a load back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, remember, settings
from tyollisyys_cli.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    from rich.console import RenderableType


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(rich_markup_mode=None)
    group.callback(invoke_without_command=True)(loads)
    group.command("undo")(undo)
    app.add_typer(group, name="loads")


def loads(
    context: typer.Context,
    form: Format = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """List the loaded files: rows, refused ones, extract date, period, when and by whom."""
    if context.invoked_subcommand:
        remember(context, db, lang, queries)
        return
    from tyollisyys_cli import output as out
    from tyollisyys_cli.extract.ledger import read_ledger

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    found = read_ledger(chosen.database)
    table = list(_tables(found)) if form == "table" else ()
    out.write_frame(found, form, output, table)


def _tables(ledger: pl.DataFrame) -> Iterator[RenderableType]:
    """Yield a heading and a table per load: hashes and dialects are in the other formats."""
    from rich.text import Text

    from tyollisyys_cli.plain_table import PlainTable
    from tyollisyys_cli.table_text import printable

    for load in ledger.partition_by("load", maintain_order=True):
        first = load.row(0, named=True)
        said = {
            "load": first["load"],
            "extract date": first["extract_date"],
            "period": first["period"],
            "loaded at": f"{first['loaded_at']:%Y-%m-%d %H:%M} UTC by {first['loaded_by']}",
            "taken back at": first["undone_at"] and f"{first['undone_at']:%Y-%m-%d %H:%M} UTC",
        }
        heading = " · ".join(f"{name} {value}" for name, value in said.items() if value)
        yield Text(printable(heading), style="bold")
        yield PlainTable(load.select("table", "read", "loaded", "refused", "repeated", "file"))


def undo(
    context: typer.Context,
    load: Annotated[int, typer.Argument(metavar="ID", help="Number of the load in `tyo loads`.")],
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Take a load back: its rows go and the model is built again; the ledger keeps its line."""
    from tyollisyys_cli.extract.ledger import undo as undo_load

    chosen = settings(context, db, lang, queries)
    with progress("undoing") as show:
        undone = undo_load(chosen.database, load, folders=chosen.folders, progress=show)
    typer.echo(
        f"load {undone.load_id} was taken back: {undone.files} files, {undone.rows:,} rows",
        err=True,
    )
    if undone.is_empty:
        chosen.note("nothing_loaded", {})
