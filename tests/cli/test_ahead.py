"""What a command imports ahead of its use."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from tyollisyys_cli.cli.ahead import import_ahead

if TYPE_CHECKING:
    import pytest


def finished(before: set[threading.Thread]) -> None:
    for thread in set(threading.enumerate()) - before:
        thread.join()


def test_modules_are_there_when_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    before = set(threading.enumerate())
    import_ahead("colorsys")
    finished(before)
    assert "colorsys" in sys.modules


def test_missing_module_is_told_by_who_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(threading, "excepthook", told.append)
    before = set(threading.enumerate())
    import_ahead("tyollisyys_cli.nowhere")
    finished(before)
    assert not told
