"""The flows of long-term unemployment: against days counted one by one, and in balance."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import product
from tests.conftest import drawn_register, end_of, month_of
from tests.oracle import long_term_flows
from tests.registers import registers
from tests.test_against_oracle import (
    DIMENSIONS,
    RANDOM,
    available,
    founded,
    members,
    oracle_of,
)
from tyollisyys_cli import database
from tyollisyys_cli.disclosure import hide_rows, hide_where, safe_sums
from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.flow_frames import COUNTS, ENTRIES, EXITS, SUMS, Flows
from tyollisyys_cli.flows import flows, of_stock
from tyollisyys_cli.scope import Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.oracle import Register


def counted(
    path: Path,
    region_ids: Sequence[str],
    by: Sequence[str] = (),
    months: tuple[date | None, date | None] = (None, None),
    threshold: int = 1,
) -> Flows:
    indicators = of_stock(product.catalogue().indicators)
    request = Request(
        indicators=indicators,
        regions=tuple(product.regions()[one] for one in region_ids),
        by=tuple(product.catalogue().select_dimensions(by, indicators)),
        first_month=months[0],
        last_month=months[1],
        threshold=threshold,
    )
    with database.reading(path, product.FOLDERS) as connection:
        return flows(connection, request)


def count(path: Path, region_ids: Sequence[str], *how: Any, **more: Any) -> pl.DataFrame:
    """Return the months of `counted`."""
    return counted(path, region_ids, *how, **more).frame


def assert_balanced(frame: pl.DataFrame, by: Sequence[str]) -> None:
    rows = frame.filter(pl.col("status") == "ok").sort("month")
    total = pl.sum_horizontal("opening", *ENTRIES) - pl.sum_horizontal(EXITS)
    assert rows.filter(total != pl.col("closing")).is_empty()
    before = pl.col("closing").shift(1).over("region", *by)
    assert rows.filter(pl.col("opening") != before).is_empty()


@RANDOM
@given(
    drawn=registers(max_persons=12),
    by=st.lists(st.sampled_from(DIMENSIONS), max_size=2, unique=True),
)
def test_every_flow_is_the_oracles(drawn: tuple[Register, date], by: list[str]) -> None:
    register, extract_date = drawn
    register = {name: rows for name, rows in register.items() if rows}
    oracle = oracle_of(register, extract_date)
    needed = {product.catalogue().dimensions[name].needs for name in by} | {"YTHAKU", "YTYOLL"}
    if not oracle.months() or not needed - {""} <= register.keys():
        return
    with tempfile.TemporaryDirectory() as folder:
        path, _ = product.load_register(register, extract_date, Path(folder))
        names = available(register)
        frame = count(path, names, by, (oracle.months()[0], oracle.months()[-1]))
        assert_balanced(frame, by)
        for region in names:
            start = founded(oracle, register, region)
            for month in oracle.months():
                rows = frame.filter(region=region, month=f"{month:%Y-%m}")
                if month <= start:
                    unknown = rows.filter(pl.col("status") == "not_observable")
                    assert len(unknown) == len(rows)
                    continue
                found = {
                    tuple(row[name] for name in by): {one: row[one] for one in COUNTS if row[one]}
                    for row in rows.iter_rows(named=True)
                }
                expected = long_term_flows(oracle, members(register)[region], tuple(by), month)
                assert {cell: of for cell, of in found.items() if of} == expected


@pytest.mark.parametrize("by", [(), *((one,) for one in DIMENSIONS), ("municipality", "age_group")])
def test_flows_of_the_sample_balance(sample_database: Path, by: tuple[str, ...]) -> None:
    names = ["raahe", "raahen-seutu", "678", "748", "625", "finland"]
    frame = count(sample_database, names, by)
    assert_balanced(frame, by)
    stock = product.compute(sample_database, ["long_term_unemployed"], names, by).frame
    keys = ["region", "month", *by]
    closing = frame.filter(pl.col("closing") > 0).select(*keys, "closing")
    known = frame.filter(pl.col("status") == "ok").select("region", "month").unique()
    shown = stock.filter(pl.col("numerator") > 0).join(known, on=["region", "month"])
    assert closing.sort(keys).rows() == shown.select(*keys, "numerator").sort(keys).rows()


@pytest.mark.parametrize(
    ("regions", "by", "threshold"),
    [
        (["raahe", "678", "748"], (), 5),
        (["raahe", "678", "748"], ("sex",), 5),
        (["finland"], ("language",), 10),
    ],
)
def test_years_are_the_sums_of_their_months_and_tell_no_hidden_one(
    sample_database: Path, regions: list[str], by: tuple[str, ...], threshold: int
) -> None:
    """Whoever sees the months at a lower threshold too must not be told one either."""
    keys = ["region", "month", *by]
    months: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in count(sample_database, regions, by).sort("month").iter_rows(named=True):
        left = sum(row[one] or 0 for one in EXITS)
        least = min((row[one] for one in COUNTS if row[one]), default=threshold)
        year = (row["region"], row["month"][:4], *(row[one] for one in by))
        months.setdefault(year, []).append(row | {"left": left, "least": least})
    whole = {
        year: of
        for year, of in months.items()
        if len(of) == 12 and all(row["status"] == "ok" for row in of)
    }
    years = counted(sample_database, regions, by, threshold=threshold).years
    assert set(years.select(keys).rows()) == whole.keys()
    sums: dict[tuple[str, ...], dict[str, int]] = {}
    unsafe = {year[:2] for year in months if year not in whole}
    for year, of in whole.items():
        moved = {one: sum(month[one] for month in of) for one in (*ENTRIES, "left")}
        sums[year] = {"opening": of[0]["opening"], **moved, "closing": of[-1]["closing"]}
        stocks = [month[one] for month in of for one in ("opening", "closing")]
        few = range(1, threshold)
        secret = [
            (
                [
                    (one["opening"], *(one[name] for name in moved))
                    for one in of
                    if one["least"] < lower
                ],
                lower,
            )
            for lower in range(5, threshold + 1)
        ]
        if not all(safe_sums(*one) for one in secret) or {*sums[year].values(), *stocks} & {*few}:
            unsafe.add(year[:2])
    shown = 0
    for row in years.iter_rows(named=True):
        year = tuple(row[one] for one in keys)
        # One group alone would be what the others leave of the region's year.
        safe = year[:2] not in unsafe
        assert row["status"] == ("ok" if safe else "hidden")
        assert {one: row[one] for one in SUMS} == (sums[year] if safe else dict.fromkeys(SUMS))
        shown += safe
    assert 0 < shown < len(years)


def test_year_with_one_month_hidden_at_a_lower_threshold_stays_hidden(
    sample_database: Path,
) -> None:
    # At 5 December is the one hidden month of who speaks Finnish; at 10 several are.
    year = (date(2018, 1, 1), date(2018, 12, 1))
    months = count(sample_database, ["finland"], ["language"], year, threshold=5)
    hidden = months.filter(language="fi", status="hidden")["month"].to_list()
    assert hidden == ["2018-12"]
    years = counted(sample_database, ["finland"], ["language"], year, threshold=10).years
    assert years.filter(language="fi")["status"].to_list() == ["hidden"]


@pytest.mark.parametrize("by", [(), ("sex",), ("age_group",)])
def test_stock_beside_hidden_flows_is_what_its_indicator_shows(
    sample_database: Path, by: tuple[str, ...]
) -> None:
    regions = ["raahe", "748"]
    stock = counted(sample_database, regions, by, threshold=5).stock
    keys = ["region", "month", *by]
    known = stock.filter(pl.col("status").is_in(["ok", "hidden"])).select(keys)
    shown = product.compute(sample_database, ["long_term_unemployed"], regions, by, threshold=5)
    # Where nobody is in a cell, its stock is zero and the indicator has no row.
    indicator = shown.frame.join(known, on=keys, nulls_equal=True).filter(
        (pl.col("numerator") > 0) | (pl.col("status") == "hidden")
    )
    found = stock.filter((pl.col("stock") > 0) | (pl.col("status") == "hidden"))
    columns = [*keys, "status"]
    assert set(found.select(*columns, "stock").rows()) == set(
        indicator.select(*columns, "numerator").rows()
    )
    assert {"ok", "hidden"} <= set(found["status"])


def by_cell(rows: pl.DataFrame, value: str, by: Sequence[str]) -> dict[tuple[str, ...], int | None]:
    """Map region, month and breakdown values to a count; one that is not shown to nothing."""
    keys = [pl.col(one).fill_null("") for one in ("region", "month", *by)]
    return {tuple(row[:-1]): row[-1] for row in rows.select(*keys, value).rows()}


@pytest.mark.parametrize("threshold", [1, 5])
@pytest.mark.parametrize("by", [(), ("sex",), ("municipality", "age_group")])
def test_every_movement_is_an_indicator_with_the_same_figure(
    sample_database: Path, by: tuple[str, ...], threshold: int
) -> None:
    names = ["raahe", "raahen-seutu", "678", "finland"]
    frame = count(sample_database, names, by, threshold=threshold)
    movements = {"long_term_crossed": ["crossed"], "long_term_arrived": ["arrived"]}
    movements["long_term_left"] = list(EXITS)
    shown: list[int | None] = []
    computed = product.compute(sample_database, list(movements), names, by, threshold=threshold)
    for indicator, columns in movements.items():
        total = pl.sum_horizontal(columns, ignore_nulls=False)
        expected = by_cell(frame.with_columns(total=total), "total", by)
        found = by_cell(computed.frame.filter(indicator=indicator), "numerator", by)
        assert found == expected
        shown += found.values()
    assert any(shown)


@pytest.mark.parametrize("threshold", [1, 5])
@pytest.mark.parametrize("by", [(), ("sex",)])
def test_every_destination_has_the_figure_of_its_column(
    sample_database: Path, by: tuple[str, ...], threshold: int
) -> None:
    frame = count(sample_database, ["finland"], by, threshold=threshold)
    frame = frame.filter(pl.col("status").is_in(["ok", "hidden"]))
    left = product.compute(
        sample_database, ["long_term_left"], ["finland"], ["destination", *by], threshold=threshold
    ).frame.filter(pl.col("status").is_in(["ok", "hidden"]))
    for exit_ in EXITS:
        expected = by_cell(frame, exit_, by)
        own = left.filter(destination=exit_.removeprefix("left_"))
        found = by_cell(own, "numerator", by)
        # Where nobody in the register went has no figure, and zeros in its column.
        assert found == (expected if own.height else {})
        assert own.height or not any(expected.values())


def test_movement_is_hidden_where_another_count_of_its_row_is_small(
    sample_database: Path,
) -> None:
    shown, hidden = (
        product.compute(sample_database, ["long_term_left"], ["finland"], threshold=threshold)
        for threshold in (1, 5)
    )
    rows = count(sample_database, ["finland"], threshold=5).filter(status="hidden")
    large = shown.frame.filter(pl.col("numerator") >= 5)["month"].to_list()
    months = [month for month in rows["month"] if month in large]
    assert months
    found = hidden.frame.filter(pl.col("month").is_in(months))
    assert set(found["status"]) == {"hidden"}
    assert found["numerator"].null_count() == found["value"].null_count() == len(months)


def test_movement_asked_for_alone_is_hidden_as_it_is_beside_the_others(
    sample_database: Path,
) -> None:
    """What else moves hides it too, whether that was asked for or not."""
    ids = ["long_term_crossed", "long_term_arrived", "long_term_left"]
    regions = ["raahe", "porvoo", "748"]
    rows = count(sample_database, regions, ["sex"], threshold=5)
    hidden = set(rows.filter(status="hidden").select("region", "month", "sex").rows())
    for asked in (*([one] for one in ids), ids):
        frame = product.compute(sample_database, asked, regions, ["sex"], threshold=5).frame
        shown = frame.filter(pl.col("status") == "ok")
        assert shown.height
        assert not hidden.intersection(shown.select("region", "month", "sex").rows())


@pytest.mark.parametrize("destinations", [[], ["destination"]])
def test_missing_row_tells_nobody_that_it_would_be_zero(
    sample_database: Path, destinations: list[str]
) -> None:
    """In the row of one month, by which the stocks beside it tell who crossed.

    Whatever months are asked for, every cell and destination of the register has its row.
    """
    ids = ["long_term_left"] if destinations else ["long_term_crossed", "long_term_left"]
    by = ["sex", *destinations]
    everywhere = product.compute(sample_database, ["long_term_left"], ["finland"], destinations)
    where = everywhere.frame.drop_nulls("value").select(destinations).unique()
    zeros = 0
    for month in (date(2021, 11, 1), date(2022, 8, 1), date(2023, 5, 1), date(2024, 2, 1)):
        months = (month, month)
        rows = count(sample_database, ["raahe", "748"], ["sex"], months, threshold=5)
        every = pl.DataFrame({"indicator": ids}).join(rows.select("region", "sex"), how="cross")
        every = every.join(where, how="cross") if destinations else every
        found, counted = (
            product.compute(
                sample_database, ids, ["raahe", "748"], by, months=months, threshold=threshold
            ).frame
            for threshold in (5, 1)
        )
        keys = ["indicator", "region", *by]
        assert sorted(found.select(keys).rows()) == sorted(every.select(keys).rows())
        hidden = found.filter(status="hidden").select(keys)
        zeros += counted.filter(value=0).join(hidden, on=keys, how="semi").height
    assert zeros


def test_destination_breaks_down_what_left_and_nothing_else(sample_database: Path) -> None:
    for indicator in ("long_term_unemployed", "long_term_arrived"):
        with pytest.raises(
            UsageError, match=f"{indicator} cannot be broken down by destination"
        ) as refused:
            product.compute(
                sample_database, ["long_term_left", indicator], ["finland"], ["destination"]
            )
        assert "only long_term_left can" in refused.value.hint
    with pytest.raises(UsageError, match="cannot be broken down by destination"):
        count(sample_database, ["finland"], ["destination"])


@pytest.mark.parametrize(("region", "first"), [("finland", "2001-05"), ("raahe", "2021-01")])
@pytest.mark.parametrize("by", [(), ("sex",)])
def test_movements_of_the_first_month_of_an_extract_or_a_trial_are_not_observable(
    sample_database: Path, region: str, first: str, by: tuple[str, ...]
) -> None:
    ids = ["long_term_crossed", "long_term_arrived", "long_term_left"]
    frame = product.compute(sample_database, ids, [region], by).frame
    unknown = frame.filter(status="not_observable")
    assert unknown.select("indicator", "month").sort("indicator").rows() == [
        (one, first) for one in sorted(ids)
    ]
    assert frame["month"].min() == first


def flows_of(
    tmp_path: Path, month: str, *, status: str, region: str = "finland", **rows: str
) -> dict[str, int]:
    """Return the counts above 0 of a region in a month of a drawn register.

    Everybody searches for a job from 2020 on, but for those of whom the rows say otherwise.
    """
    tables = {"YTYOLL": status, **rows}
    tables.setdefault("YTHAKU", "person | start | end\nA B C | 2020-01-01 |")
    last = month_of(month)
    register = drawn_register(tables, None, None)
    path, _ = product.load_register(register, end_of(last), tmp_path)
    found = count(path, [region], (), (last, last))
    return {one: found[one][0] for one in COUNTS if found[one][0]}


WITHOUT_WORK = """
    person | start      | end        | state
    A      | 2023-01-10 |            | unemployed
    """


@pytest.mark.parametrize(("staying", "status"), [("G H I J", "hidden"), ("G H I J Q", "ok")])
def test_year_with_a_hidden_stock_is_hidden(tmp_path: Path, staying: str, status: str) -> None:
    """Of 10 or 11 six leave in May, and six others cross in August."""
    states = f"""
        person      | start      | end        | state
        A B C D E F | 2020-01-01 | 2023-05-10 | unemployed
        {staying}   | 2020-01-01 |            | unemployed
        K L M N O P | 2022-08-10 |            | unemployed
        """
    searches = "person | start | end\nA B C D E F G H I J K L M N O P Q | 2020-01-01 |"
    last = month_of("2023-12")
    register = drawn_register({"YTYOLL": states, "YTHAKU": searches}, None, None)
    path, _ = product.load_register(register, end_of(last), tmp_path)
    found = counted(path, ["finland"], (), (month_of("2023-01"), last), threshold=5)
    assert found.years["status"].to_list() == [status]
    assert ("hidden" in found.stock["status"]) == (status == "hidden")


def test_person_whose_year_is_full_has_crossed(tmp_path: Path) -> None:
    found = flows_of(tmp_path, "2024-01", status=WITHOUT_WORK)
    assert found == {"crossed": 1, "closing": 1}


def test_stock_of_the_month_before_is_the_opening(tmp_path: Path) -> None:
    found = flows_of(tmp_path, "2024-02", status=WITHOUT_WORK)
    assert found == {"opening": 1, "closing": 1}


@pytest.mark.parametrize(
    ("moved", "entry"),
    [("2024-01-09", "crossed"), ("2024-01-10", "crossed"), ("2024-01-11", "arrived")],
)
def test_who_lives_there_on_the_day_that_fills_the_year_crosses_there(
    tmp_path: Path, moved: str, entry: str
) -> None:
    # The twelve months of A are full on 10 January 2024.
    left = date.fromisoformat(moved) - timedelta(days=1)
    lived = f"""
        person | start      | end    | kunnoh
        A      | 2020-01-01 | {left} | 564
        A      | {moved}    |        | 678
        """
    found = flows_of(tmp_path, "2024-01", status=WITHOUT_WORK, region="678", YHKUNTA=lived)
    assert found == {entry: 1, "closing": 1}


def test_move_between_municipalities_of_a_region_is_no_movement(tmp_path: Path) -> None:
    lived = """
        person | start      | end        | kunnoh
        A      | 2020-01-01 | 2024-02-10 | 748
        A      | 2024-02-11 |            | 678
        """
    month = {"status": WITHOUT_WORK, "YHKUNTA": lived}
    (tmp_path / "whole").mkdir()
    (tmp_path / "part").mkdir()
    whole = flows_of(tmp_path / "whole", "2024-02", region="raahen-seutu", **month)
    assert whole == {"opening": 1, "closing": 1}
    part = flows_of(tmp_path / "part", "2024-02", region="748", **month)
    assert part == {"opening": 1, "left_moved": 1}


@pytest.mark.parametrize(
    ("state", "exit_"),
    [("open_market", "open_market"), ("in_service", "in_service"), ("subsidised", "subsidised")],
)
def test_who_is_no_longer_unemployed_left_to_their_state(
    tmp_path: Path, state: str, exit_: str
) -> None:
    status = f"""
        person | start      | end        | state
        A      | 2023-01-10 | 2024-02-05 | unemployed
        A      | 2024-02-06 |            | {state}
        """
    found = flows_of(tmp_path, "2024-02", status=status)
    assert found == {"opening": 1, f"left_{exit_}": 1}


def test_one_day_without_unemployment_begins_a_new_spell(tmp_path: Path) -> None:
    status = """
        person | start      | end        | state
        A      | 2023-01-10 | 2024-02-05 | unemployed
        A      | 2024-02-07 |            | unemployed
        """
    found = flows_of(tmp_path, "2024-02", status=status)
    assert found == {"opening": 1, "left_new_spell": 1}


def test_ended_job_search_is_a_destination(tmp_path: Path) -> None:
    searches = """
        person | start      | end
        A      | 2020-01-01 | 2024-02-20
        B      | 2020-01-01 |
        """
    found = flows_of(tmp_path, "2024-02", status=WITHOUT_WORK, YTHAKU=searches)
    assert found == {"opening": 1, "left_search_ended": 1}


def test_one_small_count_hides_its_row() -> None:
    counts = {name: [0, 20] for name in COUNTS} | {"crossed": [4, 5], "left_moved": [20, 0]}
    frame = pl.DataFrame({**counts, "status": ["ok", "ok"]})
    hidden = hide_rows(frame, COUNTS, 5)
    assert hidden["status"].to_list() == ["hidden", "ok"]
    assert set(hidden.row(0)[:-1]) == {None}


def test_group_without_a_name_is_hidden_too() -> None:
    # An own query may leave the breakdown of its rows empty.
    frame = pl.DataFrame(
        {
            "indicator": ["came", "came", "stock"],
            "colour": [None, "red", None],
            "numerator": [20, 30, 40],
            "denominator": pl.Series([None, None, None], dtype=pl.Int64),
            "status": ["ok", "ok", "ok"],
        }
    )
    nameless = pl.DataFrame({"colour": pl.Series([None], dtype=pl.String)})
    hidden = hide_where(frame, ["came"], nameless)
    assert hidden.select("numerator", "status").rows() == [
        (None, "hidden"),
        (30, "ok"),
        (40, "ok"),
    ]
