"""What is wrong with the loaded rows, and how far it could move the figures.

Refused rows and repairs are counted by the loads; conflicts between rows are the selects of
`queries/checks`, one file a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.extract.defects import CONFLICT, DEFECTS, sentence
from tyollisyys_cli.extract.tables import SERVICE_SOURCES
from tyollisyys_cli.indicators import figures
from tyollisyys_cli.query_steps import steps_to
from tyollisyys_cli.scope import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.regions import Region
    from tyollisyys_cli.resources import QueryFolders

_EXAMPLES = 3
_NO_FIGURE: dict[str, Any] = {
    **dict.fromkeys(("value", "numerator", "denominator")),
    "status": "not_observable",
}
_COUNTS = pl.Schema({"code": pl.String, "count": pl.Int64, "unit": pl.String})


@dataclass(frozen=True)
class Check:
    """Defects of the loaded rows.

    `counts`: code, count, unit; refused rows and repairs that were met, and every conflict.
    `examples`: code -> up to three places where it was met.
    """

    counts: pl.DataFrame
    examples: dict[str, tuple[str, ...]]


def check(connection: database.Connection, folders: QueryFolders) -> Check:
    """Count the defects of the loads in force, sorted by code; raises QueryError for a bad file."""
    refused = database.rows(connection, "select code, count(*) from meta.quarantine group by code")
    repaired = database.rows(
        connection, "select code, cast(sum(count) as bigint) from meta.repairs group by code"
    )
    conflicts = {file.stem: _conflict(connection, file) for file in check_files(folders)}
    counted = {code: count for code, count in [*refused, *repaired] if count}
    counted |= {code: count for code, (count, _) in conflicts.items()}
    rows = [(code, count, DEFECTS[code].unit) for code, count in sorted(counted.items())]
    examples = {code: _refused_examples(connection, code) for code, _ in refused}
    return Check(
        pl.DataFrame(rows, schema=_COUNTS, orient="row"),
        examples | {code: shown for code, (_, shown) in conflicts.items()},
    )


def check_files(folders: QueryFolders) -> list[Path]:
    """Return the selects of the conflicts, one file for each code."""
    files = sorted((folders.own / "checks").glob("*.sql"))
    return [file for file in files if DEFECTS[file.stem].level == CONFLICT]


def _conflict(connection: database.Connection, file: Path) -> tuple[int, tuple[str, ...]]:
    """Return how many conflicts a select finds, and the first ones: dates, never who."""
    view = f'temp."check {file.stem}"'
    sql = file.read_text(encoding="utf-8")
    database.run_file(
        connection, f"create or replace temp table {view[5:]} as\n{sql}", file, lines_before=1
    )
    count = database.rows(connection, f"select count(*) from {view}")[0][0]  # noqa: S608 - the file's name
    found = database.rows(
        connection,
        f"select start_date, other_start_date from {view} order by all limit {_EXAMPLES}",  # noqa: S608
    )
    return count, tuple(f"{first or '..'} / {second or '..'}" for first, second in found)


def _refused_examples(connection: database.Connection, code: str) -> tuple[str, ...]:
    """Return file, line and value of the first refused rows of a code."""
    found = database.rows(
        connection,
        "select file, line, column_name, value from meta.quarantine where code = $code "
        "order by load_id, file, line limit $limit",
        {"code": code, "limit": _EXAMPLES},
    )
    return tuple(
        f"{file} line {line}" + (f", {column}: {value}" if column and value else "")
        for file, line, column, value in found
    )


def refused_rows(connection: database.Connection, language: str) -> pl.DataFrame:
    """Return the refused rows for whoever made the extract.

    Columns: load, file, line, code, column, value, message; sorted by load, file and line.
    """
    found = database.rows(
        connection,
        "select load_id, file, line, code, coalesce(column_name, ''), coalesce(value, '') "
        "from meta.quarantine order by load_id, file, line, code",
    )
    rows = [
        (*row, sentence(row[3], language, {"column": row[4], "value": row[5]})) for row in found
    ]
    schema = {
        "load": pl.Int64,
        "file": pl.String,
        "line": pl.Int64,
        **dict.fromkeys(("code", "column", "value", "message"), pl.String),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def reach(
    connection: database.Connection, indicators: list[Indicator], country: Region
) -> pl.DataFrame:
    """Return how far the refused rows could move each indicator in the latest month.

    Columns: indicator, month, value, low, high, rows, persons, status. The value is protected, and
    one that is hidden has no low and high. `persons` have a refused row in a table that the
    indicator rests on; a row without a readable person is a person of its own. A count of persons
    moves by at most so many; a share of persons by at most so many in its parts. How far others
    move is not known, so low and high are empty: a person can have several spells in a month, and
    a mean or a median has no bounds. Without any jobseeker there is no month, and no figure.
    """
    month = database.rows(connection, "select max(month) from model.count_days")[0][0]
    found: dict[str, dict[str, Any]] = {}
    if month:
        request = Request(tuple(indicators), (country,), month, month)
        found = {row["indicator"]: row for row in figures(connection, request).frame.to_dicts()}
    shown = f"{month:%Y-%m}" if month else None
    rows: list[tuple[object, ...]] = []
    for one in indicators:
        touched = _touched(connection, _tables(one))
        figure = found.get(one.id, _NO_FIGURE)
        rows.append((one.id, shown, *_range(one, figure, touched[1]), *touched, figure["status"]))
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    counts = dict.fromkeys(("rows", "persons"), pl.Int64)
    schema = {"indicator": pl.String, "month": pl.String, **numbers, **counts, "status": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def refused_rows_of(
    connection: database.Connection, tables: Sequence[str]
) -> tuple[list[tuple[str, str, int, int]], int]:
    """Return table, code, rows and persons of what was refused, and how many persons in all.

    A row without a readable person is one of its own. A course has no person: its refused rows
    touch all whose training is of a course that is not there.
    """
    by_code = database.rows(
        connection,
        f"select register_table, code, {_REFUSED} group by all order by all",
        {"tables": list(tables)},
    )
    return [(table, code, rows, people) for table, code, rows, people in by_code], _touched(
        connection, tables
    )[1]


_REFUSED = """
    count(distinct row), count(distinct person) + count(distinct row) filter (where person is null)
    from (
        select register_table, code, quarantine.rowid as row,
            coalesce(quarantine.person, trainees.person) as person
        from meta.quarantine
        left join (
            select distinct hid_e as person
            from current.ytyokou
            where alkood = '1' and ktunoh not in (select ktuno from current.ktyokou)
        ) as trainees on quarantine.register_table = 'KTYOKOU'
        where list_contains($tables, quarantine.register_table)
    )"""


def _tables(indicator: Indicator) -> list[str]:
    """Return the register's tables that an indicator rests on."""
    return [*indicator.needs, *(SERVICE_SOURCES if indicator.services else ())]


def _touched(connection: database.Connection, tables: Sequence[str]) -> tuple[int, int]:
    """Return the refused rows of the tables that a figure rests on, and their persons."""
    return database.rows(connection, f"select {_REFUSED}", {"tables": list(tables)})[0]


def _range(
    indicator: Indicator, row: dict[str, Any], persons: int
) -> tuple[float | None, float | None, float | None]:
    """Return a figure, and the least and the most that it can be with so many persons moved."""
    value, numerator, denominator = row["value"], row["numerator"], row["denominator"]
    if value is None or numerator is None:
        return value, None, None
    if not persons:
        return value, value, value
    if not steps_to(indicator).of_persons:
        return value, None, None
    if indicator.kind == "count":
        return value, max(value - persons, 0.0), value + persons
    if indicator.kind != "share" or denominator is None:
        return value, None, None
    low = 100 * max(numerator - persons, 0.0) / max(denominator, 1.0)
    high = 100 * (numerator + persons) / max(denominator, 1.0)
    return value, round(low, 4), round(min(high, 100.0), 4)
