"""A load: find the files, pass them through the gate, and put the accepted rows into the database.

Everything happens in one transaction on a copy of the database, which then takes its place.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.gate import Gated, gate
from tyollisyys_cli.extract.layout import TableLayout
from tyollisyys_cli.extract.masking import masked
from tyollisyys_cli.extract.reading import LINE, Records, Wanted, read_records
from tyollisyys_cli.extract.tables import DATE, END, START, TABLES, Table
from tyollisyys_cli.log import user_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.pseudonyms import Key
    from tyollisyys_cli.resources import QueryFolders

_SUFFIXES = (".csv", ".txt")
# Files of these kinds in a folder are named when they are left out.
_DATA_SUFFIXES = (*_SUFFIXES, ".tsv", ".xlsx", ".xls", ".parquet", ".gz", ".zip", ".7z")
_EXTRACT_FILE = "extract.toml"
_LAYOUT = TableLayout()


@dataclass(frozen=True)
class FileResult:
    """What became of one file: read = loaded + quarantined + duplicates."""

    file: Path
    table: str
    read: int
    loaded: int
    quarantined: int
    duplicates: int
    absent: tuple[str, ...] = ()
    already_loaded: bool = False
    refusals: tuple[tuple[str, int], ...] = ()
    """Reasons of quarantine with their counts."""
    dialect: str = ""
    """How the file is written, as it was found."""
    repairs: tuple[tuple[str, int], ...] = ()
    """What was put right, with its counts."""


@dataclass(frozen=True)
class LoadResult:
    """A finished load."""

    files: tuple[FileResult, ...]
    ignored: tuple[Path, ...]
    extract_date: date
    extract_date_source: str
    orphans: int = 0
    """Trainings whose course no loaded file knows: they count in no service category."""


@dataclass(frozen=True)
class _Delivery:
    """The files of a load and the day up to which the register was read."""

    files: tuple[tuple[Path, Table], ...]
    ignored: tuple[Path, ...]
    extract_date: date | None = None
    source: str = ""


@dataclass
class _Reader:
    """Reads each file once: the extract date may need YHENK before the load comes to it."""

    records: dict[Path, Records]

    def read(self, path: Path, table: Table) -> Records:
        """Return the records of a file, and forget them; raises FileRefusedError."""
        return self.records.pop(path, None) or read_records(path, Wanted.of(table, _LAYOUT))


def load(
    paths: Sequence[Path],
    *,
    database_file: Path,
    folders: QueryFolders,
    key: Key,
    extract_date: date | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> LoadResult:
    """Load extract files, or folders of them, and build the model.

    Raises InputError when a file is refused; the database is then as it was before.
    """
    delivery = _find(paths)
    reader = _Reader({})
    day, source = _extract_date(delivery, reader, extract_date)
    if database_file.is_file() and (known := _known_already(database_file, delivery, day, key)):
        return known
    codes = _municipalities(folders)
    with database.replacing(database_file) as connection:
        prepare(connection, day, key)
        results: list[FileResult] = []
        for path, table in delivery.files:
            progress(path.name)
            records_of = _Source(path, table, reader, day, codes)
            results.append(_load_file(connection, records_of, key))
        database.build_model(connection, folders, progress)
        return _result(connection, delivery, results, day, source)


def _known_already(path: Path, delivery: _Delivery, day: date, key: Key) -> LoadResult | None:
    """Return the result of a delivery that was loaded before, or None; the database only is read.

    A refused load must not even build the model again. Raises InputError for another key.
    """
    connection = database.connect(path, read_only=True)
    try:
        _refuse_foreign(connection, path)
        _check_key(connection, key)
        if not _holds(connection, delivery, day):
            return None
        return _result(connection, delivery, [_repeated(*one) for one in delivery.files])
    finally:
        connection.close()


def _refuse_foreign(connection: database.Connection, path: Path) -> None:
    """Refuse a database without a ledger; raises InputError."""
    ledger = "select 1 from duckdb_tables() where schema_name = 'meta' and table_name = 'loads'"
    if not database.rows(connection, ledger):
        raise InputError(
            f"{path}: a database, but not one that tyo has loaded",
            "name another file with --db FILE",
        )


def _holds(connection: database.Connection, delivery: _Delivery, day: date) -> bool:
    """Whether every file of the delivery was loaded before, with this extract date or a later."""
    known = _ledger(connection, day)
    return day <= _known_date(connection) and all(
        (table.name, _sha256(path)) in known for path, table in delivery.files
    )


def _ledger(connection: database.Connection, day: date) -> set[tuple[str, str]]:
    """Return table and hash of the files that loading again with this extract date adds nothing to.

    A file with refused rows may have been loaded with a date before their start.
    """
    rows = database.rows(
        connection,
        "select register_table, sha256 from meta.loads "
        "where quarantined_rows = 0 or extract_date >= $day",
        {"day": day},
    )
    return {(table, digest) for table, digest in rows}


def _known_date(connection: database.Connection) -> date:
    """Return the day up to which the database knows the register."""
    return database.rows(connection, "select extract_date from meta.extract")[0][0]


def _repeated(path: Path, table: Table) -> FileResult:
    """Return the result of a file that was loaded before."""
    return FileResult(path, table.name, 0, 0, 0, 0, already_loaded=True)


def _result(
    connection: database.Connection,
    delivery: _Delivery,
    results: Sequence[FileResult],
    day: date | None = None,
    source: str = "",
) -> LoadResult:
    """Sum up a load; `day` is its own extract date, and `source` what said it."""
    effective = _known_date(connection)
    return LoadResult(
        files=tuple(results),
        ignored=delivery.ignored,
        extract_date=effective,
        extract_date_source=source if effective == day else "an earlier load",
        orphans=_count_orphans(connection),
    )


@dataclass(frozen=True)
class _Source:
    """One file on its way through the gate."""

    path: Path
    table: Table
    reader: _Reader
    extract_date: date
    municipalities: list[str]

    def gated(self) -> tuple[int, Gated]:
        """Read and check the file; raises InputError when it is refused."""
        records = self.reader.read(self.path, self.table)
        gated = gate(
            records,
            self.table,
            extract_date=self.extract_date,
            municipalities=self.municipalities,
            layout=_LAYOUT,
        )
        return records.count, gated


def _find(paths: Sequence[Path]) -> _Delivery:
    """List the extract files of the paths by their names; raises InputError when there are none."""
    files: list[tuple[Path, Table]] = []
    ignored: list[Path] = []
    for path in paths:
        if path.is_dir():
            found, left_out = _look_into(path)
            files += found
            ignored += left_out
        elif not path.exists():
            raise InputError(
                f"{path}: no such file or folder", "name the extract files or a folder"
            )
        elif not path.is_file():
            raise InputError(f"{path}: not a regular file", "name the extract files or a folder")
        elif table := _table_of(path):
            files.append((path, table))
        else:
            raise InputError(
                f"{path}: the name does not say which register table it is",
                f"put the table's name into the file name: {', '.join(TABLES)}",
            )
    if not files:
        raise InputError(
            f"{', '.join(map(str, paths))}: no extract files",
            f"expected names such as YTHAKU.csv with one of {', '.join(TABLES)}",
        )
    return _Delivery(
        tuple(sorted(files, key=lambda one: (one[1].name, str(one[0])))), tuple(ignored)
    )


def _look_into(folder: Path) -> tuple[list[tuple[Path, Table]], list[Path]]:
    """List the extract files of a folder, and the files that look like data and are left out."""
    inside = sorted(one for one in folder.iterdir() if not one.is_dir())
    known = [(one, table) for one in inside if one.is_file() and (table := _table_of(one))]
    named = dict(known)
    return known, [
        one for one in inside if one.suffix.lower() in _DATA_SUFFIXES and one not in named
    ]


def _table_of(path: Path) -> Table | None:
    """Return the table whose name stands in the file's name as a word: `2024_YTHAKU.csv`."""
    if path.suffix.lower() not in _SUFFIXES:
        return None
    words = re.split(r"[^A-Z]+", path.stem.upper())
    return next((TABLES[word] for word in words if word in TABLES), None)


def _extract_date(delivery: _Delivery, reader: _Reader, given: date | None) -> tuple[date, str]:
    """Return the extract date and where it comes from; raises InputError when nothing says it."""
    if given:
        return given, "--extract-date"
    day, source = _told_date(delivery, reader)
    if _is_to_come(day):
        raise InputError(
            f"the extract date {day} (from {source}) is after today",
            "say the day up to which the register was read with --extract-date YYYY-MM-DD",
        )
    return day, source


def _is_to_come(day: date) -> bool:
    """Whether an extract date is wrong: it would let rows of the future in, now and later."""
    return day > datetime.now().astimezone().date()


def _told_date(delivery: _Delivery, reader: _Reader) -> tuple[date, str]:
    """Return the latest date that the folders of a delivery tell, else the register itself."""
    folders = sorted({path.parent for path, _ in delivery.files})
    files = [file for folder in folders if (file := folder / _EXTRACT_FILE).exists()]
    if files:
        return max(map(_read_extract_file, files)), _EXTRACT_FILE
    updates = [
        latest
        for path, table in delivery.files
        if table.name == "YHENK" and (latest := _latest_update(path, table, reader))
    ]
    if not updates:
        raise InputError(
            "the extract date is not known: no extract.toml, and no vppvmh in a file YHENK",
            "say it with --extract-date YYYY-MM-DD",
        )
    return max(updates), "the latest vppvmh of YHENK"


def _read_extract_file(path: Path) -> date:
    """Read `extract_date = 2024-07-31`; raises InputError."""
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get("extract_date")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InputError(
            f"{path}: extract_date is not a date", "write extract_date = 2024-07-31, without quotes"
        )
    return value


def _latest_update(path: Path, table: Table, reader: _Reader) -> date | None:
    """Return the latest vppvmh of a file YHENK."""
    records = reader.read(path, table)
    reader.records[path] = records
    gated = gate(records, table, extract_date=None, municipalities=())
    latest = gated.accepted["vppvmh"].max()
    return latest if isinstance(latest, date) else None


def _municipalities(folders: QueryFolders) -> list[str]:
    """Return the codes of the municipality classification."""
    with (folders.policy / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return [row["municipality"] for row in csv.DictReader(file, delimiter=";")]


def prepare(connection: database.Connection, day: date, key: Key) -> None:
    """Make the tables of an empty database, or check that the key is that of the loaded one.

    The extract date only moves forward: an older delivery adds rows, not knowledge of later days.
    Raises InputError for another key.
    """
    schemas = {
        name for (name,) in database.rows(connection, "select schema_name from duckdb_schemas()")
    }
    if "meta" not in schemas:
        _create_tables(connection, day, key)
        return
    _check_key(connection, key)
    connection.execute(
        "update meta.extract set extract_date = greatest(extract_date, $day)", {"day": day}
    )


def _check_key(connection: database.Connection, key: Key) -> None:
    """Refuse another key than the database was loaded with; raises InputError."""
    known = database.rows(connection, "select key_id from meta.extract")[0][0]
    if known != key.id:
        raise InputError(
            f"the database was loaded with the key {known}, this one is {key.id}",
            "name the right key with --key FILE: two keys would split every person in two",
        )


def _create_tables(connection: database.Connection, day: date, key: Key) -> None:
    """Create the schemas, the ledger, the quarantine and an empty raw table per register table."""
    for schema in database.SCHEMAS:
        connection.execute(f"create schema {schema}")
    connection.execute(
        "create table meta.extract (extract_date date, query_hash varchar, key_id varchar)"
    )
    connection.execute(
        "insert into meta.extract values ($day, '', $key)", {"day": day, "key": key.id}
    )
    connection.execute(
        "create table meta.loads (load_id integer, register_table varchar, file varchar, "
        "sha256 varchar, extract_date date, period_from date, period_to date, read_rows bigint, "
        "loaded_rows bigint, quarantined_rows bigint, duplicate_rows bigint, dialect varchar, "
        "layout varchar, loaded_at timestamp, loaded_by varchar, undone_at timestamp)"
    )
    connection.execute(
        "create table meta.quarantine (load_id integer, register_table varchar, file varchar, "
        "line integer, code varchar, column_name varchar, value varchar, person uuid, "
        "start_date date)"
    )
    connection.execute(
        "create table meta.repairs (load_id integer, register_table varchar, file varchar, "
        "code varchar, count bigint)"
    )
    connection.execute("create table meta.forgotten (person uuid)")
    connection.execute(
        "create table meta.superseded (register_table varchar, person uuid, start_date date, "
        "reason varchar, load_id integer, superseded_by date)"
    )
    connection.execute(
        "create view meta.loaded_tables as "
        "select distinct register_table from meta.loads where undone_at is null"
    )
    for table in TABLES.values():
        columns = ", ".join(f"{name} {kind}" for name, kind in _raw_columns(table))
        connection.execute(f"create table raw.{table.name} ({columns}, load_id integer)")
        connection.execute(
            f"create view current.{table.name} as select * exclude (load_id) from raw.{table.name}"  # noqa: S608
        )


def _raw_columns(table: Table) -> Iterable[tuple[str, str]]:
    """Yield the name and SQL type of every raw column."""
    types = {"person": "uuid", START: "date", END: "date", DATE: "date"}
    return ((column.name, types.get(column.kind, "varchar")) for column in table.columns)


def _load_file(connection: database.Connection, source: _Source, key: Key) -> FileResult:
    """Pass one file through the gate into its raw table, with its ledger row."""
    path, table = source.path, source.table
    digest = _sha256(path)
    if (table.name, digest) in _ledger(connection, source.extract_date):
        return _repeated(path, table)
    read, gated = source.gated()
    rows = gated.accepted
    if "hid_e" in rows.columns:
        rows = rows.with_columns(key.pseudonyms(rows["hid_e"]).alias("hid_e"))
    load_id = database.rows(connection, "select coalesce(max(load_id), 0) + 1 from meta.loads")[0][
        0
    ]
    loaded = _insert_new(connection, table, rows, load_id)
    result = FileResult(
        file=path,
        table=table.name,
        read=read,
        loaded=loaded,
        quarantined=gated.rejected.height,
        duplicates=gated.duplicates + rows.height - loaded,
        absent=gated.absent,
        refusals=_count_refusals(gated.rejected),
        dialect=gated.dialect.describe(),
        repairs=tuple(sorted(gated.repairs.items())),
    )
    _check_conservation(result)
    _write_ledger(connection, source, result, load_id, digest)
    _write_quarantine(connection, source, gated.rejected, load_id)
    return result


def _insert_new(
    connection: database.Connection, table: Table, rows: pl.DataFrame, load_id: int
) -> int:
    """Insert the rows that the raw table does not hold yet; returns how many there were."""
    target = f"raw.{table.name}"
    before = database.rows(connection, f"select count(*) from {target}")[0][0]  # noqa: S608
    if not before:
        database.insert(connection, target, rows.with_columns(load_id=pl.lit(load_id)))
        return rows.height
    columns = ", ".join(rows.columns)
    connection.execute(f"create temp table delivered as select {columns} from {target} limit 0")  # noqa: S608
    database.insert(connection, "delivered", rows)
    connection.execute(
        f"insert into {target} ({columns}, load_id) select {columns}, $load_id from "  # noqa: S608
        f"(select {columns} from delivered except select {columns} from {target})",
        {"load_id": load_id},
    )
    connection.execute("drop table delivered")
    return database.rows(connection, f"select count(*) from {target}")[0][0] - before  # noqa: S608


def _count_refusals(rejected: pl.DataFrame) -> tuple[tuple[str, int], ...]:
    """Count the refused rows by reason and column, most first."""
    if not rejected.height:
        return ()
    counted = (
        rejected.group_by("code", "column")
        .len()
        .sort("len", "code", "column", descending=[True, False, False])
    )
    return tuple((f"{code} {column}".strip(), count) for code, column, count in counted.rows())


def _check_conservation(result: FileResult) -> None:
    """Refuse to go on when a row of the file is not accounted for."""
    if result.read != result.loaded + result.quarantined + result.duplicates:
        raise InputError(
            f"{result.file}: {result.read} rows read, but {result.loaded} loaded, "
            f"{result.quarantined} refused and {result.duplicates} repeated",
            "nothing was loaded; send the file's first lines to the makers of tyo",
        )


def _write_ledger(
    connection: database.Connection,
    source: _Source,
    result: FileResult,
    load_id: int,
    digest: str,
) -> None:
    """Write the row of the ledger that tells what became of the file."""
    connection.execute(
        "insert into meta.loads values ($load_id, $register_table, $file, $sha256, $extract_date, "
        "null, null, $read, $loaded, $quarantined, $duplicates, '', '', $loaded_at, $loaded_by, "
        "null)",
        {
            "load_id": load_id,
            "register_table": result.table,
            "file": masked(result.file.name),
            "sha256": digest,
            "extract_date": source.extract_date,
            "read": result.read,
            "loaded": result.loaded,
            "quarantined": result.quarantined,
            "duplicates": result.duplicates,
            "loaded_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            "loaded_by": user_name(),
        },
    )


def _write_quarantine(
    connection: database.Connection, source: _Source, rejected: pl.DataFrame, load_id: int
) -> None:
    """Keep the refused rows' line, reason and value; the gate has masked identity codes."""
    if not rejected.height:
        return
    kept = rejected.select(
        pl.lit(load_id).alias("load_id"),
        pl.lit(source.table.name).alias("register_table"),
        pl.lit(masked(source.path.name)).alias("file"),
        pl.col(LINE).alias("line"),
        "code",
        pl.col("column").alias("column_name"),
        "value",
    )
    database.insert(connection, "meta.quarantine", kept)


def _count_orphans(connection: database.Connection) -> int:
    """Count the started trainings whose course is not in KTYOKOU."""
    return database.rows(
        connection,
        "select count(*) from raw.ytyokou where alkood = '1' "
        "and ktunoh not in (select ktuno from raw.ktyokou)",
    )[0][0]


def _sha256(path: Path) -> str:
    """Return the hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_extract_date(text: str | None) -> date | None:
    """Parse `YYYY-MM-DD`; raises UsageError for what is no date, or after today."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not a date", "write it as 2024-07-31") from error
    if _is_to_come(day):
        raise UsageError(f"the extract date {day} is after today", "say the day of the extract")
    return day
