"""The tables of people, job searches, statuses, offices and plans, and the files of them all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample.calibration import State
from tyollisyys_cli.sample.careers import OPEN, simulate
from tyollisyys_cli.sample.hazards import STATES, Window, day_number, window_of
from tyollisyys_cli.sample.offices import (
    draw_moves,
    office_spells,
    residence_spells,
    trial_since,
)
from tyollisyys_cli.sample.people import CITIZENSHIPS, draw_people
from tyollisyys_cli.sample.places import TRIALS_END, places_of
from tyollisyys_cli.sample.register import choices, codes, empty, writer
from tyollisyys_cli.sample.services import service_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tyollisyys_cli.sample.careers import Careers, Rows
    from tyollisyys_cli.sample.offices import Spells
    from tyollisyys_cli.sample.people import People
    from tyollisyys_cli.sample.register import Writer

DEFAULT_PERSONS = 14_000
"""People of Raahe and Porvoo in 2019-01 .. 2024-07 at true scale."""
DEFAULT_SEED = 31
"""Of the first 40 seeds the one whose wide swings stay closest to the published figures."""
FEWEST_PERSONS = 100
_EARLIEST = date(2013, 1, 1)

_TWO_DIGITS = day_number(date(2023, 3, 1))
_NORDIC = day_number(date(2022, 5, 2))

_OVERLAP_SHARE = 0.002
"""Share of status rows whose end was not corrected when the next row was written."""
_UNKNOWN_SHARE = 0.01
"""Share of spells outside the labour force that are written as unknown, code z."""
_TOUCHING_SHARE = 0.01
"""Share of job searches that are written as two which touch."""
_PLAN_SHARE = 0.45
_LINE_SHARE = 0.55
"""Shares of job searches in which a plan is signed and a service line is chosen."""


def write_sample(
    directory: Path,
    *,
    persons: int,
    seed: int,
    regions: Sequence[str],
    first_month: date,
    last_month: date,
) -> dict[str, int]:
    """Simulate careers and write them as register tables; return the rows written per table.

    The same arguments give the same bytes. Raises `UsageError` for an unknown region, a month
    outside 2013-01 .. 2024-12 or too few persons.
    """
    places = places_of(regions)
    _check(persons, first_month, last_month)
    window = window_of(first_month, last_month)
    rng = np.random.default_rng(seed)
    profiles = [cal.PROFILES.get(place.region, cal.GENERIC) for place in places]
    people = draw_people(persons, profiles, window, rng)
    careers = simulate(people, profiles, window, rng)
    register = writer(persons, seed, rng)
    moves = draw_moves(people, places, window, rng)
    offices = office_spells(people, moves, trial_since(people, careers, places, window), places)
    homes = residence_spells(people, moves, places, rng)
    reasons = _end_reasons(careers.statuses, rng)
    tables = {
        "YHENK": _persons(people, careers, window, register),
        "YHKUNTA": _spell_table(homes, ("kunnoh", "muupv6", "paapv6"), register),
        "YHTSTO": _spell_table(offices, ("toinoh", "muupv7", "paapv7"), register),
        "YTHAKU": _searches(people, careers, reasons, register),
        "YTYOLL": _statuses(careers.statuses, reasons, window, register),
        **service_tables(people, careers, window, register),
        "YTVALIT": _mediated(careers.statuses, register),
        "YTHAKSU": _plans(people, careers, window, register),
        "YASSEGMENTTI": _service_lines(people, careers.searches, register),
    }
    return _write(directory, tables, window)


def _check(persons: int, first_month: date, last_month: date) -> None:
    if persons < FEWEST_PERSONS:
        raise UsageError(
            f"{persons} persons are too few", f"simulate at least {FEWEST_PERSONS} of them"
        )
    if not _EARLIEST <= first_month <= last_month <= TRIALS_END:
        raise UsageError(
            f"cannot simulate {first_month:%Y-%m} .. {last_month:%Y-%m}",
            f"choose months from {_EARLIEST:%Y-%m} to {TRIALS_END:%Y-%m}, the first one first",
        )


_MARK = "# written by tyo sample: nobody in these files exists"


def _refuse_real_extracts(directory: Path, tables: Iterable[str]) -> None:
    """Refuse to write over files that may be somebody's extracts; raises UsageError."""
    marker = directory / "extract.toml"
    if marker.exists() and marker.read_bytes().startswith(_MARK.encode()):
        return
    for name in tables:
        if (directory / f"{name}.csv").exists():
            raise UsageError(
                f"{directory / name}.csv exists, and `tyo sample` did not write it",
                "name an empty folder: real extracts would be lost",
            )


def _write(directory: Path, tables: dict[str, pl.DataFrame], window: Window) -> dict[str, int]:
    directory.mkdir(parents=True, exist_ok=True)
    _refuse_real_extracts(directory, tables)
    try:
        # The mark comes first: what is written up to a failure is known to be of nobody.
        (directory / "extract.toml").write_text(
            f"{_MARK}\nextract_date = {window.extract_date.isoformat()}\n", encoding="utf-8"
        )
        for name, table in tables.items():
            _write_table(table, directory / f"{name}.csv")
    except OSError as error:
        raise UsageError(
            f"{directory}: the register cannot be written: {error.strerror or error}",
            "make room, or name another folder; what was written so far is not whole",
        ) from error
    return {name: table.height for name, table in tables.items()}


def _write_table(table: pl.DataFrame, file: Path) -> None:
    """Write a table whole, or leave nothing of it."""
    part = file.with_name(f"{file.name}.part")
    try:
        table.write_csv(part, separator=";", quote_style="never")
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _persons(people: People, careers: Careers, window: Window, register: Writer) -> pl.DataFrame:
    count, rng = len(people), register.rng
    updated = people.entry_day.copy()
    np.maximum.at(updated, careers.statuses["person"], careers.statuses["start"])
    updated = np.minimum(updated + rng.integers(0, 60, count), window.extract_day)
    citizenship = codes(CITIZENSHIPS, people.citizenship)
    unsaid = pl.Series((people.citizenship == 0) & (rng.random(count) < 0.3))
    language = np.where((people.language == 0) & (rng.random(count) < 0.2), 3, people.language)
    funds = ("003", "011", "023", "050", "061", "070", "078", "099")
    fund = np.where(people.fund_member, rng.integers(0, len(funds), count), len(funds))
    # Basic, upper secondary, lowest tertiary, bachelor, master; unknown for some.
    education = rng.choice(6, count, p=(0.24, 0.46, 0.10, 0.10, 0.05, 0.05))
    return pl.DataFrame(
        {
            "hid_e": register.ids,
            "syntyv": codes([str(year) for year in range(1900, 2020)], people.birth_year - 1900),
            "sukup": codes(("1", "2"), people.woman.astype(np.int64)),
            "kansah": empty(count).zip_with(unsaid, citizenship),
            "kiekd": codes(("0", "1", "2", ""), language),
            "kasno": codes((*funds, ""), fund),
            "pkokdh": codes(("1", "3", "5", "6", "7", ""), education),
            "vppvmh": register.day(updated),
        }
    )


def _spell_table(spells: Spells, columns: tuple[str, str, str], register: Writer) -> pl.DataFrame:
    code, start, end = columns
    return pl.DataFrame(
        {
            "hid_e": register.person(spells.person),
            code: pl.Series(spells.code),
            start: register.day(spells.start),
            end: register.day(spells.end),
        }
    )


def _searches(
    people: People, careers: Careers, reasons: NDArray[np.int64], register: Writer
) -> pl.DataFrame:
    """Return the job searches; a few are written as two that touch, as a renewal is."""
    rng = register.rng
    person, start, end = (careers.searches[name] for name in ("person", "start", "end"))
    length = np.where(end == OPEN, 0, end - start)
    split = np.flatnonzero((rng.random(len(person)) < _TOUCHING_SHARE) & (length > 30))
    cut = start[split] + length[split] // 2
    # Each search ends with the status that led out of it, and for the same reason.
    last = (careers.statuses["target"] == State.OFF) | (careers.statuses["end"] == OPEN)
    reason = reasons[last]
    order = np.lexsort((np.concatenate([start, cut]), np.concatenate([person, person[split]])))
    first_end = end.copy()
    first_end[split] = cut - 1
    first_reason = reason.copy()
    first_reason[split] = _OTHER_REASON
    both = np.concatenate([person, person[split]])[order]
    rows = len(both)
    return pl.DataFrame(
        {
            "hid_e": register.person(both),
            "alkpv1": register.day(np.concatenate([start, cut])[order]),
            "loppv1": register.day(np.concatenate([first_end, end[split]])[order]),
            "hapkd": codes(_REASONS, np.concatenate([first_reason, reason[split]])[order]),
            "hedkd": empty(rows),
            "otlupa": codes(("", "1C"), (people.origin[both] == 2).astype(np.int64)),
            "tpskd": empty(rows),
            "esppv": empty(rows),
        }
    )


def _statuses(
    statuses: Rows, reasons: NDArray[np.int64], window: Window, register: Writer
) -> pl.DataFrame:
    rng = register.rng
    person, start, state = (statuses[name] for name in ("person", "start", "state"))
    return pl.DataFrame(
        {
            "hid_e": register.person(person),
            "tappvh": register.day(start),
            "tppvm": register.day(_with_overlaps(statuses, window, rng)),
            "tyok1": codes(_STATUS_CODES, _status_codes(start, state, rng)),
            "tymsyy": codes(_REASONS, reasons),
        }
    )


def _with_overlaps(statuses: Rows, window: Window, rng: Generator) -> NDArray[np.int64]:
    """Return the ends, a few of them some days into the next status."""
    end, goes_on = statuses["end"], statuses["target"] != State.OFF
    late = (rng.random(len(end)) < _OVERLAP_SHARE) & goes_on & (end < OPEN)
    later = np.minimum(end + rng.integers(1, 10, len(end)), window.extract_day)
    return np.where(late, later, end)


_DIGITS = "0123456789z"
_STATUS_CODES = (*_DIGITS, *(f"0{digit}" for digit in _DIGITS[:10]))
_DIGIT_OF = {
    State.UNEMPLOYED: 2,
    State.LAID_OFF: 3,
    State.REDUCED_WEEK: 4,
    State.OPEN_MARKET: 1,
    State.PART_TIME: 9,
    State.OUTSIDE: 5,
    State.EDUCATION: 8,
    State.SUBSIDY: 0,
    State.START_UP: 0,
    State.TRIAL: 7,
    State.TRAINING: 7,
    State.COACHING: 7,
    State.REHABILITATION: 7,
    State.STUDY: 8,
}


def _status_codes(
    start: NDArray[np.int64], state: NDArray[np.int64], rng: Generator
) -> NDArray[np.int64]:
    """Return positions in `_STATUS_CODES`: one digit in the old system, two in the new one."""
    digit = np.zeros(STATES, np.int64)
    for key, value in _DIGIT_OF.items():
        digit[key] = value
    code = digit[state]
    draw = rng.random(len(state))
    # Before the Nordic model part-time work was written as work, and 9 meant unknown.
    as_work = (state == State.PART_TIME) & (start < _NORDIC) & (draw < 0.75)
    code = np.where(as_work, 1, code)
    code = np.where(start >= _TWO_DIGITS, code + 11, code)
    return np.where((state == State.OUTSIDE) & (draw < _UNKNOWN_SHARE), 10, code)


_REASONS = (*(f"{number:02d}" for number in range(17)), "")
_NO_REASON = 17
_OTHER_REASON = 6
_REASON_OF_TARGET = {
    State.UNEMPLOYED: 6,
    State.LAID_OFF: 6,
    State.REDUCED_WEEK: 2,
    State.OPEN_MARKET: 3,
    State.PART_TIME: 16,
    State.OUTSIDE: 5,
    State.EDUCATION: 8,
    State.SUBSIDY: 0,
    State.START_UP: 0,
    State.TRIAL: 11,
    State.TRAINING: 4,
    State.COACHING: 11,
    State.REHABILITATION: 12,
    State.STUDY: 13,
}


def _end_reasons(statuses: Rows, rng: Generator) -> NDArray[np.int64]:
    """Return why each row ended, as a position in `_REASONS`; an open row has no reason."""
    state, target, end = (statuses[name] for name in ("state", "target", "end"))
    table = np.zeros(STATES, np.int64)
    for key, value in _REASON_OF_TARGET.items():
        table[key] = value
    reason = table[target]
    nordic = end >= _NORDIC
    reason = np.where((reason == 16) & ~nordic, 3, reason)
    # Every sixth job was found through the office's mediation, the others alone.
    mediated = (target == State.OPEN_MARKET) & (rng.random(len(state)) < 0.17)
    reason = np.where(mediated, 1, reason)
    reason = np.where((state == State.LAID_OFF) & (target == State.OPEN_MARKET), 2, reason)
    reason = np.where(target == State.OFF, _search_end_reasons(state, nordic, rng), reason)
    return np.where(end == OPEN, _NO_REASON, reason)


def _search_end_reasons(
    state: NDArray[np.int64], nordic: NDArray[np.bool_], rng: Generator
) -> NDArray[np.int64]:
    """Return reasons for leaving: work, not renewed, out of the labour force, other."""
    at_work = np.array([3, 3, 3, 1, 6])[rng.integers(0, 5, len(state))]
    idle = np.array([3, 3, 1, 5, 10, 10, 10, 6, 8, 9])[rng.integers(0, 10, len(state))]
    sanctions = nordic & (rng.random(len(state)) < 0.05)
    idle = np.where(sanctions, rng.integers(14, 16, len(state)), idle)
    idle = np.where(state == State.LAID_OFF, 2, idle)
    return np.where(np.isin(state, (*cal.JOBS, State.SUBSIDY, State.START_UP)), at_work, idle)


def _mediated(statuses: Rows, register: Writer) -> pl.DataFrame:
    """Return jobs found through mediation; the kinds of subsidised jobs are left empty."""
    rng = register.rng
    found = (statuses["state"] == State.UNEMPLOYED) & (statuses["target"] == State.OPEN_MARKET)
    found &= (statuses["end"] < OPEN) & (rng.random(len(found)) < 0.15)
    person, start = statuses["person"][found], statuses["end"][found] + 1
    count = len(person)
    vacancies = pl.Series(rng.integers(1_000_000, 9_999_999, count)).cast(pl.String)
    return pl.DataFrame(
        {
            "hid_e": register.person(person),
            "alkpv8": register.day(start),
            "loppv8": empty(count),
            "ilmno": vacancies,
            "vjskd": empty(count),
        }
    )


def _plans(people: People, careers: Careers, window: Window, register: Writer) -> pl.DataFrame:
    """Return a plan for each search in its first month, and one for rehabilitative work."""
    rng = register.rng
    planned = rng.random(len(careers.searches["person"])) < _PLAN_SHARE
    person, start = (careers.searches[name][planned] for name in ("person", "start"))
    kind = np.where(people.origin[person] > 0, 1, 0)
    kind = np.where((people.frailty[person] == 2) & (rng.random(len(person)) < 0.1), 3, kind)
    day = np.minimum(start + rng.integers(0, 30, len(person)), window.extract_day)
    rehabilitation = careers.statuses["state"] == State.REHABILITATION
    person = np.concatenate([person, careers.statuses["person"][rehabilitation]])
    day = np.concatenate([day, careers.statuses["start"][rehabilitation]])
    kind = np.concatenate([kind, np.full(int(rehabilitation.sum()), 2)])
    order = np.lexsort((day, person))
    return pl.DataFrame(
        {
            "hid_e": register.person(person[order]),
            "thspv": register.day(day[order]),
            "kotsk": codes(("00", "01", "02", "07"), kind[order]),
        }
    )


# Lines by employability: job mediation 01, skills 02, supported employment 03, multi-sector 05.
_LINES = (("01", "01", "01", "02", "00"), ("01", "02", "02", "02", "03"), ("02", "03", "03", "05"))


def _service_lines(people: People, searches: Rows, register: Writer) -> pl.DataFrame:
    """Return the service line of each search; a third of long searches get a second one."""
    rng = register.rng
    chosen = rng.random(len(searches["person"])) < _LINE_SHARE
    person, start, end = (searches[name][chosen] for name in ("person", "start", "end"))
    changes = np.flatnonzero((end - start > 200) & (end < OPEN) & (rng.random(len(person)) < 0.33))
    change = start[changes] + rng.integers(60, 180, len(changes))
    first_end = end.copy()
    first_end[changes] = change - 1
    everyone = np.concatenate([person, person[changes]])
    order = np.lexsort((np.concatenate([start, change]), everyone))
    frailty = people.frailty[everyone]
    line = [choices(lines, len(everyone), rng) for lines in _LINES]
    easily, hardly = pl.Series(frailty == 0), pl.Series(frailty == 2)
    code = line[2].zip_with(hardly, line[0].zip_with(easily, line[1]))
    return pl.DataFrame(
        {
            "hid_e": register.person(everyone[order]),
            "alkupv": register.day(np.concatenate([start, change])[order]),
            "paatpv": register.day(np.concatenate([first_end, end[changes]])[order]),
            "assegkdi": code.gather(order),
        }
    )
