"""Every implementation of the measures on one register: equal answers, times and ratios."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.measures import MEASURES, MONTHS, SOURCES, differences
from benchmarks.process import Goal, Run, median, python, run, show, show_ratio

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADER = f"""
{len(MEASURES)} measures by municipality on the last {MONTHS} count days, each implementation a
process of its own, start, reading and writing the answer included. naive and polars_changes start
from the staging rows, as the build of the model does: the one in the database, the other in
Parquet. naive_ready, polars_ready and pandas_months start from rows that are ready: sorted Parquet
under integer keys. The making of either Parquet is not counted. Goals are held against those that
start where the build does.
They answer these measures by municipality and nothing else. The model also carries office, sex,
age, language, citizenship, education, fund, service line and category, state and spell length, and
serves every other indicator; its build is counted in full."""

_TITLES = {
    "from_model": "model: measures together",
    "naive": "naive range join, from the database",
    "naive_ready": "naive range join, from ready rows",
    "polars_changes": "polars, running sums, from staging rows",
    "polars_ready": "polars, running sums, from ready rows",
    "pandas_months": "pandas, month by month, from ready rows",
}


@dataclass(frozen=True)
class Scale:
    """A register's size: its name, how often each process runs, and goals that hold there."""

    name: str
    repeats: int
    cap: float
    """Seconds after which a plain version is ended."""
    has_goals: bool


def compare(path: Path, scale: Scale, built: Run) -> None:
    """Run everything on a loaded database, print it, and end the benchmark if answers differ."""
    folder = path.parent
    sources = {"database": path, "staging": folder / "staging", "ready": folder / "ready"}
    for name in ("staging", "ready"):
        run(*python("steps", f"write_{name}", path, sources[name]), folder=folder)
    found = {"one_by_one": _step(path, scale)}
    for name, source in SOURCES.items():
        command = python("measures", name, sources[source], folder / f"{name}.parquet")
        runs = [run(*command, folder=folder, cap=scale.cap) for _ in range(scale.repeats)]
        found[name] = median(runs)
        goal = Goal(seconds=2) if scale.has_goals and name == "from_model" else None
        show(f"{scale.name} {_TITLES[name]}", found[name], goal)
    check_equal(folder, [name for name, result in found.items() if not result.over], scale.name)
    _ratios(found, built, scale)


def _step(path: Path, scale: Scale) -> Run:
    """Run the measures one by one."""
    command = python("steps", "one_by_one", path, path.parent / "one_by_one.parquet")
    result = median([run(*command, folder=path.parent) for _ in range(scale.repeats)])
    goal = Goal(seconds=4) if scale.has_goals else None
    show(f"{scale.name} model: measures one by one", result, goal)
    return result


def check_equal(folder: Path, names: list[str], scale: str) -> None:
    """End the benchmark with the first differences where two implementations do not agree."""
    frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in names}
    differing = differences(frames)
    if differing.height:
        sys.exit(f"{scale}: {differing.height} rows differ\n{differing.head(20)}")
    rows = frames[names[0]].height
    print(f"{scale} all {len(names)} answers are equal: {rows:,} rows", flush=True)


def _ratios(found: Mapping[str, Run], built: Run, scale: Scale) -> None:
    """Print build and measures as a multiple of the plain versions, by time and by CPU."""
    goals = {"naive": 0.7, "polars_changes": 1.3}
    for name in SOURCES:
        if name == "from_model":
            continue
        over = " or less" if found[name].over else ""
        title = f"{scale.name} (build + measures) / {name}{over}"
        asked = goals.get(name) if scale.has_goals else None
        seconds, cpu = found["from_model"].seconds, found["from_model"].cpu
        show_ratio(title, built.seconds + seconds, found[name].seconds, asked)
        show_ratio(f"{title}, CPU", built.cpu + cpu, found[name].cpu)
