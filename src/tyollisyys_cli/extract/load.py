"""A load: find the files, pass them through the gate, and put the accepted rows into the database.

Everything happens on a copy of the database, which takes its place when all went well.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract import ledger
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.deliveries import (
    build_current,
    count_superseded,
    is_to_come,
    plan_deliveries,
)
from tyollisyys_cli.extract.gate import Gated, gate, person_ids
from tyollisyys_cli.extract.layout import DEFAULT_LAYOUT
from tyollisyys_cli.extract.masking import MASK, masked
from tyollisyys_cli.extract.pseudonyms import keeping
from tyollisyys_cli.extract.reading import LINE, Records, Wanted, read_records
from tyollisyys_cli.extract.tables import TABLES, Table
from tyollisyys_cli.policy import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.deliveries import Delivery, Period
    from tyollisyys_cli.extract.layout import Layout
    from tyollisyys_cli.extract.pseudonyms import Key
    from tyollisyys_cli.resources import QueryFolders

# Files of these kinds in a folder are named when they are left out.
_DATA_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xls", ".parquet", ".gz", ".zip", ".7z")
# What an open Excel and a Mac put beside a file, under its name.
_BESIDE = ("~$", "._")
# So many rows are pseudonymised and handed over at a time: 30 MB of pseudonyms instead of 350.
_SLICE = 500_000
# A delivery with less than a fifth of the rows of the last one is rarely whole.
_FEW, _OF_MANY, _AT_LEAST = 1, 5, 100
FORGOTTEN = "forgotten_person"


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
    first_refused: tuple[int, str] | None = None
    """Line and reason of the first row that is refused for what stands in it."""
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
    superseded: tuple[tuple[str, str, int], ...] = ()
    """Table, reason (`replaced` or `removed`) and number of rows that no longer hold."""


@dataclass(frozen=True)
class _Found:
    """The files of a load, and those that look like data and are left out."""

    files: tuple[tuple[Path, Table], ...]
    ignored: tuple[Path, ...]


@dataclass(frozen=True)
class _Reader:
    """Reads each file once: the extract date may need YHENK before the load comes to it."""

    layout: Layout
    records: dict[Path, Records]

    def read(self, path: Path, table: Table, *, keep: bool = False) -> Records:
        """Return the records of a file, and forget them; raises FileRefusedError."""
        wanted = Wanted.of(table, self.layout.of(table.name))
        records = self.records.pop(path, None) or read_records(path, wanted)
        if keep:
            self.records[path] = records
        return records


@dataclass(frozen=True)
class _Load:
    """What all files of a load have in common."""

    connection: database.Connection
    key: Key
    reader: _Reader
    municipalities: list[str]
    forgotten: frozenset[str]
    progress: Callable[[str], None]


def load(
    paths: Sequence[Path],
    *,
    database_file: Path,
    folders: QueryFolders,
    key: Key,
    extract_date: date | None = None,
    period: Period | None = None,
    layout: Layout = DEFAULT_LAYOUT,
    strict: bool = False,
    accept_shrink: bool = False,
    progress: Callable[[str], None] = lambda _step: None,
) -> LoadResult:
    """Load extract files, or folders of them, and build the model.

    `extract_date` and `period` hold for all files, else what their folders say. `strict`: one row
    that is refused refuses the load. `accept_shrink`: a delivery may have far fewer rows than the
    last one. Raises InputError when a file is refused; the database is then as it was before.
    """
    found = _find(paths, layout)
    reader = _Reader(layout, {})
    plan = plan_deliveries(
        found.files,
        extract_date=extract_date,
        period=period,
        latest_update=lambda files: _latest_update(files, reader),
    )
    if database_file.is_file() and (
        known := _known_already(database_file, found, plan, key, layout)
    ):
        return known
    with (
        keeping(key, database_file) as keep_key,
        database.replacing(database_file) as connection,
    ):
        with database.transaction(connection):
            ledger.prepare(connection, database_file, key)
            before = count_superseded(connection)
            work = _Load(
                connection, key, reader, _municipalities(folders), _forgotten(connection), progress
            )
            results = [one for delivery in plan for one in _deliver(work, delivery, accept_shrink)]
            if strict:
                _refuse_refused(results)
            build_current(connection)
        database.build_model(connection, folders, progress)
        taken = count_superseded(connection) - before
        keep_key()
        return _result(connection, found, results, plan, taken)


def _known_already(
    path: Path, found: _Found, plan: Sequence[Delivery], key: Key, layout: Layout
) -> LoadResult | None:
    """Return the result of deliveries that were all loaded before, or None; only reads.

    A refused load must not even build the model again. Raises InputError for another key.
    """
    with ledger.opened(path) as connection:
        ledger.check(connection, path, key)
        results: list[FileResult] = []
        for delivery in plan:
            known = ledger.known_files(connection, delivery)
            for file, table in delivery.files:
                if not _is_known(known, file, table, _sha256(file), layout):
                    return None
                results.append(_repeated(file, table))
        return _result(connection, found, results)


def _is_known(
    known: dict[tuple[str, str], str], path: Path, table: Table, digest: str, layout: Layout
) -> bool:
    """Whether a file was loaded before; raises InputError when it was, with another layout."""
    if (table.name, digest) not in known:
        return False
    if known[table.name, digest] != _layout_name(layout, table):
        raise InputError(
            f"{path}: was loaded before, with another layout",
            "take that load back first: `tyo loads` lists it, `tyo loads undo ID` undoes it",
        )
    return True


def _layout_name(layout: Layout, table: Table) -> str:
    """Return what the ledger keeps of a table's layout: nothing for the default one."""
    if table.name not in layout.tables:
        return ""
    name = masked(layout.file.name) if layout.file else "layout"
    return f"{name} {hashlib.sha256(repr(layout.of(table.name)).encode()).hexdigest()[:12]}"


def _repeated(path: Path, table: Table) -> FileResult:
    """Return the result of a file that was loaded before."""
    return FileResult(path, table.name, 0, 0, 0, 0, already_loaded=True)


def _result(
    connection: database.Connection,
    found: _Found,
    results: Sequence[FileResult],
    plan: Sequence[Delivery] = (),
    taken: Counter[tuple[str, str]] | None = None,
) -> LoadResult:
    """Sum up a load."""
    effective = ledger.extract_date(connection)
    sources = [one.source for one in plan if one.extract_date == effective]
    return LoadResult(
        files=tuple(results),
        ignored=found.ignored,
        extract_date=effective,
        extract_date_source=sources[0] if sources else "an earlier load",
        orphans=_count_orphans(connection),
        superseded=tuple((*key, count) for key, count in sorted((taken or {}).items())),
    )


# -------------------------------------------------------------------------------------- the files


def _find(paths: Sequence[Path], layout: Layout) -> _Found:
    """List the extract files of the paths by their names; raises InputError when there are none."""
    files: list[tuple[Path, Table]] = []
    ignored: list[Path] = []
    for path in paths:
        if path.is_dir():
            found, left_out = _look_into(path, layout)
            files += found
            ignored += left_out
        elif table := _table_of(path, layout):
            files.append((path, table))
    if not files:
        raise InputError(
            f"{', '.join(map(str, paths))}: no extract files",
            f"expected names such as YTHAKU.csv with one of {', '.join(TABLES)}",
        )
    by_table = sorted(files, key=lambda one: (one[1].name, str(one[0])))
    return _Found(tuple(by_table), tuple(ignored))


def _table_of(path: Path, layout: Layout) -> Table:
    """Return the table of a file that was named; raises InputError when it has none."""
    if not path.exists():
        raise InputError(f"{path}: no such file or folder", "name the extract files or a folder")
    if not path.is_file():
        raise FileRefusedError("not_regular_file", path)
    table = layout.table_of(path)
    if table is None:
        raise FileRefusedError("no_table", path, found=", ".join(TABLES))
    return table


def _look_into(folder: Path, layout: Layout) -> tuple[list[tuple[Path, Table]], list[Path]]:
    """List the extract files of a folder, and the files that look like data and are left out."""
    inside = sorted(
        one for one in folder.iterdir() if not one.is_dir() and not one.name.startswith(_BESIDE)
    )
    known = [(one, table) for one in inside if one.is_file() and (table := layout.table_of(one))]
    named = dict(known)
    return known, [
        one for one in inside if one.suffix.lower() in _DATA_SUFFIXES and one not in named
    ]


def _latest_update(files: Sequence[tuple[Path, Table]], reader: _Reader) -> date | None:
    """Return the latest vppvmh of the files YHENK."""
    days = list[date]()
    for path, table in files:
        if table.name == "YHENK":
            records = reader.read(path, table, keep=True)
            layout = reader.layout.of(table.name)
            gated = gate(records, table, extract_date=None, municipalities=(), layout=layout)
            latest = gated.accepted["vppvmh"].max()
            days += [latest] if isinstance(latest, date) else []
    return max(days, default=None)


def _municipalities(folders: QueryFolders) -> list[str]:
    """Return the codes of the municipality classification."""
    return [row.cells["municipality"] for row in read_table(folders, "municipalities").rows]


def _sha256(path: Path) -> str:
    """Return the hash of a file's bytes; raises InputError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileRefusedError("unreadable_file", path, value=str(error.strerror)) from error


# ----------------------------------------------------------------------------------- the deliveries


def _deliver(work: _Load, delivery: Delivery, accept_shrink: bool) -> list[FileResult]:  # noqa: FBT001
    """Load the files of a delivery; together they are one load, unless all were loaded before.

    One that another load has is loaded again beside a new one: that load may be taken back.
    """
    load_id = ledger.next_load(work.connection)
    known = ledger.known_files(work.connection, delivery)
    files = _largest_first([(path, table, _sha256(path)) for path, table in delivery.files])
    repeated = [_is_known(known, *file, work.reader.layout) for file in files]
    if all(repeated):
        return [_repeated(path, table) for path, table in delivery.files]
    is_new = [one[1:] not in [each[1:] for each in files[:i]] for i, one in enumerate(files)]
    new = [(path, table) for (path, table, _), keep in zip(files, is_new, strict=True) if keep]
    results: list[FileResult] = []
    with closing(_gated_ahead(work, delivery, new)) as ahead:
        for (path, table, digest), keep in zip(files, is_new, strict=True):
            work.progress(path.name)
            results.append(
                _keep_file(work, delivery, load_id, path, table, digest, *next(ahead))
                if keep
                else _repeated(path, table)
            )
    given = [path for path, _ in delivery.files]
    results.sort(key=lambda one: given.index(one.file))
    if not accept_shrink and delivery.period is None:
        _refuse_shrunk(work.connection, delivery, load_id, results)
    return results


def _largest_first(files: Sequence[tuple[Path, Table, str]]) -> list[tuple[Path, Table, str]]:
    """Sort files by the size of their table, those of one table as they were given.

    The largest is written while the others are read; last, it would be written when nothing is
    left to read.
    """
    sizes = Counter[str]()
    for path, table, _ in files:
        sizes[table.name] += path.stat().st_size
    return sorted(files, key=lambda one: -sizes[one[1].name])


def _gated_ahead(
    work: _Load, delivery: Delivery, files: Iterable[tuple[Path, Table]]
) -> Generator[tuple[int, Gated]]:
    """Give what `_gated` does of every file; one is read while the one before it is written.

    The engine writes on one core, and reading does not need the engine. Raises FileRefusedError
    of a file in its turn.
    """
    waiting = deque[Future[tuple[int, Gated]]]()
    with ThreadPoolExecutor(max_workers=1) as reader:
        for path, table in files:
            waiting.append(reader.submit(_gated, work, delivery, path, table))
            if len(waiting) > 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _keep_file(
    work: _Load,
    delivery: Delivery,
    load_id: int,
    path: Path,
    table: Table,
    digest: str,
    read: int,
    gated: Gated,
) -> FileResult:
    """Keep what passed the gate in the file's raw table, with its row of the ledger."""
    new = _insert(work, table, gated.accepted, load_id)
    result = FileResult(
        file=path,
        table=table.name,
        read=read,
        loaded=new,
        quarantined=gated.rejected.height,
        duplicates=gated.duplicates + gated.accepted.height - new,
        absent=gated.absent,
        refusals=_count_refusals(gated.rejected),
        first_refused=_first_refused(gated.rejected),
        dialect=gated.dialect.describe(),
        repairs=tuple(sorted(gated.repairs.items())),
    )
    _check_conservation(result)
    entry = ledger.Entry(
        load_id=load_id,
        table=table.name,
        file=masked(path.name),
        sha256=digest,
        read=read,
        loaded=new,
        quarantined=result.quarantined,
        duplicates=result.duplicates,
        dialect=result.dialect,
        layout=_layout_name(work.reader.layout, table),
    )
    ledger.write(work.connection, entry, delivery)
    _keep_refused(work, entry, gated.rejected)
    _keep_repairs(work, entry, gated.repairs)
    return result


def _gated(work: _Load, delivery: Delivery, path: Path, table: Table) -> tuple[int, Gated]:
    """Return the number of a file's records, and what the gate made of them: FileRefusedError."""
    records = work.reader.read(path, table)
    known, forgotten = _without_forgotten(work, records)
    gated = gate(
        known,
        table,
        extract_date=delivery.extract_date,
        municipalities=work.municipalities,
        layout=work.reader.layout.of(table.name),
    )
    if not forgotten.height:
        return records.count, gated
    refused = forgotten.select(
        LINE,
        code=pl.lit(FORGOTTEN),
        column=pl.lit("hid_e"),
        value=pl.lit(MASK),
        person=pl.lit(None, pl.String),
        start=pl.lit(None, pl.Date),
    )
    rejected = pl.concat([gated.rejected, refused.cast(gated.rejected.schema)]).sort(LINE)
    return records.count, replace(gated, rejected=rejected)


def _forgotten(connection: database.Connection) -> frozenset[str]:
    """Return the marks of the persons that were forgotten, as hex digits."""
    found = database.rows(
        connection, "select replace(person::varchar, '-', '') from meta.forgotten"
    )
    return frozenset(mark for (mark,) in found)


def _without_forgotten(work: _Load, records: Records) -> tuple[Records, pl.DataFrame]:
    """Take the records of forgotten persons apart from the others."""
    if not work.forgotten or "hid_e" not in records.frame.columns:
        return records, records.frame.clear()
    is_gone = _are_forgotten(work, records.frame["hid_e"])
    nameless = pl.when(~_are_forgotten(work, records.malformed["person"])).then("person")
    others = replace(
        records,
        frame=records.frame.filter(~is_gone),
        malformed=records.malformed.with_columns(nameless.alias("person")),
    )
    return others, records.frame.filter(is_gone)


def _are_forgotten(work: _Load, cells: pl.Series) -> pl.Series:
    """Whether the ids of a column are those of forgotten persons."""
    found = work.key.of_column(person_ids(cells))
    marks = [work.key.mark(one) in work.forgotten for one in found.different]
    return pl.Series(marks, dtype=pl.Boolean).gather(found.numbers).fill_null(value=False)


def _insert(work: _Load, table: Table, rows: pl.DataFrame, load_id: int) -> int:
    """Keep the rows of a file in the raw table; returns how many the database did not have yet.

    Rows that other loads have are kept too, so that the loads may come in any order.
    """
    target = f"raw.{table.name}"
    connection = work.connection
    if not database.rows(connection, f"select 1 from {target} limit 1"):  # noqa: S608
        _append(work, target, rows, load_id)
        return rows.height
    columns = ", ".join(rows.columns)
    connection.execute(f"create temp table delivered as from {target} limit 0")
    _append(work, "delivered", rows, load_id)
    new = database.rows(
        connection,
        "select count(*) from "  # noqa: S608
        f"(select {columns} from delivered except select {columns} from {target})",
    )[0][0]
    # A load keeps a row once, whichever of its files had it.
    connection.execute(
        f"insert into {target} select * from delivered except "  # noqa: S608
        f"select * from {target} where load_id = $load_id",
        {"load_id": load_id},
    )
    connection.execute("drop table delivered")
    return new


def _append(work: _Load, target: str, rows: pl.DataFrame, load_id: int) -> None:
    """Append rows to a table, a slice at a time, with pseudonyms in the place of ids."""
    has_persons = "hid_e" in rows.columns
    pseudonyms = work.key.of_column(rows["hid_e"]) if has_persons else None
    for first in range(0, rows.height, _SLICE):
        part = rows.slice(first, _SLICE).with_columns(load_id=pl.lit(load_id))
        if pseudonyms:
            part = part.with_columns(pseudonyms.of(first, part.height).alias("hid_e"))
        database.insert(work.connection, target, part)


def _keep_refused(work: _Load, entry: ledger.Entry, rejected: pl.DataFrame) -> None:
    """Keep the refused rows' line, reason and value; the gate has masked identity codes.

    Person and start say which good rows of other deliveries a refused row stands for.
    """
    if not rejected.height:
        return
    kept = rejected.select(
        pl.lit(entry.load_id).alias("load_id"),
        pl.lit(entry.table).alias("register_table"),
        pl.lit(entry.file).alias("file"),
        pl.col(LINE).alias("line"),
        "code",
        pl.col("column").alias("column_name"),
        "value",
        work.key.pseudonyms(rejected["person"]).alias("person"),
        pl.col("start").alias("start_date"),
    )
    database.insert(work.connection, "meta.quarantine", kept)


def _keep_repairs(work: _Load, entry: ledger.Entry, repairs: dict[str, int]) -> None:
    """Keep what was put right in a file, by code."""
    if not repairs:
        return
    kept = pl.DataFrame(sorted(repairs.items()), ["code", "count"], orient="row").with_columns(
        load_id=pl.lit(entry.load_id),
        register_table=pl.lit(entry.table),
        file=pl.lit(entry.file),
    )
    database.insert(work.connection, "meta.repairs", kept)


# ------------------------------------------------------------------------------- counts and limits


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


def _first_refused(rejected: pl.DataFrame) -> tuple[int, str] | None:
    """Return line and reason of the first refused row but those of forgotten persons."""
    faulty = rejected.filter(pl.col("code") != FORGOTTEN)
    if not faulty.height:
        return None
    first = faulty.row(0, named=True)
    return first[LINE], f"{first['code']} {first['column']}".strip()


def _refuse_refused(results: Iterable[FileResult]) -> None:
    """Refuse a load with a refused row, but for forgotten persons; raises InputError."""
    faulty = [one for one in results if one.first_refused]
    if not faulty:
        return
    count = sum(
        number
        for one in faulty
        for reason, number in one.refusals
        if not reason.startswith(FORGOTTEN)
    )
    line, reason = faulty[0].first_refused or (0, "")
    raise InputError(
        f"{count:,} rows would be refused, the first is {faulty[0].file} line {line}: {reason}",
        "nothing was loaded; without --strict the other rows are",
    )


def _refuse_shrunk(
    connection: database.Connection,
    delivery: Delivery,
    load_id: int,
    results: Sequence[FileResult],
) -> None:
    """Refuse a table with far fewer rows than its last delivery had: InputError.

    A delivery that states a period has the rows of that period only.
    """
    known = {one.table for one in results if one.already_loaded}
    for table in sorted({one.table for one in results} - known):
        last = ledger.rows_last_time(connection, table, load_id, delivery.extract_date)
        own = [one for one in results if one.table == table]
        rows = sum(one.read for one in own)
        if last and last[0] >= _AT_LEAST and rows * _OF_MANY < last[0] * _FEW:
            raise FileRefusedError(
                "fewer_rows",
                own[0].file,
                table=table,
                rows=f"{rows:,}",
                earlier=f"{last[0]:,}",
            )


def _check_conservation(result: FileResult) -> None:
    """Refuse to go on when a row of the file is not accounted for."""
    if result.read != result.loaded + result.quarantined + result.duplicates:
        raise InputError(
            f"{result.file}: {result.read} rows read, but {result.loaded} loaded, "
            f"{result.quarantined} refused and {result.duplicates} repeated",
            "nothing was loaded; send the file's first lines to the makers of tyo",
        )


def _count_orphans(connection: database.Connection) -> int:
    """Count the started trainings whose course is not in KTYOKOU."""
    return database.rows(
        connection,
        "select count(*) from current.ytyokou where alkood = '1' "
        "and ktunoh not in (select ktuno from current.ktyokou)",
    )[0][0]


def check_extract_date(text: str | None) -> date | None:
    """Parse `YYYY-MM-DD`; raises UsageError for what is no date, or after today."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"'{text}' is not a date", "write it as 2024-07-31") from error
    if is_to_come(day):
        raise UsageError(f"the extract date {day} is after today", "say the day of the extract")
    return day
