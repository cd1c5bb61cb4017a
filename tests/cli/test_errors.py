"""What goes wrong ends with a code, a sentence and what to do next; never with a traceback."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.cli.program import Ran, Tyo, seekers
from tests.registers import COLUMNS, write_register
from tyollisyys_cli import adhoc, database
from tyollisyys_cli.errors import WithheldError

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = ("indicators", "jobseekers", "-r", "raahe")


def assert_refused(ran: Ran, code: int, *said: str) -> None:
    """Check that nothing came out but an error in one sentence that says these words."""
    assert (ran.code, ran.raw) == (code, b""), ran.err
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    assert "in a way it should not" not in ran.err
    for words in said:
        assert words in ran.err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("indicators",), "region"),
        (("indicators", "-r", ""), "empty"),
        (("indicators", "-r", "  "), "empty"),
        (("indicators", "-r", "rahe"), "did you mean 'raahe' (trial)?"),
        (("indicators", "-r", "Brahested"), "did you mean 'Brahestad'"),
        (("indicators", "-r", "borgo"), "Borgå"),
        (("indicators", "-r", "999"), "no region named '999'"),
        (("indicators", "-r", "raahe,porvoo"), "no region named"),
        (("indicators", "-r", "\U0001f98a"), "no region named"),
        (("indicators", "-r", "x" * 5000), "no region named"),
        (("indicators", "jobsekers", "-r", "raahe"), "did you mean 'jobseekers'?"),
        (("indicators", "", "-r", "raahe"), "no indicator named ''"),
        ((*FIGURES, "--by", "sx"), "did you mean 'sex'?"),
        ((*FIGURES, "--by", "person"), "no dimension named 'person'"),
        ((*FIGURES, "--by", "sex,state,office"), "3 dimensions, 2 are the most"),
        (("flows", "-r", "raahe", "--by", "sex,state,office"), "3 dimensions, 2 are the most"),
        ((*FIGURES, "--by", 'sex"; drop table x; --'), "no dimension named"),
        ((*FIGURES, "--from", "2024-13"), "'2024-13' is not a month"),
        ((*FIGURES, "--from", "2024-7"), "write it as 2024-07"),
        ((*FIGURES, "--from", ""), "is not a month"),
        ((*FIGURES, "--to", "2024-07-31"), "is not a month"),
        ((*FIGURES, "--from", "2024-W1"), "is not a month"),
        ((*FIGURES, "--from", "2024-07", "--to", "2024-01"), "--from 2024-07 is after"),
        ((*FIGURES, "--threshold", "0"), "threshold 0"),
        ((*FIGURES, "--threshold", "-1"), "threshold -1"),
        ((*FIGURES, "--threshold", "4"), "reason"),
        ((*FIGURES, "--threshold", "five"), "--threshold"),
        ((*FIGURES, "--format", "xlsx"), "one of table, csv"),
        ((*FIGURES, "-o", "figures"), "--format"),
        ((*FIGURES, "-o", "figures.xlsx"), "suffix"),
        ((*FIGURES, "--bogus"), "--bogus"),
        ((*FIGURES, "--queries", "nowhere"), "indicators/<id>.sql"),
        (("bogus",), "bogus"),
        (("sql",), "SELECT"),
        (("load",), "PATH"),
        (("load", ".", "--extract-date", "31.7.2024"), "2024-07-31"),
        (("plot", "-r", "raahe"), "--output"),
        (("plot", "-r", "rahe", "-o", "page.svg"), "did you mean"),
    ],
)
def test_wrong_words_are_a_usage_error(
    tyo: Tyo, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert_refused(tyo(*arguments), 2, said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command", [FIGURES, ("plot", "-r", "raahe", "-o", "x.svg"), ("sql", "select 1")]
)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.duckdb", "no such database"),
        ("missing/x.duckdb", "no such database"),
        ("folder.duckdb", "is a directory"),
        ("text.duckdb", "not a database of tyo"),
        ("empty.duckdb", "not a database of tyo"),
        ("other.duckdb", "not one that tyo has loaded"),
        (".", "is a directory"),
    ],
)
def test_no_usable_database(
    tyo: Tyo, tmp_path: Path, command: tuple[str, ...], name: str, said: str
) -> None:
    (tmp_path / "folder.duckdb").mkdir()
    (tmp_path / "text.duckdb").write_text("not a database\n" * 1000, encoding="utf-8")
    (tmp_path / "empty.duckdb").touch()
    duckdb.connect(tmp_path / "other.duckdb").close()
    assert_refused(tyo(*command, "--db", name), 3, said, name)


def test_database_that_another_program_writes_is_locked(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "locked.duckdb"
    shutil.copy(small_database, path)
    holder = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            f"import duckdb; c = duckdb.connect({str(path)!r}); print(1, flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        holder.stdout.readline()
        for command in (FIGURES, ("sql", "select 1")):
            assert_refused(tyo(*command, "--db", path), 3, "in use by another program")


def test_load_leaves_a_database_alone_that_another_program_writes(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "locked.duckdb"
    shutil.copy(small_database, path)
    (tmp_path / "key").write_text((b"k" * 32).hex(), encoding="ascii")
    write_register(seekers("N", 5), tmp_path / "extracts")
    holder = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            f"import duckdb; c = duckdb.connect({str(path)!r}); print(1, flush=True); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        holder.stdout.readline()
        ran = tyo(
            *("load", "extracts", "--extract-date", "2024-07-31", "--db", path, "--key", "key")
        )
        assert_refused(ran, 3, "in use by another program")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("target", ["folder.csv", "missing/x.csv"])
def test_file_that_cannot_be_written(tyo: Tyo, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert_refused(tyo(*FIGURES, "-o", target), 2, target, "hint: name")
    assert [one.name for one in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("target", ["", ".", "/"])
def test_target_without_a_name(tyo: Tyo, target: str) -> None:
    ran = tyo(*FIGURES, "--format", "csv", "-o", target)
    assert "in a way it should not" not in ran.err
    assert ran.code in (2, 3)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("target", ["page", "page.gif", ""])
def test_plot_of_another_kind_is_refused_at_once(
    tyo: Tyo, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("something was computed")

    monkeypatch.setattr(database, "reading", fail)
    assert_refused(tyo("plot", "jobseekers", "-r", "raahe", "-o", target), 2, ".png, .svg or .pdf")


@pytest.mark.usefixtures("database")
def test_plot_that_cannot_be_written_leaves_nothing(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "page.svg").mkdir()
    tyo("plot", "jobseekers", "-r", "raahe", "-o", "page.svg")
    assert [one.name for one in tmp_path.iterdir()] == ["page.svg"]


@pytest.mark.usefixtures("database")
def test_missing_folder_has_one_code_in_every_command(tyo: Tyo) -> None:
    table = tyo(*FIGURES, "-o", "missing/x.csv")
    page = tyo("plot", "jobseekers", "-r", "raahe", "-o", "missing/x.svg")
    assert table.code == page.code


@pytest.mark.usefixtures("database")
def test_withheld_figures_have_a_code_of_their_own(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withhold(*_: object) -> None:
        raise WithheldError("nothing was written", "ask for less")

    monkeypatch.setattr(adhoc, "run_select", withhold)
    assert_refused(tyo("sql", "select 1"), 5, "hint: ask for less")


@pytest.mark.usefixtures("database")
def test_what_nobody_foresaw_tells_the_place_and_no_data(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("010190-900X")

    monkeypatch.setattr(adhoc, "run_select", fail)
    ran = tyo("sql", "select 1")
    assert (ran.code, ran.raw) == (1, b"")
    assert "test_errors.py line" in ran.err
    assert "900X" not in ran.err


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "arguments",
    [("sql", "select '\udce4'"), (*FIGURES, "--threshold", "1", "--reason", "\udce4")],
)
def test_bytes_that_are_no_text(tyo: Tyo, arguments: tuple[str, ...]) -> None:
    assert_refused(tyo(*arguments), 2, "bytes that are no text")


def test_file_in_the_place_of_a_folder(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "a_file").touch()
    assert_refused(tyo("sample", "a_file"), 3, "a_file: File exists")


def test_folder_that_may_not_be_entered(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path, _folders: object) -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(database, "reading", closed)
    ran = tyo(*FIGURES, "--db", "closed/tyo.duckdb")
    assert_refused(ran, 3, "tyo.duckdb: Permission denied")


@pytest.mark.parametrize("limit", ["0", "1000000001", "99999999999999999999999"])
def test_limit_that_is_no_number_of_rows(tyo: Tyo, limit: str) -> None:
    assert_refused(tyo("sql", "select 1", "--limit", limit), 2, "--limit")


@pytest.mark.usefixtures("database")
def test_interrupt(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(adhoc, "run_select", stop)
    assert tyo("sql", "select 1").code == 130


# ------------------------------------------------------------------------------------- the load


def load(tyo: Tyo, *paths: str, db: str = "new.duckdb") -> Ran:
    return tyo("load", *paths, "--extract-date", "2024-07-31", "--db", db, "--key", "key")


def test_empty_folder(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "extracts").mkdir()
    assert_refused(load(tyo, "extracts"), 3, "extracts: no extract files", "YTHAKU")


def test_missing_folder(tyo: Tyo) -> None:
    assert_refused(load(tyo, "extracts"), 3, "extracts: no such file or folder")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        (";".join(COLUMNS["YTHAKU"]) + "\n", "header and no rows"),
        ("hid_e;alkpv1\nA;01.01.2024\n", "no column 'loppv1'"),
        ("hid_e;hid_e;alkpv1;loppv1\nA;A;01.01.2024;\n", "column 'hid_e' stands twice"),
        ("\0" * 100, "NUL"),
    ],
)
def test_refused_file_leaves_no_database(tyo: Tyo, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "YTHAKU.csv").write_text(content, encoding="utf-8")
    assert_refused(load(tyo, "YTHAKU.csv"), 3, "YTHAKU.csv", said)
    assert not (tmp_path / "new.duckdb").exists()


def test_file_of_no_table(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    assert_refused(load(tyo, "people.csv"), 3, "people.csv", "YTHAKU")


def test_extract_date_that_nothing_tells(tyo: Tyo, tmp_path: Path) -> None:
    write_register({"YTHAKU": seekers("A", 1)["YTHAKU"]}, tmp_path / "extracts")
    ran = tyo("load", "extracts", "--db", "new.duckdb", "--key", "key")
    assert_refused(ran, 3, "--extract-date YYYY-MM-DD")


@pytest.mark.parametrize("key", ["folder", "text"])
def test_key_that_is_none(tyo: Tyo, tmp_path: Path, key: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text").write_text("secret", encoding="utf-8")
    write_register(seekers("A", 1), tmp_path / "extracts")
    ran = tyo("load", "extracts", "--db", "new.duckdb", "--key", key)
    assert_refused(ran, 3, key)


def test_key_of_another_database(tyo: Tyo, tmp_path: Path) -> None:
    write_register(seekers("A", 1), tmp_path / "extracts")
    assert load(tyo, "extracts").code == 0
    (tmp_path / "key").write_text((b"x" * 32).hex(), encoding="ascii")
    assert_refused(load(tyo, "extracts"), 3, "key")


@pytest.mark.parametrize(
    ("db", "said"), [("text.duckdb", "not a database"), ("missing/new.duckdb", "no such folder")]
)
def test_load_into_what_is_no_database(tyo: Tyo, tmp_path: Path, db: str, said: str) -> None:
    (tmp_path / "text.duckdb").write_text("text", encoding="utf-8")
    write_register(seekers("A", 1), tmp_path / "extracts")
    assert_refused(load(tyo, "extracts", db=db), 3, said)
    assert (tmp_path / "text.duckdb").read_text(encoding="utf-8") == "text"


@pytest.mark.parametrize(
    ("db", "said"),
    [
        ("folder", "folder: is a directory"),
        (".", "is a directory"),
        ("text.duckdb", "text.duckdb:"),
    ],
)
def test_load_names_the_database_that_was_named(
    tyo: Tyo, tmp_path: Path, db: str, said: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.duckdb").write_text("text", encoding="utf-8")
    write_register(seekers("A", 1), tmp_path / "extracts")
    assert_refused(load(tyo, "extracts", db=db), 3, said)


@pytest.mark.usefixtures("database")
def test_word_of_a_title_gets_the_ids_it_stands_in(tyo: Tyo) -> None:
    ran = tyo("indicators", "aktivointiaste", "-r", "raahe")
    assert_refused(ran, 2, "did you mean 'activation_rate'")


@pytest.mark.usefixtures("database")
def test_region_without_a_jobseeker_is_told(tyo: Tyo) -> None:
    ran = tyo("indicators", "flow_3_months", "-r", "hameenlinna", "--format", "csv")
    assert ran.code == 0
    assert "hameenlinna: the extract has no jobseeker" in ran.err
    assert "until N months" not in ran.err


def test_no_command_shows_the_help(tyo: Tyo) -> None:
    ran = tyo()
    assert ran.code == 0
    assert "indicators" in ran.out
    assert ran.err == ""


def test_refused_rows_can_be_looked_up(tyo: Tyo, tmp_path: Path) -> None:
    extract = tmp_path / "YTHAKU.csv"
    extract.write_text("hid_e;alkpv1;loppv1\nA;31.02.2024;\nB;01.01.2024;\n", encoding="utf-8")
    command = ("--extract-date", "2024-07-31", "--db", "own.duckdb", "--key", "key")
    ran = tyo("load", extract, *command)
    assert ran.code == 0
    assert "hint: `tyo check --rows` lists the refused rows" in ran.err
    found = tyo("check", "--rows", "--format", "csv", "--db", "own.duckdb").out
    assert "YTHAKU.csv,2,not_a_date,alkpv1,31.02.2024" in found


def test_damaged_database_says_what_to_do_or_has_what_is_asked(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    whole = small_database.read_bytes()
    damaged = [whole[: len(whole) * tenths // 10] for tenths in range(1, 10)]
    for at in range(12_288, len(whole), 262_144):  # a byte of every block
        damaged.append(whole[: at + 999] + bytes([whole[at + 999] ^ 0xFF]) + whole[at + 1000 :])
    explain = ("explain", "unemployed", "-r", "raahe", "--month", "2024-07")
    sql = ("sql", "select count(*) from model.periods where unemployed")
    codes: set[int] = set()
    for command in (FIGURES, explain, sql, ("check",)):
        expected = tyo(*command, "--db", small_database)
        for content in damaged:
            (tmp_path / "cut.duckdb").write_bytes(content)
            ran = tyo(*command, "--db", "cut.duckdb")
            codes.add(ran.code)
            if ran.code:
                assert (ran.code, ran.out) == (3, ""), ran.err
                assert "error: cut.duckdb: the database cannot be " in ran.err
                assert "put a copy or its .prev in its place" in ran.err
            else:
                assert ran.out == expected.out
    assert 3 in codes


def test_end_before_the_first_jobseeker_names_the_month(tyo: Tyo, small_database: Path) -> None:
    ran = tyo(*FIGURES, "--to", "2023-12", "--db", small_database)
    assert ran.code == 2
    assert "error: --to 2023-12 is before 2024-01, the first month with a jobseeker" in ran.err


@pytest.mark.usefixtures("database")
def test_extract_of_the_register_is_not_written_over(tyo: Tyo, tmp_path: Path) -> None:
    write_register({"YTHAKU": [{"hid_e": "A", "alkpv1": "01.01.2024"}]}, tmp_path)
    file = tmp_path / "YTHAKU.csv"
    other = file.with_name("searches.csv")
    other.write_bytes(file.read_bytes())
    before = file.read_bytes()
    table = "it has a table of the register in its name"
    assert_refused(tyo(*FIGURES, "--format", "csv", "-o", file), 2, table)
    assert_refused(tyo(*FIGURES, "--format", "csv", "-o", other), 2, "it is an extract")
    assert file.read_bytes() == other.read_bytes() == before


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("name", ["2024_ythaku.csv", "YHENK.parquet", "extract.toml"])
def test_what_a_load_reads_is_not_written_over_whatever_is_in_it(
    tyo: Tyo, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("the sender's title\n", encoding="utf-8")
    assert tyo(*FIGURES, "--format", "csv", "-o", name).code == 2
    assert (tmp_path / name).read_text(encoding="utf-8") == "the sender's title\n"


@pytest.mark.parametrize("kept", ["tyo.toml", "own.csv", "{database}.jsonl", "{database}.prev"])
def test_what_tyo_reads_or_keeps_is_not_written_over(
    tyo: Tyo, tmp_path: Path, small_database: Path, kept: str
) -> None:
    database = tmp_path / "mine.duckdb"
    shutil.copy(small_database, database)
    tyo("policy", "constants", "-o", "own.csv")
    (tmp_path / "tyo.toml").write_text('[policy]\nconstants = "own.csv"\n', encoding="utf-8")
    for suffix in ("jsonl", "prev"):
        (tmp_path / f"mine.duckdb.{suffix}").write_text("kept\n", encoding="utf-8")
    file = tmp_path / kept.format(database=database.name)
    before = file.read_bytes()
    for command in (("indicators", "-r", "raahe"), ("regions",), ("catalogue",)):
        ran = tyo(*command, "--db", database, "--format", "csv", "-o", file)
        assert_refused(ran, 2, "tyo reads it")
    assert file.read_bytes() == before


@pytest.mark.usefixtures("database")
def test_dash_is_standard_output(tyo: Tyo, tmp_path: Path) -> None:
    plain = tyo(*FIGURES, "--format", "csv")
    assert tyo(*FIGURES, "--format", "csv", "-o", "-") == plain
    assert plain.out
    assert list(tmp_path.iterdir()) == []
