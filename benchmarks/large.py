"""L: the country ten times over, under a memory limit.

Its people are those of M, each ten times under other ids, because a simulation of five million
people does not fit into memory. So every answer must be ten times that of M.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.compare import check_equal
from benchmarks.process import TYO, Run, python, run, show, show_ratio
from benchmarks.registers import every_trial, make
from benchmarks.steps import COPIES, MEMORY_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

HEADER = f"""
L: the people of M {COPIES} times over. Model and measures under a memory_limit of {MEMORY_LIMIT}:
the engine counts its tables and buffers by it; what Python holds comes on top in the peak."""


@dataclass(frozen=True)
class _Cost:
    """What a model and the measures from it took."""

    model: Run
    measures: Run

    @property
    def cpu(self) -> float:
        """CPU seconds of both."""
        return self.model.cpu + self.measures.cpu


def bench_large(folder: Path, persons: int) -> None:
    """Measure L against M; differing answers end the benchmark."""
    print(HEADER)
    extracts = make(folder, persons, every_trial())
    show("M tyo load: rows and model", run(TYO, "load", str(extracts), folder=folder))
    medium, large = folder / "tyo.duckdb", folder / "large.duckdb"
    small_cost = _limited("M", medium, folder / "medium.parquet")
    run(*python("steps", "replicate", medium, large), folder=folder)
    cost = _limited("L", large, folder / "limited.parquet")
    _check_multiple(folder / "medium.parquet", folder / "limited.parquet")
    show_ratio("L / M, CPU of build + measures", cost.cpu, small_cost.cpu, COPIES)
    built = run(*python("steps", "unlimited_model", medium, large), folder=folder)
    show("L model, without a limit", built)
    answer = folder / "unlimited.parquet"
    measured = run(*python("measures", "from_model", large, answer), folder=folder)
    show("L measures together, without a limit", measured)
    check_equal(folder, ["limited", "unlimited"], "L")


def _limited(scale: str, path: Path, output: Path) -> _Cost:
    """Build the model and ask for the measures, both in little memory."""
    model = run(*python("steps", "limited_model", path, path), folder=path.parent)
    show(f"{scale} model, limit {MEMORY_LIMIT}", model)
    measures = run(*python("steps", "limited_measures", path, output), folder=path.parent)
    show(f"{scale} measures together, limit {MEMORY_LIMIT}", measures)
    return _Cost(model, measures)


def _check_multiple(medium: Path, large: Path) -> None:
    """End the benchmark if the answers are not those of M as many times over as its people."""
    expected = pl.read_parquet(medium).with_columns(pl.col("value") * COPIES)
    if not expected.equals(pl.read_parquet(large)):
        sys.exit(f"L: the answers are not {COPIES} times those of M")
    print(f"L all {expected.height:,} answers are {COPIES} times those of M")
