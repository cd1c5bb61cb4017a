"""`make bench` and `make bench-large`: whole processes, medians of five where they are short."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from benchmarks import compare, large
from benchmarks.process import TYO, Goal, Run, median, python, run, show, show_ratio
from benchmarks.registers import M_PERSONS, S_PERSONS, every_trial, make

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[1] / "sample_data"
REPORT_SERIES = (
    *("jobseekers", "unemployed", "structural_unemployed", "long_term_unemployed"),
    *("other_language", "search_duration", "search_duration_unemployed", "flow_3_months"),
    *("flow_6_months", "flow_12_months", "activation_rate", "activation_rate_long_term"),
    "activation_rate_foreign",
)


def tyo(*command: str, folder: Path, fresh: bool = False) -> Run:
    """Return the medians of five runs of `tyo`; `fresh` removes the database before each."""
    runs: list[Run] = []
    for _ in range(5):
        for left in folder.glob("tyo.duckdb*") if fresh else ():
            left.unlink()
        runs.append(run(TYO, *command, folder=folder))
    return median(runs)


def bench_sample(folder: Path) -> None:
    """Measure what a user of one region waits for, on the sample of the repository."""
    show("sample: tyo --help", tyo("--help", folder=folder), Goal(seconds=0.2))
    loaded = tyo("load", str(SAMPLE), folder=folder, fresh=True)
    show("sample: tyo load", loaded, Goal(seconds=3))
    indicators = tyo("indicators", "--region", "raahe", folder=folder)
    show("sample: tyo indicators --region raahe", indicators, Goal(seconds=1))
    plot = ("plot", "--region", "raahe", "-o", str(folder / "raahe.png"))
    show("sample: tyo plot --region raahe", tyo(*plot, folder=folder))


def bench_small(folder: Path) -> None:
    """S: one trial, every implementation."""
    extracts = make(folder, S_PERSONS, "raahe")
    show("S tyo load: rows and model", run(TYO, "load", str(extracts), folder=folder))
    path = folder / "tyo.duckdb"
    build = python("steps", "model", extracts, path)
    built = median([run(*build, folder=folder) for _ in range(5)])
    show("S model", built)
    scale = compare.Scale("S", repeats=5, cap=600, has_goals=False)
    compare.compare(path, scale, built)


def bench_medium(folder: Path, persons: int, repeats: int, cap: float) -> None:
    """M: all trials; load, model and every implementation."""
    extracts = make(folder, persons, every_trial(), Goal(300, 4))
    rows = folder / "rows.duckdb"
    _load_rows(folder, extracts, rows)
    built = run(*python("steps", "model", extracts, rows), folder=folder)
    show("M model", built, Goal(10, 2))
    compare.compare(rows, compare.Scale("M", repeats, cap, has_goals=True), built)
    show("M tyo load: rows and model", run(TYO, "load", str(extracts), folder=folder))
    one_region = run(TYO, "indicators", *REPORT_SERIES, "-r", "raahe", folder=folder)
    show("M the report's 13 series, raahe", one_region)
    by = ("indicators", *REPORT_SERIES, "-r", "finland", "--by", "municipality", "-f", "csv")
    show("M the report's 13 series, every municipality", run(TYO, *by, folder=folder))


def _load_rows(folder: Path, extracts: Path, rows: Path) -> None:
    """Load the rows without a model, and compare with the engine's bare reading."""
    bare = run(*python("steps", "bare", extracts, folder / "bare.duckdb"), folder=folder)
    show("M bare read_csv into tables", bare)
    checked = run(*python("steps", "load_rows", extracts, rows), folder=folder)
    show("M rows loaded with every check", checked, Goal(peak_gb=2))
    show_ratio("M rows loaded / bare read_csv", checked.seconds, bare.seconds, 3)
    show_ratio("M rows loaded / bare read_csv, CPU", checked.cpu, bare.cpu)


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--persons", type=int, default=M_PERSONS, help="size of M; 0 leaves it out")
    parser.add_argument("--repeats", type=int, default=1, help="runs of each measurement of M")
    parser.add_argument("--cap", type=float, default=600, help="seconds a plain version may take")
    parser.add_argument("--large", action="store_true", help="L against M, and nothing else")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, duckdb {duckdb.__version__}, polars {pl.__version__}")
    if asked.large:
        _in_new_folder(lambda folder: large.bench_large(folder, asked.persons or M_PERSONS))
        return
    _in_new_folder(bench_sample)
    print(compare.HEADER)
    _in_new_folder(bench_small)
    if asked.persons:
        _in_new_folder(lambda folder: bench_medium(folder, asked.persons, asked.repeats, asked.cap))


def _in_new_folder(bench: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory() as name:
        bench(Path(name))


if __name__ == "__main__":
    main()
