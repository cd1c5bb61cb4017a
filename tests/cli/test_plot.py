"""`tyo plot`: a page and its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Tyo, make_database, seekers, together
from tyollisyys_cli.log import log_of

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


def test_hidden_months_of_a_group_are_gaps_in_its_line(tyo: Tyo, tmp_path: Path) -> None:
    men = together(seekers("A", 3, sex="1"), seekers("C", 9, sex="1", start="03.06.2024"))
    path = make_database(together(men, seekers("B", 20, sex="2")), tmp_path / "made")
    asked = ("plot", "jobseekers", "-r", "raahe", "--by", "sex", "--from", "2024-04", "--db", path)
    assert tyo(*asked, "-o", "page.svg").code == 0
    (line,) = (one for one in words_of(tmp_path / "page.svg").splitlines() if one[:5] == "man: ")
    assert "first 12 persons (Jun 2024)" in line
    assert line.endswith("2 months hidden to protect small groups.")


def test_groups_of_several_regions_stand_in_the_order_of_the_table(
    tyo: Tyo, sample_database: Path, tmp_path: Path
) -> None:
    database = ("--db", str(sample_database), "--from", "2024-07")
    asked = ("jobseekers", "-r", "raahe", "-r", "porvoo", "--by", "municipality", *database)
    assert tyo("plot", *asked, "-o", "page.svg").code == 0
    panels = re.findall(r"^(\d{3} \S+): .*", words_of(tmp_path / "page.svg"), re.MULTILINE)
    assert panels == ["625 Pyhäjoki", "638 Porvoo", "678 Raahe", "748 Siikajoki"]


def test_months_without_figures_are_told_in_every_group(tyo: Tyo, tmp_path: Path) -> None:
    groups = together(seekers("A", 8, sex="1"), seekers("B", 20, sex="2"))
    path = make_database(groups, tmp_path / "made")
    months = ("--from", "2024-06", "--to", "2024-09", "--db", path)
    assert tyo("plot", "jobseekers", "-r", "raahe", "--by", "sex", *months, "-o", "a.svg").code == 0
    lines = [one for one in words_of(tmp_path / "a.svg").splitlines() if "man: " in one[:7]]
    assert len(lines) == 2
    assert all(one.endswith("2 months without a figure.") for one in lines)


@pytest.mark.parametrize("command", ["indicators", "plot", "flows"])
def test_groups_whose_titles_are_alike_stay_two(tyo: Tyo, tmp_path: Path, command: str) -> None:
    header = "dimension;value;title_fi;title_sv;title_en\n"
    (tmp_path / "titles.csv").write_text(f"{header}sex;man;woman;woman;woman\n", encoding="utf-8")
    (tmp_path / "tyo.toml").write_text("[policy]\nvalue_titles = 'titles.csv'\n", encoding="utf-8")
    men, women = (seekers(one, 9, sex=one, start="03.01.2022") for one in "12")
    path = make_database(together(men, women), tmp_path / "made")
    asked = ("-r", "raahe", "--by", "sex", "--from", "2024-06", "--db", path)
    ids = () if command == "flows" else ("jobseekers",)
    target = ("-o", "page.svg") if command == "plot" else ()
    ran = tyo(command, *ids, *asked, *target)
    told = words_of(tmp_path / "page.svg") if target else ran.out
    assert ran.code == 0
    assert "woman (man)" in told
    assert "woman (woman)" in told


def test_pictures_that_have_no_room_are_refused_before_anything_is_logged_as_shown(
    tyo: Tyo, sample_database: Path, tmp_path: Path
) -> None:
    shown = ("-r", "raahe", "--by", "age_group,sex", "--threshold", "1", "--reason", "why")
    at = ("--db", str(sample_database))
    log = log_of(sample_database)
    before = log.read_bytes() if log.exists() else None
    drawn = tyo("plot", *shown, "-o", "page.svg", *at)
    assert (drawn.code, drawn.raw) == (2, b"")
    assert "a page has room for 40 plots, not for " in drawn.err
    flows = tyo("flows", *shown, "--plot", "page.svg", *at)
    assert (flows.code, flows.raw) == (2, b"")
    assert "a page has room for the flows of 4 regions or groups" in flows.err
    assert (log.read_bytes() if log.exists() else None) == before
    assert not (tmp_path / "page.svg").exists()
