"""The measures in DuckDB with the query that comes to mind: months joined to spells by range."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tyollisyys_cli import database

if TYPE_CHECKING:
    import polars as pl

_SQL = Path(__file__).with_suffix(".sql")


def measures(folder: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a folder of plain rows."""
    connection = database.connect(None, read_only=False)
    try:
        for file in sorted(folder.glob("*.parquet")):
            connection.read_parquet(str(file)).create_view(file.stem)
        return database.query(connection, _SQL.read_text(encoding="utf-8"))
    finally:
        connection.close()
