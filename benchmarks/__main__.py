"""Whole processes: medians of 5 on the sample (S), one run on 500,000 synthetic persons (M)."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.steps import STEPS

SAMPLE = Path(__file__).parents[1] / "sample_data"
TYO = Path(sys.executable).with_name("tyo")
REPORT_SERIES = (
    *("jobseekers", "unemployed", "structural_unemployed", "long_term_unemployed"),
    *("other_language", "search_duration", "search_duration_unemployed", "flow_3_months"),
    *("flow_6_months", "flow_12_months", "activation_rate", "activation_rate_long_term"),
    "activation_rate_foreign",
)


@dataclass(frozen=True)
class Run:
    """What a process took."""

    seconds: float
    cpu: float
    peak_gb: float


def run(*command: str, folder: Path) -> Run:
    """Run `tyo` once in a folder; a failure ends the benchmark."""
    environment = {
        **os.environ,
        "TYO_DB": str(folder / "tyo.duckdb"),
        "TYO_KEY": str(folder / "key"),
    }
    program = [sys.executable, "-m", "benchmarks.steps"] if command[0] in STEPS else [TYO]
    started = time.perf_counter()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([*program, *command], env=environment, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'log').read_text()}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**20)


def median(*command: str, folder: Path, fresh: bool = False) -> Run:
    """Return the medians of five runs; `fresh` removes the database before each."""
    runs: list[Run] = []
    for _ in range(5):
        if fresh:
            for left in folder.glob("tyo.duckdb*"):
                left.unlink()
        runs.append(run(*command, folder=folder))
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.cpu for one in runs),
        max(one.peak_gb for one in runs),
    )


def show(name: str, result: Run, goal: str = "") -> None:
    """Print one line."""
    took = f"{result.seconds:7.2f} s {result.cpu:7.2f} CPU s {result.peak_gb:5.2f} GB"
    print(f"{name:<48} {took}  {goal}", flush=True)


def bench_sample(folder: Path) -> None:
    """S: what a user of one region waits for."""
    show("S tyo --help", median("--help", folder=folder), "goal 0.2 s")
    show("S tyo load, sample", median("load", str(SAMPLE), folder=folder, fresh=True), "goal 3 s")
    command = ("indicators", "--region", "raahe")
    show("S tyo indicators --region raahe", median(*command, folder=folder), "goal 1.0 s")
    plot = ("plot", "--region", "raahe", "-o", str(folder / "raahe.png"))
    show("S tyo plot --region raahe", median(*plot, folder=folder))


def bench_large(folder: Path, persons: int) -> None:
    """M: the country's trials."""
    extracts = folder / "extracts"
    show(
        f"M tyo sample, {persons:,} persons",
        run("sample", str(extracts), "--persons", str(persons), folder=folder),
        "goal 300 s, 4 GB",
    )
    rows = folder / "rows.duckdb"
    bare = run("bare", str(extracts), str(folder / "bare.duckdb"), folder=folder)
    show("M bare read_csv into tables", bare)
    checked = run("load_rows", str(extracts), str(rows), folder=folder)
    show("M rows loaded with every check", checked, "goal 3 x bare, 2 GB")
    times, cpu = checked.seconds / bare.seconds, checked.cpu / bare.cpu
    print(f"M rows loaded / bare read_csv: {times:.1f} x, {cpu:.1f} x CPU, same run", flush=True)
    built = run("model", str(extracts), str(rows), folder=folder)
    show("M model", built, "goal 10 s, 2 GB")
    show("M tyo load: rows and model", run("load", str(extracts), folder=folder))
    show("M 13 series, raahe", run("indicators", *REPORT_SERIES, "-r", "raahe", folder=folder))
    by = ("indicators", *REPORT_SERIES, "-r", "finland", "--by", "municipality", "-f", "csv")
    show("M 13 series, every municipality", run(*by, folder=folder), "goal 2 s over start-up")


def main() -> None:
    """Run the benchmarks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--persons", type=int, default=500_000, help="size of M; 0 leaves it out")
    asked = parser.parse_args()
    print(f"{os.cpu_count()} cores, duckdb {duckdb.__version__}")
    with tempfile.TemporaryDirectory() as name:
        bench_sample(Path(name))
    if asked.persons:
        with tempfile.TemporaryDirectory() as name:
            bench_large(Path(name), asked.persons)


if __name__ == "__main__":
    main()
