"""`tyo sql`: one statement on the model, read-only."""

from __future__ import annotations

from typing import Annotated

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings

_ON_SCREEN, _ALL = 500, 10**9


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(sql)


def sql(
    context: typer.Context,
    statement: Annotated[
        str, typer.Argument(metavar="SELECT", help="One select on model.*, staging.* or raw.*.")
    ],
    form: Format = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="N",
            min=1,
            max=_ALL,
            help="Rows at most; 500 on the screen by default, all in a file.",
        ),
    ] = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """Run one select on the model; the result is about persons and is not protected."""
    from tyollisyys_cli import output as out
    from tyollisyys_cli.adhoc import run_select

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    statement.encode()  # the engine does not say what is wrong with bytes that are no text
    most = limit or (_ALL if output else _ON_SCREEN)
    result = run_select(chosen.database, chosen.folders, statement, most)
    chosen.note("unprotected", {})
    chosen.tell_own_definitions()
    out.write_frame(result.frame, form, output)
    if result.is_cut:
        chosen.note("truncated", {"limit": str(most)})
