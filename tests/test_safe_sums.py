"""Sums over hidden months: they may not tell a small count, whatever else is known."""

from __future__ import annotations

from itertools import product as combinations
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tyollisyys_cli.disclosure import safe_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Month: TypeAlias = "tuple[int, int, int]"
MONTH = st.tuples(*[st.integers(0, 4)] * 3)


def splits(total: int, months: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which a sum can lie in the months."""
    if months == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, months - 1):
            yield (first, *rest)


def possible(months: Sequence[Month], *, crossed_known: bool) -> list[tuple[Month, ...]]:
    """Return all months with the same three sums and the same change of the stock in each."""
    crossed, arrived, _ = (sum(month[i] for month in months) for i in range(3))
    changes = [came + moved - left for came, moved, left in months]
    known = [tuple(month[0] for month in months)]
    ways = known if crossed_known else splits(crossed, len(months))
    found = [
        tuple((c, a, c + a - change) for c, a, change in zip(cs, moves, changes, strict=True))
        for cs, moves in combinations(ways, splits(arrived, len(months)))
    ]
    return [one for one in found if all(left >= 0 for _, _, left in one)]


@settings(max_examples=400, deadline=None)
@given(months=st.lists(MONTH, max_size=3), threshold=st.integers(1, 5))
def test_sums_are_safe_where_every_small_count_may_be_many_others(
    months: list[Month], threshold: int
) -> None:
    others = [possible(months, crossed_known=part > 0) if months else [] for part in range(3)]
    protected = all(
        min(values) < count and max(values) >= threshold <= max(values) - min(values)
        for i, month in enumerate(months)
        for part, count in enumerate(month)
        if 1 <= count < threshold
        for values in [[other[i][part] for other in others[part]]]
    )
    assert safe_sums(months, threshold) == (protected and len(months) != 1)


@pytest.mark.parametrize(
    ("months", "safe"),
    [
        ([], True),
        # One hidden month is what the others leave of the year, also where it has no small sum.
        ([(30, 0, 30)], False),
        # 3 arrived: one of the months has them.
        ([(30, 3, 30), (30, 0, 30)], False),
        ([(30, 3, 30), (30, 3, 30)], True),
        ([(30, 0, 30), (30, 0, 30)], True),
        # Nobody came and the stock fell by 2 and by 9: so many left.
        ([(0, 0, 2), (0, 0, 9)], False),
        # Nine came, and the stock grew by 7: two at most left.
        ([(9, 0, 2), (0, 0, 9)], False),
        # Nobody arrived: who knows who crossed, and the stock, knows who left.
        ([(9, 0, 2), (9, 0, 9)], False),
        ([(9, 6, 2), (9, 6, 9)], True),
    ],
)
def test_small_counts_that_the_sums_tell(months: list[tuple[int, int, int]], *, safe: bool) -> None:
    assert safe_sums(months, 5) is safe
