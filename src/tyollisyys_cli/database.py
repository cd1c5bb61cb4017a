"""The only module that knows duckdb: connections, queries to polars frames, building the model."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import polars as pl

from tyollisyys_cli.errors import InputError, QueryError, TimeLimitError
from tyollisyys_cli.policy import PolicyTable, column_type, read_table
from tyollisyys_cli.swapping import (
    aside_of,
    finish,
    only_loader,
    part_of,
    private,
    refuse_log,
    remove_leftovers,
    settle,
    swap,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.resources import QueryFolders

    # Only for the type checker: a module that holds a class of duckdb keeps the engine alive until
    # Python exits, and it then prints a page of warnings about leaks.
    Connection = duckdb.DuckDBPyConnection
    Parameters = dict[str, Any]

# A connection can reach nothing but its own file, and a mistyped table reads no Python variable.
# Of DuckDB 2.0.0 `common_subplan` takes two branches of a union for one that read the same view by
# different columns: wrong figures without an error (duckdb issues 25819, 24624, 25170).
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "disabled_optimizers": "common_subplan",
}

# Beside the rows that polars holds: 376 MB of extracts peaked at 1.9 GB instead of 3.1, 6 % slower;
# at 1.4 since the largest table is read first.
# What does not fit is spilled beside the new database and goes with it.
_LOADER_MEMORY = "1GB"

# How many seconds a reader who needs the model built again waits for a load to end, and a load for
# such a reader.
_PATIENCE, _LOAD_PATIENCE = 600, 20

# What the engine raises when the disk is full: at a write, after one, or when it commits.
_DISK_ERRORS = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException)

# The last of the small tables of text: from here on the model's words are stored as numbers.
_WORDS = "34_words.sql"

# Sums and windows over the changes of so many persons fit into the caches and into the memory. With
# 500,000 persons the periods took 6.3 s instead of 9.4, with parts of half as many the same, of
# twice as many 6.8, of an eighth 9.1.
PERSONS_AT_A_TIME = 125_000

_POLICY_TYPES = {"integer": "integer", "date": "date", "text": "varchar"}

# What every output format can hold as it is; lists, structs and identifiers become text.
_PLAIN = (bool, int, float, str, date, datetime, Decimal, type(None))

# The engine calls a database by its file's name up to a dot: none has this name.
OLD = '"the old one."'
SCHEMAS = ("meta", "raw", "current", "policy", "staging", "model")


# Rows of a statement are held as Python's objects so many at a time.
_AT_A_TIME = 20_000
_NEW_MODEL = (
    "its model must be built again, as the policy or the program has changed: copy the database to "
    "a folder of yours, and name the copy with --db FILE"
)
_NARROW = "narrow it: fewer months, a where, a limit"
_DAMAGED = (
    "if it is cut or damaged, move it away; put a copy or its .prev in its place, or load again"
)


class _ArrowStream:
    """An object with nothing but the Arrow stream: polars and duckdb both read it without pyarrow.

    A bare relation prints a page of warnings when Python exits.
    """

    def __init__(self, source: Any) -> None:  # noqa: ANN401 - whatever has an Arrow stream
        self._source = source

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._source.__arrow_c_stream__(requested_schema)


def connect(path: Path | None, *, read_only: bool, **settings: str | int) -> Connection:
    """Open a database file, or one in memory for None.

    Raises InputError when the file is locked, is not a database or cannot be opened.
    """
    if path and path.name.split(".")[0].lower() in (*SCHEMAS, "temp", "system"):
        raise InputError(
            f"{path}: a database cannot have the name of one of its schemas",
            "name it otherwise with --db FILE, as tyo.duckdb",
        )
    target = str(path) if path else ":memory:"
    try:
        connection = duckdb.connect(target, read_only=read_only, config={**SETTINGS, **settings})
    except duckdb.Error as error:
        raise _cannot_open(path, error) from error
    connection.execute("set enable_progress_bar = false")
    return connection


def _cannot_open(path: Path | None, error: duckdb.Error) -> InputError:
    """Explain why a database did not open."""
    text = str(error)
    if "set lock" in text or "used by another process" in text:
        return InputError(
            f"{path}: the database is in use by another program",
            "close it there (a notebook or an SQL editor holds it), then try again",
        )
    if isinstance(error, duckdb.SerializationException) or "not a valid DuckDB" in text:
        return InputError(
            f"{path}: not a database of tyo", "make one with `tyo load PATH... --db FILE`"
        )
    hint = "ask its owner for the right to read it" if "Permission denied" in text else _DAMAGED
    return InputError(f"{path}: the database cannot be opened: {text.splitlines()[0]}", hint)


@contextlib.contextmanager
def reading(path: Path, folders: QueryFolders, **limits: str | int) -> Generator[Connection]:
    """Open a loaded database for reading; its model is built again if a query file changed.

    `limits` are settings of the engine for this connection. Raises InputError when the file is
    missing, is a directory, is locked, is damaged or holds no load.
    """
    check_file(path)
    connection = connect(path, read_only=True, **limits)
    try:
        with damage_told(path):
            if _model_is_old(connection, path, folders):
                connection.close()
                connection = _with_new_model(path, folders, limits)
            yield connection
    finally:
        connection.close()


def _with_new_model(
    path: Path, folders: QueryFolders, limits: Mapping[str, str | int]
) -> Connection:
    """Build the model again from the rows in the database, swap it in, and open it.

    Of several who meet an old model the first builds it; the others wait. All is done under the
    lock: between building and opening nobody can build another model, by a policy of theirs.
    """
    with only_loader(path, _PATIENCE, _NEW_MODEL), private():
        connection = connect(path, read_only=True, **limits)
        with contextlib.ExitStack() as failing:
            failing.callback(connection.close)
            if not _model_is_old(connection, path, folders):
                failing.pop_all()
                return connection
        with _replaced(path, _copy, previous="as it is") as connection:
            build_model(connection, folders)
        return connect(path, read_only=True, **limits)


@contextlib.contextmanager
def damage_told(path: Path, *, reading: bool = True) -> Generator[None]:
    """Turn what the engine says of a file that is not as it was written into an InputError.

    Who only reads meets no full disk: then every failure of a file is the database's.
    """
    try:
        yield
    except duckdb.Error as error:
        if not _is_damage(error, reading=reading):
            raise
        raise _cannot_read(path, error) from error
    except QueryError as error:
        # The query that was being answered is not to blame.
        cause = error.__cause__
        if not isinstance(cause, duckdb.Error) or not _is_damage(cause, reading=reading):
            raise
        raise _cannot_read(path, cause) from error


def _is_damage(error: duckdb.Error, *, reading: bool) -> bool:
    """Return whether a file could not be read; a wrong checksum has no class of its own."""
    files = (duckdb.IOException, duckdb.FatalException) if reading else ()
    known = (duckdb.SerializationException, *files)
    return isinstance(error, known) or type(error) is duckdb.Error


def _cannot_read(path: Path, error: duckdb.Error) -> InputError:
    """Explain why a database that did open could not be read."""
    return InputError(
        f"{path}: the database cannot be read: {str(error).splitlines()[0]}", _DAMAGED
    )


def check_file(path: Path) -> None:
    """Refuse what cannot be a database; raises InputError."""
    if path.is_dir():
        raise InputError(f"{path}: is a directory, not a database", "name a file with --db FILE")
    if not path.exists():
        raise InputError(
            f"{path}: no such database",
            "make it with `tyo load PATH...`, or name another with --db FILE",
        )


def _model_is_old(connection: Connection, path: Path, folders: QueryFolders) -> bool:
    """Whether the query files differ from those that the model was built from.

    Raises InputError when nothing is loaded.
    """
    refuse_foreign(connection, path)
    extract_date, built = rows(connection, "select extract_date, query_hash from meta.extract")[0]
    if extract_date is None:
        raise InputError(
            f"{path}: nothing is loaded: every load was taken back",
            "load extracts with `tyo load PATH...`; `tyo loads` lists what was loaded before",
        )
    return query_hash(folders) != built


def refuse_foreign(connection: Connection, path: Path) -> None:
    """Refuse a database that this version of the program has not made; raises InputError."""
    found = {
        f"{schema}.{table}"
        for schema, table in rows(connection, "select schema_name, table_name from duckdb_tables()")
    }
    if "meta.extract" not in found:
        raise InputError(
            f"{path}: a database, but not one that tyo has loaded",
            "name another file with --db FILE, or make one with `tyo load PATH... --db FILE`",
        )
    if "meta.superseded" not in found:
        raise InputError(
            f"{path}: was loaded by an earlier version of tyo",
            "load the extracts again into a new file, `tyo load PATH... --db FILE`",
        )


@contextlib.contextmanager
def replacing(path: Path) -> Generator[Connection]:
    """Change a copy of the database, step by step, then put it in the old one's place.

    Whatever fails on the way leaves the old database as it was. The old file is kept as `.prev`.
    Raises InputError when the folder cannot be written or another load is under way.
    """
    with (
        only_loader(path, _LOAD_PATIENCE),
        private(),
        _replaced(path, _copy, previous="kept") as connection,
    ):
        yield connection


@contextlib.contextmanager
def rewriting(path: Path, purge: Callable[[], None]) -> Generator[Connection]:
    """Write a new database beside this one, which is attached as `OLD`, and put it in its place.

    No byte of the old file is in the new one but what is selected from it. No copy of the old one
    is kept, neither this one nor the `.prev` of an earlier load; `purge` cleans what else lies
    beside it, once the new one is in its place. Raises InputError.
    """
    with (
        only_loader(path, _LOAD_PATIENCE),
        private(),
        _replaced(path, _start_empty, previous="removed", attached=path, after=purge) as connection,
    ):
        yield connection


def _start_empty(_path: Path, _part: Path) -> None:
    """Begin a new database with nothing in it."""


def _copy(path: Path, part: Path) -> None:
    """Copy the database, if there is one."""
    if path.exists():
        shutil.copyfile(path, part)


@contextlib.contextmanager
def _replaced(
    path: Path,
    begin: Callable[[Path, Path], None],
    *,
    previous: Literal["kept", "removed", "as it is"],
    attached: Path | None = None,
    after: Callable[[], None] = lambda: None,
) -> Generator[Connection]:
    """Make the new database, yield it, swap it in when all went well, and do what comes after.

    `previous` says what becomes of `.prev`: it is the old database, is no more, or stays.
    """
    part = part_of(path)
    refuse_log(path)
    remove_leftovers(path)
    try:
        with _explained(part, OSError):
            begin(path, part)
        with _explained(part), damage_told(path, reading=False):
            connection = connect(part, read_only=False, memory_limit=_LOADER_MEMORY)
            try:
                if attached:
                    _attach(connection, attached)
                yield connection
                connection.execute("checkpoint")
            finally:
                connection.close()
        with _explained(path, OSError):
            finish(part)
            aside = aside_of(path, part) if previous == "kept" else None
            swap(part, path)
    except BaseException:
        remove_leftovers(path)
        raise
    try:
        after()
    finally:
        settle(path, aside, is_removed=previous == "removed")


@contextlib.contextmanager
def transaction(connection: Connection) -> Generator[None]:
    """Commit what is done inside at once, as many small changes are quicker.

    What fails is not undone: the new database goes with it.
    """
    connection.execute("begin")
    yield
    connection.execute("commit")


def _attach(connection: Connection, path: Path) -> None:
    """Attach another database as `OLD`, for reading."""
    name = str(path).replace("'", "''")
    connection.execute(f"attach '{name}' as {OLD} (read_only)")


@contextlib.contextmanager
def _explained(path: Path, *more: type[OSError]) -> Generator[None]:
    """Turn what the engine says of a full disk, and other errors given, into an InputError."""
    try:
        yield
    except (*_DISK_ERRORS, *more) as error:
        raise _cannot_write(path, error) from error
    except QueryError as error:
        # The model did not fit: the query file that was being built is not to blame.
        if isinstance(error.__cause__, _DISK_ERRORS):
            raise _cannot_write(path, error.__cause__) from error
        raise


def _cannot_write(path: Path, error: Exception) -> InputError:
    """Explain why the database could not be written."""
    said = error.strerror if isinstance(error, OSError) else str(error).splitlines()[0]
    return InputError(
        f"{path}: cannot be written: {said}",
        "nothing was changed; make room on the disk and try again",
    )


def query(connection: Connection, sql: str, parameters: Parameters | None = None) -> pl.DataFrame:
    """Run one statement and return all its rows as a frame; words of the model are text in it."""
    relation = connection.sql(sql, params=parameters) if parameters else connection.sql(sql)
    return pl.DataFrame(_ArrowStream(relation)).with_columns(
        pl.selectors.by_dtype(pl.Enum, pl.Categorical).cast(pl.String)
    )


def rows(
    connection: Connection, sql: str, parameters: Parameters | None = None
) -> list[tuple[Any, ...]]:
    """Run one statement and return all its rows as tuples."""
    return connection.execute(sql, parameters or {}).fetchall()


def insert(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table, column by name."""
    connection.register("incoming", _ArrowStream(frame))
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    connection.execute(f"insert into {table} ({columns}) select {columns} from incoming")  # noqa: S608 - identifiers are the program's own
    connection.unregister("incoming")


def query_hash(folders: QueryFolders) -> str:
    """Return a hash of all that the model depends on, the user's own policy included."""
    digest = hashlib.sha256()
    for table in _policy_tables(folders):
        digest.update(f"policy/{table.name}.csv\0".encode())
        digest.update(repr([sorted(row.cells.items()) for row in table.rows]).encode())
    for file in _model_files(folders):
        digest.update(f"{file.parent.name}/{file.name}\0".encode())
        digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _model_files(folders: QueryFolders) -> list[Path]:
    """Return the query files of the model in their build order."""
    return [
        file
        for folder in ("macros", "staging", "model")
        for file in sorted((folders.own / folder).glob("*.sql"))
    ]


def _policy_tables(folders: QueryFolders) -> list[PolicyTable]:
    """Return the policy tables that the model reads: names of regions do not make it old."""
    sql = "\n".join(file.read_text(encoding="utf-8") for file in _model_files(folders))
    read = set(re.findall(r"\bpolicy\.(\w+)", sql))
    return [read_table(folders, name) for name in folders.policy_tables() if name in read]


def build_model(
    connection: Connection,
    folders: QueryFolders,
    progress: Callable[[str], None] = lambda _step: None,
) -> None:
    """Build policy, staging and model from the raw tables; raises QueryError naming a file.

    Not in a transaction: in its own uncommitted tables the engine skips nothing, so that each range
    of persons reads all of them. With five million people that took 1,054 CPU s instead of 356.
    """
    for schema in ("model", "staging", "policy"):
        connection.execute(f"drop schema if exists {schema} cascade")
        connection.execute(f"create schema {schema}")
    connection.execute("set preserve_insertion_order = false")  # every order is stated
    _build_holidays(connection)
    for table in _policy_tables(folders):
        progress(f"policy/{table.name}")
        _build_policy(connection, table)
    for file in _model_files(folders):
        progress(f"{file.parent.name}/{file.name}")
        _build_file(connection, file)
        if file.name == _WORDS:
            _store_words(connection)
    connection.execute("update meta.extract set query_hash = $hash", {"hash": query_hash(folders)})


def _store_words(connection: Connection) -> None:
    """Give the text of the model's tables so far one type that stores a word as a number.

    Tables that take their text from them have it too; a query compares it with text as always.
    With 500,000 persons the two widest tables took 50 CPU s as text and 29 as numbers.
    """
    columns = rows(
        connection,
        """
        select table_name, column_name
        from duckdb_columns()
        inner join duckdb_tables() using (database_name, schema_name, table_name)
        where
            database_name = current_database()
            and schema_name = 'model'
            and data_type = 'VARCHAR'""",
    )
    words = " union ".join(
        f'select "{one}" as word from model."{name}" where "{one}" is not null'  # noqa: S608 - the model's own names
        for name, one in columns
    )
    connection.execute(f"create type model.word as enum ({words} order by word)")
    for name, one in columns:
        connection.execute(f'alter table model."{name}" alter "{one}" type model.word')


def drop_model(connection: Connection) -> None:
    """Drop the model of a database in which nothing is loaded."""
    for schema in ("model", "staging", "policy"):
        connection.execute(f"drop schema if exists {schema} cascade")
    connection.execute("update meta.extract set query_hash = ''")


def _build_holidays(connection: Connection) -> None:
    """Fill policy.holidays: Finland's public holidays with the eves of Midsummer and Christmas."""
    import holidays  # 70 ms that only a load needs

    extract_date: date = rows(connection, "select extract_date from meta.extract")[0][0]
    days = sorted(holidays.country_holidays("FI", years=range(1900, extract_date.year + 2)))
    connection.execute("create table policy.holidays (day date)")
    insert(connection, "policy.holidays", pl.DataFrame({"day": days}, schema={"day": pl.Date}))


def _build_policy(connection: Connection, table: PolicyTable) -> None:
    """Make a policy table; its columns are text but for the few with a type, empty cells null."""
    types = {one: _POLICY_TYPES[column_type(table.name, one)] for one in table.columns}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    connection.execute(f'create table policy."{table.name}" ({columns})')
    cells = {name: [row.cells[name] or None for row in table.rows] for name in table.columns}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(table.columns, pl.String()))
    insert(connection, f'policy."{table.name}"', frame)


def _build_file(connection: Connection, file: Path) -> None:
    """Make what a file's folder and name say: a macro, a staging or model view, a model table."""
    sql = file.read_text(encoding="utf-8")
    name, _, kind = re.sub(r"^\d+_", "", file.name.removesuffix(".sql")).partition(".")
    layer = file.parent.name
    if kind not in (("", "view", "parts") if layer == "model" else ("",)):
        raise QueryError(f"{file}: no file of {layer} ends in .{kind}.sql", "name it .sql")
    if layer == "macros":
        create = ""
    elif layer == "staging" or kind == "view":
        create = f"create view {layer}.{name} as\n"
    elif kind == "parts":
        create = "create or replace temp view parts as\n"
    else:
        create = f"create table {layer}.{name} as\n"
    run_file(connection, create + sql, file, lines_before=create.count("\n"))
    if kind == "parts":
        _fill_in_parts(connection, f"{layer}.{name}", file)


def _fill_in_parts(connection: Connection, table: str, file: Path) -> None:
    """Make a table from the view `parts`, one range of persons after the other.

    A row of nobody is left out. Raises QueryError where it does not say whose its rows are.
    """
    person = """
        select data_type
        from duckdb_columns()
        where database_name = 'temp' and table_name = 'parts' and column_name = 'person'"""
    if rows(connection, person) != [("INTEGER",)]:
        raise QueryError(
            f"{file}: has no integer column 'person', by ranges of which it is filled",
            "add it, or name the file .sql",
        )
    persons: int = rows(connection, "select count(*) from model.persons")[0][0]
    start = f"create table {table} as"
    for first in range(1, max(persons, 1) + 1, PERSONS_AT_A_TIME):
        last = first + PERSONS_AT_A_TIME - 1
        part = f"from parts where person between {first} and {last}"
        run_file(connection, f"{start} {part}", file)
        start = f"insert into {table}"


def run_file(connection: Connection, sql: str, file: Path, *, lines_before: int = 0) -> None:
    """Run the text of a query file; raises QueryError with the file's name and line."""
    try:
        statements = connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryError(
                f"{file}: holds {len(statements)} statements", "a query file is one select"
            )
        connection.execute(statements[0])
    except duckdb.Error as error:
        raise query_error(file, error, lines_before=lines_before) from error


def query_error(file: Path, error: Exception, *, lines_before: int = 0) -> QueryError:
    """Turn an error of the engine into one that names the query file and its line."""
    text = str(error)
    found = re.search(r"LINE (\d+):", text)
    line = f" line {max(int(found[1]) - lines_before, 1)}" if found else ""
    return QueryError(f"{file}{line}: {text.splitlines()[0]}", "correct the query file")


@dataclass(frozen=True)
class Token:
    """A word, name, value or sign of a query."""

    text: str
    kind: str
    """keyword, identifier, numeric_const, string_const or operator."""
    gap: bool
    """Whether the next one is apart from it."""


def tokens(sql: str) -> list[Token]:
    """Split a query into its words and signs as the engine does; comments are left out."""
    text = sql.encode()  # the engine counts bytes
    places = [(place, kind.name) for place, kind in duckdb.tokenize(sql)]
    ends = [place for place, _ in places[1:]] + [len(text)]
    found: list[Token] = []
    for (place, kind), end in zip(places, ends, strict=True):
        piece = text[place:end].decode()
        if kind != "comment":
            found.append(Token(piece.rstrip(), kind, gap=piece != piece.rstrip()))
        elif found:
            found[-1] = replace(found[-1], gap=True)
    return found


def define_indicators(connection: Connection, files: Mapping[str, tuple[Path, str]]) -> None:
    """Make a temporary view of every indicator (id -> file and SQL); raises QueryError."""
    for indicator, (file, sql) in files.items():
        create = f'create or replace temp view "{view_of(indicator)}" as\n'
        run_file(connection, create + sql, file, lines_before=1)


def view_of(indicator: str) -> str:
    """Return the name of an indicator's view: one that no table of a statement can have."""
    return f"indicator {indicator}"


def columns_of(connection: Connection, indicators: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the columns of each indicator's view and their types."""
    views = {view_of(indicator): indicator for indicator in indicators}
    found = rows(
        connection,
        "select table_name, map(list(column_name), list(data_type)) from duckdb_columns() "
        "where database_name = 'temp' and list_contains($views, table_name) group by table_name",
        {"views": list(views)},
    )
    return {views[name]: columns for name, columns in found}


def query_indicator(
    connection: Connection, statement: str, parameters: Parameters, file: Path
) -> pl.DataFrame:
    """Run the statement over an indicator; raises QueryError that names the indicator's file."""
    try:
        return query(connection, statement, parameters)
    except duckdb.Error as error:
        raise query_error(file, error) from error


def values_of(
    connection: Connection, indicator: str, dimensions: Sequence[str], file: Path
) -> pl.DataFrame:
    """Return the values of an indicator's dimensions that go together in any of its rows.

    Raises QueryError that names the indicator's file.
    """
    columns = ", ".join(f"{one}::varchar as {one}" for one in dimensions)
    statement = f'select distinct {columns} from "{view_of(indicator)}"'  # noqa: S608
    return query_indicator(connection, statement, {}, file)


def lock_down(connection: Connection) -> None:
    """Take the connection every way out of its own database, and the way back to them."""
    connection.execute("set enable_external_access = false")
    connection.execute("set disabled_filesystems = 'LocalFileSystem'")
    connection.execute("set lock_configuration = true")


def select_one(connection: Connection, statement: str, limit: int) -> pl.DataFrame:
    """Run exactly one reading statement, at most `limit` rows; raises QueryError.

    A type gate alone is not enough, nor is read-only alone: `copy` can destroy a read-only file.
    """
    types = duckdb.StatementType
    reading_types = (types.SELECT, types.EXPLAIN, types.MULTI)  # a pivot is several to the engine
    try:
        statements = connection.extract_statements(statement)
        if len(statements) != 1:
            raise QueryError(
                f"{len(statements)} statements, one is allowed", "run them one at a time"
            )
        if statements[0].type not in reading_types:
            raise QueryError(
                f"a statement of type {statements[0].type.name.lower()} is not allowed",
                "`tyo sql` only reads: begin with select",
            )
        return _fetch(connection, statement, limit)
    except duckdb.InterruptException as error:
        raise too_long() from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise too_large() from error
    except duckdb.Error as error:
        raise QueryError(
            str(error).partition("Traceback")[0].strip(),
            '`tyo sql "select table_name, column_name from duckdb_columns()"` lists the columns',
        ) from error


def too_long() -> TimeLimitError:
    """Return what is told of a statement that was ended."""
    return TimeLimitError("the statement ran longer than it may and was ended", _NARROW)


def too_large() -> QueryError:
    """Return what is told of a statement that the memory is too small for."""
    return QueryError("the statement needs more memory than it may and was ended", _NARROW)


def _fetch(connection: Connection, statement: str, limit: int) -> pl.DataFrame:
    """Run a statement and return its first rows."""
    result = connection.execute(statement)
    names = [column[0] for column in result.description or []]
    frames: list[pl.DataFrame] = []
    try:
        while limit and (some := result.fetchmany(min(limit, _AT_A_TIME))):
            frames.append(_frame(names, some))
            limit -= len(some)
        return pl.concat(frames, how="vertical_relaxed") if frames else _frame(names, [])
    except (OverflowError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise QueryError(
            f"a value of the answer cannot be held: {str(error).splitlines()[0]}",
            "cast its column to varchar",
        ) from error


def _frame(names: list[str], found: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Return fetched rows as a frame with unique column names; nested values as text."""
    unique = list[str]()
    for name in names:
        repeats = (f"{name}_{i}" for i in range(1, len(names) + 1))
        unique.append(
            next((one for one in repeats if one not in {*names, *unique}), name)
            if name in unique
            else name
        )
    plain = [
        tuple(value if isinstance(value, _PLAIN) else str(value) for value in row) for row in found
    ]
    return pl.DataFrame(plain, schema=unique, orient="row", infer_schema_length=None)
