"""A fixed battery of registers: everything that the model says of everybody, beside the oracle.

The people were drawn once and for all, as the random registers draw theirs, with rows that meet,
miss or overlap their neighbours by up to three days (tests/drawn). What is compared is as fine as
it can be: a row for each jobseeker and count day, and one for each end of a spell of unemployment.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tests import people, product
from tests.drawn import drawn_people
from tests.oracle import Dims, add_months
from tests.registers import COLUMNS, COURSE_KINDS, SERVICE_TABLES
from tests.test_against_oracle import COVERED, available, expected_cells, members, oracle_of
from tyollisyys_cli import database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle import Cells, Oracle, Person, Record, Register
    from tyollisyys_cli.catalogue import Catalogue

Facts = Counter[tuple[object, ...]]

_DIMS = ", ".join(Dims._fields)
_SNAPSHOT = f"""
    select month, {_DIMS}, unemployed, in_service, in_long_term_service, in_several_services,
        in_social_rehabilitation, structural_group, citizenship not in ('246', 'unknown'),
        count_day - search_start + 1, count_day - unemployment_start + 1
    from model.snapshot"""
_STARTS = f"select start_date, end_date, {_DIMS} from model.unemployment_spells"
_LONG_TERM = (
    f"select start_date, end_date, {_DIMS} from model.unemployment_edges where edge = 'long_term'"
)
_ENDS = f"select start_date, end_date, {_DIMS}, to_open_market from model.unemployment_spell_ends"
# What no row of a table with these columns is like.
_RULES = {
    ("person",): "person is null",
    ("category",): "category is null",
    ("code_id", "value"): "code_id is null or value is null",
    ("day", "from_index"): "day is null or from_index is null",
    ("person", "start_date"): "start_date is null or end_date is null or start_date >= end_date",
    ("person", "from_index"): "from_index is null or to_index is null or from_index >= to_index",
}
# The columns within which spells or ranges of these tables never overlap.
_APART = {
    "search_spells": ("person", "start_date", "end_date"),
    "attribute_spells": ("person, kind", "start_date", "end_date"),
    "unemployment_runs": ("person", "start_date", "end_date"),
    "service_chains": ("person", "start_date", "end_date"),
    "services_in_force": ("person", "start_date", "end_date"),
    "social_rehabilitation_spells": ("person", "start_date", "end_date"),
    "repeat_ranges": ("person", "from_index", "to_index"),
    "periods": ("person", "from_index", "to_index"),
}
# The columns that two rows of these tables never share.
_KEYS = {
    "count_days": "month",
    "calendar": "day",
    "spell_length_days": "day, rank",
    "persons": "person_id",
    "birth_years": "birth_year, year",
    "age_ranges": "birth_year, rank",
    "attribute_codes": "kind, code",
    "attribute_values": "kind, value",
    "service_spells": "person, category, start_date",
    "unemployment_edges": "person, start_date, edge",
    "open_market_exits": "person, end_date",
}
_GROUPS = ("long_term", "repeated", "service_to_unemployed", "service_to_service")
_GROUP_NAMES = ("long_term_unemployed", "repeatedly_unemployed", *_GROUPS[2:])


@dataclass(frozen=True)
class Drawn:
    """A register of some of the people, as it was on a day."""

    name: str
    people: slice | None
    """Which of the random people; None stands for those made by hand."""
    extract_date: date
    without: tuple[str, ...] = ()


# The extract ends with a month, on a count day or between the two, where it matters what is known.
BATTERY = (
    Drawn("every table", slice(0, 300), date(2024, 3, 31)),
    Drawn("on a count day", slice(300, 480), date(2022, 5, 31)),
    Drawn(
        "codes for services",
        slice(480, 580),
        date(2023, 6, 15),
        (*SERVICE_TABLES, "YTVALIT", "SOSKUNT", "KTYOKOU"),
    ),
    Drawn("before a count day", slice(580, 640), date(2023, 11, 29), ("YHTSTO",)),
    Drawn("made by hand", None, date(2024, 3, 31)),
)


def register_of(drawn: Drawn) -> Register:
    """Lay the rows of the people into the register's tables."""
    if drawn.people is None:
        return people.register()
    register: Register = {table: [] for table in COLUMNS if table not in drawn.without}
    if "KTYOKOU" in register:
        courses = COURSE_KINDS.items()
        register["KTYOKOU"] = [{"ktuno": key, "kurslaji": kind} for key, kind in courses]
    for number, rows in enumerate(drawn_people()[drawn.people]):
        for table, row in rows:
            if table in register:
                register[table].append({"hid_e": f"P{number:04}", **row})
    return product.without_empty_tables(register)


@dataclass(frozen=True)
class Truth:
    """What the oracle says of a register."""

    months: tuple[date, date]
    regions: tuple[str, ...]
    snapshot: Facts
    starts: Facts
    ends: Facts
    long_term: Facts
    cells: dict[str, Cells]


def truth_of(drawn: Drawn) -> Truth:
    """Ask the oracle for everything that is compared."""
    register = register_of(drawn)
    oracle = oracle_of(register, drawn.extract_date)
    months = oracle.months()
    names = available(register)
    regions = {name: inside for name, inside in members(register).items() if name in names}
    return Truth(
        (months[0], months[-1]),
        tuple(names),
        _snapshot(oracle),
        _spells(oracle, "first"),
        _spells(oracle, "last"),
        _spells(oracle, "long_term"),
        {
            one: cells
            for one in COVERED
            if (cells := expected_cells(oracle, register, one, regions))
        },
    )


def _snapshot(oracle: Oracle) -> Facts:
    """Return what is true of each jobseeker on each count day."""
    return Counter(
        (month, *_facts(record)) for month in oracle.months() for record in oracle.records(month)
    )


def _facts(record: Record) -> tuple[object, ...]:
    """Put a record into the order of the snapshot's columns."""
    names = zip(_GROUPS, _GROUP_NAMES, strict=True)
    return (
        *record.dims,
        record.unemployed,
        record.in_service,
        record.long_term_in_service,
        len(record.categories) > 1,
        record.social,
        next((name for group, name in names if getattr(record, group)), None),
        record.foreign,
        record.search_days,
        record.unemployment_days or None,
    )


def _spells(oracle: Oracle, edge: str) -> Facts:
    """Return each unemployment spell with where and who the person was on a day of it."""
    return Counter(
        (date.fromordinal(start), date.fromordinal(end), *person.dims(day), *more)
        for person in oracle.persons
        for start, end in person.spells.items()
        for day, *more in _edges(oracle, person, start, end)[edge]
    )


def _edges(
    oracle: Oracle, person: Person, start: int, end: int
) -> dict[str, list[tuple[int, ...]]]:
    """Return the first day of a spell, its last one and the one on which it is long-term, if any.

    Beside the last stands whether it led to the open market.
    """
    full = add_months(date.fromordinal(start), 12).toordinal()
    is_over = end <= oracle.extract
    return {
        "first": [(start,)],
        "last": [(end - 1, int(person.left_for_the_open_market(end)))] if is_over else [],
        "long_term": [(full,)] if full < end else [],
    }


def load(drawn: Drawn, folder: Path) -> Path:
    """Load the register into a new database in the folder."""
    return product.load_register(register_of(drawn), drawn.extract_date, folder)[0]


def misshapen(connection: database.Connection) -> list[str]:
    """Name the tables of the model with a row of nobody, without a date, or of no time at all.

    Also those in which two rows of one person hold at the same time, or a row stands twice, though
    they should not.
    """
    tables = database.rows(
        connection,
        "select table_name, list(column_name) from duckdb_columns() "
        "where schema_name = 'model' group by table_name order by table_name",
    )
    wrong = {
        table: [rule for needs, rule in _RULES.items() if {*needs} <= {*columns}]
        for table, columns in tables
    }
    sources = {table: f"model.{table}" for table in wrong}
    for table, (key, start, end) in _APART.items():
        following = f"lead({start}) over (partition by {key} order by {start}, {end})"
        sources[table] = f"(select *, {following} as following from model.{table})"
        wrong[table].append(f"following < {end}")
    queries = [
        (table, f"select 1 from {sources[table]} where {' or '.join(rules)}")
        for table, rules in wrong.items()
        if rules
    ]
    queries += [
        (table, f"select 1 from model.{table} group by {key} having count(*) > 1")
        for table, key in _KEYS.items()
    ]
    return [table for table, sql in queries if database.rows(connection, sql)]


def differences(
    connection: database.Connection,
    truth: Truth,
    only: str | None = None,
    known: Catalogue | None = None,
) -> list[str]:
    """Name what a loaded model says otherwise than the oracle; `only` looks at one indicator."""
    found = (
        []
        if only
        else [
            name
            for name, sql, facts in (
                ("snapshot", _SNAPSHOT, truth.snapshot),
                ("first days of spells", _STARTS, truth.starts),
                ("last days of spells", _ENDS, truth.ends),
                ("long-term days of spells", _LONG_TERM, truth.long_term),
            )
            if Counter(database.rows(connection, sql)) != facts
        ]
        + misshapen(connection)
    )
    if found:
        return found
    ids = [only] if only else list(truth.cells)
    computed = product.compute_from(
        connection, ids, truth.regions, months=truth.months, known=known
    )
    return [one for one in ids if product.cells(computed, one) != truth.cells[one]]
