"""Progress on stderr: only on a terminal, and only for what takes over a second."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_QUIET_SECONDS = 1.0


@contextlib.contextmanager
def progress(verb: str) -> Generator[Callable[[str], None]]:
    """Yield a function that shows the step under way in one line, removed at the end."""
    if not (sys.stderr and sys.stderr.isatty()):  # closed: None
        yield lambda _step: None
        return
    started = time.monotonic()
    shown = False

    def show(step: str) -> None:
        nonlocal shown
        if time.monotonic() - started > _QUIET_SECONDS:
            shown = True
            sys.stderr.write(f"\r\x1b[K{verb} {step}"[: 10 + 78])
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
