"""A user's own statement on the model: one select that cannot write or leave the database.

It runs in a process of its own: neither the engine's limits of time and memory nor an interrupt
reach into its functions (`repeat('x', 3000000000)`), but a process can be ended.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import polars as pl

from tyollisyys_cli import database
from tyollisyys_cli.errors import InputError, QueryError, TimeLimitError, TyoError

if TYPE_CHECKING:
    from tyollisyys_cli.resources import QueryFolders

_MEMORY = "2GB"
_SECONDS = 60
_THREADS = 2
# What the process may reserve: beside the engine's memory 1.2 GB that it reserves and hardly uses.
_RESERVED = 4 * 1024**3
# The process's start, and the end of a statement that the engine ends by itself.
_GRACE = 3
_ATTEMPTS = 5
# With -P no file in the current folder stands in for one of Python's.
_START = "import sys; sys.path.append(sys.argv[1]); from tyollisyys_cli import adhoc; adhoc.serve()"
# Exit codes of the process, none of which Python has for failures of its own.
_TOLD, _REBUILT, _FULL, _ALONE = 10, 11, 12, 13
_ERRORS = {one.__name__: one for one in (InputError, QueryError, TimeLimitError)}


@dataclass(frozen=True)
class Result:
    """The rows of a statement, and whether there were more than the limit."""

    frame: pl.DataFrame
    is_cut: bool


def run_select(path: Path, folders: QueryFolders, statement: str, limit: int) -> Result:
    """Run one statement of a type that only reads; returns at most `limit` rows.

    Raises InputError without a database, QueryError for a statement that is wrong, may write or
    needs more memory than it may, TimeLimitError for one that takes too long.
    """
    for _ in range(_ATTEMPTS):
        with database.reading(path, folders):
            pass  # the model is brought up to date before anybody looks at it
        asked = {
            "path": str(path),
            "query_hash": database.query_hash(folders),
            "statement": statement,
            "limit": limit + 1,
            "seconds": _SECONDS,
            "memory": _MEMORY,
        }
        ended = ask(asked)
        if ended.returncode == 0:
            frame = pl.read_ipc(io.BytesIO(ended.stdout))
            return Result(frame.head(limit), is_cut=frame.height > limit)
        if ended.returncode != _REBUILT:
            raise _told(ended)
    raise InputError(
        f"{path}: is built again and again by others, with other policy or query files",
        "load into a database of your own, with --db FILE",
    )


def ask(asked: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
    """Have a process answer; an interrupt ends it too. Raises TimeLimitError."""
    command = [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[1])]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # an interrupt is for this process, which ends that one
    ) as process:
        question, process.stdin = process.stdin, None  # stays open: see `_end_with_parent`
        try:
            if question:
                question.write(json.dumps(asked).encode() + b"\n")
                question.flush()
            answer, _ = process.communicate(timeout=asked["seconds"] + _GRACE)
        except subprocess.TimeoutExpired as error:
            raise database.too_long() from error
        except BrokenPipeError:
            answer = b""
        finally:
            process.kill()
            if question:
                with contextlib.suppress(OSError):
                    question.close()
        return subprocess.CompletedProcess(command, process.wait(), answer)


def _told(ended: subprocess.CompletedProcess[bytes]) -> TyoError:
    """Return the error that a process told, or why it told none."""
    if ended.returncode == _TOLD:
        kind, message, hint = json.loads(ended.stdout)
        return _ERRORS[kind](message, hint)
    if ended.returncode == _FULL or ended.returncode < 0:  # a signal: nothing was left to tell it
        return database.too_large()
    return QueryError(
        f"the process that answers statements failed with exit code {ended.returncode}",
        "try again; if it stays so, please report it",
    )


# ------------------------------------------------------------------------------- the other process


def _answer(asked: dict[str, Any]) -> pl.DataFrame | None:
    """Answer what was asked, or None when the model is another one by now; raises TyoError."""
    path = Path(asked["path"])
    connection = database.connect(
        path,
        read_only=True,
        memory_limit=asked["memory"],
        threads=_THREADS,
        max_execution_time=int(asked["seconds"] * 1000),
        temp_directory="",  # it may write no file
    )
    with contextlib.closing(connection), database.damage_told(path):
        found = database.rows(connection, "select query_hash from meta.extract")
        if found != [(asked["query_hash"],)]:
            return None
        database.lock_down(connection)
        return database.select_one(connection, asked["statement"], asked["limit"])


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of standard input, then end: nobody would be told."""
    sys.stdin.buffer.read()
    os._exit(_ALONE)


def _limit(seconds: float) -> None:
    """Bound what this process may take, where the system can: no file, and no end of memory.

    The processor's time ends it should nobody be left to do so.
    """
    try:
        import resource  # not on Windows
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, _RESERVED),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int((seconds + _GRACE) * (_THREADS + 1)) + 1),
    ):
        resource.setrlimit(kind, (most, most))


def serve() -> None:
    """Answer on standard output what standard input asks, and end."""
    code = _serve()
    sys.stdout.flush()
    os._exit(code)  # there is nothing to put away, and the engine takes its time


def _serve() -> int:
    """Answer, and return the exit code."""
    asked = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    _limit(asked["seconds"])
    try:
        frame = _answer(asked)
        if frame is None:
            return _REBUILT
        frame.write_ipc(sys.stdout.buffer)
    except TyoError as error:
        told = (type(error).__name__, error.message, error.hint)
        sys.stdout.buffer.write(json.dumps(told).encode())
        return _TOLD
    except MemoryError:
        return _FULL
    return 0
