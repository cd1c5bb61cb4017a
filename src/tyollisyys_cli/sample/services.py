"""Service tables: where the register writes what a person in a service takes part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample.calibration import State
from tyollisyys_cli.sample.careers import OPEN
from tyollisyys_cli.sample.hazards import day_number
from tyollisyys_cli.sample.register import choices, codes, empty

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from tyollisyys_cli.sample.careers import Careers
    from tyollisyys_cli.sample.hazards import Window
    from tyollisyys_cli.sample.people import People
    from tyollisyys_cli.sample.register import Writer

_ATMT_CODES = day_number(date(2023, 3, 1))
_BE_CODES = day_number(date(2019, 7, 1))
_RESHAPED_SUBSIDY = day_number(date(2023, 7, 1))
_COUNTIES = day_number(cal.COUNTIES_TAKE_OVER)

_CONFLICT_SHARE = 0.01
"""Share of services that begin some days before the person leaves code 02."""
_PLANNED_SHARE = 0.006
"""Share of the unemployed of the extract date who have a service planned."""
_CANCELLED_SHARE = 0.04
"""Trainings that were cancelled, as a share of those that started."""
_LONG_ENOUGH = 60


@dataclass(frozen=True)
class Services:
    """One row per service, ordered by person and start; `end` is the last day."""

    person: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    state: NDArray[np.int64]

    def where(self, rows: NDArray[np.bool_]) -> Services:
        """Return the chosen services."""
        return Services(self.person[rows], self.start[rows], self.end[rows], self.state[rows])


def service_tables(
    people: People, careers: Careers, window: Window, writer: Writer
) -> dict[str, pl.DataFrame]:
    """Return the tables that hold services, with planned and a few contradicting rows."""
    rng = writer.rng
    services = _with_planned(_services(careers, rng), careers, window, rng)
    draw = rng.random(len(services.person))
    state = services.state
    table = {
        "YSIJOIT": np.isin(state, (State.SUBSIDY, State.START_UP)),
        "YTKOKE": (state == State.TRIAL) & (draw < 0.85),
        "YTYOKOU": ((state == State.TRAINING) & (draw < 0.92))
        | ((state == State.COACHING) & (draw < 0.65)),
    }
    in_table = table["YSIJOIT"] | table["YTKOKE"] | table["YTYOKOU"]
    # Every tenth trial with a row of its own has a statement as well: one service, two rows.
    stated = ~in_table | (table["YTKOKE"] & (draw < 0.085))
    return {
        "YSIJOIT": _placements(services.where(table["YSIJOIT"]), writer),
        "YTKOKE": _trials(services.where(table["YTKOKE"]), writer),
        **_trainings(services.where(table["YTYOKOU"]), people, careers, writer),
        "YTVPOLL": _statements(services.where(stated), people, window, writer),
    }


def _services(careers: Careers, rng: Generator) -> Services:
    """Return the services behind the statuses; an open one shows its planned end."""
    rows = np.isin(careers.statuses["state"], cal.SERVICES)
    person, start, end, state, planned = (
        careers.statuses[name][rows] for name in ("person", "start", "end", "state", "planned")
    )
    end = np.where((end == OPEN) & (rng.random(len(end)) < 0.9), planned, end)
    contradicts = rng.random(len(start)) < _CONFLICT_SHARE
    start = start - np.where(contradicts, rng.integers(1, 12, len(start)), 0)
    return Services(person, start, end, state)


def _with_planned(services: Services, careers: Careers, window: Window, rng: Generator) -> Services:
    """Add services that have been agreed on and start after the extract date."""
    statuses = careers.statuses
    open_rows = (statuses["end"] == OPEN) & (statuses["state"] == State.UNEMPLOYED)
    person = statuses["person"][open_rows & (rng.random(len(open_rows)) < _PLANNED_SHARE)]
    start = window.extract_day + rng.integers(1, 50, len(person))
    end = start + rng.integers(40, 120, len(person))
    state = np.array([State.TRIAL, State.STUDY, State.SUBSIDY])[rng.integers(0, 3, len(person))]
    joined = Services(
        np.concatenate([services.person, person]),
        np.concatenate([services.start, start]),
        np.concatenate([services.end, end]),
        np.concatenate([services.state, state]),
    )
    order = np.lexsort((joined.start, joined.person))
    return Services(*(column[order] for column in vars(joined).values()))


def _placements(rows: Services, writer: Writer) -> pl.DataFrame:
    count, rng = len(rows.person), writer.rng
    start_up = rows.state == State.START_UP
    kinds = ("5T", "5V", "6T", "6V", "40", "41", "55", "61", "62")
    kind = np.where(start_up, 7 + rng.integers(0, 2, count), rng.integers(0, 7, count))
    # Companies, associations, municipalities, from 2023 the wellbeing services counties.
    sector = rng.choice(4, count, p=(0.5, 0.25, 0.2, 0.05))
    sector = np.where((sector == 3) & (rows.start < _COUNTIES), 2, sector)
    percent = rng.choice(3, count, p=(0.65, 0.2, 0.15)) + 3 * (rows.start >= _RESHAPED_SUBSIDY)
    return pl.DataFrame(
        {
            "hid_e": writer.person(rows.person),
            "alkpv2": writer.day(rows.start),
            "loppv2": writer.day(rows.end),
            "sijkds": codes(kinds, kind),
            "kryhm": empty(count),
            "saikd": codes(("0", "2"), (rng.random(count) < 0.35).astype(np.int64)),
            "staskd": codes(("4", "3", "2", "7", ""), np.where(start_up, 4, sector)),
            "tukipros": codes(
                ("50", "40", "100", "50", "70", "100", ""), np.where(start_up, 6, percent)
            ),
            "oppisop": codes(("0", "1"), ((rng.random(count) < 0.03) & ~start_up).astype(np.int64)),
            "sipkd": empty(count),
        }
    )


def _trials(rows: Services, writer: Writer) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "hid_e": writer.person(rows.person),
            "alkpv4": writer.day(rows.start),
            "loppv4": writer.day(rows.end),
            "kokeilu": choices(("20", "20", "20", "21"), len(rows.person), writer.rng),
        }
    )


def _trainings(
    rows: Services, people: People, careers: Careers, writer: Writer
) -> dict[str, pl.DataFrame]:
    """Return participations and their courses: people of a region who start in a month share."""
    rng = writer.rng
    cancelled = _cancelled(careers, len(rows.person), rng)
    person = np.concatenate([rows.person, cancelled.person])
    start = np.concatenate([rows.start, cancelled.start])
    end = np.concatenate([rows.end, cancelled.end])
    state = np.concatenate([rows.state, cancelled.state])
    started = np.arange(len(person)) < len(rows.person)
    month = start.astype("datetime64[D]").astype("datetime64[M]")
    # 0 coaching, 1 training; every 25th training is 2, for people who lost their work.
    kind = np.where(state == State.COACHING, 0, 1 + (rng.random(len(person)) < 0.04))
    key = ((month.astype(np.int64) * 3 + kind) * 100 + people.place[person]) * 3
    courses, course = np.unique(key + rng.integers(0, 3, len(person)), return_inverse=True)
    first_day = (courses // 900).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    numbers = pl.Series([f"{100_000 + number}" for number in range(len(courses))], dtype=pl.String)
    order = np.lexsort((start, person))
    participations = pl.DataFrame(
        {
            "hid_e": writer.person(person[order]),
            "alpvm": writer.day(start[order]),
            "papvm": writer.day(end[order]),
            "pasyy": empty(len(person)),
            "alkood": codes(("0", "1"), started[order].astype(np.int64)),
            "ktunoh": numbers.gather(course[order]),
        }
    )
    kinds = codes(("14", "15", "16"), courses // 300 % 3)
    return {
        "YTYOKOU": participations,
        "KTYOKOU": pl.DataFrame(
            {"ktuno": numbers, "kurslaji": kinds, "kalkpv": writer.day(first_day)}
        ),
    }


def _cancelled(careers: Careers, started: int, rng: Generator) -> Services:
    """Return trainings that someone was chosen for and never started: they must not count."""
    statuses = careers.statuses
    length = statuses["end"] - statuses["start"]
    idle = np.flatnonzero(
        (statuses["state"] == State.UNEMPLOYED) & (length > _LONG_ENOUGH) & (statuses["end"] < OPEN)
    )
    chosen = rng.choice(idle, min(len(idle), round(started * _CANCELLED_SHARE)), replace=False)
    start = statuses["start"][chosen] + rng.integers(1, _LONG_ENOUGH, len(chosen))
    return Services(
        statuses["person"][chosen],
        start,
        start + rng.integers(20, 150, len(chosen)),
        np.full(len(chosen), State.TRAINING),
    )


# Statement codes by service: the URA codes, and the A-TMT codes from 3/2023.
_URA = {
    State.REHABILITATION: ("BE",),
    State.STUDY: ("D1", "D6"),
    State.TRIAL: ("BC", "BC", "BC", "BD"),
    State.TRAINING: ("E1",),
    State.COACHING: ("BA", "BB"),
    State.SUBSIDY: ("",),
    State.START_UP: ("",),
}
_ATMT = {
    State.REHABILITATION: ("KT01",),
    State.STUDY: ("OM01",),
    State.TRIAL: ("TY01", "TY01", "TY01", "KK01"),
    State.TRAINING: ("TK01",),
    State.COACHING: ("TV01", "UV01"),
}
_OLD_REHABILITATION = ("B5", "J5")
_INTEGRATION_STUDY = ("G2", "G3", "G9", "H3", "H5")


def _statements(rows: Services, people: People, window: Window, writer: Writer) -> pl.DataFrame:
    count, rng = len(rows.person), writer.rng
    given = np.minimum(rows.start - rng.integers(0, 21, count), window.extract_day)
    old, new = _statement_codes(rows, people, rng)
    atmt = pl.Series(given >= _ATMT_CODES)
    nothing = empty(count)
    return pl.DataFrame(
        {
            "hid_e": writer.person(rows.person),
            "alkpv7": writer.day(rows.start),
            "loppv7": writer.day(rows.end),
            "lausno": nothing.zip_with(atmt, old),
            "lausno7": new.zip_with(atmt, nothing),
            "rekpv": writer.day(given),
        }
    )


def _statement_codes(rows: Services, people: People, rng: Generator) -> tuple[pl.Series, pl.Series]:
    """Return the URA and the A-TMT code of each statement, whichever of them will be written."""
    vintages = np.where(
        (rows.state == State.REHABILITATION) & (rows.start < _BE_CODES), 1, 0
    ) + np.where((rows.state == State.STUDY) & (people.origin[rows.person] > 0), 2, 0)
    old = _one_of(_URA, rows.state, rng)
    count = len(rows.person)
    old = choices(_OLD_REHABILITATION, count, rng).zip_with(pl.Series(vintages == 1), old)
    old = choices(_INTEGRATION_STUDY, count, rng).zip_with(pl.Series(vintages == 2), old)
    return old, _one_of(_ATMT, rows.state, rng)


def _one_of(
    table: dict[State, tuple[str, ...]], state: NDArray[np.int64], rng: Generator
) -> pl.Series:
    texts = [text for choice in table.values() for text in choice]
    first, size = np.zeros(len(State), np.int64), np.ones(len(State), np.int64)
    position = 0
    for key, choice in table.items():
        first[key], size[key] = position, len(choice)
        position += len(choice)
    return codes(texts, first[state] + rng.integers(0, size[state]))
