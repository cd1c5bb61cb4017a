"""The people of the fixed battery, as rows of the register's tables.

`python -m tests.drawn` drew them once; what hypothesis draws changes with its version and with the
constants in the code, so the rows themselves are kept. No two people are the same.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.registers import Rows

FOLDER = Path(__file__).parent


def drawn_people() -> list[Rows]:
    """Read the rows of every person, without the id, in the order of the ids."""
    people: dict[str, Rows] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                people.setdefault(row.pop("hid_e"), []).append((path.stem, row))
    return [people[one] for one in sorted(people)]
