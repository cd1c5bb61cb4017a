"""`tyo layout`: a layout file proposed from files of another system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Output, Queries, settings
from tyollisyys_cli.errors import UsageError

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
    from tyollisyys_cli.extract.propose import propose, proposed_toml, read_known
    from tyollisyys_cli.files import write_file

    known = read_known(settings(context, None, None, queries).folders)
    proposals = [propose(file, known) for file in files]
    _tell(proposals)
    if not any(one.table for one in proposals):
        raise UsageError(
            f"{', '.join(map(str, files))}: no register table fits the columns",
            "write a layout by hand, or put the table's name, such as YTYOLL, into the file's name",
        )
    text = proposed_toml(proposals).encode()
    if output:
        write_file(text, output)
    else:
        typer.echo(text, nl=False)


def _tell(proposals: Sequence[Proposal]) -> None:
    """Say on stderr what each file was taken for, what was not matched, and what to do."""
    from tyollisyys_cli.extract.propose import not_proposed

    for one in proposals:
        if one.table:
            typer.echo(f"{one.file}: {one.table}, {len(one.columns)} columns matched", err=True)
        if said := not_proposed(one, proposals):
            typer.echo(f"note: {said}", err=True)
        for name in one.missing:
            typer.echo(f"note: {one.file}: not matched: no header for {name}", err=True)
        for said in one.unmatched:
            typer.echo(f"note: {one.file}: not matched: {said}", err=True)
    if any(one.missing or one.unmatched for one in proposals):
        typer.echo(
            "hint: add what is missing by hand, `our column = their header` or `their value = our "
            "code`; a column that no figure needs can stay out",
            err=True,
        )
