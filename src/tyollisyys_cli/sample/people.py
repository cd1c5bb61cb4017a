"""Who the simulated people are, and when and how each enters the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample.calibration import State
from tyollisyys_cli.sample.hazards import STATES, calendar_factors, group_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tyollisyys_cli.sample.calibration import Profile
    from tyollisyys_cli.sample.hazards import Window

_INITIAL, _ENTRY, _UKRAINIAN = 0, 1, 2

# Estonia, Russia, Iraq, Somalia, Thailand, Syria, Afghanistan, Poland, Romania, Vietnam, Sweden.
_FOREIGN = ("233", "643", "368", "706", "764", "760", "004", "616", "642", "704", "752")
UKRAINE = "804"
FINLAND = "246"
CITIZENSHIPS = (FINLAND, UKRAINE, *_FOREIGN)
NATURALISED_SHARE = 0.25
"""Share of foreign-language speakers who are citizens of Finland."""


@dataclass(frozen=True)
class People:
    """One row per person, in arrays of the same length."""

    place: NDArray[np.int64]
    entry_day: NDArray[np.int64]
    entry_state: NDArray[np.int64]
    search_start: NDArray[np.int64]
    """Before the entry day for the stock of the first day."""
    state_since: NDArray[np.int64]
    birth_year: NDArray[np.int64]
    woman: NDArray[np.bool_]
    language: NDArray[np.int64]
    citizenship: NDArray[np.int64]
    """Index into `CITIZENSHIPS`."""
    origin: NDArray[np.int64]
    frailty: NDArray[np.int64]
    group: NDArray[np.int64]
    fund_member: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.place)


def expected_persons(profiles: Sequence[Profile], window: Window) -> NDArray[np.float64]:
    """Return how many people enter at true scale, by profile, kind of entry, month and state."""
    months = len(window.months)
    calendar = calendar_factors(profiles, window).reshape(len(profiles), months, STATES, STATES)
    expected = np.zeros((len(profiles), 3, months, STATES))
    initial, entries = _weights(cal.INITIAL), _weights(cal.ENTRIES)
    returners = 1 + cal.RETURNERS * np.exp(-np.arange(months) / cal.RETURNERS_MONTHS)
    for number, profile in enumerate(profiles):
        expected[number, _INITIAL, 0] = profile.stock * initial
        entering = entries * calendar[number, :, State.OFF] * returners[:, None]
        expected[number, _ENTRY] = profile.entries * entering
        expected[number, _UKRAINIAN, :, State.UNEMPLOYED] = profile.ukrainians * _ukraine(window)
    return expected


def draw_people(
    persons: int, profiles: Sequence[Profile], window: Window, rng: Generator
) -> People:
    """Return exactly so many people, spread over regions, months and states as expected."""
    expected = expected_persons(profiles, window)
    share = np.cumsum(expected.ravel()) / expected.sum()
    edges = np.floor(share * persons + 0.5).astype(np.int64)
    # Shuffled, so that the number of a person tells neither region nor time of entry.
    cells = rng.permutation(np.repeat(np.arange(expected.size), np.diff(edges, prepend=0)))
    place, kind, month, state = np.unravel_index(cells, expected.shape)
    initial = kind == _INITIAL
    origin = _origins(place, kind, profiles, rng)
    frailty = _frailties(initial, rng)
    entry_day = _entry_days(month, initial, window, rng)
    without_work = _elapsed(initial, frailty, (70.0, 220.0, 440.0), rng)
    # Nobody has been in a service for years; who is in one waited for it before.
    in_service = np.isin(state, cal.SERVICES)
    in_state = np.where(in_service, np.minimum(without_work, 90), without_work)
    search = without_work + _elapsed(initial, frailty, (60.0, 260.0, 850.0), rng)
    age = _ages(initial, origin, rng)
    return People(
        place=place,
        entry_day=entry_day,
        entry_state=state,
        search_start=entry_day - search,
        state_since=entry_day - in_state,
        birth_year=_years(entry_day) - age,
        woman=rng.random(persons) < np.where(origin == 2, 0.62, 0.45),
        language=_languages(origin, rng),
        citizenship=_citizenships(origin, rng),
        origin=origin,
        frailty=frailty,
        group=group_of(frailty, np.searchsorted(cal.AGE_LIMITS, age, side="right"), origin),
        fund_member=_fund_members(age, origin, frailty, state, rng),
    )


def _weights(shares: cal.Hazards) -> NDArray[np.float64]:
    weights = np.zeros(STATES)
    for state, share in shares.items():
        weights[state] = share
    return weights


def _ukraine(window: Window) -> NDArray[np.float64]:
    """Return the share of people under temporary protection who register in each month."""
    total = sum(cal.UKRAINIAN_MONTHS)
    first = cal.UKRAINIANS_FROM.year * 12 + cal.UKRAINIANS_FROM.month
    shares = np.zeros(len(window.months))
    for number, month in enumerate(window.months):
        since = month.year * 12 + month.month - first
        if since >= 0:
            shares[number] = cal.UKRAINIAN_MONTHS[min(since, len(cal.UKRAINIAN_MONTHS) - 1)] / total
    return shares


def _origins(
    place: NDArray[np.int64], kind: NDArray[np.int64], profiles: Sequence[Profile], rng: Generator
) -> NDArray[np.int64]:
    new = np.array([profile.foreign_share for profile in profiles])
    old = np.array([profile.foreign_share_initial for profile in profiles])
    share = np.where(kind == _INITIAL, old[place], new[place])
    origin = (rng.random(len(place)) < share).astype(np.int64)
    return np.where(kind == _UKRAINIAN, 2, origin)


def _frailties(initial: NDArray[np.bool_], rng: Generator) -> NDArray[np.int64]:
    draw = rng.random(len(initial))
    new = np.searchsorted(np.cumsum(cal.FRAILTY_SHARES)[:2], draw)
    old = np.searchsorted(np.cumsum(cal.FRAILTY_SHARES_INITIAL)[:2], draw)
    return np.where(initial, old, new)


def _entry_days(
    month: NDArray[np.int64], initial: NDArray[np.bool_], window: Window, rng: Generator
) -> NDArray[np.int64]:
    starts = np.concatenate([[window.first_day], window.month_end[:-1]])
    length = window.month_end - starts
    offset = np.floor(rng.random(len(month)) * length[month]).astype(np.int64)
    # The epidemic and the war began inside a month; to the month is exact enough here.
    return np.where(initial, window.first_day, starts[month] + offset)


def _elapsed(
    initial: NDArray[np.bool_],
    frailty: NDArray[np.int64],
    means: tuple[float, float, float],
    rng: Generator,
) -> NDArray[np.int64]:
    """Return the days since a start before the first day: longer for who hardly finds work."""
    days = np.ceil(rng.exponential(np.array(means)[frailty])).astype(np.int64)
    return np.where(initial, np.minimum(days, 5000), 0)


def _ages(
    initial: NDArray[np.bool_], origin: NDArray[np.int64], rng: Generator
) -> NDArray[np.int64]:
    """Return ages of 16 to 63: new jobseekers are young, the stock and newcomers are not."""
    young = rng.triangular(16, 20, 40, len(origin))
    any_age = rng.triangular(18, 44, 64, len(origin))
    share_young = np.where(initial, 0.22, np.where(origin > 0, 0.25, 0.48))
    return np.where(rng.random(len(origin)) < share_young, young, any_age).astype(np.int64)


def _years(day: NDArray[np.int64]) -> NDArray[np.int64]:
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def _languages(origin: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
    swedish = rng.random(len(origin)) < 0.06
    return np.where(origin > 0, 2, swedish.astype(np.int64))


def _citizenships(origin: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
    foreign = rng.integers(2, len(CITIZENSHIPS), len(origin))
    foreign = np.where(rng.random(len(origin)) < NATURALISED_SHARE, 0, foreign)
    return np.choose(origin, [np.zeros_like(foreign), foreign, np.ones_like(foreign)])


def _fund_members(
    age: NDArray[np.int64],
    origin: NDArray[np.int64],
    frailty: NDArray[np.int64],
    state: NDArray[np.int64],
    rng: Generator,
) -> NDArray[np.bool_]:
    """Return who belongs to an unemployment fund: who has had steady work, and who is laid off."""
    share = np.array([0.58, 0.48, 0.28])[frailty]
    share = np.where(state == State.LAID_OFF, 0.75, share)
    share = share * np.where(age < 25, 0.35, 1.0) * np.where(origin > 0, 0.4, 1.0)
    return (rng.random(len(age)) < share) & (origin < 2)
