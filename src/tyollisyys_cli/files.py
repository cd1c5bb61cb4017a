"""Writes files whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

_KEY_BYTES = 32
_HEAD = 200
"""Bytes that tell a database or a key: 64 digits, and maybe spaces and line ends."""


def write_file(content: bytes, file: Path) -> None:
    """Write a file that only its owner can read; raises UsageError when it cannot be written."""
    write_files({file: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write all beside their places, then put all in place: nobody meets a half, or one of two.

    Only their owner can read them. A link stays, and what it leads to is written; a pipe or a
    device is written to as it is. Raises UsageError when one cannot be written, and for a database,
    a key or an extract.
    """
    parts: dict[Path, Path] = {}
    try:
        for file in contents:
            _refuse(file)
        for number, (file, content) in enumerate(contents.items()):
            if file.exists() and not file.is_file():
                with _open(file) as target:
                    target.write(content)
                continue
            place = file.resolve()
            parts[place] = part = place.with_name(f"tyo.{os.getpid()}.{number}.part")
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                target.write(content)
        for place, part in parts.items():
            part.replace(place)
    except (OSError, RuntimeError) as error:  # links that lead to each other are the latter
        for part in parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        names = ", ".join(map(str, contents))
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{names}: cannot be written: {reason}", "name another file") from error


def _open(file: Path) -> IO[bytes]:
    """Open a device, or a pipe as soon as somebody reads it.

    While `open` itself waits for a reader, an interrupt would not end it: libraries let the system
    restart what it interrupts.
    """
    if not file.is_fifo():
        return file.open("wb")
    while True:
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.1)
        else:
            os.set_blocking(descriptor, True)
            return os.fdopen(descriptor, "wb")


def _refuse(file: Path) -> None:
    """Raise UsageError for a folder, a database, a key or an extract: nothing brings them back."""
    if not file.name or file.is_dir():
        raise UsageError(f"{file}: cannot be written: it is a folder", "name a file in it")
    if not file.is_file():
        return
    with file.open("rb") as found:
        head = found.read(_HEAD)
    kinds = {"a database": _is_database, "a key": _is_key, "an extract": _is_extract}
    if kind := next((kind for kind, is_one in kinds.items() if is_one(head)), ""):
        raise UsageError(f"{file}: cannot be written: it is {kind}", "name another file")


def _is_database(head: bytes) -> bool:
    """Know the engine's mark behind a checksum, and a small number in 8 bytes, the version."""
    return head[8:12] == b"DUCK" and head[14:20] == bytes(6)


def _is_extract(head: bytes) -> bool:
    """Know the column of persons in the header of the register's files; ours have commas."""
    line = head.partition(b"\n")[0].lower()
    return b"hid_e;" in line or b";hid_e" in line


def _is_key(head: bytes) -> bool:
    """Know the 32 bytes in hexadecimal digits by which persons are named."""
    try:
        return len(bytes.fromhex(head.decode("ascii"))) == _KEY_BYTES
    except ValueError:
        return False
