"""Counts the parts of indicators: one statement filters, adds up and decodes into months."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database, movements
from tyollisyys_cli.errors import QueryError
from tyollisyys_cli.survival import survival_median

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.scope import Members, Spine

# Kinds whose rows do not add up: a middle is sought among the persons or spells themselves.
_APART = ("median", "survival")


def count_parts(
    connection: database.Connection,
    indicators: Sequence[Indicator],
    columns: Mapping[str, Collection[str]],
    by: Sequence[str],
    group: Members,
    spine: Spine,
) -> pl.DataFrame:
    """Count numerators and denominators for the regions of one group, unprotected.

    Takes the columns of each indicator's view. Returns a row per indicator, region, month and
    breakdown value: `indicator`, `region`, `month` (YYYY-MM), the breakdown columns, `numerator`
    (persons or days), `denominator` (persons) and `status`, which is ok; of a survival median also
    `ended` (spells). Raises QueryError that names the file of a faulty indicator.

    Those whose rows add up are asked for together: a statement of its own for each took twice the
    time on a register of one region.
    """
    medians = [[one] for one in indicators if one.kind in _APART]
    adding = [one for one in indicators if [one] not in medians]
    numbers = {region: number for number, region in enumerate(group.regions)}
    parameters: database.Parameters = {
        "members": [code for code, _ in group.pairs],
        "regions": [numbers[region] for _, region in group.pairs],
        "first": spine.first,
        "end": spine.end,
    }
    frames = [
        _counted(connection, together, columns, by, group, parameters)
        for together in (adding, *medians)
        if together
    ]
    keys = dict.fromkeys(["indicator", "region", "month", *by], pl.String())
    empty = pl.DataFrame(schema={**keys, "numerator": pl.Float64(), "denominator": pl.Int64()})
    return pl.concat([empty, *frames], how="diagonal").with_columns(status=pl.lit("ok"))


def _counted(
    connection: database.Connection,
    indicators: Sequence[Indicator],
    columns: Mapping[str, Collection[str]],
    by: Sequence[str],
    group: Members,
    parameters: database.Parameters,
) -> pl.DataFrame:
    """Run one statement for indicators that are decoded alike; raises QueryError."""
    statement = _statement(indicators, columns, by, group)
    try:
        counted = database.query_indicator(connection, statement, parameters, indicators[0].file)
    except QueryError:
        if len(indicators) == 1:
            raise
        # Alone, the one at fault is named; where none is, their answers are as good.
        alone = [_counted(connection, [one], columns, by, group, parameters) for one in indicators]
        return pl.concat(alone)
    named = counted.with_columns(
        _named("indicator", [one.id for one in indicators]), _named("region", group.regions)
    )
    if indicators[0].kind == "survival":
        return _survival_medians(named, ["indicator", "region", "month", *by])
    return named


def _named(column: str, names: Sequence[str]) -> pl.Expr:
    """Return the names in the place of their numbers, by which the statement knows them."""
    return pl.lit(pl.Series(names, dtype=pl.String)).gather(pl.col(column)).alias(column)


def _statement(
    indicators: Sequence[Indicator],
    columns: Mapping[str, Collection[str]],
    by: Sequence[str],
    group: Members,
) -> str:
    """Return the statement that filters, adds up and decodes the periods into months.

    Every identifier is the program's own: dimensions come from the catalogue. `indicator` and
    `region` are places in their lists: 13 measures of 500,000 persons by municipality took 3.8 CPU
    s by numbers and 4.1 by names.
    Rows of the same cell and months are added up at once: of 500,000 persons' periods one in fifty
    is left to decode. Those of a median stay apart.
    """
    cell = ", ".join(["indicator", "region", *by])
    rows = "\n            union all".join(
        _rows(number, one, columns[one.id], by, group) for number, one in enumerate(indicators)
    )
    numbers = list(range(len(indicators)))
    # Without a breakdown, a region is a cell even if nobody is in it.
    cells = "selected" if by else f"members, unnest({numbers}) as _(indicator)"
    selected = f"""
        with members as (
            select unnest($members) as member, unnest($regions) as region
        ),
        selected as ({rows}
        ),
        cells as (
            select distinct {cell} from {cells}
        ),"""  # noqa: S608
    decode = {"median": _MEDIAN, "survival": _SURVIVAL}.get(indicators[0].kind, _RUNNING_SUMS)
    # An own query may break down by numbers, or by what polars cannot hold.
    text = ", ".join(["indicator", "region", *(f"{name}::varchar as {name}" for name in by)])
    return (selected + decode).replace("{cell}", cell).replace("{text}", text)


def _rows(
    number: int, indicator: Indicator, columns: Collection[str], by: Sequence[str], group: Members
) -> str:
    """Return the select of an indicator's rows in the months asked for."""
    per_day = "numerator_per_day" if "numerator_per_day" in columns else "0"
    if indicator.kind in _APART:
        end = ", end_number" if indicator.kind == "survival" else ""
        parts, added = f"numerator, {per_day} as numerator_per_day{end}", ""
    else:
        per_day = per_day if per_day == "0" else f"sum({per_day})"
        base = "null" if indicator.kind == "count" else "sum(denominator)"
        parts = (
            f"sum(numerator) as numerator, {per_day} as numerator_per_day, {base} as denominator"
        )
        added = "group by all"
    join = f"figures.{group.column} = members.member" if group.column else "true"
    # A region that is the only one is no key: rows add up faster without it.
    region = "members.region" if len(group.regions) > 1 else "0 as region"
    return f"""
            select
                {number} as indicator,
                {region},
                {"".join(f"figures.{name}, " for name in by)}
                from_index,
                to_index,
                {parts}
            from {movements.relation(indicator.id, indicator.movement)} as figures
            inner join members on {join}
            where from_index < $end and to_index > $first and from_index < to_index
                and {movements.has_moved(indicator, by, group)}
            {added}"""  # noqa: S608


_RUNNING_SUMS = """
        changes as (
            select {cell}, greatest(from_index, $first) as month_index,
                numerator, numerator_per_day, denominator
            from selected
            union all
            select {cell}, to_index, -numerator, -numerator_per_day, -denominator
            from selected
            where to_index < $end
            union all
            select {cell}, month_index, 0, 0, 0
            from cells
            cross join model.count_days
            where month_index >= $first and month_index < $end
        ),
        sums as (
            select {cell}, month_index,
                sum(numerator)::bigint as numerator,
                sum(numerator_per_day)::bigint as numerator_per_day,
                sum(denominator)::bigint as denominator
            from changes
            group by all
        ),
        running as (
            select {cell}, month_index,
                sum(numerator) over so_far as numerator,
                sum(numerator_per_day) over so_far as numerator_per_day,
                sum(denominator) over so_far as denominator
            from sums
            window so_far as (
                partition by {cell} order by month_index rows unbounded preceding
            )
        )
        select {text}, strftime(month, '%Y-%m') as month,
            (numerator + numerator_per_day * day_number)::double as numerator,
            denominator::bigint as denominator
        from running
        inner join model.count_days using (month_index)"""

_MEDIAN = """
        people as (
            select {cell}, month_index,
                numerator + numerator_per_day * day_number as days
            from selected
            inner join model.count_days
                on from_index <= month_index and to_index > month_index
            where month_index >= $first and month_index < $end
        ),
        medians as (
            select {cell}, month_index,
                median(days) as middle,
                count(*) as persons
            from people
            group by all
        )
        select {text}, strftime(month, '%Y-%m') as month,
            coalesce(middle * persons, 0)::double as numerator,
            coalesce(persons, 0)::bigint as denominator
        from cells
        cross join model.count_days
        left join medians using ({cell}, month_index)
        where month_index >= $first and month_index < $end"""


# A spell that has ended by the count day, end_number being the first day after it, no longer grows.
_SURVIVAL = """
        spells as (
            select {cell}, month_index,
                numerator + numerator_per_day * day_number
                    - greatest(day_number + 1 - end_number, 0) as days,
                end_number <= day_number as has_ended,
                count(*) as spells
            from selected
            inner join model.count_days
                on from_index <= month_index and to_index > month_index
            where month_index >= $first and month_index < $end
            group by all
        )
        select {text}, strftime(month, '%Y-%m') as month,
            coalesce(days, 0)::bigint as days,
            coalesce(has_ended, false) as has_ended,
            coalesce(spells, 0)::bigint as spells
        from cells
        cross join model.count_days
        left join spells using ({cell}, month_index)
        where month_index >= $first and month_index < $end"""


def _survival_medians(spells: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Turn spells counted by `days` and `has_ended` into a median per group, as a sum of days.

    Numerator: the median times the spells, in days; null where it is not reached. `ended`: how many
    of the spells have ended.
    """
    rows: list[tuple[object, ...]] = []
    cells = spells.group_by(keys).agg("days", "has_ended", "spells")
    for *cell, days, has_ended, counts in cells.iter_rows():
        middle = survival_median(days, has_ended, counts=counts)
        total = sum(counts)
        numerator = None if middle is None else float(middle * total)
        ended = sum(itertools.compress(counts, has_ended))
        rows.append((*cell, numerator, total, ended))
    schema = dict.fromkeys(keys, pl.String()) | {
        "numerator": pl.Float64(),
        "denominator": pl.Int64(),
        "ended": pl.Int64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
