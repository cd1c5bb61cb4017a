"""What every connection to the engine is set to, and what becomes of a query file by its name."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import product
from tests.conftest import drawn_register
from tyollisyys_cli import database
from tyollisyys_cli.errors import QueryError
from tyollisyys_cli.resources import QueryFolders

if TYPE_CHECKING:
    from pathlib import Path


def test_two_branches_of_a_union_may_read_one_view_by_different_columns() -> None:
    # DuckDB 2.0.0 takes them for one where the view joins a table twice: 52,693 instead of 45,985.
    connection = database.connect(None, read_only=False)
    spells = [(i % 100, i * 37 % 90, i * 37 % 90 + 5 + i % 40) for i in range(500)]
    try:
        connection.execute(
            "create table days as select range as day, range as number from range(200)"
        )
        connection.execute(
            "create table people as select range as person, range % 4 as kind from range(100)"
        )
        connection.execute("""
            create table spells as
            select
                range % 100 as person,
                range * 37 % 90 as start,
                range * 37 % 90 + 5 + range % 40 as stop
            from range(500)""")
        connection.execute("""
            create table terms as
            select kind, term * 13 as from_number, term * 13 + 13 as to_number
            from range(4) as kinds (kind) cross join range(10) as terms (term)""")
        connection.execute("""
            create view marks as
            select person, from_number, to_number
            from (
                select
                    spells.person,
                    greatest(terms.from_number, starts.number) as from_number,
                    least(terms.to_number, stops.number) as to_number
                from spells
                inner join people on spells.person = people.person
                inner join terms on people.kind = terms.kind
                inner join days as starts on spells.start = starts.day
                inner join days as stops on spells.stop = stops.day
            )
            where from_number < to_number""")
        found = database.rows(
            connection,
            """
            select sum(number)
            from (
                select person, from_number as number from marks
                union all
                select person, to_number as number from marks
            )
            where person < 30""",
        )
    finally:
        connection.close()
    terms = [(13 * term, 13 * term + 13) for term in range(10)]
    marks = [
        (max(start, first), min(stop, last))
        for person, start, stop in spells
        for first, last in terms
        if person < 30 and max(start, first) < min(stop, last)
    ]
    assert found == [(sum(map(sum, marks)),)]


@pytest.mark.parametrize(
    ("name", "sql", "message"),
    [
        ("model/90_some.part.sql", "select 1 as person", "no file of model ends in .part.sql"),
        ("staging/some.parts.sql", "select 1 as person", "no file of staging ends in .parts.sql"),
        ("model/90_some.parts.sql", "select 1 as who", "has no integer column 'person'"),
        ("model/90_some.parts.sql", "select 'A' as person", "has no integer column 'person'"),
        ("model/90_some.parts.sql", "-- One row.\nselect a.person", r"parts\.sql line 2: "),
    ],
)
def test_query_file_that_cannot_be_what_its_name_says_is_an_error(
    name: str, sql: str, message: str, tmp_path: Path
) -> None:
    queries = shutil.copytree(product.FOLDERS.own, tmp_path / "queries")
    (queries / name).write_text(sql, encoding="utf-8")
    register = drawn_register({"YTHAKU": "person | start | end\nA | 2023-12-04 |"}, None, None)
    with pytest.raises(QueryError, match=message):
        product.load_register(register, date(2024, 1, 31), tmp_path, QueryFolders(own=queries))
