"""Sums over hidden months: they may not tell a small count, whatever else is known."""

from __future__ import annotations

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


def possible(months: Sequence[Month]) -> list[tuple[Month, ...]]:
    """Return all months with the same sums and stocks, where all who crossed are known."""
    ways = splits(sum(arrived for _, arrived, _ in months), len(months))
    return [
        tuple(
            (crossed, other, left - arrived + other)
            for (crossed, arrived, left), other in zip(months, way, strict=True)
        )
        for way in ways
        if all(
            left - arrived + other >= 0
            for (_, arrived, left), other in zip(months, way, strict=True)
        )
    ]


@settings(max_examples=400, deadline=None)
@given(months=st.lists(MONTH, max_size=3), threshold=st.integers(1, 5))
def test_sums_are_safe_where_every_small_count_may_be_many_others(
    months: list[Month], threshold: int
) -> None:
    others = possible(months) if months else []
    protected = all(
        min(values) < count and max(values) >= threshold <= max(values) - min(values)
        for i, month in enumerate(months)
        for part, count in enumerate(month)
        if 1 <= count < threshold
        for values in [[other[i][part] for other in others]]
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
        ([(30, 2, 30), (30, 2, 30)], False),
        ([(30, 0, 30), (30, 0, 30)], True),
        # Nobody arrived: who knows who crossed, and the stock, knows who left.
        ([(0, 0, 2), (0, 0, 9)], False),
        ([(9, 0, 2), (9, 0, 9)], False),
        ([(9, 6, 2), (9, 6, 9)], True),
        # The flow past twelve months tells the 6, and the sum then the 2.
        ([(6, 9, 9), (2, 9, 9)], False),
    ],
)
def test_small_counts_that_the_sums_tell(months: list[tuple[int, int, int]], *, safe: bool) -> None:
    assert safe_sums(months, 5) is safe
