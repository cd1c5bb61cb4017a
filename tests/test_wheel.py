"""The wheel holds all that runs: away from the repository it gives the same figures."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.program import small_register
from tests.product import without_empty_tables
from tests.registers import write_register

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, folder: Path, path: Path | None = None) -> str:
    """Run a command without the user's settings; return its stdout."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TYO_")}
    added = {"PYTHONPATH": str(path)} if path else {}
    done = subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={**settings, **added, "LANG": "C", "LC_ALL": "C", "PIP_NO_INDEX": "1"},
        capture_output=True,
        check=False,
    )
    assert not done.returncode, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_the_program_and_every_query_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [file for file in (ROOT / "queries").rglob("*") if file.is_file()]
    queries = {f"tyollisyys_cli/{file.relative_to(ROOT).as_posix()}" for file in files}
    modules = {file.relative_to(ROOT / "src").as_posix() for file in (ROOT / "src").rglob("*.py")}
    assert queries
    assert names >= queries | modules
    assert not [name for name in names if "/tests/" in name or "sample_data" in name]


def test_installed_wheel_prints_the_same_table_as_the_checkout(wheel: Path, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(
        *(*pip, "install", "--no-deps", "--no-index", "--no-compile"),
        *("--target", installed, wheel),
        folder=elsewhere,
    )
    write_register(without_empty_tables(small_register()), elsewhere / "extracts")
    tables: list[str] = []
    for name, path in (("wheel", installed), ("checkout", ROOT / "src")):
        where = "from tyollisyys_cli import resources as r; print(r.query_folders().own)"
        queries = run(sys.executable, "-c", where, folder=elsewhere, path=path).strip()
        assert Path(queries).is_relative_to(path if name == "wheel" else ROOT)
        tyo = (sys.executable, "-m", "tyollisyys_cli", "--db", f"{name}.duckdb")
        load = ("load", "extracts", "--extract-date", "2024-07-31", "--key", "key")
        run(*tyo, *load, folder=elsewhere, path=path)
        tables.append(run(*tyo, "indicators", "-r", "raahe", folder=elsewhere, path=path))
    assert tables[0] == tables[1]
    assert "Unemployed jobseekers" in tables[0]
