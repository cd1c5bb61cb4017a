"""All or nothing: whatever ends a load, the database is the old one or the new one."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from filelock import FileLock, Timeout

from tests.extract.files import (
    DAY,
    environment_with,
    leftovers,
    load_into,
    put,
    put_table,
    row,
    select,
    tyo,
)
from tests.product import FOLDERS, KEY
from tyollisyys_cli import database as database_module
from tyollisyys_cli import swapping
from tyollisyys_cli.errors import InputError, TyoError
from tyollisyys_cli.extract.forget import forget
from tyollisyys_cli.extract.pseudonyms import Key
from tyollisyys_cli.resources import QueryFolders

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

REPOSITORY = Path(__file__).parents[2]


def put_rows(folder: Path, persons: int, *, first: int = 0) -> Path:
    """Write a delivery of a search and a status per person."""
    numbers = range(first, first + persons)
    for table in ("YTHAKU", "YTYOLL"):
        put_table(folder, table, *(row(table, person=f"P{number}") for number in numbers))
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database with one delivery in it."""
    path = tmp_path / "db" / "tyo.duckdb"
    load_into(path, put_rows(tmp_path / "first", 3))
    return path


def state(path: Path) -> tuple[int, ...]:
    """Return the numbers that must fit together in any complete database.

    Of a copy: while a reader in this process has the file open, the engine would go on reading
    the one that was there before.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.duckdb"
        copy.write_bytes(path.read_bytes())
        statuses, searches, spells, ledger = (
            select(copy, sql)[0][0]
            for sql in (
                "select count(*) from raw.ytyoll",
                "select count(*) from raw.ythaku",
                "select count(*) from model.search_spells",
                "select sum(loaded_rows)::integer from meta.loads",
            )
        )
    return statuses, searches, spells, ledger


def complete(persons: int) -> tuple[int, ...]:
    """Return the state of a database with so many persons."""
    return persons, persons, persons, 2 * persons


def modes(folder: Path) -> dict[str, str]:
    """Return the permissions of the files in a folder."""
    return {one.name: oct(stat.S_IMODE(one.stat().st_mode)) for one in folder.iterdir()}


# ---------------------------------------------------------------------------------- permissions


def test_every_file_is_its_owner_s_alone_at_every_moment(database: Path, tmp_path: Path) -> None:
    seen: dict[str, str] = {}
    mask = os.umask(0o022)
    try:
        load_into(
            database,
            put_rows(tmp_path / "second", 3, first=10),
            progress=lambda _: seen.update(modes(database.parent)),
        )
    finally:
        os.umask(mask)
    seen |= modes(database.parent)
    assert f"{database.name}.part" in seen
    assert {name: mode for name, mode in seen.items() if mode != "0o600"} == {}


def test_the_previous_database_is_kept(database: Path, tmp_path: Path) -> None:
    before = database.read_bytes()
    load_into(database, put_rows(tmp_path / "second", 3, first=10))
    previous = database.with_name(f"{database.name}.prev")
    assert previous.read_bytes() == before
    assert state(previous) == complete(3)
    assert state(database) == complete(6)


# -------------------------------------------------------------------------- failures in process


def steps_of_a_load(tmp_path: Path) -> list[str]:
    """Return the steps that a load tells of."""
    steps: list[str] = []
    load_into(
        tmp_path / "steps" / "tyo.duckdb", put_rows(tmp_path / "in", 1), progress=steps.append
    )
    return steps


def test_an_interruption_at_any_step_changes_nothing(database: Path, tmp_path: Path) -> None:
    second = put_rows(tmp_path / "second", 3, first=10)
    before = database.read_bytes()
    steps = steps_of_a_load(tmp_path)
    errors = (KeyboardInterrupt, OSError, MemoryError)
    for step, error in zip((steps[1], steps[len(steps) // 2], steps[-1]), errors, strict=True):

        def interrupt(name: str, at: str = step, error: type[BaseException] = error) -> None:
            if name == at:
                raise error

        with pytest.raises(error):
            load_into(database, second, progress=interrupt)
        assert database.read_bytes() == before, step
        assert leftovers(database) == [], step
    load_into(database, second)
    assert state(database) == complete(6)


@pytest.mark.parametrize("call", ["replace", "fsync", "link"])
def test_a_failing_call_of_the_system_changes_nothing(
    call: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that cannot be made is replaced by a copy; any other failure refuses the load."""
    second = put_rows(tmp_path / "second", 3, first=10)
    before = database.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    previous = database.with_name(f"{database.name}.prev")
    previous.write_bytes(b"the one before")
    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        if call == "link":
            load_into(database, second)
            assert state(database) == complete(6)
            assert set(modes(database.parent).values()) == {"0o600"}
            return
        with pytest.raises(InputError):
            load_into(database, second)
    assert database.read_bytes() == before
    assert previous.read_bytes() == b"the one before"
    assert leftovers(database) == []


# On Windows nobody can replace a file that a reader has open.
def refuse_for(seconds: float) -> Callable[[Path, Path], None]:
    """Return a replacement that is refused for a while, as by the first call."""
    replace = os.replace
    asked: list[float] = []

    def refuse(source: Path, target: Path) -> None:
        asked.append(time.monotonic())
        if asked[-1] - asked[0] < seconds:
            raise PermissionError(13, "The process cannot access the file")
        replace(source, target)

    return refuse


def test_a_load_waits_for_a_reader_that_holds_the_file(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse_for(0.3))
        load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert state(database) == complete(6)


@pytest.mark.parametrize("command", ["load", "forget"])
def test_a_reader_that_does_not_let_go_of_the_file_changes_nothing(
    command: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    previous = database.with_name(f"{database.name}.prev")
    previous.write_bytes(b"the one before")
    log = put(database.parent, f"{database.name}.jsonl", KEY.pseudonym("P1"))
    before = database.read_bytes()
    monkeypatch.setattr(swapping, "_READER_SECONDS", 0.2)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse_for(60))
        with pytest.raises(InputError, match="cannot be replaced") as refused:
            if command == "load":
                load_into(database, put_rows(tmp_path / "second", 3, first=10))
            else:
                forget(database, "P1", folders=FOLDERS, key=KEY)
    assert "close the programs" in refused.value.hint
    assert database.read_bytes() == before
    assert previous.read_bytes() == b"the one before"
    assert log.read_text() == KEY.pseudonym("P1")
    assert [one for one in leftovers(database) if not one.endswith("jsonl")] == []


def test_a_previous_copy_that_cannot_be_replaced_is_told(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if target.name.endswith(".prev"):
            raise PermissionError(13, "The process cannot access the file")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(InputError, match="is replaced, but"):
            load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert state(database) == complete(6)


def test_a_copy_that_fails_half_way_leaves_nothing_behind(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = database.read_bytes()

    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:1000])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", half)
        with pytest.raises(InputError, match="No space left"):
            load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert database.read_bytes() == before
    assert leftovers(database) == []


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\0" * 5000])
def test_what_an_ended_load_left_behind_is_cleared_away(
    content: bytes, database: Path, tmp_path: Path
) -> None:
    for suffix in ("part", "part.wal"):
        put(database.parent, f"{database.name}.{suffix}", content)
    spill = database.with_name(f"{database.name}.part.tmp")
    put(spill, "duckdb_temp_storage-0.tmp", content)
    load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert leftovers(database) == []
    assert state(database) == complete(6)


def test_another_file_with_such_a_name_is_not_cleared_away(database: Path, tmp_path: Path) -> None:
    own = put(database.parent, f"{database.name}.partial-copy", b"ours")
    load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert own.read_bytes() == b"ours"


@pytest.mark.parametrize("content", [b"no database", b"x" * 20_000, b"SQLite format 3\0" * 1000])
def test_a_file_that_is_no_database_is_refused_and_kept(content: bytes, tmp_path: Path) -> None:
    path = put(tmp_path / "db", "tyo.duckdb", content)
    with pytest.raises(InputError, match=r"not a database|cannot be opened"):
        load_into(path, put_rows(tmp_path / "in", 1))
    assert path.read_bytes() == content
    assert leftovers(path) == []


def test_a_refused_load_does_not_even_build_the_model_again(tmp_path: Path) -> None:
    """The query files are newer than the database: that alone is no reason to write to it."""
    own = tmp_path / "queries"
    shutil.copytree(FOLDERS.own, own)
    path = tmp_path / "db" / "tyo.duckdb"
    load_into(path, put_rows(tmp_path / "in", 1), folders=QueryFolders(own))
    with (own / "staging" / "persons.sql").open("a", encoding="utf-8") as file:
        file.write("-- changed\n")
    before = path.read_bytes()
    with pytest.raises(InputError, match="loaded with the key"):
        load_into(
            path, put_rows(tmp_path / "other", 2), folders=QueryFolders(own), key=Key(b"x" * 32)
        )
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "db" / "tyo.duckdb"
    path.parent.mkdir()
    connection = duckdb.connect(str(path))
    connection.execute("create table accounts as select 1 as number")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(InputError):
        load_into(path, put_rows(tmp_path / "in", 1))
    assert path.read_bytes() == before


@pytest.mark.parametrize("where", ["missing/tyo.duckdb", "folder"])
def test_a_place_that_cannot_hold_a_database_is_refused(where: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    load_files = put_rows(tmp_path / "in", 1)
    run = tyo("load", load_files, "--extract-date", DAY, "--db", where, home=tmp_path)
    assert run.returncode == 3, run.stderr
    assert b"error: " in run.stderr
    assert not (tmp_path / "missing").exists()
    assert list((tmp_path / "folder").iterdir()) == []


# ------------------------------------------------------------------- a model that must be built


def policy_of(folder: Path, months: int) -> QueryFolders:
    """Return query files of which long-term unemployment begins after so many months."""
    own = folder / "queries"
    shutil.copytree(FOLDERS.own, own)
    file = own / "policy" / "constants.csv"
    text = file.read_text(encoding="utf-8")
    line = "long_term_months;12"
    assert line in text
    file.write_text(text.replace(line, f"long_term_months;{months}"), encoding="utf-8")
    return QueryFolders(own)


def test_a_reader_who_builds_the_model_keeps_the_copy_of_the_load_before(
    database: Path, tmp_path: Path
) -> None:
    load_into(database, put_rows(tmp_path / "second", 3, first=10))
    previous = database.with_name(f"{database.name}.prev").read_bytes()
    with database_module.reading(database, policy_of(tmp_path, 6)):
        pass
    assert database.with_name(f"{database.name}.prev").read_bytes() == previous


def test_readers_who_meet_an_old_model_build_it_once(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = policy_of(tmp_path, 6)
    built: list[int] = []
    build = database_module.build_model

    def build_slowly(*arguments: Any) -> None:
        built.append(1)
        time.sleep(0.3)
        build(*arguments)

    def read(_: int) -> list[tuple[int]]:
        with database_module.reading(database, folders) as connection:
            return connection.execute("select count(*) from model.search_spells").fetchall()

    monkeypatch.setattr(database_module, "build_model", build_slowly)
    with ThreadPoolExecutor(max_workers=3) as pool:
        assert list(pool.map(read, range(3))) == [[(3,)]] * 3
    assert built == [1]
    assert leftovers(database) == []


def test_a_model_that_cannot_be_built_again_where_it_is_says_what_to_do(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    folders = policy_of(tmp_path, 6)
    before = database.read_bytes()
    monkeypatch.setattr(FileLock, "acquire", refuse)
    with (
        pytest.raises(InputError, match="Permission denied") as refused,
        database_module.reading(database, folders),
    ):
        pass
    assert "its model must be built again" in refused.value.hint
    assert database.read_bytes() == before


def test_nobody_can_build_another_model_before_the_new_one_is_open(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else figures by somebody else's policy would be told as if they were by one's own."""
    held: list[bool] = []
    connect = database_module.connect

    def note(path: Path | None, **settings: Any) -> Any:
        lock = FileLock(database.with_name(f"{database.name}.lock"), timeout=0)
        try:
            with lock:
                held.append(False)
        except Timeout:
            held.append(True)
        return connect(path, **settings)

    monkeypatch.setattr(database_module, "connect", note)
    with database_module.reading(database, policy_of(tmp_path, 6)):
        pass
    # It looks, looks again under the lock, builds, and opens.
    assert held == [False, True, True, True]


# ---------------------------------------------------------------------- readers and other writers


def test_a_reader_sees_the_old_database_until_it_opens_it_again(
    database: Path, tmp_path: Path
) -> None:
    reader = database_module.connect(database, read_only=True)
    try:
        load_into(database, put_rows(tmp_path / "second", 3, first=10))
        assert reader.execute("select count(*) from raw.ytyoll").fetchall() == [(3,)]
        assert reader.execute("select count(*) from model.search_spells").fetchall() == [(3,)]
    finally:
        reader.close()
    assert state(database) == complete(6)


FOREIGN_WRITER = """
import duckdb, os, sys
connection = duckdb.connect(sys.argv[1])
connection.execute("set checkpoint_threshold = '1GB'")
connection.execute("create table notes as select 1 as note")
os._exit(9)
"""


def test_a_log_that_another_writer_left_does_not_break_the_database(
    database: Path, tmp_path: Path
) -> None:
    """An SQL editor wrote to the database and was killed: its changes stand in `.wal`."""
    subprocess.run([sys.executable, "-c", FOREIGN_WRITER, str(database)], check=False)
    assert leftovers(database) == [f"{database.name}.wal"]
    try:
        load_into(database, put_rows(tmp_path / "second", 3, first=10))
    except InputError:
        assert state(database) == complete(3)
    else:
        assert state(database) == complete(6)
        assert leftovers(database) == []


def test_a_load_waits_for_who_builds_the_model(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = database_module.build_model

    def build_slowly(*arguments: Any) -> None:
        time.sleep(0.3)
        build(*arguments)

    monkeypatch.setattr(database_module, "build_model", build_slowly)
    folders = policy_of(tmp_path, 6)

    def read() -> None:
        with database_module.reading(database, folders):
            pass

    with ThreadPoolExecutor(max_workers=1) as pool:
        reader = pool.submit(read)
        time.sleep(0.15)
        load_into(database, put_rows(tmp_path / "second", 3, first=10))
        reader.result()
    assert state(database) == complete(6)


def test_a_second_load_is_refused_while_one_is_under_way(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_LOAD_PATIENCE", 0.1)
    second = put_rows(tmp_path / "second", 3, first=10)
    third = put_rows(tmp_path / "third", 3, first=20)
    refusals: list[str] = []

    def meddle(_: str) -> None:
        if not refusals:
            with pytest.raises(InputError, match="another load is under way") as refused:
                load_into(database, third)
            refusals.append(refused.value.hint)

    load_into(database, second, progress=meddle)
    assert refusals[0]
    assert state(database) == complete(6)
    load_into(database, third)
    assert state(database) == complete(9)
    assert leftovers(database) == []


def test_loads_at_the_same_time_are_all_or_nothing_each(database: Path, tmp_path: Path) -> None:
    runs = [
        start_load(database, put_rows(tmp_path / f"in{number}", 3, first=10 * number), "never")
        for number in (1, 2)
    ]
    codes = [finish(run) for run in runs]
    assert set(codes) <= {0, 3}
    assert 0 in codes
    assert state(database) == complete(3 + 3 * codes.count(0))
    assert leftovers(database) == []


# ------------------------------------------------------------------------------------- kill -9

# Loads a delivery and kills itself at a step, before a call of the system, or never.
LOADER = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tests.product import FOLDERS, KEY
from tyollisyys_cli.errors import TyoError
from tyollisyys_cli.extract.load import load

database, delivery, moment = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def show(step):
    if step == moment:
        die()

if moment in ("fsync", "link", "replace"):
    setattr(os, moment, die)
print("ready", flush=True)
try:
    load([Path(delivery)], database_file=Path(database), folders=FOLDERS, key=KEY,
         extract_date=date(2024, 7, 31), progress=show)
except TyoError as error:
    sys.exit(error.exit_code)
"""


def start_load(database: Path, delivery: Path, moment: str) -> subprocess.Popen[bytes]:
    """Start a load in a process of its own and wait until it begins."""
    run = subprocess.Popen(
        [sys.executable, "-c", LOADER, str(database), str(delivery), moment],
        cwd=REPOSITORY,
        env=environment_with(delivery),
        stdout=subprocess.PIPE,
    )
    assert run.stdout
    assert run.stdout.readline() == b"ready\n"
    return run


def finish(run: subprocess.Popen[bytes]) -> int:
    """Wait for the process and return its exit code."""
    code = run.wait(timeout=60)
    if run.stdout:
        run.stdout.close()
    return code


MOMENTS = ("YTYOLL.csv", "model/50_service_spells.sql", "fsync", "link", "replace")


def test_a_kill_leaves_the_old_database_or_the_new_one(database: Path, tmp_path: Path) -> None:
    """At chosen steps, then at moments of the clock; a reader has the database open."""
    persons = 3
    reader = duckdb.connect(str(database), read_only=True)
    try:
        for number, moment in enumerate((*MOMENTS, 0.03, 0.1, 0.2), start=1):
            delivery = put_rows(tmp_path / f"in{number}", 50, first=100 * number)
            run = start_load(database, delivery, str(moment))
            if isinstance(moment, float):
                time.sleep(moment)
                run.kill()
            assert finish(run) in (-signal.SIGKILL, 0), moment
            assert reader.execute("select count(*) from raw.ytyoll").fetchall() == [(3,)]
            found = state(database)
            assert found in (complete(persons), complete(persons + 50)), moment
            if moment in MOMENTS:
                assert found == complete(persons), moment
            persons = found[0]
    finally:
        reader.close()
    load_into(database, put_rows(tmp_path / "last", 3, first=5000))
    assert state(database) == complete(persons + 3)
    assert leftovers(database) == []


def test_kills_at_random_moments_leave_a_whole_database(database: Path, tmp_path: Path) -> None:
    """A few kills, or as many as TYO_KILLS says; a reader opens the database all the while.

    Moments are spread over the time that a load takes here. After each kill the database is the
    old one or the new one, with its ledger; and the next load finds nothing in its way.
    """
    kills = int(os.environ.get("TYO_KILLS", "4"))
    draw = Random(31)
    started = time.monotonic()
    assert finish(start_load(database, put_rows(tmp_path / "whole", 50, first=100), "never")) == 0
    whole = time.monotonic() - started
    persons = 53
    reader = duckdb.connect(str(database), read_only=True)
    try:
        for number in range(kills):
            delivery = put_rows(tmp_path / f"in{number}", 50, first=1000 * (number + 1))
            run = start_load(database, delivery, "never")
            time.sleep(draw.random() * whole)
            run.kill()
            assert finish(run) in (-signal.SIGKILL, 0)
            assert reader.execute("select count(*) from raw.ytyoll").fetchall() == [(53,)]
            found = state(database)
            assert found in (complete(persons), complete(persons + 50)), number
            persons = found[0]
    finally:
        reader.close()
    load_into(database, put_rows(tmp_path / "last", 3, first=100_000))
    assert state(database) == complete(persons + 3)
    assert leftovers(database) == []
    assert set(modes(database.parent).values()) == {"0o600"}


# ---------------------------------------------------------------------------------- a full disk


def no_larger_files_than(size: int) -> Callable[[], None]:
    """Return what makes a process unable to write files larger than the size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("share", [0.2, 1.02])
def test_a_write_that_does_not_fit_is_refused_and_changes_nothing(
    share: float, database: Path, tmp_path: Path
) -> None:
    """Too small for the copy, and too small for what is loaded into it."""
    before = database.read_bytes()
    second = put_rows(tmp_path / "second", 20_000, first=10)
    load = ("load", second, "--extract-date", DAY, "--db", database)
    put(tmp_path, "key", KEY.secret.hex())
    run = tyo(*load, home=tmp_path, before=no_larger_files_than(int(len(before) * share)))
    assert database.read_bytes() == before
    assert leftovers(database) == []
    told = run.stderr.decode()
    assert run.returncode == 3, told
    assert "tyo failed in a way it should not" not in told


@pytest.fixture
def full_disk(tmp_path: Path) -> Generator[Path]:
    """Mount a small file system in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a file system is not permitted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_changes_nothing(full_disk: Path, tmp_path: Path) -> None:
    path = full_disk / "tyo.duckdb"
    put(tmp_path, "key", KEY.secret.hex())
    load_into(path, put_rows(tmp_path / "first", 3))
    before = path.read_bytes()
    second = put_rows(tmp_path / "second", 20_000, first=10)
    room = shutil.disk_usage(full_disk).free
    # No room for the copy, for the rows, and for the last pages of the checkpoint.
    for left in (len(before) // 2, len(before) + 100_000, len(before) + 700_000):
        ballast = put(full_disk, "ballast", b"x" * (room - left))
        # In a process of its own: after such an error the engine keeps the file it has open.
        run = tyo("load", second, "--extract-date", DAY, "--db", path, home=tmp_path)
        ballast.unlink()
        assert run.returncode == 3, run.stderr
        assert path.read_bytes() == before
        assert leftovers(path) == []
    load_into(path, put_rows(tmp_path / "third", 3, first=100))
    assert state(path) == complete(6)


def test_a_model_that_cannot_be_built_changes_nothing(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = database.read_bytes()

    def fail(*_: object) -> None:
        raise database_module.QueryError("wrong")

    monkeypatch.setattr(database_module, "build_model", fail)
    with pytest.raises(TyoError, match="wrong"):
        load_into(database, put_rows(tmp_path / "second", 3, first=10))
    assert database.read_bytes() == before
    assert leftovers(database) == []
