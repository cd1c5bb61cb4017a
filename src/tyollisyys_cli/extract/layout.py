"""Layouts: how other systems name the columns and codes of the register's tables."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

AUTO = "auto"
INCLUSIVE, EXCLUSIVE = "inclusive", "exclusive"
_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def fold_cell(text: str) -> str:
    """Return one spelling of a header or a code: ` TYÖTÖN ` and `Työtön` are the same."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", seen).strip().casefold())


@dataclass(frozen=True)
class TableLayout:
    """How the files of one table are written; the default is the register's own way."""

    files: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    end_date: str = INCLUSIVE
    encoding: str = AUTO
    delimiter: str = AUTO
    date_format: str = AUTO
    sheet: str = ""
    header_row: int = 0

    def header_of(self, column: str) -> str:
        """Return their name of one of our columns, as the sender knows it."""
        return self.columns.get(column, column)
