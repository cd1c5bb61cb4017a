"""Puts a new database file in the place of an old one: whatever fails, one of them is there whole.

Nothing here opens a database: these are the lock, the names beside it, and the swap.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

# How many seconds a swap waits for the readers that hold the database on Windows.
_READER_SECONDS = 5


@contextlib.contextmanager
def only_loader(path: Path, patience: float = 0, hint: str = "") -> Generator[None]:
    """Hold the lock of the database's loads; raises InputError when another load has it.

    `patience` is how many seconds the other load has to end, `hint` what to do where the folder
    cannot be written.
    """
    from filelock import FileLock, Timeout  # 40 ms that only a load needs

    if path.is_dir():
        raise InputError(f"{path}: is a directory, not a database", "name a file with --db FILE")
    if not path.parent.is_dir():  # filelock would make the folder
        raise InputError(f"{path}: no such folder", "make it, or name another file with --db FILE")
    lock = FileLock(path.with_name(f"{path.name}.lock"), timeout=patience, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError(
            f"{path}: another load is under way", "wait until it is done, then try again"
        ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}", hint) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def private() -> Generator[None]:
    """Make every file its owner's alone from its first byte: the copy, its log, what it spills."""
    mask = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(mask)


def refuse_log(path: Path) -> None:
    """Refuse a database with changes in its log, which a copy would lose; raises InputError."""
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        raise InputError(
            f"{log}: another program has not finished writing to the database",
            "open the database in that program and close it there, or remove the log if it is old",
        )


def part_of(path: Path) -> Path:
    """Return where the new database is made."""
    return path.with_name(f"{path.name}.part")


def remove_leftovers(path: Path) -> None:
    """Remove what a load that was ended left behind: everything beside the database in `.part`."""
    for leftover in path.parent.iterdir():
        if not f"{leftover.name}.".startswith(f"{path.name}.part."):
            continue
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink(missing_ok=True)


def finish(part: Path) -> None:
    """Make the finished copy durable and private."""
    if part.with_name(f"{part.name}.wal").exists():
        raise InputError(f"{part}: was not written to the end", "load again; nothing was changed")
    part.chmod(0o600)
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def aside_of(path: Path, part: Path) -> Path | None:
    """Give the old database a second name, to be `.prev` once it is replaced; None without one."""
    if not path.exists():
        return None
    aside = part.with_name(f"{part.name}.prev")
    try:
        os.link(path, aside)
    except OSError:  # a file system without links: a copy does as well, only slower
        shutil.copyfile(path, aside)
        aside.chmod(0o600)
    return aside


def swap(part: Path, path: Path) -> None:
    """Put the new database in the old one's place; raises InputError where a reader holds that.

    Readers do not hinder it on Linux and macOS. On Windows they do: most are done within seconds.
    """
    deadline = time.monotonic() + _READER_SECONDS
    while True:
        try:
            os.replace(part, path)  # noqa: PTH105 - with os.link, the other half of the swap
        except PermissionError as error:
            if time.monotonic() > deadline:
                raise InputError(
                    f"{path}: cannot be replaced: {error.strerror}",
                    "nothing was changed; close the programs that have it open, then try again",
                ) from error
            time.sleep(0.1)
        else:
            return


def settle(path: Path, aside: Path | None, *, is_removed: bool) -> None:
    """Do what is only right once the new database is in place; raises InputError."""
    previous = _previous(path)
    try:
        if aside:
            os.replace(aside, previous)  # noqa: PTH105
        elif is_removed:
            previous.unlink(missing_ok=True)
        _make_durable(path.parent)
    except OSError as error:
        raise InputError(
            f"{path}: is replaced, but {previous} cannot be: {error.strerror}",
            f"{previous} is of an earlier load and has its persons: remove it",
        ) from error


def _previous(path: Path) -> Path:
    """Return where the database before the last load is."""
    return path.with_name(f"{path.name}.prev")


def _make_durable(folder: Path) -> None:
    """Make a rename durable, where folders can be synchronised."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
