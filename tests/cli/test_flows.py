"""`tyo flows`: its columns, its drawing, and the movements that other commands show too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Tyo, add_indicator, an_indicator

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")
SHOWN = ("--threshold", "1", "--reason", "a test")
COLUMNS = (
    "region,month,sex,opening,crossed,arrived,left_open_market,left_part_time,left_subsidised,"
    "left_in_service,left_in_education,left_outside,left_new_spell,left_reduced_week,left_unknown,"
    "left_search_ended,left_moved,closing,status"
)


def test_columns_for_programs_are_region_month_breakdown_movements_and_status(tyo: Tyo) -> None:
    ran = tyo("flows", "-r", "finland", "--by", "sex", "--format", "csv")
    assert ran.raw.decode().splitlines()[0] == COLUMNS


def test_drawing_and_its_words_stand_beside_the_data(tyo: Tyo, tmp_path: Path) -> None:
    plain = tyo("flows", "-r", "finland", *SHOWN, "--format", "csv")
    ran = tyo("flows", "-r", "finland", *SHOWN, "--format", "csv", "--plot", "a.png")
    assert (ran.code, ran.raw) == (0, plain.raw)
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    words = (tmp_path / "a.png.alt.txt").read_text(encoding="utf-8")
    assert words.startswith("Finland: change of long-term unemployment\n")
    assert "a.png.alt.txt" in ran.err


def test_title_of_a_drawing_names_the_breakdown(tyo: Tyo, tmp_path: Path) -> None:
    tyo("flows", "-r", "raahe", *SHOWN, "--by", "sex", "--plot", "a.svg", "--lang", "fi")
    words = (tmp_path / "a.svg.alt.txt").read_text(encoding="utf-8")
    assert words.startswith("Raahen seutu, sukupuoli: ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--plot", "a.gif"], "cannot draw into 'a.gif'"),
        (["-r", "678", "-r", "748", "-r", "638", "-r", "raahe", "--plot", "a.png"], "not of 5"),
    ],
)
def test_drawing_that_cannot_be_made_is_refused_before_anything_is_counted(
    tyo: Tyo, tmp_path: Path, options: list[str], said: str
) -> None:
    ran = tyo("flows", "-r", "finland", *options, "--db", "none.duckdb")
    assert (ran.code, ran.raw) == (2, b"")
    assert said in ran.err
    assert not list(tmp_path.glob("a.*"))


@pytest.mark.parametrize(
    "command",
    [
        ("indicators", "long_term_left", "unemployed", "-r", "raahe"),
        ("indicators", "-r", "raahe"),
        ("explain", "unemployed", "-r", "raahe", "--month", "2024-05"),
        ("flows", "-r", "raahe"),
    ],
)
def test_destination_of_another_indicator_is_refused_with_the_name_of_the_one_that_has_it(
    tyo: Tyo, command: tuple[str, ...]
) -> None:
    ran = tyo(*command, "--by", "destination")
    assert (ran.code, ran.raw) == (2, b"")
    assert "cannot be broken down by destination" in ran.err
    assert "only long_term_left can" in ran.err


def test_movements_are_drawn_as_indicators_too(tyo: Tyo, tmp_path: Path) -> None:
    ids = ("long_term_crossed", "long_term_arrived", "long_term_left")
    assert tyo("plot", *ids, "-r", "finland", *SHOWN, "-o", "a.svg").code == 0
    words = (tmp_path / "a.svg.alt.txt").read_text(encoding="utf-8")
    assert "Arrived already long-term unemployed: " in words


def test_drawing_of_nobody_is_refused(tyo: Tyo) -> None:
    ran = tyo("flows", "-r", "helsinki", "--by", "sex", "--from", "2024-05", "--plot", "a.png")
    assert (ran.code, ran.raw) == (2, b"")
    assert "error: there is nothing to draw" in ran.err


def test_figures_and_their_picture_are_two_files(tyo: Tyo, tmp_path: Path) -> None:
    ran = tyo("flows", "-r", "raahe", "-f", "csv", "-o", "a.png", "--plot", str(tmp_path / "a.png"))
    assert (ran.code, ran.raw) == (2, b"")
    assert "a.png cannot be both the figures and their picture" in ran.err
    words = tyo("flows", "-r", "raahe", "-o", "./a.png.alt.txt", "--plot", "a.png")
    assert (words.code, words.raw) == (2, b"")
    assert "cannot be both the figures and their picture in words" in words.err
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path / "a.png").exists()


def test_headings_are_whole_on_a_narrow_terminal(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    out = tyo("flows", "-r", "raahe", "--by", "citizenship_group", "--lang", "fi").out
    assert "…" not in out
    (heading,) = (line for line in out.splitlines() if line.startswith("Kuukausi"))
    assert heading.endswith("  Lopussa")


def test_flows_of_an_own_stock_that_lacks_its_table_are_not_available(
    tyo: Tyo, tmp_path: Path
) -> None:
    sql = "select *, 1 as numerator from model.periods"
    own = an_indicator(sql, needs='["YTHAKU", "SOSKUNT"]')
    add_indicator(tmp_path / "own", "long_term_unemployed", own)
    months = ("--from", "2024-06", "--format", "csv")
    ran = tyo("flows", "-r", "raahe", *months, "--queries", tmp_path / "own")
    assert [row["status"] for row in ran.rows] == ["not_available"] * 2
