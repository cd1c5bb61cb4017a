"""The trace of a figure for people: what it is, whom it counts, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tyollisyys_cli.explain import (
    Cell,
    Figure,
    Step,
    change,
    expression,
    month_before,
    numerator_unit,
)
from tyollisyys_cli.flow_frames import STOCK
from tyollisyys_cli.languages import NBSP, day, number, region_name, text, text_or
from tyollisyys_cli.output import remarks
from tyollisyys_cli.overview import decimals, with_unit
from tyollisyys_cli.policy import CONSTANTS, told_change
from tyollisyys_cli.resources import REGIONS
from tyollisyys_cli.table_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from tyollisyys_cli.explain import Trace
    from tyollisyys_cli.policy import PolicyValue

_OWN_REASONS = {"movement": ("hidden", "not_observable"), "survival": ("not_observable",)}
_INDENT = (0, 0, 0, 2)
_UNBROKEN = 2
"""The first columns of a table hold names, which do not break over lines."""
_HASH = 16
"""Digits of a file's hash that fit a line; the formats for programs have all of them."""


def trace_table(trace: Trace, language: str, own: Sequence[str]) -> Iterator[RenderableType]:
    """Yield the trace from the figure down to the files, ended by what policy is the user's own."""
    yield Text(_heading(trace, language), style="bold")
    yield _plain(trace.indicator.descriptions[language])
    yield _plain(_definition(trace, language))
    for cell in trace.cells:
        yield Text()
        yield from _cell(trace, cell, language)
    yield from _section("explain.protection", language)
    yield _indented(_protection(trace, language))
    yield from _query(trace, language)
    yield from _files(trace, language)
    yield from _policy(trace, language)
    yield from _refused(trace, language)
    yield Text()
    yield from remarks(own)


def _plain(words: str) -> Text:
    """Return a text from data as it may be shown."""
    return Text(printable(words))


def _indented(words: str) -> Padding:
    """Return a line below a heading."""
    return Padding(_plain(words), _INDENT)


def _section(name: str, language: str) -> Iterator[RenderableType]:
    """Yield an empty line and a heading."""
    yield Text()
    yield Text(text(name, language), style="bold")


def _heading(trace: Trace, language: str) -> str:
    """Return indicator, region, month and extract date in one line."""
    region = trace.request.regions[0]
    name = f"{region_name(region, language)} ({text(f'kind.{region.kind}', language)})"
    extract = f"{text('extract_date', language)} {day(trace.extract_date, language)}"
    title = trace.indicator.titles[language]
    return printable(f"{title} · {name} · {trace.month:%Y-%m} · {extract}")


def _definition(trace: Trace, language: str) -> str:
    """Say whose definition it is, and of which indicator it is a variant."""
    one = trace.indicator
    words = f"{text(f'explain.{one.status}', language)}: {one.sources[language]}"
    if one.variant_of:
        words += f" · {text('explain.variant_of', language)} {one.variant_of}"
    if one.stands_in:
        words += f" · {text('explain.stands_in', language)}"
    changed = {
        told_change(value, language) if value.table == CONSTANTS else value.table
        for value in trace.policy
        if value.instead_of is not None and value.table != REGIONS
    }
    if changed:
        words += f" · {text('explain.changed', language, {'rules': ', '.join(sorted(changed))})}"
    return words


# -------------------------------------------------------------------------------------- a figure


def _cell(trace: Trace, cell: Cell, language: str) -> Iterator[RenderableType]:
    """Yield the steps to a figure, the figure, and how it differs from the month before."""
    if trace.request.by:
        yield Text(_group(trace, cell, language), style="bold")
    if cell.figure.status != "ok":
        yield _indented(_why_not(trace, cell.figure.status, language))
        return
    yield Padding(_steps(trace, cell, language), _INDENT)
    yield _indented(_how(trace, cell.figure, language))
    yield _indented(_since(trace, cell, language))


def _why_not(trace: Trace, status: str, language: str) -> str:
    """Say why there is no figure; movements and survival medians have reasons of their own."""
    of_kind = "movement" if trace.indicator.movement else trace.indicator.kind
    own = f"_{of_kind}" if status in _OWN_REASONS.get(of_kind, ()) else ""
    return text(f"explain.{status}{own}", language, _limits(trace))


def _group(trace: Trace, cell: Cell, language: str) -> str:
    """Return the values of the breakdown."""
    pairs = zip(trace.request.by, cell.group, strict=True)
    named = (f"{one.titles[language]} = {value}" for one, value in pairs if value is not None)
    return printable(" · ".join(named))


def _limits(trace: Trace) -> dict[str, str]:
    """Return what is said of protection: counts of 1 to 4 are hidden."""
    return {"least": "1", "most": str(trace.request.threshold - 1)}


def _steps(trace: Trace, cell: Cell, language: str) -> Table:
    """Return what is left after each step, then denominator and numerator."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    for place, step in enumerate(cell.steps):
        words = step.condition if place else _source(trace, step, language)
        shown = "..." if step.count is None else number(step.count, language)
        table.add_row(_plain(words), shown, _unit(trace.row_unit, language))
    for words, count, unit in _parts(trace, cell.figure, language):
        table.add_row(_plain(words), number(count, language), _unit(unit, language))
    return table


def _source(trace: Trace, step: Step, language: str) -> str:
    """Say where the rows come from: jobseekers (model.periods), or those who may have moved."""
    rows = text("explain.rows", language)
    is_movement = bool(trace.query.movement)
    words = rows if is_movement else text_or(f"explain.from.{step.condition}", language, rows)
    return f"{words} ({step.condition})" if step.condition else words


def _unit(unit: str, language: str) -> str:
    """Return a unit of rows or of time in the user's language."""
    return text_or(f"unit.{unit}", language, unit)


def _parts(trace: Trace, figure: Figure, language: str) -> Iterator[tuple[str, int, str]]:
    """Yield words, number and unit of denominator and numerator."""
    if figure.denominator is not None:
        yield text("explain.denominator", language), figure.denominator, trace.row_unit
    words = expression(trace, "numerator")
    name = text("explain.numerator", language)
    if figure.numerator is not None:
        yield (
            f"{name}: {words}" if words not in ("", "1") else name,
            figure.numerator,
            numerator_unit(trace),
        )


def _how(trace: Trace, figure: Figure, language: str) -> str:
    """Say how the value comes from its parts: 120 / 512 x 100 = 23.4 %."""
    one = trace.indicator
    if figure.value is None:
        return text("explain.over_nobody", language)
    shown = number(figure.value, language, decimals(one))
    unit = _unit(one.unit, language)
    if one.kind == "count":
        return f"= {shown}{NBSP}{unit}"
    parts = f"{_exact(figure.numerator, language)} / {_exact(figure.denominator, language)}"
    scale = {"%": " × 100", "weeks": " / 7"}.get(one.unit, "") if trace.scale != 1 else ""
    kind = text_or(f"explain.kind.{one.kind}", language, "")
    return f"{parts}{scale} = {shown}{NBSP}{unit}{kind}"


def _exact(count: int | None, language: str) -> str:
    """Return a part with all its digits."""
    return number(count or 0, language)


def _since(trace: Trace, cell: Cell, language: str) -> str:
    """Say how the figure differs from that of the month before, and where the reasons are."""
    month = f"{month_before(trace.month):%Y-%m}"
    before = cell.previous
    if before is None:
        return text("explain.no_previous", language, {"month": month})
    if before.value is None:
        reason = _why_not(trace, before.status, language)
        return text("explain.previous_without", language, {"month": month, "reason": reason})
    values = {
        "month": month,
        "value": with_unit(before.value, before.status, trace.indicator, language),
        "changes": ", ".join(_changes(trace, cell, language)),
    }
    words = text("explain.previous", language, values)
    return f"{words} {_flows(trace, language)}".strip()


def _changes(trace: Trace, cell: Cell, language: str) -> Iterator[str]:
    """Yield by how much the value and its parts differ."""
    differences = change(cell)
    if trace.indicator.kind == "count":
        differences = {"value": differences["value"]}
    for part, difference in differences.items():
        if difference is not None:
            places = decimals(trace.indicator) if part == "value" else 0
            shown = number(difference, language, places, sign=True)
            yield f"{text(f'explain.{part}', language)} {shown}"


def _flows(trace: Trace, language: str) -> str:
    """Point to the command that splits a change of long-term unemployment."""
    if trace.indicator.id != STOCK:
        return ""
    by = ",".join(trace.request.by_columns)
    # A month alone is often hidden; whole years seldom are.
    months = f"--from {trace.month.year - 1}-01 --to {trace.month:%Y-%m}"
    command = f"tyo flows --region {trace.request.regions[0].id} {months}"
    return text("explain.flows", language, {"command": f"{command} --by {by}" if by else command})


# ------------------------------------------------------------------------------ what it rests on


def _protection(trace: Trace, language: str) -> str:
    """Say what is hidden, and whether a count on the way was."""
    if trace.request.threshold == 1:
        return text("nothing_hidden", language)
    words = text("explain.rule", language, _limits(trace))
    steps = [step for cell in trace.cells if cell.figure.status == "ok" for step in cell.steps]
    if any(step.status == "hidden" for step in steps):
        words += f" {text('explain.steps_hidden', language, _limits(trace))}"
    return words


def _query(trace: Trace, language: str) -> Iterator[RenderableType]:
    """Yield the query's file and its SQL below the header."""
    yield from _section("explain.query", language)
    yield _indented(str(trace.indicator.file))
    sql = trace.indicator.sql.partition("--- */")[2].strip("\n")
    yield Padding(Text("\n".join(printable(line) for line in sql.splitlines())), (0, 0, 0, 4))


def _files(trace: Trace, language: str) -> Iterator[RenderableType]:
    """Yield the loaded files: table, file, beginning of the hash, load and extract date."""
    if not trace.files:
        return
    yield from _section("explain.files", language)
    rows = (
        (one.table, one.file, one.sha256[:_HASH], f"{one.load}", f"{one.extract_date}")
        for one in trace.files
    )
    names = ("table", "file", "sha256", "load", "extract_date")
    yield Padding(_grid(names, rows), _INDENT)


def _policy(trace: Trace, language: str) -> Iterator[RenderableType]:
    """Yield the constants and the region in use, a line per whole table, and the user's rows."""
    if not trace.policy:
        return
    yield from _section("explain.policy", language)
    tables: dict[str, list[PolicyValue]] = {}
    for value in trace.policy:
        tables.setdefault(value.table, []).append(value)
    lines = [line for table, values in tables.items() for line in _table(table, values, language)]
    yield Padding(_grid((), lines), _INDENT)


def _table(table: str, values: Sequence[PolicyValue], language: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each row in use, or a whole table in a line with the user's rows."""
    rows = values
    if table not in (CONSTANTS, REGIONS):
        own = [one for one in values if one.is_own]
        whose = str(own[0].file) if own else text("explain.package", language)
        yield (
            table,
            f"{text('explain.policy_rows', language, {'count': str(len(values))})} · {whose}",
        )
        rows = [one for one in own if one.instead_of is not None]
    for one in rows:
        yield f"{table} {one.name}", f"{one.value} · {_origin(one, language)}"


def _origin(one: PolicyValue, language: str) -> str:
    """Say where a value comes from: the source of ours, or the place in the user's own file."""
    if not one.is_own:
        return one.source or text("explain.package", language)
    place = f"{one.file} line {one.line}"
    if not one.instead_of:
        return place
    return text("explain.instead", language, {"place": place, "ours": one.instead_of})


def _refused(trace: Trace, language: str) -> Iterator[RenderableType]:
    """Yield what was refused of the tables in use, and how far it could move the figure."""
    yield from _section("explain.refused", language)
    if not trace.refused:
        yield _indented(text("explain.nothing_refused", language))
        return
    hidden = ("...", "...")
    rows = (
        (one.table, one.code, *(hidden if one.rows is None else (f"{one.rows}", f"{one.persons}")))
        for one in trace.refused
    )
    yield Padding(_grid(("table", "code", "rows", "persons"), rows), _INDENT)
    if trace.refused_persons is not None:
        persons = {"persons": number(trace.refused_persons, language)}
        bounds = "reach" if trace.query.of_persons else "no_bounds"
        yield _indented(text(f"explain.{bounds}", language, persons))


def _grid(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return texts as a table, with or without names of its columns."""
    style = box.SIMPLE_HEAD if names else None
    table = Table(
        box=style, pad_edge=False, show_edge=False, show_header=bool(names), padding=(0, 2, 0, 0)
    )
    listed = list(rows)
    for place in range(len(listed[0])):
        name = Text(names[place] if names else "")
        table.add_column(name, overflow="fold", no_wrap=place < _UNBROKEN - (not names))
    for row in listed:
        table.add_row(*(_plain(one) for one in row))
    return table
