"""The polars version on ready rows: Parquet in order of persons, under dense integer keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.polars_changes import answers, read

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


def measures(folder: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a folder of plain rows."""
    return answers(read(folder))
