"""What staging makes of the register's rows: what is kept of them, and under which dates and codes.

Ends are last days in the drawn tables and the first day after them in staging.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import product
from tests.conftest import drawn_register
from tests.registers import write_register
from tyollisyys_cli import database
from tyollisyys_cli.extract.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Cases

    SnapshotCase = Callable[..., object]

JANUARY = date(2024, 1, 1)
SEARCH = """
    person | start      | end
    A      | 2024-01-01 |
    """
# The view of each table of spells, and the columns of a row that counts.
SPELLS: dict[str, tuple[str, dict[str, str]]] = {
    "searches": ("YTHAKU", {}),
    "statuses": ("YTYOLL", {"tyok1": "02"}),
    "residences": ("YHKUNTA", {"kunnoh": "678"}),
    "offices": ("YHTSTO", {"toinoh": "1231"}),
    "service_lines": ("YASSEGMENTTI", {"assegkdi": "01"}),
    "placements": ("YSIJOIT", {"sijkds": "5T"}),
    "work_trials": ("YTKOKE", {"kokeilu": "20"}),
    "trainings": ("YTYOKOU", {"alkood": "1", "ktunoh": "15001"}),
    "statements": ("YTVPOLL", {"lausno": "BE"}),
    "mediated_jobs": ("YTVALIT", {"vjskd": "01"}),
    "social_rehabilitation": ("SOSKUNT", {}),
}
PLANNED = ("placements", "work_trials", "trainings", "statements", "mediated_jobs")


def staged(
    cases: Cases, rows: Mapping[str, str], sql: str, extract_date: str = "2024-01-31"
) -> list[tuple[object, ...]]:
    """Load the drawn tables and ask staging."""
    courses = "ktuno | kurslaji\n15001 | 15"
    register = drawn_register({"YTHAKU": SEARCH, "KTYOKOU": courses, **rows}, None, None)
    path = cases.load(register, extract_date, JANUARY)
    with database.reading(path, product.FOLDERS) as connection:
        return database.rows(connection, sql)


def drawn(view: str, *spells: str) -> dict[str, str]:
    """Draw rows of the table of a view from `start | end`."""
    table, values = SPELLS[view]
    header = " | ".join(("person", "start", "end", *values))
    rows = (" | ".join(("A", spell, *values.values())) for spell in spells)
    return {table: "\n".join((header, *rows))}


@pytest.mark.parametrize("view", SPELLS)
def test_row_that_begins_on_the_extract_date_is_in_force(cases: Cases, view: str) -> None:
    # Its end is not known yet: the row is cut at the day after the extract date.
    rows = drawn(view, "2024-01-31 | 2024-03-31")
    sql = f"select start_date, end_date from staging.{view} where start_date = '2024-01-31'"
    assert staged(cases, rows, sql) == [(date(2024, 1, 31), date(2024, 2, 1))]


@pytest.mark.parametrize("view", [*PLANNED, "social_rehabilitation"])
def test_service_that_begins_after_the_extract_date_is_only_planned(
    cases: Cases, view: str
) -> None:
    rows = drawn(view, "2024-01-31 | 2024-03-31", "2024-02-01 | 2024-03-31")
    sql = f"select start_date from staging.{view}"
    assert staged(cases, rows, sql) == [(date(2024, 1, 31),)]


@pytest.mark.parametrize("view", SPELLS)
def test_spell_ends_on_the_first_day_after_its_last_day(cases: Cases, view: str) -> None:
    # 30.1. ends on the extract date itself, 31.1. the day after, and so does what is open.
    rows = drawn(view, "2024-01-02 | 2024-01-30", "2024-01-03 | 2024-01-31", "2024-01-04 |")
    sql = f"""
        select start_date, end_date from staging.{view}
        where start_date > '2024-01-01' order by start_date"""
    assert staged(cases, rows, sql) == [
        (date(2024, 1, 2), date(2024, 1, 31)),
        (date(2024, 1, 3), date(2024, 2, 1)),
        (date(2024, 1, 4), date(2024, 2, 1)),
    ]


def test_row_without_a_municipality_is_of_the_unknown_one(cases: Cases) -> None:
    rows = "person | start | end | kunnoh\nA | 2024-01-02 | |"
    assert staged(cases, {"YHKUNTA": rows}, "select code from staging.residences") == [("unknown",)]


def test_training_counts_only_with_its_course(cases: Cases) -> None:
    # Nothing is known of course 99999. Course 14001 came as 14 and as 15: the higher kind holds.
    rows = {
        "YTYOKOU": """
            person | start      | end | alkood | ktunoh
            A      | 2024-01-02 |     | 1      | 15001
            A      | 2024-01-03 |     | 1      | 99999
            A      | 2024-01-04 |     | 1      | 14001
            A      | 2024-01-05 |     | 0      | 15001
            """,
        "KTYOKOU": """
            ktuno | kurslaji | kalkpv
            15001 | 15       |
            16001 | 16       |
            14001 | 14       | 2023-12-01
            14001 | 15       | 2023-12-02
            """,
    }
    sql = "select start_date, code from staging.trainings order by start_date"
    assert staged(cases, rows, sql) == [(date(2024, 1, 2), "15"), (date(2024, 1, 4), "15")]


def test_statement_has_its_older_code_where_that_names_a_service(cases: Cases) -> None:
    # J5 names a service among the statements, 5T only among the placements.
    rows = """
        person | start      | end | lausno | lausno7
        A      | 2024-01-02 |     | J5     | KT01
        A      | 2024-01-03 |     | 5T     | KT01
        A      | 2024-01-04 |     |        | TV01
        A      | 2024-01-05 |     | XX     |
        """
    sql = "select code from staging.statements order by start_date"
    assert staged(cases, {"YTVPOLL": rows}, sql) == [("J5",), ("KT01",), ("TV01",), (None,)]


def test_of_rows_of_a_person_that_were_updated_on_one_day_the_lower_value_holds(
    cases: Cases,
) -> None:
    # The two rows of A to F differ in one column, an empty cell being the highest value. Those of G
    # differ in two, of which the fund decides.
    rows = """
        person | syntyv | sukup | kansah | kiekd | kasno | pkokdh | vppvmh
        A      | 1980   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        A      | 1979   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        B      | 1980   | 2     | 246    | 0     | 01    | 1      | 2024-01-02
        B      | 1980   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        C      | 1980   | 1     | 804    | 0     | 01    | 1      | 2024-01-02
        C      | 1980   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        D      | 1980   | 1     | 246    | 2     | 01    | 1      | 2024-01-02
        D      | 1980   | 1     | 246    | 1     | 01    | 1      | 2024-01-02
        E      | 1980   | 1     | 246    | 0     |       | 1      | 2024-01-02
        E      | 1980   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        F      | 1980   | 1     | 246    | 0     | 01    | 2      | 2024-01-02
        F      | 1980   | 1     | 246    | 0     | 01    | 1      | 2024-01-02
        G      | 1980   | 1     | 246    | 0     | 02    | 1      | 2024-01-02
        G      | 1980   | 1     | 246    | 0     | 01    | 3      | 2024-01-02
        """
    sql = """
        select birth_year, sex, citizenship, language, fund_member, education, count(*)
        from staging.persons group by all order by all"""
    assert staged(cases, {"YHENK": rows}, sql) == [
        (1979, "man", "246", "fi", "yes", "1", 1),
        (1980, "man", "246", "fi", "yes", "1", 4),
        (1980, "man", "246", "fi", "yes", "3", 1),
        (1980, "man", "246", "sv", "yes", "1", 1),
    ]


def test_empty_cells_of_a_person_have_a_value(cases: Cases) -> None:
    rows = """
        person | syntyv | sukup | kansah | kiekd | kasno | pkokdh
        A      |        |       |        |       |       |
        """
    sql = "select * exclude (person_id) from staging.persons"
    assert staged(cases, {"YHENK": rows}, sql) == [
        (None, "unknown", "fi", "246", "finland", "unknown", "no")
    ]


def test_workdays_reach_as_far_back_as_any_rule(cases: Cases) -> None:
    # The search began on 1.1.2024, and the longest rule looks back 16 months from its month.
    sql = "select min(day), min(month), count(*) = max(day) - min(day) + 1 from staging.workdays"
    assert staged(cases, {}, sql) == [(date(2022, 9, 1), date(2022, 9, 1), True)]


@pytest.mark.parametrize("view", SPELLS)
def test_row_that_comes_again_with_its_end_stands_once(tmp_path: Path, view: str) -> None:
    path = tmp_path / "tyo.duckdb"
    courses = "ktuno | kurslaji\n15001 | 15"
    for month, spell in ((1, "2024-01-02 |"), (2, "2024-01-02 | 2024-01-20")):
        rows = {"YTHAKU": SEARCH, "KTYOKOU": courses, **drawn(view, spell)}
        files = tmp_path / str(month)
        write_register(drawn_register(rows, None, None), files)
        load(
            [files],
            database_file=path,
            folders=product.FOLDERS,
            key=product.KEY,
            extract_date=date(2024, month, 28),
        )
    sql = f"select start_date, end_date from staging.{view} where start_date > '2024-01-01'"
    with database.reading(path, product.FOLDERS) as connection:
        assert database.rows(connection, sql) == [(date(2024, 1, 2), date(2024, 1, 21))]
