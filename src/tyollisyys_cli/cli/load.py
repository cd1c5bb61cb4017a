"""`tyo load`: extract files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Db, KeyFile, Lang, Queries, Settings, settings, told_in
from tyollisyys_cli.cli.progress import progress
from tyollisyys_cli.extract.masking import masked

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
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="FROM..TO",
            help="Days or months that the files cover whole: rows they lack are removed.",
        ),
    ] = None,
    layout: Annotated[
        Path | None,
        typer.Option("--layout", metavar="FILE", help="How another system names its columns."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Load nothing when any row is refused.")
    ] = False,
    accept_shrink: Annotated[
        bool,
        typer.Option("--accept-shrink", help="Take far fewer rows than the last delivery had."),
    ] = False,
    key: KeyFile = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Load extract files: check every row, build the model, and say what became of each row."""
    from tyollisyys_cli.cli.ahead import import_ahead
    from tyollisyys_cli.extract.deliveries import parse_period
    from tyollisyys_cli.extract.layout import DEFAULT_LAYOUT, read_layout
    from tyollisyys_cli.extract.load import check_extract_date
    from tyollisyys_cli.extract.load import load as load_files
    from tyollisyys_cli.extract.pseudonyms import load_key

    chosen = settings(context, db, lang, queries)
    day = check_extract_date(extract_date)
    import_ahead("holidays.countries.finland")
    with told_in(chosen.language), progress("loading") as show:
        result = load_files(
            paths,
            database_file=chosen.database,
            folders=chosen.folders,
            key=load_key(key),
            extract_date=day,
            period=parse_period(period) if period is not None else None,
            layout=read_layout(layout) if layout else DEFAULT_LAYOUT,
            strict=strict,
            accept_shrink=accept_shrink,
            progress=show,
        )
    _tell(result, chosen)
    if day and day < result.extract_date:
        dates = {"known": str(result.extract_date), "given": str(day)}
        chosen.note("extract_date", dates)


def _tell(result: LoadResult, chosen: Settings) -> None:
    """Say on stderr what became of every file."""
    typer.echo(f"extract date {result.extract_date} (from {result.extract_date_source})", err=True)
    sums = f"{'read =':>12} {'loaded +':>12} {'quarantined +':>13} {'duplicates':>10}"
    header = f"{'table':<16} {sums}"
    typer.echo(f"{header}  file", err=True)
    for one in result.files:
        _tell_file(one)
    for table, reason, count in result.superseded:
        chosen.note(reason, {"table": table, "count": f"{count:,}"})
    if result.superseded:
        chosen.hint("superseded")
    for path in result.ignored:
        chosen.note("left_out_file", {"file": masked(str(path))})
    if result.orphans:
        chosen.note("orphans", {"count": str(result.orphans)})
    if any(one.quarantined for one in result.files):
        chosen.hint("refused_rows")
    if not all(one.already_loaded for one in result.files):
        typer.echo(f"loaded into {chosen.database}", err=True)


def _tell_file(one: FileResult) -> None:
    """Say what became of one file, how it is written, and why rows were refused."""
    if one.already_loaded:
        typer.echo(
            f"{one.table:<16} the same file was loaded before: nothing to do  "
            f"{masked(str(one.file))}",
            err=True,
        )
        return
    counts = f"{one.read:>10,}   {one.loaded:>10,}   {one.quarantined:>11,}   {one.duplicates:>10,}"
    typer.echo(f"{one.table:<16} {counts}  {masked(str(one.file))}", err=True)
    if one.dialect:
        typer.echo(f"  written as: {one.dialect}", err=True)
    for reason, count in one.refusals:
        typer.echo(f"  refused: {reason}: {count:,}", err=True)
    for code, count in one.repairs:
        typer.echo(f"  put right: {code}: {count:,}", err=True)
    if one.absent:
        typer.echo(f"  read as empty, not in the file: {', '.join(one.absent)}", err=True)
