"""The Kaplan-Meier median: spells that ended, spells still seen, spells first seen late."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tyollisyys_cli.disclosure import protect
from tyollisyys_cli.survival import survival_median

SPELLS = st.lists(
    st.tuples(st.integers(1, 12), st.booleans(), st.integers(0, 12)), min_size=1, max_size=15
)


def by_the_day(spells: list[tuple[int, bool, int]]) -> int | None:
    """Look at every day alone: of the spells at risk on it, how many ended."""
    surviving = Fraction(1)
    for day in range(1, 13):
        at_risk = [spell for spell in spells if spell[2] < day <= spell[0]]
        ended = [spell for spell in at_risk if spell[1] and spell[0] == day]
        if ended:
            surviving *= 1 - Fraction(len(ended), len(at_risk))
            if surviving <= Fraction(1, 2):
                return day
    return None


def test_without_censoring_it_is_the_day_on_which_half_have_ended() -> None:
    assert survival_median([1, 2, 3, 4], [True] * 4) == 2
    assert survival_median([1, 2, 3], [True] * 3) == 2


def test_a_censored_spell_is_at_risk_until_the_day_on_which_it_was_last_seen() -> None:
    # Day 5: one of 4 ends, the one censored on that day among them; S = 3/4. Day 8: one of 2.
    assert survival_median([5, 5, 8, 9], [True, False, True, False]) == 8


def test_nobody_or_nobody_who_ended_has_no_median() -> None:
    assert survival_median([], []) is None
    assert survival_median([10, 20], [False, False]) is None
    assert survival_median([10, 20, 20], [True, False, False]) is None


def test_exactly_one_half_is_one_half() -> None:
    # 23/24 * 22/23 * ... * 12/13 is a half; in floating point 0.5000000000000001.
    assert survival_median(range(1, 25), [True] * 12 + [False] * 12) == 12


def test_a_spell_first_seen_late_is_not_at_risk_before() -> None:
    # Day 2: one of 2 ends, as the third was first seen on day 3 of its own.
    assert survival_median([2, 9, 9], [True, False, False], [0, 0, 3]) == 2
    assert survival_median([2, 9, 9], [True, False, False], [0, 0, 0]) is None


def test_a_spell_first_seen_on_a_day_is_at_risk_from_the_next_on() -> None:
    assert survival_median([3, 9], [True, False], [0, 3]) == 3
    assert survival_median([3, 9, 9], [True, False, False], [0, 2, 2]) is None


def test_truncated_spells_can_be_left_out() -> None:
    durations, events, entries = [4, 9, 7], [True, False, True], [0, 0, 2]
    assert survival_median(durations, events, entries) == 7
    assert survival_median(durations, events, entries, left_truncated=False) == 4


def test_rows_can_stand_for_several_spells() -> None:
    assert survival_median([3, 5], [True, False], counts=[2, 3]) is None
    assert survival_median([3, 5], [True, False], counts=[3, 3]) == 3
    assert survival_median([3, 5], [True, True], counts=[0, 1]) == 5


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        survival_median([1, 2], [True])
    with pytest.raises(ValueError, match="zip"):
        survival_median([1, 2], [True, True], [])


@given(SPELLS)
def test_random_spells_have_the_median_of_looking_at_every_day(
    spells: list[tuple[int, bool, int]],
) -> None:
    durations, events, entries = (list(column) for column in zip(*spells, strict=True))
    assert survival_median(durations, events, entries) == by_the_day(spells)
    from_start = [spell for spell in spells if spell[2] == 0]
    alone = survival_median(durations, events, entries, left_truncated=False)
    assert alone == by_the_day(from_start)


@pytest.mark.parametrize(
    ("ended", "spells", "status"),
    [
        (5, 10, "ok"),
        (4, 10, "hidden"),  # few have ended
        (6, 10, "hidden"),  # few still run
        (2, 2, "hidden"),
        (0, 10, "ok"),
        (10, 10, "ok"),
    ],
)
def test_a_median_of_few_ended_or_few_running_spells_is_hidden(
    ended: int, spells: int, status: str
) -> None:
    row = {
        "indicator": "survival_median",
        "status": "ok",
        "numerator": 70.0,
        "denominator": spells,
        "ended": ended,
    }
    protected = protect(pl.DataFrame([row]), {"survival_median": "survival"}, 5)
    assert protected["status"].to_list() == [status]
    assert protected["denominator"].to_list() == [spells if status == "ok" else None]
    assert "ended" not in protected.columns
