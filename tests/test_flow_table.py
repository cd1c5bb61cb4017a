"""What `tyo flows` says below its table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from rich.text import Text

from tests import product
from tyollisyys_cli.flow_frames import COUNTS, SUMS, Flows
from tyollisyys_cli.flow_table import flow_table
from tyollisyys_cli.table_text import FirstThatFits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

HIDDEN = (
    "Months are hidden, so the whole change is not split. "
    "Fewer groups or a larger region show more."
)
YEARS = "Whole calendar years, as months are hidden:"
LEGEND = "... hidden to protect small groups"
UNKNOWN = "– not known"
CHANGE = (
    "Of the change of −10, from 50 at the start of 2024-02 to 40 at the end of 2024-03: "
    "10 crossed 12 months here, 0 arrived already long-term, 20 left."
)
YEAR = (
    "Of the change of −10, from 50 at the start of 2022-01 to 40 at the end of 2022-12: "
    "70 crossed 12 months here, 0 arrived already long-term, 80 left."
)
# 50 open, 10 cross, 20 leave for the open market, 40 close; then nothing moves.
MOVED = {"opening": 50, "crossed": 10, "left_open_market": 20, "closing": 40}
STILL = {"opening": 40, "closing": 40}
NO_YEARS: dict[str, dict[str, int] | str] = {}
IN_A_YEAR = {"opening": 50, "crossed": 70, "left": 80, "closing": 40}


def frame_of(rows: Mapping[str, dict[str, int] | str], counts: Sequence[str]) -> pl.DataFrame:
    """Return months or years of Raahe, each with counts or with why it has none."""
    keys = {"region": "raahe", "status": "ok"}
    listed = [
        keys | {"month": period} | ({"status": one} if isinstance(one, str) else zero | one)
        for zero in [dict.fromkeys(counts, 0)]
        for period, one in rows.items()
    ]
    schema = {
        **dict.fromkeys(("region", "month"), pl.String()),
        **dict.fromkeys(counts, pl.Int64()),
        "status": pl.String(),
    }
    return pl.DataFrame(listed, schema=schema)


def parts_of(
    months: Sequence[dict[str, int] | str], years: Mapping[str, dict[str, int] | str] = NO_YEARS
) -> list[RenderableType]:
    """Return the parts of what `tyo flows` prints of months from January 2024 and of years."""
    numbered = {f"2024-{number:02}": one for number, one in enumerate(months, 1)}
    frames = (frame_of(numbered, COUNTS), frame_of(numbered, ["stock"]), frame_of(years, SUMS))
    flows = Flows(*frames, date(2024, 7, 31), ())
    return list(flow_table(flows, [product.regions()["raahe"]], (), "en"))


def said_in(parts: Sequence[RenderableType]) -> list[str]:
    """Return the lines below the first table."""
    return [one.plain for one in parts[2:] if isinstance(one, Text)]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["hidden", "hidden"], [HIDDEN, LEGEND]),
        (["not_observable"], [UNKNOWN]),
        (["not_available", "not_available"], [".. table not loaded"]),
        (["not_observable", "hidden"], [HIDDEN, f"{LEGEND} · {UNKNOWN}"]),
        ([MOVED, "hidden"], ["In the months shown left to: open market 20.", HIDDEN, LEGEND]),
        (
            ["not_observable", MOVED, STILL],
            [
                "Left to: open market 20.",
                CHANGE,
                UNKNOWN,
            ],
        ),
    ],
)
def test_table_ends_with_what_of_the_change_is_known(
    months: list[dict[str, int] | str], said: list[str]
) -> None:
    assert said_in(parts_of(months)) == said


def test_whole_years_stand_below_hidden_months_from_the_first_that_shows_anybody() -> None:
    years: dict[str, dict[str, int] | str] = {
        "2019": {},
        "2020": "hidden",
        "2021": STILL,
        "2022": IN_A_YEAR,
        "2023": "hidden",
    }
    parts = parts_of([MOVED, "hidden"], years)
    assert said_in(parts)[1:] == [YEARS, YEAR, LEGEND]
    table, *_ = next(one.tables for one in parts[2:] if isinstance(one, FirstThatFits))
    cells = [[str(cell) for cell in column.cells] for column in table.columns]
    assert [str(column.header) for column in table.columns][:2] == ["Year", "Opening"]
    assert cells[0] == ["2021", "2022", "2023"]
    assert [column[1] for column in cells] == ["2022", "50", "70", "0", "80", "40"]
    assert [column[2] for column in cells[1:]] == ["..."] * 5


def test_years_of_which_none_can_be_shown_are_no_table() -> None:
    assert said_in(parts_of(["hidden"], {"2023": "hidden"})) == [HIDDEN, LEGEND]
    assert said_in(parts_of(["hidden"], {"2022": {}, "2023": "hidden"})) == [HIDDEN, LEGEND]


def test_years_are_not_needed_where_every_month_is_shown() -> None:
    assert YEARS not in said_in(parts_of([MOVED, STILL], {"2023": IN_A_YEAR}))
