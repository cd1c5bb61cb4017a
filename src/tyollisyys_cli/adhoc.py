"""A user's own statement on the model: one select that cannot write or leave the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tyollisyys_cli import database

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from tyollisyys_cli.resources import QueryFolders

_MEMORY = "2GB"
_SECONDS = 60
_THREADS = 2


@dataclass(frozen=True)
class Result:
    """The rows of a statement, and whether there were more than the limit."""

    frame: pl.DataFrame
    is_cut: bool


def run_select(path: Path, folders: QueryFolders, statement: str, limit: int) -> Result:
    """Run one statement of a type that only reads; returns at most `limit` rows.

    Raises InputError without a database, QueryError for a statement that is wrong or may write.
    """
    with database.reading(path, folders):
        pass  # the model is brought up to date before anybody looks at it
    connection = database.connect(
        path,
        read_only=True,
        memory_limit=_MEMORY,
        threads=_THREADS,
        max_execution_time=_SECONDS * 1000,
    )
    try:
        with database.damage_told(path):
            database.lock_down(connection)
            frame = database.select_one(connection, statement, limit + 1)
    finally:
        connection.close()
    return Result(frame.head(limit), is_cut=frame.height > limit)
