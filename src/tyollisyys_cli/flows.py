"""Long-term unemployment as stock and flow: who crossed, who arrived and where people went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.disclosure import hide_rows
from tyollisyys_cli.indicators import service_notes, sort_cells
from tyollisyys_cli.scope import (
    Members,
    Note,
    Request,
    Spine,
    check_dimensions,
    members_of,
    spine_of,
    without_jobseekers,
)

if TYPE_CHECKING:
    from datetime import date

DESTINATIONS = (
    *("open_market", "part_time", "subsidised", "in_service", "in_education", "outside"),
    *("new_spell", "reduced_week", "unknown", "search_ended", "moved"),
)
ENTRIES = ("crossed", "arrived")
EXITS = tuple(f"left_{one}" for one in DESTINATIONS)
COUNTS = ("opening", *ENTRIES, *EXITS, "closing")
_NEEDS = {"YTHAKU", "YTYOLL"}


@dataclass(frozen=True)
class Flows:
    """Protected flows and what their reader must know.

    `frame` has a row per region, month and breakdown value: `region`, `month` (YYYY-MM), the
    breakdown columns, `COUNTS` in persons, and `status` (ok, hidden, not_available,
    not_observable). In every row opening + crossed + arrived - left = closing, and opening is the
    closing of the month before.
    """

    frame: pl.DataFrame
    extract_date: date
    notes: tuple[Note, ...]


def flows(connection: database.Connection, request: Request) -> Flows:
    """Count the movements of every cell and month, then hide; asks no indicator of the request.

    The model's first month has no month before it, and a trial's first month is the transfer of
    its clients: both are `not_observable`.
    """
    tables = {name for (name,) in database.rows(connection, "from meta.loaded_tables")}
    check_dimensions(request, tables)
    extract_date: date = database.rows(connection, "select extract_date from meta.extract")[0][0]
    groups, notes = members_of(request.regions, tables)
    spine = spine_of(connection, request, groups)
    by = request.by_columns
    parts = [
        _counted(connection, group, spine, by)
        if group.available and tables >= _NEEDS
        else _silent(group.regions, spine.months, by, "not_available")
        for group in groups
    ]
    protected = hide_rows(pl.concat(parts, how="vertical"), COUNTS, request.threshold)
    frame = sort_cells(protected, ["region", "month"], by)
    notes += [
        Note("no_jobseekers", {"region": region})
        for region in without_jobseekers(connection, groups)
    ]
    notes += service_notes(request, tables)
    if not spine.observed:
        notes.append(Note("not_observable", {}))
    if by and "hidden" in frame["status"]:
        notes.append(Note("breakdown", {}))
    return Flows(frame, extract_date, tuple(notes))


def _counted(
    connection: database.Connection, group: Members, spine: Spine, by: list[str]
) -> pl.DataFrame:
    """Return the movements of one group of regions, in the months that can be known."""
    parameters: database.Parameters = {
        "members": [code for code, _ in group.pairs],
        "regions": [region for _, region in group.pairs],
        "first": spine.first,
        "end": spine.end,
    }
    counted = database.query(connection, _statement(group, by), parameters)
    known = pl.col("month_index") > pl.col("founded_index")
    shown = counted.filter(known).with_columns(pl.lit("ok").alias("status"))
    if by:  # a cell that was empty all the time says nothing
        anybody = pl.sum_horizontal(COUNTS).sum().over("region", *by) > 0
        shown = shown.filter(anybody)
    unknown = counted.filter(~known).select("region", "month").unique()
    outside = _months_outside(group, spine)
    parts = [_cells(shown, by), *(_without_counts(one, by) for one in (unknown, outside))]
    return pl.concat(parts, how="vertical")


def _months_outside(group: Members, spine: Spine) -> pl.DataFrame:
    """Return the regions' asked months that the register has not seen."""
    seen = range(spine.before, spine.before + spine.observed)
    months = [month for place, month in enumerate(spine.months) if place not in seen]
    return _keys(group.regions, months)


def _silent(
    regions: tuple[str, ...], months: list[date], by: list[str], status: str
) -> pl.DataFrame:
    """Return rows without counts for every region and month."""
    return _without_counts(_keys(regions, months), by, status)


def _keys(regions: tuple[str, ...], months: list[date]) -> pl.DataFrame:
    """Return every region with every month."""
    texts = [f"{month:%Y-%m}" for month in months]
    left = pl.DataFrame({"region": list(regions)}, schema={"region": pl.String})
    return left.join(pl.DataFrame({"month": texts}, schema={"month": pl.String}), how="cross")


def _without_counts(
    keys: pl.DataFrame, by: list[str], status: str = "not_observable"
) -> pl.DataFrame:
    """Add empty counts and breakdown values to regions and months."""
    empty = keys.with_columns(
        *(pl.lit(None, dtype=pl.String).alias(name) for name in by),
        *(pl.lit(None, dtype=pl.Int64).alias(name) for name in COUNTS),
        pl.lit(status).alias("status"),
    )
    return _cells(empty, by)


def _cells(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Return the columns of the answer in their order."""
    return frame.select("region", "month", *by, *COUNTS, "status")


def _statement(group: Members, by: list[str]) -> str:
    """Return the statement that counts the movements of the cells of one group of regions.

    Every identifier is the program's own: dimensions come from the policy tables.
    """
    dimensions = "".join(f"{name}, " for name in by)
    counted = [f"count(*) filter (where movement = '{one}') as {one}" for one in (*ENTRIES, *EXITS)]
    shown = ", ".join(f"coalesce({one}, 0)::bigint as {one}" for one in (*ENTRIES, *EXITS))
    return (
        _MOVEMENTS.replace("{join}", f"{group.column} = member" if group.column else "true")
        .replace("{cells}", f"select distinct region, {dimensions}" if by else "select region, ")
        .replace("{from_cells}", "stock" if by else "(select distinct region from members)")
        .replace("{dimensions}", dimensions)
        .replace("{counted}", ", ".join(counted))
        .replace("{shown}", shown)
        .replace("{change}", f"{' + '.join(ENTRIES)} - {' - '.join(EXITS)}")
        # A trial opens on its first count day with the clients that others hand over to it.
        .replace("{founded}", "min(from_index)" if group.column == "office" else "0")
    )


# A cell is a region with its breakdown values. Who is in it on two count days in a row stays; the
# twelve months must have become full on a day on which the person was in the very same cell.
_MOVEMENTS = """
    with members as (
        select unnest($members) as member, unnest($regions) as region
    ),
    founded as (
        select region, {founded} as founded_index
        from model.periods
        inner join members on {join}
        group by region
    ),
    stock as (
        select region, {dimensions} person, from_index, to_index
        from model.periods
        inner join members on {join}
        where structural_group = 'long_term_unemployed'
    ),
    crossings as (
        select region, {dimensions} person, long_term_index as from_index, true as is_crossed
        from model.unemployment_edges
        inner join model.calendar on unemployment_edges.start_date = calendar.day
        inner join members on {join}
        where edge = 'long_term'
    ),
    stays_on as (
        select region, {dimensions} person, to_index as from_index, true as was_there
        from stock
    ),
    goes_on as (
        select region, {dimensions} person, from_index as to_index, true as is_there
        from stock
    ),
    entries as (
        select region, {dimensions} from_index as month_index,
            case when is_crossed then 'crossed' else 'arrived' end as movement
        from stock
        left join stays_on using (region, {dimensions} person, from_index)
        left join crossings using (region, {dimensions} person, from_index)
        where was_there is null
    ),
    losses as (
        select region, {dimensions} person, to_index as month_index
        from stock
        left join goes_on using (region, {dimensions} person, to_index)
        where is_there is null
    ),
    exits as (
        select losses.* exclude (person),
            case
                when later.person is null then 'left_search_ended'
                when later.structural_group = 'long_term_unemployed' then 'left_moved'
                when later.unemployed then 'left_new_spell'
                else 'left_' || later.state
            end as movement
        from losses
        inner join model.count_days using (month_index)
        left join model.periods as later
            on losses.person = later.person and losses.month_index = later.from_index
    ),
    counted as (
        select region, {dimensions} month_index, {counted}
        from (select * from entries union all by name select * from exits)
        group by all
    ),
    cells as (
        {cells} from {from_cells}
    ),
    months as (
        select region, {dimensions} month_index, {shown}
        from cells
        cross join model.count_days
        left join counted using (region, {dimensions} month_index)
    ),
    balanced as (
        select *,
            sum({change}) over (
                partition by {dimensions} region order by month_index rows unbounded preceding
            )::bigint as closing
        from months
    )
    select balanced.*, strftime(month, '%Y-%m') as month,
        closing - ({change}) as opening, coalesce(founded_index, 0) as founded_index
    from balanced
    inner join model.count_days using (month_index)
    left join founded using (region)
    where month_index >= $first and month_index < $end"""
