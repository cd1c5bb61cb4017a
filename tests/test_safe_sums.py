"""Sums over hidden months: they may not tell a small count, whatever else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tyollisyys_cli.disclosure import safe_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Month: TypeAlias = "tuple[int, int, int, int]"
"""The opening stock, and who crossed, arrived and left."""


@st.composite
def hidden_months(draw: st.DrawFn) -> tuple[list[Month], int]:
    """Draw the months of a year that a threshold hides, and the threshold."""
    threshold = draw(st.integers(1, 4))
    count = st.integers(0, threshold + 2)
    month = st.tuples(st.integers(threshold, threshold + 5), count, count, count)
    hidden = month.filter(lambda one: is_hidden(one, threshold) and one[3] <= one[0])
    return draw(st.lists(hidden, max_size=3)), threshold


def is_hidden(month: Month, threshold: int) -> bool:
    """Say whether a month may be hidden: of who left, some have gone to a rare destination."""
    _, crossed, arrived, left = month
    return crossed in range(1, threshold) or arrived in range(1, threshold) or left > 0


def splits(total: int, months: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which a sum can lie in the months."""
    if months == 0:
        if total == 0:
            yield ()
        return
    for first in range(total + 1):
        for rest in splits(total - first, months - 1):
            yield (first, *rest)


def possible(months: Sequence[Month], threshold: int) -> list[tuple[Month, ...]]:
    """Return all months with the same sums, stocks and people who crossed that are hidden too."""
    others = (
        tuple(
            (opening, crossed, other, left - arrived + other)
            for (opening, crossed, arrived, left), other in zip(months, way, strict=True)
        )
        for way in splits(sum(arrived for _, _, arrived, _ in months), len(months))
    )
    # Whoever left was in the opening stock.
    return [
        other
        for other in others
        if all(0 <= one[3] <= one[0] and is_hidden(one, threshold) for one in other)
    ]


@settings(max_examples=600, deadline=None)
@given(drawn=hidden_months())
def test_sums_are_safe_where_every_count_that_may_be_small_may_be_many_others(
    drawn: tuple[list[Month], int],
) -> None:
    months, threshold = drawn
    others = possible(months, threshold)
    assert tuple(months) in others
    few = range(1, threshold)
    told = len(months) == 1 or any(crossed in few for _, crossed, _, _ in months)
    for i in range(len(months)):
        for part in (2, 3):
            values = {other[i][part] for other in others}
            if values & {*few}:
                told = told or not max(values) >= threshold <= max(values) - min(values)
    assert safe_sums(months, threshold) == (not told)
    # That a year is shown tells nothing more: in all that is possible it would be.
    assert {safe_sums(other, threshold) for other in others} == {not told}


@pytest.mark.parametrize(
    ("months", "safe"),
    [
        ([], True),
        # One hidden month is what the others leave of the year, also where it has no small sum.
        ([(90, 30, 0, 30)], False),
        # Of each month 0 to 6 of those who came can have arrived.
        ([(90, 30, 3, 30), (90, 30, 3, 30)], True),
        ([(90, 30, 2, 30), (90, 30, 2, 30)], False),
        # Who left may have had rare destinations.
        ([(90, 30, 0, 30), (90, 30, 0, 30)], True),
        # Nobody arrived: who knows who crossed, and the stock, knows who left.
        ([(90, 0, 0, 2), (90, 0, 0, 9)], False),
        ([(90, 9, 0, 2), (90, 9, 0, 9)], False),
        ([(90, 9, 6, 2), (90, 9, 6, 9)], True),
        # The flow past twelve months tells the 6, and the sum then the 2.
        ([(90, 6, 9, 9), (90, 2, 9, 9)], False),
        # Nobody left, and the month would be shown: one left in each.
        ([(66, 0, 8, 1)] * 6, False),
        # Seven stay of twelve, of whom six crossed: one arrived at most.
        ([(12, 6, 0, 11), (90, 30, 20, 30)], False),
        ([(12, 0, 3, 7), (90, 30, 20, 30)], True),
    ],
)
def test_small_counts_that_the_sums_tell(
    months: list[tuple[int, int, int, int]], *, safe: bool
) -> None:
    assert safe_sums(months, 5) is safe
