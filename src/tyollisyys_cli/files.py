"""Writes files whole, or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def write_file(content: bytes, file: Path) -> None:
    """Write beside the file and put it in its place: nobody meets half a file.

    Only its owner can read it. Raises UsageError when it cannot be written.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(
            f"{file}: cannot be written: {error.strerror}", "name another file"
        ) from error
