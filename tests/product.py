"""Runs the program on a register in memory: what tests compare with the oracle."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.registers import write_register
from tyollisyys_cli import database
from tyollisyys_cli.catalogue import Catalogue, read_catalogue
from tyollisyys_cli.extract.load import LoadResult, load
from tyollisyys_cli.extract.pseudonyms import Key
from tyollisyys_cli.indicators import Figures, figures
from tyollisyys_cli.regions import Region, read_regions
from tyollisyys_cli.resources import QueryFolders, query_folders
from tyollisyys_cli.scope import Request

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tests.oracle import Cells, Register

KEY = Key(b"k" * 32)
# A changed copy of queries/ shows whether the tests notice the change.
_COPY = os.environ.get("TYO_TEST_QUERIES")
FOLDERS = QueryFolders(own=Path(_COPY)) if _COPY else query_folders()


@cache
def catalogue() -> Catalogue:
    """Read the program's indicators."""
    return read_catalogue(FOLDERS)


@cache
def regions() -> Mapping[str, Region]:
    """Read the program's regions by their ids."""
    return {region.id: region for region in read_regions(FOLDERS.policy / "regions.csv")}


def without_empty_tables(register: Register) -> Register:
    """Drop tables without rows: the program refuses a file that has only a header."""
    return {table: rows for table, rows in register.items() if rows}


def load_register(
    register: Register, extract_date: date, folder: Path, folders: QueryFolders = FOLDERS
) -> tuple[Path, LoadResult]:
    """Write the register as files and load them into a new database in the folder."""
    files = folder / "extracts"
    files.mkdir()
    write_register(without_empty_tables(register), files)
    path = folder / "tyo.duckdb"
    return path, load(
        [files], database_file=path, folders=folders, key=KEY, extract_date=extract_date
    )


def compute(
    path: Path,
    ids: Sequence[str],
    region_ids: Sequence[str],
    by: Sequence[str] = (),
    *,
    months: tuple[date, date] | None = None,
    threshold: int = 1,
) -> Figures:
    """Compute indicators of a loaded database, by default with nothing hidden."""
    with database.reading(path, FOLDERS) as connection:
        return compute_from(connection, ids, region_ids, by, months=months, threshold=threshold)


def compute_from(
    connection: database.Connection,
    ids: Sequence[str],
    region_ids: Sequence[str],
    by: Sequence[str] = (),
    *,
    months: tuple[date, date] | None = None,
    threshold: int = 1,
    known: Catalogue | None = None,
) -> Figures:
    """Compute indicators on a connection; `known` is another catalogue than the program's."""
    known = known or catalogue()
    indicators = tuple(known.select(ids))
    request = Request(
        indicators=indicators,
        regions=tuple(regions()[one] for one in region_ids),
        first_month=months[0] if months else None,
        last_month=months[1] if months else None,
        by=tuple(known.select_dimensions(by, indicators)),
        threshold=threshold,
    )
    return figures(connection, request)


def cells(computed: Figures, indicator: str) -> Cells:
    """Return an indicator's figures in the oracle's shape: key -> (numerator, denominator)."""
    frame = computed.frame.filter(computed.frame["indicator"] == indicator)
    values = frame.columns[1 : frame.columns.index("value")]
    found: Cells = {}
    for row in frame.iter_rows(named=True):
        key = tuple(row[name] for name in values if row[name] is not None)
        found[key] = (row["numerator"], row["denominator"]) if row["status"] == "ok" else None
    return found
