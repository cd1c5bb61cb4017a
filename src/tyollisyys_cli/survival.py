"""The Kaplan-Meier median of spells: how long until half of them have ended. No input or output."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def survival_median(
    durations: Sequence[int],
    events: Sequence[bool],
    entries: Sequence[int] | None = None,
    *,
    counts: Sequence[int] | None = None,
    left_truncated: bool = True,
) -> int | None:
    """Return the smallest duration t with S(t) <= 1/2, S being the Kaplan-Meier estimate.

    durations: whole days of each spell, until its end or until it was last seen (censored).
    events: whether the spell ended; one that is censored on a day is still at risk on that day.
    entries: days that the spell had lasted when it was first seen; 0, the default, is a spell seen
        from its start. A spell is at risk on the days t with entry < t <= duration.
    counts: how many spells each row stands for; one by default.
    left_truncated: whether spells with an entry above 0 take part, late, or are left out.

    None where S never comes down to 1/2. S is compared in whole numbers, so that exactly one half
    is one half. Raises ValueError for columns of different lengths.
    """
    spells = len(durations)
    rows = zip(
        durations,
        events,
        [0] * spells if entries is None else entries,
        [1] * spells if counts is None else counts,
        strict=True,
    )
    seen = [row for row in rows if row[2] < row[0] and (left_truncated or row[2] <= 0)]
    surviving, all_ways = 1, 1
    for duration, ended, at_risk in _risk_sets(seen):
        surviving *= at_risk - ended
        all_ways *= at_risk
        if 2 * surviving <= all_ways:
            return duration
    return None


def _risk_sets(
    spells: Sequence[tuple[int, bool, int, int]],
) -> Iterator[tuple[int, int, int]]:
    """Yield, by rising duration, a duration, how many spells ended then, and how many could have.

    Takes (duration, event, entry, count).
    """
    ended, left, entered = Counter[int](), Counter[int](), Counter[int]()
    for duration, event, entry, count in spells:
        left[duration] += count
        entered[entry] += count
        if event:
            ended[duration] += count
    arrivals, departures = sorted(entered), sorted(left)
    at_risk = 0
    for duration in sorted(day for day, count in ended.items() if count):
        while arrivals and arrivals[0] < duration:
            at_risk += entered[arrivals.pop(0)]
        while departures and departures[0] < duration:
            at_risk -= left[departures.pop(0)]
        yield duration, ended[duration], at_risk
