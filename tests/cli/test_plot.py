"""`tyo plot`: a page and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Tyo, make_database, seekers, together

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")
SIGNATURES = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}


def words_of(page: Path) -> str:
    """Return the text beside a page, with plain spaces."""
    words = page.with_name(f"{page.name}.alt.txt").read_text(encoding="utf-8")
    return words.replace("\u00a0", " ")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_page_and_words_are_written(tyo: Tyo, tmp_path: Path, suffix: str) -> None:
    page = tmp_path / f"page.{suffix}"
    ran = tyo("plot", "jobseekers", "-r", "raahe", "-o", page)
    assert (ran.code, ran.raw) == (0, b"")
    assert page.read_bytes().startswith(SIGNATURES[suffix])
    words = words_of(page)
    assert "Jobseekers on the count day: first 15 persons" in words


def test_without_ids_the_13_series_of_the_report(tyo: Tyo, tmp_path: Path) -> None:
    tyo("plot", "-r", "raahe", "-o", "page.svg", "--lang", "fi")
    words = words_of(tmp_path / "page.svg")
    titles = [row["title"] for row in tyo("catalogue", "--format", "csv", "--lang", "fi").rows]
    assert sum(f"\n{title}: " in words for title in titles) == 13


def test_regions_are_lines_with_their_names(tyo: Tyo, tmp_path: Path) -> None:
    tyo("plot", "jobseekers", "-r", "raahe", "-r", "porvoo", "-o", "page.svg", "--from", "2024-01")
    words = words_of(tmp_path / "page.svg")
    assert "Raahen seutu: first 15 persons" in words
    assert "1 month hidden" in words
    page = (tmp_path / "page.svg").read_text(encoding="utf-8")
    assert "Porvoo" in page


def test_regions_of_one_name_are_told_apart(tyo: Tyo, tmp_path: Path) -> None:
    tyo("plot", "jobseekers", "-r", "porvoo", "-r", "638", "-o", "page.svg", "--from", "2024-01")
    assert "Regions: Porvoo (trial), Porvoo (municipality)." in words_of(tmp_path / "page.svg")


def test_line_of_a_trial_begins_with_the_trial(tyo: Tyo, tmp_path: Path) -> None:
    early = seekers("A", 7, start="02.01.2024")
    late = seekers("B", 9, office="0234", start="01.03.2024")
    path = make_database(together(early, late), tmp_path / "made")
    trials = ("-r", "raahe", "-r", "porvoo", "--from", "2023-12", "--db", path)
    assert tyo("plot", "jobseekers", *trials, "-o", "a.svg").code == 0
    words = words_of(tmp_path / "a.svg")
    assert "Months: Dec 2023–Jul 2024." in words
    assert "Raahen seutu: first 7 persons (Jan 2024)" in words
    assert "Porvoo: first 9 persons (Mar 2024)" in words
    rows = tyo("indicators", "jobseekers", *trials, "--format", "csv").rows
    porvoo = [row["value"] for row in rows if row["region"] == "porvoo"]
    assert porvoo[:4] == ["", "0.0", "0.0", "9.0"]


def test_spells_between_count_days_are_drawn_before_the_first_jobseeker(
    tyo: Tyo, tmp_path: Path
) -> None:
    first = seekers("A", 10, start="02.01.2024")
    short = seekers("B", 8, office="0234", start="05.02.2024", end="20.02.2024")
    path = make_database(together(first, short), tmp_path / "made")
    trials = ("-r", "raahe", "-r", "porvoo", "--db", path)
    assert tyo("plot", "inflow", "unemployed", *trials, "-o", "a.svg").code == 0
    words = words_of(tmp_path / "a.svg").splitlines()
    (begun,) = (line for line in words if line.startswith("Unemployment spells begun"))
    assert "Porvoo: only figure 8 spells (Feb 2024)" in begun
    (stock,) = (line for line in words if line.startswith("Unemployed jobseekers"))
    assert "Porvoo: 7 months without a figure" in stock


def test_caption_of_a_drawing_that_hides_nothing_says_so(tyo: Tyo, tmp_path: Path) -> None:
    shown = ("--threshold", "1", "--reason", "a test")
    assert tyo("plot", "laid_off", "-r", "porvoo", *shown, "-o", "a.svg").code == 0
    assert words_of(tmp_path / "a.svg").rstrip().endswith("No count is hidden.")


def test_months_are_those_asked(tyo: Tyo, tmp_path: Path) -> None:
    command = ("plot", "jobseekers", "-r", "raahe", "-o", "page.svg")
    tyo(*command, "--from", "2024-03", "--to", "2024-05")
    words = words_of(tmp_path / "page.svg")
    assert "Months: Mar 2024–May 2024." in words


@pytest.mark.parametrize(("flag", "marked"), [("--events", True), ("--no-events", False)])
def test_events_can_be_left_out(tyo: Tyo, tmp_path: Path, flag: str, *, marked: bool) -> None:
    command = ("plot", "jobseekers", "-r", "raahe", "--from", "2022-01", "-o", "page.svg")
    tyo(*command, flag)
    words = words_of(tmp_path / "page.svg")
    assert ("Marked dates" in words) == marked


def test_hidden_figures_stand_in_no_word_of_the_page(tyo: Tyo, tmp_path: Path) -> None:
    """Raahe's share is hidden in every month: 3 of 15 are not unemployed."""
    ran = tyo("plot", "unemployed_share", "-r", "raahe", "-o", "page.svg")
    words = words_of(tmp_path / "page.svg")
    assert ran.code == 0
    assert "80" not in words
    assert "%" not in words


def test_breakdown_has_a_plot_for_each_group_with_the_figures_of_the_table(
    tyo: Tyo, tmp_path: Path
) -> None:
    groups = together(seekers("A", 8, sex="1"), seekers("B", 20, sex="2"))
    path = make_database(groups, tmp_path / "made")
    asked = ("jobseekers", "unemployed", "-r", "raahe", "--by", "sex", "--db", path)
    ran = tyo("plot", *asked, "-o", "page.svg", "--lang", "sv", "--from", "2024-06")
    assert ran.code == 0
    words = words_of(tmp_path / "page.svg")
    assert words.startswith("Brahestadsregionen, kön: ")
    titles = [line.partition(": första")[0] for line in words.splitlines() if ": första" in line]
    jobseekers, unemployed = "Arbetssökande på beräkningsdagen", "Arbetslösa arbetssökande"
    assert titles == [
        f"{sex}: {one}" for one in (jobseekers, unemployed) for sex in ("man", "kvinna")
    ]
    assert f"man: {jobseekers}: första 8 personer" in words
    assert f"kvinna: {unemployed}: första 20 personer" in words
    assert "Warning" not in ran.err


def test_group_of_a_few_people_is_in_no_word_of_the_page(tyo: Tyo, tmp_path: Path) -> None:
    groups = together(seekers("A", 3, sex="1"), seekers("B", 20, sex="2"))
    path = make_database(groups, tmp_path / "made")
    asked = ("plot", "jobseekers", "-r", "raahe", "--by", "sex", "--from", "2024-06", "--db", path)
    assert tyo(*asked, "-o", "page.svg").code == 0
    (line,) = (one for one in words_of(tmp_path / "page.svg").splitlines() if "man: J" in one[:6])
    assert "hidden" in line
    assert "persons" not in line


def test_more_plots_than_a_page_has_room_for_are_refused(
    tyo: Tyo, sample_database: Path, tmp_path: Path
) -> None:
    asked = ("-r", "raahe", "--by", "age_group,sex", "--db", str(sample_database))
    ran = tyo("plot", *asked, "-o", "page.svg")
    assert (ran.code, ran.raw) == (2, b"")
    assert "a page has room for 40 plots, not for " in ran.err
    assert not (tmp_path / "page.svg").exists()
