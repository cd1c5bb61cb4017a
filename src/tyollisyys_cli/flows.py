"""Long-term unemployment as stock and flow: who crossed, who arrived and where people went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.disclosure import DEFAULT_THRESHOLD, hide_rows, is_few, safe_sums
from tyollisyys_cli.errors import QueryError
from tyollisyys_cli.flow_frames import COUNTS, ENTRIES, EXITS, MOVEMENTS, STOCK, SUMS, Flows
from tyollisyys_cli.indicators import count_movements, indicator_notes, know, notes_of, sort_cells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tyollisyys_cli import database
    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.scope import Request

_PREFIX = "long_term_"


def of_stock(indicators: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """Return the stock and its movements in the order of their columns."""
    return tuple(indicators[name] for name in (STOCK, *MOVEMENTS))


def flows(connection: database.Connection, request: Request) -> Flows:
    """Set the stock and its movements of every cell and month side by side, then hide rows.

    Takes a request for the indicators of `of_stock`. Raises QueryError where these do not add up.
    """
    known = know(connection, request)
    rows = count_movements(connection, request, known)
    plain = rows.rename({name: name.removeprefix(_PREFIX) for name in rows.columns})
    absent = [pl.lit(0, pl.Int64).alias(one) for one in COUNTS if one not in plain.columns]
    is_known = pl.col("status") == "ok"
    whole = plain.with_columns(absent).with_columns(pl.when(is_known).then(pl.col(COUNTS)))
    _check_balance(whole, request)
    keys = ["region", "month", *request.by_columns]
    whole = sort_cells(whole, keys[:2], keys[2:])
    frame = hide_rows(whole, COUNTS, request.threshold).select(*keys, *COUNTS, "status")
    stock = _stock(whole, keys, request.threshold)
    years = _years(whole, keys, request.threshold)
    notes = (
        *known.notes,
        *indicator_notes(request, known.tables),
        *notes_of(known.spine(request), request, frame),
    )
    return Flows(frame, stock, years, known.extract_date, notes)


def _stock(rows: pl.DataFrame, keys: Sequence[str], threshold: int) -> pl.DataFrame:
    """Return the stock of every month: its closing, or the opening of the month after."""
    before = pl.col("month").str.to_date("%Y-%m").dt.offset_by("-1mo").dt.strftime("%Y-%m")
    known = rows.filter(status="ok")
    points = pl.concat(
        one.select(*keys, pl.col(count).alias("stock"), "status")
        for one, count in ((known, "closing"), (known.with_columns(month=before), "opening"))
    ).unique()
    silent = rows.select(*keys, pl.lit(None, pl.Int64).alias("stock"), "status")
    unknown = silent.join(points, on=keys, how="anti", nulls_equal=True)
    whole = sort_cells(pl.concat([points, unknown]), keys[:2], keys[2:])
    return hide_rows(whole, ["stock"], threshold)


def _years(rows: pl.DataFrame, keys: Sequence[str], threshold: int) -> pl.DataFrame:
    """Add up the months of whole calendar years; hide those that would tell a hidden count.

    Takes the counts of all months. Nothing is told of a year with a hidden stock, and of the groups
    of a region all or none: one alone would be what the others leave of the region's own year.
    """
    moved = [*ENTRIES, "left"]
    least = pl.min_horizontal(pl.when(pl.col(one) > 0).then(one) for one in COUNTS)
    least_stock = pl.min_horizontal(
        pl.when(pl.col(one) > 0).then(one) for one in ("opening", "closing")
    )
    years = (
        rows.filter(status="ok")
        .sort("month")
        .with_columns(
            month=pl.col("month").str.slice(0, 4), left=pl.sum_horizontal(EXITS), least=least
        )
        .group_by(keys)
        .agg(
            pl.first("opening"),
            pl.col(moved).sum(),
            pl.last("closing"),
            pl.concat_list("opening", *moved, "least")
            .filter(pl.col("least") < threshold)
            .alias("hidden"),
            (least_stock >= threshold).all().alias("has_stock"),
            pl.len().alias("months"),
        )
    )
    safe = [_is_safe(months, threshold) for months in years["hidden"].to_list()]
    small = pl.any_horizontal(is_few(pl.col(one), threshold) for one in SUMS)
    is_safe = pl.col("is_safe") & pl.col("has_stock") & (pl.col("months") == 12) & ~small
    known = years.with_columns(is_safe=pl.Series(safe, dtype=pl.Boolean)).with_columns(
        status=pl.lit("ok"), is_safe=is_safe.all().over(keys[:2])
    )
    protected = hide_rows(known.filter(months=12), SUMS, threshold, pl.col("is_safe"))
    return sort_cells(protected, keys[:2], keys[2:]).select(*keys, *SUMS, "status")


def _is_safe(hidden: Sequence[Sequence[int]], threshold: int) -> bool:
    """Say whether the sums of a year are safe, also from who sees the months at a lower threshold.

    Takes the opening stock, who crossed, arrived and left and the least count of all, of every
    hidden month.
    """
    return all(
        safe_sums([(a, b, c, d) for a, b, c, d, least in hidden if least < lower], lower)
        for lower in range(min(DEFAULT_THRESHOLD, threshold), threshold + 1)
    )


def _check_balance(rows: pl.DataFrame, request: Request) -> None:
    """Refuse movements that do not make the change of their stock; raises QueryError."""
    entered, left = pl.sum_horizontal(ENTRIES), pl.sum_horizontal(EXITS)
    change = pl.col("closing") - pl.col("opening")
    wrong = rows.filter(change != entered - left).sort("region", "month")
    if wrong.height:
        raise QueryError(
            f"{wrong['region'][0]} {wrong['month'][0]}: the flows do not add up to the stock",
            f"look into {', '.join(str(one.file) for one in request.indicators)}",
        )
