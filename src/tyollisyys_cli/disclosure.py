"""Disclosure control: the one gate that every figure passes on its way out. No input or output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT_THRESHOLD = 5

# What a figure rests on: of how many it is true, of how many it is not, and of how many in all.
# A survival median rests on the spells that have ended and on those that still run.
_PARTS = ("numerator", "complement", "denominator")
_OF_KIND = {
    "count": ("numerator",),
    "share": _PARTS,
    "mean": _PARTS,
    "median": ("denominator",),
    "survival": ("ended", "running", "denominator"),
}

_SAFE = pl.lit(value=True)


def check_threshold(threshold: int, reason: str) -> None:
    """Refuse a threshold below 1, or below 5 without a written reason; raises UsageError."""
    if threshold < 1:
        raise UsageError(f"threshold {threshold} is not a number of persons", "1 shows everything")
    if threshold < DEFAULT_THRESHOLD and not reason.strip():
        raise UsageError(
            f"a threshold of {threshold} shows counts of 1 to {DEFAULT_THRESHOLD - 1} persons "
            "and needs a reason",
            'add --reason "who asked and what for"; it is written to the log of the database',
        )


def protect(frame: pl.DataFrame, kinds: Mapping[str, str], threshold: int) -> pl.DataFrame:
    """Hide every count of 1 to threshold - 1, and every ratio or mean that is built on one.

    Takes rows with `indicator`, `status`, `numerator` and `denominator`, where there are survival
    medians also with `ended` spells, and the kind of every indicator. A hidden row keeps neither
    part and has the status `hidden`; zero is shown.
    """
    ended = pl.col("ended") if "ended" in frame.columns else pl.lit(None, dtype=pl.Int64)
    parts = frame.with_columns(
        ended=ended,
        running=pl.col("denominator") - ended,
        complement=pl.col("denominator") - pl.col("numerator"),
    )
    kind = pl.col("indicator").replace_strict(kinds, return_dtype=pl.String)
    hidden = pl.any_horizontal(
        (kind == one) & pl.any_horizontal(is_few(pl.col(part), threshold) for part in of_persons)
        for one, of_persons in _OF_KIND.items()
    )
    protected = parts.with_columns(
        status=pl.when((pl.col("status") == "ok") & hidden)
        .then(pl.lit("hidden"))
        .otherwise(pl.col("status"))
    )
    shown = pl.col("status") == "ok"
    return protected.with_columns(
        numerator=pl.when(shown).then("numerator"),
        denominator=pl.when(shown).then("denominator"),
    ).drop("complement", "ended", "running")


def hide_rows(
    frame: pl.DataFrame, counts: Sequence[str], threshold: int, safe: pl.Expr = _SAFE
) -> pl.DataFrame:
    """Hide every row with a count of 1 to threshold - 1 whole: its counts add up to each other.

    Takes rows with the counts and `status`, and which of them are safe beside all others; a hidden
    row keeps no count.
    """
    small = pl.any_horizontal(is_few(pl.col(one), threshold) for one in counts)
    return hide(frame, small | ~safe, counts)


def hide_where(frame: pl.DataFrame, indicators: Sequence[str], rows: pl.DataFrame) -> pl.DataFrame:
    """Hide the figures of some indicators in rows with other keys: region, month and breakdown."""
    marked = frame.join(
        rows.with_columns(in_rows=True),
        on=rows.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    hidden = pl.col("indicator").is_in(indicators) & pl.col("in_rows")
    return hide(marked, hidden, ["numerator", "denominator"]).drop("in_rows")


def hide(frame: pl.DataFrame, hidden: pl.Expr, columns: Sequence[str]) -> pl.DataFrame:
    """Take the figures in some columns out of the rows that are to be hidden and were shown."""
    is_hidden = ((pl.col("status") == "ok") & hidden).fill_null(value=False)
    return frame.with_columns(
        *(pl.when(~is_hidden).then(one).alias(one) for one in columns),
        status=pl.when(is_hidden).then(pl.lit("hidden")).otherwise("status"),
    )


def is_few(count: pl.Expr, threshold: int) -> pl.Expr:
    """Whether a count is one of a few persons: 1 to threshold - 1; a missing one is not."""
    return count.is_between(1, threshold - 1).fill_null(value=False)


def is_small(count: int, threshold: int) -> bool:
    """Whether a number is such a count."""
    return 1 <= count < threshold


def safe_sums(months: Sequence[tuple[int, int, int, int]], threshold: int) -> bool:
    """Say whether the sums over hidden months of who crossed, who arrived and who left are safe.

    Takes the opening stock and the three counts of every hidden month. Who sees the sums is taken
    to know the stock of every month and who crossed (the flow past twelve months may tell it), and
    why a month is hidden: somebody left, or a few arrived. Nothing else decides, so that a yes
    tells nothing more; a no tells that the sums would. It is yes where who arrived and who left in
    each month are no few people in any case, or lie in a range of possible values that reaches the
    threshold and is as wide.
    """
    if len(months) == 1 or any(is_small(crossed, threshold) for _, crossed, _, _ in months):
        return False
    known = [(opening - left + arrived, arrived - left) for opening, _, arrived, left in months]
    # If nobody left, a few arrived: of another month no count would be small.
    fewest = [max(net, 0) + (net == 0 or net >= threshold) for _, net in known]
    in_all = sum(arrived for _, _, arrived, _ in months)
    spare, room = in_all - sum(fewest), sum(most for most, _ in known) - in_all
    ranges = [
        (max(least, most - room) - side, min(most, least + spare) - side)
        for (most, net), least in zip(known, fewest, strict=True)
        for side in (0, net)
    ]
    return all(
        low >= threshold or high < 1 or (high >= threshold and high - low >= threshold)
        for low, high in ranges
    )


def safe_steps(counts: Sequence[int], figure: Sequence[int], threshold: int) -> list[bool]:
    """Say which counts on the way to a figure may be shown beside it.

    Every step leaves people out, so two counts that are shown tell how many came between them.
    The figure is shown as it is: going back from it, a count is hidden that is small itself, or
    differs by 1 to threshold - 1 from any that is shown. Two shown counts then differ by nobody or
    by enough, whichever the two.
    """
    shown = list(figure)
    safe: list[bool] = []
    for count in reversed(counts):
        numbers = (count, *(abs(count - one) for one in shown))
        safe.append(not any(is_small(number, threshold) for number in numbers))
        shown += [count] if safe[-1] else []
    return safe[::-1]
