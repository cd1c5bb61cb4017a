"""Imports modules ahead of their use, while the engine counts and Python has nothing to do."""

from __future__ import annotations

import contextlib
from importlib import import_module
from threading import Thread


def import_ahead(*modules: str) -> None:
    """Import modules in a thread; one that fails says so when it is used.

    Only for what nobody else imports meanwhile: of a module that is half imported, another thread
    may see half.
    """

    def work() -> None:
        with contextlib.suppress(ImportError):
            for module in modules:
                import_module(module)

    Thread(target=work).start()
