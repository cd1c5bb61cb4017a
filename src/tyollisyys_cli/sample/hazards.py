"""The hazards of the calibration as arrays, so that one lookup serves every person at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample.calibration import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tyollisyys_cli.sample.calibration import Hazards, Profile, Shift

STATES = len(State)
BANDS = len(cal.BAND_MONTHS) + 1
GROUPS = 27
"""Three levels of employability, three age groups, three origins."""
MONTH_DAYS = 365.25 / 12
_EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Return the days since 1.1.1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Window:
    """The simulated days, and the months they fall into."""

    months: tuple[date, ...]
    first_day: int
    extract_day: int
    month_end: NDArray[np.int64]
    """First day after each month."""
    month_of: NDArray[np.int64]
    """Number of the month of each day, counted from the first day."""

    @property
    def extract_date(self) -> date:
        """The day up to which the register is read: the last day of the last month."""
        return _EPOCH + timedelta(days=self.extract_day)


def window_of(first_month: date, last_month: date) -> Window:
    """Return the window from the first day of one month to the last day of another."""
    months = [first_month.replace(day=1)]
    while months[-1] <= last_month:
        months.append((months[-1] + timedelta(days=32)).replace(day=1))
    edges = np.array([day_number(month) for month in months], dtype=np.int64)
    return Window(
        months=tuple(months[:-1]),
        first_day=int(edges[0]),
        extract_day=int(edges[-1]) - 1,
        month_end=edges[1:],
        month_of=np.repeat(np.arange(len(months) - 1), np.diff(edges)),
    )


def group_of(
    frailty: NDArray[np.int64], age_group: NDArray[np.int64], origin: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the number of each person's group, the first index of the hazard tables."""
    return (frailty * 3 + age_group) * 3 + origin


def person_hazards() -> NDArray[np.float64]:
    """Return hazards a day by group, duration band, source and target."""
    bands = np.ones((BANDS, STATES, STATES))
    for (source, target), factors in cal.BANDS.items():
        bands[:, source, target] = factors
    hazards = _group_factors()[:, None] * (bands * _matrix(cal.HAZARDS))[None] / MONTH_DAYS
    return hazards.reshape(GROUPS * BANDS * STATES, STATES)


def service_ends() -> NDArray[np.float64]:
    """Return weights of what follows a service that ran to its end, by source and target."""
    return _matrix(cal.AFTER_SERVICE)


def calendar_factors(profiles: Sequence[Profile], window: Window) -> NDArray[np.float64]:
    """Return factors by profile, month, source and target: the season and every shift."""
    season = np.stack([_season(month) for month in window.months])
    tables = [season * _shifts((*cal.NATIONAL_SHIFTS, *p.shifts), window) for p in profiles]
    return np.stack(tables).reshape(-1, STATES)


def _matrix(table: dict[State, Hazards]) -> NDArray[np.float64]:
    matrix = np.zeros((STATES, STATES))
    for source, targets in table.items():
        for target, hazard in targets.items():
            matrix[source, target] = hazard
    return matrix


def _group_factors() -> NDArray[np.float64]:
    factors = np.ones((GROUPS, STATES, STATES))
    work = [*cal.JOBS, State.OFF]
    for group, (frailty, age, origin) in enumerate(product(range(3), repeat=3)):
        table = factors[group]
        job = cal.FRAILTY_JOB[frailty] * cal.AGE_JOB[age] * cal.ORIGIN_JOB[origin]
        table[State.UNEMPLOYED, work] = job
        table[State.UNEMPLOYED, cal.SERVICES] *= cal.AGE_SERVICE[age] * cal.ORIGIN_SERVICE[origin]
        table[State.UNEMPLOYED, State.STUDY] *= cal.ORIGIN_STUDY[origin]
        rehabilitation = cal.FRAILTY_REHABILITATION[frailty] * cal.ORIGIN_REHABILITATION[origin]
        table[State.UNEMPLOYED, State.REHABILITATION] = rehabilitation
        table[State.OFF] *= cal.FRAILTY_RETURN[frailty]
    return factors


def _season(month: date) -> NDArray[np.float64]:
    factors = np.ones((STATES, STATES))
    number = month.month - 1
    factors[:, cal.JOBS] *= cal.SEASON_WORK[number]
    factors[State.UNEMPLOYED, State.OFF] *= cal.SEASON_WORK[number]
    factors[list(cal.JOBS), State.UNEMPLOYED] *= cal.SEASON_JOB_END[number]
    factors[State.UNEMPLOYED, cal.SERVICES] *= cal.SEASON_SERVICE[number]
    factors[State.OFF] *= cal.SEASON_ENTRY[number]
    return factors


def _shifts(shifts: Sequence[Shift], window: Window) -> NDArray[np.float64]:
    """Return every shift's factor in every month, weighted by the days of the month it covers."""
    factors = np.ones((len(window.months), STATES, STATES))
    starts = np.concatenate([[window.first_day], window.month_end[:-1]])
    length = window.month_end - starts
    for shift in shifts:
        first = np.maximum(starts, day_number(shift.first))
        end = np.minimum(window.month_end, day_number(shift.last) + 1)
        covered = np.clip(end - first, 0, None) / length
        for source, target in product(shift.sources, shift.targets):
            factors[:, source, target] *= 1 + covered * (shift.factor - 1)
    return factors
