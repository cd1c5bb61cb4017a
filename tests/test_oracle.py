"""The oracle is held against figures worked out by hand: a few rows, one rule, one day apart."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import holidays
import pytest
from hypothesis import given, settings

from tests.oracle import (
    CATEGORIES,
    COUNTS,
    INDICATORS,
    MEDIANS,
    RATIOS,
    STOCK_MOVEMENTS,
    Cells,
    Dims,
    Oracle,
    Register,
    Row,
    add_months,
    count_day,
    count_days,
    is_working_day,
)
from tests.registers import (
    COLUMNS,
    SPELLS,
    cut_at,
    overlap,
    permuted,
    registers,
    renamed,
    shifted,
    split_spells,
    with_bystander,
    write_register,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Short names of the tables, and the column that `code` stands for.
TABLES = {
    "search": ("YTHAKU", "otlupa"),
    "code": ("YTYOLL", "tyok1"),
    "home": ("YHKUNTA", "kunnoh"),
    "office": ("YHTSTO", "toinoh"),
    "line": ("YASSEGMENTTI", "assegkdi"),
    "placement": ("YSIJOIT", "sijkds"),
    "trial": ("YTKOKE", "kokeilu"),
    "training": ("YTYOKOU", "ktunoh"),
    "statement": ("YTVPOLL", "lausno"),
    "course": ("KTYOKOU", "ktuno"),
    "person": ("YHENK", ""),
}
ALWAYS = "A | 01.01.2010 |"


def rows_of(name: str, drawing: str) -> list[Row]:
    """Read a table drawn as `person | start | end | code`, or with a header of column names."""
    table, code = TABLES[name]
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    header = ["hid_e", *SPELLS.get(table, ()), code]
    if lines[0][0] in COLUMNS[table]:
        header, *lines = lines
    return [dict(zip(header, line, strict=False)) for line in lines]


def made(**drawings: str) -> Register:
    """Make a register of drawn tables; without any service table drawn, an empty one is there."""
    register = {TABLES[name][0]: rows_of(name, drawing) for name, drawing in drawings.items()}
    return {"YTKOKE": [], **register}


def everyone(_: Dims) -> bool:
    """Take the whole country."""
    return True


def figures(register: Register, indicator: str, extract: date) -> dict[str, object]:
    cells = Oracle(register, extract).cells(indicator, {"all": everyone})
    return {key[1]: value for key, value in cells.items()}


def in_month(register: Register, indicator: str, month: str, extract: date | None = None) -> object:
    """One cell; the extract ends with 2022 unless told."""
    first = date.fromisoformat(f"{month}-01")
    oracle = Oracle(register, extract or date(2022, 12, 31))
    return oracle.cells(indicator, {"all": everyone}, months=[first])["all", month]


def dims_on(register: Register, month: str, known: set[str] | None = None) -> Dims:
    """Dimensions of the only jobseeker on a count day."""
    oracle = Oracle(register, date(2024, 12, 31), known_municipalities=known)
    (record,) = oracle.records(date.fromisoformat(f"{month}-01"))
    return record.dims


# ------------------------------------------------------------------------------- the calendar


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2021, 12, 1), date(2021, 12, 31)),  # a Friday
        (date(2023, 6, 1), date(2023, 6, 30)),  # a Friday
        (date(2024, 3, 1), date(2024, 3, 28)),  # 29 Good Friday, 30 and 31 the weekend
        (date(2018, 3, 1), date(2018, 3, 29)),  # 30 Good Friday, 31 Saturday
        (date(2024, 6, 1), date(2024, 6, 28)),  # 29 and 30 the weekend
        (date(2020, 10, 1), date(2020, 10, 30)),  # 31 All Saints' Day, a Saturday
        (date(2020, 2, 1), date(2020, 2, 28)),  # 29 a Saturday
        (date(2024, 2, 1), date(2024, 2, 29)),  # a Thursday
        (date(2022, 12, 1), date(2022, 12, 30)),  # 31 a Saturday
        (date(2016, 3, 1), date(2016, 3, 31)),  # Easter Monday was 28.3., 31 a Thursday
    ],
)
def test_count_day_is_the_last_working_day_of_the_month(month: date, day: date) -> None:
    assert count_day(month) == day


def test_eves_of_midsummer_and_christmas_are_no_working_days() -> None:
    # Midsummer Eve is the Friday between 19 and 25 June.
    eves = [date(2021, 6, 25), date(2022, 6, 24), date(2023, 6, 23), date(2024, 6, 21)]
    eves += [date(year, 12, 24) for year in range(2018, 2027)]
    assert not any(is_working_day(day) for day in eves)
    assert is_working_day(date(2024, 6, 20))
    assert is_working_day(date(2024, 12, 23))


def test_the_library_of_holidays_calls_both_eves_holidays() -> None:
    finland = holidays.country_holidays("FI", years=[2023, 2024])
    assert {date(2023, 6, 23), date(2024, 6, 21), date(2023, 12, 24)} <= set(finland)


def test_count_days_name_a_month_by_its_first_day() -> None:
    assert count_days(date(2024, 2, 29), date(2024, 3, 1)) == {
        date(2024, 2, 1): date(2024, 2, 29),
        date(2024, 3, 1): date(2024, 3, 28),
    }


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2022, 11, 30), -16, date(2021, 7, 30)),
        (date(2023, 6, 30), -16, date(2022, 2, 28)),
        (date(2021, 12, 31), 12, date(2022, 12, 31)),
    ],
)
def test_month_arithmetic_clamps_to_the_end_of_the_month(
    day: date, months: int, expected: date
) -> None:
    assert add_months(day, months) == expected


def test_months_run_from_the_first_jobseeker_to_the_last_count_day_in_the_extract() -> None:
    register = made(search="A | 15.01.2024 | 20.03.2024", code="A | 01.11.2023 | | 02")
    # January's count day is 31.1.; that of March is 28.3.2024, which an extract of 27.3. lacks.
    first, second = date(2024, 1, 1), date(2024, 2, 1)
    assert Oracle(register, date(2024, 3, 27)).months() == [first, second]
    assert Oracle(register, date(2024, 3, 28)).months() == [first, second, date(2024, 3, 1)]


def test_a_month_after_the_extract_is_not_observable() -> None:
    register = made(search=ALWAYS)
    assert in_month(register, "jobseekers", "2022-11") == (1, None)
    assert in_month(register, "jobseekers", "2022-11", date(2022, 11, 29)) is None


# ---------------------------------------------------------------------------- searches and codes


@pytest.mark.parametrize(
    ("second", "days"),
    [
        ("01.11.2022", 61),  # 1.10. to 30.11.: 31 + 30
        ("20.10.2022", 61),  # an overlap joins too
        ("02.11.2022", 29),  # one day without: 2.11. to 30.11.
    ],
)
def test_touching_and_overlapping_searches_are_one(second: str, days: int) -> None:
    register = made(search=f"A | 01.10.2022 | 31.10.2022\nA | {second} | 11.11.2222")
    assert in_month(register, "search_duration", "2022-11") == (days, 1)


def test_a_nested_search_does_not_shorten_the_one_around_it() -> None:
    register = made(search="A | 01.10.2022 | 30.11.2022\nA | 05.10.2022 | 10.10.2022")
    assert in_month(register, "search_duration", "2022-11") == (61, 1)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        # The newest start wins, also inside a longer row.
        ("A | 01.01.2022 | | 02\nA | 01.11.2022 | 30.11.2022 | 01", "open_market"),
        # It wins to its last day only: on 30.11. the older row is in force again.
        ("A | 01.01.2022 | | 02\nA | 01.11.2022 | 29.11.2022 | 01", "unemployed"),
        # Equal starts: the later end.
        ("A | 01.01.2022 | 30.11.2022 | 02\nA | 01.01.2022 | 01.12.2022 | 05", "outside"),
        # Equal starts and ends: the lower code, in one or two characters.
        ("A | 01.01.2022 | | 5\nA | 01.01.2022 | | 04", "reduced_week"),
        ("A | 01.01.2022 | | z\nA | 01.01.2022 | | 09", "part_time"),
        # Both ends are after the extract date, so both are open: the lower code.
        ("A | 01.01.2022 | 05.05.2023 | 02\nA | 01.01.2022 | | 05", "unemployed"),
        # No code on the day.
        ("A | 01.01.2022 | 29.11.2022 | 02", "unknown"),
    ],
)
def test_overlapping_codes_newest_start_then_later_end_then_lower_code(
    codes: str, state: str
) -> None:
    oracle = Oracle(made(search=ALWAYS, code=codes), date(2022, 12, 31))
    assert [record.dims.state for record in oracle.records(date(2022, 11, 1))] == [state]


def test_code_9_is_unknown_before_2_5_2022_and_part_time_from_it_within_one_row() -> None:
    register = made(search=ALWAYS, code="A | 01.01.2022 | | 9")
    cells = Oracle(register, date(2022, 5, 31)).cells("jobseekers", {"all": everyone}, ("state",))
    assert cells["all", "2022-04", "unknown"] == (1, None)  # count day 29.4.
    assert cells["all", "2022-05", "part_time"] == (1, None)  # count day 31.5.
    on_the_day = Oracle(register, date(2022, 5, 2)).persons[0].states
    assert on_the_day[date(2022, 5, 1).toordinal()] == "unknown"
    assert on_the_day[date(2022, 5, 2).toordinal()] == "part_time"


def test_code_9_wins_or_loses_an_overlap_before_it_is_named() -> None:
    # Equal starts and ends: 5 is lower than 9, whatever 9 means on the day.
    register = made(search=ALWAYS, code="A | 01.01.2022 | | 9\nA | 01.01.2022 | | 5")
    assert dims_on(register, "2022-04").state == "outside"
    assert dims_on(register, "2022-06").state == "outside"


def test_layoff_does_not_break_unemployment() -> None:
    # 1.10. to 30.11. is 61 days.
    register = made(search=ALWAYS, code="A | 01.10.2022 | 15.10.2022 | 02\nA | 16.10.2022 | | 3")
    assert in_month(register, "unemployment_duration", "2022-11") == (61, 1)
    assert in_month(register, "laid_off", "2022-11") == (1, None)


@pytest.mark.parametrize(
    ("search", "code"),
    [
        # One day without a code, one day in another state, one day without a search: 16.10.
        (ALWAYS, "A | 01.10.2022 | 15.10.2022 | 02\nA | 17.10.2022 | | 02"),
        (ALWAYS, "A | 01.10.2022 | | 02\nA | 16.10.2022 | 16.10.2022 | 01"),
        ("A | 01.10.2022 | 15.10.2022\nA | 17.10.2022 |", "A | 01.10.2022 | | 02"),
    ],
)
def test_a_day_that_is_not_unemployed_breaks_the_spell(search: str, code: str) -> None:
    # 17.10. to 30.11. is 15 + 30 = 45 days.
    assert in_month(made(search=search, code=code), "unemployment_duration", "2022-11") == (45, 1)


def test_unemployed_needs_job_search_and_code_together() -> None:
    register = made(
        search="A | 01.11.2022 |\nB | 01.11.2022 | 29.11.2022\nC | 01.11.2022 |",
        code="A | 01.01.2022 | | 02\nB | 01.01.2022 | | 02\nC | 01.01.2022 | | 04",
    )
    # B's search is over on 30.11.; C is on a reduced week.
    assert in_month(register, "unemployed_share", "2022-11") == (1, 2)
    assert in_month(register, "reduced_week", "2022-11") == (1, None)
    # A's spell begins with the search: 1.11. to 30.11.
    assert in_month(register, "unemployment_duration", "2022-11") == (30, 1)


def test_durations_sum_days_and_persons() -> None:
    register = made(
        search="A | 01.11.2022 |\nB | 21.11.2022 |",
        code="A | 29.11.2022 | | 02\nB | 01.01.2022 | | 1",
    )
    assert in_month(register, "search_duration", "2022-11") == (30 + 10, 2)
    # The search duration of the unemployed, not the duration of their unemployment.
    assert in_month(register, "search_duration_unemployed", "2022-11") == (30, 1)
    assert in_month(register, "unemployment_duration", "2022-11") == (2, 1)


# ------------------------------------------------------------------------- long-term, structural


@pytest.mark.parametrize(
    ("start", "month", "expected"),
    [
        ("30.11.2021", "2022-11", 1),  # + 12 months = 30.11.2022, the count day
        ("01.12.2021", "2022-11", 0),
        ("29.02.2016", "2017-02", 1),  # + 12 months = 28.2.2017, the count day
        ("01.03.2016", "2017-02", 0),
    ],
)
def test_long_term_from_the_twelve_month_anniversary_on(
    start: str, month: str, expected: int
) -> None:
    register = made(search=ALWAYS, code=f"A | {start} | | 02")
    assert in_month(register, "long_term_unemployed", month) == (expected, None)


@pytest.mark.parametrize(
    ("first_start", "first_end", "expected"),
    [
        # 31.7. to 29.1. is 1 + 31 + 30 + 31 + 30 + 31 + 29 = 183 days, and 2.6. to 30.11. is 182.
        ("31.07.2021", "29.01.2022", 1),
        # The same 183 days one day earlier: 30.7.2021 is outside (30.7.2021, 30.11.2022].
        ("30.07.2021", "28.01.2022", 0),
        ("31.07.2021", "28.01.2022", 0),  # 364 days
        ("31.07.2021", "30.01.2022", 1),  # 366 days
    ],
)
def test_repeatedly_unemployed_365_days_within_sixteen_months(
    first_start: str, first_end: str, expected: int
) -> None:
    register = made(
        search=ALWAYS, code=f"A | {first_start} | {first_end} | 02\nA | 02.06.2022 | | 02"
    )
    assert in_month(register, "repeatedly_unemployed", "2022-11") == (expected, None)
    assert in_month(register, "long_term_unemployed", "2022-11") == (0, None)


def test_repeatedly_unemployed_must_be_unemployed_on_the_day_itself() -> None:
    codes = "A | 31.07.2021 | 30.07.2022 | 02\nA | 01.08.2022 | 29.11.2022 | 02"
    register = made(search=ALWAYS, code=codes)
    assert in_month(register, "repeatedly_unemployed", "2022-11") == (0, None)
    assert in_month(register, "repeatedly_unemployed", "2022-10") == (1, None)


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        ("29.11.2021", 0),  # its end, 30.11.2021, is exactly 12 months before
        ("30.11.2021", 1),
        ("29.08.2022", 1),  # its end, 30.8.2022, is exactly 3 months before
        ("30.08.2022", 0),
    ],
)
def test_service_to_unemployed_within_twelve_to_three_months(last_day: str, expected: int) -> None:
    register = made(
        search=ALWAYS, code="A | 01.10.2022 | | 02", trial=f"A | 01.11.2021 | {last_day} | 20"
    )
    assert in_month(register, "service_to_unemployed", "2022-11") == (expected, None)


@pytest.mark.parametrize(
    ("earlier_end", "expected"),
    [
        ("30.09.2022", 1),  # it ended on 1.10., when the present one began
        ("01.10.2022", 0),  # it ended after the present one began
        ("30.11.2021", 1),  # its end, 1.12.2021, is after 30.11.2021
        ("29.11.2021", 0),
    ],
)
def test_service_to_service_earlier_one_ends_by_the_start_of_the_present_one(
    earlier_end: str, expected: int
) -> None:
    register = made(
        search=ALWAYS,
        trial=f"A | 01.10.2021 | {earlier_end} | 20",
        placement="A | 01.10.2022 | | 40",
    )
    assert in_month(register, "service_to_service", "2022-11") == (expected, None)


@pytest.mark.parametrize(("second", "expected"), [("01.10.2022", 0), ("02.10.2022", 1)])
def test_touching_rows_of_one_category_are_one_service(second: str, expected: int) -> None:
    # Two rows that touch never ended; with one day between them the first ended on 1.10.
    register = made(search=ALWAYS, trial=f"A | 01.08.2022 | 30.09.2022 | 20\nA | {second} | | 21")
    assert in_month(register, "service_to_service", "2022-11") == (expected, None)


def test_service_to_service_looks_at_the_ranked_service() -> None:
    # Subsidised work ranks before the trial, and the earlier trial ended after it had begun.
    register = made(
        search=ALWAYS,
        placement="A | 01.08.2022 | | 40",
        trial="A | 01.09.2022 | 30.09.2022 | 20\nA | 15.10.2022 | | 20",
    )
    assert in_month(register, "service_to_service", "2022-11") == (0, None)


def test_a_person_is_in_the_first_structural_group_that_holds() -> None:
    # A is long-term, was in a service that ended on 1.8., and is in another one beside code 02.
    register = made(
        search=ALWAYS,
        code="A | 01.01.2020 | | 02",
        trial="A | 01.07.2022 | 31.07.2022 | 20\nA | 01.10.2022 | | 20",
    )
    groups = ("long_term_unemployed", "repeatedly_unemployed", "service_to_unemployed")
    all_groups = (*groups, "service_to_service", "structural_unemployed")
    values = [in_month(register, group, "2022-11") for group in all_groups]
    assert values == [(1, None), (0, None), (0, None), (0, None), (1, None)]


# ---------------------------------------------------------------------------------- the services


@pytest.mark.parametrize(
    ("row", "category"),
    [
        ({"lausno": "E1", "lausno7": "KT01"}, "labour_training"),
        ({"lausno": "", "lausno7": "KT01"}, "rehabilitative_work"),
        ({"lausno": "XX", "lausno7": "TV01"}, "coaching"),
        ({"lausno": "BD", "lausno7": ""}, "trial"),
        ({"lausno": "J5"}, "rehabilitative_work"),
        ({"lausno": "H5"}, "self_motivated_study"),
        ({"lausno": "XX", "lausno7": "T007"}, "none"),
    ],
)
def test_statements_by_the_old_code_or_else_by_the_new_one(row: Row, category: str) -> None:
    register = made(search=ALWAYS)
    register["YTVPOLL"] = [{"hid_e": "A", "alkpv7": "01.01.2022", "loppv7": "", **row}]
    assert dims_on(register, "2022-11").service_category == category


@pytest.mark.parametrize(
    ("course", "started", "category"),
    [
        ("14", "1", "coaching"),
        ("15", "1", "labour_training"),
        ("16", "1", "labour_training"),
        ("17", "1", "none"),
        ("15", "0", "none"),
        ("15", "", "none"),
    ],
)
def test_only_started_training_counts_by_the_kind_of_its_course(
    course: str, started: str, category: str
) -> None:
    register = made(
        search=ALWAYS,
        training=f"hid_e | alpvm | papvm | alkood | ktunoh\nA | 01.01.2022 | | {started} | 777",
        course=f"ktuno | kurslaji\n777 | {course}",
    )
    assert dims_on(register, "2022-11").service_category == category


@pytest.mark.parametrize(("kind", "counts"), [("40", 1), ("61", 1), ("6V", 1), ("99", 0), ("", 0)])
def test_placements_count_by_kind(kind: str, counts: int) -> None:
    register = made(search=ALWAYS, placement=f"A | 01.01.2022 | | {kind}")
    assert in_month(register, "in_service", "2022-11") == (counts, None)


def test_two_services_on_one_day_are_one_person_and_the_order_ranks_them() -> None:
    register = made(
        search=ALWAYS,
        statement="A | 01.01.2022 | | D1\nA | 01.01.2022 | | BE",
        trial="A | 15.11.2022 | | 20",
    )
    assert dims_on(register, "2022-10").service_category == "rehabilitative_work"
    assert dims_on(register, "2022-11").service_category == "trial"
    assert in_month(register, "in_service", "2022-11") == (1, None)
    assert CATEGORIES.index("trial") < CATEGORIES.index("rehabilitative_work")


def test_in_service_needs_a_job_search_on_the_day() -> None:
    register = made(search="A | 01.01.2022 | 29.11.2022", trial="A | 01.01.2022 | | 20")
    assert in_month(register, "in_service", "2022-10") == (1, None)
    assert in_month(register, "in_service", "2022-11") == (0, None)


def test_a_planned_service_is_not_in_force_and_an_end_after_the_extract_is_open() -> None:
    register = made(
        search="A | 01.01.2022 |\nB | 01.01.2022 |",
        trial="A | 01.01.2022 | 05.05.2023 | 20\nB | 01.12.2022 | 31.12.2022 | 20",
    )
    assert in_month(register, "in_service", "2022-11", date(2022, 11, 30)) == (1, None)


def test_codes_stand_in_only_where_no_service_table_was_delivered() -> None:
    register = made(
        search="\n".join(f"{name} | 01.01.2022 |" for name in "ABCD"),
        code="\n".join(
            f"{name} | 01.01.2022 | | {code}"
            for name, code in {"A": "0", "B": "07", "C": "8", "D": "1"}.items()
        ),
    )
    assert in_month(register, "in_service", "2022-11") == (0, None)  # an empty table is one
    del register["YTKOKE"]
    assert in_month(register, "in_service", "2022-11") == (3, None)
    oracle = Oracle(register, date(2022, 11, 30))
    categories = [record.dims.service_category for record in oracle.records(date(2022, 11, 1))]
    assert categories == ["subsidised_work", "other_service", "self_motivated_study", "none"]


# ------------------------------------------------------------------------------------ activation


def test_a_service_beside_code_02_is_one_person_in_both_parts() -> None:
    register = made(
        search="A | 01.01.2022 |\nB | 01.01.2022 |\nC | 01.01.2022 |\nD | 01.01.2022 |",
        code="\n".join(
            f"{name} | 01.01.2022 | | {code}"
            for name, code in {"A": "02", "B": "07", "C": "02", "D": "1"}.items()
        ),
        trial="A | 01.11.2022 | | 20\nB | 01.11.2022 | | 20",
    )
    # In service: A and B. Unemployed: A and C. Broad: A, B, C.
    assert in_month(register, "activation_rate", "2022-11") == (2, 3)
    assert in_month(register, "broad_unemployment", "2022-11") == (3, None)
    # The service row breaks nothing: A's unemployment goes on from 1.1.: 334 days; C's too.
    assert in_month(register, "unemployment_duration", "2022-11") == (668, 2)


@pytest.mark.parametrize(
    ("start", "last_day", "expected"),
    [
        ("01.10.2021", "30.09.2022", 1),  # 12 months on 1.10.2022, ended the day before
        ("02.10.2021", "30.09.2022", 0),  # 12 months on 2.10.2022
        ("01.10.2021", "29.09.2022", 0),  # ended two days before
        ("01.10.2021", "01.10.2022", 1),  # covers the first day
    ],
)
def test_long_term_activation_counts_services_after_twelve_months(
    start: str, last_day: str, expected: int
) -> None:
    register = made(
        search=ALWAYS,
        code=f"A | {start} | {last_day} | 02\nA | 02.10.2022 | | 07",
        trial="A | 01.10.2022 | | 20",
    )
    assert in_month(register, "activation_rate_long_term", "2022-11") == (expected, expected)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("23.10.2022", 1),  # uncovered 16.10. to 22.10.: seven days, one chain from 1.10.
        ("24.10.2022", 0),  # eight days: the chain begins on 24.10., in a spell that began on 7.10.
    ],
)
def test_services_with_gaps_of_seven_days_are_one_chain(second: str, expected: int) -> None:
    register = made(
        search=ALWAYS,
        code="""
            A | 01.01.2021 | 30.09.2022 | 02
            A | 01.10.2022 | 06.10.2022 | 07
            A | 07.10.2022 |            | 02
            """,
        trial="A | 01.10.2022 | 15.10.2022 | 20",
        placement=f"A | {second} | | 40",
    )
    assert in_month(register, "activation_rate_long_term", "2022-11") == (expected, expected)


def test_long_term_unemployed_without_service_are_in_the_denominator() -> None:
    register = made(search=ALWAYS, code="A | 01.01.2021 | | 02")
    assert in_month(register, "activation_rate_long_term", "2022-11") == (0, 1)


def test_activation_of_foreigners_goes_by_citizenship() -> None:
    register = made(
        search="A | 01.01.2022 |\nB | 01.01.2022 |\nC | 01.01.2022 |",
        code="A | 01.01.2022 | | 02\nB | 01.01.2022 | | 02\nC | 01.01.2022 | | 02",
        trial="A | 01.11.2022 | | 20\nB | 01.11.2022 | | 20",
        person="hid_e | kansah\nA | 643\nB | 246\nC | 233",
    )
    assert in_month(register, "activation_rate_foreign", "2022-11") == (1, 2)
    assert in_month(register, "foreign_citizens", "2022-11") == (2, None)


def test_rehabilitative_work_leaves_the_numerator_only() -> None:
    register = made(
        search="A | 01.01.2022 |\nB | 01.01.2022 |",
        statement="A | 01.01.2022 | | BE\nB | 01.01.2022 | | BE\nB | 01.01.2022 | | D1",
    )
    # B studies too, which is a counted service other than rehabilitative work.
    rate = "activation_rate_without_rehabilitative_work"
    assert in_month(register, rate, "2022-11") == (1, 2)


# ----------------------------------------------------------------------------------------- flows


@pytest.mark.parametrize(
    ("start", "last_day", "expected"),
    [
        ("15.08.2022", "15.11.2022", (1, 1)),  # still running on 15.8. + 3 months
        ("15.08.2022", "14.11.2022", (0, 1)),
        ("31.08.2022", "30.11.2022", (1, 1)),  # 31.8. + 3 months = 30.11.
        ("31.08.2022", "29.11.2022", (0, 1)),
        ("01.09.2022", "", (0, 0)),  # reported in December
    ],
)
def test_flow_counts_spells_that_still_run_after_three_months(
    start: str, last_day: str, expected: tuple[int, int]
) -> None:
    register = made(search=ALWAYS, code=f"A | {start} | {last_day} | 02")
    assert in_month(register, "flow_3_months", "2022-11") == expected


def test_a_second_spell_does_not_continue_the_first_and_is_a_unit_of_its_own() -> None:
    codes = "A | 01.08.2022 | 05.08.2022 | 02\nA | 10.08.2022 | | 02"
    register = made(search=ALWAYS, code=codes)
    # 1.8. + 3 months falls into the second spell, which is another one.
    assert in_month(register, "flow_3_months", "2022-11") == (1, 2)


def test_flows_and_movements_need_the_whole_month() -> None:
    # December's count day is 30.12.2022, its last day 31.12.
    register = made(search=ALWAYS, code="A | 01.09.2022 | | 02")
    for indicator in ("flow_3_months", "inflow", "outflow"):
        assert in_month(register, indicator, "2022-12", date(2022, 12, 30)) is None
        assert in_month(register, indicator, "2022-12", date(2022, 12, 31)) is not None
    assert in_month(register, "unemployed", "2022-12", date(2022, 12, 30)) == (1, None)


def test_flow_takes_the_dimensions_of_the_first_day() -> None:
    register = made(
        search=ALWAYS,
        code="A | 15.12.2021 | | 02",
        home="A | 01.01.2020 | 31.12.2021 | 678\nA | 01.01.2022 | | 638",
        person="hid_e | syntyv\nA | 1997",
    )
    cells = Oracle(register, date(2022, 12, 31)).cells(
        "flow_3_months", {"all": everyone}, ("municipality", "age_group")
    )
    # 2021 - 1997 = 24, although the flow is reported in 2022, and the home was still Raahe.
    assert {key: value for key, value in cells.items() if value != (0, 0)} == {
        ("all", "2022-03", "678", "20-24"): (1, 1)
    }


def test_a_spell_ends_on_the_first_day_after_its_last_day() -> None:
    register = made(
        search=ALWAYS,
        code="A | 01.09.2022 | 31.10.2022 | 02",
        office="A | 01.01.2022 | 31.10.2022 | 1231\nA | 01.11.2022 | | 1201",
    )
    assert in_month(register, "inflow", "2022-09") == (1, None)
    assert in_month(register, "outflow", "2022-10") == (0, None)
    # The end is 1.11.; the office is that of the last day, 31.10.
    cells = Oracle(register, date(2022, 11, 30)).cells("outflow", {"all": everyone}, ("office",))
    assert cells == {("all", "2022-11", "1231"): (1, None)}


def test_inflow_takes_the_dimensions_of_the_first_day() -> None:
    register = made(
        search=ALWAYS,
        code="A | 01.09.2022 | 31.10.2022 | 02",
        office="A | 01.01.2022 | 01.09.2022 | 1231\nA | 02.09.2022 | | 1201",
    )
    cells = Oracle(register, date(2022, 11, 30)).cells("inflow", {"all": everyone}, ("office",))
    assert cells == {("all", "2022-09", "1231"): (1, None)}


# ------------------------------------------------------------------------------------ dimensions


@pytest.mark.parametrize(
    ("code", "known", "expected"),
    [
        ("678", None, "678"),
        ("200", None, "unknown"),
        ("197", None, "unknown"),
        ("926", {"678"}, "unknown"),
        ("678", {"678"}, "678"),
    ],
)
def test_abroad_and_unknown_codes_have_no_municipality(
    code: str, known: set[str] | None, expected: str
) -> None:
    register = made(search=ALWAYS, home=f"A | 01.01.2020 | | {code}")
    assert dims_on(register, "2022-11", known).municipality == expected


def test_without_rows_every_dimension_has_a_value() -> None:
    assert dims_on(made(search=ALWAYS), "2022-11") == Dims(
        municipality="unknown",
        office="unknown",
        sex="unknown",
        age_group="unknown",
        language="unknown",
        citizenship_group="unknown",
        education="unknown",
        fund_member="unknown",
        service_line="none",
        service_category="none",
        state="unknown",
        spell_length="none",
    )


def test_residence_and_office_follow_the_overlap_rule() -> None:
    register = made(
        search=ALWAYS,
        home="A | 01.01.2022 | | 748\nA | 01.01.2022 | | 678\nA | 01.11.2022 | 29.11.2022 | 638",
        office="A | 01.01.2022 | 30.11.2022 | 1201\nA | 01.01.2022 | 01.12.2022 | 1231",
    )
    # The newest home ended the day before the count day; then the lower code of the two others.
    assert dims_on(register, "2022-11").municipality == "678"
    assert dims_on(register, "2022-11").office == "1231"


def test_the_code_of_a_trial_office_named_a_closed_one_before_2021() -> None:
    register = made(search=ALWAYS, office="A | 01.01.2020 | | 1231")
    assert dims_on(register, "2020-12").office == "closed-1231"  # count day 31.12.2020
    person = Oracle(register, date(2021, 1, 31)).persons[0]
    assert person.office(date(2020, 12, 31).toordinal()) == "closed-1231"
    assert person.office(date(2021, 1, 1).toordinal()) == "1231"
    register["YHTSTO"][0]["toinoh"] = "1201"  # not an office of the trials
    assert dims_on(register, "2020-12").office == "1201"


def test_ukrainians_by_citizenship_or_by_the_permit_of_the_search_that_covers_the_day() -> None:
    register = made(
        search="A | 01.01.2022 | 31.10.2022 | 1C\nA | 01.11.2022 | |",
        person="hid_e | kansah\nA | 643",
    )
    assert dims_on(register, "2022-10").citizenship_group == "ukraine"
    assert dims_on(register, "2022-11").citizenship_group == "other"
    assert in_month(register, "ukrainians", "2022-10") == (1, None)
    register["YHENK"][0]["kansah"] = "804"
    assert dims_on(register, "2022-11").citizenship_group == "ukraine"


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("", "finland"),
        ("246", "finland"),
        ("752", "eu_eea"),  # Sweden
        ("578", "eu_eea"),  # Norway
        ("756", "eu_eea"),  # Switzerland
        ("040", "eu_eea"),  # Austria
        ("826", "other"),  # the United Kingdom
        ("643", "other"),  # Russia
    ],
)
def test_citizenship_groups(code: str, group: str) -> None:
    register = made(search=ALWAYS, person=f"hid_e | kansah\nA | {code}")
    assert dims_on(register, "2022-11").citizenship_group == group


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2007", "15-19"),
        ("2008", "unknown"),
        ("2002", "20-24"),
        ("1958", "60-64"),
        ("1957", "65+"),
        ("", "unknown"),
    ],
)
def test_age_is_the_year_of_the_day_minus_the_birth_year(born: str, group: str) -> None:
    register = made(search=ALWAYS, person=f"hid_e | syntyv\nA | {born}")
    assert dims_on(register, "2022-11").age_group == group


def test_age_indicators_count_the_unemployed_of_that_age() -> None:
    born = {"A": 1998, "B": 1997, "C": 1993, "D": 1992, "E": 1972, "F": 1973, "G": ""}
    # On 30.11.2022: A 24, B 25, C 29, D 30, E 50, F 49, G unknown.
    register = made(
        search="\n".join(f"{name} | 01.01.2022 |" for name in born),
        code="\n".join(f"{name} | 01.01.2022 | | 02" for name in born),
        person="\n".join(["hid_e | syntyv", *(f"{name} | {year}" for name, year in born.items())]),
    )
    ages = ("under_25", "under_30", "over_50")
    values = [in_month(register, indicator, "2022-11") for indicator in ages]
    assert values == [(1, None), (3, None), (1, None)]


def test_other_columns_of_a_person() -> None:
    register = made(
        search=ALWAYS,
        person="hid_e | sukup | kiekd | kasno | pkokdh\nA | 2 | 2 | 01 | 3",
        line="A | 01.01.2022 | | 05",
    )
    dims = dims_on(register, "2022-11")
    assert (dims.sex, dims.language, dims.fund_member) == ("woman", "other", "yes")
    assert (dims.education, dims.service_line) == ("3", "multi_sector")
    assert in_month(register, "other_language", "2022-11") == (1, None)


# ----------------------------------------------------------------------------------- the results


def test_every_region_and_month_has_a_cell_without_breakdown() -> None:
    register = made(search="A | 01.10.2022 | 31.10.2022\nB | 01.12.2022 |")
    regions: dict[str, Callable[[Dims], bool]] = {
        "all": everyone,
        "raahe": lambda dims: dims.office == "1231",
    }
    cells = Oracle(register, date(2022, 12, 31)).cells("jobseekers", regions)
    assert [cells["all", f"2022-{month}"] for month in (10, 11, 12)] == [
        (1, None),
        (0, None),
        (1, None),
    ]
    assert cells["raahe", "2022-10"] == (0, None)


def test_an_unknown_indicator_is_an_error() -> None:
    with pytest.raises(KeyError):
        figures(made(search=ALWAYS), "activation", date(2010, 3, 31))


# ------------------------------------------------------------------ spells and what becomes of them

# The first day without unemployment is 1.11.2022.
ENDED = "A | 01.06.2022 | 31.10.2022 | 02"


@pytest.mark.parametrize(
    ("drawings", "left"),
    [
        ({"code": f"{ENDED}\nA | 14.11.2022 | | 01"}, 1),  # the 14th day
        ({"code": f"{ENDED}\nA | 15.11.2022 | | 01"}, 0),
        ({"code": f"{ENDED}\nA | 01.11.2022 | | 09"}, 1),
        ({"code": f"{ENDED}\nA | 01.11.2022 | | 04"}, 0),
        ({"code": "hid_e | tappvh | tppvm | tyok1 | tymsyy\n" + f"{ENDED} | 16"}, 1),
        ({"code": "hid_e | tappvh | tppvm | tyok1 | tymsyy\n" + f"{ENDED} | 02"}, 0),
        (
            {
                "search": "hid_e | alkpv1 | loppv1 | hapkd\nA | 01.01.2010 | 31.10.2022 | 03",
                "code": "A | 01.06.2022 | | 02",
            },
            1,
        ),
    ],
)
def test_ways_out_to_the_open_market(drawings: dict[str, str], left: int) -> None:
    register = made(**{"search": ALWAYS, **drawings})
    assert in_month(register, "outflow_open_market", "2022-11") == (left, 1)
    assert in_month(register, "completed_duration", "2022-11") == (153, 1)
    assert in_month(register, "outflow", "2022-11") == (1, None)
    assert in_month(register, "outflow", "2022-10") == (0, None)


def test_open_market_is_known_14_days_after_the_month() -> None:
    register = made(search=ALWAYS, code=ENDED)
    known, unknown = date(2022, 12, 14), date(2022, 12, 13)
    assert in_month(register, "outflow_open_market", "2022-11", known) == (0, 1)
    assert in_month(register, "outflow_open_market", "2022-11", unknown) is None


def test_survival_median_is_the_day_on_which_half_have_ended() -> None:
    # 10, 20 and, still open on 30.11., 30 days: S is 2/3 on day 10 and 1/3 on day 20.
    status = "A | 01.11.2022 | 10.11.2022 | 02\nB | 01.11.2022 | 20.11.2022 | 02"
    search = "\n".join(ALWAYS.replace("A", name) for name in "ABC")
    register = made(search=search, code=f"{status}\nC | 01.11.2022 | | 02")
    assert in_month(register, "survival_median", "2022-11") == (60, 3)
    assert in_month(register, "survival_median", "2022-10") is None


def test_median_of_an_even_number_is_between_the_two_in_the_middle() -> None:
    status = "A | 30.11.2022 | | 02\nB | 21.11.2022 | | 02"
    register = made(search="\n".join((ALWAYS, ALWAYS.replace("A", "B"))), code=status)
    assert in_month(register, "unemployment_duration_median", "2022-11") == (11, 2)
    assert in_month(register, "unemployment_duration_median", "2022-10") == (0, 0)


@pytest.mark.parametrize(
    ("start", "length"),
    [
        ("30.11.2022", "0-3"),
        ("31.08.2022", "3-6"),  # three months later there is no 31st
        ("01.09.2022", "0-3"),
        ("31.05.2022", "6-12"),
        ("30.11.2021", "12-24"),
        ("01.12.2021", "6-12"),
        ("30.11.2020", "24+"),
    ],
)
def test_class_of_spell_length(start: str, length: str) -> None:
    register = made(search=ALWAYS, code=f"A | {start} | | 02")
    assert dims_on(register, "2022-11").spell_length == length


# ------------------------------------------- invariants, of the oracle and of the register tools

FEW = settings(max_examples=40, deadline=None)


def everything(register: Register, extract: date) -> dict[str, Cells]:
    """All indicators, by municipality and office."""
    oracle = Oracle(register, extract)
    by = ("municipality", "office")
    return {name: oracle.cells(name, {"all": everyone}, by) for name in INDICATORS}


@FEW
@given(registers(max_persons=3))
def test_order_names_splits_and_bystanders_change_nothing(case: tuple[Register, date]) -> None:
    register, extract = case
    expected = everything(register, extract)
    rng = random.Random(7)
    assert everything(permuted(register, rng), extract) == expected
    assert everything(renamed(register, rng), extract) == expected
    assert everything(split_spells(register, rng), extract) == expected
    assert everything(with_bystander(register), extract) == expected


def one_row_per_start(register: Register) -> Register:
    """Of rows that start on one day, keep one: which wins may hang on ends after a cut."""
    return {
        table: list({(row["hid_e"], row[SPELLS[table][0]]): row for row in rows}.values())
        if table in SPELLS
        else rows
        for table, rows in register.items()
    }


@FEW
@given(registers(max_persons=3))
def test_an_earlier_extract_does_not_change_a_month_that_it_observes(
    case: tuple[Register, date],
) -> None:
    register, extract = one_row_per_start(case[0]), case[1]
    cut = extract - timedelta(days=200)
    later, earlier = Oracle(register, extract), Oracle(cut_at(register, cut), cut)
    as_delivered = Oracle(cut_at(register, cut, open_ends=False), cut)
    for name in INDICATORS:
        full = later.cells(name, {"all": everyone})
        seen = earlier.cells(name, {"all": everyone})
        assert seen == as_delivered.cells(name, {"all": everyone})
        assert all(value in (None, full[key]) for key, value in seen.items())


@FEW
@given(registers(max_persons=4))
def test_parts_add_up_and_shares_stay_within_bounds(case: tuple[Register, date]) -> None:
    oracle = Oracle(*case)
    stock = {name: oracle.cells(name, {"all": everyone}) for name in INDICATORS}
    for month in oracle.months():
        key = ("all", f"{month:%Y-%m}")
        count = {name: (stock[name][key] or (0, 0))[0] for name in COUNTS}
        groups = ("long_term_unemployed", "repeatedly_unemployed", "service_to_unemployed")
        assert sum(count[group] for group in groups) <= count["unemployed"] <= count["jobseekers"]
        fourth = count["service_to_service"]
        assert fourth <= count["in_service"]
        assert count["structural_unemployed"] == sum(count[group] for group in groups) + fourth
        assert count["broad_unemployment"] <= count["unemployed"] + count["in_service"]
        for name in RATIOS:
            part, whole = stock[name][key] or (0, 0)
            assert "duration" in name or 0 <= part <= (whole or 0)


@FEW
@given(registers(max_persons=3))
def test_municipalities_add_up_to_the_country(case: tuple[Register, date]) -> None:
    oracle = Oracle(*case)
    # Who moves between the parts of the country does not move in the country.
    for name in (one for one in INDICATORS if one not in (*MEDIANS, *STOCK_MOVEMENTS)):
        whole = oracle.cells(name, {"all": everyone})
        parts = oracle.cells(name, {"all": everyone}, ("municipality", "state"))
        for key, value in whole.items():
            if value is not None:
                summed = [part for each, part in parts.items() if each[:2] == key and part]
                assert sum(part[0] for part in summed) == value[0]
                assert sum(part[1] or 0 for part in summed) == (value[1] or 0)


@FEW
@given(registers(max_persons=3))
def test_a_shift_there_and_back_is_the_same_register(case: tuple[Register, date]) -> None:
    register, _ = case
    assert shifted(shifted(register, 10_227), -10_227) == register


def test_split_leaves_people_whose_rows_overlap() -> None:
    register = made(code="A | 01.01.2022 | | 02\nA | 05.01.2022 | | 1\nB | 01.01.2022 | | 02")
    assert overlap(register["YTYOLL"][:2], "YTYOLL")
    split = split_spells(register, random.Random(1))["YTYOLL"]
    assert [row["hid_e"] for row in split] == ["A", "A", "B", "B"]


@settings(max_examples=10, deadline=None)
@given(registers(max_persons=3))
def test_a_register_is_written_with_every_column_of_the_layout(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[Register, date]
) -> None:
    directory: Path = tmp_path_factory.mktemp("register")
    write_register(case[0], directory)
    assert {file.stem for file in directory.glob("*.csv")} == set(case[0])
    for table, rows in case[0].items():
        with (directory / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file, delimiter=";"))
        assert read == [{column: row.get(column, "") for column in COLUMNS[table]} for row in rows]
