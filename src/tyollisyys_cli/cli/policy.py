"""`tyo policy`: the tables that definitions rest on, and where each value comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tyollisyys_cli.cli.options import Db, Format, Lang, Output, Queries, settings
from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.languages import text_or
from tyollisyys_cli.resources import PACKAGE, REGIONS

if TYPE_CHECKING:
    import polars as pl

    from tyollisyys_cli.policy import PolicyValue
    from tyollisyys_cli.resources import QueryFolders


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(policy)


def policy(
    context: typer.Context,
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="A table; the list of them by default.")
    ] = None,
    form: Format = None,
    output: Output = None,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
) -> None:
    """List the policy tables, or show one: constants, codes and groups, and whose they are."""
    from tyollisyys_cli import output as out

    chosen = settings(context, db, lang, queries, [output])
    form = out.choose_format(form, output)
    if output and output.is_file():
        raise UsageError(
            f"{output} exists, and may have rows of your own", "name another file, or remove it"
        )
    folders = chosen.folders
    found = _table(folders, table) if table else _list(folders, chosen.language)
    out.write_frame(_for_people(found) if form == "table" else found, form, output)


def _for_people(found: pl.DataFrame) -> pl.DataFrame:
    """Leave out what the user's own rows stand in for, where there are none."""
    empty = "instead_of" in found.columns and found["instead_of"].is_null().all()
    return found.drop("instead_of") if empty else found


def _list(folders: QueryFolders, language: str) -> pl.DataFrame:
    """Return every table: name, rows, what it holds, and whose it is."""
    import polars as pl

    from tyollisyys_cli.policy import read_table

    rows = [
        {
            "table": name,
            "rows": len(read_table(folders, name).rows),
            "content": text_or(f"policy.{name}", language, name),
            "origin": _whose(folders, name),
        }
        for name in folders.policy_tables()
    ]
    return pl.DataFrame(rows)


def _whose(folders: QueryFolders, name: str) -> str:
    """Return the user's file, beside the package where it only adds to that one."""
    own = folders.own_policy(name)
    if own is None:
        return PACKAGE
    return f"{PACKAGE} + {own}" if name == REGIONS else str(own)


def _table(folders: QueryFolders, asked: str) -> pl.DataFrame:
    """Return a table with its columns, and beside each row whose it is and what it stands for."""
    import polars as pl

    from tyollisyys_cli.policy import BESIDE, find_table, origins, read_table

    table = read_table(folders, find_table(folders, asked))
    values = origins(folders, [table.name])
    cells = {name: [row.cells[name] for row in table.rows] for name in table.columns}
    origin = [_origin(value) for value in values]
    instead = [value.instead_of if value.is_own else None for value in values]
    beside = dict(zip(BESIDE, (origin, instead), strict=True))
    return pl.DataFrame({**cells, **beside}, schema_overrides={BESIDE[1]: pl.String})


def _origin(value: PolicyValue) -> str:
    """Say whose a row is, and where it stands in the user's file."""
    return f"{value.file} line {value.line}" if value.is_own else PACKAGE
