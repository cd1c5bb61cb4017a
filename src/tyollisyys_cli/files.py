"""Writes files whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DATABASE_HEAD = 20
"""Bytes: a checksum of 8, the engine's mark, and the version of the layout, a small number in 8."""


def write_file(content: bytes, file: Path) -> None:
    """Write a file that only its owner can read; raises UsageError when it cannot be written."""
    write_files({file: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write all beside their places, then put all in place: nobody meets a half, or one of two.

    Only their owner can read them. A link stays, and what it leads to is written; a pipe or a
    device is written to as it is. Raises UsageError when one cannot be written, and for a database.
    """
    parts: dict[Path, Path] = {}
    try:
        for file in contents:
            _refuse(file)
        for number, (file, content) in enumerate(contents.items()):
            if file.exists() and not file.is_file():
                file.write_bytes(content)
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


def _refuse(file: Path) -> None:
    """Raise UsageError for a folder, and for a database: it can hold what no load brings back."""
    if not file.name or file.is_dir():
        raise UsageError(f"{file}: cannot be written: it is a folder", "name a file in it")
    if not file.is_file():
        return
    with file.open("rb") as found:
        head = found.read(_DATABASE_HEAD)
    if head[8:12] == b"DUCK" and head[14:] == bytes(6):
        raise UsageError(f"{file}: cannot be written: it is a database", "name another file")
