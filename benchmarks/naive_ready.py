"""The naive query on ready rows: Parquet in order of persons, under dense integer keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.naive import SQL
from tyollisyys_cli import database

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def measures(folder: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a folder of plain rows."""
    connection = database.connect(None, read_only=False)
    try:
        for file in sorted(folder.glob("*.parquet")):
            connection.read_parquet(str(file)).create_view(file.stem)
        return database.query(connection, SQL.read_text(encoding="utf-8"))
    finally:
        connection.close()
