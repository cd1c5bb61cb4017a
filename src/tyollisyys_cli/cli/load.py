"""`tyo load`: extract files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Db, Lang, Queries, settings
from tyollisyys_cli.cli.progress import progress

if TYPE_CHECKING:
    from tyollisyys_cli.extract.load import FileResult, LoadResult


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(load)


def load(
    context: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Extract files, or folders of them.")
    ],
    extract_date: Annotated[
        str | None,
        typer.Option(
            "--extract-date", metavar="YYYY-MM-DD", help="Day up to which the register was read."
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", envvar="TYO_KEY", help="Key of the pseudonyms."),
    ] = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Load extract files: check every row, build the model, and say what became of each row."""
    from tyollisyys_cli.extract.load import check_extract_date
    from tyollisyys_cli.extract.load import load as load_files
    from tyollisyys_cli.extract.pseudonyms import load_key

    chosen = settings(context, db, lang, queries)
    day = check_extract_date(extract_date)
    with progress("loading") as show:
        result = load_files(
            paths,
            database_file=chosen.database,
            folders=chosen.folders,
            key=load_key(key),
            extract_date=day,
            progress=show,
        )
    _tell(result, chosen.database)
    if day and day < result.extract_date:
        dates = {"known": str(result.extract_date), "given": str(day)}
        chosen.note("extract_date", dates)


def _tell(result: LoadResult, database: Path) -> None:
    """Say on stderr what became of every file."""
    typer.echo(f"extract date {result.extract_date} (from {result.extract_date_source})", err=True)
    typer.echo(
        f"{'table':<13} {'read':>10} {'loaded':>10} {'refused':>8} {'repeated':>9}  file", err=True
    )
    for one in result.files:
        _tell_file(one)
    for path in result.ignored:
        why = "not a CSV file with a register table in its name"
        typer.echo(f"note: {path} was left out: {why}", err=True)
    if result.orphans:
        typer.echo(
            f"note: {result.orphans} trainings have a course that KTYOKOU does not have; "
            "they count as no service",
            err=True,
        )
    if any(one.quarantined for one in result.files):
        rows = '`tyo sql "from meta.quarantine"`'
        typer.echo(f"hint: {rows} lists the refused rows with file, line and value", err=True)
    typer.echo(f"loaded into {database}", err=True)


def _tell_file(one: FileResult) -> None:
    """Say what became of one file, and why rows were refused."""
    if one.already_loaded:
        typer.echo(
            f"{one.table:<13} the same file was loaded before: nothing to do  {one.file}", err=True
        )
        return
    counts = f"{one.read:>10,} {one.loaded:>10,} {one.quarantined:>8,} {one.duplicates:>9,}"
    typer.echo(f"{one.table:<13} {counts}  {one.file}", err=True)
    for reason, count in one.refusals:
        typer.echo(f"  refused: {reason}: {count:,}", err=True)
    if one.absent:
        typer.echo(f"  read as empty, not in the file: {', '.join(one.absent)}", err=True)
