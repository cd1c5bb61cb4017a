"""Forgetting a person: no byte of the person stays beside the database but a one-way hash.

Deleted rows stay in the bytes of a database file. A new one is written with everything but the
person, and takes the place of the old one and of its previous copy.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract import ledger
from tyollisyys_cli.extract.deliveries import build_current
from tyollisyys_cli.extract.gate import person_ids
from tyollisyys_cli.extract.tables import PERSON, TABLES
from tyollisyys_cli.log import log_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from tyollisyys_cli.extract.pseudonyms import Key
    from tyollisyys_cli.resources import QueryFolders


def forget(
    path: Path,
    person: str,
    *,
    folders: QueryFolders,
    key: Key,
    progress: Callable[[str], None] = lambda _step: None,
) -> int:
    """Remove a person, by the id of the extracts, from the database and all that lies beside it.

    That is its previous copy, its log, and one that a script keeps as `<database>.log`.

    Returns the number of rows that were removed; a person of whom there is none is kept out of
    later loads all the same. Raises InputError without a database or with another key.
    """
    id_ = person_ids(pl.Series([person]))[0]
    if id_ is None:
        raise UsageError("no id was given", "write one id on standard input")
    pseudonym = key.pseudonym(id_)
    with ledger.opened(path) as connection:
        ledger.check(connection, path, key)
    texts = (pseudonym, str(UUID(pseudonym)), id_)
    with database.rewriting(path, partial(_purge_logs, path, texts)) as connection:
        with database.transaction(connection):
            ledger.create_tables(connection, key)
            removed = _copy_others(connection, pseudonym)
            _keep_out(connection, key.mark(pseudonym))
            build_current(connection)
        if database.rows(connection, "from meta.loaded_tables"):
            database.build_model(connection, folders, progress)
    return removed


def _copy_others(connection: database.Connection, pseudonym: str) -> int:
    """Copy every row of the old database but the person's; returns how many were left out."""
    connection.execute("delete from meta.extract")
    for name in ("extract", "loads", "repairs", "forgotten"):
        _copy(connection, f"meta.{name}")
    removed = _copy(connection, "meta.quarantine", "person", pseudonym)
    for table in TABLES.values():
        column = table.column(PERSON)
        removed += _copy(connection, f"raw.{table.name}", column.name if column else "", pseudonym)
    return removed


def _copy(
    connection: database.Connection, table: str, column: str = "", pseudonym: str = ""
) -> int:
    """Copy a table without the person's rows; returns how many those are."""
    if not column:
        connection.execute(f"insert into {table} from {database.OLD}.{table}")
        return 0
    own = {"person": pseudonym}
    others = f"from {database.OLD}.{table} where {column} is distinct from $person::uuid"
    connection.execute(f"insert into {table} {others}", own)
    mine = f"select count(*) from {database.OLD}.{table} where {column} = $person::uuid"  # noqa: S608
    return database.rows(connection, mine, own)[0][0]


def _keep_out(connection: database.Connection, mark: str) -> None:
    """Keep the mark by which later loads know the person."""
    connection.execute(
        "insert into meta.forgotten select $mark::uuid "
        "where not exists (select 1 from meta.forgotten where person = $mark::uuid)",
        {"mark": mark},
    )


def _purge_logs(path: Path, texts: Collection[str]) -> None:
    """Take the lines with any of the texts out of the logs beside the database: InputError."""
    for log in (log_of(path), path.with_name(f"{path.name}.log")):
        try:
            if log.exists():
                _purge(log, path.with_name(f"{path.name}.part{log.suffix}"), texts)
        except OSError as error:
            raise InputError(
                f"{log}: cannot be written: {error.strerror}",
                "the database is without the person; forget again to take the log's lines out, too",
            ) from error


def _purge(log: Path, part: Path, texts: Iterable[str]) -> None:
    """Write a log again without the lines that have any of the texts, in any letter case."""
    sought = [one.encode().lower() for one in texts]
    lines = log.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not any(one in line.lower() for one in sought)]
    if len(kept) < len(lines):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(kept)
        part.replace(log)
