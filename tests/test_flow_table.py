"""What `tyo flows` says below its table."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from rich.text import Text

from tests import product
from tyollisyys_cli.flow_table import flow_table
from tyollisyys_cli.flows import COUNTS, Flows

HIDDEN = "Months are hidden, so the whole change is not split."
LEGEND = "... hidden to protect small groups · – not known yet · .. table not loaded"
CHANGE = (
    "Of the change of −10, from 50 at the start of 2024-02 to 40 at the end of 2024-03: "
    "10 crossed 12 months here, 0 arrived already long-term, 20 left."
)
# 50 open, 10 cross, 20 leave for the open market, 40 close; then nothing moves.
MOVED = {"opening": 50, "crossed": 10, "left_open_market": 20, "closing": 40}
STILL = {"opening": 40, "closing": 40}


def said_below(months: list[dict[str, int] | str]) -> list[str]:
    """Return the lines below the table of some months, each with counts or without figures."""
    rows = [
        {
            "region": "raahe",
            "month": f"2024-{number:02}",
            **({} if isinstance(one, str) else dict.fromkeys(COUNTS, 0) | one),
            "status": one if isinstance(one, str) else "ok",
        }
        for number, one in enumerate(months, 1)
    ]
    schema = {
        **dict.fromkeys(("region", "month"), pl.String()),
        **dict.fromkeys(COUNTS, pl.Int64()),
        "status": pl.String(),
    }
    flows = Flows(pl.DataFrame(rows, schema=schema), date(2024, 7, 31), ())
    parts = list(flow_table(flows, [product.regions()["raahe"]], (), "en"))
    return [one.plain for one in parts[2:] if isinstance(one, Text)]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["hidden", "hidden"], [HIDDEN, LEGEND]),
        (["not_observable"], [LEGEND]),
        (["not_available", "not_available"], [LEGEND]),
        ([MOVED, "hidden"], ["In the months shown left to: open market 20.", HIDDEN, LEGEND]),
        (
            ["not_observable", MOVED, STILL],
            [
                "Left to: open market 20.",
                CHANGE,
                LEGEND,
            ],
        ),
    ],
)
def test_table_ends_with_what_of_the_change_is_known(
    months: list[dict[str, int] | str], said: list[str]
) -> None:
    assert said_below(months) == said
