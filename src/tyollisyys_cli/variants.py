"""Sets an indicator beside its variants, with the number of people that make the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.disclosure import hide, is_few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.indicators import Figures

# A mean or a median has days above the line: only its persons can be compared.
_PERSONS_ABOVE = ("count", "share")
DIFFERENCES = ("numerator_difference", "denominator_difference")
_SHOWN = ("value", "numerator", "denominator")
COLUMNS = ("region", "month", "indicator", *_SHOWN, "unit", *DIFFERENCES, "status")


def beside_main(figures: Figures, indicators: Sequence[Indicator], threshold: int) -> pl.DataFrame:
    """Return protected figures with what each variant has more than the main indicator.

    Takes figures without a breakdown, the main indicator first. Columns: `COLUMNS`; sorted by
    region and month, the main indicator before its variants. A difference is empty where either
    side has no figure, and for the main indicator. Persons that only one side counts are a count
    like any other: a variant that differs by 1 to threshold - 1 of them is hidden whole, or both
    sides would tell them.
    """
    main, keys = indicators[0].id, ["region", "month"]
    of_main = figures.frame.filter(pl.col("indicator") == main).select(
        *keys,
        main_numerator="numerator",
        main_denominator="denominator",
    )
    beside = figures.frame.join(of_main, on=keys, how="left").with_columns(_differences(indicators))
    order = {one.id: place for place, one in enumerate(indicators)}
    place = pl.col("indicator").replace_strict(order, return_dtype=pl.Int64)
    return _protected(beside, threshold).sort(*keys, place).select(COLUMNS)


def _differences(indicators: Sequence[Indicator]) -> list[pl.Expr]:
    """Return the differences in persons: of the numerator where it counts them."""
    main, *variants = indicators
    above = [one.id for one in variants if one.kind in _PERSONS_ABOVE and main.kind == one.kind]
    is_variant = pl.col("indicator") != main.id
    numerator = pl.col("numerator") - pl.col("main_numerator")
    denominator = pl.col("denominator") - pl.col("main_denominator")
    return [
        pl.when(pl.col("indicator").is_in(above)).then(numerator).alias(DIFFERENCES[0]),
        pl.when(is_variant).then(denominator).alias(DIFFERENCES[1]),
    ]


def _protected(beside: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Hide every row whose variant differs from the main indicator by a few persons."""
    above, below = (pl.col(name) for name in DIFFERENCES)
    differences = (above, below, below - above)
    few = pl.any_horizontal(is_few(part.abs(), threshold) for part in differences)
    return hide(beside, few, [*_SHOWN, *DIFFERENCES])
