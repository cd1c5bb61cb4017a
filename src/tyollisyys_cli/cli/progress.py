"""Progress on stderr: only on a terminal, and only for what takes over a second."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_QUIET_SECONDS = 1.0
# A line that reaches the edge of a terminal would go on in the next one.
_WIDTH = 78


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
            sys.stderr.write(f"\r{f'{verb} {step}'[:_WIDTH]:<{_WIDTH}}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shown:
            sys.stderr.write(f"\r{'':<{_WIDTH}}\r")
            sys.stderr.flush()
