"""Makes and loads the synthetic registers that are measured.

S: 5,000 people of one trial. M: 500,000 people of all trials, 6 million status rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.process import TYO, Goal, run, show
from tyollisyys_cli.regions import read_regions
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from pathlib import Path

S_PERSONS, M_PERSONS = 5_000, 500_000


def make(folder: Path, persons: int, trials: str, goal: Goal | None = None) -> Path:
    """Write the extracts of a register and return their folder."""
    extracts = folder / "extracts"
    command = ("sample", str(extracts), "--persons", str(persons), "--regions", trials)
    show(f"tyo sample, {persons:,} persons", run(TYO, *command, folder=folder), goal)
    return extracts


def every_trial() -> str:
    """Return the names of all trials, as `tyo sample` takes them."""
    regions = read_regions(query_folders().policy / "regions.csv")
    return ",".join(one.id for one in regions if one.kind == "trial")
