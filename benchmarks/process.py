"""Whole processes and what they took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TYO = str(Path(sys.executable).with_name("tyo"))
_NO_CAP = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Run:
    """What a process took; `over` when it was ended before it was done."""

    seconds: float
    cpu: float
    peak_gb: float
    over: bool = False


@dataclass(frozen=True)
class Goal:
    """What a process may take at most; None is not limited."""

    seconds: float | None = None
    peak_gb: float | None = None


def run(*command: str, folder: Path, cap: float = _NO_CAP) -> Run:
    """Run a command once, with its log and `tyo`'s database in the folder.

    A failure ends the benchmark; a process that takes longer than `cap` seconds is ended.
    """
    started = time.perf_counter()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=log)
        timer = threading.Timer(cap, process.kill)
        timer.daemon = True  # Ctrl-C must not wait for it
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, in_time = time.perf_counter() - started, timer.is_alive()
    timer.cancel()
    if process.returncode and in_time:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'log').read_text()}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds, cpu, usage.ru_maxrss / 2**20, over=not in_time)


def _environment(folder: Path) -> dict[str, str]:
    files = {"TYO_DB": folder / "tyo.duckdb", "TYO_KEY": folder / "key"}
    return {**os.environ, **{name: str(file) for name, file in files.items()}}


def python(module: str, *arguments: str | Path) -> tuple[str, ...]:
    """Return the command that runs one of the benchmarks' modules."""
    return (sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments))


def median(runs: Sequence[Run]) -> Run:
    """Return the medians of the runs, and their highest peak."""
    return Run(
        statistics.median(one.seconds for one in runs),
        statistics.median(one.cpu for one in runs),
        max(one.peak_gb for one in runs),
        over=any(one.over for one in runs),
    )


def show(name: str, result: Run, goal: Goal | None = None) -> None:
    """Print one line: what it took, and whether the goal is met."""
    seconds = f"{'over' if result.over else ''} {result.seconds:.2f} s"
    took = f"{seconds:>13} {result.cpu:8.2f} CPU s {result.peak_gb:6.2f} GB"
    print(f"{name:<48} {took}  {_verdict(result, goal) if goal else ''}".rstrip(), flush=True)


def _verdict(result: Run, goal: Goal) -> str:
    """Say the goal, and `met` or `missed`."""
    limits = ((result.seconds, goal.seconds, "s"), (result.peak_gb, goal.peak_gb, "GB"))
    asked = [(found, limit, unit) for found, limit, unit in limits if limit is not None]
    is_met = not result.over and all(found <= limit for found, limit, _ in asked)
    return f"goal {', '.join(f'{limit:g} {unit}' for _, limit, unit in asked)}: {met(is_met)}"


def met(is_met: bool) -> str:  # noqa: FBT001 - the answer itself
    """Say how a goal was done."""
    return "met" if is_met else "missed"


def show_ratio(name: str, seconds: float, base: float, goal: float | None = None) -> None:
    """Print how many times as long one thing took as another."""
    ratio = seconds / base
    verdict = "" if goal is None else f"  goal {goal:g} x: {met(ratio <= goal)}"
    print(f"{name:<48} {ratio:11.2f} x{verdict}", flush=True)
