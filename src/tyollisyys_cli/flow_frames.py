"""What flows of long-term unemployment consist of: their columns, and the frames of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tyollisyys_cli.scope import Note

STOCK = "long_term_unemployed"
MOVEMENTS = ("long_term_crossed", "long_term_arrived", "long_term_left")
DESTINATIONS = (
    *("open_market", "part_time", "subsidised", "in_service", "in_education", "outside"),
    *("new_spell", "reduced_week", "unknown", "search_ended", "moved"),
)
ENTRIES = ("crossed", "arrived")
EXITS = tuple(f"left_{one}" for one in DESTINATIONS)
COUNTS = ("opening", *ENTRIES, *EXITS, "closing")
SUMS = ("opening", *ENTRIES, "left", "closing")


@dataclass(frozen=True)
class Flows:
    """Protected flows and what their reader must know.

    `frame` has a row per region, month and breakdown value: `region`, `month` (YYYY-MM), the
    breakdown columns, `COUNTS` in persons, and `status` (ok, hidden, not_available,
    not_observable). In every row opening + crossed + arrived - left = closing, and opening is the
    closing of the month before.

    `stock` has a row per region, month and breakdown value, also for the opening of the first
    month: `stock` in persons and its `status`, hidden only where it is small itself, as its
    indicator is.

    `years` has a row per region, breakdown value and whole calendar year of these months: the same
    keys with the year (YYYY) as `month`, `SUMS` in persons, and `status` (ok, hidden). Only whole
    years are added up: sums over months of one's choice would tell a month by their difference.
    """

    frame: pl.DataFrame
    stock: pl.DataFrame
    years: pl.DataFrame
    extract_date: date
    notes: tuple[Note, ...]
