"""The simulation: every person moves between states, one move at a time, all persons at once.

Hazards are constant within a calendar month, so waiting times are exponential and the month's end
is a point where nothing happens but a new hazard begins (a piecewise exponential model). One round
of the loop takes every active person to the next move or to the end of the month.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample.calibration import State
from tyollisyys_cli.sample.hazards import (
    BANDS,
    MONTH_DAYS,
    STATES,
    Window,
    calendar_factors,
    day_number,
    person_hazards,
    service_ends,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tyollisyys_cli.sample.calibration import Profile
    from tyollisyys_cli.sample.people import People

OPEN = 92_355
"""11.11.2222 as a day number: the register's end date of what has not ended."""
_NO_PLAN = OPEN + 1

# Long enough away from unemployment, by what has been done since: the allowance is earned anew.
_EARNS_ALLOWANCE = (State.OFF, *cal.JOBS, State.SUBSIDY)

Rows = dict[str, "NDArray[np.int64]"]


@dataclass(frozen=True)
class Careers:
    """What the people did: spells of the register, ordered by person and start."""

    statuses: Rows
    """person, start, end, state, target (the next state), planned (end of a service)."""
    searches: Rows
    """person, start, end."""
    exhausted: Rows
    """person, start, end: from the day on which the allowance has run out until it is earned."""


@dataclass
class _Log:
    chunks: list[Rows] = field(default_factory=list[Rows])

    def add(self, **columns: NDArray[np.int64]) -> None:
        if len(columns["person"]):
            self.chunks.append(columns)

    def rows(self, *names: str) -> Rows:
        none = np.zeros(0, np.int64)
        rows = {name: np.concatenate([none, *(c[name] for c in self.chunks)]) for name in names}
        order = np.lexsort((rows["start"], rows["person"]))
        return {name: column[order] for name, column in rows.items()}


@dataclass(frozen=True)
class _Logs:
    statuses: _Log = field(default_factory=_Log)
    searches: _Log = field(default_factory=_Log)
    exhausted: _Log = field(default_factory=_Log)


@dataclass(frozen=True)
class _Tables:
    """Hazards and calendar, ready to be looked up by flat index."""

    window: Window
    hazards: NDArray[np.float64]
    ends: NDArray[np.float64]
    calendar: NDArray[np.float64]
    band_days: NDArray[np.float64]

    def calendar_rows(
        self, place: NDArray[np.int64], month: NDArray[np.int64], state: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        return self.calendar[(place * len(self.window.months) + month) * STATES + state]


@dataclass(frozen=True)
class _Now:
    """Where each person stands; the arrays are written in place."""

    day: NDArray[np.int64]
    state: NDArray[np.int64]
    row_start: NDArray[np.int64]
    since: NDArray[np.int64]
    """Start of the state; of the time without work, which layoff and dismissal share."""
    search_start: NDArray[np.int64]
    planned: NDArray[np.int64]
    """Last day of the service, else `_NO_PLAN`."""
    allowance: NDArray[np.int64]
    paid_days: NDArray[np.int64]
    """Calendar days on the earnings-related allowance: earned, and used."""
    exhausted: NDArray[np.int64]
    """Day on which the earnings-related allowance ran out, else `OPEN`."""


def simulate(
    people: People, profiles: Sequence[Profile], window: Window, rng: Generator
) -> Careers:
    """Run every career from its entry to the extract date."""
    band_days = np.array(cal.BAND_MONTHS) * MONTH_DAYS
    calendar = calendar_factors(profiles, window)
    tables = _Tables(window, person_hazards(), service_ends(), calendar, band_days)
    logs = _Logs()
    now = _start(people, rng, logs)
    active = np.arange(len(people))
    while len(active):
        moved, target = _advance(active, people, now, tables, rng)
        _move(moved, target, now, rng, logs)
        active = active[now.day[active] <= window.extract_day]
    _leave_open(now, logs)
    return Careers(
        logs.statuses.rows("person", "start", "end", "state", "target", "planned"),
        logs.searches.rows("person", "start", "end"),
        logs.exhausted.rows("person", "start", "end"),
    )


def _start(people: People, rng: Generator, logs: _Logs) -> _Now:
    """Place everyone at the entry; who searched before it worked, or waited for the service."""
    state = people.entry_state.copy()
    since = people.state_since.copy()
    earlier = np.flatnonzero(people.search_start < since)
    logs.statuses.add(
        person=earlier,
        start=people.search_start[earlier],
        end=since[earlier] - 1,
        state=np.where(np.isin(state[earlier], cal.SERVICES), State.UNEMPLOYED, State.OPEN_MARKET),
        target=state[earlier],
        planned=np.full(len(earlier), _NO_PLAN),
    )
    paid = people.fund_member & np.isin(state, cal.WITHOUT_WORK)
    now = _Now(
        day=people.entry_day.copy(),
        state=state,
        row_start=since.copy(),
        since=since,
        search_start=people.search_start.copy(),
        planned=np.full(len(state), _NO_PLAN),
        allowance=_allowances(people),
        paid_days=np.where(paid, people.entry_day - since, 0),
        exhausted=np.full(len(state), OPEN),
    )
    _plan(np.arange(len(state)), now, rng)
    return now


def _advance(
    active: NDArray[np.int64], people: People, now: _Now, tables: _Tables, rng: Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Move the clock of the active people to the next event; return who moves, and where to."""
    day, state = now.day[active], now.state[active]
    month = tables.window.month_of[day - tables.window.first_day]
    factors = tables.calendar_rows(people.place[active], month, state)
    band = np.searchsorted(tables.band_days, day - now.since[active], side="right")
    rates = tables.hazards[(people.group[active] * BANDS + band) * STATES + state] * factors
    _retire(rates, people.birth_year[active], month, state, tables.window)
    total = np.cumsum(rates, axis=1)
    wait = rng.exponential(size=len(active)) / np.maximum(total[:, -1], 1e-12)
    planned_end = now.planned[active] + 1
    limit = np.minimum(tables.window.month_end[month], planned_end)
    moves = wait < limit - day
    next_day = np.where(moves, day + np.floor(np.minimum(wait, 99)).astype(np.int64) + 1, limit)
    _count_paid_days(active, next_day, people, now)
    now.day[active] = next_day
    ended = ~moves & (next_day == planned_end)
    total[ended] = np.cumsum(tables.ends[state[ended]] * factors[ended], axis=1)
    event = (moves | ended) & (next_day <= tables.window.extract_day)
    pick = rng.random(len(active)) * total[:, -1]
    target = (total <= pick[:, None]).sum(axis=1)
    return active[event], target[event]


def _retire(
    rates: NDArray[np.float64],
    birth_year: NDArray[np.int64],
    month: NDArray[np.int64],
    state: NDArray[np.int64],
    window: Window,
) -> None:
    """Let people of pension age leave, and not come back."""
    years = np.array([first.year for first in window.months])
    old = years[month] - birth_year >= cal.PENSION_AGE
    rates[old & (state == State.OFF)] = 0
    rates[old & (state != State.OFF), State.OFF] += cal.PENSION_HAZARD / MONTH_DAYS


def _count_paid_days(
    active: NDArray[np.int64], next_day: NDArray[np.int64], people: People, now: _Now
) -> None:
    """Count the days on which a fund pays, and note the first day after the last of them."""
    paid = people.fund_member[active] & np.isin(now.state[active], cal.WITHOUT_WORK)
    person, until = active[paid], next_day[paid]
    left = now.allowance[person] - now.paid_days[person]
    runs_out = np.maximum(now.day[person] + left, now.day[person])
    now.exhausted[person] = np.where(
        runs_out < until, np.minimum(now.exhausted[person], runs_out), now.exhausted[person]
    )
    now.paid_days[person] += until - now.day[person]


def _allowances(people: People) -> NDArray[np.int64]:
    """Return the calendar days of each person's earnings-related allowance, by age in 2021."""
    short, normal, old = cal.BENEFIT_DAYS
    age = 2021 - people.birth_year
    return np.where(age >= 58, old, np.where((age < 30) | (people.frailty == 2), short, normal))


def _move(
    moved: NDArray[np.int64],
    target: NDArray[np.int64],
    now: _Now,
    rng: Generator,
    logs: _Logs,
) -> None:
    """Close the row that ends, open the next one, and start or end the job search with it."""
    state, day = now.state[moved], now.day[moved]
    _close(moved, day - 1, target, now, logs)
    begins = moved[state == State.OFF]
    now.search_start[begins] = now.day[begins]
    worked = day - now.since[moved] >= cal.REQUALIFYING_DAYS
    _requalify(moved[worked & np.isin(state, _EARNS_ALLOWANCE)], now, logs)
    without = np.isin(state, cal.WITHOUT_WORK) & np.isin(target, cal.WITHOUT_WORK)
    fresh = ~without & (state != target)
    now.since[moved[fresh]] = day[fresh]
    now.state[moved] = target
    now.row_start[moved] = day
    _plan(moved, now, rng)


def _requalify(person: NDArray[np.int64], now: _Now, logs: _Logs) -> None:
    """Give people who have worked for long enough a new allowance."""
    had_none = person[now.exhausted[person] < OPEN]
    logs.exhausted.add(person=had_none, start=now.exhausted[had_none], end=now.day[had_none])
    now.paid_days[person] = 0
    now.exhausted[person] = OPEN


def _close(
    person: NDArray[np.int64],
    end: NDArray[np.int64],
    target: NDArray[np.int64],
    now: _Now,
    logs: _Logs,
) -> None:
    inside = now.state[person] != State.OFF
    row = person[inside]
    logs.statuses.add(
        person=row,
        start=now.row_start[row],
        end=end[inside],
        state=now.state[row],
        target=target[inside],
        planned=now.planned[row],
    )
    last = inside & (target == State.OFF)
    logs.searches.add(
        person=person[last],
        start=now.search_start[person[last]],
        end=end[last],
    )


def _plan(person: NDArray[np.int64], now: _Now, rng: Generator) -> None:
    """Give the services that start a planned end; plan around the counties' take-over."""
    shortest, longest = np.zeros(STATES, np.int64), np.zeros(STATES, np.int64)
    for state, (low, high) in cal.PLANNED_DAYS.items():
        shortest[state], longest[state] = low, high
    state, day = now.state[person], now.day[person]
    length = rng.integers(shortest[state], longest[state] + 1)
    planned = np.where(longest[state] > 0, day + length, _NO_PLAN)
    ends = day_number(cal.COUNTIES_TAKE_OVER)
    overtaken = (state == State.REHABILITATION) & (day < ends) & (planned >= ends)
    overtaken &= rng.random(len(person)) < cal.COUNTIES_END_SHARE
    around = ends - 10 + rng.integers(0, 80, len(person))
    now.planned[person] = np.where(overtaken, np.maximum(around, day + 1), planned)


def _leave_open(now: _Now, logs: _Logs) -> None:
    """Write what still runs on the extract date, with an open end."""
    person = np.flatnonzero(now.state != State.OFF)
    end = np.full(len(person), OPEN)
    logs.statuses.add(
        person=person,
        start=now.row_start[person],
        end=end,
        state=now.state[person],
        target=now.state[person],
        planned=now.planned[person],
    )
    logs.searches.add(person=person, start=now.search_start[person], end=end)
    without = np.flatnonzero(now.exhausted < OPEN)
    logs.exhausted.add(
        person=without, start=now.exhausted[without], end=np.full(len(without), OPEN)
    )
