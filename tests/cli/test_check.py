"""`tyo check`: its columns, and how far refused rows could move a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extract.files import put, tyo

if TYPE_CHECKING:
    from pathlib import Path

# Ten unemployed jobseekers; two rows of two of them, and one of nobody, are refused.
SEARCHES = "hid_e;alkpv1;loppv1\n" + "".join(f"P{i};01.01.2022;\n" for i in range(10))
STATES = (
    "hid_e;tappvh;tppvm;tyok1\n"
    + "".join(f"P{i};01.01.2024;;2\n" for i in range(10))
    + "P1;31.02.2023;;2\nP1;01.02.2023;;q\nP2;01.02.2023;;=1+1\n;01.02.2023;;2\n"
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    paths = [put(tmp_path, "YTHAKU.csv", SEARCHES), put(tmp_path, "YTYOLL.csv", STATES)]
    loaded = tyo("load", *paths, "--extract-date", "2024-07-31", home=tmp_path)
    assert loaded.returncode == 0, loaded.stderr.decode()
    return tmp_path


def test_defects_are_code_count_and_unit_sorted_by_code(home: Path) -> None:
    shown = tyo("check", "--format", "csv", home=home)
    assert shown.stdout.decode().splitlines() == [
        "code,count,unit",
        "changed_rows,0,rows",
        "missing_person,1,rows",
        "not_a_date,1,rows",
        "overlapping_states,0,pairs",
        "removed_rows,0,rows",
        "two_municipalities,0,persons",
        "two_open_spells,0,persons",
        "unemployed_in_service,0,persons",
        "unknown_code,2,rows",
    ]
    assert "not protected" in shown.stderr.decode()


def test_refused_rows_name_load_file_line_code_column_value_and_message(home: Path) -> None:
    shown = tyo("check", "--rows", "--format", "csv", "--lang", "fi", home=home)
    header, *rows = shown.stdout.decode().splitlines()
    assert header == "load,file,line,code,column,value,message"
    assert rows[0] == (
        "1,YTYOLL.csv,12,not_a_date,tappvh,31.02.2023,"
        "'31.02.2023' ei ole päivämäärä tiedoston muodossa"
    )
    assert [row.split(",")[2] for row in rows] == ["12", "13", "14", "15"]


def test_a_refused_value_is_no_formula_to_a_spreadsheet(home: Path) -> None:
    shown = tyo("check", "--rows", "--format", "csv", home=home).stdout.decode()
    assert ",'=1+1," in shown


def test_refused_rows_move_a_count_by_their_persons_at_most(home: Path) -> None:
    """P1, P2 and a row of nobody: three persons in four rows, so 10 unemployed are 7 to 13."""
    shown = tyo("check", "--reach", "--format", "csv", home=home).stdout.decode()
    rows = {line.split(",")[0]: line for line in shown.splitlines()}
    assert rows["indicator"] == "indicator,month,value,low,high,rows,persons,status"
    assert rows["unemployed"] == "unemployed,2024-07,10.0,7.0,13.0,4,3,ok"
    assert rows["jobseekers"] == "jobseekers,2024-07,10.0,10.0,10.0,0,0,ok"


def test_how_far_spells_means_and_medians_move_is_not_known(home: Path) -> None:
    """A search that comes back can bring several spells of one person into a month."""
    shown = tyo("check", "--reach", "--format", "csv", home=home).stdout.decode()
    rows = {line.split(",")[0]: line.split(",")[3:5] for line in shown.splitlines()}
    for one in ("inflow", "outflow", "outflow_open_market", "unemployment_duration_median"):
        assert rows[one] == ["", ""]
    # Who crossed has done so once in a month.
    assert rows["long_term_crossed"] == ["0.0", "3.0"]
    assert "Empty: not known. A person can have" in tyo("check", home=home).stdout.decode()


def test_a_share_stays_between_0_and_100_however_far_it_moves(home: Path) -> None:
    shown = tyo("check", "--reach", "--format", "csv", home=home).stdout.decode()
    rows = {line.split(",")[0]: line for line in shown.splitlines()}
    assert rows["unemployed_share"] == "unemployed_share,2024-07,100.0,70.0,100.0,4,3,ok"


def test_people_read_sentences_examples_and_the_reach(home: Path) -> None:
    shown = tyo("check", home=home).stdout.decode()
    assert "        1 rows     not_a_date: ... is not a date as the file writes them" in shown
    assert "YTYOLL.csv line 12, tappvh: 31.02.2023" in shown
    assert "How far the refused rows could at most move" in shown
    assert ["unemployed", "2024-07", "10", "7", "13", "4", "3"] in [
        line.split() for line in shown.splitlines()
    ]


def test_without_any_jobseeker_the_defects_are_told_and_no_figure(tmp_path: Path) -> None:
    path = put(tmp_path, "YTYOLL.csv", STATES)
    assert tyo("load", path, "--extract-date", "2024-07-31", home=tmp_path).returncode == 0
    shown = tyo("check", home=tmp_path)
    assert (shown.returncode, shown.stderr.decode().count("error")) == (0, 0)
    assert "1 rows     not_a_date: " in shown.stdout.decode()
    moved = tyo("check", "--reach", "--format", "csv", home=tmp_path).stdout.decode()
    assert "\nunemployed,,,,,4,3,not_observable\n" in moved


def test_reach_hides_a_small_figure(tmp_path: Path) -> None:
    """Three jobseekers, of whom two are unemployed; a row of P1 is refused."""
    searches = "hid_e;alkpv1;loppv1\n" + "".join(f"P{i};01.01.2022;\n" for i in range(3))
    states = "hid_e;tappvh;tppvm;tyok1\nP1;01.01.2024;;2\nP2;01.01.2024;;2\nP1;31.02.2023;;2\n"
    paths = [put(tmp_path, "YTHAKU.csv", searches), put(tmp_path, "YTYOLL.csv", states)]
    loaded = tyo("load", *paths, "--extract-date", "2024-07-31", home=tmp_path)
    assert loaded.returncode == 0, loaded.stderr.decode()
    moved = tyo("check", "--reach", "--format", "csv", home=tmp_path).stdout.decode()
    assert "\nunemployed,2024-07,,,,1,1,hidden\n" in moved
    assert "\njobseekers,2024-07,,,,0,0,hidden\n" in moved
    shown = tyo("check", home=tmp_path).stdout.decode()
    rows = [line.split() for line in shown.splitlines()]
    assert ["unemployed", "2024-07", "...", "...", "...", "1", "1"] in rows
    assert "... hidden to protect small groups" in shown


def test_rows_and_reach_are_not_asked_for_together(home: Path) -> None:
    asked = tyo("check", "--rows", "--reach", home=home)
    assert (asked.returncode, asked.stdout) == (2, b"")
    assert "--rows and --reach are two lists" in asked.stderr.decode()
