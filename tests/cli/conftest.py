"""Fixtures of the command line: the program in this process, and databases loaded once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Ran, Tyo, make_database, small_register
from tyollisyys_cli.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run in an empty folder, in English, without the settings of whoever runs the tests."""
    for name in ("TYO_DB", "TYO_LANG", "TYO_KEY", "TYO_DEBUG", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def tyo(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Tyo:
    """Run the command line in this process: a process of its own costs half a second."""

    def run_here(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tyo", *map(str, arguments)])
        capfdbinary.readouterr()
        code = run()
        out, err = capfdbinary.readouterr()
        return Ran(code, out, err.decode())

    return run_here


@pytest.fixture(scope="session")
def small_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the small register once; tests only read this database."""
    return make_database(small_register(), tmp_path_factory.mktemp("small"))


@pytest.fixture
def database(small_database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the small register the database of the test, as TYO_DB says."""
    monkeypatch.setenv("TYO_DB", str(small_database))
    return small_database
