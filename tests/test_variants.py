"""An indicator beside its variants: the people that make the difference, and who is hidden."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests import product
from tests.cli.program import an_indicator
from tyollisyys_cli.catalogue import read_catalogue
from tyollisyys_cli.errors import QueryError, UsageError
from tyollisyys_cli.indicators import Figures
from tyollisyys_cli.resources import QueryFolders
from tyollisyys_cli.variants import COLUMNS, beside_main

if TYPE_CHECKING:
    from pathlib import Path

Cell = tuple[int | None, int | None, str]
MAIN, VARIANT = "activation_rate", "activation_rate_without_rehabilitative_work"


def beside(main: Cell, variant: Cell, names: tuple[str, str] = (MAIN, VARIANT)) -> pl.DataFrame:
    """Set two figures side by side with the threshold 5."""
    frame = pl.DataFrame(
        {
            "indicator": names,
            "region": "raahe",
            "month": "2024-01",
            "value": [1.0, 2.0],
            "numerator": [main[0], variant[0]],
            "denominator": [main[1], variant[1]],
            "unit": "%",
            "status": [main[2], variant[2]],
        }
    )
    indicators = product.catalogue().select(names)
    return beside_main(Figures(frame, date(2024, 1, 31), ()), indicators, 5)


def differences(frame: pl.DataFrame) -> list[tuple[int | None, int | None, str]]:
    """Return the differences and the statuses, row by row."""
    columns = frame.select("numerator_difference", "denominator_difference", "status")
    return columns.rows()


def test_difference_is_what_the_variant_has_more() -> None:
    found = beside((40, 100, "ok"), (30, 100, "ok"))
    assert found.columns == list(COLUMNS)
    assert found["indicator"].to_list() == [MAIN, VARIANT]
    assert differences(found) == [(None, None, "ok"), (-10, 0, "ok")]


@pytest.mark.parametrize(
    "variant",
    [
        (36, 100, "ok"),  # 4 fewer above the line
        (44, 105, "ok"),  # 4 more above
        (40, 96, "ok"),  # 4 fewer below
        (60, 123, "ok"),  # 20 more above and 23 below: 3 of the others
    ],
)
def test_a_variant_that_differs_by_a_few_persons_is_hidden_whole(variant: Cell) -> None:
    found = beside((40, 100, "ok"), variant)
    assert differences(found) == [(None, None, "ok"), (None, None, "hidden")]
    assert found.row(1)[3:6] == (None, None, None)


def test_no_difference_and_a_large_one_are_shown() -> None:
    assert differences(beside((40, 100, "ok"), (40, 100, "ok")))[1] == (0, 0, "ok")
    assert differences(beside((40, 100, "ok"), (45, 105, "ok")))[1] == (5, 5, "ok")
    assert differences(beside((40, 100, "ok"), (35, 95, "ok")))[1] == (-5, -5, "ok")


def test_difference_from_a_hidden_figure_is_not_told() -> None:
    nothing = (None, None, "hidden")
    assert differences(beside(nothing, (30, 100, "ok")))[1] == (None, None, "ok")
    assert differences(beside((30, 100, "ok"), nothing))[1] == (None, None, "hidden")


def test_days_are_not_compared_as_persons() -> None:
    names = ("search_duration", "search_duration_unemployed")
    found = beside((7000, 100, "ok"), (5000, 60, "ok"), names)
    assert differences(found)[1] == (None, -40, "ok")


def test_variants_of_a_variant_are_those_of_its_main_indicator() -> None:
    of_main = product.catalogue().with_variants(MAIN)
    assert [one.id for one in of_main][:1] == [MAIN]
    assert VARIANT in [one.id for one in of_main]
    assert product.catalogue().with_variants(VARIANT) == of_main


def test_an_indicator_without_variants_is_a_usage_error_that_lists_those_with() -> None:
    with pytest.raises(UsageError, match="jobseekers has no variants") as caught:
        product.catalogue().with_variants("jobseekers")
    assert MAIN in caught.value.hint


@pytest.mark.parametrize(
    ("main", "unit"), [("nothing", '"%"'), (VARIANT, '"%"'), (MAIN, '"persons"')]
)
def test_variant_of_nothing_of_a_variant_or_of_another_unit_is_refused(
    tmp_path: Path, main: str, unit: str
) -> None:
    text = an_indicator("select *, from model.periods", variant_of=f'"{main}"', unit=unit)
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "own.sql").write_text(text, encoding="utf-8")
    folders = QueryFolders(own=product.FOLDERS.own, added=(tmp_path,))
    with pytest.raises(QueryError, match="header key 'variant_of' is"):
        read_catalogue(folders)
