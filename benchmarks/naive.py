"""The measures with the query that comes to mind: months joined to spells by range, in DuckDB.

It starts from the staging rows of a loaded database, as the build of the model does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rows import COUNT_DAYS, TABLES
from tyollisyys_cli import database

if TYPE_CHECKING:
    import polars as pl

SQL = Path(__file__).with_suffix(".sql")


def measures(path: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a loaded database."""
    connection = database.connect(path, read_only=True)
    try:
        for name, sql in TABLES.items():
            rows = f"select person_id as person, * exclude (person_id) from ({sql})"
            connection.execute(f"create temp table {name} as {rows}")
        connection.execute(f"create temp table count_days as {COUNT_DAYS}")
        return database.query(connection, SQL.read_text(encoding="utf-8"))
    finally:
        connection.close()
