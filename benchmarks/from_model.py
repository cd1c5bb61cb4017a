"""The measures from the model of a loaded database, as `tyo indicators` computes them.

Protection takes its time as always, under a threshold of 1 so that it hides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.measures import MEASURES, MONTHS
from tyollisyys_cli import database
from tyollisyys_cli.catalogue import read_catalogue
from tyollisyys_cli.indicators import Request, figures
from tyollisyys_cli.regions import read_regions
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path


def measures(path: Path, **settings: str) -> pl.DataFrame:
    """Ask for all measures together; settings are the engine's, such as `memory_limit`."""
    return _ask(path, [MEASURES], settings)


def one_by_one(path: Path) -> pl.DataFrame:
    """Ask for one measure after the other."""
    return _ask(path, [(name,) for name in MEASURES], {})


def _ask(path: Path, questions: Sequence[Sequence[str]], settings: dict[str, str]) -> pl.DataFrame:
    """Return region, month, measure and value of every municipality in the country."""
    connection = database.connect(path, read_only=True, **settings)
    try:
        months = _months(connection)
        frames = [figures(connection, _request(names, months)).frame for names in questions]
    finally:
        connection.close()
    return pl.concat(frames).select(
        pl.col("municipality").alias("region"),
        pl.col("month").str.to_date("%Y-%m"),
        pl.col("indicator").alias("measure"),
        pl.col("numerator").fill_null(0).alias("value"),
    )


def _months(connection: database.Connection) -> list[date]:
    """Return the measured months, the latest first."""
    months = database.rows(connection, "select month from model.count_days order by month desc")
    return [month for (month,) in months[:MONTHS]]


def _request(names: Sequence[str], months: Sequence[date]) -> Request:
    """Ask for the measures of everybody by municipality."""
    catalogue = read_catalogue(query_folders())
    regions = read_regions(query_folders().policy / "regions.csv")
    indicators = tuple(catalogue.select(names))
    return Request(
        indicators=indicators,
        regions=tuple(one for one in regions if one.kind == "country"),
        first_month=months[-1],
        last_month=months[0],
        by=tuple(catalogue.select_dimensions(["municipality"], indicators)),
        threshold=1,
    )
