"""`tyo forget`: a person out of the database, and kept out."""

from __future__ import annotations

import sys

import typer

from tyollisyys_cli.cli.options import Db, KeyFile, Lang, Queries, settings
from tyollisyys_cli.cli.progress import progress
from tyollisyys_cli.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(forget)


def forget(
    context: typer.Context,
    key: KeyFile = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Remove a person from the database, and keep the person out of later loads.

    The id is read from standard input, or asked for without showing it. The extract files
    themselves are yours to delete.
    """
    from tyollisyys_cli.extract.forget import forget as forget_person
    from tyollisyys_cli.extract.pseudonyms import load_key

    chosen = settings(context, db, lang, queries)
    person = _read_id()
    with progress("forgetting") as show:
        rows = forget_person(
            chosen.database, person, folders=chosen.folders, key=load_key(key), progress=show
        )
    typer.echo(
        f"{rows:,} rows of the person were removed; later loads leave the person out", err=True
    )
    chosen.note("extracts_keep", {})


def _read_id() -> str:
    """Return the id from standard input, or from a prompt that does not show it: UsageError."""
    if sys.stdin and sys.stdin.isatty():
        lines = [str(typer.prompt("id of the person", hide_input=True, err=True))]
    else:
        lines = (sys.stdin.read() if sys.stdin else "").splitlines()
    ids = [line for line in lines if line.strip()]
    if len(ids) != 1:
        raise UsageError(
            "no id was given" if not ids else "more than one id was given",
            "write one id on standard input: `tyo forget < FILE`",
        )
    return ids[0]
