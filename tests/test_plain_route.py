"""Every indicator by every pair of dimensions, against a plain `group by` over what is written out.

The program sums changes of encoded periods into months. Here months are rows: a jobseeker on a
count day is a row of `model.snapshot`, and a spell is counted in the month of a date. Each
indicator is told once more, by what it counts and of whom.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests import product
from tyollisyys_cli import database

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# Cells are looked at about one year's turn, the totals over every month of the sample.
FIRST_OF_CELLS, FIRST, LAST = date(2023, 10, 1), date(2019, 1, 1), date(2024, 7, 1)
REGIONS = {"finland": "true", "678": "municipality = '678'"}
"""A municipality is asked for with one dimension at most: it is two minutes less."""
OWN = {own.id for one in product.catalogue().indicators.values() for own in one.own_dimensions}
DIMENSIONS = tuple(one for one in product.catalogue().dimensions if one not in OWN)
# The pairs are many: on every run one pair in seven, all of them with TYO_PAIRS=all.
PAIRS = list(combinations(DIMENSIONS, 2))
TESTED_PAIRS = PAIRS if os.environ.get("TYO_PAIRS") == "all" else PAIRS[::7]
CELLS = [(), *((one,) for one in DIMENSIONS), *TESTED_PAIRS]

Key = tuple[str, ...]
Parts = dict[Key, tuple[float, int | None]]


class Plain(NamedTuple):
    """The rows that an indicator is of, and what it adds up of them; no `of` for a count."""

    among: str
    counted: str = "1"
    of: str | None = None


LONG_TERM = "structural_group = 'long_term_unemployed'"
ACTIVE = "unemployed or in_service"
FOREIGN = "citizenship not in ('246', 'unknown')"
SNAPSHOT = {
    "jobseekers": Plain("true"),
    "unemployed": Plain("unemployed"),
    "unemployed_share": Plain("true", "unemployed::int", "1"),
    "broad_unemployment": Plain(ACTIVE),
    "in_service": Plain("in_service"),
    "laid_off": Plain("state = 'laid_off'"),
    "reduced_week": Plain("state = 'reduced_week'"),
    "structural_unemployed": Plain("structural_group is not null"),
    "long_term_unemployed": Plain(LONG_TERM),
    "long_term_share": Plain("unemployed", f"({LONG_TERM} is true)::int", "1"),
    "repeatedly_unemployed": Plain("structural_group = 'repeatedly_unemployed'"),
    "service_to_unemployed": Plain("structural_group = 'service_to_unemployed'"),
    "service_to_service": Plain("structural_group = 'service_to_service'"),
    "activation_rate": Plain(ACTIVE, "in_service::int", "1"),
    "activation_rate_foreign": Plain(f"({ACTIVE}) and {FOREIGN}", "in_service::int", "1"),
    "activation_rate_long_term": Plain(
        f"in_long_term_service or {LONG_TERM}", "in_long_term_service::int", "1"
    ),
    "activation_rate_without_rehabilitative_work": Plain(
        ACTIVE,
        "(in_service and (service_category <> 'rehabilitative_work' or in_several_services))::int",
        "1",
    ),
    "foreign_citizens": Plain(FOREIGN),
    "ukrainians": Plain("citizenship_group = 'ukraine'"),
    "other_language": Plain("language = 'other'"),
    "under_25": Plain("unemployed and age_group in ('15-19', '20-24')"),
    "under_30": Plain("unemployed and age_group in ('15-19', '20-24', '25-29')"),
    "over_50": Plain("unemployed and age_group in ('50-54', '55-59', '60-64', '65+')"),
    "search_duration": Plain("true", "count_day - search_start + 1", "1"),
    "search_duration_unemployed": Plain("unemployed", "count_day - search_start + 1", "1"),
    "unemployment_duration": Plain("unemployed", "count_day - unemployment_start + 1", "1"),
}
STARTS = {
    "inflow": (0, Plain("true")),
    **{
        f"flow_{n}_month{'s' if n > 1 else ''}": (
            n,
            Plain("true", f"(end_date > start_date + interval {n} month)::int", "1"),
        )
        for n in (1, 3, 6, 12)
    },
}
ENDS = {
    "outflow": Plain("true"),
    "outflow_open_market": Plain("true", "to_open_market", "1"),
    "completed_duration": Plain("true", "end_date - start_date", "1"),
}
# What the sample has no table for, and what is told below in a way of its own.
NOT_AVAILABLE = {"activation_rate_with_social_rehabilitation"}
OTHERS = {
    *("unemployment_duration_median", "survival_median"),
    *("long_term_crossed", "long_term_arrived", "long_term_left"),
}


def test_every_indicator_is_told_plainly() -> None:
    told = {*SNAPSHOT, *STARTS, *ENDS, *NOT_AVAILABLE, *OTHERS}
    assert told == set(product.catalogue().indicators)


@pytest.mark.parametrize("by", CELLS, ids="-".join)
def test_encoded_route_is_a_plain_group_by(sample_database: Path, by: tuple[str, ...]) -> None:
    asked = [one for one in product.catalogue().indicators if one not in NOT_AVAILABLE]
    regions = list(REGIONS)[: 1 if len(by) > 1 else None]
    months = (FIRST_OF_CELLS if by else FIRST, LAST)
    with database.reading(sample_database, product.FOLDERS) as connection:
        frame = product.compute_from(connection, asked, regions, by, months=months).frame
        known = frame.filter(frame["status"].is_in(["ok", "hidden"]))
        found: Parts = {
            (indicator, *key): (numerator or 0, denominator)
            for indicator, *key, numerator, denominator in known.select(
                "indicator", "region", "month", *by, "numerator", "denominator"
            ).rows()
            if numerator or denominator
        }
        connection.execute(
            "create temp table people as select * from model.snapshot "
            f"where month between date '{months[0]}' - interval 1 month and date '{months[1]}'"
        )
        expected: Parts = {}
        for region in regions:
            expected |= _plain(connection, region, REGIONS[region], by)
    known_months = {
        (one, region): set(part["month"])
        for (one, region), part in known.partition_by("indicator", "region", as_dict=True).items()
    }
    movements = {"long_term_crossed", "long_term_arrived", "long_term_left"}
    came_and_left = _together(found)
    shown = {
        key: parts for key, parts in expected.items() if key[2] in known_months.get(_asked(key), ())
    }
    assert {key: parts for key, parts in found.items() if key[0] not in movements} == {
        key: parts for key, parts in shown.items() if key[0] not in ("came", "left")
    }
    assert came_and_left == {key: one for key, one in shown.items() if key[0] in ("came", "left")}
    assert {key[0] for key in found} >= {*SNAPSHOT, *STARTS, *ENDS, *OTHERS} - {"long_term_arrived"}


def _asked(key: Key) -> tuple[str, str]:
    """Return the indicator and region of a key; who came and left has the months of a movement."""
    movement = {"came": "long_term_crossed", "left": "long_term_left"}
    return movement.get(key[0], key[0]), key[1]


def _together(found: Parts) -> Parts:
    """Return who came into the long-term unemployed of a cell in either way, and who left."""
    sums: dict[Key, float] = defaultdict(float)
    ways = {"long_term_crossed": "came", "long_term_arrived": "came", "long_term_left": "left"}
    for (indicator, *key), (numerator, _) in found.items():
        if way := ways.get(indicator):
            sums[way, *key] += numerator
    return {key: (numerator, None) for key, numerator in sums.items()}


def _plain(
    connection: database.Connection, region: str, condition: str, by: tuple[str, ...]
) -> Parts:
    """Count every indicator of a region, row by row."""
    cells = "".join(f", {one}" for one in by)
    of_spells = ("model.unemployment_spells", "model.unemployment_spell_ends")
    first, last = (f"(select * from {view} where {condition})" for view in of_spells)
    people = f"(select * from people where {condition})"
    found = _grouped(connection, SNAPSHOT, people, "month", cells)
    for name, (months, one) in STARTS.items():
        month = f"date_trunc('month', start_date) + interval {months} month"
        found += _grouped(connection, {name: one}, first, month, cells)
    found += _grouped(connection, ENDS, last, "end_date", cells)
    found += database.rows(
        connection,
        f"""
        select 'unemployment_duration_median', strftime(month, '%Y-%m'){cells},
            median(count_day - unemployment_start + 1) * count(*), count(*)
        from {people}
        where unemployed
        group by all""",
    )
    found += _moved(connection, people, cells)
    parts: Parts = {
        (name, region, month, *key): (numerator or 0, denominator)
        for name, month, *key, numerator, denominator in found
        if numerator or denominator
    }
    return parts | _survival(connection, region, condition, by)


def _grouped(
    connection: database.Connection, told: Mapping[str, Plain], rows: str, month: str, cells: str
) -> list[tuple[Any, ...]]:
    """Add up indicators by month and cell, all of them in one pass over the rows."""
    sums = "".join(
        f"""
            sum({one.counted}) filter (where {one.among})::double,
            sum({one.of or "null"}) filter (where {one.among})::bigint,"""
        for one in told.values()
    )
    wide = database.rows(
        connection,
        f"select {sums} strftime({month}, '%Y-%m'){cells} from {rows} group by all",
    )
    return [
        (name, *row[2 * len(told) :], row[2 * place], row[2 * place + 1])
        for row in wide
        for place, name in enumerate(told)
    ]


def _moved(connection: database.Connection, people: str, cells: str) -> list[tuple[Any, ...]]:
    """Count who is among the long-term unemployed of a cell in one of two months alone."""
    using = f"(person, month{cells})"
    stock = f"select person, month{cells} from {people} where {LONG_TERM}"
    shifted = f"select person, (month + interval {{}} month)::date as month{cells} from ({stock})"
    return [
        row
        for way, now, then in (
            ("came", stock, shifted.format(1)),
            ("left", shifted.format(1), stock),
        )
        for row in database.rows(
            connection,
            f"""
            select '{way}', strftime(month, '%Y-%m'){cells}, count(*)::double, null
            from ({now}) anti join ({then}) using {using}
            where month <= date '{LAST}'
            group by all""",
        )
    ]


def _survival(
    connection: database.Connection, region: str, condition: str, by: tuple[str, ...]
) -> Parts:
    """Return the Kaplan-Meier medians of the spells that started in the twelve months before."""
    cells = "".join(f", {one}" for one in by)
    spells = database.rows(
        connection,
        f"""
        select strftime(month, '%Y-%m'){cells},
            list((least(end_date, count_day + 1) - start_date, end_date <= count_day))
        from model.count_days
        inner join model.unemployment_spells
            on start_date <= count_day and start_date > count_day - interval 12 month
        where {condition} and month in (select month from people)
        group by all""",
    )
    found: Parts = {}
    for month, *key, durations in spells:
        middle = _median(durations)
        if middle is not None:
            parts = (float(middle * len(durations)), len(durations))
            found["survival_median", region, month, *map(str, key)] = parts
    return found


def _median(spells: Iterable[tuple[int, bool]]) -> int | None:
    """Return the first day by which half are expected to have ended, censored ones at risk."""
    ended: dict[int, int] = defaultdict(int)
    gone: dict[int, int] = defaultdict(int)
    for days, has_ended in spells:
        ended[days] += has_ended
        gone[days] += 1
    at_risk, surviving = sum(gone.values()), 1.0
    for days in sorted(gone):
        surviving *= 1 - ended[days] / at_risk
        at_risk -= gone[days]
        if surviving <= 0.5 + 1e-9:
            return days
    return None
