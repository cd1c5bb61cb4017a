"""Writes files whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_file(content: bytes, file: Path) -> None:
    """Write a file that only its owner can read; raises UsageError when it cannot be written."""
    write_files({file: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write all beside their places, then put all in place: nobody meets a half, or one of two.

    Only their owner can read them. Raises UsageError when one cannot be written.
    """
    parts = {file: _part(file) for file in contents}
    try:
        for file, content in contents.items():
            parts[file].unlink(missing_ok=True)
            descriptor = os.open(parts[file], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                target.write(content)
        for file, part in parts.items():
            part.replace(file)
    except OSError as error:
        for part in parts.values():
            part.unlink(missing_ok=True)
        names = ", ".join(map(str, contents))
        raise UsageError(
            f"{names}: cannot be written: {error.strerror}", "name another file"
        ) from error


def _part(file: Path) -> Path:
    """Return where a file is written before it is whole; raises UsageError for a folder."""
    if not file.name or file.is_dir():
        raise UsageError(f"{file}: cannot be written: it is a folder", "name a file in it")
    return file.with_name(f"{file.name}.part")
