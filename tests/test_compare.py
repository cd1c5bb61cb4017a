"""Figures beside those of other regions, of the trials and of the year before: hand-made tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests import product
from tyollisyys_cli.compare import beside_request, compared, compared_regions
from tyollisyys_cli.scope import Request, parse_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBER = {"value": pl.Float64, "numerator": pl.Int64, "denominator": pl.Int64}


def figures(table: str) -> pl.DataFrame:
    """Read lines of `indicator region month [group] value`; a value that is a word is a status."""
    rows: list[dict[str, object]] = []
    for line in table.strip().splitlines():
        indicator, region, month, *group, cell = line.split()
        value = float(cell) if cell[0].isdigit() else None
        groups = [None if one == "-" else one for one in group]
        key = {"indicator": indicator, "region": region, "month": month}
        key |= dict(zip(["sex"][: len(groups)], groups, strict=True))
        parts = {"value": value, "numerator": None, "denominator": None, "unit": "persons"}
        rows.append({**key, **parts, "status": cell if value is None else "ok"})
    texts = {"sex": pl.String} if "sex" in rows[0] else {}
    return pl.DataFrame(rows, schema_overrides={**NUMBER, **texts})


def beside(
    asked: str,
    others: str,
    regions: Sequence[str] = (),
    trials: Sequence[str] | None = None,
    counts: Sequence[str] = ("unemployed",),
    begun: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return the columns that a comparison adds."""
    left = figures(asked)
    right = figures(others)
    always = dict.fromkeys((*left["region"], *right["region"], *regions, *(trials or ())), "")
    found = compared(left, right, regions, trials, counts, always | dict(begun or {}))
    assert found.select(left.columns).equals(left)
    assert found.columns[: left.width] == left.columns
    return found.select(found.columns[left.width :])


# Another region.


def test_value_and_status_of_the_other_region_stand_in_the_same_row() -> None:
    found = beside(
        """
        unemployed raahe 2024-01 40
        unemployed raahe 2024-02 hidden
        """,
        """
        unemployed porvoo 2024-02 71
        unemployed porvoo 2024-01 hidden
        unemployed pori   2024-01 9
        """,
        ["porvoo", "pori"],
    )
    assert found.to_dict(as_series=False) == {
        "value_porvoo": [None, 71.0],
        "status_porvoo": ["hidden", "ok"],
        "value_pori": [9.0, 0.0],
        "status_pori": ["ok", "ok"],
        "value_last_year": [0.0, 0.0],
    }


@pytest.mark.parametrize("status", ["hidden", "not_available", "not_observable"])
def test_what_the_other_region_does_not_show_has_no_value_and_says_why(status: str) -> None:
    found = beside("unemployed raahe 2024-01 40", f"unemployed porvoo 2024-01 {status}", ["porvoo"])
    assert found.select("value_porvoo", "status_porvoo").rows() == [(None, status)]


def test_breakdown_values_are_compared_with_their_own_kind() -> None:
    found = beside(
        """
        unemployed raahe 2024-01 man   40
        unemployed raahe 2024-01 woman 30
        """,
        """
        unemployed porvoo 2024-01 woman 7
        unemployed porvoo 2024-01 man   8
        """,
        ["porvoo"],
    )
    assert found["value_porvoo"].to_list() == [8.0, 7.0]


def test_count_of_a_group_that_the_other_region_does_not_have_is_zero() -> None:
    asked = """
        unemployed raahe 2024-01 woman 30
        share      raahe 2024-01 woman 30
        """
    found = beside(asked, "unemployed porvoo 2024-01 man 8\nshare porvoo 2024-01 man 8", ["porvoo"])
    assert found.select("value_porvoo", "status_porvoo").rows() == [(0.0, "ok"), (None, "ok")]


def test_month_without_figures_stands_for_every_group() -> None:
    found = beside(
        "unemployed raahe 2024-01 woman 30", "unemployed porvoo 2024-01 - not_available", ["porvoo"]
    )
    assert found.select("value_porvoo", "status_porvoo").rows() == [(None, "not_available")]


def test_zero_is_not_told_of_a_month_that_cannot_be_known() -> None:
    found = beside(
        "unemployed raahe 2024-01 woman not_observable",
        "unemployed porvoo 2024-01 man not_observable",
        ["porvoo"],
    )
    assert found.select("value_porvoo", "status_porvoo").rows() == [(None, "not_observable")]


def test_nothing_is_known_of_a_region_before_its_first_jobseeker() -> None:
    # A spell that ended between two count days is a figure also there; later zeros are zeros.
    found = beside(
        """
        unemployed raahe 2024-01 40
        inflow     raahe 2024-01 5
        share      raahe 2024-01 50
        unemployed raahe 2024-02 40
        """,
        """
        unemployed porvoo 2024-01 0
        inflow     porvoo 2024-01 6
        unemployed porvoo 2024-02 0
        """,
        ["porvoo"],
        begun={"porvoo": "2024-02"},
    )
    assert found.select("value_porvoo", "status_porvoo").rows() == [
        (None, "not_observable"),
        (6.0, "ok"),
        (None, "not_observable"),
        (0.0, "ok"),
    ]


def test_nothing_is_known_of_a_region_without_any_jobseeker() -> None:
    frame = figures("unemployed raahe 2024-01 40\nunemployed porvoo 2024-01 0")
    found = compared(frame.head(1), frame, ["porvoo"], None, ["unemployed"], {"raahe": "2024-01"})
    assert found.select("value_porvoo", "status_porvoo").rows() == [(None, "not_observable")]


def test_group_is_not_known_before_the_regions_first_jobseeker() -> None:
    found = beside(
        "unemployed raahe 2024-01 man 40",
        "unemployed raahe 2024-01 man 40",
        ["porvoo"],
        begun={"porvoo": "2024-02"},
    )
    assert found.select("value_porvoo", "status_porvoo").rows() == [(None, "not_observable")]


def test_regions_of_a_comparison_are_read_back_from_its_columns() -> None:
    frame = compared(
        figures("unemployed raahe 2024-01 40"),
        figures("unemployed ta32 2024-01 40"),
        ["ta32", "678"],
        ["raahe"],
        [],
        {},
    )
    assert compared_regions(frame) == ["ta32", "678"]


# All trials together.

NAMES = ["raahe", "porvoo", "pori", "lahti"]


def of_trials(cells: str) -> tuple[float | None, float | None, float | None, int]:
    """Return median, least, greatest and number of trials whose figures are the cells."""
    lines = [
        f"unemployed {name} 2024-01 {cell}" for name, cell in zip(NAMES, cells.split(), strict=True)
    ]
    found = beside(lines[0], "\n".join(lines), trials=NAMES)
    assert found.columns[:-1] == ["trials_median", "trials_min", "trials_max", "trials_count"]
    return found.rows()[0][:-1]


@pytest.mark.parametrize(
    ("cells", "median", "least", "greatest", "count"),
    [
        ("40 10 30 20", 25.0, 10.0, 40.0, 4),  # an even number: the mean of the two middle values
        ("40 hidden 30 20", 30.0, 20.0, 40.0, 3),
        ("hidden 10 30 20", 20.0, 10.0, 30.0, 3),  # the one asked for is one of them
        ("not_available 0 0 20", 0.0, 0.0, 20.0, 3),
        ("40 hidden hidden 20", None, None, None, 2),
        ("hidden hidden hidden hidden", None, None, None, 0),
    ],
)
def test_trials_are_told_by_median_and_range_of_those_shown(
    cells: str, median: float | None, least: float | None, greatest: float | None, count: int
) -> None:
    assert of_trials(cells) == (median, least, greatest, count)


def test_share_of_nobody_is_no_figure_of_a_trial() -> None:
    """It has the status ok and no value."""
    lines = ["share raahe 2024-01 50", "share porvoo 2024-01 60", "share pori 2024-01 70"]
    frame = figures("\n".join(lines)).with_columns(
        value=pl.when(pl.col("region") != "pori").then("value")
    )
    found = compared(frame.head(1), frame, [], NAMES[:3], [], dict.fromkeys(NAMES, ""))
    assert found.select("trials_median", "trials_count").rows() == [(None, 2)]


def test_no_trial_with_jobseekers_is_a_comparison_with_none() -> None:
    found = beside("unemployed raahe 2024-01 40", "unemployed raahe 2024-01 40", trials=[])
    assert found.rows()[0][:-1] == (None, None, None, 0)


def test_trials_that_have_not_begun_are_none_of_them() -> None:
    lines = [
        f"unemployed {name} 2024-01 {count}" for name, count in zip(NAMES, "9870", strict=True)
    ]
    found = beside(lines[0], "\n".join(lines), trials=NAMES, begun={"lahti": "2024-02"})
    assert found.rows()[0][:-1] == (8.0, 7.0, 9.0, 3)


# The year before.


def test_year_before_the_first_jobseeker_has_no_figure() -> None:
    found = beside(
        """
        unemployed raahe 2024-01 40
        unemployed raahe 2024-02 40
        """,
        """
        unemployed raahe 2023-01 0
        unemployed raahe 2023-02 0
        """,
        begun={"raahe": "2023-02"},
    )
    assert found["value_last_year"].to_list() == [None, 0.0]


def test_year_before_is_the_same_month_of_the_same_region_and_group() -> None:
    found = beside(
        """
        unemployed pori  2024-12 man   4
        unemployed raahe 2024-01 man   40
        unemployed raahe 2024-01 woman 30
        """,
        """
        unemployed raahe 2023-01 man   11
        unemployed raahe 2023-01 woman hidden
        unemployed raahe 2022-01 man   12
        unemployed raahe 2023-02 man   13
        unemployed pori  2023-12 man   14
        unemployed pori  2023-01 man   15
        """,
    )
    assert found.columns == ["value_last_year"]
    assert found["value_last_year"].to_list() == [14.0, 11.0, None]


def test_year_before_the_register_has_no_figure() -> None:
    found = beside("unemployed raahe 2024-01 man 40", "unemployed raahe 2023-01 - not_observable")
    assert found["value_last_year"].to_list() == [None]


def test_request_reaches_a_year_back_and_has_every_region_once() -> None:
    regions = product.regions()
    asked = Request((), (regions["raahe"],), parse_month("2023-06"), parse_month("2024-02"))
    wide = beside_request(
        asked, ["2023-06", "2024-02", "2023-07"], [regions["porvoo"], regions["raahe"]]
    )
    assert [one.id for one in wide.regions] == ["raahe", "porvoo"]
    assert (wide.first_month, wide.last_month) == (parse_month("2022-06"), asked.last_month)
