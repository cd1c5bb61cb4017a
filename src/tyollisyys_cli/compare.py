"""Sets figures beside those of other regions, of all the trials, and of the year before.

Takes protected frames and nothing else: what is hidden has no value here, so that no value of
another region, no median and no extreme can rest on it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tyollisyys_cli.regions import Region
    from tyollisyys_cli.scope import Request

LAST_YEAR = "value_last_year"
_LEAST_TRIALS = 3
"""Of fewer, a median or a range would be one trial's figure by another name."""
_OF_TRIALS = ("median", "min", "max", "count")
_NEVER = "9999"
"""After every month: of a region without any jobseeker."""
# Statuses under which nobody in a cell is a known zero, and not a figure that cannot be known.
_KNOWN = ("ok", "hidden")


def beside_request(request: Request, months: Sequence[str], regions: Iterable[Region]) -> Request:
    """Return the request of all that is compared with: the months asked and those a year before.

    Without months, as where nobody is in any group, it is the months of the request.
    """
    together = replace(request, regions=tuple(dict.fromkeys((*request.regions, *regions))))
    if not months:
        return together
    first, last = (date.fromisoformat(f"{month}-01") for month in (min(months), max(months)))
    return replace(
        together,
        first_month=first.replace(year=first.year - 1),
        last_month=last,
    )


def compared(
    asked: pl.DataFrame,
    others: pl.DataFrame,
    regions: Sequence[str],
    trials: Sequence[str] | None,
    counts: Sequence[str],
    begun: Mapping[str, str],
) -> pl.DataFrame:
    """Return the asked figures with columns after `status`.

    Both frames are as in `Figures`; `others` has every region, and the months a year before.
    `regions` get `value_<id>` and `status_<id>`; the `trials`, unless None, `trials_median`,
    `_min`, `_max` and `_count` (of those with a figure that is shown); all get `value_last_year`.
    `counts` are the indicators of which a cell with nobody in it is zero; `begun` has the month of
    a region's first jobseeker, before which no zero is known.
    """
    by = asked.columns[3 : asked.columns.index("value")]
    columns: list[pl.Series] = []
    for region in regions:
        value, status = _in_region(asked, others, by, region, counts, begun)
        columns += [value.alias(f"value_{region}"), status.alias(f"status_{region}")]
    if trials is not None:
        values = [_in_region(asked, others, by, one, counts, begun)[0] for one in trials]
        columns += _of_trials(values, asked.height)
    last_year = _last_year(asked, others, by, counts, begun)
    return asked.with_columns(*columns, last_year.alias(LAST_YEAR))


def compared_regions(frame: pl.DataFrame) -> list[str]:
    """Return the regions that stand beside the figures of a compared frame."""
    after = frame.columns[frame.columns.index("status") + 1 :]
    return [name.removeprefix("status_") for name in after if name.startswith("status_")]


def _in_region(
    asked: pl.DataFrame,
    others: pl.DataFrame,
    by: list[str],
    region: str,
    counts: Sequence[str],
    begun: Mapping[str, str],
) -> tuple[pl.Series, pl.Series]:
    """Return value and status of one region for every row asked."""
    own = others.filter(pl.col("region") == region)
    before = asked["month"] < begun.get(region, _NEVER)
    return _without_zeros(*_looked_up(asked, own, ["indicator", "month"], by, counts), before)


def _last_year(
    asked: pl.DataFrame,
    others: pl.DataFrame,
    by: list[str],
    counts: Sequence[str],
    begun: Mapping[str, str],
) -> pl.Series:
    """Return the value of the same region and month a year before for every row asked."""
    later = others.with_columns(month=_years_on(1))
    found = _looked_up(asked, later, ["indicator", "region", "month"], by, counts)
    first = pl.col("region").replace_strict(begun, default=_NEVER, return_dtype=pl.String)
    return _without_zeros(*found, asked.select(_years_on(-1) < first).to_series())[0]


def _years_on(years: int) -> pl.Expr:
    """Return the month (YYYY-MM) so many years later."""
    year = pl.col("month").str.head(4).cast(pl.Int32) + years
    return pl.concat_str(year.cast(pl.String), pl.col("month").str.tail(3))


def _without_zeros(
    value: pl.Series, status: pl.Series, before: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Leave out the zeros, and figures of nobody, of months before the first jobseeker."""
    unknown = before & (value.is_null() | (value == 0)) & (status == "ok")
    told = pl.DataFrame({"value": value, "status": status}).select(
        value=pl.when(~unknown).then("value"),
        status=pl.when(unknown).then(pl.lit("not_observable")).otherwise("status"),
    )
    return told["value"], told["status"]


def _looked_up(
    asked: pl.DataFrame, own: pl.DataFrame, keys: list[str], by: list[str], counts: Sequence[str]
) -> tuple[pl.Series, pl.Series]:
    """Find value and status of the rows asked by their keys and breakdown values.

    A month without figures has one row without breakdown values, which stands for all of them. A
    cell that is nowhere had nobody in it: zero, where a zero can be known.
    """
    found = asked.select(*keys, *by, asked_status="status").join(
        own.select(*keys, *by, found_value="value", found_status="status"),
        on=[*keys, *by],
        how="left",
        maintain_order="left",
    )
    silent = own.filter(*(pl.col(one).is_null() for one in by)) if by else own.clear()
    found = found.join(
        silent.select(*keys, silent_status="status"), on=keys, how="left", maintain_order="left"
    )
    is_nobody = pl.col("found_status").is_null() & pl.col("silent_status").is_null()
    is_zero = is_nobody & pl.col("asked_status").is_in(_KNOWN)
    is_count = pl.col("indicator").is_in(counts)
    status = pl.when(is_zero).then(pl.lit("ok")).otherwise("asked_status")
    told = found.select(
        value=pl.when(is_zero & is_count).then(0.0).otherwise("found_value"),
        status=pl.coalesce("found_status", "silent_status", status),
    )
    return told["value"], told["status"]


def _of_trials(values: Sequence[pl.Series], height: int) -> list[pl.Series]:
    """Return median, least, greatest and number of the trials' shown values, row by row."""
    named = {f"{place}": value for place, value in enumerate(values)}
    frame = pl.DataFrame(named) if named else pl.DataFrame({"0": [None] * height}).cast(pl.Float64)
    listed = frame.select(shown=pl.concat_list(pl.all()).list.drop_nulls())
    shown = pl.col("shown")
    figures = (shown.list.median().round(4), shown.list.min(), shown.list.max())
    is_enough = shown.list.len() >= _LEAST_TRIALS
    told = listed.select(
        *(pl.when(is_enough).then(one).alias(str(i)) for i, one in enumerate(figures)),
        shown.list.len().cast(pl.Int64).alias("3"),
    )
    return [series.alias(f"trials_{name}") for series, name in zip(told, _OF_TRIALS, strict=True)]
