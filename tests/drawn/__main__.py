"""Draw the people of the fixed battery anew: then `make mutants` says whether they suffice."""

from __future__ import annotations

import csv
import sys
from random import Random

from hypothesis import HealthCheck, Phase, given, settings

from tests.drawn import FOLDER
from tests.registers import COLUMNS, Rows, persons

_PEOPLE = 640


def different_people() -> list[Rows]:
    """Draw people, none of them twice, and pick some: those drawn in a row are much alike."""
    drawn: dict[str, Rows] = {}

    @settings(
        max_examples=20 * _PEOPLE,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(persons())
    def collect(one: Rows) -> None:
        drawn[repr(one)] = one

    collect()
    sys.stderr.write(f"{len(drawn)} different people\n")
    return Random(0).sample(list(drawn.values()), _PEOPLE)


def write(people: list[Rows]) -> None:
    """Write one file per table, with the columns in which a row has a value."""
    tables: dict[str, Rows] = {}
    for number, rows in enumerate(people):
        for table, row in rows:
            tables.setdefault(table, []).append((f"P{number:04}", row))
    for table, rows in tables.items():
        used = {column for _, row in rows for column, value in row.items() if value}
        columns = ["hid_e", *(column for column in COLUMNS[table] if column in used)]
        with (FOLDER / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, columns, restval="", delimiter=";", extrasaction="ignore", lineterminator="\n"
            )
            writer.writeheader()
            writer.writerows({"hid_e": one, **row} for one, row in rows)


if __name__ == "__main__":
    write(different_people())
