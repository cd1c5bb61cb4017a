"""What is wrong with extract files and rows, in words. Provisional."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCES = {
    "not_regular_file": "not a regular file",
    "unreadable_file": "cannot be read: {value}",
    "unknown_format": "neither CSV, Excel nor Parquet",
    "empty_file": "is empty",
    "header_only": "has a header and no rows",
    "html": "is a web page",
    "archive_too_large": "grows too large when it is unpacked",
    "archive_of_several": "holds {value} files instead of one",
    "nul_bytes": "has NUL bytes, so it is not text",
    "undecodable": "has byte {value}, which means nothing in its encoding",
    "mixed_encodings": "is in two encodings",
    "spoiled_letters": "has letters that were spoiled on the way",
    "no_header": "has no header",
    "missing_column": "no column '{column}'; it has {found}",
    "repeated_column": "column '{column}' stands twice",
    "unclosed_quote": "a quote is not closed or stands in the wrong place",
    "swallowed_rows": "a line break inside '{column}'; a stray quote has swallowed lines",
    "cut_record": "the last row is cut",
    "field_too_long": "a field is longer than 64 KB",
    "fewer_rows": "has {value} rows, the last delivery had {expected}",
    "layout_sheet": "no sheet '{value}'",
}


def sentence(code: str, language: str, values: Mapping[str, str]) -> str:  # noqa: ARG001
    """Return the sentence of a defect."""
    return _SENTENCES[code].format(**values)


def cure(code: str, language: str, values: Mapping[str, str]) -> str:  # noqa: ARG001
    """Return what to do about a defect."""
    return "deliver the file again"
