"""Looks whether the tests notice a mutant: first the fixed battery, then its own test files.

The battery compares with the oracle, as tests/test_battery.py does in every run of the tests, so
what it notices is noticed there. Loading a register takes most of the time of a test and does not
depend on the query files; here each register is loaded once, and only its model is built again.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Literal

from tests import battery, product
from tyollisyys_cli import database
from tyollisyys_cli.catalogue import read_catalogue
from tyollisyys_cli.errors import TyoError
from tyollisyys_cli.resources import QueryFolders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.mutants.mutate import Mutant

Outcome = Literal["killed", "does not compile", "same plan", "takes too long", "survived"]

TESTS = Path(__file__).parents[1]
_TOO_LONG: Literal["takes too long"] = "takes too long"
_BY_ERROR: dict[str, Outcome] = {
    "ParserException": "does not compile",
    "BinderException": "does not compile",
    "CatalogException": "does not compile",
    "InterruptException": _TOO_LONG,
    "OutOfMemoryException": _TOO_LONG,
}
# What knows the data: with it two plans are equal for these registers only.
_BY_DATA = "statistics_propagation,join_order,build_side_probe_side,compressed_materialization"
_SECONDS, _TEST_SECONDS = 60, 540


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and what noticed it."""

    file: str
    change: str
    outcome: Outcome
    by: str


def prepare(folder: Path) -> None:
    """Load every register of the battery, ask the oracle about it, and keep those of the tests."""
    for drawn in battery.BATTERY:
        home = folder / "battery" / drawn.name
        home.mkdir(parents=True)
        battery.load(drawn, home)
        (home / "truth").write_bytes(pickle.dumps(battery.truth_of(drawn)))
    kept = folder / "tests"
    kept.mkdir()
    failed = run_tests(
        [TESTS / "test_staging.py", TESTS / "test_model.py", TESTS / "indicators"],
        {"TYO_TEST_KEEP": str(kept)},
        "-p",
        "tests.mutants.recording",
    )
    if failed:
        raise RuntimeError(f"without any mutant, too: {failed}")


def run_tests(tests: Sequence[str | Path], variables: dict[str, str], *options: str) -> str:
    """Run tests in a process of their own and return the first that fails."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options]
    try:
        run = subprocess.run(
            [*command, *map(str, tests)],
            env={**os.environ, **variables},
            cwd=TESTS.parent,
            capture_output=True,
            timeout=_TEST_SECONDS,
            text=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _TOO_LONG
    failed = [line for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stdout + run.stderr)
    return failed[0].split(" - ")[0] if failed else ""


class Judge:
    """A private copy of the query files and of the loaded registers, to change and to ask."""

    def __init__(self, prepared: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=prepared.parent))
        self._queries = self._folder / "queries"
        shutil.copytree(product.FOLDERS.own, self._queries)
        shutil.copytree(prepared / "battery", self._folder / "battery")
        self._kept = sorted((prepared / "tests").iterdir())

    def judge(self, mutant: Mutant) -> Verdict:
        """Put the mutant in its file's place and look who notices."""
        file = self._queries / mutant.file
        original = file.read_text(encoding="utf-8")
        file.write_text(mutant.sql, encoding="utf-8")
        try:
            outcome, by = self._noticed(mutant)
        finally:
            file.write_text(original, encoding="utf-8")
        if outcome == "survived" and self._same_plan(mutant, original):
            outcome = "same plan"
        return Verdict(mutant.file, mutant.change, outcome, by)

    def _noticed(self, mutant: Mutant) -> tuple[Outcome, str]:
        # The last register is the smallest, and nearly every mutant is noticed in it.
        for drawn in reversed(battery.BATTERY) if _layer(mutant) != "checks" else ():
            home = self._folder / "battery" / drawn.name
            found = [] if _same_rows(mutant, home) else self._differences(mutant, home)
            if found:
                return _BY_ERROR.get(found[0], "killed"), f"{drawn.name}: {found[0]}"
        tests = self._tests(mutant)
        failed = run_tests(tests, {"TYO_TEST_QUERIES": str(self._queries)}) if tests else ""
        if failed == _TOO_LONG:
            return _TOO_LONG, ""
        return ("killed", failed) if failed else ("survived", "")

    def _tests(self, mutant: Mutant) -> list[str | Path]:
        """Return the tests that may notice: of the model, those whose table the mutant changes."""
        layer, _, name = mutant.file.partition("/")
        if layer == "indicators":
            return [TESTS / "indicators" / f"test_{name.removesuffix('.sql')}.py"]
        if layer == "checks":
            return [TESTS / "test_checks.py"]
        changed = [home for home in self._kept if not _same_rows(mutant, home)]
        return list(dict.fromkeys((home / "test").read_text(encoding="utf-8") for home in changed))

    def _differences(self, mutant: Mutant, home: Path) -> list[str]:
        """Build the model again from the changed file, and name what it says otherwise."""
        truth: battery.Truth = pickle.loads((home / "truth").read_bytes())  # noqa: S301 - our own
        folders = QueryFolders(own=self._queries)
        connection = database.connect(
            home / "tyo.duckdb", read_only=False, memory_limit="1GB", threads=1
        )
        timer = Timer(_SECONDS, connection.interrupt)
        timer.start()
        try:
            connection.execute("begin")
            if _layer(mutant) == "indicators":
                only, known = Path(mutant.file).stem, read_catalogue(folders)
            else:
                only, known = None, None
                database.build_model(connection, folders)
            return battery.differences(connection, truth, only, known)
        except TyoError as error:
            return [type(error.__cause__).__name__]
        except Exception as error:
            return [type(error).__name__]
        finally:
            timer.cancel()
            connection.close()

    def _same_plan(self, mutant: Mutant, original: str) -> bool:
        """Tell if the engine does the same for both texts, whatever the data."""
        if _layer(mutant) == "macros":
            return False
        home = self._folder / "battery" / battery.BATTERY[0].name
        connection = database.connect(home / "tyo.duckdb", read_only=True)
        try:
            connection.execute(f"set disabled_optimizers = '{_BY_DATA}'")
            sql = "select json_serialize_plan($sql, optimize := true)"
            plans = [
                database.rows(connection, sql, {"sql": text})[0][0]
                for text in (original, mutant.sql)
            ]
        finally:
            connection.close()
        return plans[0] == plans[1] and '"error":false' in plans[0]


def _layer(mutant: Mutant) -> str:
    """Return the folder of the mutant's file."""
    return mutant.file.partition("/")[0]


def _same_rows(mutant: Mutant, home: Path) -> bool:
    """Tell if a file of the model gives the same rows as its table that was built before.

    Then nothing that is built on it can differ. For other files the answer is no.
    """
    layer, _, name = mutant.file.partition("/")
    if layer not in ("staging", "model"):
        return False
    table = f"{layer}.{name.lstrip('0123456789_').partition('.')[0]}"
    connection = _kept(home)
    timer = Timer(_SECONDS, connection.interrupt)
    timer.start()
    try:
        database.run_file(connection, f"create or replace temp table mutant as {mutant.sql}", home)
        sql = (
            f"select count(*) from (select * from {table} except all select * from mutant "
            f"union all (select * from mutant except all select * from {table}))"
        )
        return database.rows(connection, sql)[0][0] == 0
    except Exception:  # what the engine cannot do or compare, the tests look at
        return False
    finally:
        timer.cancel()


@cache
def _kept(home: Path) -> database.Connection:
    """Open a copy of a loaded register once: opening takes longer than a comparison."""
    copy = shutil.copyfile(home / "tyo.duckdb", home / f"{os.getpid()}.duckdb")
    return database.connect(copy, read_only=True, threads=1)


_judges: list[Judge] = []


def judged_now(mutants: list[Mutant], folder: Path) -> Iterator[Verdict]:
    """Judge mutants, in their order, in as many processes as there are processors."""
    if not mutants:
        return
    prepare(folder / "prepared")
    with ProcessPoolExecutor(
        mp_context=multiprocessing.get_context("spawn"),
        initializer=partial(_start, folder / "prepared"),
        max_workers=os.cpu_count(),
    ) as pool:
        yield from pool.map(_judge, mutants)


def _start(folder: Path) -> None:
    """Give a process a judge of its own."""
    _judges.append(Judge(folder))


def _judge(mutant: Mutant) -> Verdict:
    """Ask the process's judge."""
    return _judges[0].judge(mutant)
