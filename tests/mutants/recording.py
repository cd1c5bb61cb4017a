"""A plugin of pytest that keeps a copy of every database that a test loads, with the test's id."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests import product

if TYPE_CHECKING:
    from datetime import date

    from tests.oracle import Register
    from tyollisyys_cli.extract.load import LoadResult
    from tyollisyys_cli.resources import QueryFolders

KEPT = Path(os.environ["TYO_TEST_KEEP"])
_load = product.load_register


def load_and_keep(
    register: Register, extract_date: date, folder: Path, folders: QueryFolders = product.FOLDERS
) -> tuple[Path, LoadResult]:
    """Load the register, and keep the database under a number beside the id of the test."""
    path, result = _load(register, extract_date, folder, folders)
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0]
    home = KEPT / str(len(list(KEPT.iterdir())))
    home.mkdir()
    shutil.copyfile(path, home / path.name)
    (home / "test").write_text(test, encoding="utf-8")
    return path, result


product.load_register = load_and_keep
