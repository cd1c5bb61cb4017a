"""The log beside a database: who lowered the protection of small groups, when and why."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def user_name() -> str:
    """Return who runs the program, for the ledger and the log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user on the machine, as in some containers
        return "unknown"


def log_of(database: Path) -> Path:
    """Return the log beside a database."""
    return database.with_name(f"{database.name}.jsonl")


def write_log(database: Path, **entry: object) -> Path:
    """Append an entry with its time and user to `<database>.jsonl`; returns that file.

    Raises InputError when it cannot be written: what must be logged is not shown without it.
    """
    file = log_of(database)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"time": now, "user": user_name(), **entry}, ensure_ascii=False)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as log:
            log.write(line + "\n")
    except OSError as error:
        raise InputError(f"{file}: the log cannot be written: {error.strerror}") from error
    return file
