"""`tyo layout`: a layout file proposed from files of another system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Output, Queries, settings
from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.languages import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tyollisyys_cli.extract.propose import Proposal


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(layout)


def layout(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Extract files of another system.")
    ],
    output: Output = None,
    queries: Queries = None,
) -> None:
    """Propose a layout file for `tyo load --layout`: which of their columns is which of ours."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.extract.propose import propose, proposed_toml, read_known

    chosen = settings(context, None, None, queries, [output])
    known = read_known(chosen.folders)
    proposals = [propose(file, known) for file in files]
    _tell(proposals, chosen.language)
    if not any(one.table for one in proposals):
        raise UsageError(
            f"{', '.join(map(str, files))}: no register table fits the columns",
            "write a layout by hand, or put the table's name, such as YTYOLL, into the file's name",
        )
    proposed = proposed_toml(proposals, chosen.language).encode()
    out.write(proposed, output)


def _tell(proposals: Sequence[Proposal], language: str) -> None:
    """Say on stderr what each file was taken for, what was not matched, and what to do."""
    from tyollisyys_cli.extract.propose import not_proposed, unmatched

    for one in proposals:
        if one.table:
            values = {"table": one.table, "count": str(len(one.columns))}
            typer.echo(f"{one.file}: {text('layout.matched', language, values)}", err=True)
        notes = [not_proposed(one, proposals, language), *unmatched(one, language)]
        for said in filter(None, notes):
            typer.echo(f"note: {one.file}: {said}", err=True)
    if any(one.missing or one.unmatched for one in proposals):
        typer.echo(f"hint: {text('layout.hint', language)}", err=True)
