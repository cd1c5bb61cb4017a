"""Who comes into a stock and who goes out of it, cell by cell: the indicators with a `stock`.

A cell is a region with its breakdown values. Who is in a cell's stock on two count days in a row
has not moved, whatever else has changed; who changes cells leaves one and comes into another. So
what moves depends on the cell that is asked for, and no query file can say it: the file of a
movement selects periods that may begin or end with one, and the program keeps those that do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.scope import Members, Spine

# What a person adds to a cell's stock by coming, or takes away by going; who stays does both.
_STEPS = {"in": 1, "out": -1}
# A period moves in the month in which it begins, or in the one that follows its last count day.
_MONTHS = {
    "in": "from_index + 1 as to_index",
    "out": "to_index as from_index, to_index + 1 as to_index",
}


def relation(indicator: str, movement: str) -> str:
    """Return what a statement reads an indicator's rows from; those of a movement last a month."""
    view = f'"{database.view_of(indicator)}"'
    return f"(select * replace ({_MONTHS[movement]}) from {view})" if movement else view  # noqa: S608


def cell_columns(indicator: Indicator, by: Sequence[str]) -> list[str]:
    """Return the breakdown columns that make the cell: a dimension of its own splits a movement."""
    own = [one.id for one in indicator.own_dimensions]
    return [name for name in by if name not in own]


def has_moved(indicator: Indicator, by: Sequence[str], group: Members) -> str:
    """Return the condition on a row of `figures` that its person moves; true for no movement.

    For a statement with `members`, between the count days $first and $end.
    """
    if not indicator.stock:
        return "true"
    names = cell_columns(indicator, by)
    cell = "".join(f"{name}, " for name in names)
    join = f"stock.{group.column} = members.member" if group.column else "true"
    figures = "".join(f"figures.{name}, " for name in names)
    return f"""(members.region, {figures} figures.person, figures.from_index) in (
            with steps as (
                select members.region, {cell} person,
                    unnest([from_index, to_index]) as month_index,
                    unnest([1, -1]) as step
                from "{database.view_of(indicator.stock)}" as stock
                inner join members on {join}
            )
            select region, {cell} person, month_index
            from steps
            where month_index >= $first and month_index < $end
            group by all
            having sum(step) = {_STEPS[indicator.movement]}
            {_except(indicator, names, group)}
        )"""  # noqa: S608


def _except(indicator: Indicator, cell: Sequence[str], group: Members) -> str:
    """Return the part of `has_moved` that leaves out whom another movement counts."""
    if not indicator.other_than:
        return ""
    join = f"others.{group.column} = members.member" if group.column else "true"
    return f"""
            except
            select members.region, {"".join(f"others.{name}, " for name in cell)}
                others.person, others.from_index
            from {relation(indicator.other_than, indicator.movement)} as others
            inner join members on {join}"""  # noqa: S608


def founded(groups: Sequence[Members], first: Mapping[str, int]) -> dict[str, int]:
    """Return the last count day of each region with no day before it to have moved from.

    The register's first count day, and a trial's: all of its clients are handed over to it then.
    Takes the first count day of each region that has a jobseeker.
    """
    return {
        region: first.get(region, 0) if group.column == "office" else 0
        for group in groups
        if group.available
        for region in group.regions
    }


def without_months(
    counted: pl.DataFrame, founded: Mapping[str, int], spine: Spine, indicators: Sequence[str]
) -> pl.DataFrame:
    """Say of movements in months up to the founding that nothing can be known of them.

    One row each, as of a month to come; the rows of other indicators are left alone.
    """
    observed = spine.months[spine.before : spine.before + spine.observed]
    unknown = pl.DataFrame(
        [
            (indicator, region, f"{month:%Y-%m}", "not_observable")
            for indicator in indicators
            for region, index in founded.items()
            for i, month in enumerate(observed, spine.first)
            if i <= index
        ],
        schema=dict.fromkeys(("indicator", "region", "month", "status"), pl.String()),
        orient="row",
    )
    is_known = pl.col("status") == "ok"
    keys = ["indicator", "region", "month"]
    known = counted.filter(is_known).join(unknown, on=keys, how="anti")
    return pl.concat([known, counted.filter(~is_known), unknown], how="diagonal")


def side_by_side(stock: pl.DataFrame, moved: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Set a stock and its movements side by side, a row per region, month and breakdown value.

    Takes counts with `region`, `month`, the breakdown, `numerator` and `status`: the stock from the
    month before on, and the movements, each with the `name` of its column. Columns: the keys,
    `opening`, the movements, `closing` and `status`. A month without counts has one row, and a cell
    that was empty all the time none.
    """
    keys = ["region", "month", *by]
    is_known = pl.col("status") == "ok"
    # The stock's month before the first one is not among the months of the movements.
    without = pl.concat(
        [moved, stock.join(moved, on=["region", "month"], how="semi")], how="diagonal"
    )
    unknown = (
        without.filter(~is_known)
        .select("region", "month", "status")
        .unique(["region", "month"], keep="first", maintain_order=True)
    )
    wide = moved.filter(is_known).pivot("name", index=keys, values="numerator")
    rows = (
        stock.filter(is_known)
        .sort(keys)
        .select(*keys, "status", closing="numerator")
        .with_columns(opening=pl.col("closing").shift(1).over("region", *by))
        .drop_nulls("opening")
        .join(unknown, on=["region", "month"], how="anti")
        .join(wide, on=keys, how="left", nulls_equal=True)
    )
    counts = [name for name in rows.columns if name not in (*keys, "status")]
    filled = rows.with_columns(pl.col(counts).fill_null(0).cast(pl.Int64))
    is_empty = pl.sum_horizontal(counts).sum().over("region", *by) == 0
    shown = filled.filter(~is_empty) if by else filled
    return pl.concat([shown, unknown], how="diagonal")
