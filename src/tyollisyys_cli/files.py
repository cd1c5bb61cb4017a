"""Writes files whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DATABASE = (8, b"DUCK")
"""Where every database of the engine has its mark, and the mark."""


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
        places = {file.resolve(): content for file, content in contents.items()}
        for file in contents:
            _refuse(file)
        for place, content in places.items():
            if place.exists() and not place.is_file():
                place.write_bytes(content)
                continue
            parts[place] = place.with_name(f"{place.name}.{os.getpid()}.part")
            parts[place].unlink(missing_ok=True)
            descriptor = os.open(parts[place], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                target.write(content)
        for place, part in parts.items():
            part.replace(place)
    except OSError as error:
        for part in parts.values():
            part.unlink(missing_ok=True)
        names = ", ".join(map(str, contents))
        raise UsageError(
            f"{names}: cannot be written: {error.strerror}", "name another file"
        ) from error


def _refuse(file: Path) -> None:
    """Raise UsageError for a folder, and for a database: it can hold what no load brings back."""
    if not file.name or file.is_dir():
        raise UsageError(f"{file}: cannot be written: it is a folder", "name a file in it")
    if not file.is_file():
        return
    at, mark = _DATABASE
    with file.open("rb") as found:
        if found.read(at + len(mark))[at:] == mark:
            raise UsageError(f"{file}: cannot be written: it is a database", "name another file")
