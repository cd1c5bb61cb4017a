"""How what is typed for an option becomes a value: as typer reads it, and without pydantic."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pytest
import typer

if TYPE_CHECKING:
    from tests.cli.program import Tyo


def test_indicators_are_computed_without_pydantic(database: Path) -> None:
    program = (
        "import sys\n"
        "sys.argv = ['tyo', 'indicators', 'jobseekers', '--region', 'raahe']\n"
        "from tyollisyys_cli.cli.app import run\n"
        "print(run(), 'pydantic' in sys.modules)\n"
    )
    surroundings = {**os.environ, "TYO_DB": str(database)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=surroundings
    )
    assert done.stdout.decode().splitlines()[-1] == "0 False"


def test_values_have_the_types_of_their_options(monkeypatch: pytest.MonkeyPatch) -> None:
    read: dict[str, object] = {}
    app = typer.Typer()

    @app.command()
    def command(
        several: Annotated[list[str] | None, typer.Argument()] = None,
        text: str = "",
        number: int = 5,
        file: Path | None = None,
        files: Annotated[list[Path] | None, typer.Option()] = None,
        *,
        flag: bool = False,
        flag_of_surroundings: Annotated[bool, typer.Option(envvar="TYO_TEST_FLAG")] = False,
    ) -> None:
        read.update(locals())

    monkeypatch.setenv("TYO_TEST_FLAG", "yes")
    options = ["--text", "5", "--number", "7", "--file", "f", "--files", "a", "--files", "b"]
    app(["one", "2", *options, "--flag"], standalone_mode=False)
    del read["read"]
    assert read == {
        "several": ["one", "2"],
        "text": "5",
        "number": 7,
        "file": Path("f"),
        "files": [Path("a"), Path("b")],
        "flag": True,
        "flag_of_surroundings": True,
    }
    app([], standalone_mode=False)
    assert (read["several"], read["text"], read["number"]) == (None, "", 5)
    assert (read["file"], read["files"], read["flag"]) == (None, None, False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["indicators", "--threshold", "five"], "'--threshold'"),
        (["sql", "select 1", "--limit", "0"], "'--limit'"),
    ],
)
def test_number_that_is_none_or_too_small_is_refused(
    options: list[str], message: str, tyo: Tyo
) -> None:
    ran = tyo(*options)
    assert ran.code == 2
    assert message in ran.err


def test_file_that_may_not_be_read_is_refused(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "closed.duckdb").touch()

    def only_there(_path: object, mode: int) -> bool:
        return mode == os.F_OK

    monkeypatch.setattr(os, "access", only_there)
    ran = tyo("indicators", "--region", "raahe", "--db", "closed.duckdb")
    assert ran.code == 2
    assert "closed.duckdb' is not readable" in ran.err
