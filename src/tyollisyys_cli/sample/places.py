"""Where the simulated people live and which office serves them.

Every municipal trial of `queries/policy/regions.csv` can be simulated. Raahe and Porvoo have rows
of their own here, because their start and their shares of municipalities are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.regions import Region, read_regions, resolve
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIALS_START = date(2021, 3, 1)
TRIALS_END = date(2024, 12, 31)

# Where people move to or come from: Helsinki, Espoo, Vantaa, Tampere, Turku, Oulu, Jyväskylä.
OTHER_MUNICIPALITIES = ("091", "049", "092", "837", "853", "564", "179")
OTHER_OFFICES = ("0101", "0101", "0101", "0401", "0301", "1201", "0801")
# Norway, Sweden and the rest of the world are municipality codes of the register as well.
ABROAD = ("197", "198", "200")

# Trials whose municipalities are not in the table: their clients live in the largest town.
_LARGEST_TOWN = {
    "0330": "853",
    "0430": "837",
    "0930": "297",
    "1030": "167",
    "1230": "564",
    "1330": "698",
    "1631": "301",
}


@dataclass(frozen=True)
class Place:
    """One trial: its offices, its municipalities and how its clients divide between them."""

    region: str
    office: str
    te_office: str
    municipalities: tuple[str, ...]
    shares: tuple[float, ...]
    trial_start: date


# Residents of Raahe, Siikajoki and Pyhäjoki are about 75, 15 and 10 per cent of the region.
_OWN = {
    "raahe": Place(
        "raahe", "1231", "1201", ("678", "748", "625"), (0.75, 0.15, 0.10), date(2021, 1, 1)
    ),
    "porvoo": Place("porvoo", "0234", "0201", ("638",), (1.0,), TRIALS_START),
}


def places_of(regions: Sequence[str]) -> tuple[Place, ...]:
    """Return the trials that are named, each once; raise `UsageError` for an unknown one."""
    if not regions:
        raise UsageError("no region to simulate", "name at least one trial, such as raahe")
    table = query_folders().policy / "regions.csv"
    trials = [region for region in read_regions(table) if region.kind == "trial"]
    found = {region.id: region for region in (resolve(text, trials) for text in regions)}
    return tuple(_OWN.get(region.id) or _place(region) for region in found.values())


def _place(region: Region) -> Place:
    office = region.offices[0]
    municipalities = region.municipalities or (_LARGEST_TOWN[office],)
    share = 1 / len(municipalities)
    # No trial has a code that ends in 01: theirs end in 30, 31, 32 or 33.
    return Place(
        region=region.id,
        office=office,
        te_office=office[:2] + "01",
        municipalities=municipalities,
        shares=(share,) * len(municipalities),
        trial_start=TRIALS_START,
    )
