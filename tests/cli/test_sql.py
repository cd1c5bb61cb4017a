"""One statement on the model: it reads, it ends, and it stays inside the database."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tyollisyys_cli import adhoc

if TYPE_CHECKING:
    from tests.cli.program import Tyo

FORBIDDEN = [
    "copy (select 1) to '{folder}/leak.csv'",
    "explain copy (select 1) to '{folder}/leak.csv'",
    "explain analyze copy (select 1) to '{folder}/leak.csv'",
    "explain analyze copy (select 1) to '{database}' (use_tmp_file false)",
    "copy (select 1) to '{database}' (use_tmp_file false)",
    "from query('copy (select 1) to ''{folder}/leak.csv''')",
    "attach '{folder}/leak.duckdb' as other",
    "export database '{folder}/leak'",
    "from read_csv('{folder}/secret.csv')",
    "from '{folder}/secret.csv'",
    "from read_text('{folder}/secret.csv')",
    "from read_blob('{database}')",
    "from glob('{folder}/*')",
    "from sniff_csv('{folder}/secret.csv')",
    "pragma database_list",
    "set memory_limit = '1TB'",
    "reset lock_configuration",
    "install httpfs",
    "load httpfs",
    "call enable_logging()",
    "from enable_logging('QueryLog', storage = 'file', storage_path = '{folder}/leak')",
    "create table x as select 1",
    "create temp table x as select 1",
    "create view x as select 1",
    "insert into raw.ythaku default values",
    "delete from raw.ythaku",
    "with gone as (delete from raw.ythaku returning *) from gone",
    "explain analyze delete from raw.ythaku",
    "drop table raw.ythaku",
    "update meta.extract set extract_date = null",
    "vacuum",
    "checkpoint",
    "begin",
    "select 1; select 2",
    "select 1; drop table raw.ythaku",
    "",
    ";",
    "  ",
    "/* nothing */",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_statement_cannot_write_or_leave_the_database(
    tyo: Tyo, database: Path, tmp_path: Path, statement: str
) -> None:
    (tmp_path / "secret.csv").write_text("code\n4711\n", encoding="utf-8")
    before = hashlib.sha256(database.read_bytes()).digest()
    ran = tyo("sql", statement.format(folder=tmp_path, database=database))
    assert (ran.code, ran.raw) == (1, b"")
    assert "4711" not in ran.err
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    assert "should not" not in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["secret.csv"]
    assert hashlib.sha256(database.read_bytes()).digest() == before


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "select 1",
        "select 1;",
        "select 1 -- one",
        "from model.periods",
        "with one as (select 1) from one",
        "explain select 1",
        "describe model.periods",
        "summarize model.count_days",
        "from duckdb_columns()",
        "values (1)",
    ],
)
def test_reading_statement_runs(tyo: Tyo, statement: str) -> None:
    ran = tyo("sql", statement)
    assert ran.code == 0
    assert ran.out


@pytest.mark.usefixtures("database")
def test_pivot_runs(tyo: Tyo) -> None:
    ran = tyo("sql", "pivot (from model.periods) on sex using count(*)")
    assert ran.code == 0


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("table", ["raw.ythaku", "model.snapshot", "model.persons", "meta.loads"])
def test_people_can_be_looked_at_and_stderr_warns(tyo: Tyo, table: str) -> None:
    ran = tyo("sql", f"from {table}")
    assert ran.code == 0
    assert "not protected" in ran.err
    assert "not protected" not in ran.out


@pytest.mark.usefixtures("database")
def test_raw_tables_can_be_written_as_csv(tyo: Tyo) -> None:
    assert tyo("sql", "from raw.ythaku", "--format", "csv").code == 0


@pytest.mark.usefixtures("database")
def test_cut_result_is_told(tyo: Tyo) -> None:
    whole = tyo("sql", "from range(7)", "--limit", "7", "--format", "csv")
    cut = tyo("sql", "from range(7)", "--limit", "6", "--format", "csv")
    assert (len(whole.rows), len(cut.rows)) == (7, 6)
    assert "first 6 rows" not in whole.err
    assert "first 6 rows" in cut.err


@pytest.mark.usefixtures("database")
def test_500_rows_by_default(tyo: Tyo) -> None:
    assert len(tyo("sql", "from range(501)", "--format", "csv").rows) == 500


@pytest.mark.usefixtures("database")
def test_file_has_all_rows_by_default(tyo: Tyo, tmp_path: Path) -> None:
    rows = 50_001  # more than twice what is held at a time
    text = "case when range = 45000 then 'last' end as word"
    ran = tyo("sql", f"select range as n, {text} from range({rows}) order by n", "-o", "all.csv")
    assert "first" not in ran.err
    lines = (tmp_path / "all.csv").read_text().splitlines()
    assert (len(lines), lines[1], lines[45001]) == (rows + 1, "0,", "45000,last")


@pytest.mark.usefixtures("database")
def test_standard_output_that_is_named_has_all_rows_too(tyo: Tyo) -> None:
    ran = tyo("sql", "from range(600)", "-o", "-", "--format", "csv")
    assert len(ran.rows) == 600


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "select unnest([340282366920938463463374607431768211455::uhugeint, 1])",
        "select unnest([timestamp '2024-01-01', timestamp '294247-01-01'])",
        "select interval '5000000 years'",
        "select date '0044-01-01 (BC)'",
    ],
)
def test_value_that_cannot_be_held_is_told_and_not_lost(tyo: Tyo, statement: str) -> None:
    ran = tyo("sql", statement, "--format", "csv")
    if ran.code == 0:
        assert "340282366920938463463374607431768211455" in ran.out or "(BC)" in ran.out
    else:
        assert (ran.code, ran.raw) == (1, b"")
        assert "cast its column to varchar" in ran.err


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the process by its files")
def test_process_ends_with_whom_it_answers(small_database: Path) -> None:
    """As `timeout 5 tyo sql ...` does, or a terminal that is closed."""
    statement = "select count(*) from range(100000000000) where range % 7 = 3"
    command = [sys.executable, "-m", "tyollisyys_cli", "sql", statement, "--db", small_database]

    def answering() -> list[str]:
        """Return the processes that were started to answer, by this database."""
        found: list[str] = []
        for process in Path("/proc").iterdir():
            try:
                files = [str(one.readlink()) for one in (process / "fd").iterdir()]
            except OSError:
                continue
            found += [process.name] if str(small_database) in files else []
        return found

    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as asking:
        deadline = time.monotonic() + 20
        while len(set(answering()) - {str(asking.pid)}) < 1 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert answering()
        asking.kill()
    deadline = time.monotonic() + 10
    while answering() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert answering() == []


@pytest.mark.usefixtures("database")
def test_decimal_number_is_a_number_in_json(tyo: Tyo) -> None:
    for form in ("json", "jsonl"):
        assert '"x":1.5' in tyo("sql", "select 1.5 as x", "--format", form).out


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_limit_is_a_number_of_rows(tyo: Tyo, limit: str) -> None:
    ran = tyo("sql", "select 1", "--limit", limit)
    assert (ran.code, ran.raw) == (2, b"")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("selec 1", "selec"),
        ("from model.period", "periods"),
        ("select sx from model.persons", "sex"),
        ("select ?", "parameter"),
        ("select 'x'::int", "x"),
    ],
)
def test_wrong_statement_says_what_is_wrong(tyo: Tyo, statement: str, said: str) -> None:
    ran = tyo("sql", statement)
    assert (ran.code, ran.raw) == (1, b"")
    assert said in ran.err
    assert "should not" not in ran.err


# The engine ends the first by itself; into the functions of the second it does not look.
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "select count(*) from range(1000000) a, range(1000000) b",
        "select list_sum(list_transform(range(60000000), lambda x: x * 2))",
    ],
)
def test_statement_ends_in_time(tyo: Tyo, monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    monkeypatch.setattr(adhoc, "_SECONDS", 0.3)
    monkeypatch.setattr(adhoc, "_GRACE", 1)
    ran = tyo("sql", statement)
    assert ran.raw == b""
    assert ran.code == 4


@pytest.mark.skipif(sys.platform == "win32", reason="the system bounds no process's memory")
@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "statement",
    [
        "select length(repeat('x', 4000000000))",
        "select count(*) from (select distinct a, b from range(30000) a, range(9000) b)",
    ],
)
def test_statement_stays_in_its_memory(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(adhoc, "_MEMORY", "100MB")
    ran = tyo("sql", statement)
    assert (ran.code, ran.raw) == (1, b"")
    assert "needs more memory than it may" in ran.err


@pytest.mark.usefixtures("database")
def test_file_in_the_current_folder_is_not_run(tyo: Tyo, tmp_path: Path) -> None:
    for name in ("json", "polars", "tyollisyys_cli", "subprocess"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    assert tyo("sql", "select 1 as one", "--format", "csv").out == "one\n1\n"


@pytest.mark.usefixtures("database")
def test_process_that_is_ended_from_outside_is_told(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(_asked: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([], -9, b"", b"")

    monkeypatch.setattr(adhoc, "ask", end)
    ran = tyo("sql", "select 1")
    assert (ran.code, ran.raw) == (1, b"")
    assert "memory" in ran.err


@pytest.mark.usefixtures("database")
def test_process_that_does_not_start_is_told(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adhoc, "_START", "raise ImportError")
    ran = tyo("sql", "select 1")
    assert (ran.code, ran.raw) == (1, b"")
    assert "failed with exit code 1" in ran.err


# Somebody else's command builds the model by their policy, just before the statement is run.
@pytest.mark.usefixtures("database")
def test_model_of_others_is_not_answered_from(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    ask = adhoc.ask

    def ask_late(one: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
        asked.append(one)
        return ask({**one, "query_hash": "another"} if len(asked) == 1 else one)

    monkeypatch.setattr(adhoc, "ask", ask_late)
    ran = tyo("sql", "select 1 as one", "--format", "csv")
    assert (ran.code, ran.out, len(asked)) == (0, "one\n1\n", 2)


@pytest.mark.usefixtures("database")
def test_model_that_others_keep_building_is_told(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = adhoc.ask

    def ask_late(one: dict[str, Any]) -> subprocess.CompletedProcess[bytes]:
        return ask({**one, "query_hash": "another"})

    monkeypatch.setattr(adhoc, "ask", ask_late)
    ran = tyo("sql", "select 1")
    assert (ran.code, ran.raw) == (3, b"")
    assert "again and again" in ran.err


@pytest.mark.usefixtures("database")
def test_same_names_get_numbers(tyo: Tyo) -> None:
    ran = tyo("sql", "select 1 as a, 2 as a", "--format", "csv")
    assert ran.out == "a,a_1\n1,2\n"


@pytest.mark.usefixtures("database")
def test_error_shows_no_terminal_codes(tyo: Tyo) -> None:
    assert "\x1b" not in tyo("sql", "select (chr(27) || '[31m')::int").err


def test_result_needs_a_database(tyo: Tyo) -> None:
    ran = tyo("sql", "select 1")
    assert (ran.code, ran.raw) == (3, b"")
