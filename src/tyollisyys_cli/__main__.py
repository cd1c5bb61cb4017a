"""Starts the program: no traceback reaches a user, whatever goes wrong."""

from __future__ import annotations

import gc
import io
import sys

_INTERRUPTED = 130

# New objects between two collections of garbage. `tyo indicators` makes so many that the default of
# 700 has them looked through 140 times, which is a tenth of its time on the sample.
_GARBAGE = 100_000


def main() -> None:
    """Run `tyo` and exit with the code that says how it went."""
    gc.set_threshold(_GARBAGE)
    try:
        _use_utf8()
        # Imported here so that Ctrl-C during the imports ends as quietly as later.
        from tyollisyys_cli.cli.app import run

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    sys.exit(code)


def _use_utf8() -> None:
    """Write UTF-8 to consoles of any code page: cp1252 has neither bars nor the real minus."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
