"""Personal identity codes among the ids of an extract: which are wrong, and one spelling each."""

from __future__ import annotations

import polars as pl

from tyollisyys_cli.extract.masking import IDENTITY_CODE

# The shape alone: six digits, a sign of the century, three digits and a check character.
SHAPE = r"(?i)^[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Z]$"
# What Excel writes where it found nothing: #N/A, #REF!, #PUUTTUU!, #V\u00c4RDEFEL!.
_ERROR = r"^#[\p{Lu}0/]+[!?]?$"
# What Excel makes of a long number: 1,23457E+11 is the same for a hundred thousand persons.
_ROUNDED = r"^\d+(?:[.,]\d+)?[Ee]\+\d{2,}$"
_CHECKS = list("0123456789ABCDEFHJKLMNPRSTUVWXY")
_FIRST_NUMBER = 2


def without_errors(ids: pl.Expr) -> pl.Expr:
    """Return ids with the errors of Excel as null: they are nobody."""
    return pl.when(~ids.str.contains(_ERROR)).then(ids)


def are_rounded(ids: pl.Expr) -> pl.Expr:
    """Whether an id is a number that was rounded, so that many persons have the same."""
    return ids.str.contains(_ROUNDED)


def in_one_case(ids: pl.Expr) -> pl.Expr:
    """Return ids with identity codes in capitals; ids of other shapes keep their case."""
    return pl.when(ids.str.contains(SHAPE)).then(ids.str.to_uppercase()).otherwise(ids)


def are_invalid(ids: pl.Series) -> pl.Series:
    """Whether an id looks like an identity code and is none; ids of other shapes are not.

    In a column of identity codes that is also one with another sign in it, or without any: read
    as it is, it would be another person. Only those that a quick check doubts are asked of
    python-stdnum: 0.3 s for a million ids.
    """
    is_code = ids.str.contains(SHAPE).fill_null(value=False)
    if not is_code.any():
        return is_code
    doubtful = (is_code & ~_quickly_valid(ids)).arg_true()
    invalid = [row for row in doubtful if not _is_valid(ids[row])]
    slipped = ids.str.contains(f"^(?:{IDENTITY_CODE})$").fill_null(value=False) & ~is_code
    if is_code.sum() * 2 > len(ids):  # among ids of another kind they are nothing of note
        invalid += slipped.arg_true().to_list()
    return pl.select(pl.int_range(len(ids), eager=True).is_in(invalid)).to_series()


def _quickly_valid(ids: pl.Series) -> pl.Series:
    """Whether the date exists, the number is in use and the check character is right."""
    text = pl.col("text")
    century = pl.when(text.str.slice(6, 1) == "+").then(pl.lit("18"))
    century = century.when(text.str.contains("^.{6}[-U-Y]")).then(pl.lit("19"))
    day = text.str.slice(0, 4) + century.otherwise(pl.lit("20")) + text.str.slice(4, 2)
    number = text.str.slice(7, 3).cast(pl.Int32, strict=False)
    digits = (text.str.slice(0, 6) + text.str.slice(7, 3)).cast(pl.Int64, strict=False)
    check = (digits % len(_CHECKS)).replace_strict(dict(enumerate(_CHECKS)), return_dtype=pl.String)
    valid = (
        day.str.to_date("%d%m%Y", strict=False).is_not_null()
        & (number >= _FIRST_NUMBER)
        & (check == text.str.slice(10, 1))
    )
    frame = pl.DataFrame({"text": ids.str.to_uppercase()})
    return frame.select(valid.fill_null(value=False)).to_series()


def _is_valid(one: str) -> bool:
    """Ask the library; the numbers 900-999 are of tests and temporary codes."""
    from stdnum.fi import hetu

    return hetu.is_valid(one, allow_temporary=True)
