"""The machine formats: one table, five spellings."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

if TYPE_CHECKING:
    from tests.cli.program import Tyo

pytestmark = pytest.mark.usefixtures("database")
COLUMNS = ["indicator", "region", "month", "value", "numerator", "denominator", "unit", "status"]
EVERYTHING = ("indicators", "-r", "raahe", "-r", "porvoo", "--from", "2024-05", "--to", "2024-08")


def read_json(content: bytes) -> pl.DataFrame:
    rows: list[dict[str, Any]] = json.loads(content)
    return pl.DataFrame(rows, infer_schema_length=None)


def test_columns_are_exactly_those_of_the_contract(tyo: Tyo) -> None:
    assert tyo(*EVERYTHING, "--format", "csv").out.splitlines()[0] == ",".join(COLUMNS)
    command = ("indicators", "jobseekers", "-r", "raahe", "--by", "state,sex")
    by = tyo(*command, "--format", "csv").out.splitlines()[0].split(",")
    assert by == [*COLUMNS[:3], "state", "sex", *COLUMNS[3:]]


def test_formats_hold_the_same_figures(tyo: Tyo) -> None:
    parquet = pl.read_parquet(io.BytesIO(tyo(*EVERYTHING, "--format", "parquet").raw))
    assert parquet.columns == COLUMNS
    csv = pl.read_csv(io.BytesIO(tyo(*EVERYTHING, "--format", "csv").raw), schema=parquet.schema)
    lines = tyo(*EVERYTHING, "--format", "jsonl").raw
    jsonl = pl.read_ndjson(io.BytesIO(lines), schema=parquet.schema)
    from_json = read_json(tyo(*EVERYTHING, "--format", "json").raw)
    assert csv.equals(parquet)
    assert jsonl.equals(parquet)
    assert from_json.equals(parquet)
    assert [list(json.loads(line)) for line in lines.splitlines()[:1]] == [COLUMNS]


def test_markdown_has_a_row_for_every_row(tyo: Tyo) -> None:
    header, rule, *rows = tyo(*EVERYTHING, "--format", "md").out.splitlines()
    assert [cell.strip() for cell in header.strip("|").split("|")] == COLUMNS
    assert set(rule) <= set("|-: ")
    shown = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]
    assert shown == [list(row.values()) for row in tyo(*EVERYTHING, "--format", "csv").rows]


def test_csv_is_utf8_without_bom_with_line_feeds(tyo: Tyo) -> None:
    raw = tyo("regions", "--format", "csv", "--lang", "fi").raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert "Jyväskylä" in raw.decode()


def test_rows_are_sorted_and_months_written_short(tyo: Tyo) -> None:
    rows = tyo(*EVERYTHING, "--by", "sex", "--format", "csv").rows
    keys = [(row["indicator"], row["region"], row["month"], row["sex"]) for row in rows]
    assert keys == sorted(keys)
    assert {row["month"] for row in rows} == {"2024-05", "2024-06", "2024-07", "2024-08"}


def test_figures_come_from_whole_numbers_rounded_to_four_decimals(tyo: Tyo) -> None:
    for row in tyo(*EVERYTHING, "--format", "csv").rows:
        if row["status"] != "ok":
            assert not (row["value"] or row["numerator"] or row["denominator"])
        elif row["unit"] in ("persons", "spells"):
            assert float(row["value"]) == int(row["numerator"])
            assert not row["denominator"]
        elif int(row["denominator"]):
            scale = {"%": 100, "weeks": 1 / 7}[row["unit"]]
            exact = int(row["numerator"]) / int(row["denominator"]) * scale
            assert float(row["value"]) == round(exact, 4)
        else:
            assert not row["value"]


@pytest.mark.parametrize("suffix", ["csv", "json", "jsonl", "md", "parquet"])
def test_suffix_of_the_file_decides(tyo: Tyo, tmp_path: Path, suffix: str) -> None:
    assert tyo(*EVERYTHING, "-o", f"out.{suffix}").code == 0
    assert (tmp_path / f"out.{suffix}").read_bytes() == tyo(*EVERYTHING, "--format", suffix).raw


def test_format_wins_over_the_suffix(tyo: Tyo, tmp_path: Path) -> None:
    assert tyo(*EVERYTHING, "-o", "out.csv", "--format", "json").code == 0
    assert json.loads((tmp_path / "out.csv").read_bytes())


def test_language_changes_no_machine_format(tyo: Tyo) -> None:
    for form in ("csv", "md", "parquet"):
        command = (*EVERYTHING[:1], "jobseekers", "flow_3_months", *EVERYTHING[1:])
        command = (*command, "--by", "sex", "--format", form)
        assert tyo(*command, "--lang", "fi").raw == tyo(*command, "--lang", "en").raw


def test_each_indicator_region_and_month_has_one_row(tyo: Tyo) -> None:
    rows = tyo(*EVERYTHING, "--format", "csv").rows
    keys = {(row["indicator"], row["region"], row["month"]) for row in rows}
    indicators = {row["indicator"] for row in rows}
    assert len(rows) == len(keys) == len(indicators) * 2 * 4
    assert len(indicators) == len(tyo("catalogue", "--format", "csv").rows)


# ------------------------------------------------------------------------- hostile text and types


def test_spreadsheets_do_not_run_texts_as_formulas(tyo: Tyo) -> None:
    ran = tyo("sql", "select '=1+1' as a, '@x' as b, '-y' as c, -5 as d", "--format", "csv")
    assert ran.out.splitlines()[1] == "'=1+1,'@x,'-y,-5"


def test_terminal_codes_and_markup_are_shown_not_obeyed(tyo: Tyo) -> None:
    statement = "select chr(27) || '[31m' as a, '[/bold]' as b, chr(8238) || 'x' as c"
    out = tyo("sql", statement).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[/bold]" in out


def test_markdown_cells_cannot_break_their_row(tyo: Tyo) -> None:
    out = tyo("sql", "select 'a|b' || chr(10) || 'c' as x", "--format", "md").out
    assert out.splitlines()[2] == r"| a\|b\\nc |"


@pytest.mark.parametrize("code", [0x2028, 0x2029, 0x85])
def test_line_separators_stay_inside_their_text(tyo: Tyo, code: int) -> None:
    ran = tyo("sql", f"select 'a' || chr({code}) || 'b' as x", "--format", "json")
    assert json.loads(ran.raw) == [{"x": f"a{chr(code)}b"}]


@pytest.mark.parametrize("name", ["a|b", "a\nb"])
def test_markdown_column_names_cannot_break_their_row(tyo: Tyo, name: str) -> None:
    out = tyo("sql", f'select 1 as "{name}"', "--format", "md").out
    assert [line.replace("\\|", "").count("|") for line in out.splitlines()] == [2, 2, 2]


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md", "parquet"])
def test_empty_result_is_an_empty_table(tyo: Tyo, form: str) -> None:
    ran = tyo("sql", "select 1 as a where false", "--format", form)
    assert ran.code == 0
    if form == "json":
        assert json.loads(ran.raw) == []
    if form == "csv":
        assert ran.out == "a\n"


UNUSUAL = [
    ("csv", "uuid()"),
    ("json", "uuid()"),
    ("parquet", "uuid()"),
    ("csv", "[1, 2]"),
    ("csv", "{'a': 1}"),
    ("csv", "map {1: 2}"),
    ("table", "map {1: 2}"),
    ("json", "map {1: 2}"),
    ("csv", "interval '1 month'"),
    ("csv", "'ab'::blob"),
    ("table", "timestamptz '2024-01-01'"),
]


@pytest.mark.parametrize(("form", "value"), UNUSUAL)
def test_values_of_every_type_are_written(tyo: Tyo, form: str, value: str) -> None:
    ran = tyo("sql", f"select {value} as x", "--format", form)
    assert ran.code == 0, ran.err


def test_columns_with_one_name_are_told_apart(tyo: Tyo) -> None:
    ran = tyo("sql", "select 1 as a, 2 as a, 3 as a_1", "--format", "csv")
    assert ran.out.splitlines()[1] == "1,2,3"


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md", "parquet"])
@pytest.mark.parametrize(
    "value",
    ["date '2024-01-01'", "1.50::decimal(9, 2)", "time '10:00'", "true", "null", "'nan'::double"],
)
def test_plain_values_are_written(tyo: Tyo, form: str, value: str) -> None:
    assert tyo("sql", f"select {value} as x", "--format", form).code == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", "oma määritelmä"), ("sv", "egen definition"), ("en", "our own convention")],
)
def test_catalogue_lists_whole_ids_on_a_narrow_terminal(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = tyo("catalogue", "--lang", language).out.splitlines()
    assert max(map(len, lines)) <= 80
    ids = [line.split(" · ")[0] for line in lines if not line.startswith(" ")]
    assert ids == [row["id"] for row in tyo("catalogue", "--format", "csv").rows]
    assert f"survival_median · {said}" in lines


# Where a file is written.


def test_link_stays_and_what_it_leads_to_is_written(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    link = tmp_path / "figures.csv"
    try:
        link.symlink_to(tmp_path / "shared" / "figures.csv")
    except OSError:
        pytest.skip("this system lets nobody make links")
    for _ in range(2):
        assert tyo("catalogue", "-o", link).code == 0
    assert link.is_symlink()
    assert (tmp_path / "shared" / "figures.csv").read_bytes().startswith(b"id,title,")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a named pipe")
def test_pipe_is_written_to_and_stays(tyo: Tyo, tmp_path: Path) -> None:
    pipe = tmp_path / "figures.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert tyo("policy", "-o", pipe).code == 0
        assert os.read(reader, 100).startswith(b"table,rows,content,")
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="needs names for open files")
def test_pipe_of_the_shell_is_written_to(tyo: Tyo) -> None:
    """As `-o >(head)` and `-o /dev/stdout`."""
    reader, writer = os.pipe()
    try:
        assert tyo("policy", "--format", "csv", "-o", f"/dev/fd/{writer}").code == 0
        assert os.read(reader, 100).startswith(b"table,rows,content,")
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_that_lead_to_each_other_are_refused(tyo: Tyo, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.symlink_to(other)
    other.symlink_to(one)
    ran = tyo("regions", "-o", one)
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {one}: cannot be written: " in ran.err


@pytest.mark.parametrize("ends", ["", "\n", "\r\n"])
def test_key_is_never_overwritten(tyo: Tyo, tmp_path: Path, ends: str) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"0123456789abcdef" * 4 + ends.encode())
    before = path.read_bytes()
    ran = tyo("catalogue", "--format", "csv", "-o", path)
    assert (ran.code, ran.out) == (2, "")
    assert f"error: {path}: cannot be written: it is a key" in ran.err
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", ["", "0123456789abcdef" * 3, "month;value\n2024-01;12\n"])
def test_file_that_is_no_key_is_replaced(tyo: Tyo, tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content, encoding="ascii")
    assert tyo("catalogue", "--format", "csv", "-o", path).code == 0
    assert path.read_bytes() != content.encode()


def test_file_that_only_looks_like_a_database_is_replaced(tyo: Tyo, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    for _ in range(2):
        asked = "select 1 as id, 2 as name, 3 as DUCK, 4 as more_than_enough"
        assert tyo("sql", asked, "-o", path).code == 0
    assert path.read_bytes()[8:12] == b"DUCK"


def test_file_beside_it_is_left_alone(tyo: Tyo, tmp_path: Path) -> None:
    mine = tmp_path / "figures.csv.part"
    mine.write_text("mine", encoding="utf-8")
    assert tyo("catalogue", "-o", tmp_path / "figures.csv").code == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    assert sorted(file.name for file in tmp_path.glob("figures*")) == [
        *("figures.csv", "figures.csv.part")
    ]


def test_database_is_never_overwritten(tyo: Tyo, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.duckdb"
    path.write_bytes(database.read_bytes())
    for form in ("csv", "json"):
        ran = tyo("catalogue", "--format", form, "-o", path)
        assert (ran.code, ran.out) == (2, "")
        assert f"error: {path}: cannot be written: it is a database" in ran.err
    assert path.read_bytes() == database.read_bytes()
