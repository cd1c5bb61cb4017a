"""Computes indicators: count their parts, then protect, then divide."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database, movements
from tyollisyys_cli.counting import count_parts
from tyollisyys_cli.disclosure import hide_rows, hide_where, protect
from tyollisyys_cli.errors import QueryError, UsageError
from tyollisyys_cli.extract.tables import SERVICE_TABLES, TABLES
from tyollisyys_cli.regions import overlap
from tyollisyys_cli.scope import (
    Members,
    Note,
    Request,
    Spine,
    check_dimensions,
    first_jobseekers,
    members_of,
    month_before,
    reported_months,
    spine_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tyollisyys_cli.catalogue import Dimension, Indicator

# The unit says what a sum of persons or days is multiplied by, after the division.
_SCALES = {"%": 100.0, "weeks": 1 / 7}
_PARTS = ("numerator", "denominator")
# The most that one row of a query may count: days of a long life, or of a few together.
_LARGEST = 1_000_000
_WHOLE = (
    *("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
)


@dataclass(frozen=True)
class Figures:
    """Protected figures and what their reader must know.

    `frame` has a row per indicator, region, month and breakdown value: `indicator`, `region`,
    `month` (YYYY-MM), the breakdown columns, `value` (4 decimals), `numerator`, `denominator`,
    `unit` and `status` (ok, hidden, not_available, not_observable).
    """

    frame: pl.DataFrame
    extract_date: date
    notes: tuple[Note, ...]
    begun: Mapping[str, str] = field(default_factory=dict[str, str])
    """The month (YYYY-MM) of each region's first jobseeker; not of one that never has any."""


@dataclass(frozen=True)
class Known:
    """What a register is known to have, whatever is counted in it."""

    extract_date: date
    tables: set[str]
    groups: list[Members]
    months: list[date]
    """The months that have a count day."""
    first: Mapping[str, int]
    """The first count day on which a region has a jobseeker; not of one that never has."""
    columns: Mapping[str, Mapping[str, str]]
    """The columns of each indicator's view."""
    until: Mapping[str, date]
    """A day of the last month of which enough is known, by indicator."""
    notes: tuple[Note, ...]
    """What a reader must know of the regions."""

    def spine(self, request: Request) -> Spine:
        """Return the months that a request reports."""
        return spine_of(request, self.months, min(self.first.values(), default=0))


def figures(connection: database.Connection, request: Request) -> Figures:
    """Compute, protect and divide; raises QueryError for a faulty indicator file."""
    known = know(connection, request)
    counted = count(connection, request, known)
    kinds = {one.id: one.kind for one in request.indicators}
    protected = protect(counted, kinds, request.threshold)
    protected = _hidden_by_row(connection, request, known, counted, protected)
    divided = divide(_unreached(protected, request.indicators), request.indicators)
    keys = ["indicator", "region", "month", *request.by_columns]
    frame = sort_cells(divided, keys[:3], request.by_columns).select(
        *keys, "value", *_PARTS, "unit", "status"
    )
    notes = [*known.notes, *indicator_notes(request, known.tables)]
    notes += [one for one in _flow_notes(request, frame) if one.values["region"] in known.first]
    begun = {region: f"{known.months[index]:%Y-%m}" for region, index in known.first.items()}
    notes += notes_of(known.spine(request), request, frame)
    return Figures(frame, known.extract_date, tuple(notes), begun)


def know(connection: database.Connection, request: Request) -> Known:
    """Look up what is known of the indicators and regions asked for, and define their views.

    So too for the indicators that stand beside a movement. Raises QueryError for a faulty file.
    """
    tables = {name for (name,) in database.rows(connection, "from meta.loaded_tables")}
    needed = {each.id: each for one in request.indicators for each in (one, *one.beside)}
    _check_tables(needed.values())
    extract_date: date = database.rows(connection, "select extract_date from meta.extract")[0][0]
    until = _known_until(connection, needed.values(), extract_date)
    groups, notes = members_of(request.regions, tables)
    first = first_jobseekers(connection, groups)
    silent = (
        region
        for group in groups
        if group.column and group.available
        for region in group.regions
        if region not in first
    )
    notes += [Note("no_jobseekers", {"region": region}) for region in silent]
    views = {one.id: (one.file, one.sql) for one in needed.values()}
    database.define_indicators(connection, views)
    columns = database.columns_of(connection, list(needed))
    months = reported_months(connection)
    return Known(extract_date, tables, groups, months, first, columns, until, tuple(notes))


def count(connection: database.Connection, request: Request, known: Known) -> pl.DataFrame:
    """Count the parts of the figures asked for, for `protect`; raises QueryError for a bad file."""
    check_dimensions(request, known.tables)
    spine = known.spine(request)
    for one in request.indicators:
        _check_columns(one, known.columns[one.id], request.by)
        _check_own_numbers(connection, one, known.columns[one.id])
        _check_own_groups(connection, one, request.by_columns)
    computable = [one for one in request.indicators if known.tables.issuperset(one.needs)]
    counted = [
        count_parts(connection, computable, known.columns, request.by_columns, group, spine)
        for group in known.groups
        if group.available and spine.observed
    ]
    frame = _with_unknown_months(counted, request, spine, known)
    if moving := [one.id for one in computable if one.stock]:
        founded = movements.founded(known.groups, known.first)
        frame = movements.without_months(frame, founded, spine, moving)
    return frame


def notes_of(spine: Spine, request: Request, frame: pl.DataFrame) -> list[Note]:
    """Tell what the protected frame cannot show."""
    notes = [] if spine.observed else [Note("not_observable", {})]
    if request.by and "hidden" in frame["status"]:
        notes.append(Note("breakdown", {}))
    if overlap(request.regions) and "hidden" in frame["status"]:
        notes.append(Note("overlap", {}))
    return notes


def count_movements(
    connection: database.Connection,
    request: Request,
    known: Known,
    counted: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Count a stock and its movements side by side, as `movements.side_by_side` has them.

    Takes a request for the stock and then its movements, broken down by what makes a cell, and
    what `count` has found for it already. A movement is split by the dimensions of its own.
    """
    stock, *moving = request.indicators
    alike: dict[tuple[str, ...], list[Indicator]] = {}
    for one in moving:
        alike.setdefault(tuple(dimension.id for dimension in one.own_dimensions), []).append(one)
    frames: list[pl.DataFrame] = []
    for own, each in alike.items():
        if own or counted is None:
            asked = replace(
                request, indicators=tuple(each), by=(*request.by, *each[0].own_dimensions)
            )
            found = count(connection, asked, known)
        else:
            found = counted.filter(pl.col("indicator").is_in([one.id for one in each]))
        name = pl.concat_str("indicator", *own, separator="_", ignore_nulls=True)
        frames.append(found.with_columns(name=name))
    before = month_before(known.spine(request).months[0])
    asked = replace(request, indicators=(stock,), first_month=before)
    stocks = count(connection, asked, known)
    together = pl.concat(frames, how="diagonal")
    return movements.side_by_side(stocks, together, request.by_columns)


def _hidden_by_row(
    connection: database.Connection,
    request: Request,
    known: Known,
    counted: pl.DataFrame,
    protected: pl.DataFrame,
) -> pl.DataFrame:
    """Hide a movement wherever another of its cell and month, or the stock, is a small count.

    `tyo flows` shows them in one row, which adds up: the others would tell the small one.
    """
    for beside in {one.stock: one.beside for one in request.indicators if one.stock}.values():
        own = [each.id for one in beside for each in one.own_dimensions]
        by = tuple(one for one in request.by if one.id not in own)
        cells = replace(request, indicators=beside, by=by)
        asked = {one.id for one in request.indicators}
        is_counted = by == request.by and asked.issuperset(one.id for one in beside)
        rows = count_movements(connection, cells, known, counted if is_counted else None)
        keys = ["region", "month", *cells.by_columns]
        counts = [name for name in rows.columns if name not in (*keys, "status")]
        hidden = hide_rows(rows, counts, request.threshold).filter(pl.col("status") == "hidden")
        moving = [one for one in beside if one.stock]
        named = [one for one in moving if one.id in asked]
        known_cells = rows.filter(pl.col("status") == "ok").select(keys)
        protected = _with_nobody(connection, request, known_cells, named, protected)
        protected = hide_where(protected, [one.id for one in moving], hidden.select(keys))
    return protected


def _with_nobody(
    connection: database.Connection,
    request: Request,
    cells: pl.DataFrame,
    moving: Sequence[Indicator],
    protected: pl.DataFrame,
) -> pl.DataFrame:
    """Add the rows of movements that nobody made, for all cells and destinations of the register.

    Where the other rows of their cell and month are hidden, their absence would say zero.
    """
    frames = [protected]
    for one in moving:
        own = [each.id for each in one.own_dimensions if each in request.by]
        every = cells.with_columns(indicator=pl.lit(one.id))
        if own:
            every = every.join(database.values_of(connection, one.id, own, one.file), how="cross")
        keys = ["indicator", "region", "month", *request.by_columns]
        nobody = every.join(protected, on=keys, how="anti", nulls_equal=True)
        frames.append(nobody.with_columns(numerator=pl.lit(0.0), status=pl.lit("ok")))
    return pl.concat(frames, how="diagonal")


def _unreached(protected: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Mark the survival medians that are never reached: more than half of the spells still run.

    Done after the protection, so that a small group looks hidden whatever its median is.
    """
    survivals = [one.id for one in indicators if one.kind == "survival"]
    unreached = (
        pl.col("indicator").is_in(survivals)
        & (pl.col("status") == "ok")
        & pl.col("numerator").is_null()
    )
    return protected.with_columns(
        status=pl.when(unreached).then(pl.lit("not_observable")).otherwise("status"),
        denominator=pl.when(~unreached).then("denominator"),
    )


def sort_cells(frame: pl.DataFrame, keys: Sequence[str], by: Sequence[str]) -> pl.DataFrame:
    """Sort by the keys and then the breakdown, the breakdown as people count.

    0-3 comes before 12-24, and what begins without a number comes last.
    """
    order: list[pl.Expr] = [pl.col(key) for key in keys]
    for name in by:
        first_number = pl.col(name).str.extract(r"^(\d+)").cast(pl.Int64)
        order += [first_number.fill_null(pl.lit(2**62)), pl.col(name)]
    return frame.sort(order)


def divide(protected: pl.DataFrame, indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Add `value` and `unit` to protected parts: the last step, so that no ratio outlives a part.

    A count's value is its numerator; a ratio over nothing has no value.
    """
    units = {one.id: one.unit for one in indicators}
    scales = {one.id: scale_of(one) for one in indicators}
    counts = [one.id for one in indicators if one.kind == "count"]
    is_count = pl.col("indicator").is_in(counts)
    scale = pl.col("indicator").replace_strict(scales, return_dtype=pl.Float64)
    base = pl.when(is_count).then(1).when(pl.col("denominator") != 0).then("denominator")
    return protected.with_columns(
        value=(pl.col("numerator") / base * scale).round(4),
        denominator=pl.when(~is_count).then("denominator"),
        unit=pl.col("indicator").replace_strict(units, return_dtype=pl.String),
    ).with_columns(numerator=pl.col("numerator").round().cast(pl.Int64))


def scale_of(indicator: Indicator) -> float:
    """Return what numerator / denominator is multiplied by: 100 for per cent, 1/7 for weeks."""
    return 1.0 if indicator.kind == "count" else _SCALES.get(indicator.unit, 1.0)


def _with_unknown_months(
    counted: Sequence[pl.DataFrame], request: Request, spine: Spine, known: Known
) -> pl.DataFrame:
    """Return the parts of all indicators, also where there are none or not enough is known."""
    frames = list(counted)
    for group in known.groups:
        statuses: dict[str, list[str]] = {}
        for one in request.indicators:
            available = known.tables.issuperset(one.needs) and group.available
            statuses.setdefault("not_observable" if available else "not_available", []).append(
                one.id
            )
        frames += [
            _without_figures(request, ids, group, spine, status) for status, ids in statuses.items()
        ]
    last_months = {one: f"{day:%Y-%m}" for one, day in known.until.items()}
    last_known = pl.col("indicator").replace_strict(last_months, return_dtype=pl.String)
    is_known = (pl.col("status") != "ok") | (pl.col("month") <= last_known)
    return pl.concat(frames, how="diagonal").with_columns(
        pl.when(is_known).then("status").otherwise(pl.lit("not_observable")).alias("status"),
        *(pl.when(is_known).then(part).alias(part) for part in _PARTS),
    )


def _check_columns(
    indicator: Indicator, columns: Mapping[str, str], by: Sequence[Dimension]
) -> None:
    """Refuse an indicator file whose select lacks what the statement needs; raises QueryError.

    What is added up is whole: halves would be rounded where they change, and the rounding add up.
    The numbers of which a median is sought need not be.
    """
    needed = {"from_index", "to_index", "numerator"}
    if indicator.kind != "count":
        needed.add("denominator")
    if indicator.kind == "survival":
        needed.add("end_number")
    for column in sorted(needed - columns.keys()):
        raise QueryError(
            f"{indicator.file}: the select has no column '{column}'",
            "keep the row's own columns with *, and add numerator and denominator",
        )
    for column in sorted(columns.keys() & {*needed, "numerator_per_day"}):
        if columns[column] not in _WHOLE and indicator.kind != "median":
            raise QueryError(
                f"{indicator.file}: '{column}' is no whole number but {columns[column]}",
                "count whole persons, spells or days, and write cast(... as bigint)",
            )
    for dimension in by:
        if dimension.id not in columns:
            raise UsageError(
                f"{indicator.id} cannot be broken down by {dimension.id}",
                f"{indicator.file} does not select that column",
            )


def _check_own_numbers(
    connection: database.Connection, indicator: Indicator, columns: Mapping[str, str]
) -> None:
    """Refuse an own query whose numbers would get past the protection; raises QueryError.

    A count below zero is no small one, and of a share above a whole neither part tells how many
    there are. What grows by the day begins below zero, and a median's numbers are no counts.
    """
    if not indicator.added or indicator.kind == "survival":
        return
    if indicator.kind == "median":
        _check_finite(connection, indicator)
        return
    grows = "numerator_per_day" in columns
    if grows and indicator.kind != "mean":
        raise QueryError(
            f"{indicator.file}: a {indicator.kind} has no numerator_per_day",
            "only what a mean, a median or a survival median is taken of grows by the day",
        )
    parts = [one for one in _PARTS if one in columns and not (grows and one == "numerator")]
    wrong = " or ".join(f"cast({one} as hugeint) not between 0 and {_LARGEST}" for one in parts)
    if indicator.kind == "share":
        wrong += " or cast(numerator as hugeint) > cast(denominator as hugeint)"
    view = database.view_of(indicator.id)
    sql = f'select 1 from "{view}" where {wrong} limit 1'  # noqa: S608 - the program's own names
    if wrong and not database.query_indicator(connection, sql, {}, indicator.file).is_empty():
        most = "denominator" if indicator.kind == "share" else f"{_LARGEST:,}"
        raise QueryError(
            f"{indicator.file}: a numerator is below zero or above {most}",
            "count whole persons, spells or days; a share's numerator is part of its denominator",
        )


def _check_own_groups(
    connection: database.Connection, indicator: Indicator, by: Sequence[str]
) -> None:
    """Refuse an own query with people who are in no group of a breakdown; raises QueryError.

    A row without a group says that a month has no figures.
    """
    view = database.view_of(indicator.id)
    for name in by if indicator.added else ():
        sql = f'select 1 from "{view}" where {name} is null limit 1'  # noqa: S608 - the program's own names
        if not database.query_indicator(connection, sql, {}, indicator.file).is_empty():
            raise QueryError(
                f"{indicator.file}: {name} is null in some rows",
                f"name a group for them: coalesce({name}, 'unknown') as {name}",
            )


def _check_finite(connection: database.Connection, indicator: Indicator) -> None:
    """Refuse numbers of which no median can be taken; raises QueryError."""
    view = database.view_of(indicator.id)
    sql = f'select 1 from "{view}" where not isfinite(cast(numerator as double)) limit 1'  # noqa: S608
    if not database.query_indicator(connection, sql, {}, indicator.file).is_empty():
        raise QueryError(
            f"{indicator.file}: a numerator is no number", "leave rows without one out by a where"
        )


def _check_tables(indicators: Iterable[Indicator]) -> None:
    """Refuse an indicator that needs a table the register does not have; raises QueryError."""
    for indicator in indicators:
        for name in indicator.needs:
            if name not in TABLES:
                raise QueryError(
                    f"{indicator.file}: needs '{name}', which is no register table",
                    f"one of {', '.join(TABLES)}",
                )


def _known_until(
    connection: database.Connection, indicators: Iterable[Indicator], extract_date: date
) -> dict[str, date]:
    """Return a day of the last month of which the register knows enough, by indicator."""
    constants = dict(database.rows(connection, "select name, value from policy.constants"))
    return {
        one.id: _last_month(one, date.fromordinal(extract_date.toordinal() - _wait(one, constants)))
        for one in indicators
    }


def _wait(indicator: Indicator, constants: Mapping[str, int]) -> int:
    """Return the days that must pass before the indicator is known; raises QueryError."""
    if indicator.wait and indicator.wait not in constants:
        raise QueryError(
            f"{indicator.file}: header key 'wait' is '{indicator.wait}'",
            f"one of {', '.join(sorted(constants))}",
        )
    return constants.get(indicator.wait, 0)


def _last_month(indicator: Indicator, seen_until: date) -> date:
    """Return a day of the last month that the register covers as far as the indicator needs."""
    if indicator.coverage == "count_day":
        return seen_until
    next_day = date.fromordinal(seen_until.toordinal() + 1)
    month_is_past = next_day.month != seen_until.month
    first = seen_until.replace(day=1)
    return first if month_is_past else date.fromordinal(first.toordinal() - 1)


def _without_figures(
    request: Request, indicators: Sequence[str], group: Members, spine: Spine, status: str
) -> pl.DataFrame:
    """Return rows without figures: for months that cannot be known, or for all of them."""
    observed = range(spine.before, spine.before + spine.observed)
    silent = [
        f"{month:%Y-%m}"
        for i, month in enumerate(spine.months)
        if status == "not_available" or i not in observed
    ]
    keys = {"indicator": indicators, "region": group.regions, "month": silent}
    frames = [pl.DataFrame({name: list(ids)}, {name: pl.String}) for name, ids in keys.items()]
    return functools.reduce(lambda some, more: some.join(more, how="cross"), frames).with_columns(
        pl.lit(status).alias("status"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in request.by_columns),
        pl.lit(None, dtype=pl.Float64).alias("numerator"),
        pl.lit(None, dtype=pl.Int64).alias("denominator"),
    )


def indicator_notes(request: Request, tables: set[str]) -> list[Note]:
    """Tell what the loaded tables leave out of the asked indicators."""
    notes = [
        Note("not_available", {"indicator": one.id, "tables": ", ".join(missing)})
        for one in request.indicators
        if (missing := [name for name in one.needs if name not in tables])
    ]
    return notes + _service_notes(request, tables)


def _flow_notes(request: Request, frame: pl.DataFrame) -> list[Note]:
    """Tell why a trial's flows are empty in its first months."""
    flows = [one.id for one in request.indicators if one.family == "flow"]
    is_empty = (pl.col("status") == "ok") & pl.col("value").is_null()
    empty = frame.filter(pl.col("indicator").is_in(flows) & is_empty)["region"].unique()
    trials = [one.id for one in request.regions if one.kind == "trial" and one.id in empty]
    return [Note("trial_flow", {"region": region}) for region in trials]


# Which categories cannot be seen at all without a table, when statements show the others too.
_ONLY_SOURCE = {
    "YSIJOIT": "subsidised_work",
    "YTKOKE": "trial",
    "YTYOKOU": "labour_training, coaching",
    "KTYOKOU": "labour_training, coaching",
    "YTVPOLL": "rehabilitative_work, self_motivated_study",
    "YTVALIT": "job_alternation",
}


def _service_notes(request: Request, tables: set[str]) -> list[Note]:
    """Tell that codes stand in for services, or which categories the loaded tables lack.

    Nothing where neither an indicator nor the breakdown asks for services.
    """
    asked = any(one.services for one in request.indicators)
    if not asked and "service_category" not in request.by_columns:
        return []
    if not tables.intersection(SERVICE_TABLES):
        return [Note("services_stand_in", {})]
    absent = [name for name in _ONLY_SOURCE if name not in tables]
    if not absent:
        return []
    categories = ", ".join(dict.fromkeys(_ONLY_SOURCE[name] for name in absent))
    return [Note("services_missing", {"categories": categories, "tables": ", ".join(absent)})]
