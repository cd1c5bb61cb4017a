"""How commands answer a request: from one state of the database, with all that must be told."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from tyollisyys_cli.cli.options import Settings
    from tyollisyys_cli.database import Connection
    from tyollisyys_cli.indicators import Figures
    from tyollisyys_cli.scope import Note, Request


@contextlib.contextmanager
def answering(settings: Settings, request: Request, reason: str) -> Generator[Connection]:
    """Open the database for a request; raises UsageError for a low threshold without a reason.

    All of an answer is from one connection: between two a load may come.
    """
    from tyollisyys_cli import database
    from tyollisyys_cli.disclosure import check_threshold

    check_threshold(request.threshold, reason)
    with database.reading(settings.database, settings.folders) as connection:
        yield connection


def tell(
    settings: Settings,
    request: Request,
    notes: Sequence[Note],
    reason: str,
    *,
    logged: Request | None = None,
) -> None:
    """Log a low threshold, and tell the notes and own definitions on stderr.

    `logged` is what was asked in all, where that is more than the request.
    """
    from tyollisyys_cli.disclosure import DEFAULT_THRESHOLD

    if request.threshold < DEFAULT_THRESHOLD:
        _log(settings, logged or request, reason)
    for note in notes:
        settings.note(note.id, note.values)
    settings.tell_own_definitions(request.regions)


def compute(settings: Settings, request: Request, reason: str) -> Figures:
    """Compute the figures of a request, and tell what a reader must know."""
    from tyollisyys_cli.indicators import figures

    with answering(settings, request, reason) as connection:
        computed = figures(connection, request)
    tell(settings, request, computed.notes, reason)
    return computed


def _log(settings: Settings, request: Request, reason: str) -> None:
    """Log a threshold below the default, and tell where."""
    from tyollisyys_cli.log import write_log

    log = write_log(
        settings.database,
        event="threshold",
        threshold=request.threshold,
        reason=reason,
        indicators=[one.id for one in request.indicators],
        regions=[one.id for one in request.regions],
        by=request.by_columns,
    )
    settings.note("threshold", {"threshold": str(request.threshold), "log": str(log)})
