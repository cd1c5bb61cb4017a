"""Traces a figure: from whom it was counted, out of which files, by which query and policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.check import refused_rows_of
from tyollisyys_cli.disclosure import is_small, safe_steps
from tyollisyys_cli.indicators import figures, scale_of
from tyollisyys_cli.provenance import loaded_files, policy_of, tables_of
from tyollisyys_cli.query_steps import Steps, count_steps, steps_to
from tyollisyys_cli.scope import (
    Note,
    first_jobseekers,
    members_of,
    month_before,
    reported_months,
    spine_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.policy import PolicyValue
    from tyollisyys_cli.provenance import LoadedFile
    from tyollisyys_cli.resources import QueryFolders
    from tyollisyys_cli.scope import Members, Request

Group = tuple[str | None, ...]

# Which of a figure's parts count the rows that the steps end with; days are no rows.
_COUNTED = {"count": ("numerator",), "share": ("denominator", "numerator")}
_BASE_ONLY = ("denominator",)
_MEDIANS = {"median": "median", "survival": "kaplan_meier_median"}


@dataclass(frozen=True)
class Figure:
    """A figure of one month; without numbers where its status is not `ok`."""

    value: float | None
    numerator: int | None
    denominator: int | None
    status: str


@dataclass(frozen=True)
class Step:
    """How many rows are left after a step of the query, or no number where it is not shown."""

    condition: str
    """A condition in the query's own words; of the first step, where the rows come from."""
    count: int | None
    status: str


@dataclass(frozen=True)
class Cell:
    """A figure of a region, or of one of its groups, and what led to it."""

    group: Group
    """Values of the breakdown; None where a month without figures has no groups."""
    figure: Figure
    steps: tuple[Step, ...]
    previous: Figure | None
    """The month before; None where it is not reported or this month's figure is not shown."""


@dataclass(frozen=True)
class Refused:
    """Refused rows of a table that the figure rests on; of a few persons no numbers."""

    table: str
    code: str
    rows: int | None
    persons: int | None
    status: str


@dataclass(frozen=True)
class Trace:
    """All that led to the figures of an indicator, a region and a month."""

    request: Request
    month: date
    extract_date: date
    query: Steps
    cells: tuple[Cell, ...]
    files: tuple[LoadedFile, ...]
    policy: tuple[PolicyValue, ...]
    refused: tuple[Refused, ...]
    refused_persons: int | None
    """How many persons have refused rows, of the whole register; None where it is not shown."""
    notes: tuple[Note, ...]

    @property
    def indicator(self) -> Indicator:
        """Return the indicator that is explained."""
        return self.request.indicators[0]

    @property
    def scale(self) -> float:
        """Return what numerator / denominator is multiplied by."""
        return scale_of(self.indicator)

    @property
    def row_unit(self) -> str:
        """Return what the query's rows are: persons, spells or, of a user's own query, rows."""
        return self.query.row_unit


def trace(
    connection: database.Connection, folders: QueryFolders, request: Request, month: date
) -> Trace:
    """Explain the figures of one indicator, region and month, by the breakdown asked for.

    The figures are those of `indicators.figures`, which also decides what is hidden.
    """
    tables = {name for (name,) in database.rows(connection, "from meta.loaded_tables")}
    groups, _ = members_of(request.regions, tables)
    whole = _whole(connection, request, groups, month)
    computed = figures(connection, whole)
    query, counts = _counts(connection, request, groups[0], month, tables)
    tables_in_use = tables_of(request, groups)
    refused, persons = _refused(connection, tables_in_use, request.threshold)
    cells = _cells(computed.frame, request, month, query, counts)
    return Trace(
        request=request,
        month=month,
        extract_date=computed.extract_date,
        query=query,
        cells=tuple(cells),
        files=tuple(loaded_files(connection, tables_in_use)),
        policy=tuple(policy_of(folders, request, groups)),
        refused=refused,
        refused_persons=persons,
        notes=tuple(_notes(computed.notes, request, cells)),
    )


def _whole(
    connection: database.Connection, request: Request, groups: Sequence[Members], month: date
) -> Request:
    """Ask for every month, as `tyo indicators` does: it reports a group that any month has."""
    first = min(first_jobseekers(connection, groups).values(), default=0)
    months = spine_of(request, reported_months(connection), first).months
    first, last = min(months[0], month_before(month)), max(months[-1], month)
    return replace(request, first_month=first, last_month=last)


def _notes(notes: Sequence[Note], request: Request, cells: Sequence[Cell]) -> Iterator[Note]:
    """Yield the notes on this month's figures and steps."""
    breakdown = Note("breakdown", {})
    yield from (one for one in notes if one != breakdown and _is_about(one, cells))
    statuses = {part.status for cell in cells for part in (cell.figure, *cell.steps)}
    if request.by and "hidden" in statuses:
        yield breakdown


def _is_about(note: Note, cells: Sequence[Cell]) -> bool:
    """Whether a note on all months is one on the cells of this month."""
    if note.id == "trial_flow":
        return any(one.figure.status == "ok" and one.figure.value is None for one in cells)
    return True


def _counts(
    connection: database.Connection,
    request: Request,
    group: Members,
    month: date,
    tables: set[str],
) -> tuple[Steps, pl.DataFrame | None]:
    """Return the query's steps and their counts by cell; no counts where there are no figures."""
    indicator = request.indicators[0]
    found = database.rows(
        connection,
        "select month_index from model.count_days where month = $month",
        {"month": month},
    )
    if not found or not group.available or not tables.issuperset(indicator.needs):
        return steps_to(indicator), None
    return count_steps(connection, indicator, request.by_columns, group, found[0][0])


def _cells(
    frame: pl.DataFrame,
    request: Request,
    month: date,
    query: Steps,
    counts: pl.DataFrame | None,
) -> list[Cell]:
    """Return the month's cells in the order of `tyo indicators`."""
    by = request.by_columns
    now, before = _figures_of(frame, month, by), _figures_of(frame, month_before(month), by)
    counted = {} if counts is None else {row[1 : 1 + len(by)]: row for row in counts.rows()}
    steps = len(query.texts)
    return [
        Cell(
            group,
            figure,
            _protected(request, query, figure, counted.get(group, (0,) * steps)[-steps:]),
            before.get(group) if figure.status == "ok" else None,
        )
        for group, figure in now.items()
    ]


def _figures_of(frame: pl.DataFrame, month: date, by: Sequence[str]) -> dict[Group, Figure]:
    """Return the figures of a month by the values of the breakdown."""
    rows = frame.filter(pl.col("month") == f"{month:%Y-%m}").iter_rows(named=True)
    return {
        tuple(row[name] for name in by): Figure(
            row["value"], row["numerator"], row["denominator"], row["status"]
        )
        for row in rows
    }


def _protected(
    request: Request, query: Steps, figure: Figure, counts: Sequence[int]
) -> tuple[Step, ...]:
    """Return the steps with the counts that may be shown beside the figure."""
    if figure.status != "ok":
        return tuple(Step(one, None, figure.status) for one in query.texts)
    parts = {"numerator": figure.numerator, "denominator": figure.denominator}
    ends = [parts[name] or 0 for name in _COUNTED.get(request.indicators[0].kind, _BASE_ONLY)]
    safe = safe_steps(counts, ends, request.threshold)
    return tuple(
        Step(text, count, "ok") if is_safe else Step(text, None, "hidden")
        for text, count, is_safe in zip(query.texts, counts, safe, strict=True)
    )


def _refused(
    connection: database.Connection, tables: Sequence[str], threshold: int
) -> tuple[tuple[Refused, ...], int | None]:
    """Return what was refused of the tables, and of how many persons.

    Beside a hidden number the persons are not told: the others would give it away.
    """
    found, persons = refused_rows_of(connection, tables)
    rows = tuple(
        Refused(table, code, None, None, "hidden")
        if is_small(people, threshold)
        else Refused(table, code, count, people, "ok")
        for table, code, count, people in found
    )
    hidden = any(one.status == "hidden" for one in rows) or is_small(persons, threshold)
    return rows, None if hidden else persons


# ---------------------------------------------------------------------------- for other programs


def as_frame(trace: Trace) -> pl.DataFrame:
    """Return the numbers of a trace, a row each.

    Columns: indicator, region, month, the breakdown, `step` from 1 on in every cell, `part` (rows,
    denominator, numerator, value, and each of the last three with `previous_` before it),
    `name` (the query's own words), `value`, `unit` and `status`.
    """
    by = trace.request.by_columns
    keys = (trace.indicator.id, trace.request.regions[0].id, f"{trace.month:%Y-%m}")
    rows = [
        (*keys, *cell.group, step, *row)
        for cell in trace.cells
        for step, row in enumerate(_rows(trace, cell), 1)
    ]
    texts = dict.fromkeys(("indicator", "region", "month", *by), pl.String())
    schema = {
        **texts,
        "step": pl.Int64(),
        **dict.fromkeys(("part", "name"), pl.String()),
        "value": pl.Float64(),
        **dict.fromkeys(("unit", "status"), pl.String()),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _rows(trace: Trace, cell: Cell) -> list[tuple[str, str, float | None, str, str]]:
    """Return part, name, value, unit and status of every number of a cell."""
    rows: list[tuple[str, str, float | None, str, str]] = [
        ("rows", step.condition, step.count, trace.row_unit, step.status) for step in cell.steps
    ]
    rows += _figure_rows(trace, cell.figure, "")
    return rows + (_figure_rows(trace, cell.previous, "previous_") if cell.previous else [])


def _figure_rows(
    trace: Trace, figure: Figure, before: str
) -> list[tuple[str, str, float | None, str, str]]:
    """Return the rows of a figure; a count has no denominator."""
    numbers = {"denominator": figure.denominator, "numerator": figure.numerator}
    if trace.indicator.kind == "count":
        del numbers["denominator"]
    units = {"denominator": trace.row_unit, "numerator": numerator_unit(trace)}
    return [
        *(
            (f"{before}{part}", expression(trace, part), number, units[part], figure.status)
            for part, number in numbers.items()
        ),
        (f"{before}value", "", figure.value, trace.indicator.unit, figure.status),
    ]


def numerator_unit(trace: Trace) -> str:
    """Return what a numerator counts: what the figure does, rows that are true, or days."""
    if trace.indicator.kind == "count":
        return trace.indicator.unit
    return trace.row_unit if trace.indicator.kind in _COUNTED else "days"


def expression(trace: Trace, part: str) -> str:
    """Return the query's own words for what each row adds to a part.

    The numerator of a median is the median of those words times the rows; a Kaplan-Meier median
    also takes how long a spell that ended ran, which its query says.
    """
    words = trace.query.parts.get(part, "")
    if part != "numerator":
        return words
    per_day = trace.query.parts.get("numerator_per_day", "")
    added = f"{words} + {per_day} * day_number" if per_day else words
    median = _MEDIANS.get(trace.indicator.kind)
    return f"{median}({added}) * {trace.row_unit}" if median else added


def document(trace: Trace, language: str) -> dict[str, Any]:
    """Return the whole trace as one document of texts, numbers, lists and objects."""
    one, region = trace.indicator, trace.request.regions[0]
    return {
        "indicator": one.id,
        "title": one.titles[language],
        "definition": one.descriptions[language],
        "kind": one.kind,
        "definition_status": one.status,
        "source": one.sources[language],
        "variant_of": one.variant_of or None,
        "region": {"id": region.id, "kind": region.kind, "name": region.name(language)},
        "month": f"{trace.month:%Y-%m}",
        "by": trace.request.by_columns,
        "extract_date": trace.extract_date.isoformat(),
        "threshold": trace.request.threshold,
        "unit": one.unit,
        "scale": trace.scale,
        "cells": [_cell(trace, cell) for cell in trace.cells],
        "query": {
            "file": str(one.file),
            "sql": one.sql,
            "numerator": expression(trace, "numerator"),
        },
        "files": [_file(file) for file in trace.files],
        "policy": [_policy(value) for value in trace.policy],
        "refused": {
            "persons": trace.refused_persons,
            "rows": [vars(refused) for refused in trace.refused],
        },
        "notes": [{"id": note.id, **note.values} for note in trace.notes],
    }


def _cell(trace: Trace, cell: Cell) -> dict[str, Any]:
    """Return a cell of the document."""
    return {
        "group": dict(zip(trace.request.by_columns, cell.group, strict=True)),
        "steps": [{**vars(step), "unit": trace.row_unit} for step in cell.steps],
        **vars(cell.figure),
        "previous": _previous(trace, cell.previous),
        "change": change(cell),
    }


def _previous(trace: Trace, figure: Figure | None) -> Mapping[str, Any] | None:
    """Return the figure of the month before."""
    return figure and {"month": f"{month_before(trace.month):%Y-%m}", **vars(figure)}


def change(cell: Cell) -> dict[str, float | None]:
    """Return by how much value, numerator and denominator differ from those of the month before.

    Nothing where either month has none.
    """
    now, before = vars(cell.figure), vars(cell.previous) if cell.previous else {}
    return {
        part: None
        if now[part] is None or before.get(part) is None
        else round(now[part] - before[part], 4)
        for part in ("value", "numerator", "denominator")
    }


def _file(file: LoadedFile) -> dict[str, Any]:
    """Return a loaded file of the document."""
    dates = {"extract_date": str(file.extract_date), "loaded_at": str(file.loaded_at)}
    return {**vars(file), **dates}


def _policy(value: PolicyValue) -> dict[str, Any]:
    """Return a value of policy of the document."""
    return {**vars(value), "file": str(value.file)}
