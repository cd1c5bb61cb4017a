"""Where people live and which office serves them: moves, transfers, and the trial's clients.

A trial serves people under 30, foreign-language speakers and everyone without an earnings-related
allowance. Fund members stay at the TE office until the allowance runs out; by then they are
long-term unemployed. Once a client of the trial, one stays: the trial keeps whom it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tyollisyys_cli.sample import calibration as cal
from tyollisyys_cli.sample import places as geo
from tyollisyys_cli.sample.careers import OPEN
from tyollisyys_cli.sample.hazards import day_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tyollisyys_cli.sample.careers import Careers
    from tyollisyys_cli.sample.hazards import Window
    from tyollisyys_cli.sample.people import People
    from tyollisyys_cli.sample.places import Place

_YOUNG = 30


@dataclass(frozen=True)
class Spells:
    """Closed spells with a code each, ordered by person and start."""

    person: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    code: NDArray[np.str_]


@dataclass(frozen=True)
class Moves:
    """When people come to the region and leave it; `OPEN` for never, 0 for always there."""

    arrival: NDArray[np.int64]
    inside: NDArray[np.int64]
    """Move from one municipality of the region to another."""
    departure: NDArray[np.int64]
    elsewhere: NDArray[np.int64]
    """Index of the municipality outside the region that is left or chosen."""


def draw_moves(people: People, places: Sequence[Place], window: Window, rng: Generator) -> Moves:
    """Return who moves when, uniformly between the entry and the extract date."""
    persons = len(people)
    span = window.extract_day - people.entry_day
    day = people.entry_day + 1 + np.floor(rng.random(persons) * span).astype(np.int64)
    day = np.minimum(day, window.extract_day)
    draw = rng.random(persons)
    arrives = draw < cal.ARRIVAL_SHARE
    leaves = ~arrives & (draw < cal.ARRIVAL_SHARE + cal.MOVE_SHARE / 2)
    several = np.array([len(place.municipalities) > 1 for place in places])[people.place]
    inside = ~arrives & ~leaves & (draw < cal.ARRIVAL_SHARE + cal.MOVE_SHARE) & several
    return Moves(
        arrival=np.where(arrives, day, 0),
        inside=np.where(inside, day, OPEN),
        departure=np.where(leaves, day, OPEN),
        elsewhere=rng.integers(0, len(geo.OTHER_MUNICIPALITIES), persons),
    )


def trial_since(
    people: People, careers: Careers, places: Sequence[Place], window: Window
) -> NDArray[np.int64]:
    """Return the first day as the trial's client, `OPEN` for those who stay at the TE office."""
    start = np.array([day_number(place.trial_start) for place in places])[people.place]
    person, first, last = (careers.searches[name] for name in ("person", "start", "end"))
    at_start = np.maximum(first, start[person])
    year = at_start.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    served = ~people.fund_member[person] | (people.language[person] == 2)
    served |= year - people.birth_year[person] < _YOUNG
    # At the trial's start without an allowance, and until when if work earns a new one.
    without, ran_out, until = (careers.exhausted[name] for name in ("person", "start", "end"))
    before = (ran_out < start[without]) & (until > start[without])
    still = np.zeros(len(people), np.int64)
    still[without[before]] = until[before]
    served |= at_start < still[person]
    since = np.full(len(people), OPEN)
    for who, day, counts in (
        (person, at_start, served & (at_start <= last)),
        (without, ran_out, ran_out >= start[without]),
    ):
        np.minimum.at(since, who[counts], day[counts])
    return np.where(since > window.extract_day, OPEN, since)


def office_spells(
    people: People, moves: Moves, since: NDArray[np.int64], places: Sequence[Place]
) -> Spells:
    """Return the office spells: elsewhere, TE office, trial, elsewhere, as far as they exist."""
    first = people.search_start
    arrival = np.maximum(first, moves.arrival)
    trial = np.maximum(since, arrival)
    edges = [first, arrival, trial, moves.departure, np.full(len(people), OPEN)]
    te_office = np.array([place.te_office for place in places])[people.place]
    office = np.array([place.office for place in places])[people.place]
    other = np.array(geo.OTHER_OFFICES)[moves.elsewhere]
    return _phases(edges, [other, te_office, office, other])


def residence_spells(
    people: People, moves: Moves, places: Sequence[Place], rng: Generator
) -> Spells:
    """Return the residence spells; some start at birth, the others in the years before entry."""
    persons = len(people)
    birth = (people.birth_year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    born = birth.astype(np.int64) + rng.integers(0, 365, persons)
    lived = people.search_start - rng.integers(30, 4000, persons)
    first = np.where(rng.random(persons) < 0.4, born, np.maximum(born, lived))
    first = np.where(people.origin > 0, np.maximum(born, np.minimum(first, lived)), first)
    home, second = _homes(people, places, rng)
    other = np.array(geo.OTHER_MUNICIPALITIES)[moves.elsewhere]
    abroad = np.array(geo.ABROAD)[rng.integers(0, len(geo.ABROAD), persons)]
    away = np.where(rng.random(persons) < 0.08, abroad, other)
    inside = np.minimum(moves.inside, moves.departure)
    edges = [first, np.maximum(first, moves.arrival), inside, moves.departure]
    return _phases([*edges, np.full(persons, OPEN)], [other, home, second, away])


def _homes(
    people: People, places: Sequence[Place], rng: Generator
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Return each person's municipality in the region, and the one moved to inside it."""
    home = np.full(len(people), "000")
    second = home.copy()
    draw = rng.random(len(people))
    for number, place in enumerate(places):
        here = people.place == number
        codes = np.array(place.municipalities)
        chosen = np.searchsorted(np.cumsum(place.shares)[:-1], draw[here], side="right")
        home[here] = codes[chosen]
        second[here] = codes[(chosen + 1) % len(codes)]
    return home, second


def _phases(edges: Sequence[NDArray[np.int64]], codes: Sequence[NDArray[np.str_]]) -> Spells:
    """Return a spell for each phase that has a day; a phase ends where a later one begins."""
    ends = list(np.minimum.accumulate(np.stack(edges[::-1]))[::-1])
    parts = [
        (np.flatnonzero(start < end), start, end, code)
        for start, end, code in zip(edges[:-1], ends[1:], codes, strict=True)
    ]
    person = np.concatenate([rows for rows, *_ in parts])
    start = np.concatenate([start[rows] for rows, start, _, _ in parts])
    end = np.concatenate([end[rows] for rows, _, end, _ in parts])
    code = np.concatenate([code[rows] for rows, _, _, code in parts])
    order = np.lexsort((start, person))
    closed = np.where(end == OPEN, OPEN, end - 1)
    return Spells(person[order], start[order], closed[order], code[order])
