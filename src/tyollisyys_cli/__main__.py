"""Starts the program: no traceback reaches a user, whatever goes wrong."""

from __future__ import annotations

import contextlib
import io
import os
import sys

_INTERRUPTED = 130


def main() -> None:
    """Run `tyo` and exit with the code that says how it went."""
    try:
        _use_utf8()
        # Imported here so that Ctrl-C during the imports ends as quietly as later.
        from tyollisyys_cli.cli.app import run

        code = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough. What is still buffered has nowhere to go.
        code = 0
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _use_utf8() -> None:
    """Write UTF-8 to consoles of any code page: cp1252 has neither bars nor the real minus."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
