"""Reads the values of options without pydantic where there is nothing to check.

Typer has pydantic check every value, also those that nobody gave; to import it takes a tenth of
`tyo indicators` on the sample. What needs a check still goes through it: a number that was typed,
a file that may not be read.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast, get_args

from typer._coercion import build_runtime_param
from typer.core import TyperArgument, TyperOption

_PLAIN = (str, Path, int, bool)


def read_plainly() -> None:
    """Have typer read the values of every command as `_Values` does."""
    for parameter in (TyperArgument, TyperOption):
        parameter.get_runtime_param = _values  # pyright: ignore[reportAttributeAccessIssue]


def _values(_parameter: TyperArgument | TyperOption) -> _Values:
    return _Values()


class _Values:
    """Reads what was given for an option or argument; stands where typer has a RuntimeParam."""

    # What typer passes on has types of its own that it does not show.
    def coerce(self, value: object, param: Any, ctx: Any) -> object:  # noqa: ANN401
        """Return the value as its type, several as a list; raises BadParameter where typer does."""
        described = param.type_descriptor
        several = described.is_list
        if value is None:
            return () if several else None
        given = list(cast("tuple[object, ...]", value)) if several else [value]
        kind = get_args(described.annotation)[0] if several else described.annotation
        if all(_is_plain(one, kind) for one in given):
            read = [kind(one) for one in given]
            return read if several else read[0]
        return build_runtime_param(described).coerce(value, param, ctx)


def _is_plain(value: object, kind: object) -> bool:
    """Tell whether typer would take the value as it is."""
    if kind is Path and isinstance(value, str):
        return os.access(value, os.R_OK) or not os.access(value, os.F_OK)
    return kind in _PLAIN and type(value) is kind
