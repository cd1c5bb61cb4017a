"""What looks like a personal identity code, and what stands in its place."""

from __future__ import annotations

import re

MASK = "***"
# ddmmyy with a possible day and month (course numbers such as 100815 have none), then the sign as
# the code slips in: one of the signs, a dash of any kind, blanks. Without a sign only a whole word
# counts. No look-around: polars reads the same expression.
_BIRTH = "(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
IDENTITY_CODE = rf"{_BIRTH}[^0-9]{{1,3}}[0-9]{{3}}[0-9A-Za-z]?|\b{_BIRTH}[0-9]{{3}}[0-9A-Ya-y]\b"
# A column name of the register ends in at most two digits; a person's id rarely looks like that.
_NAME = re.compile(r"[^\W\d][^\d]{0,30}\d{0,2}")


def masked(text: str) -> str:
    """Return the text with identity codes masked."""
    return re.sub(IDENTITY_CODE, MASK, text)


def masked_name(name: str) -> str:
    """Return a column name, or a mask for what can be a cell of a file without a header."""
    return name if _NAME.fullmatch(name) else MASK
