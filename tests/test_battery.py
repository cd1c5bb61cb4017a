"""Fixed registers of some hundred people against the day-by-day oracle, person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import battery, product
from tests.drawn import drawn_people
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


def test_the_drawn_people_are_all_there_and_no_two_are_the_same() -> None:
    people = drawn_people()
    assert len({repr(rows) for rows in people}) == len(people) == 640
    slices = [drawn.people for drawn in battery.BATTERY if drawn.people]
    assert [one.start for one in slices] == [0, *(one.stop for one in slices[:-1])]
    assert slices[-1].stop == len(people)
