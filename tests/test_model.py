"""Rules of the model that are not one indicator's: what holds of a person on a count day.

Ends are last days. Count days are last working days: 29.12.2023, 31.1.2024, 29.2.2024, 28.3.2024
(Good Friday is the 29th), 30.4.2024.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tests import product
from tests.conftest import drawn_register, month_of
from tyollisyys_cli import database
from tyollisyys_cli.extract.load import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Cases

    SnapshotCase = Callable[..., Path]

EVERYBODY = """
    person                      | start      | end
    A B C D E F G H I J K L M N | 2022-01-01 |
    """


def spells_of(path: Path, view: str, *columns: str) -> list[tuple[str, ...]]:
    """Return whose spells a table of the model has, and from and to when, in order."""
    people = list("ABCDEFGH")
    names = dict(zip(product.KEY.pseudonyms(pl.Series("hid_e", people)), people, strict=True))
    shown = ", ".join(("start_date", "end_date", *columns))
    sql = f"select person_id, {shown} from model.{view} inner join model.persons using (person)"
    found = model_rows(path, sql)
    return sorted((names[person.hex], *map(str, cells)) for person, *cells in found)


def by_month(
    folder: Path, column: str, spell: str, table: str, changes: Mapping[str, str]
) -> dict[str, str]:
    """Return a column of the snapshot for one spell of unemployment under a changed policy."""
    own = folder / "own.csv"
    policy = (product.FOLDERS.policy / f"{table}.csv").read_text(encoding="utf-8")
    for before, after in changes.items():
        assert before in policy
        policy = policy.replace(before, after)
    own.write_text(policy, encoding="utf-8")
    folders = replace(product.FOLDERS, policies=((table, own),))
    drawings = {
        "YTHAKU": f"person | start | end\nA | {spell}",
        "YTYOLL": f"person | start | end | state\nA | {spell} | unemployed",
    }
    register = drawn_register(drawings, None, None)
    path, _ = product.load_register(register, date(2024, 1, 31), folder, folders)
    sql = f"select strftime(month, '%Y-%m'), {column} from model.snapshot order by month"
    with database.reading(path, folders) as connection:
        return dict(database.rows(connection, sql))


def model_rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the loaded model."""
    with database.reading(path, product.FOLDERS) as connection:
        return database.rows(connection, sql)


# ---------------------------------------------------------------------------- persons in parts


@pytest.mark.parametrize("at_a_time", [1, 2, 4, 5, 6])
def test_everybody_is_in_one_part_of_those_that_the_model_is_built_in(
    at_a_time: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(database, "PERSONS_AT_A_TIME", at_a_time)
    drawings = {
        "YTHAKU": "person    | start      | end\nA B C D E | 2023-12-04 |",
        "YTYOLL": "person    | start      | end | state\nA B C D E | 2023-12-04 | | unemployed",
    }
    register = drawn_register(drawings, None, None)
    path, _ = product.load_register(register, date(2024, 1, 31), tmp_path)
    periods = model_rows(path, "select person, to_index - from_index from model.periods order by 1")
    assert periods == [(person, 2) for person in (1, 2, 3, 4, 5)]
    edges = model_rows(path, "select person, edge from model.unemployment_edges order by 1")
    assert edges == [(person, "first") for person in (1, 2, 3, 4, 5)]


# ---------------------------------------------------------------------- states, one at a time


def test_where_rows_overlap_the_newest_start_holds(snapshot_case: SnapshotCase) -> None:
    # B's newer row lies inside the older one, which holds again after it; C has two such rows, one
    # inside the other; D's newer row ends after the older; E's two nested rows begin on one day; of
    # F's two nested rows the second begins on the day after the first.
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end        | state
            A      | 2024-01-01 | 2024-03-31 | unemployed
            A      | 2024-02-29 |            | open_market
            B      | 2024-01-01 |            | unemployed
            B      | 2024-02-01 | 2024-02-29 | subsidised
            C      | 2024-01-01 |            | unemployed
            C      | 2024-01-10 | 2024-03-31 | outside
            C      | 2024-02-10 | 2024-03-27 | open_market
            D      | 2024-01-01 | 2024-02-28 | unemployed
            D      | 2024-01-31 | 2024-03-28 | laid_off
            E      | 2024-01-01 |            | unemployed
            E      | 2024-01-31 | 2024-02-29 | open_market
            E      | 2024-01-31 | 2024-01-31 | outside
            F      | 2024-01-01 |            | unemployed
            F      | 2024-01-10 | 2024-02-10 | open_market
            F      | 2024-02-11 | 2024-03-10 | outside
            """,
        expected="""
            person | month   | state
            A      | 2024-01 | unemployed
            A      | 2024-02 | open_market
            A      | 2024-03 | open_market
            B      | 2024-01 | unemployed
            B      | 2024-02 | subsidised
            B      | 2024-03 | unemployed
            C      | 2024-01 | outside
            C      | 2024-02 | open_market
            C      | 2024-03 | outside
            C      | 2024-04 | unemployed
            D      | 2024-01 | laid_off
            D      | 2024-02 | laid_off
            D      | 2024-03 | laid_off
            D      | 2024-04 | unknown
            E      | 2024-01 | open_market
            E      | 2024-02 | open_market
            E      | 2024-03 | unemployed
            F      | 2024-01 | open_market
            F      | 2024-02 | outside
            F      | 2024-03 | unemployed
            """,
    )


def test_on_equal_starts_the_later_end_holds_and_then_the_lower_code(
    snapshot_case: SnapshotCase,
) -> None:
    # Nothing is left of the row that loses. C's ends are both after the extract, so both open; D's
    # are equal. E's older row is in force again when the one that won has ended.
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end        | state
            A      | 2024-01-01 | 2024-03-31 | outside
            A      | 2024-01-01 | 2024-02-28 | open_market
            B      | 2024-01-01 | 2024-02-28 | open_market
            B      | 2024-01-01 |            | outside
            C      | 2024-01-01 | 2025-06-30 | outside
            C      | 2024-01-01 | 2024-05-01 | open_market
            D      | 2024-01-01 | 2024-03-31 | unknown
            D      | 2024-01-01 | 2024-03-31 | part_time
            E      | 2023-12-01 |            | laid_off
            E      | 2024-01-01 | 2024-02-10 | outside
            E      | 2024-01-01 | 2024-02-29 | open_market
            """,
        expected="""
            person | month   | state
            A      | 2024-01 | outside
            A      | 2024-03 | outside
            A      | 2024-04 | unknown
            B      | 2024-01 | outside
            B      | 2024-04 | outside
            C      | 2024-01 | open_market
            C      | 2024-04 | open_market
            D      | 2024-01 | part_time
            E      | 2024-02 | open_market
            E      | 2024-03 | laid_off
            """,
    )


def test_code_9_is_part_time_from_2_may_2022_within_one_row_too(
    snapshot_case: SnapshotCase,
) -> None:
    # The nested row of B ends under the old meaning, so B's own row holds under the new one.
    path = snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end        | code
            A      | 2022-03-01 | 2022-06-30 | 9
            B      | 2022-03-01 |            | 09
            B      | 2022-04-01 | 2022-04-30 | 02
            C      | 2022-04-01 | 2022-05-01 | 09
            D      | 2022-03-01 |            | 08
            """,
        expected="""
            person | month   | state
            A      | 2022-04 | unknown
            A      | 2022-05 | part_time
            A      | 2022-06 | part_time
            A      | 2022-07 | unknown
            B      | 2022-03 | unknown
            B      | 2022-04 | unemployed
            B      | 2022-05 | part_time
            C      | 2022-05 | unknown
            D      | 2022-04 | in_education
            D      | 2022-05 | in_education
            """,
    )
    changes = """
        select max(case when value = 'unknown' then end_date end)::varchar,
            min(case when value = 'part_time' then start_date end)::varchar
        from model.attribute_spells"""
    assert model_rows(path, changes) == [("2022-05-02", "2022-05-02")]
    # C's row ended on the last day of the old meaning: nothing is left for the new one.
    nothing = "select value from model.attribute_spells where start_date >= end_date"
    assert model_rows(path, nothing) == []


def test_codes_may_have_one_character_or_two(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end | code
            A      | 2024-01-01 |     | 02
            B      | 2024-01-01 |     | 2
            C      | 2024-01-01 |     | 06
            D      | 2024-01-01 |     | Z
            E      | 2024-01-01 |     | 0
            """,
        expected="""
            person | month   | state      | unemployed
            A      | 2024-01 | unemployed | yes
            B      | 2024-01 | unemployed | yes
            C      | 2024-01 | outside    | no
            D      | 2024-01 | unknown    | no
            E      | 2024-01 | subsidised | no
            F      | 2024-01 | unknown    | no
            """,
    )


# ------------------------------------------------------------------------- offices and residence


def test_trial_offices_count_from_1_january_2021(snapshot_case: SnapshotCase) -> None:
    # 31.12.2020 is a count day. Before 2021 code 1231 is that of an office closed long ago.
    path = snapshot_case(
        search="""
            person | start      | end
            A B C  | 2020-01-01 |
            """,
        office="""
            person | start      | end        | office
            A      | 2020-06-01 | 2021-01-31 | 1231
            B      | 2020-06-01 |            | 1201
            """,
        expected="""
            person | month   | office
            A      | 2020-12 | closed-1231
            A      | 2021-01 | 1231
            A      | 2021-02 | unknown
            B      | 2020-12 | 1201
            B      | 2021-01 | 1201
            C      | 2021-01 | unknown
            """,
    )
    changes = model_rows(
        path, "select start_date::varchar from model.attribute_spells where value = '1231'"
    )
    assert changes == [("2021-01-01",)]


def test_abroad_and_without_a_known_municipality_are_one_bucket(
    snapshot_case: SnapshotCase,
) -> None:
    # A moves abroad and back; B's code is empty; D's old code ended with the municipality.
    snapshot_case(
        search=EVERYBODY,
        residence="""
            person | start      | end        | municipality
            A      | 1990-05-05 | 2024-01-15 | 638
            A      | 2024-01-16 | 2024-02-15 | 200
            A      | 2024-02-16 |            | 678
            B      | 2024-01-01 |            |
            D      | 1985-06-15 | 2012-12-31 | 926
            D      | 2013-01-01 |            | 678
            E      | 2000-01-01 | 2024-01-30 | 678
            F      | 2000-01-01 |            | 678
            F      | 2024-01-01 | 2024-02-15 | 197
            G      | 2000-01-01 |            | 49
            """,
        expected="""
            person | month   | municipality
            A      | 2023-12 | 638
            A      | 2024-01 | unknown
            A      | 2024-02 | 678
            B      | 2024-01 | unknown
            C      | 2024-01 | unknown
            D      | 2024-01 | 678
            E      | 2023-12 | 678
            E      | 2024-01 | unknown
            F      | 2024-01 | unknown
            F      | 2024-02 | 678
            G      | 2024-01 | 049
            """,
    )


# ----------------------------------------------------------------------- search and unemployment


def test_touching_and_overlapping_searches_are_one(snapshot_case: SnapshotCase) -> None:
    # Between B's rows lies a day without a search. C's second row lies inside the first.
    snapshot_case(
        search="""
            person | start      | end
            A      | 2024-01-01 | 2024-01-20
            A      | 2024-01-21 | 2024-02-10
            A      | 2024-02-05 |
            B      | 2024-01-01 | 2024-01-20
            B      | 2024-01-22 |
            C      | 2024-01-01 | 2024-03-10
            C      | 2024-01-05 | 2024-01-10
            C      | 2024-03-11 |
            D      | 2024-01-01 | 2024-02-28
            D      | 2024-03-01 |
            """,
        expected="""
            person | month   | search_start
            A      | 2024-02 | 2024-01-01
            B      | 2024-01 | 2024-01-22
            C      | 2024-01 | 2024-01-01
            C      | 2024-03 | 2024-01-01
            D      | 2024-01 | 2024-01-01
            D      | 2024-02 | -
            D      | 2024-03 | 2024-03-01
            """,
    )


def test_rows_that_begin_and_end_together_stay_one_spell_among_thousands(tmp_path: Path) -> None:
    # Two rows of February differ in a column that the spell has not. The engine sorts big tables
    # in pieces: which of the two comes first was not the same in every window.
    people = [f"P{number}" for number in range(20_000)]
    searched = ("01.01.2024;30.01.2024;01", "05.02.2024;29.02.2024;01", "05.02.2024;29.02.2024;02")
    tried = ("01.01.2024;10.01.2024", "05.02.2024;10.02.2024")
    stated = ("05.02.2024;10.02.2024;BC",)
    files = {
        "YTHAKU": ("alkpv1;loppv1;hapkd", searched),
        "YTKOKE": ("alkpv4;loppv4", tried),
        "YTVPOLL": ("alkpv7;loppv7;lausno", stated),
    }
    for name, (columns, rows) in files.items():
        lines = (f"{person};{row}\n" for person in people for row in rows)
        text = f"hid_e;{columns}\n{''.join(lines)}"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    path = tmp_path / "tyo.duckdb"
    day = date(2024, 4, 30)
    load([tmp_path], database_file=path, folders=product.FOLDERS, key=product.KEY, extract_date=day)
    spells = "select start_date::varchar, end_date::varchar, count(*) from model.{} group by all"
    assert sorted(model_rows(path, spells.format("search_spells"))) == [
        ("2024-01-01", "2024-01-31", 20_000),
        ("2024-02-05", "2024-03-01", 20_000),
    ]
    for view in ("service_spells", "service_chains"):
        assert sorted(model_rows(path, spells.format(view))) == [
            ("2024-01-01", "2024-01-11", 20_000),
            ("2024-02-05", "2024-02-11", 20_000),
        ]


def test_unemployment_is_a_run_of_days_with_search_and_code(snapshot_case: SnapshotCase) -> None:
    # A: the search begins later. B: laid off in between. C: another code for a day. D: touching
    # searches. E: a search with a gap. F: a nested layoff. G: a nested job. H: services beside it.
    snapshot_case(
        search="""
            person | start      | end
            A      | 2023-03-15 |
            B C F  | 2023-01-01 |
            G H    | 2023-01-01 |
            D      | 2023-01-01 | 2023-05-31
            D      | 2023-06-01 |
            E      | 2023-01-01 | 2023-05-31
            E      | 2023-06-02 |
            """,
        status="""
            person  | start      | end        | state
            A D E H | 2023-02-01 |            | unemployed
            B       | 2023-02-01 | 2023-05-31 | unemployed
            B       | 2023-06-01 | 2023-07-31 | laid_off
            B       | 2023-08-01 |            | unemployed
            C       | 2023-02-01 | 2023-05-31 | unemployed
            C       | 2023-06-01 | 2023-06-01 | in_service
            C       | 2023-06-02 |            | unemployed
            F G     | 2023-02-01 |            | unemployed
            F       | 2023-06-01 | 2023-07-31 | laid_off
            G       | 2023-06-01 | 2023-07-31 | open_market
            """,
        service="""
            person | start      | end        | category
            H      | 2023-06-01 | 2023-07-31 | trial
            """,
        expected="""
            person | month   | unemployment_start
            A      | 2023-09 | 2023-03-15
            B      | 2023-09 | 2023-02-01
            C      | 2023-05 | 2023-02-01
            C      | 2023-09 | 2023-06-02
            D      | 2023-09 | 2023-02-01
            E      | 2023-09 | 2023-06-02
            F      | 2023-06 | 2023-02-01
            F      | 2023-09 | 2023-02-01
            G      | 2023-06 |
            G      | 2023-09 | 2023-08-01
            H      | 2023-09 | 2023-02-01
            """,
    )


def test_row_that_goes_on_as_the_one_before_begins_no_period(cases: Cases) -> None:
    # A's second state is as the first one, B's is another. C's rows overlap: they go another way.
    search = """
        person | start      | end
        A B C  | 2024-01-01 |
        """
    status = """
        person | start      | end        | state
        A B C  | 2024-01-01 | 2024-02-10 | unemployed
        A C    | 2024-02-11 |            | unemployed
        B      | 2024-02-11 |            | laid_off
        C      | 2024-01-01 | 2024-01-15 | unemployed
        """
    register = drawn_register({"YTHAKU": search, "YTYOLL": status}, None, None)
    path = cases.load(register, None, month_of("2024-03"))
    sql = "select state, to_index - from_index as months from model.periods order by all"
    assert model_rows(path, sql) == [
        ("laid_off", 2),
        ("unemployed", 1),
        ("unemployed", 3),
        ("unemployed", 3),
    ]


def test_state_outside_the_search_is_none_of_its_edges(cases: Cases) -> None:
    # A's and B's searches begin and end on the days on which their states change. C's and D's
    # states end before the search begins, and begin when it has ended.
    search = """
        person | start      | end
        A C    | 2024-02-01 |
        B D    | 2024-01-01 | 2024-01-31
        """
    status = """
        person | start      | end        | state
        A B C  | 2024-01-01 | 2024-01-31 | unemployed
        A B D  | 2024-02-01 | 2024-03-31 | laid_off
        """
    register = drawn_register({"YTHAKU": search, "YTYOLL": status}, None, None)
    path = cases.load(register, None, month_of("2024-06"))
    assert spells_of(path, "unemployment_runs", "first_state", "last_state") == [
        ("A", "2024-02-01", "2024-04-01", "laid_off", "laid_off"),
        ("B", "2024-01-01", "2024-02-01", "unemployed", "unemployed"),
    ]


def test_ends_after_the_extract_date_are_open(snapshot_case: SnapshotCase) -> None:
    # The extract of 15.3.2024 knows February as its last count day, and no end after itself.
    path = snapshot_case(
        search="""
            person | start      | end
            A      | 2024-01-01 | 2024-05-31
            B      | 2024-01-01 | 2024-03-15
            """,
        status="""
            person | start      | end        | state
            A      | 2024-02-01 | 2024-04-30 | unemployed
            B      | 2024-02-01 | 2024-03-14 | unemployed
            """,
        extract_date="2024-03-15",
        expected="""
            person | month   | state      | unemployment_start
            A      | 2024-02 | unemployed | 2024-02-01
            A      | 2024-03 | -          | -
            B      | 2024-02 | unemployed | 2024-02-01
            """,
    )
    # Half-open: the day after the extract, and the day after the last day.
    ends = model_rows(
        path, "select end_date::varchar from model.unemployment_runs order by end_date"
    )
    assert ends == [("2024-03-15",), ("2024-03-16",)]


# -------------------------------------------------------------------------------------- services


def test_service_that_begins_after_the_extract_date_is_not_in_force(
    snapshot_case: SnapshotCase,
) -> None:
    # A's trial begins on the extract date, B's and all the others the day after.
    path = snapshot_case(
        search=EVERYBODY,
        rows={
            "YTKOKE": """
                person | start      | end
                A      | 2024-01-31 | 2024-06-30
                B      | 2024-02-01 | 2024-06-30
                """,
            "YSIJOIT": """
                person | start      | end        | sijkds
                B      | 2024-02-01 | 2024-06-30 | 5T
                """,
            "YTVPOLL": """
                person | start      | end        | lausno
                B      | 2024-02-01 | 2024-06-30 | BE
                """,
            "YTYOKOU": """
                person | start      | end        | alkood | ktunoh
                B      | 2024-02-01 | 2024-06-30 | 1      | 15001
                """,
            "KTYOKOU": """
                ktuno | kurslaji
                15001 | 15
                """,
        },
        extract_date="2024-01-31",
        expected="""
            person | month   | in_service
            A      | 2024-01 | yes
            B      | 2024-01 | no
            """,
    )
    services = "select category, start_date::varchar, end_date::varchar from model.service_spells"
    assert model_rows(path, services) == [("trial", "2024-01-31", "2024-02-01")]


def test_codes_stand_in_where_no_service_table_was_loaded(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end        | state
            A      | 2023-12-01 |            | subsidised
            B      | 2023-12-01 |            | in_service
            C      | 2023-12-01 |            | in_education
            D      | 2023-12-01 |            | unemployed
            E      | 2023-12-01 |            | part_time
            F      | 2023-10-01 | 2023-12-31 | in_service
            F      | 2024-01-01 | 2024-01-31 | in_education
            F      | 2024-02-01 |            | open_market
            """,
        expected="""
            person | month   | in_service | service_category     | structural_group
            A      | 2024-01 | yes        | subsidised_work      |
            B      | 2024-01 | yes        | other_service        |
            C      | 2024-01 | yes        | self_motivated_study |
            D      | 2024-01 | no         | none                 |
            E      | 2024-01 | no         | none                 |
            F      | 2023-12 | yes        | other_service        |
            F      | 2024-01 | yes        | self_motivated_study | service_to_service
            F      | 2024-02 | no         | none                 |
            """,
    )


@pytest.mark.parametrize("table", ["YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL"])
def test_no_code_stands_in_beside_a_service_table(snapshot_case: SnapshotCase, table: str) -> None:
    # One row, of somebody else, says that the table was delivered.
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end | state
            A      | 2024-01-01 |     | in_service
            """,
        rows={
            table: """
                person | start      | end
                Z      | 2024-01-01 | 2024-01-10
                """
        },
        expected="""
            person | month   | in_service | service_category
            A      | 2024-01 | no         | none
            """,
    )


def test_two_services_on_a_day_rank(snapshot_case: SnapshotCase) -> None:
    # The lower service is the person's again when the higher one has ended (D).
    snapshot_case(
        search=EVERYBODY,
        service="""
            person | start      | end        | category
            A      | 2024-01-01 |            | labour_training
            A B    | 2024-01-02 |            | coaching
            B C    | 2024-01-03 |            | subsidised_work
            C E    | 2024-01-04 |            | trial
            D E    | 2024-01-05 |            | rehabilitative_work
            D      | 2024-02-01 | 2024-02-29 | trial
            F      | 2024-01-01 |            | rehabilitative_work
            F G    | 2024-01-01 |            | self_motivated_study
            """,
        expected="""
            person | month   | service_category
            A      | 2024-01 | labour_training
            B      | 2024-01 | coaching
            C      | 2024-01 | subsidised_work
            D      | 2024-01 | rehabilitative_work
            D      | 2024-02 | trial
            D      | 2024-03 | rehabilitative_work
            E      | 2024-01 | trial
            F      | 2024-01 | rehabilitative_work
            G      | 2024-01 | self_motivated_study
            """,
    )


def test_trainings_count_by_their_course_and_once_begun(snapshot_case: SnapshotCase) -> None:
    # A to C have courses of kinds 14, 15 and 16, D one of another kind, E an unknown course, and F
    # never began. A's course was delivered twice, once without its kind.
    snapshot_case(
        search=EVERYBODY,
        rows={
            "YTYOKOU": """
                person | start      | end | alkood | ktunoh
                A      | 2024-01-01 |     | 1      | 14001
                B      | 2024-01-01 |     | 1      | 15001
                C      | 2024-01-01 |     | 1      | 16001
                D      | 2024-01-01 |     | 1      | 17001
                E      | 2024-01-01 |     | 1      | 99999
                F      | 2024-01-01 |     | 0      | 15001
                G      | 2024-01-01 |     |        | 15001
                """,
            "KTYOKOU": """
                ktuno | kurslaji | kalkpv
                14001 | 14       | 2023-12-01
                14001 |          | 2023-12-02
                15001 | 15       |
                16001 | 16       |
                17001 | 17       |
                """,
        },
        expected="""
            person | month   | service_category
            A      | 2024-01 | coaching
            B      | 2024-01 | labour_training
            C      | 2024-01 | labour_training
            D      | 2024-01 | none
            E      | 2024-01 | none
            F      | 2024-01 | none
            G      | 2024-01 | none
            """,
    )


def test_statements_and_placements_count_by_their_codes(snapshot_case: SnapshotCase) -> None:
    # The newer code column decides only where the older one names no service (H, I).
    snapshot_case(
        search=EVERYBODY,
        rows={
            "YTVPOLL": """
                person | start      | end | lausno | lausno7
                A      | 2024-01-01 |     | E1     |
                B      | 2024-01-01 |     |        | TV01
                C      | 2024-01-01 |     | BD     |
                D      | 2024-01-01 |     | J5     |
                E      | 2024-01-01 |     |        | KT01
                F      | 2024-01-01 |     | G9     |
                G      | 2024-01-01 |     |        | T007
                H      | 2024-01-01 |     | XX     | OM01
                I      | 2024-01-01 |     | E1     | KT01
                """,
            "YSIJOIT": """
                person | start      | end | sijkds
                J      | 2024-01-01 |     | 61
                K      | 2024-01-01 |     | 5v
                L      | 2024-01-01 |     | 99
                """,
            "YTVALIT": """
                person | start      | end | vjskd
                M      | 2024-01-01 |     | 01
                """,
        },
        expected="""
            person | month   | service_category
            A      | 2024-01 | labour_training
            B      | 2024-01 | coaching
            C      | 2024-01 | trial
            D      | 2024-01 | rehabilitative_work
            E      | 2024-01 | rehabilitative_work
            F      | 2024-01 | self_motivated_study
            G      | 2024-01 | none
            H      | 2024-01 | self_motivated_study
            I      | 2024-01 | labour_training
            J      | 2024-01 | subsidised_work
            K      | 2024-01 | subsidised_work
            L      | 2024-01 | none
            M      | 2024-01 | none
            """,
    )


# ----------------------------------------------------------------------- length of unemployment


def test_class_of_a_spell_changes_on_its_anniversary_by_calendar_months(
    snapshot_case: SnapshotCase,
) -> None:
    # The count day is 31.1.2024. D began on 31.1.2023 and E the day after; M is in work.
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end | state
            A      | 2023-10-31 |     | unemployed
            B      | 2023-11-01 |     | laid_off
            C      | 2023-07-31 |     | unemployed
            D      | 2023-01-31 |     | unemployed
            E      | 2023-02-01 |     | unemployed
            M      | 2023-02-01 |     | open_market
            """,
        expected="""
            person | month   | spell_length
            A      | 2024-01 | 3-6
            B      | 2024-01 | 0-3
            C      | 2024-01 | 6-12
            D      | 2024-01 | 12-24
            E      | 2024-01 | 6-12
            M      | 2024-01 | none
            """,
    )


def test_longest_class_has_no_end_and_a_spell_that_ends_none(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search="""
            person | start      | end
            A B    | 2010-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2010-01-31 |            | unemployed
            B      | 2022-01-31 | 2024-01-31 | unemployed
            """,
        expected="""
            person | month   | spell_length
            A      | 2011-12 | 12-24
            A      | 2012-01 | 24+
            A      | 2024-02 | 24+
            B      | 2023-12 | 12-24
            B      | 2024-01 | 24+
            B      | 2024-02 | none
            """,
    )


# --------------------------------------------------------------------------------------- persons


def test_the_latest_row_of_a_person_holds(snapshot_case: SnapshotCase) -> None:
    # The row without a date of update is the oldest.
    snapshot_case(
        search=EVERYBODY,
        person="""
            person | birth_year | sex   | language | citizenship | updated
            A      | 1990       | man   | fi       | 246         | 2023-05-05
            A      | 1990       | woman | other    | 804         | 2024-01-10
            A      | 1991       | man   | sv       | 752         | 2022-12-31
            B      | 1980       | man   | sv       | 246         |
            B      | 1980       | woman | other    | 643         | 2023-01-01
            """,
        expected="""
            person | month   | sex     | language | citizenship_group
            A      | 2024-01 | woman   | other    | ukraine
            B      | 2024-01 | woman   | other    | other
            C      | 2024-01 | unknown | unknown  | unknown
            """,
    )


def test_jobseeker_of_whom_no_row_was_delivered_is_unknown(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search=EVERYBODY,
        person="""
            person | birth_year | sex | language | citizenship | fund | education
            B      | 1990       | man | fi       | 246         | 01   | 2
            """,
        expected="""
            person | month   | citizenship | education | fund_member | age_group
            A      | 2024-01 | unknown     | unknown   | unknown     | unknown
            B      | 2024-01 | 246         | 2         | yes         | 30-34
            """,
    )


def test_columns_of_a_person_have_a_value_for_the_empty_cell(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search=EVERYBODY,
        person="""
            person | birth_year | sex | language | citizenship | fund | education
            A      |            |     |          |             |      |
            B      | 1990       | man | fi       | 56          | 01   | 2
            """,
        expected="""
            person | month   | age_group | sex     | language | citizenship_group | fund_member
            A      | 2024-01 | unknown   | unknown | fi       | finland           | no
            B      | 2024-01 | 30-34     | man     | fi       | eu_eea            | yes
            """,
    )


def test_days_are_numbered_from_the_earliest_date_that_a_load_accepts(
    snapshot_case: SnapshotCase,
) -> None:
    # A typing error of a century does not hide the person, or anything else about them. A's service
    # of 1850 makes no difference but to the months after it.
    snapshot_case(
        search="""
            person | start      | end
            A      | 1850-01-01 |
            B      | 1899-12-31 |
            C      | 1900-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 1850-01-01 |            | unemployed
            B      | 1899-12-31 | 1900-02-28 | unemployed
            C      | 2024-01-30 |            | unemployed
            """,
        service="""
            person | start      | end        | category
            A      | 1850-01-01 | 1850-01-10 | trial
            """,
        expected="""
          person | month   | search_start | unemployment_start | unemployed | structural_group
          A      | 1850-02 | 1850-01-01   | 1850-01-01         | yes        |
          A      | 1850-05 | 1850-01-01   | 1850-01-01         | yes        | service_to_unemployed
          A      | 2024-01 | 1850-01-01   | 1850-01-01         | yes        | long_term_unemployed
          B      | 1900-01 | 1899-12-31   | 1899-12-31         | yes        |
          B      | 2024-01 | 1899-12-31   |                    | no         |
          C      | 2024-01 | 1900-01-01   | 2024-01-30         | yes        |
            """,
    )


def test_row_of_the_snapshot_ends_with_its_month(snapshot_case: SnapshotCase) -> None:
    """An indicator that is counted from it counts every month alone."""
    path = snapshot_case(
        search="""
            person | start      | end
            A      | 2024-01-01 |
            B      | 2024-02-01 | 2024-02-29
            """,
        expected="""
            person | month   | state
            A      | 2024-01 | unknown
            A      | 2024-02 | unknown
            A      | 2024-03 | unknown
            B      | 2024-02 | unknown
            """,
    )
    ranges = """
        select count_days.month_index - snapshot.from_index, snapshot.to_index - snapshot.from_index
        from model.snapshot
        inner join model.count_days on snapshot.month = count_days.month"""
    assert set(model_rows(path, ranges)) == {(0, 1)}


def test_age_is_the_year_of_the_count_day_minus_the_birth_year(snapshot_case: SnapshotCase) -> None:
    path = snapshot_case(
        search=EVERYBODY,
        person="""
            person | birth_year
            A      | 2009
            B      | 2008
            C      | 2004
            D      | 1999
            E      | 1959
            F      | 1958
            G      | 1900
            H      |
            """,
        expected="""
            person | month   | age_group
            A      | 2023-12 | unknown
            A      | 2024-01 | 15-19
            B      | 2023-12 | 15-19
            C      | 2023-12 | 15-19
            C      | 2024-01 | 20-24
            D      | 2023-12 | 20-24
            D      | 2024-01 | 25-29
            E      | 2023-12 | 60-64
            E      | 2024-01 | 65+
            F      | 2023-12 | 65+
            G      | 2024-01 | 65+
            """,
    )
    # One without a birth year (H), one too young (A), and no one at all of most of the groups.
    nobody = "select rank from model.birth_years where birth_year is null or age_group is null"
    assert model_rows(path, nobody) == []


def test_permit_of_temporary_protection_holds_while_its_search_row_does(
    snapshot_case: SnapshotCase,
) -> None:
    # B's row with the permit lies inside one without; C has another permit.
    snapshot_case(
        search="""
            person | start      | end        | permit
            A      | 2024-01-01 | 2024-01-31 | 1c
            A      | 2024-02-01 |            |
            B      | 2024-01-01 |            |
            B      | 2024-02-01 | 2024-02-29 | 1C
            C      | 2024-01-01 |            | 1A
            """,
        person="""
            person | birth_year | citizenship
            A B C  | 1990       | 643
            """,
        expected="""
            person | month   | citizenship_group
            A      | 2024-01 | ukraine
            A      | 2024-02 | other
            B      | 2024-01 | other
            B      | 2024-02 | ukraine
            B      | 2024-03 | other
            C      | 2024-01 | other
            """,
    )


def test_permits_that_overlap_are_one(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search="""
            person | start      | end        | permit
            A      | 2024-01-01 | 2024-02-29 | 1C
            A      | 2024-01-01 | 2024-02-29 | 1C
            A      | 2024-02-01 | 2024-03-31 | 1C
            B      | 2024-01-01 | 2024-04-30 | 1C
            B      | 2024-02-01 | 2024-02-29 | 1C
            B      | 2024-03-01 | 2024-04-30 | 1C
            """,
        person="""
            person | birth_year | citizenship
            A B    | 1990       | 643
            """,
        expected="""
            person | month   | citizenship_group
            A B    | 2024-01 | ukraine
            A B    | 2024-02 | ukraine
            A B    | 2024-03 | ukraine
            B      | 2024-04 | ukraine
            """,
    )


def test_service_line_follows_the_rule_of_overlaps(snapshot_case: SnapshotCase) -> None:
    snapshot_case(
        search=EVERYBODY,
        rows={
            "YASSEGMENTTI": """
                person | start      | end        | assegkdi
                A      | 2023-01-01 |            | 01
                A      | 2024-01-15 | 2024-02-15 | 5
                B      | 2023-01-01 |            | 00
                C      | 2023-01-01 | 2024-01-30 | 02
                D      | 2023-01-01 |            | 03
                """
        },
        expected="""
            person | month   | service_line
            A      | 2023-12 | job_mediation
            A      | 2024-01 | multi_sector
            A      | 2024-02 | job_mediation
            B      | 2024-01 | none
            C      | 2023-12 | skills
            C      | 2024-01 | none
            D      | 2024-01 | supported_employment
            """,
    )


# ----------------------------------------------------------------------- rows that are one spell


@pytest.mark.parametrize(
    ("table", "view"),
    [
        ("YTHAKU", "search_spells"),
        ("YTKOKE", "service_spells"),
        ("SOSKUNT", "social_rehabilitation_spells"),
    ],
)
def test_rows_that_touch_or_overlap_or_begin_on_one_day_are_one_spell(
    cases: Cases, table: str, view: str
) -> None:
    # The rows of January stand alone; of February's two begin on one day, and the third touches
    # the longer of them; two of March's lie in the first, apart from each other.
    rows = """
        person | start      | end
        A      | 2024-01-01 | 2024-01-10
        A      | 2024-02-01 | 2024-02-05
        A      | 2024-02-01 | 2024-02-20
        A      | 2024-02-21 | 2024-02-25
        A      | 2024-03-01 | 2024-03-31
        A      | 2024-03-05 | 2024-03-06
        A      | 2024-03-20 | 2024-03-21
        """
    register = drawn_register({"YTHAKU": EVERYBODY, table: rows}, None, None)
    path = cases.load(register, None, month_of("2024-06"))
    assert spells_of(path, view) == [
        ("A", "2024-01-01", "2024-01-11"),
        ("A", "2024-02-01", "2024-02-26"),
        ("A", "2024-03-01", "2024-04-01"),
    ]


def test_chain_is_of_services_of_any_category_with_a_week_between_them(cases: Cases) -> None:
    # Between January's first and second service lie seven days, before the third eight. Of
    # February's two begin on one day; two of April's lie in the first, apart from each other.
    services = """
        person | start      | end        | category
        A      | 2024-01-01 | 2024-01-02 | trial
        A      | 2024-01-10 | 2024-01-12 | coaching
        A      | 2024-01-21 | 2024-01-22 | trial
        A      | 2024-02-11 | 2024-02-15 | trial
        A      | 2024-02-11 | 2024-02-29 | coaching
        A      | 2024-04-01 | 2024-05-31 | trial
        A      | 2024-04-05 | 2024-04-06 | coaching
        A      | 2024-05-11 | 2024-05-12 | rehabilitative_work
        """
    path = cases.load(
        drawn_register({"YTHAKU": EVERYBODY}, services, None), None, month_of("2024-06")
    )
    assert spells_of(path, "service_chains") == [
        ("A", "2024-01-01", "2024-01-13"),
        ("A", "2024-01-21", "2024-01-23"),
        ("A", "2024-02-11", "2024-03-01"),
        ("A", "2024-04-01", "2024-06-01"),
    ]


def test_chain_follows_the_year_of_unemployment_that_it_ends(cases: Cases) -> None:
    # A was never unemployed. B's year ended the day before, C's two days before, D's was eleven
    # months; E's is full on the chain's first day, F's the day after.
    status = """
        person | start      | end        | state
        B      | 2023-01-01 | 2024-01-31 | unemployed
        C      | 2023-01-01 | 2024-01-30 | unemployed
        D      | 2023-03-01 | 2024-01-31 | unemployed
        E      | 2023-02-01 |            | unemployed
        F      | 2023-02-02 |            | unemployed
        """
    services = """
        person      | start      | end        | category
        A B C D E F | 2024-02-01 | 2024-02-29 | trial
        """
    register = drawn_register({"YTHAKU": EVERYBODY, "YTYOLL": status}, services, None)
    path = cases.load(register, None, month_of("2024-06"))
    chains = spells_of(path, "service_chains", "after_long_term")
    assert [(person, after) for person, _, _, after in chains] == [
        *(("A", "0"), ("B", "1"), ("C", "0"), ("D", "0"), ("E", "1"), ("F", "0"))
    ]


# -------------------------------------------------------------------- twelve of sixteen months


def test_repeated_unemployment_ends_with_the_spell_in_which_the_window_starts(
    snapshot_case: SnapshotCase,
) -> None:
    # A: on 31.10. the window holds 304 days of the first spell and 153 of the second, which ends
    # before the next count day.
    snapshot_case(
        search=EVERYBODY,
        status="""
            person | start      | end        | state
            A      | 2022-06-01 | 2023-04-30 | unemployed
            A      | 2023-06-01 | 2023-11-15 | unemployed
            """,
        expected="""
            person | month   | structural_group
            A      | 2023-10 | repeatedly_unemployed
            A      | 2023-11 |
            """,
    )


def test_window_that_starts_in_a_spell_on_every_count_day_counts_its_days(
    snapshot_case: SnapshotCase,
) -> None:
    # The window holds 276 days of the long spell on 31.8., and 62 of the new one: 338 in all. On
    # the other two count days of the new one there are 337 and 338.
    snapshot_case(
        search="""
            person | start      | end
            A      | 2021-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2021-01-01 | 2023-01-31 | unemployed
            A      | 2023-07-01 | 2023-09-30 | unemployed
            """,
        expected="""
            person | month   | structural_group
            A      | 2023-01 | long_term_unemployed
            A      | 2023-07 |
            A      | 2023-08 |
            A      | 2023-09 |
            """,
    )


def test_earlier_spells_count_from_the_first_in_the_window(snapshot_case: SnapshotCase) -> None:
    # A's spell of 2020 has left the window: 200 days of the next one and 165 of the last are full
    # on 12.12. B's two spells have 200 and 180 days, and the third begins on the count day.
    snapshot_case(
        search="""
            person | start      | end
            A B    | 2020-01-01 |
            """,
        status="""
            person | start      | end        | state
            A      | 2020-01-01 | 2020-10-31 | unemployed
            A      | 2022-10-10 | 2023-04-27 | unemployed
            A      | 2023-07-01 |            | unemployed
            B      | 2022-10-10 | 2023-04-27 | unemployed
            B      | 2023-05-10 | 2023-11-05 | unemployed
            B      | 2024-01-31 |            | unemployed
            """,
        expected="""
            person | month   | structural_group
            A      | 2023-07 |
            A      | 2023-11 |
            A      | 2023-12 | repeatedly_unemployed
            B      | 2023-12 |
            B      | 2024-01 | repeatedly_unemployed
            """,
    )


def test_policy_may_have_a_window_that_one_spell_fills(tmp_path: Path) -> None:
    # Of ten months 200 days: full on 19.7., and from November on the spell is all of the window.
    changes = {"window_months;16": "window_months;10", "repeat_days;365": "repeat_days;200"}
    groups = by_month(tmp_path, "structural_group", "2023-01-01 |", "constants", changes)
    repeated = [month for month, group in groups.items() if group == "repeatedly_unemployed"]
    assert repeated == ["2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12"]


def test_policy_may_have_classes_of_a_month_each(tmp_path: Path) -> None:
    # Both anniversaries, 30.12. and 30.1., lie between the count days of December and January.
    changes = {"0-3;1;0;3": "0-1;1;0;1", "3-6;2;3;6": "1-2;2;1;2", "6-12;3;6;12": "2-12;3;2;12"}
    lengths = by_month(tmp_path, "spell_length", "2023-11-30 |", "spell_lengths", changes)
    assert lengths == {"2023-11": "0-1", "2023-12": "0-1", "2024-01": "2-12"}


# ------------------------------------------------------------------------------------ count days


def test_count_day_is_the_last_working_day_of_the_month(snapshot_case: SnapshotCase) -> None:
    # Good Friday 29.3.2024 is none, nor are Saturdays (31.8.) and Sundays (30.6.).
    path = snapshot_case(
        search="""
            person | start      | end
            A      | 2023-11-30 |
            """,
        extract_date="2024-12-31",
        expected="""
            person | month   | count_day
            A      | 2023-11 | 2023-11-30
            A      | 2023-12 | 2023-12-29
            A      | 2024-02 | 2024-02-29
            A      | 2024-03 | 2024-03-28
            A      | 2024-06 | 2024-06-28
            A      | 2024-08 | 2024-08-30
            A      | 2024-12 | 2024-12-31
            """,
    )
    assert model_rows(path, "select count(*), min(month)::varchar from model.count_days") == [
        (14, "2023-11-01")
    ]


def test_eves_of_midsummer_and_christmas_are_no_working_days(snapshot_case: SnapshotCase) -> None:
    path = snapshot_case(
        search="""
            person | start      | end
            A      | 2023-01-01 |
            """,
        expected="""
            person | month   | count_day
            A      | 2024-12 | 2024-12-31
            """,
    )
    days = "('2023-06-23', '2023-12-24', '2024-06-21', '2024-12-24', '2024-12-06')"
    working = f"select count(*) from staging.workdays where is_working_day and day in {days}"
    assert model_rows(path, working) == [(0,)]
