"""Every figure of random registers against the day-by-day oracle, to the last person."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests import product
from tests.oracle import INDICATORS, STOCK_MOVEMENTS, Dims, Oracle
from tests.registers import parsed, registers
from tyollisyys_cli import database

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import date

    from tests.oracle import Cells, Register

EXAMPLES = int(os.environ.get("TYO_EXAMPLES", "12"))
# Shrinking loads hundreds of registers: five minutes that only somebody who looks into it needs.
PHASES = set(Phase) - (set() if os.environ.get("TYO_SHRINK") else {Phase.shrink, Phase.explain})
RANDOM = settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.too_slow],
)
RESIDENTS: dict[str, tuple[str, ...]] = {
    "raahen-seutu": ("678", "748", "625"),
    "638": ("638",),
    "unknown": ("unknown",),
}
CLIENTS = {"raahe": ("1231",), "porvoo": ("0234",)}
FALLBACK = {"raahe": ("678", "748", "625"), "porvoo": ("638",)}
REGIONS = ("finland", *CLIENTS, *RESIDENTS)
DIMENSIONS = (
    *("municipality", "office", "sex", "age_group", "language", "citizenship_group"),
    *("education", "fund_member", "service_line", "service_category", "state", "spell_length"),
)
COVERED = [one for one in product.catalogue().indicators if one in INDICATORS]
KNOWN = {code for region in product.regions().values() for code in region.municipalities}


@pytest.fixture(autouse=True, scope="module")
def few_persons_at_a_time() -> Generator[None]:
    """Build the model in parts, as that of a whole country is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database, "PERSONS_AT_A_TIME", 5)
        yield


def test_the_oracle_knows_every_indicator_of_the_catalogue() -> None:
    assert set(product.catalogue().indicators) <= set(INDICATORS)


def members(register: Register) -> dict[str, Callable[[Dims], bool]]:
    """Who belongs to each region; without an office table trials fall back to residence."""
    by_office = {name: partial(of_office, codes) for name, codes in CLIENTS.items()}
    by_residence = {name: partial(lives_in, codes) for name, codes in FALLBACK.items()}
    return {
        "finland": lambda _: True,
        **(by_office if register.get("YHTSTO") else by_residence),
        **{name: partial(lives_in, codes) for name, codes in RESIDENTS.items()},
    }


def of_office(codes: tuple[str, ...], dims: Dims) -> bool:
    return dims.office in codes


def lives_in(codes: tuple[str, ...], dims: Dims) -> bool:
    return dims.municipality in codes


def available(register: Register) -> list[str]:
    """Regions that can be told apart: residents only where there is a table of residence."""
    if register.get("YHKUNTA"):
        return list(REGIONS)
    return ["finland", *(CLIENTS if register.get("YHTSTO") else ())]


def founded(oracle: Oracle, register: Register, region: str) -> date:
    """Find the first month of which no movement is known: the register's, or a trial's."""
    inside = members(register)[region]
    starts = [parsed(row["alkpv1"]) for row in register["YTHAKU"]]
    known = [one for one in starts if one and one.toordinal() <= oracle.extract]
    first = min(known).replace(day=1)
    if region not in CLIENTS or not register.get("YHTSTO"):
        return first
    months = oracle.months()
    with_clients = (m for m in months if any(inside(one.dims) for one in oracle.records(m)))
    return next(with_clients, first)


def expected_cells(
    oracle: Oracle,
    register: Register,
    indicator: str,
    regions: dict[str, Callable[[Dims], bool]],
    by: tuple[str, ...] = (),
) -> Cells:
    """Let the oracle compute an indicator; None where nothing can be known of the month."""
    cells = oracle.cells(indicator, regions, by)
    if not has_tables(register, indicator):
        return dict.fromkeys(cells)
    if indicator not in STOCK_MOVEMENTS:
        return cells
    starts = {region: f"{founded(oracle, register, region):%Y-%m}" for region in regions}
    return {key: parts if key[1] > starts[key[0]] else None for key, parts in cells.items()}


def oracle_of(register: Register, extract_date: date) -> Oracle:
    return Oracle(product.without_empty_tables(register), extract_date, known_municipalities=KNOWN)


@RANDOM
@given(drawn=registers(max_persons=12))
def test_every_figure_is_the_oracles(drawn: tuple[Register, date]) -> None:
    register, extract_date = drawn
    oracle = oracle_of(register, extract_date)
    months = oracle.months()
    if not months:
        return
    with tempfile.TemporaryDirectory() as folder:
        path, result = product.load_register(register, extract_date, Path(folder))
        for one in result.files:
            assert one.quarantined == count_refused(register, extract_date, one.table)
        names = available(register)
        computed = product.compute(path, COVERED, names, months=(months[0], months[-1]))
        regions = {name: inside for name, inside in members(register).items() if name in names}
        for indicator in COVERED:
            note(indicator)
            expected = expected_cells(oracle, register, indicator, regions)
            assert product.cells(computed, indicator) == expected


@RANDOM
@given(
    drawn=registers(max_persons=12),
    by=st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=2, unique=True),
)
def test_every_breakdown_is_the_oracles(drawn: tuple[Register, date], by: list[str]) -> None:
    register, extract_date = drawn
    register = {name: rows for name, rows in register.items() if rows}
    needed = {product.catalogue().dimensions[name].needs for name in by} - {""}
    oracle = oracle_of(register, extract_date)
    months = oracle.months()
    if not months or not needed <= register.keys():
        return
    with tempfile.TemporaryDirectory() as folder:
        path, _ = product.load_register(register, extract_date, Path(folder))
        span = (months[0], months[-1])
        names = [name for name in available(register) if name in ("finland", "raahe")]
        computed = product.compute(path, COVERED, names, by, months=span)
        regions = {name: inside for name, inside in members(register).items() if name in names}
        for indicator in COVERED:
            note(indicator)
            found = without_zeros(product.cells(computed, indicator))
            expected = expected_cells(oracle, register, indicator, regions, tuple(by))
            assert found == without_zeros(expected)


@RANDOM
@given(
    drawn=registers(max_persons=12),
    by=st.lists(st.sampled_from(DIMENSIONS), max_size=1),
    is_first=st.booleans(),
)
def test_every_destination_is_the_oracles(
    drawn: tuple[Register, date],
    by: list[str],
    is_first: bool,  # noqa: FBT001 - drawn
) -> None:
    register, extract_date = drawn
    register = {name: rows for name, rows in register.items() if rows}
    needed = {product.catalogue().dimensions[name].needs for name in by} | {"YTHAKU", "YTYOLL"}
    oracle = oracle_of(register, extract_date)
    months = oracle.months()
    if not months or not needed - {""} <= register.keys():
        return
    with tempfile.TemporaryDirectory() as folder:
        path, _ = product.load_register(register, extract_date, Path(folder))
        names, span = available(register), (months[0], months[-1])
        regions = {name: inside for name, inside in members(register).items() if name in names}
        full = ["destination", *by] if is_first else [*by, "destination"]
        computed = product.compute(path, ["long_term_left"], names, full, months=span)
        found = without_zeros(product.cells(computed, "long_term_left"))
        expected = expected_cells(oracle, register, "long_term_left", regions, tuple(full))
        assert found == without_zeros(expected)


def has_tables(register: Register, indicator: str) -> bool:
    """Whether every table that the indicator needs was delivered."""
    return all(register.get(table) for table in product.catalogue().indicators[indicator].needs)


def without_zeros(cells: Cells) -> Cells:
    """Drop cells that nobody adds to, and months that are not observable."""
    return {key: parts for key, parts in cells.items() if parts and any(parts)}


def count_refused(register: Register, extract_date: date, table: str) -> int:
    """Count the rows that start after the extract date, which only services may do."""
    from tests.registers import SPELLS, parsed

    if table not in ("YHKUNTA", "YHTSTO", "YTHAKU", "YTYOLL", "YASSEGMENTTI"):
        return 0
    starts = (parsed(row[SPELLS[table][0]]) for row in register[table])
    return sum(start is not None and start > extract_date for start in starts)
