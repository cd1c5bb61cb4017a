"""Single steps of a load, each run as a process of its own so that its memory can be told.

`python -m benchmarks.steps STEP EXTRACTS DATABASE`, where STEP is `bare` (the engine reads the
files and nothing else), `load_rows` (a load with every check, without the model) or `model` (the
model of a database that has the rows).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tyollisyys_cli import database
from tyollisyys_cli.extract import load
from tyollisyys_cli.extract.pseudonyms import Key
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from collections.abc import Callable


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
    """Build the model of a database that has the rows."""
    database.rebuild(path, query_folders())


STEPS: dict[str, Callable[[Path, Path], None]] = {
    "bare": bare,
    "load_rows": load_rows,
    "model": model,
}

if __name__ == "__main__":
    STEPS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
