"""A column as its distinct cells: 5.8 million dates are 6,714 different ones."""

from __future__ import annotations

import polars as pl


def distinct(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the different texts of a column and, for every row, the number of its own.

    `texts.gather(numbers)` is the column again; 0.1-0.4 s for 5.8 million rows.
    A null has no number.
    """
    own = pl.Categorical(pl.Categories.random(physical=pl.UInt32))
    coded = cells.cast(own)
    known = coded.drop_nulls().unique()
    texts = pl.DataFrame({"number": known.to_physical(), "text": known.cast(pl.String)})
    return texts.sort("number")["text"], coded.to_physical()
