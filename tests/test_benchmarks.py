"""The implementations that `make bench` compares give the same figures, those of the oracle."""

from __future__ import annotations

import csv
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from benchmarks import from_model, steps
from benchmarks.compare import check_equal
from benchmarks.measures import MEASURES, SOURCES, differences, measures, tidy
from benchmarks.process import Goal, run, show
from benchmarks.rows import write_ready, write_staging
from hypothesis import HealthCheck, given, settings

from tests import product
from tests.oracle import Oracle
from tests.registers import registers
from tests.test_against_oracle import KNOWN, PHASES
from tyollisyys_cli.extract.load import load
from tyollisyys_cli.sample import write_sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle import Dims, Register

NEEDED = ("YTHAKU", "YTYOLL", "YHKUNTA")
EVERYBODY: dict[str, Callable[[Dims], bool]] = {"finland": lambda _: True}
SERVICES = ("YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL")
RARELY = settings(
    max_examples=5,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def every_answer(path: Path) -> dict[str, pl.DataFrame]:
    """Compute the measures of a database with every implementation."""
    sources = {"database": path, "staging": path.parent / "staging", "ready": path.parent / "ready"}
    write_staging(path, sources["staging"])
    write_ready(path, sources["ready"])
    return {name: measures(name, sources[source]) for name, source in SOURCES.items()}


def answer_of_oracle(register: Register, extract_date: date, path: Path) -> pl.DataFrame:
    """Compute the measures of a register day by day, in the months of its database."""
    months = pl.read_parquet(path.parent / "ready" / "count_days.parquet")["month"].to_list()
    oracle = Oracle(register, extract_date, known_municipalities=KNOWN)
    rows = [
        (key[2], date.fromisoformat(f"{key[1]}-01"), measure, parts[0])
        for measure in MEASURES
        for key, parts in oracle.cells(measure, EVERYBODY, ("municipality",), months).items()
        if parts
    ]
    schema = {"region": pl.String, "month": pl.Date, "measure": pl.String, "value": pl.Int64}
    return tidy(pl.DataFrame(rows, schema=schema, orient="row"))


def read_extracts(folder: Path) -> Register:
    """Read the extracts as the oracle takes them."""
    register: Register = {}
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            register[file.stem] = list(csv.DictReader(text, delimiter=";"))
    return register


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load a synthetic register of 200 people."""
    folder = tmp_path_factory.mktemp("bench")
    write_sample(
        folder / "extracts",
        persons=200,
        seed=1,
        regions=["raahe", "porvoo"],
        first_month=date(2019, 1, 1),
        last_month=date(2024, 7, 1),
    )
    path = folder / "tyo.duckdb"
    load([folder / "extracts"], database_file=path, folders=product.FOLDERS, key=product.KEY)
    return path


@pytest.fixture(scope="module")
def answers(database: Path) -> dict[str, pl.DataFrame]:
    return every_answer(database)


def test_every_implementation_gives_the_same_rows(answers: dict[str, pl.DataFrame]) -> None:
    assert differences(answers).rows() == []


def test_the_sample_shows_every_measure(answers: dict[str, pl.DataFrame]) -> None:
    assert set(answers["naive"]["measure"]) == set(MEASURES)


def test_measures_of_the_sample_are_the_oracles(
    database: Path, answers: dict[str, pl.DataFrame]
) -> None:
    register = read_extracts(database.parent / "extracts")
    expected = answer_of_oracle(register, date(2024, 7, 31), database)
    assert differences({"oracle": expected, "naive": answers["naive"]}).rows() == []


def test_measures_asked_one_by_one_are_those_asked_together(
    database: Path, answers: dict[str, pl.DataFrame]
) -> None:
    found = {"one by one": tidy(from_model.one_by_one(database)), "model": answers["from_model"]}
    assert differences(found).rows() == []


@RARELY
@given(drawn=registers(max_persons=8))
def test_every_implementation_gives_the_oracles_rows_of_random_registers(
    drawn: tuple[Register, date],
) -> None:
    register, extract_date = drawn
    register = product.without_empty_tables(register)
    if not all(register.get(table) for table in NEEDED) or not any(map(register.get, SERVICES)):
        return
    if not Oracle(register, extract_date, known_municipalities=KNOWN).months():
        return
    with tempfile.TemporaryDirectory() as folder:
        path, _ = product.load_register(register, extract_date, Path(folder))
        answers = every_answer(path)
        answers["oracle"] = answer_of_oracle(register, extract_date, path)
    assert differences(answers).rows() == []


def one_row(value: int) -> pl.DataFrame:
    """Return the unemployed of Raahe in one month."""
    row = {"region": ["678"], "month": [date(2024, 7, 1)], "measure": ["unemployed"]}
    return tidy(pl.DataFrame({**row, "value": [value]}))


@pytest.mark.parametrize("other", [12, 0], ids=["another value", "no row"])
def test_a_difference_ends_the_benchmark(other: int, tmp_path: Path) -> None:
    one_row(11).write_parquet(tmp_path / "one.parquet")
    one_row(other).write_parquet(tmp_path / "other.parquet")
    with pytest.raises(SystemExit, match="S: 1 rows differ"):
        check_equal(tmp_path, ["one", "other"], "S")


def test_a_register_copied_ten_times_has_ten_times_the_figures(
    database: Path, answers: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    large = tmp_path / "large.duckdb"
    steps.replicate(database, large)
    steps.limited_model(large, large)
    expected = answers["from_model"].with_columns(pl.col("value") * steps.COPIES)
    assert differences({"ten times": expected, "large": measures("from_model", large)}).rows() == []


def test_a_process_over_its_time_is_ended_and_shown_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(sys.executable, "-c", "import time; time.sleep(60)", folder=tmp_path, cap=0.5)
    show("slow", ended, Goal(seconds=100))
    line = capsys.readouterr().out
    assert "over 0.5" in line
    assert line.endswith("goal 100 s: missed\n")


def test_a_process_that_fails_ends_the_benchmark(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        run(sys.executable, "-c", "1 / 0", folder=tmp_path)
