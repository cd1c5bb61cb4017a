"""What holds of every register, whatever is in it: sums, bounds, and changes that change nothing.

The registers are random, or the sample. A register that is changed in a way that must not matter
gives the same figures, to the last person.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

import holidays
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests import product
from tests.oracle import add_months, count_days
from tests.registers import (
    FIRST,
    LAST,
    SPELLS,
    cut_at,
    parsed,
    permuted,
    registers,
    renamed,
    shifted,
    split_spells,
    with_bystander,
    write_register,
)
from tyollisyys_cli import database
from tyollisyys_cli.extract.load import load
from tyollisyys_cli.resources import QueryFolders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tests.oracle import Cells, Register, Row

EXAMPLES = int(os.environ.get("TYO_EXAMPLES", "5"))
# Shrinking loads hundreds of registers: five minutes that only somebody who looks into it needs.
PHASES = set(Phase) - (set() if os.environ.get("TYO_SHRINK") else {Phase.shrink, Phase.explain})
RANDOM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow],
)
FEWER = settings(RANDOM, max_examples=max(1, EXAMPLES // 2))
SEEDS = st.integers(0, 2**32 - 1)
INDICATORS = list(product.catalogue().indicators)
SUMMABLE = [
    one
    for one, it in product.catalogue().indicators.items()
    # Who moves between the parts of a region does not move in the region.
    if it.kind not in ("median", "survival") and not it.stock
]
TRIALS = ("raahe", "porvoo")
# Every municipality that a random register has, and the bucket of those abroad.
HOMES = ("678", "748", "625", "638", "049", "unknown")
STRUCTURAL = (
    *("long_term_unemployed", "repeatedly_unemployed"),
    *("service_to_unemployed", "service_to_service"),
)
SAMPLE_MONTHS = (date(2019, 1, 1), date(2024, 7, 1))
FLOWS = {"flow_1_month": 1, "flow_3_months": 3, "flow_6_months": 6, "flow_12_months": 12}
# Columns of the snapshot that number persons and days.
NUMBERS = "person, from_index, to_index, search_start_number, unemployment_start_number"
SPELL_NUMBERS = "person, start_number, end_number"
# 28 years: weekdays, leap years and clamped month ends stay in step. Back, as no extract can be one
# of days to come.
SHIFT, SHIFTED_YEARS = -10_227, -28


def test_every_indicator_has_a_test_file() -> None:
    folder = Path(__file__).parent / "indicators"
    assert {f"test_{one}.py" for one in INDICATORS} == {
        file.name for file in folder.glob("test_*.py")
    }


# ------------------------------------------------------------------------------ loaded registers


class Loaded(NamedTuple):
    """A database and the months to ask of it."""

    path: Path
    months: tuple[date, date]
    has_homes: bool = True

    def frame(self) -> pl.DataFrame:
        """Compute every indicator of every region that the register can tell apart."""
        regions = ("finland", *TRIALS, *HOMES) if self.has_homes else ("finland",)
        return product.compute(self.path, INDICATORS, regions, months=self.months).frame

    def figures(self) -> dict[str, Cells]:
        """Return every indicator of the country."""
        computed = product.compute(self.path, INDICATORS, ["finland"], months=self.months)
        return {one: product.cells(computed, one) for one in INDICATORS}

    def snapshot(self) -> list[tuple[object, ...]]:
        """Return what the model says of everybody on every count day."""
        sql = f"select * exclude ({NUMBERS}) from model.snapshot"
        return sorted(self.rows(f"{sql} where month <= date '{self.months[1]}'"), key=repr)

    def spells(self) -> list[tuple[object, ...]]:
        """Return what the model says of every unemployment spell."""
        return sorted(
            self.rows(f"select * exclude ({SPELL_NUMBERS}) from model.unemployment_spells")
        )

    def everything(self) -> tuple[object, ...]:
        """Return the snapshot, the spells and the figures."""
        return self.snapshot(), self.spells(), self.figures()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the model."""
        with database.reading(self.path, product.FOLDERS) as connection:
            return database.rows(connection, sql)


def span(register: Register, extract_date: date) -> tuple[date, date] | None:
    """Return the first and last month that the register knows, None where it knows none."""
    starts = [parsed(row["alkpv1"]) for row in register.get("YTHAKU", ())]
    known = [start for start in starts if start is not None and start <= extract_date]
    days = count_days(min(known), extract_date) if known else {}
    months = [month for month, day in days.items() if day <= extract_date]
    return (months[0], months[-1]) if months else None


def loaded(register: Register, extract_date: date, folder: str) -> Loaded:
    """Load a register into a folder of its own."""
    months = span(register, extract_date)
    assert months is not None
    path, _ = product.load_register(register, extract_date, Path(tempfile.mkdtemp(dir=folder)))
    return Loaded(path, months, bool(register.get("YHKUNTA")))


@st.composite
def known_registers(draw: st.DrawFn, max_persons: int = 12) -> tuple[Register, date]:
    """Draw a register that knows at least one month, without empty tables."""
    known = registers(max_persons=max_persons).filter(lambda drawn: span(*drawn) is not None)
    register, extract_date = draw(known)
    return product.without_empty_tables(register), extract_date


# ------------------------------------------------------------------------------- sums and bounds


class Parts(NamedTuple):
    """The observable figures: (indicator, region, month) -> numerator and denominator."""

    one: Loaded
    frame: pl.DataFrame
    cells: Mapping[tuple[str, str, str], tuple[int, int | None]]

    def of(self, indicator: str, region: str = "finland") -> dict[str, int]:
        """Return the numerators by month."""
        return {
            month: cell[0]
            for (one, where, month), cell in self.cells.items()
            if (one, where) == (indicator, region)
        }


def parts_of(one: Loaded) -> Parts:
    """Compute the figures of a loaded register once for all rules."""
    frame = one.frame()
    known = frame.filter(frame["status"] == "ok")
    columns = ("indicator", "region", "month", "numerator", "denominator")
    rows = known.select(columns).iter_rows()
    return Parts(one, frame, {tuple(key): (up, low) for *key, up, low in rows})


def jobseekers_are_the_sum_over_the_states(parts: Parts) -> None:
    computed = product.compute(
        parts.one.path, ["jobseekers"], ["finland"], ["state"], months=parts.one.months
    )
    by_state = product.cells(computed, "jobseekers")
    for month, total in parts.of("jobseekers").items():
        assert total == sum(cell[0] for key, cell in by_state.items() if cell and key[1] == month)


def broad_unemployment_is_its_parts_but_for_those_in_both(parts: Parts) -> None:
    both: dict[str, int] = dict(
        parts.one.rows(
            "select strftime(month, '%Y-%m'), count(*) from model.snapshot "
            "where unemployed and in_service group by month"
        )
    )
    unemployed, in_service = parts.of("unemployed"), parts.of("in_service")
    for month, persons in unemployed.items():
        broad = parts.cells["broad_unemployment", "finland", month][0]
        assert broad == parts.cells["activation_rate", "finland", month][1]
        assert broad == persons + in_service[month] - both.get(month, 0)


def structural_unemployment_is_the_sum_of_its_groups(parts: Parts) -> None:
    groups = [parts.of(group) for group in STRUCTURAL]
    for month, total in parts.of("structural_unemployed").items():
        assert total == sum(group[month] for group in groups)


def groups_lie_within_the_unemployed_and_those_in_service(parts: Parts) -> None:
    strays = f"""
        select count(*) from model.snapshot
        where structural_group in {STRUCTURAL[:3]} and not unemployed
            or structural_group = '{STRUCTURAL[3]}' and not in_service
            or in_long_term_service and not in_service
            or unemployed != (state in ('unemployed', 'laid_off'))
            or unemployed != (unemployment_start is not null)
            or search_start > count_day or unemployment_start > count_day
            or unemployment_start < search_start
            or in_service != (service_category != 'none')"""
    assert parts.one.rows(strays) == [(0,)]


def longer_flows_of_a_cohort_are_smaller(parts: Parts) -> None:
    cohorts: dict[date, list[tuple[int, int | None]]] = {}
    for indicator, length in FLOWS.items():
        for month in parts.of(indicator):
            start = add_months(date.fromisoformat(f"{month}-01"), -length)
            cohorts.setdefault(start, []).append(parts.cells[indicator, "finland", month])
    for flows in cohorts.values():
        still_running = [numerator for numerator, _ in flows]
        assert still_running == sorted(still_running, reverse=True)
        assert len({denominator for _, denominator in flows}) == 1


def shares_lie_within_0_and_100(parts: Parts) -> None:
    for unit, value in parts.frame.select("unit", "value").drop_nulls().iter_rows():
        assert value >= 0
        assert unit != "%" or value <= 100


def marks_of_one_kind_never_overlap(parts: Parts) -> None:
    """Check that no two hold at a time: their bits would make the value of another one."""
    overlaps = """
        select *
        from model.marks
        qualify max(to_index) over (
            partition by person, kind
            order by from_index
            rows between unbounded preceding and 1 preceding
        ) > from_index"""
    assert parts.one.rows(overlaps) == []


def disjoint_regions_add_up(parts: Parts) -> None:
    for (indicator, region, month), cell in parts.cells.items():
        if parts.one.has_homes and region == "finland" and indicator in SUMMABLE:
            homes = [parts.cells[indicator, home, month] for home in HOMES]
            assert cell[0] == sum(numerator for numerator, _ in homes)
            assert (cell[1] or 0) == sum(denominator or 0 for _, denominator in homes)


RULES: dict[str, Callable[[Parts], None]] = {
    rule.__name__: rule
    for rule in (
        jobseekers_are_the_sum_over_the_states,
        broad_unemployment_is_its_parts_but_for_those_in_both,
        structural_unemployment_is_the_sum_of_its_groups,
        groups_lie_within_the_unemployed_and_those_in_service,
        longer_flows_of_a_cohort_are_smaller,
        shares_lie_within_0_and_100,
        marks_of_one_kind_never_overlap,
    )
}


@RANDOM
@given(drawn=known_registers())
def test_sums_and_bounds_hold_in_random_registers(drawn: tuple[Register, date]) -> None:
    register, extract_date = drawn
    with tempfile.TemporaryDirectory() as folder:
        parts = parts_of(loaded(register, extract_date, folder))
        disjoint_regions_add_up(parts)
        # Without codes there are no unemployed, and nothing to sum.
        for name, rule in RULES.items() if "YTYOLL" in register else ():
            note(name)
            rule(parts)


def test_sums_and_bounds_hold_in_the_sample(
    sample_database: Path, subtests: pytest.Subtests
) -> None:
    parts = parts_of(Loaded(sample_database, SAMPLE_MONTHS))
    for name, rule in RULES.items():
        with subtests.test(name):
            rule(parts)


def test_municipalities_and_the_unknown_one_are_the_country(sample_database: Path) -> None:
    # The sample has people in many municipalities; each is a region.
    with database.reading(sample_database, product.FOLDERS) as connection:
        found = database.rows(connection, "select distinct municipality from model.snapshot")
    homes = [municipality for (municipality,) in found]
    assert len(homes) > 2
    regions = ["finland", *homes]
    computed = product.compute(sample_database, SUMMABLE, regions, months=SAMPLE_MONTHS).frame
    parts = ("numerator", "denominator")
    is_country = computed["region"] == "finland"
    keys = ["indicator", "month"]
    country = computed.filter(is_country).select(*keys, *parts).sort(keys)
    summed = computed.filter(~is_country).group_by(keys).agg(pl.col(parts).sum()).sort(keys)
    assert_frame_equal(country.fill_null(0), summed)


# ------------------------------------------------------------------- changes that change nothing


@RANDOM
@given(drawn=known_registers(), seed=SEEDS)
def test_order_ids_touching_splits_and_bystanders_change_nothing(
    drawn: tuple[Register, date], seed: int
) -> None:
    register, extract_date = drawn
    changed = with_bystander(split_spells(register, Random(seed)))
    changed = permuted(renamed(changed, Random(seed)), Random(seed))
    with tempfile.TemporaryDirectory() as folder:
        before = loaded(register, extract_date, folder)
        assert loaded(changed, extract_date, folder).everything() == before.everything()


@FEWER
@given(drawn=known_registers(), seed=SEEDS)
def test_loading_twice_changes_nothing(drawn: tuple[Register, date], seed: int) -> None:
    # First the same rows in another order, then the same files.
    register, extract_date = drawn
    with tempfile.TemporaryDirectory() as folder:
        one = loaded(register, extract_date, folder)
        before = one.everything()
        again = Path(folder) / "again"
        write_register(permuted(register, Random(seed)), again)
        load(
            [again, one.path.parent / "extracts"],
            database_file=one.path,
            folders=product.FOLDERS,
            key=product.KEY,
            extract_date=extract_date,
        )
        assert one.everything() == before


# ------------------------------------------------------------------------------ earlier and later

# Tables in which one row holds at a time: on equal starts the later end.
CONTESTED = ("YTYOLL", "YHKUNTA", "YHTSTO", "YASSEGMENTTI")


def uncontested(register: Register, day: date) -> Register:
    """Keep one of the rows with equal starts that run past the day: which one wins is not known."""
    return {
        table: list(_first_of_equals(rows, table, day)) if table in CONTESTED else rows
        for table, rows in register.items()
    }


def _first_of_equals(rows: Sequence[Row], table: str, day: date) -> Iterator[Row]:
    start, end = SPELLS[table]
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = (row["hid_e"], row[start])
        if (parsed(row[end]) or date.max) < day:
            yield row
        elif key not in seen:
            seen.add(key)
            yield row


@RANDOM
@given(drawn=known_registers(), back=st.sampled_from((1, 28, 31, 90, 200, 365, 500)))
def test_an_earlier_extract_knows_the_same_of_its_months(
    drawn: tuple[Register, date], back: int
) -> None:
    register, extract_date = drawn
    day = extract_date - timedelta(days=back)
    register = uncontested(register, day)
    earlier = product.without_empty_tables(cut_at(register, day))
    if span(earlier, day) is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        # Which tables there are decides what is available, so both have the same ones.
        register = {table: register[table] for table in earlier}
        then = loaded(earlier, day, folder)
        now = loaded(register, extract_date, folder)._replace(months=then.months)
        assert now.snapshot() == then.snapshot()
        known = then.figures()
        for name, cells in now.figures().items():
            note(name)
            observable = {key: parts for key, parts in known[name].items() if parts is not None}
            assert {key: cells[key] for key in observable} == observable


def moved_table(file: Path) -> None:
    """Move the days from and to which a row of a policy table is valid."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text, delimiter=";"))
    dated = [index for index, name in enumerate(rows[0]) if name in ("valid_from", "valid_to")]
    for row in rows[1:]:
        for index in dated:
            if row[index]:
                row[index] = f"{date.fromisoformat(row[index]) + timedelta(days=SHIFT)}"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)


@pytest.fixture(scope="session")
def moved_queries(tmp_path_factory: pytest.TempPathFactory) -> QueryFolders:
    """Copy the queries with every policy date and every public holiday moved.

    Easter does not move with the days, so the count days get a table of their own.
    """
    own = tmp_path_factory.mktemp("moved") / "queries"
    shutil.copytree(product.FOLDERS.own, own)
    for file in (own / "policy").glob("*.csv"):
        moved_table(file)
    days = sorted(holidays.country_holidays("FI", years=range(FIRST.year - 3, LAST.year + 2)))
    lines = ["valid_from", *(f"{day + timedelta(days=SHIFT)}" for day in days)]
    (own / "policy" / "moved_holidays.csv").write_text("\n".join(lines), encoding="utf-8")
    workdays = own / "staging" / "workdays.sql"
    text = workdays.read_text(encoding="utf-8")
    for name, moved_name in (
        ("policy.holidays", "policy.moved_holidays as holidays"),
        ("= holidays.day", "= holidays.valid_from"),
        ("holidays.day is null", "holidays.valid_from is null"),
    ):
        assert text.count(name) == 1
        text = text.replace(name, moved_name)
    workdays.write_text(text, encoding="utf-8")
    return QueryFolders(own=own)


def moved_cells(cells: Cells) -> Cells:
    """Move the months of the keys."""
    return {
        (region, f"{int(month[:4]) + SHIFTED_YEARS}{month[4:]}", *values): parts
        for (region, month, *values), parts in cells.items()
    }


def moved(rows: Sequence[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Move every date of the rows."""
    return [
        tuple(cell + timedelta(days=SHIFT) if isinstance(cell, date) else cell for cell in row)
        for row in rows
    ]


@RANDOM
@given(drawn=known_registers())
def test_moving_every_date_moves_the_figures(
    moved_queries: QueryFolders, drawn: tuple[Register, date]
) -> None:
    register, extract_date = drawn
    with tempfile.TemporaryDirectory() as folder:
        before = loaded(register, extract_date, folder)
        path = Path(folder) / "moved"
        path.mkdir()
        with patch.object(product, "FOLDERS", moved_queries):
            day = extract_date + timedelta(days=SHIFT)
            database_file, _ = product.load_register(shifted(register, SHIFT), day, path)
            first, last = (add_months(month, 12 * SHIFTED_YEARS) for month in before.months)
            after = before._replace(path=database_file, months=(first, last))
            snapshot, spells, figures = after.snapshot(), after.spells(), after.figures()
        assert sorted(snapshot, key=repr) == sorted(moved(before.snapshot()), key=repr)
        assert spells == moved(before.spells())
        assert figures == {name: moved_cells(cells) for name, cells in before.figures().items()}
