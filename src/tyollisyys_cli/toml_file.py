"""Reads the TOML files that users write: configuration, deliveries and layouts."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from tyollisyys_cli.errors import TyoError


def read_toml(file: Path, refused: type[TyoError], cure: str = "") -> dict[str, object]:
    """Read a file, with the mark that Windows puts before UTF-8 or without; raises `refused`."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise refused(f"{file}: cannot be read: {error.strerror}", cure) from error
    except UnicodeDecodeError as error:
        raise refused(f"{file}: is not text in UTF-8", cure) from error
    except tomllib.TOMLDecodeError as error:
        raise refused(f"{file}: is not TOML: {error}", cure) from error


def unknown_key(content: Mapping[str, object], known: Collection[str]) -> str | None:
    """Return the first key of the file that nobody knows."""
    return next((key for key in content if key not in known), None)
