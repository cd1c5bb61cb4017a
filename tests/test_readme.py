"""Every command that the README shows runs."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import make_database, run_process, small_register
from tyollisyys_cli.catalogue import HEADER_KEYS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(
    r"`(?P<file>\S+\.sql)` is\s+```sql\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)


def commands() -> Iterator[str]:
    """Yield every line that starts with `$ tyo` in a block of a console or a shell."""
    for block in FENCED.finditer(README):
        if block["kind"] in ("console", "sh"):
            lines = block["body"].replace("\\\n", " ").splitlines()
            yield from (line[2:] for line in lines if line.startswith("$ tyo "))


def test_readme_shows_commands() -> None:
    assert list(commands())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the small register once."""
    return make_database(small_register(), tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("command", list(dict.fromkeys(commands())))
def test_command_of_the_readme_runs(
    command: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is a small one; a load reads the small register under the sample's name."""
    shutil.copy(made, tmp_path / "tyo.duckdb")
    shutil.copytree(made.with_name("extracts"), tmp_path / "sample_data")
    (tmp_path / "sample_data" / "extract.toml").write_text("extract_date = 2024-07-31\n")
    for sql in NAMED.finditer(README):
        file = tmp_path / sql["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sql["body"], encoding="utf-8")
    key = tmp_path / "key"
    key.write_text((b"k" * 32).hex(), encoding="ascii")
    monkeypatch.setenv("TYO_KEY", str(key))
    monkeypatch.delenv("TYO_DB", raising=False)
    ran = run_process(*shlex.split(command)[1:], folder=tmp_path)
    assert ran.code == 0, ran.err
    assert ran.raw or ran.err


def test_every_key_of_a_header_is_documented() -> None:
    told = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
    rows = [line.partition("|")[2].partition("|")[0] for line in told.splitlines()]
    keys = {key.partition(".")[0] for row in rows for key in re.findall(r"`([\w.]+)`", row)}
    assert keys >= HEADER_KEYS
    assert keys - HEADER_KEYS == set(KINDS)
