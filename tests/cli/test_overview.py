"""The table that a terminal shows: a heading, figures by family, changes and lines of two years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.program import (
    Tyo,
    add_indicator,
    an_indicator,
    make_database,
    seekers,
    together,
)
from tyollisyys_cli.overview import sparkline

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")


def line_of(out: str, title: str) -> str:
    """Return the line of the table that begins with the title."""
    lines = [line.strip() for line in out.splitlines()]
    return next(line for line in lines if line.startswith(title))


def test_heading_names_region_latest_month_and_extract_date(tyo: Tyo) -> None:
    heading = tyo("indicators", "jobseekers", "-r", "raahe").out.splitlines()[0]
    assert re.fullmatch(r"Raahen seutu \(trial\) · .*2024.* · extract date .*31.*", heading)


def test_every_region_has_its_heading_in_the_order_asked(tyo: Tyo) -> None:
    out = tyo("indicators", "jobseekers", "-r", "porvoo", "-r", "raahe", "-r", "porvoo").out
    headings = [line for line in out.splitlines() if "extract date" in line]
    assert [line.split(" (")[0] for line in headings] == ["Porvoo", "Raahen seutu"]


def test_indicators_stand_once_each_under_their_family(tyo: Tyo) -> None:
    out = tyo("indicators", "-r", "raahe", "-o", "out.txt")
    assert out.code == 0
    shown = [line.strip() for line in tyo("indicators", "-r", "raahe").out.splitlines()]
    families = ["Jobseekers", "Structural unemployment", "Groups of people", "Durations", "Flows"]
    assert [line for line in shown if line in families] == families


def test_latest_value_and_changes(tyo: Tyo) -> None:
    line = line_of(tyo("indicators", "jobseekers", "-r", "raahe").out, "Jobseekers on the")
    assert line.split()[5:7] == ["15", "0"]


def test_change_is_not_shown_when_the_month_before_is_hidden(tyo: Tyo) -> None:
    out = tyo("indicators", "laid_off", "-r", "porvoo", "--from", "2024-05").out
    assert line_of(out, "Laid off").split() == ["Laid", "off", "full", "time", "6", "▁", "█"]
    assert "▁ █" in out


def test_change_is_not_shown_when_the_latest_is_hidden(tyo: Tyo) -> None:
    out = tyo("indicators", "laid_off", "-r", "porvoo", "--to", "2024-06", "--from", "2024-04").out
    assert line_of(out, "Laid off").split() == ["Laid", "off", "full", "time", "...", "▄▄"]


def test_hidden_figure_is_told_in_the_legend(tyo: Tyo) -> None:
    shown = tyo("indicators", "jobseekers", "-r", "raahe").out
    hidden = tyo("indicators", "jobseekers", "-r", "raahe", "--by", "sex").out
    assert "hidden to protect" not in shown
    assert "hidden to protect" in hidden
    assert line_of(hidden, "Jobseekers on the count day  woman").split()[-1] == "..."


def test_changes_are_those_of_a_month_and_of_a_year_before(tyo: Tyo, tmp_path: Path) -> None:
    register = together(
        seekers("A", 10, start="02.01.2023"),
        seekers("B", 20, start="01.08.2023"),
        seekers("C", 7, start="01.07.2024"),
    )
    path = make_database(register, tmp_path / "made")
    line = line_of(tyo("indicators", "jobseekers", "-r", "raahe", "--db", path).out, "Jobseekers o")
    assert line.split()[5:8] == ["37", "+7", "+27"]


def test_line_spans_the_last_24_months(tyo: Tyo, tmp_path: Path) -> None:
    path = make_database(seekers("A", 10, start="01.01.2020"), tmp_path / "made")
    line = line_of(tyo("indicators", "jobseekers", "-r", "raahe", "--db", path).out, "Jobseekers o")
    assert len(line.split()[-1]) == 24


@pytest.mark.parametrize(
    ("columns", "by", "months"),
    [
        ("160", "sex,age_group", 24),
        ("80", "sex", 24),
        ("80", "sex,age_group", 15),
    ],
)
def test_lines_are_as_long_as_there_is_room_for_and_their_heading_says(
    tyo: Tyo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
    by: str,
    months: int,
) -> None:
    path = make_database(seekers("A", 10, start="01.01.2020"), tmp_path / "made")
    monkeypatch.setenv("COLUMNS", columns)
    out = tyo("indicators", "-r", "raahe", "--by", by, "--db", path).out
    assert out.splitlines()[1].endswith(f"{months} months")
    assert len(line_of(out, "Jobseekers o").split()[-1]) == months
    widest = max(map(len, out.splitlines()))
    assert widest <= int(columns)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ([], ""),
        ([None, None], ""),
        ([1.0], "▄"),
        ([5.0, 5.0], "▄▄"),
        ([0.0, None, 7.0], "▁ █"),
        ([None, 1.0, 2.0], " ▁█"),
        ([-3.0, 0.0, 3.0], "▁▅█"),
    ],
)
def test_sparkline(values: list[float | None], line: str) -> None:
    assert sparkline(values) == line


def test_future_months_are_told_apart_from_hidden_ones(tyo: Tyo) -> None:
    out = tyo("indicators", "jobseekers", "-r", "raahe", "--to", "2024-12").out
    assert line_of(out, "Jobseekers on the count day").split()[5] == "–"


def test_breakdown_shows_no_older_figure_under_a_later_month(tyo: Tyo) -> None:
    out = tyo("indicators", "jobseekers", "-r", "raahe", "--to", "2024-12", "--by", "sex").out
    assert line_of(out, "Jobseekers on the count day  man").split()[6] == "–"


@pytest.mark.parametrize("columns", ["80", "40"])
def test_narrow_terminal_cuts_nothing(
    tyo: Tyo, sample_database: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    asked = ("-r", "porvoo", "--by", "citizenship_group,service_category")
    out = tyo("indicators", "search_duration", *asked, "--db", str(sample_database)).out
    assert "…" not in out
    assert {"Ukraine", "temporary", "protection", "self-motivated", "weeks"} <= set(out.split())


def test_titles_of_values_take_several_lines_where_there_is_no_room(
    tyo: Tyo, sample_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("-r", "raahe", "--by", "state", "--lang", "fi", "--db", str(sample_database))
    command = ("indicators", "jobseekers", *asked)
    monkeypatch.setenv("COLUMNS", "80")
    narrow = tyo(*command).out
    assert max(map(len, narrow.splitlines())) <= 80
    assert "  kokoaikaisesti  " in narrow
    monkeypatch.setenv("COLUMNS", "120")
    assert "  kokoaikaisesti lomautettu  " in tyo(*command).out


@pytest.mark.parametrize("compare", [[], ["--compare", "raahe"]])
def test_region_with_nobody_in_any_group_says_so_and_leaves_the_others(
    tyo: Tyo, compare: list[str]
) -> None:
    ran = tyo("indicators", "jobseekers", "-r", "helsinki", "-r", "raahe", "--by", "sex", *compare)
    assert ran.code == 0
    assert "Helsinki (trial) · nobody in the months asked for · extract date" in ran.out
    assert "Raahen seutu (trial) · 2024-07 · extract date" in ran.out
    alone = tyo(
        *("indicators", "jobseekers", "-r", "helsinki", "--by", "sex", *compare, "-f", "csv")
    )
    assert (alone.code, len(alone.out.splitlines())) == (0, 1)


@pytest.mark.parametrize(("first", "months"), [("2024-03", "5 months"), ("2024-07", "1 month")])
def test_heading_of_the_lines_counts_no_more_months_than_there_are(
    tyo: Tyo, first: str, months: str
) -> None:
    lines = tyo("indicators", "jobseekers", "-r", "raahe", "--from", first).out.splitlines()
    assert lines[1].endswith(f"  {months}")
    assert len(line_of("\n".join(lines), "Jobseekers o").split()[-1]) == int(months.split()[0])


def test_titles_of_own_indicators_show_control_characters_as_text(tyo: Tyo, tmp_path: Path) -> None:
    own = tmp_path / "own"
    sql = "select *, 1 as numerator from model.periods"
    add_indicator(own, "odd", an_indicator(sql, title="Oma \\u001b[31m", family='"\\u001b[32m"'))
    out = tyo("indicators", "odd", "-r", "raahe", "--queries", own).out
    assert "\x1b" not in out
    assert "Oma" in out


def test_wide_result_loses_no_column(tyo: Tyo) -> None:
    columns = ", ".join(f"{1000 + number} as c{number}" for number in range(60))
    out = tyo("sql", f"select {columns}").out
    assert all(str(1000 + number) in out for number in range(60))


def test_table_ends_no_line_in_blanks_and_has_no_colour(tyo: Tyo) -> None:
    out = tyo("indicators", "-r", "raahe").out
    assert not any(line != line.rstrip() for line in out.splitlines())
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("indicators", "unemployed", "-r", "raahe", "--by", "municipality"), "748 Siikajoki"),
        (("indicators", "unemployed", "-r", "finland", "--by", "office"), "0234 Borgå"),
        (
            (
                "indicators",
                "unemployed",
                "-r",
                "raahe",
                "--by",
                "municipality",
                "--compare",
                "pori",
            ),
            "678 Brahestad",
        ),
        (("flows", "-r", "raahe", "--by", "municipality", "--from", "2024-06"), "625 Pyhäjoki"),
        (
            ("explain", "jobseekers", "-r", "raahe", "--by", "municipality", "--month", "2024-06"),
            "kommun = 625 Pyhäjoki",
        ),
    ],
)
def test_municipalities_and_offices_have_their_names_beside_the_codes(
    tyo: Tyo, sample_database: Path, asked: tuple[str, ...], named: str
) -> None:
    """The names are for people: in a file of figures there are the codes alone."""
    at = ("--db", str(sample_database), "--lang", "sv")
    assert named in tyo(*asked, *at).out
    assert named.split()[-1] not in tyo(*asked, *at, "--format", "csv").out


@pytest.mark.parametrize("command", ["indicators", "flows"])
def test_where_names_have_no_room_the_codes_stand_alone(
    tyo: Tyo, sample_database: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("-r", "finland", "--by", "office,sex", "--from", "2024-06", "--lang", "sv")
    ids = ["unemployed"] if command == "indicators" else []
    widths: list[int] = []
    for room, named in (("80", False), ("120", True)):
        monkeypatch.setenv("COLUMNS", room)
        out = tyo(command, *ids, *asked, "--db", str(sample_database)).out
        assert ("0234 Borgå" in out, "0234" in out) == (named, True)
        widths.append(max(map(len, out.splitlines())))
    assert widths[0] <= 80 < widths[1]


def test_pictures_name_municipalities(tyo: Tyo, sample_database: Path, tmp_path: Path) -> None:
    asked = ("-r", "raahe", "--by", "municipality", "--plot", "a.svg", "-f", "csv")
    assert tyo("flows", *asked, "--db", str(sample_database)).code == 0
    words = (tmp_path / "a.svg.alt.txt").read_text(encoding="utf-8")
    assert "625 Pyhäjoki: " in words


def test_headings_take_several_lines_where_there_is_no_room_for_one(
    tyo: Tyo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_database(seekers("A", 10, start="01.01.2020"), tmp_path / "made")
    command = ("indicators", "unemployed", "-r", "raahe", "--by", "fund_member,education")
    monkeypatch.setenv("COLUMNS", "120")
    wide = tyo(*command, "--lang", "fi", "--db", path).out.splitlines()
    assert "Työttömyyskassan jäsen" in wide[1]
    monkeypatch.setenv("COLUMNS", "80")
    narrow = tyo(*command, "--lang", "fi", "--db", path).out.splitlines()
    assert "Työttömyyskassan" in narrow[1]
    assert "jäsen" in narrow[2]
    assert max(map(len, narrow)) <= 80
