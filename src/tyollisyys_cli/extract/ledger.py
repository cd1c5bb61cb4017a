"""The ledger: which files were loaded, what became of their rows, and taking a load back."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.deliveries import build_current
from tyollisyys_cli.extract.tables import DATE, END, PERSON, START, TABLES
from tyollisyys_cli.log import user_name

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from pathlib import Path

    import polars as pl

    from tyollisyys_cli.extract.deliveries import Delivery
    from tyollisyys_cli.extract.pseudonyms import Key
    from tyollisyys_cli.extract.tables import Table
    from tyollisyys_cli.resources import QueryFolders

META_TABLES = {
    "extract": "extract_date date, query_hash varchar, key_id varchar",
    "loads": "load_id integer, register_table varchar, file varchar, sha256 varchar, "
    "extract_date date, period_from date, period_to date, read_rows bigint, loaded_rows bigint, "
    "quarantined_rows bigint, duplicate_rows bigint, dialect varchar, layout varchar, "
    "loaded_at timestamp, loaded_by varchar, undone_at timestamp",
    "quarantine": "load_id integer, register_table varchar, file varchar, line integer, "
    "code varchar, column_name varchar, value varchar, person uuid, start_date date",
    "repairs": "load_id integer, register_table varchar, file varchar, code varchar, count bigint",
    "forgotten": "person uuid",
    "superseded": "register_table varchar, person uuid, start_date date, reason varchar, "
    "load_id integer, superseded_by date",
}


@dataclass(frozen=True)
class Entry:
    """What the ledger keeps of a file: read = loaded + quarantined + duplicates."""

    load_id: int
    table: str
    file: str
    """The file's name, identity codes masked."""
    sha256: str
    read: int
    loaded: int
    quarantined: int
    duplicates: int
    dialect: str
    layout: str


@dataclass(frozen=True)
class Undone:
    """A load that was taken back, and how many rows of the register went with it."""

    load_id: int
    files: int
    rows: int
    is_empty: bool
    """Whether nothing is loaded any more."""


def create_tables(connection: database.Connection, key: Key) -> None:
    """Create the schemas, the ledger, the quarantine and an empty raw table per register table."""
    for schema in database.SCHEMAS:
        connection.execute(f"create schema {schema}")
    for name, columns in META_TABLES.items():
        connection.execute(f"create table meta.{name} ({columns})")
    connection.execute("insert into meta.extract values (null, '', $key)", {"key": key.id})
    connection.execute(
        "create view meta.loaded_tables as "
        "select distinct register_table from meta.loads where undone_at is null"
    )
    for table in TABLES.values():
        columns = ", ".join(f"{name} {kind}" for name, kind in _raw_columns(table))
        connection.execute(f"create table raw.{table.name} ({columns}, load_id integer)")


def _raw_columns(table: Table) -> Iterable[tuple[str, str]]:
    """Yield the name and SQL type of every raw column."""
    types = {PERSON: "uuid", START: "date", END: "date", DATE: "date"}
    return ((column.name, types.get(column.kind, "varchar")) for column in table.columns)


def prepare(connection: database.Connection, path: Path, key: Key) -> None:
    """Make the tables of a new database, or check that a load may go into this one.

    Raises InputError for a database that is not ours, is of an earlier version or has another key.
    """
    if database.rows(connection, "select 1 from duckdb_schemas() where schema_name = 'meta'"):
        check(connection, path, key)
    else:
        create_tables(connection, key)


def check(connection: database.Connection, path: Path, key: Key) -> None:
    """Refuse a database of another program, of an earlier version, or with another key."""
    database.refuse_foreign(connection, path)
    known = database.rows(connection, "select key_id from meta.extract")[0][0]
    if known == key.id:
        return
    if key.is_new:
        raise InputError(
            f"{path} was loaded with the key {known}, and {key.file} is not there",
            "name the right key with --key FILE: two keys would split every person in two",
        )
    raise InputError(
        f"the database was loaded with the key {known}, this one is {key.id}",
        "name the right key with --key FILE: two keys would split every person in two",
    )


@contextlib.contextmanager
def opened(path: Path) -> Generator[database.Connection]:
    """Open a loaded database for reading its ledger; raises InputError when there is none."""
    database.check_file(path)
    connection = database.connect(path, read_only=True)
    try:
        with database.damage_told(path):
            database.refuse_foreign(connection, path)
            yield connection
    finally:
        connection.close()


# -------------------------------------------------------------------------------- what is known


def known_files(connection: database.Connection, delivery: Delivery) -> dict[tuple[str, str], str]:
    """Return table and hash of the files loaded with this extract date and period.

    The value says with which layout.
    """
    period = delivery.period
    found = database.rows(
        connection,
        "select register_table, sha256, layout from meta.loads where undone_at is null "
        "and extract_date = $day and period_from is not distinct from $first "
        "and period_to is not distinct from $last",
        {
            "day": delivery.extract_date,
            "first": period.first if period else None,
            "last": period.last if period else None,
        },
    )
    return {(table, digest): layout for table, digest, layout in found}


def extract_date(connection: database.Connection) -> date:
    """Return the day up to which the database knows the register."""
    return database.rows(connection, "select extract_date from meta.extract")[0][0]


def next_load(connection: database.Connection) -> int:
    """Return the number of the next load: those of undone loads are not used again."""
    return database.rows(connection, "select coalesce(max(load_id), 0) + 1 from meta.loads")[0][0]


def rows_last_time(
    connection: database.Connection, table: str, load_id: int, day: date
) -> tuple[int, date] | None:
    """Return rows and date of the latest other delivery of a table up to a day, if there is one."""
    found = database.rows(
        connection,
        "select sum(read_rows)::bigint, extract_date from meta.loads "
        "where register_table = $table and load_id <> $load and undone_at is null "
        "and extract_date <= $day "
        "group by load_id, extract_date order by extract_date desc, load_id desc limit 1",
        {"table": table, "load": load_id, "day": day},
    )
    return found[0] if found else None


def write(connection: database.Connection, entry: Entry, delivery: Delivery) -> None:
    """Add the row that tells what became of a file."""
    period = delivery.period
    values = {
        "load_id": entry.load_id,
        "register_table": entry.table,
        "file": entry.file,
        "sha256": entry.sha256,
        "extract_date": delivery.extract_date,
        "period_from": period.first if period else None,
        "period_to": period.last if period else None,
        "read_rows": entry.read,
        "loaded_rows": entry.loaded,
        "quarantined_rows": entry.quarantined,
        "duplicate_rows": entry.duplicates,
        "dialect": entry.dialect,
        "layout": entry.layout,
        "loaded_at": _now(),
        "loaded_by": user_name(),
    }
    names = ", ".join(values)
    places = ", ".join(f"${name}" for name in values)
    connection.execute(f"insert into meta.loads ({names}) values ({places})", values)  # noqa: S608


def _now() -> datetime:
    """Return the time as the ledger keeps it: UTC, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


# --------------------------------------------------------------------------- reading and undoing


def read_ledger(path: Path) -> pl.DataFrame:
    """Return a row per loaded file, the loads in their order; raises InputError."""
    with opened(path) as connection:
        return database.query(
            connection,
            """
            select
                load_id as load,
                file,
                register_table as table,
                sha256,
                read_rows as read,
                loaded_rows as loaded,
                quarantined_rows as refused,
                duplicate_rows as repeated,
                extract_date,
                period_from || '..' || period_to as period,
                dialect,
                layout,
                loaded_at,
                loaded_by,
                undone_at,
            from meta.loads
            order by load_id, register_table, file
            """,
        )


def undo(
    path: Path,
    load_id: int,
    *,
    folders: QueryFolders,
    progress: Callable[[str], None] = lambda _step: None,
) -> Undone:
    """Take a load back: its rows go, the ledger keeps its entry, and the model is built again.

    Raises UsageError for a load that is not there or was taken back before.
    """
    with opened(path) as connection:
        _refuse_unknown(connection, load_id)
    with database.replacing(path) as connection:
        _refuse_unknown(connection, load_id)
        own = {"load": load_id}
        files = database.rows(
            connection, "select count(*) from meta.loads where load_id = $load", own
        )[0][0]
        undone = "update meta.loads set undone_at = $now where load_id = $load"
        with database.transaction(connection):
            rows = _delete_rows(connection, load_id)
            connection.execute(undone, own | {"now": _now()})
            build_current(connection)
        is_empty = not database.rows(connection, "from meta.loaded_tables")
        if is_empty:
            database.drop_model(connection)
        else:
            database.build_model(connection, folders, progress)
        return Undone(load_id, files, rows, is_empty)


def _refuse_unknown(connection: database.Connection, load_id: int) -> None:
    """Refuse the number of no load; raises UsageError that lists the loads."""
    found = database.rows(
        connection,
        "select distinct load_id from meta.loads where undone_at is null order by load_id",
    )
    loads = [one for (one,) in found]
    if load_id not in loads:
        listed = ", ".join(map(str, loads)) or "none"
        raise UsageError(f"no load {load_id}", f"loads that can be taken back: {listed}")


def _delete_rows(connection: database.Connection, load_id: int) -> int:
    """Delete what a load brought; returns the number of its rows of the register."""
    own = {"load": load_id}
    names = [f"raw.{table}" for table in TABLES]
    rows = 0
    for name in (*names, "meta.quarantine", "meta.repairs"):
        gone = database.rows(connection, f"delete from {name} where load_id = $load", own)[0][0]  # noqa: S608
        rows += gone if name in names else 0
    return rows
