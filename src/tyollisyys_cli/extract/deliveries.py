"""Deliveries: which files were read from the register together, and which of their rows hold.

Every accepted row of every load stays in `raw`. `current` is made of them again after each load
and follows from the set of loads alone, so that deliveries may come in any order:
of the rows of one key (person, start and kind) those of the latest extract date hold, and none of
them when a later delivery states a period with their start in it and has no row of the key.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.tables import DATE, PERSON, START, TABLES, Table
from tyollisyys_cli.toml_file import read_toml, unknown_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

EXTRACT_FILE = "extract.toml"
_KEYS = ("extract_date", "period", "period_from", "period_to")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Period:
    """The days that a delivery covers whole.

    A row that starts on one of them and is not in the delivery is no longer in the register.
    """

    first: date
    last: date

    def __str__(self) -> str:
        """Write it as the command line reads it."""
        return f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Delivery:
    """Files that were read from the register up to one day, and cover one period whole or none."""

    files: tuple[tuple[Path, Table], ...]
    extract_date: date
    period: Period | None
    source: str
    """What says the extract date."""


@dataclass(frozen=True)
class _Told:
    """What a folder's extract.toml says; None where there is none."""

    extract_date: date | None = None
    period: Period | None = None


def plan_deliveries(
    files: Sequence[tuple[Path, Table]],
    *,
    extract_date: date | None,
    period: Period | None,
    latest_update: Callable[[Sequence[tuple[Path, Table]]], date | None],
) -> list[Delivery]:
    """Group files by extract date and period, the earliest first.

    What is given holds for all files, else the extract.toml of their folder, else the latest
    update of a person (`latest_update`) for all files that nothing is said of. Raises InputError
    when the date is not known or is still to come.
    """
    told = {folder: _told(folder) for folder in {path.parent for path, _ in files}}
    silent = [one for one in files if not (extract_date or told[one[0].parent].extract_date)]
    latest = latest_update(silent) if silent else None
    groups: dict[tuple[date, Period | None, str], list[tuple[Path, Table]]] = {}
    for path, table in files:
        own = told[path.parent]
        day, source = _day(extract_date, own.extract_date, latest)
        groups.setdefault((day, period or own.period, source), []).append((path, table))
    found = [Delivery(tuple(group), *key) for key, group in groups.items()]
    return sorted(found, key=lambda one: (one.extract_date, str(one.period)))


def _day(given: date | None, told: date | None, latest: date | None) -> tuple[date, str]:
    """Return the extract date of a file and what says it; raises InputError."""
    if given:
        return given, "--extract-date"
    day, source = (told, EXTRACT_FILE) if told else (latest, "the latest vppvmh of YHENK")
    if day is None:
        raise InputError(
            "the extract date is not known: no extract.toml, and no vppvmh in a file YHENK",
            "say it with --extract-date YYYY-MM-DD",
        )
    if is_to_come(day):
        raise InputError(
            f"the extract date {day} (from {source}) is after today",
            "say the day up to which the register was read with --extract-date YYYY-MM-DD",
        )
    return day, source


def is_to_come(day: date) -> bool:
    """Whether an extract date is wrong: it would let rows of the future in, now and later."""
    return day > datetime.now().astimezone().date()


def _told(folder: Path) -> _Told:
    """Read what the extract.toml of a folder says; raises InputError that names the file."""
    file = folder / EXTRACT_FILE
    if not file.exists():
        return _Told()
    content = read_toml(file, InputError)
    if key := unknown_key(content, _KEYS):
        raise InputError(f"{file}: unknown key '{key}'", f"known keys: {', '.join(_KEYS)}")
    if not content:
        raise InputError(f"{file}: says nothing", "write extract_date = 2024-07-31")
    day = _told_day(file, content, "extract_date") if "extract_date" in content else None
    return _Told(day, _told_period(file, content))


def _told_day(file: Path, content: dict[str, object], key: str) -> date:
    """Return a date of the file; raises InputError."""
    value = content.get(key)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError(
            f"{file}: {key} is not a date", f"write {key} = 2024-07-31, without quotes"
        )
    return value


def _told_period(file: Path, content: dict[str, object]) -> Period | None:
    """Return the period of the file, in one text or as two dates; raises InputError."""
    ends = [key for key in ("period_from", "period_to") if key in content]
    if "period" in content:
        if ends:
            raise InputError(f"{file}: says both period and {ends[0]}", "say the period once")
        try:
            return parse_period(str(content["period"]))
        except UsageError as error:
            raise InputError(f"{file}: {error.message}", error.hint) from error
    if not ends:
        return None
    period = Period(*(_told_day(file, content, key) for key in ("period_from", "period_to")))
    if period.first > period.last:
        raise InputError(f"{file}: the period {period} ends before it begins")
    return period


def parse_period(text: str) -> Period:
    """Parse `FROM..TO`, each a date or a month; raises UsageError."""
    first, dots, last = text.partition("..")
    try:
        if not dots:
            raise ValueError(text)
        period = Period(_bound(first.strip(), last=False), _bound(last.strip(), last=True))
    except ValueError as error:
        raise UsageError(
            f"'{text}' is not a period", "write it as 2023-01-01..2023-12-31 or 2023-01..2023-12"
        ) from error
    if period.first > period.last:
        raise UsageError(f"the period {period} ends before it begins", "write it as FROM..TO")
    return period


def _bound(text: str, *, last: bool) -> date:
    """Return a day, or the first or last day of a month; raises ValueError."""
    if month := _MONTH.fullmatch(text):
        first = date(int(month[1]), int(month[2]), 1)
        return first.replace(day=calendar.monthrange(first.year, first.month)[1]) if last else first
    return date.fromisoformat(text)


# ------------------------------------------------------------------------------ the rows in force


def build_current(connection: database.Connection) -> None:
    """Make the rows in force of every table, and the list of rows that later deliveries took.

    A table of which no load can supersede another costs nothing: it is a view of the raw rows.
    """
    connection.execute("drop schema if exists current cascade")
    connection.execute("create schema current")
    connection.execute("delete from meta.superseded")
    connection.execute(
        "update meta.extract set extract_date = "
        "(select max(loads.extract_date) from meta.loads as loads where loads.undone_at is null)"
    )
    loads = _count_loads(connection)
    for table in TABLES.values():
        dates, deliveries = loads.get(table.name, (0, 0))
        if dates > 1:
            _settle(connection, table)
        else:
            rows = "distinct" if deliveries > 1 else ""
            connection.execute(
                f"create view current.{table.name} as "  # noqa: S608
                f"select {rows} {_columns(table)} from raw.{table.name}"
            )


# When every load of a table was read from the register, and what it covers.
_DATED = """
    create temp table dated as
    select distinct load_id, extract_date, period_from, period_to
    from meta.loads where register_table = $register_table and undone_at is null
"""


def _count_loads(connection: database.Connection) -> dict[str, tuple[int, int]]:
    """Return the numbers of extract dates and of loads of every table."""
    found = database.rows(
        connection,
        "select register_table, count(distinct extract_date), count(distinct load_id) "
        "from meta.loads where undone_at is null group by register_table",
    )
    return {table: (dates, loads) for table, dates, loads in found}


def _columns(table: Table, of: str = "") -> str:
    """List a table's columns, for a select."""
    return ", ".join(f"{of}{column.name}" for column in table.columns)


def _same(columns: Sequence[str], one: str, other: str) -> str:
    """Return the condition that two rows agree on columns; nothing is the same as nothing."""
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in columns)


def _settle(connection: database.Connection, table: Table) -> None:
    """Make current.<table> of loads with several extract dates, and list what does not hold."""
    own = {"register_table": table.name}
    connection.execute(_DATED, own)
    connection.execute(_newest(table))
    if table.start and table.column(PERSON):
        connection.execute(_removed(table), own)
    else:
        connection.execute(_none_removed(table))
    connection.execute(_in_force(table))
    connection.execute(_superseded(table), own)
    for name in ("dated", "newest", "removed"):
        connection.execute(f"drop table {name}")


def _newest(table: Table) -> str:
    """Return the statement for the latest extract date of every key."""
    key = ", ".join(table.key)
    return (
        f"create temp table newest as select {key}, max(dated.extract_date) as latest "  # noqa: S608
        f"from raw.{table.name} inner join dated using (load_id) group by {key}"
    )


def _removed(table: Table) -> str:
    """Return the statement for the keys that a later delivery should have had and did not.

    A row that was refused is in the delivery: it never removes the good one of an earlier load.
    """
    start = _start_day(table, "newest")
    return f"""
        create temp table removed as
        with refused as (
            select distinct quarantine.person, quarantine.start_date, dated.extract_date
            from meta.quarantine
            inner join dated using (load_id)
            where quarantine.register_table = $register_table and quarantine.person is not null
        ),
        missed as (
            select newest.*, {start} as start_day, dated.extract_date as day
            from newest
            inner join dated
                on newest.latest < dated.extract_date
                and {start} between dated.period_from and dated.period_to
        )
        select {", ".join(f"missed.{name}" for name in table.key)}, min(missed.day) as day
        from missed
        where not exists (
            select 1 from refused
            where refused.person = missed.hid_e and refused.extract_date = missed.day
            and refused.start_date is null
        ) and not exists (
            select 1 from refused
            where refused.person = missed.hid_e and refused.extract_date = missed.day
            and refused.start_date = missed.start_day
        )
        group by all
    """  # noqa: S608


def _none_removed(table: Table) -> str:
    """Return the statement for a table whose rows have no start that a period could cover."""
    return f"""
        create temp table removed as
        select {", ".join(table.key)}, latest as day from newest limit 0
    """  # noqa: S608


def _start_day(table: Table, of: str) -> str:
    """Return the expression for a row's start; a benefit is paid for a month, which is text."""
    if not table.start:
        return "null"
    is_date = any(one.name == table.start and one.kind in (START, DATE) for one in table.columns)
    return f"{of}.{table.start}" if is_date else f"try_cast({of}.{table.start} || '-01' as date)"


def _in_force(table: Table) -> str:
    """Return the statement for the rows that hold."""
    return f"""
        create table current.{table.name} as
        select distinct {_columns(table, "delivered.")}
        from raw.{table.name} as delivered
        inner join dated using (load_id)
        inner join newest
            on dated.extract_date = newest.latest
            and {_same(table.key, "delivered", "newest")}
        where not exists (
            select 1 from removed where {_same(table.key, "delivered", "removed")}
        )
    """  # noqa: S608


def _superseded(table: Table) -> str:
    """Return the statement that lists what was replaced or removed; exact repetition is neither."""
    names = [column.name for column in table.columns]
    person = "delivered.hid_e" if table.column(PERSON) else "null"
    start = _start_day(table, "delivered")
    is_removed = "dated.extract_date = newest.latest"
    return f"""
        insert into meta.superseded
        select
            $register_table,
            {person},
            {start},
            case when {is_removed} then 'removed' else 'replaced' end as reason,
            max(delivered.load_id),
            case when {is_removed} then removed.day else newest.latest end as superseded_by,
        from raw.{table.name} as delivered
        inner join dated using (load_id)
        inner join newest on {_same(table.key, "delivered", "newest")}
        left join removed on {_same(table.key, "delivered", "removed")}
        where (dated.extract_date < newest.latest or removed.day is not null)
        and not exists (
            select 1 from current.{table.name} as held where {_same(names, "delivered", "held")}
        )
        group by {_columns(table, "delivered.")}, reason, superseded_by
    """  # noqa: S608


def count_superseded(connection: database.Connection) -> Counter[tuple[str, str]]:
    """Return the number of superseded rows by table and reason (`replaced` or `removed`)."""
    found = database.rows(
        connection,
        "select register_table, reason, count(*) from meta.superseded group by all order by all",
    )
    return Counter({(table, reason): count for table, reason, count in found})
