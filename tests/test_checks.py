"""The conflicts between rows that `tyo check` counts: who, and on which two dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tests import product
from tests.conftest import drawn_register
from tests.registers import write_register
from tyollisyys_cli import database
from tyollisyys_cli.extract.deliveries import Period
from tyollisyys_cli.extract.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cases

JUNE = date(2024, 6, 1)
SEARCH = """
    person  | start      | end
    A B C D | 2023-01-01 |
    """


def conflicts(path: Path, code: str) -> list[tuple[str, str, str]]:
    """Return who has the conflict, and its two dates, sorted."""
    people = list("ABCDEFGH")
    names = dict(zip(product.KEY.pseudonyms(pl.Series("hid_e", people)), people, strict=True))
    file = product.FOLDERS.own / "checks" / f"{code}.sql"
    with database.reading(path, product.FOLDERS) as connection:
        found = database.rows(connection, file.read_text(encoding="utf-8"))
        if code == "unemployed_in_service":
            keys = dict(database.rows(connection, "select person, person_id from model.persons"))
            found = [(keys[person], *days) for person, *days in found]
    return sorted((names[person.hex], str(first), str(other)) for person, first, other in found)


def loaded(cases: Cases, **tables: str) -> Path:
    """Load the drawn tables beside a search of everybody."""
    return cases.load(drawn_register({"YTHAKU": SEARCH, **tables}, None, None), None, JUNE)


# -------------------------------------------------------------------------------------- states


def test_states_that_share_a_day_overlap(cases: Cases) -> None:
    # A's rows touch, B's share one day, C's second lies in the first, D's begin on one day.
    path = loaded(
        cases,
        YTYOLL="""
            person | start      | end        | state
            A      | 2023-01-01 | 2023-03-31 | unemployed
            A      | 2023-04-01 |            | open_market
            B      | 2023-01-01 | 2023-03-31 | unemployed
            B      | 2023-03-31 |            | open_market
            C      | 2023-01-01 |            | unemployed
            C      | 2023-02-01 | 2023-02-10 | open_market
            C      | 2023-03-01 | 2023-03-10 | open_market
            D      | 2023-01-01 | 2023-02-10 | unemployed
            D      | 2023-01-01 | 2023-03-10 | unemployed
            """,
    )
    assert conflicts(path, "overlapping_states") == [
        ("B", "2023-01-01", "2023-03-31"),
        ("C", "2023-01-01", "2023-02-01"),
        ("C", "2023-01-01", "2023-03-01"),
        ("D", "2023-01-01", "2023-01-01"),
    ]


def test_every_pair_of_overlapping_states_counts_once(cases: Cases) -> None:
    # The rows of B begin after A's: nobody's rows overlap with another's.
    path = loaded(
        cases,
        YTYOLL="""
            person | start      | end        | state
            A      | 2023-01-01 | 2023-01-20 | unemployed
            A      | 2023-01-10 | 2023-02-20 | open_market
            A      | 2023-01-15 |            | outside
            A      | 2023-02-20 | 2023-02-20 | laid_off
            B      | 2023-01-12 | 2023-01-31 | unemployed
            B      | 2023-02-01 |            | open_market
            """,
    )
    assert conflicts(path, "overlapping_states") == [
        ("A", "2023-01-01", "2023-01-10"),
        ("A", "2023-01-01", "2023-01-15"),
        ("A", "2023-01-10", "2023-01-15"),
        ("A", "2023-01-10", "2023-02-20"),
        ("A", "2023-01-15", "2023-02-20"),
    ]


def test_two_rows_with_all_but_the_reason_in_common_are_a_pair(cases: Cases) -> None:
    path = loaded(
        cases,
        YTYOLL="""
            person | start      | end        | tyok1 | tymsyy
            A      | 2023-01-01 | 2023-03-31 | 2     | 01
            A      | 2023-01-01 | 2023-03-31 | 2     | 02
            B      | 2023-01-01 | 2023-03-31 | 2     | 01
            B      | 2023-01-01 | 2023-03-31 | 3     | 01
            """,
    )
    assert conflicts(path, "overlapping_states") == [
        ("A", "2023-01-01", "2023-01-01"),
        ("B", "2023-01-01", "2023-01-01"),
    ]


# ------------------------------------------------------------------------------------ residences


def test_different_municipalities_on_one_day_are_a_conflict(cases: Cases) -> None:
    # A moves from one day to the next, B a day too early; C's row lies in one of the same place;
    # D's two rows of another place lie in one, the earliest dates of the pairs are told.
    path = loaded(
        cases,
        YHKUNTA="""
            person | start      | end        | municipality
            A      | 2020-01-01 | 2023-03-31 | 678
            A      | 2023-04-01 |            | 638
            B      | 2020-01-01 | 2023-04-01 | 678
            B      | 2023-04-01 |            | 638
            C      | 2020-01-01 |            | 678
            C      | 2023-04-01 | 2023-05-01 | 678
            D      | 2020-01-01 |            | 638
            D      | 2021-01-01 | 2021-02-01 | 678
            D      | 2022-01-01 | 2022-02-01 | 678
            """,
    )
    assert conflicts(path, "two_municipalities") == [
        ("B", "2023-04-01", "2020-01-01"),
        ("D", "2020-01-01", "2021-01-01"),
    ]


def test_one_shared_day_at_either_end_is_a_conflict(cases: Cases) -> None:
    # The row of the lower code is the earlier one for A and the later one for B.
    path = loaded(
        cases,
        YHKUNTA="""
            person | start      | end        | municipality
            A      | 2020-01-01 | 2023-04-01 | 638
            A      | 2023-04-01 | 2023-05-01 | 678
            B      | 2020-01-01 | 2023-04-01 | 678
            B      | 2023-04-01 | 2023-05-01 | 638
            C      | 2020-01-01 | 2023-04-01 | 638
            C      | 2023-04-02 | 2023-05-01 | 678
            D      | 2020-01-01 | 2023-04-01 | 678
            D      | 2023-04-02 | 2023-05-01 | 638
            """,
    )
    assert [person for person, *_ in conflicts(path, "two_municipalities")] == ["A", "B"]


def test_of_several_pairs_of_municipalities_the_earliest_dates_are_told(cases: Cases) -> None:
    path = loaded(
        cases,
        YHKUNTA="""
            person | start      | end        | municipality
            A      | 2020-01-01 | 2020-12-31 | 638
            A      | 2020-02-01 | 2020-03-31 | 678
            A      | 2022-01-01 | 2022-12-31 | 638
            A      | 2022-02-01 | 2022-03-31 | 678
            """,
    )
    assert conflicts(path, "two_municipalities") == [("A", "2020-01-01", "2020-02-01")]


# ----------------------------------------------------------------------------------- open spells


def test_two_open_rows_of_one_table_are_a_conflict(cases: Cases) -> None:
    # A has one open search and one open state, B two searches, C three states, D two of each.
    path = cases.load(
        drawn_register(
            {
                "YTHAKU": """
                    person | start      | end
                    A C    | 2023-01-01 |
                    A      | 2022-01-01 | 2022-03-31
                    B      | 2022-01-01 |
                    B      | 2023-02-01 |
                    D      | 2022-05-01 |
                    D      | 2022-06-01 |
                    """,
                "YTYOLL": """
                    person | start      | end        | state
                    A      | 2023-01-01 |            | unemployed
                    A      | 2022-01-01 | 2022-12-31 | unemployed
                    C      | 2023-01-01 |            | unemployed
                    C      | 2023-02-01 |            | unemployed
                    C      | 2023-03-01 |            | unemployed
                    D      | 2022-04-01 |            | unemployed
                    D      | 2022-07-01 |            | unemployed
                    """,
            },
            None,
            None,
        ),
        None,
        JUNE,
    )
    assert conflicts(path, "two_open_spells") == [
        ("B", "2022-01-01", "2023-02-01"),
        ("C", "2023-01-01", "2023-03-01"),
        ("D", "2022-04-01", "2022-07-01"),
    ]


def test_equal_open_starts_of_search_and_state_are_two_rows(cases: Cases) -> None:
    # Also two open rows that begin on one day are two, in either table.
    path = cases.load(
        drawn_register(
            {
                "YTHAKU": """
                    person | start      | end | permit
                    A B    | 2023-01-01 |     |
                    B      | 2023-01-01 |     | 1C
                    """,
                "YTYOLL": """
                    person | start      | end | state
                    A      | 2023-01-01 |     | unemployed
                    """,
            },
            None,
            None,
        ),
        None,
        JUNE,
    )
    assert conflicts(path, "two_open_spells") == [("B", "2023-01-01", "2023-01-01")]


# -------------------------------------------------------------------------------------- services


def test_day_of_unemployment_within_a_service_is_a_conflict(cases: Cases) -> None:
    # A's service ends the day before the spell, B's on its first day; C's begins on the spell's
    # last day, D's the day after.
    path = loaded(
        cases,
        YTYOLL="""
            person  | start      | end        | state
            A B C D | 2023-04-01 | 2023-06-30 | unemployed
            """,
        YTKOKE="""
            person | start      | end
            A      | 2023-01-01 | 2023-03-31
            B      | 2023-01-01 | 2023-04-01
            C      | 2023-06-30 | 2023-08-31
            D      | 2023-07-01 | 2023-08-31
            """,
    )
    assert conflicts(path, "unemployed_in_service") == [
        ("B", "2023-04-01", "2023-01-01"),
        ("C", "2023-04-01", "2023-06-30"),
    ]


def test_of_several_services_beside_unemployment_the_earliest_dates_are_told(cases: Cases) -> None:
    path = loaded(
        cases,
        YTYOLL="""
            person | start      | end        | state
            A      | 2023-02-01 | 2023-03-31 | unemployed
            A      | 2023-05-01 | 2023-06-30 | unemployed
            """,
        YTKOKE="""
            person | start      | end
            A      | 2023-03-01 | 2023-03-10
            A      | 2023-06-01 | 2023-06-10
            """,
    )
    assert conflicts(path, "unemployed_in_service") == [("A", "2023-02-01", "2023-03-01")]


# ------------------------------------------------------------------------------------ deliveries


def test_rows_that_a_later_delivery_changed_or_left_out(tmp_path: Path) -> None:
    # A's row comes again with its end; B's does not, though the delivery states the whole year.
    path = tmp_path / "tyo.duckdb"
    deliveries = {
        date(2023, 6, 30): "A B | 2023-02-01 | | unemployed",
        date(2023, 12, 31): "A | 2023-02-01 | 2023-09-30 | unemployed",
    }
    for day, row in deliveries.items():
        states = f"person | start | end | state\n{row}"
        files = tmp_path / str(day)
        write_register(drawn_register({"YTHAKU": SEARCH, "YTYOLL": states}, None, None), files)
        period = Period(date(2023, 1, 1), date(2023, 12, 31)) if day.month == 12 else None
        load(
            [files],
            database_file=path,
            folders=product.FOLDERS,
            key=product.KEY,
            extract_date=day,
            period=period,
        )
    assert conflicts(path, "changed_rows") == [("A", "2023-02-01", "2023-12-31")]
    assert conflicts(path, "removed_rows") == [("B", "2023-02-01", "2023-12-31")]
