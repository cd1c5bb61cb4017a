"""Which rows hold: the latest extract date wins, a period removes, and the order never matters."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.files import load_into, put, put_table, row, select, tyo
from tests.product import FOLDERS, KEY
from tests.registers import COLUMNS
from tyollisyys_cli import database as database_module
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.deliveries import Period, build_current, parse_period
from tyollisyys_cli.extract.ledger import create_tables, undo
from tyollisyys_cli.extract.load import load
from tyollisyys_cli.extract.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from tests.extract.files import Cells
    from tyollisyys_cli.extract.load import LoadResult

JUNE, JULY, AUGUST = date(2024, 6, 30), date(2024, 7, 31), date(2024, 8, 31)
YEAR_2024 = Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return the path of a database that is not there yet."""
    return tmp_path / "db" / "tyo.duckdb"


@dataclass(frozen=True)
class Place:
    """A database and the folder of its deliveries."""

    database: Path
    folder: Path

    def deliver(
        self,
        day: date,
        *rows: Cells,
        table: str = "YTYOLL",
        period: Period | None = None,
        accept_shrink: bool = False,
        strict: bool = False,
    ) -> LoadResult:
        """Load rows of one table as a delivery."""
        number = len(list(self.folder.glob("in*")))
        file = put_table(self.folder / f"in{number}", table, *rows)
        self.database.parent.mkdir(exist_ok=True)
        return load(
            [file],
            database_file=self.database,
            folders=FOLDERS,
            key=KEY,
            extract_date=day,
            period=period,
            accept_shrink=accept_shrink,
            strict=strict,
        )

    def statuses(self) -> list[tuple[str, date, date | None, str]]:
        """Return person, start, end and code of the employment statuses that hold."""
        people = dict(zip(KEY_OF, "ABCD", strict=True))
        found = select(
            self.database,
            "select replace(hid_e::varchar, '-', ''), tappvh, tppvm, tyok1 from current.ytyoll",
        )
        return sorted(((people[one], *rest) for one, *rest in found), key=str)

    def superseded(self) -> list[tuple[date, str, int, date]]:
        """Return start, reason, load and superseding date of the rows that no longer hold."""
        return select(
            self.database,
            "select start_date, reason, load_id, superseded_by from meta.superseded order by all",
        )


KEY_OF = [KEY.pseudonym(one) for one in "ABCD"]


@pytest.fixture
def place(tmp_path: Path, database: Path) -> Place:
    """Return a place to deliver to."""
    return Place(database, tmp_path)


def status(person: str, start: str, end: str = "", code: str = "2") -> Cells:
    """Return a row of YTYOLL."""
    return row("YTYOLL", person=person, tappvh=start, tppvm=end, tyok1=code)


MARCH = date(2024, 3, 1)


# ------------------------------------------------------------------------------- newest wins


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_true_end_replaces_the_open_one(order: tuple[int, int], place: Place) -> None:
    deliveries = [(JUNE, status("A", "1.3.2024")), (JULY, status("A", "1.3.2024", "15.6.2024"))]
    for number in order:
        place.deliver(*deliveries[number])
    assert place.statuses() == [("A", MARCH, date(2024, 6, 15), "2")]
    assert [found[:2] for found in place.superseded()] == [(MARCH, "replaced")]


def test_a_corrected_row_replaces_the_old_and_the_load_says_so(place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024"), status("B", "1.3.2024"))
    result = place.deliver(JULY, status("A", "1.3.2024", code="3"), status("B", "1.3.2024"))
    assert place.statuses() == [("A", MARCH, None, "3"), ("B", MARCH, None, "2")]
    assert result.superseded == (("YTYOLL", "replaced", 1),)
    assert place.superseded() == [(MARCH, "replaced", 1, JULY)]
    (file,) = result.files
    assert (file.read, file.loaded, file.quarantined, file.duplicates) == (2, 1, 0, 1)


def test_rows_that_a_later_delivery_lacks_stay_without_a_period(place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024"), status("B", "1.3.2024"))
    place.deliver(JULY, status("B", "1.3.2024"))
    assert [one for one, *_ in place.statuses()] == ["A", "B"]
    assert place.superseded() == []


def test_rows_of_one_extract_date_are_united(place: Place) -> None:
    place.deliver(JULY, status("A", "1.3.2024", code="2"), status("B", "1.3.2024"))
    place.deliver(JULY, status("A", "1.3.2024", code="3"), status("B", "1.3.2024"))
    assert place.statuses() == [
        ("A", MARCH, None, "2"),
        ("A", MARCH, None, "3"),
        ("B", MARCH, None, "2"),
    ]


def test_two_rows_of_one_key_in_one_delivery_both_hold(place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024", code="5"))
    place.deliver(JULY, status("A", "1.3.2024", "2.3.2024"), status("A", "1.3.2024", code="8"))
    assert {(end, code) for _, _, end, code in place.statuses()} == {
        (None, "8"),
        (date(2024, 3, 2), "2"),
    }


@pytest.mark.parametrize("table", [name for name, one in TABLES.items() if one.kind])
def test_rows_of_another_kind_are_other_rows(table: str, place: Place) -> None:
    kind = TABLES[table].kind[-1]
    codes = {"ktuno": ("100", "200")}.get(kind, ("10", "20"))
    place.deliver(JUNE, row(table, **{kind: codes[0]}), table=table)
    place.deliver(JULY, row(table, **{kind: codes[1]}), table=table)
    found = select(place.database, f"select {kind} from current.{table} order by 1")
    assert found == [(code,) for code in codes]
    place.deliver(AUGUST, row(table, **{kind: codes[1]}), table=table)
    assert select(place.database, f"select count(*) from current.{table}") == [(2,)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_of_a_person_the_newest_delivery_holds(order: Sequence[int], place: Place) -> None:
    """Also when its day of update is empty or older: the register overwrites the row in place."""
    rows = [("1.6.2024", "246"), ("1.7.2024", "752"), ("", "233")]
    for number in order:
        update, country = rows[number]
        day = (JUNE, JULY, AUGUST)[number]
        place.deliver(day, row("YHENK", vppvmh=update, kansah=country), table="YHENK")
    assert select(place.database, "select citizenship from staging.persons") == [("233",)]


# ------------------------------------------------------------------------------- periods


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_period_removes_what_the_delivery_lacks_and_lists_it(
    order: tuple[int, int], place: Place
) -> None:
    rows = [status("A", "31.12.2023"), status("A", "1.1.2024"), status("B", "1.3.2024")]
    for number in order:
        if number:
            place.deliver(JULY, status("B", "1.3.2024"), period=YEAR_2024)
        else:
            place.deliver(JUNE, *rows)
    assert place.statuses() == [("A", date(2023, 12, 31), None, "2"), ("B", MARCH, None, "2")]
    load_of_june = order.index(0) + 1
    assert place.superseded() == [(date(2024, 1, 1), "removed", load_of_june, JULY)]


@pytest.mark.parametrize(
    ("period", "left"),
    [
        ("2024-03-01..2024-03-01", "B"),
        ("2024-02..2024-03", "B"),
        ("2024-03-02..2024-12", "AB"),
        ("2024-01..2024-02", "AB"),
    ],
)
def test_a_period_is_closed_at_both_ends(period: str, left: str, place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024"))
    place.deliver(JULY, status("B", "1.5.2024"), period=parse_period(period))
    assert [one for one, *_ in place.statuses()] == list(left)


def test_a_period_removes_nothing_of_its_own_or_a_later_date(place: Place) -> None:
    for day, person in ((JUNE, "A"), (JULY, "B"), (AUGUST, "C")):
        place.deliver(day, status(person, "1.3.2024"))
    place.deliver(JULY, status("D", "1.3.2024"), period=YEAR_2024)
    assert [one for one, *_ in place.statuses()] == ["B", "C", "D"]


def test_a_period_touches_only_the_tables_that_were_delivered(place: Place) -> None:
    place.deliver(JUNE, row("YTHAKU", alkpv1="1.3.2024"), table="YTHAKU")
    place.deliver(JULY, status("B", "1.3.2024"), period=YEAR_2024)
    assert select(place.database, "select count(*) from current.ythaku") == [(1,)]


def test_a_month_of_benefits_falls_into_a_period(place: Place) -> None:
    place.deliver(JUNE, row("ETUUS", kuukausi="2024-03"), row("ETUUS"), table="ETUUS")
    place.deliver(
        JULY,
        row("ETUUS", kuukausi="2024-04"),
        table="ETUUS",
        period=parse_period("2024-03..2024-06"),
    )
    found = select(place.database, "select kuukausi from current.etuus order by 1")
    assert found == [("2024-01",), ("2024-04",)]


def test_a_refused_row_never_removes_the_good_one(place: Place) -> None:
    """Its code is wrong, or its start: then every row of the person may be the one."""
    good = [status(one, "1.3.2024") for one in "ABC"]
    place.deliver(JUNE, *good)
    bad = [status("A", "1.3.2024", code="x"), status("B", "31.02.2024"), status("D", "1.4.2024")]
    place.deliver(JULY, *bad, period=YEAR_2024)
    assert [one for one, *_ in place.statuses()] == ["A", "B", "D"]
    place.deliver(AUGUST, status("A", "1.4.2024", code="x"), period=YEAR_2024)
    assert place.statuses() == []  # the refused row of A is another one


def test_a_row_of_too_many_or_few_fields_never_removes_the_good_one(place: Place) -> None:
    """Where its dates stand is not sure, whose it is seems so."""
    place.deliver(JUNE, *(status(one, "1.3.2024") for one in "ABC"))
    bad = put(
        place.folder / "bad",
        "YTYOLL.csv",
        "hid_e;tappvh;tppvm;tyok1\nA;1.3.2024;2\nB;1.3.2024;;2;;x\nD;1.4.2024;;2\n",
    )
    load(
        [bad],
        database_file=place.database,
        folders=FOLDERS,
        key=KEY,
        extract_date=JULY,
        period=YEAR_2024,
    )
    assert [one for one, *_ in place.statuses()] == ["A", "B", "D"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-01..2023-12", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02..2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-01-15..2023-02-01", date(2023, 1, 15), date(2023, 2, 1)),
        (" 2023-01-15 .. 2023-02 ", date(2023, 1, 15), date(2023, 2, 28)),
    ],
)
def test_a_period_is_two_dates_or_months(text: str, first: date, last: date) -> None:
    assert parse_period(text) == Period(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "2023-01",
        "2023-13..2024-01",
        "2024-01..2023-12",
        "1.1.2023..31.12.2023",
        "..",
        "a..b",
    ],
)
def test_what_is_no_period_is_a_mistake_of_the_command(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text)


# ------------------------------------------------------------------------------- extract.toml


def test_folders_of_two_dates_are_two_deliveries_of_one_load(
    database: Path, tmp_path: Path
) -> None:
    told = {
        "old": 'extract_date = 2024-06-30\nperiod = "2024-01..2024-06"\n',
        "new": "extract_date = 2024-07-31\nperiod_from = 2024-01-01\nperiod_to = 2024-07-31\n",
    }
    for name, text in told.items():
        put(tmp_path / name, "extract.toml", text)
    put_table(tmp_path / "old", "YTYOLL", status("A", "1.3.2024"), status("B", "1.3.2024"))
    put_table(tmp_path / "new", "YTYOLL", status("A", "1.3.2024", "1.7.2024"))
    load_into(database, tmp_path / "new", tmp_path / "old", day=None)
    ledger = select(
        database, "select load_id, extract_date, period_from, period_to from meta.loads order by 1"
    )
    assert ledger == [
        (1, JUNE, date(2024, 1, 1), JUNE),
        (2, JULY, date(2024, 1, 1), JULY),
    ]
    assert Place(database, tmp_path).statuses() == [("A", MARCH, date(2024, 7, 1), "2")]


@pytest.mark.parametrize(
    "line",
    [
        *('period = "2024"', "period = 2024-01-01", "period_from = 2024-01-01", "periods = 1"),
        *(
            'period_from = "x"\nperiod_to = 2024-01-01',
            "period_from = 2024-02-01\nperiod_to = 2024-01-01",
        ),
        'period = "2024-01..2024-02"\nperiod_to = 2024-02-29',
    ],
)
def test_a_wrong_period_in_an_extract_file_is_refused_by_name(
    line: str, database: Path, tmp_path: Path
) -> None:
    file = put(tmp_path / "in", "extract.toml", f"extract_date = 2024-07-31\n{line}\n")
    put_table(tmp_path / "in", "YTYOLL", status("A", "1.3.2024"))
    with pytest.raises(InputError) as refused:
        load_into(database, tmp_path / "in", day=None)
    assert str(file) in refused.value.message


# --------------------------------------------------------------------- repetition, few rows, strict


def test_the_same_file_of_a_later_date_is_a_new_delivery(place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024"))
    assert place.deliver(JUNE, status("A", "1.3.2024")).files[0].already_loaded
    place.deliver(JULY, status("A", "1.3.2024", code="3"))
    place.deliver(AUGUST, status("A", "1.3.2024"))
    assert place.statuses() == [("A", MARCH, None, "2")]
    assert select(place.database, "select count(*) from meta.loads") == [(3,)]


MANY = [
    status(person, f"{day}.{month}.2023")
    for person in "AB"
    for day in range(1, 11)
    for month in range(1, 7)
]


def test_far_fewer_rows_than_last_time_are_refused(place: Place) -> None:
    place.deliver(JUNE, *MANY)  # 120 rows: a fifth is 24
    before = place.database.read_bytes()
    with pytest.raises(FileRefusedError) as refused:
        place.deliver(JULY, *MANY[:23])
    assert refused.value.code == "fewer_rows"
    assert place.database.read_bytes() == before
    place.deliver(JULY, *MANY[:24])
    place.deliver(AUGUST, *MANY[:2], accept_shrink=True)


def test_a_period_or_a_small_table_or_an_older_delivery_may_have_few_rows(place: Place) -> None:
    place.deliver(JULY, *MANY)
    place.deliver(AUGUST, *MANY[:2], period=parse_period("2023-01..2023-01"))
    place.deliver(JUNE, *MANY[:2])
    place.deliver(JUNE, *(row("YTHAKU", person=f"P{i}") for i in range(99)), table="YTHAKU")
    place.deliver(JULY, row("YTHAKU"), table="YTHAKU")


def test_strict_refuses_a_load_with_a_refused_row(place: Place) -> None:
    rows = [status("A", "1.3.2024"), status("B", "1.3.2024", code="x"), status("B", "")]
    with pytest.raises(InputError, match=r"2 rows.*YTYOLL\.csv line 3: unknown_code tyok1"):
        place.deliver(JULY, *rows, strict=True)
    assert not place.database.exists()
    place.deliver(JULY, rows[0], strict=True)


# ------------------------------------------------------------------------------- any order

# Five deliveries that overlap: an open spell that closes, a correction, a period that removes,
# two of one date that are united, exact repetition, and a refused row in a period.
SEARCHES = [row("YTHAKU", person=one, alkpv1="1.1.2020") for one in "ABCD"]
FIVE: list[tuple[str, str, list[Cells], bool]] = [
    (
        "2024-04-30",
        "",
        [status("A", "1.1.2024"), status("B", "1.1.2024"), status("C", "1.2.2024")],
        True,
    ),
    (
        "2024-05-31",
        "",
        [status("A", "1.1.2024", "31.3.2024"), status("A", "1.4.2024", code="8")],
        True,
    ),
    (
        "2024-06-30",
        "2024-01..2024-06",
        [status("A", "1.1.2024", "31.3.2024"), status("C", "1.2.2024", code="x")],
        False,
    ),
    ("2024-06-30", "", [status("D", "1.3.2024"), status("A", "1.1.2024", "30.4.2024")], False),
    ("2024-07-31", "", [status("C", "1.2.2024", "30.6.2024", "3"), status("D", "1.3.2024")], True),
]


def five_deliveries(folder: Path) -> list[Path]:
    """Write the five deliveries, each into a folder of its own."""
    folders: list[Path] = []
    for number, (day, period, statuses, has_searches) in enumerate(FIVE):
        own = folder / f"delivery{number}"
        told = f"extract_date = {day}\n" + (f'period = "{period}"\n' if period else "")
        put(own, "extract.toml", told)
        put_table(own, "YTYOLL", *statuses)
        if has_searches:
            put_table(own, "YTHAKU", *SEARCHES)
            people = [row("YHENK", person=one, syntyv="1990") for one in "ABCD"]
            put_table(own, "YHENK", *people[: 4 - number % 2])
        folders.append(own)
    return folders


def indicators_of(path: Path) -> bytes:
    """Return what `tyo indicators` writes of a database."""
    run = tyo(
        *("indicators", "--region", "finland", "--format", "csv", "--db", path),
        *("--threshold", 1, "--reason", "a test", "--from", "2024-01", "--to", "2024-07"),
        home=path.parent,
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) > 7
    return run.stdout


def test_any_order_of_deliveries_gives_the_same_bytes(tmp_path: Path) -> None:
    """Some of the 120 orders (`TYO_ORDERS=120`: all of them), and all at once."""
    folders = five_deliveries(tmp_path)
    step = 120 // int(os.environ.get("TYO_ORDERS", "5"))
    orders = list(itertools.permutations(folders))[::step]
    outputs: set[bytes] = set()
    rows: set[str] = set()
    for number, order in enumerate([*orders, None]):
        path = tmp_path / f"db{number}" / "tyo.duckdb"
        if order is None:
            load_into(path, *folders, day=None)
        for folder in order or ():
            load_into(path, folder, day=None)
        outputs.add(indicators_of(path))
        rows.add(str(Place(path, tmp_path).statuses()))
    assert len(rows) == 1
    assert rows == {
        str(
            [
                ("A", date(2024, 1, 1), date(2024, 3, 31), "2"),
                ("A", date(2024, 1, 1), date(2024, 4, 30), "2"),
                ("C", date(2024, 2, 1), date(2024, 6, 30), "3"),
                ("D", MARCH, None, "2"),
            ]
        )
    }
    assert len(outputs) == 1


# ------------------------------------------------------------------------------- the plain rule


class Fact(NamedTuple):
    """A row of a drawn delivery: `value` is what may change from one to the next."""

    person: int
    start: date
    value: str


class Drawn(NamedTuple):
    """A drawn delivery; `refused` are persons with a refused row, its start readable or not."""

    day: date
    period: Period | None
    rows: frozenset[Fact]
    refused: frozenset[tuple[int, date | None]]


def holding(deliveries: Sequence[Drawn]) -> set[Fact]:
    """Return the rows that hold, by the rule in its plainest words."""
    held: set[Fact] = set()
    for delivery in deliveries:
        for fact in delivery.rows:
            key = fact[:2]
            dates = [one.day for one in deliveries for row in one.rows if row[:2] == key]
            missed = [
                one.day
                for one in deliveries
                if one.day > max(dates)
                and one.period
                and one.period.first <= fact.start <= one.period.last
                and not any(
                    other.day == one.day
                    and ((key in other.refused) or ((fact.person, None) in other.refused))
                    for other in deliveries
                )
            ]
            if delivery.day == max(dates) and not missed:
                held.add(fact)
    return held


STARTS = [date(2024, 1, 1) + timedelta(days=days) for days in (0, 1, 30, 31)]
DAYS = st.sampled_from([JUNE, JULY, AUGUST])
PERSONS = st.integers(0, 2)
FACTS = st.builds(Fact, PERSONS, st.sampled_from(STARTS), st.sampled_from("23"))
PERIODS = st.none() | st.tuples(st.sampled_from(STARTS), st.sampled_from(STARTS)).map(
    lambda ends: Period(min(ends), max(ends))
)
REFUSED = st.tuples(PERSONS, st.none() | st.sampled_from(STARTS))
DELIVERIES = st.lists(
    st.builds(
        Drawn,
        DAYS,
        PERIODS,
        st.frozensets(FACTS, min_size=1, max_size=6),
        st.frozensets(REFUSED, max_size=2),
    ),
    min_size=1,
    max_size=5,
)


def rows_of(connection: database_module.Connection, deliveries: Sequence[Drawn]) -> set[Fact]:
    """Put deliveries into an empty database's tables; return the rows in force."""
    for number, one in enumerate(deliveries, start=1):
        first, last = (one.period.first, one.period.last) if one.period else (None, None)
        connection.execute(
            "insert into meta.loads "
            "(load_id, register_table, extract_date, period_from, period_to) "
            "values ($load, 'YTYOLL', $day, $first, $last)",
            {"load": number, "day": one.day, "first": first, "last": last},
        )
        for fact in one.rows:
            connection.execute(
                "insert into raw.ytyoll (hid_e, tappvh, tyok1, load_id) values ($p, $s, $v, $load)",
                {"p": f"{fact.person:032x}", "s": fact.start, "v": fact.value, "load": number},
            )
        for person, start in one.refused:
            connection.execute(
                "insert into meta.quarantine (load_id, register_table, person, start_date) "
                "values ($load, 'YTYOLL', $p, $s)",
                {"load": number, "p": f"{person:032x}", "s": start},
            )
    build_current(connection)
    found = database_module.rows(
        connection, "select hid_e::varchar, tappvh, tyok1 from current.ytyoll"
    )
    facts = [Fact(int(one.replace("-", ""), 16), start, value) for one, start, value in found]
    assert len(facts) == len(set(facts))
    return set(facts)


@settings(max_examples=12, deadline=None)
@given(DELIVERIES, st.randoms(use_true_random=False))
def test_what_holds_is_what_the_plain_rule_says_in_any_order(
    deliveries: list[Drawn], random: Random
) -> None:
    shuffled = list(deliveries)
    random.shuffle(shuffled)
    for order in (deliveries, shuffled):
        connection = database_module.connect(None, read_only=False)
        try:
            create_tables(connection, KEY)
            assert rows_of(connection, order) == holding(deliveries)
        finally:
            connection.close()


# ------------------------------------------------------------------------------- undoing


def test_an_undone_load_leaves_the_database_as_if_it_had_never_been(place: Place) -> None:
    place.deliver(JUNE, status("A", "1.3.2024"), status("B", "1.3.2024"))
    before = place.statuses()
    place.deliver(JULY, status("A", "1.3.2024", code="3"), status("C", "x"), period=YEAR_2024)
    assert place.statuses() == [("A", MARCH, None, "3")]
    undone = undo(place.database, 2, folders=FOLDERS)
    assert (undone.files, undone.rows, undone.is_empty) == (1, 1, False)
    assert place.statuses() == before
    assert place.superseded() == []
    for table in ("meta.quarantine", "meta.repairs"):
        assert select(place.database, f"select count(*) from {table} where load_id = 2") == [(0,)]
    assert select(place.database, "select extract_date from meta.extract") == [(JUNE,)]
    again = place.deliver(
        JULY, status("A", "1.3.2024", code="3"), status("C", "x"), period=YEAR_2024
    )
    assert not again.files[0].already_loaded
    assert select(place.database, "select load_id, undone_at is null from meta.loads") == [
        (1, True),
        (2, False),
        (3, True),
    ]


def test_a_file_of_two_loads_stays_when_either_is_undone(tmp_path: Path) -> None:
    """The later load was given it too; only a delivery of known files alone is no load."""
    people = [put_table(tmp_path / name, "YTHAKU", row("YTHAKU")) for name in ("one", "two")]
    for number, code in enumerate("23"):
        put_table(tmp_path / ("one", "two")[number], "YTYOLL", row("YTYOLL", tyok1=code))
    for gone in (1, 2):
        path = tmp_path / f"db{gone}" / "tyo.duckdb"
        load_into(path, tmp_path / "one")
        again = load_into(path, tmp_path / "two")
        assert [(one.read, one.loaded, one.duplicates) for one in again.files] == [
            (1, 0, 1),
            (1, 1, 0),
        ]
        assert all(one.already_loaded for one in load_into(path, *people).files)
        undo(path, gone, folders=FOLDERS)
        assert select(path, "select count(*) from current.ythaku") == [(1,)]
        assert select(path, "select tyok1 from current.ytyoll") == [("32"[gone - 1],)]


def test_the_columns_of_every_key_are_there() -> None:
    for name, table in TABLES.items():
        assert set(table.key) <= set(COLUMNS[name]), name
        assert name in ("YHENK", "KTYOKOU") or table.start, name
