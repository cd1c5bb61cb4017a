"""The thirteen measures that every implementation computes, and whether they agree.

`python -m benchmarks.measures IMPLEMENTATION SOURCE OUTPUT` runs one implementation and writes its
rows as Parquet; SOURCE is a loaded database or a folder of plain rows.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# The numerators of these indicators. Every denominator is among them: broad unemployment for the
# activation rate, the unemployed for the duration, the inflow of N months before for the flows.
MEASURES = (
    *("jobseekers", "unemployed", "long_term_unemployed", "repeatedly_unemployed"),
    *("in_service", "broad_unemployment", "activation_rate", "unemployment_duration"),
    *("inflow", "outflow", "flow_3_months", "flow_6_months", "flow_12_months"),
)
MONTHS = 120
"""The last so many count days of a register are measured, or all that it has."""
KEYS = ("region", "month", "measure")

SOURCES = {
    "from_model": "database",
    "naive": "database",
    "polars_changes": "staging",
    "naive_ready": "ready",
    "polars_ready": "ready",
    "pandas_months": "ready",
}
"""Modules with a function `measures`, and of what: a loaded database, or a folder of its rows."""


def measures(implementation: str, source: Path) -> pl.DataFrame:
    """Return region, month, measure and value, sorted; what is zero has no row.

    The implementation is imported only here, so that a process pays for its own libraries alone.
    """
    compute: Callable[[Path], pl.DataFrame]
    compute = import_module(f"benchmarks.{implementation}").measures
    return tidy(compute(source))


def tidy(found: pl.DataFrame) -> pl.DataFrame:
    """Give every implementation's rows the same types and order."""
    columns = [pl.col("region"), pl.col("month").cast(pl.Date), pl.col("measure")]
    value = pl.col("value").cast(pl.Int64)
    return found.select(*columns, value).filter(value != 0).sort(KEYS)


def differences(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the rows that not every implementation has with the same value; none is what we want.

    Columns: region, month, measure and one with the value of each implementation.
    """
    first, *others = (frame.rename({"value": name}) for name, frame in frames.items())
    together = first
    for other in others:
        together = together.join(other, on=KEYS, how="full", coalesce=True, validate="1:1")
    values = pl.concat_list(*frames)
    return together.filter(values.list.n_unique() > 1).sort(KEYS)


if __name__ == "__main__":
    measures(sys.argv[1], Path(sys.argv[2])).write_parquet(sys.argv[3])
