"""Single steps, each run as a process of its own so that its memory can be told.

`python -m benchmarks.steps STEP SOURCE TARGET`: see STEPS.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks import from_model
from benchmarks.measures import tidy
from benchmarks.rows import write_ready, write_staging
from tyollisyys_cli import database
from tyollisyys_cli.extract import load
from tyollisyys_cli.extract.pseudonyms import Key
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY_LIMIT = "4GB"
COPIES = 10
"""L is M so many times over."""


def bare(extracts: Path, path: Path) -> None:
    """Read every file with read_csv into a table, as text."""
    connection = duckdb.connect(str(path))
    for file in sorted(extracts.glob("*.csv")):
        connection.read_csv(str(file), sep=";", header=True, all_varchar=True).create(file.stem)
    connection.close()


def load_rows(extracts: Path, path: Path) -> None:
    """Load with every check; the model is left out."""

    def no_model(*_arguments: object) -> None:
        pass

    database.build_model = no_model
    key = Key(b"k" * 32)
    load.load([extracts], database_file=path, folders=query_folders(), key=key)


def model(_extracts: Path, path: Path) -> None:
    """Build the model of a database that has the rows, as a load does."""
    with database.replacing(path) as connection:
        database.build_model(connection, query_folders())


def one_by_one(path: Path, output: Path) -> None:
    """Ask the model for one measure after the other."""
    tidy(from_model.one_by_one(path)).write_parquet(output)


def limited_measures(path: Path, output: Path) -> None:
    """Ask the model for all measures together, in little memory."""
    tidy(from_model.measures(path, memory_limit=MEMORY_LIMIT)).write_parquet(output)


def limited_model(_source: Path, path: Path) -> None:
    """Build the model in place, in little memory."""
    _build(path, memory_limit=MEMORY_LIMIT)


def unlimited_model(_source: Path, path: Path) -> None:
    """Build the model in place, in the memory that the engine takes by itself."""
    _build(path)


def _build(path: Path, **settings: str) -> None:
    connection = database.connect(path, read_only=False, **settings)
    try:
        database.build_model(connection, query_folders())
        connection.execute("checkpoint")
    finally:
        connection.close()


def replicate(source: Path, target: Path) -> None:
    """Copy a database, and every person in it so many times over under ids of their own."""
    shutil.copyfile(source, target)
    connection = database.connect(target, read_only=False)
    try:
        database.drop_model(connection)
        connection.execute(f"attach '{source}' as original (read_only)")
        for table in _tables_of_people(connection):
            for copy in range(1, COPIES):
                connection.execute(f"""
                    insert into raw.{table}
                    select * replace (cast(md5(concat(hid_e, '{copy}')) as uuid) as hid_e)
                    from original.raw.{table}""")
        connection.execute("checkpoint")
    finally:
        connection.close()


def _tables_of_people(connection: database.Connection) -> list[str]:
    sql = """
        select table_name
        from duckdb_columns()
        where database_name = current_database() and schema_name = 'raw' and column_name = 'hid_e'
        order by table_name"""
    return [name for (name,) in database.rows(connection, sql)]


STEPS: dict[str, Callable[[Path, Path], None]] = {
    one.__name__: one
    for one in (
        *(bare, load_rows, model, write_staging, write_ready, one_by_one),
        *(replicate, limited_model, unlimited_model, limited_measures),
    )
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
