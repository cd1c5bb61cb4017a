"""`tyo loads`: the ledger in every format, and taking a load back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import EXTRACT_DATE, make_database, seekers, small_register
from tests.product import KEY, load_register, without_empty_tables
from tests.registers import write_register

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Tyo

COLUMNS = (
    *("load", "file", "table", "sha256", "read", "loaded", "refused", "repeated", "extract_date"),
    *("period", "dialect", "layout", "loaded_at", "loaded_by", "undone_at"),
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tyo: Tyo) -> Path:
    """Return a database of two loads, the second with a period."""
    path = make_database(seekers("A", 6), tmp_path / "own")
    (tmp_path / "key").write_text(KEY.secret.hex())
    monkeypatch.setenv("TYO_DB", str(path))
    monkeypatch.setenv("TYO_KEY", str(tmp_path / "key"))
    second = tmp_path / "second"
    second.mkdir()
    write_register(without_empty_tables(seekers("B", 7, start="01.03.2024")), second)
    ran = tyo("load", second, "--extract-date", "2024-08-31", "--period", "2024-02..2024-08")
    assert ran.code == 0, ran.err
    return path


@pytest.mark.usefixtures("own")
def test_the_ledger_has_a_row_per_file(tyo: Tyo) -> None:
    ran = tyo("loads", "--format", "csv")
    assert ran.code == 0, ran.err
    assert tuple(ran.rows[0]) == COLUMNS
    assert [one["load"] for one in ran.rows] == ["1"] * 5 + ["2"] * 5
    last = ran.rows[-1]
    assert (last["table"], last["read"], last["loaded"]) == ("YTYOLL", "7", "7")
    assert (last["refused"], last["repeated"], last["undone_at"]) == ("0", "0", "")
    assert (last["extract_date"], last["period"]) == ("2024-08-31", "2024-02-01..2024-08-31")
    assert ran.rows[0]["period"] == ""
    assert len(last["sha256"]) == 64
    assert last["loaded_by"]
    listed = json.loads(tyo("loads", "--format", "json").out)
    assert [one["load"] for one in listed] == [1] * 5 + [2] * 5


def test_loads_are_tables_for_people_that_fit_a_narrow_terminal(
    own: Path, tyo: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert tyo("loads", "undo", "1").code == 0
    lines = tyo("loads", "--db", own).out.splitlines()
    assert max(map(len, lines)) <= 80
    text = " ".join(line.strip() for line in lines)
    at = r"[-0-9]{10} [:0-9]{5} UTC"
    assert re.search(
        rf"load 1 · extract date 2024-07-31 · loaded at {at} by \S+ · taken back at {at} table",
        text,
    )
    assert re.search(
        r"load 2 · extract date 2024-08-31 · period 2024-02-01..2024-08-31 · "
        rf"loaded at {at} by \S+ table",
        text,
    )
    assert lines[-1].split() == ["YTYOLL", "7", "7", "0", "0", "YTYOLL.csv"]


def test_a_load_is_taken_back(own: Path, tyo: Tyo) -> None:
    command = ("indicators", "jobseekers", "--region", "raahe", "--format", "csv")
    with_both = tyo(*command).out
    ran = tyo("loads", "undo", "2")
    assert ran.code == 0, ran.err
    assert ran.out == ""
    assert "load 2 was taken back" in ran.err
    undone = [bool(one["undone_at"]) for one in tyo("loads", "--format", "csv").rows]
    assert undone == [False] * 5 + [True] * 5
    fresh = make_database(seekers("A", 6), own.parent / "fresh")
    only_first = tyo(*command).out
    assert only_first == tyo(*command, "--db", fresh).out
    assert only_first != with_both
    again = tyo(
        "load",
        own.parents[1] / "second",
        "--extract-date",
        "2024-08-31",
        "--period",
        "2024-02..2024-08",
    )
    assert again.code == 0, again.err
    assert tyo(*command).out == with_both


@pytest.mark.parametrize("number", ["3", "0", "-1"])
def test_an_unknown_load_is_a_mistake_that_lists_the_loads(
    number: str, own: Path, tyo: Tyo
) -> None:
    before = own.read_bytes()
    ran = tyo("loads", "undo", "--", number)
    assert ran.code == 2
    assert f"error: no load {number}" in ran.err
    assert "hint: loads that can be taken back: 1, 2" in ran.err
    assert own.read_bytes() == before


@pytest.mark.usefixtures("own")
def test_a_load_is_taken_back_once(tyo: Tyo) -> None:
    assert tyo("loads", "undo", "1").code == 0
    ran = tyo("loads", "undo", "1")
    assert ran.code == 2
    assert "can be taken back: 2" in ran.err


def test_a_database_with_every_load_taken_back_says_so(own: Path, tyo: Tyo) -> None:
    tyo("loads", "undo", "1")
    last = tyo("loads", "undo", "2")
    assert last.code == 0, last.err
    assert "nothing is loaded any more" in last.err
    for command in (("indicators", "--region", "raahe"), ("sql", "select 1")):
        ran = tyo(*command)
        assert ran.code == 3, ran.err
        assert "nothing is loaded" in ran.err
    assert len(tyo("loads", "--format", "csv").rows) == 10
    folder = own.parents[1] / "second"
    assert tyo("load", folder, "--extract-date", "2024-08-31").code == 0
    assert tyo("indicators", "--region", "raahe").code == 0


def test_loads_without_a_database_says_how_to_make_one(tyo: Tyo, tmp_path: Path) -> None:
    for command in (("loads",), ("loads", "undo", "1")):
        ran = tyo(*command, "--db", tmp_path / "none.duckdb")
        assert ran.code == 3
        assert "no such database" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_the_database_may_be_named_at_any_place(
    tyo: Tyo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = load_register(small_register(), EXTRACT_DATE, tmp_path)
    monkeypatch.delenv("TYO_DB", raising=False)
    for command in (
        ("--db", path, "loads", "undo", "9"),
        ("loads", "--db", path, "undo", "9"),
        ("loads", "undo", "9", "--db", path),
    ):
        assert "can be taken back: 1" in tyo(*command).err
