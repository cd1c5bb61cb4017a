"""Fixed registers of some hundred people against the day-by-day oracle, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import battery, product
from tyollisyys_cli import database

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("drawn", battery.BATTERY, ids=lambda drawn: drawn.name)
def test_every_jobseeker_and_spell_and_figure_is_the_oracles(
    drawn: battery.Drawn, tmp_path: Path
) -> None:
    path = battery.load(drawn, tmp_path)
    with database.reading(path, product.FOLDERS) as connection:
        assert battery.differences(connection, battery.truth_of(drawn)) == []
