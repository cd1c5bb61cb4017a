"""Fixtures that load drawn tables as a register and hold the figures against a drawn table."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests import product
from tests.oracle import add_months
from tests.registers import COLUMNS, SPELLS
from tyollisyys_cli import database
from tyollisyys_cli.extract.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.oracle import Register, Row

    Table = list[dict[str, str]]
    Key = tuple[str, ...]

SAMPLE = Path(__file__).parents[1] / "sample_data"
STATES = {
    "subsidised": "00",
    "open_market": "01",
    "unemployed": "02",
    "laid_off": "03",
    "reduced_week": "04",
    "outside": "05",
    "in_service": "07",
    "in_education": "08",
    "part_time": "09",
    "unknown": "z",
}
SERVICES: dict[str, tuple[str, Row]] = {
    "labour_training": ("YTYOKOU", {"alkood": "1", "ktunoh": "15001"}),
    "coaching": ("YTYOKOU", {"alkood": "1", "ktunoh": "14001"}),
    "subsidised_work": ("YSIJOIT", {"sijkds": "5T"}),
    "trial": ("YTKOKE", {"kokeilu": "20"}),
    "rehabilitative_work": ("YTVPOLL", {"lausno": "BE"}),
    "self_motivated_study": ("YTVPOLL", {"lausno": "D1"}),
    "social_rehabilitation": ("SOSKUNT", {}),
}
COURSES: list[Row] = [
    {"ktuno": "14001", "kurslaji": "14"},
    {"ktuno": "15001", "kurslaji": "15"},
]
# What the columns of a drawn table are called in the register, and what their words are there.
PERSON = {
    "birth_year": "syntyv",
    "sex": "sukup",
    "citizenship": "kansah",
    "language": "kiekd",
    "fund": "kasno",
    "education": "pkokdh",
    "updated": "vppvmh",
}
WORDS: dict[str, Mapping[str, str]] = {
    "sex": {"man": "1", "woman": "2"},
    "language": {"fi": "0", "sv": "1", "other": "2"},
    "state": STATES,
}
NAMES = {"state": "tyok1", "code": "tyok1", "office": "toinoh", "municipality": "kunnoh"} | {
    "permit": "otlupa",
    **PERSON,
}


def read_table(drawing: str) -> Table:
    """Read a table drawn with `|` between the columns, the first line being the header.

    Several people in the first cell, `A B C`, have a row each.
    """
    lines = [line.split("|") for line in drawing.strip().splitlines()]
    header, *body = [[cell.strip() for cell in line] for line in lines]
    return [
        dict(zip(header, (one, *cells), strict=True))
        for first, *cells in body
        for one in first.split()
    ]


def as_register_day(cell: str) -> str:
    """Write 2024-01-31 as 31.01.2024, and leave every other cell as it is."""
    try:
        return f"{date.fromisoformat(cell):%d.%m.%Y}" if len(cell) == len("2024-01-31") else cell
    except ValueError:
        return cell


def register_row(table: str, drawn: dict[str, str]) -> Row:
    """Translate a drawn row into a row of the register's table."""
    start, end = SPELLS.get(table, ("", ""))
    names = {"person": "hid_e", "start": start, "end": end, **NAMES}
    row = {
        names.get(name, name): as_register_day(WORDS.get(name, {}).get(cell, cell))
        for name, cell in drawn.items()
    }
    unknown = row.keys() - set(COLUMNS[table])
    assert not unknown, f"{table} has no column for {unknown}"
    return row


def service_rows(drawing: str) -> Register:
    """Put each drawn service into the table where the register has its category."""
    register: Register = {}
    for drawn in read_table(drawing):
        table, values = SERVICES[drawn.pop("category")]
        register.setdefault(table, []).append({**register_row(table, drawn), **values})
    return register | ({"KTYOKOU": COURSES} if "YTYOKOU" in register else {})


def drawn_register(
    drawings: Mapping[str, str | None], service: str | None, rows: Mapping[str, str] | None
) -> Register:
    """Make a register of drawn tables; a table that is not drawn was not delivered."""
    register = service_rows(service) if service else {}
    for table, drawing in {**drawings, **(rows or {})}.items():
        drawn = read_table(drawing) if drawing else []
        register[table] = register.get(table, []) + [register_row(table, one) for one in drawn]
    return register


def month_of(text: str) -> date:
    """Return the first day of a month written 2024-01."""
    return date.fromisoformat(f"{text}-01")


def end_of(month: date) -> date:
    """Return the month's last day."""
    return add_months(month, 1) - timedelta(days=1)


@dataclass(frozen=True)
class Cases:
    """A folder to load registers into; its two methods are what the fixtures give."""

    folder: Path

    def indicator(
        self,
        indicator: str,
        *,
        search: str,
        expected: str,
        status: str | None = None,
        service: str | None = None,
        person: str | None = None,
        office: str | None = None,
        residence: str | None = None,
        rows: Mapping[str, str] | None = None,
        extract_date: str | None = None,
        region: str = "finland",
    ) -> None:
        """Load the tables and compare the parts of the indicator in the months of `expected`.

        `expected` has the columns month, numerator and, for a ratio, denominator; any other column
        is a dimension that the indicator is broken down by. A figure that is not there is `-`, or
        its status. The extract ends with the last month of `expected` unless told. `rows` draws
        further tables of the register by their own names and columns.
        """
        drawings = {"YTHAKU": search, "YTYOLL": status, "YHENK": person}
        drawings |= {"YHTSTO": office, "YHKUNTA": residence}
        table = read_table(expected)
        months = sorted(month_of(row["month"]) for row in table)
        register = drawn_register(drawings, service, rows)
        path = self.load(register, extract_date, months[-1])
        by = [name for name in table[0] if name not in ("month", "numerator", "denominator")]
        computed = product.compute(path, [indicator], [region], by, months=(months[0], months[-1]))
        found = figures_by_key(computed.frame, by, "denominator" in table[0])
        wanted = expected_by_key(table, by)
        assert {key: shown(found, key, want) for key, want in wanted.items()} == wanted

    def snapshot(
        self,
        *,
        search: str,
        expected: str,
        status: str | None = None,
        service: str | None = None,
        person: str | None = None,
        office: str | None = None,
        residence: str | None = None,
        rows: Mapping[str, str] | None = None,
        extract_date: str | None = None,
    ) -> Path:
        """Load the tables and compare columns of the snapshot for the people in `expected`.

        `expected` has the columns person and month, and any columns of the snapshot; one who is no
        jobseeker on the count day has `-` in each. Returns the database.
        """
        drawings = {"YTHAKU": search, "YTYOLL": status, "YHENK": person}
        drawings |= {"YHTSTO": office, "YHKUNTA": residence}
        table = read_table(expected)
        columns = [name for name in table[0] if name not in ("person", "month")]
        last = max(month_of(row["month"]) for row in table)
        path = self.load(drawn_register(drawings, service, rows), extract_date, last)
        found = snapshot_rows(path, sorted({row["person"] for row in table}), columns)
        wanted = {(row["person"], row["month"]): tuple(map(row.get, columns)) for row in table}
        nobody = ("-",) * len(columns)
        assert {key: found.get(key, nobody) for key in wanted} == wanted
        return path

    def load(self, register: Register, extract_date: str | None, last_month: date) -> Path:
        """Load the register into a new database."""
        day = date.fromisoformat(extract_date) if extract_date else end_of(last_month)
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        path, result = product.load_register(register, day, folder)
        refused = [one for one in result.files if one.quarantined]
        assert not refused, f"rows were refused: {refused}"
        return path


def figures_by_key(frame: pl.DataFrame, by: list[str], has_denominator: bool) -> dict[Key, Key]:  # noqa: FBT001
    """Map month and breakdown values to the parts as text, or to the status where there are none.

    A month without figures has no breakdown values.
    """
    found: dict[Key, Key] = {}
    for row in frame.iter_rows(named=True):
        is_ok = row["status"] == "ok"
        key = (row["month"], *(row[name] for name in by if is_ok))
        parts = ("numerator", "denominator") if has_denominator else ("numerator",)
        found[key] = tuple(str(row[part]) for part in parts) if is_ok else (row["status"],)
    return found


def expected_by_key(table: Table, by: list[str]) -> dict[Key, Key]:
    """Map month and breakdown values to the expected parts; what is no number stands for both."""
    parts = [name for name in ("numerator", "denominator") if name in table[0]]
    return {
        (row["month"], *(row[name] for name in by)): tuple(
            row[part] for part in (parts if row["numerator"].isdigit() else parts[:1])
        )
        for row in table
    }


def shown(found: dict[Key, Key], key: Key, want: Key) -> Key:
    """Return what was found in the words of what is wanted; a cell that nobody is in is zero."""
    parts = found.get(key) or found.get(key[:1]) or ("0",) * len(want)
    return want if want == ("-",) and not parts[0].isdigit() else parts


def snapshot_rows(path: Path, people: list[str], columns: list[str]) -> dict[Key, Key]:
    """Map person and month to columns of the snapshot as text."""
    pseudonyms = product.KEY.pseudonyms(pl.Series("hid_e", people)).to_list()
    names = dict(zip(pseudonyms, people, strict=True))
    sql = (
        "select replace(person_id::varchar, '-', ''), strftime(month, '%Y-%m'), "
        + ", ".join(f"snapshot.{name}" for name in columns)
        + " from model.snapshot inner join model.persons using (person)"
    )
    with database.reading(path, product.FOLDERS) as connection:
        return {
            (names[one], month): tuple(map(as_text, values))
            for one, month, *values in database.rows(connection, sql)
            if one in names
        }


def as_text(value: Any) -> str:
    """Write a value of the snapshot as the drawn tables do."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample once per worker: about 3 s."""
    path = tmp_path_factory.mktemp("sample") / "tyo.duckdb"
    load([SAMPLE], database_file=path, folders=product.FOLDERS, key=product.KEY)
    return path


@pytest.fixture
def cases(tmp_path: Path) -> Cases:
    """Give a new folder to load registers into."""
    return Cases(tmp_path)


@pytest.fixture
def indicator_case(cases: Cases) -> Callable[..., None]:
    """Give the function that holds an indicator of a drawn register against a drawn table."""
    return cases.indicator


@pytest.fixture
def snapshot_case(cases: Cases) -> Callable[..., Path]:
    """Give the function that holds the snapshot of a drawn register against a drawn table."""
    return cases.snapshot
