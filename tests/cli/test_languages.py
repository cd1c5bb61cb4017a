"""Titles and notes in three languages; nothing that a machine reads changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tyollisyys_cli.languages import number

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.program import Tyo

pytestmark = pytest.mark.usefixtures("database")
TITLES = {
    "fi": "Työttömät työnhakijat",
    "sv": "Arbetslösa",
    "en": "Unemployed jobseekers",
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_language_of_the_option(tyo: Tyo, language: str) -> None:
    after = tyo("indicators", "unemployed", "-r", "raahe", "--lang", language)
    assert TITLES[language] in after.out
    assert after == tyo("--lang", language, "indicators", "unemployed", "-r", "raahe")


def test_order_of_option_environment_and_system(tyo: Tyo, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("indicators", "unemployed", "-r", "raahe")
    monkeypatch.setenv("LANG", "fi_FI.UTF-8")
    assert TITLES["fi"] in tyo(*command).out
    monkeypatch.setenv("TYO_LANG", "sv")
    assert TITLES["sv"] in tyo(*command).out
    assert TITLES["en"] in tyo(*command, "--lang", "en").out


@pytest.mark.parametrize("system", ["C", "C.UTF-8", "POSIX", "de_DE.UTF-8", ""])
def test_english_for_a_system_of_another_language(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setenv("LANG", system)
    assert TITLES["en"] in tyo("indicators", "unemployed", "-r", "raahe").out


@pytest.mark.parametrize(("option", "variable"), [("de", ""), ("", "xx"), ("FI ", "")])
def test_unknown_language_is_refused(
    tyo: Tyo, monkeypatch: pytest.MonkeyPatch, option: str, variable: str
) -> None:
    monkeypatch.setenv("TYO_LANG", variable)
    ran = tyo("indicators", "-r", "raahe", "--lang", option)
    assert (ran.code, ran.raw) == (2, b"")
    assert "fi, sv, en" in ran.err


def test_ids_and_columns_stay(tyo: Tyo) -> None:
    for command in (("catalogue",), ("regions",)):
        shown = [tyo(*command, "--format", "csv", "--lang", one).rows for one in ("fi", "sv", "en")]
        assert shown[0][0].keys() == shown[1][0].keys() == shown[2][0].keys()
        assert [row["id"] for row in shown[0]] == [row["id"] for row in shown[2]]


@pytest.mark.parametrize(
    ("language", "note"),
    [("fi", "alue raahe"), ("sv", "region raahe"), ("en", "region raahe: Raahen seutu (trial)")],
)
def test_notes_follow_the_language(tyo: Tyo, language: str, note: str) -> None:
    err = tyo("indicators", "jobseekers", "-r", "Brahestad", "--lang", language).err
    assert err.startswith(f"note: {note}")


def test_heading_of_a_breakdown_follows_the_language(tyo: Tyo) -> None:
    out = tyo("indicators", "jobseekers", "-r", "raahe", "--by", "sex", "--lang", "fi").out
    assert "Sukupuoli" in out


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("fi", ("mies", "nainen", "748 Siikajoki")),
        ("sv", ("man", "kvinna", "748 Siikajoki")),
        ("en", ("man", "woman", "748 Siikajoki")),
    ],
)
def test_values_of_a_breakdown_are_told_in_the_language(
    tyo: Tyo, sample_database: Path, language: str, titles: tuple[str, ...]
) -> None:
    database = ("--db", str(sample_database))
    command = ("indicators", "jobseekers", "-r", "raahe", "--by", "sex,municipality", *database)
    out = tyo(*command, "--lang", language).out
    assert all(f"  {title} " in out for title in titles)
    compared = tyo(*command, "--compare", "porvoo", "--lang", language).out
    assert all(f"  {title} " in compared for title in titles)
    machine = tyo(*command, "--lang", language, "-f", "csv").out.splitlines()
    assert {tuple(line.split(",")[3:5]) for line in machine[1:]} >= {("man", "748")}


@pytest.mark.parametrize(
    ("language", "title"),
    [("fi", "koulutukseen"), ("sv", "till utbildning"), ("en", "education")],
)
def test_destinations_are_told_in_the_language(
    tyo: Tyo, sample_database: Path, language: str, title: str
) -> None:
    command = ("indicators", "long_term_left", "-r", "raahe", "--by", "destination")
    assert f"  {title} " in tyo(*command, "--lang", language, "--db", str(sample_database)).out


def test_own_titles_stand_before_names_of_places_and_destinations(
    tyo: Tyo, sample_database: Path, tmp_path: Path
) -> None:
    rows = ("municipality;678;Oma;Egen;Own", "destination;in_education;Kouluun;Skola;School")
    titles = "\n".join(["dimension;value;title_fi;title_sv;title_en", *rows])
    (tmp_path / "titles.csv").write_text(titles, encoding="utf-8")
    (tmp_path / "tyo.toml").write_text("[policy]\nvalue_titles = 'titles.csv'\n", encoding="utf-8")
    asked = ("-r", "raahe", "--db", str(sample_database), "--lang", "fi")
    assert "  Oma  " in tyo("indicators", "unemployed", "--by", "municipality", *asked).out
    assert "  Kouluun  " in tyo("indicators", "long_term_left", "--by", "destination", *asked).out


@pytest.mark.parametrize("by", ["age_group", "ikäryhmä", "Åldersgrupp", "age group"])
def test_dimension_has_a_name_in_every_language(tyo: Tyo, by: str) -> None:
    ran = tyo("indicators", "jobseekers", "-r", "raahe", "--by", by, "--format", "csv")
    assert ran.out.splitlines()[0].split(",")[3] == "age_group"


@pytest.mark.parametrize(
    ("value", "language", "decimals", "written"),
    [
        (1234.56, "en", 1, "1,234.6"),
        (1234.56, "fi", 1, "1\u00a0234,6"),
        (-0.04, "en", 1, "0.0"),
        (-1.5, "sv", 1, "\u22121,5"),
    ],
)
def test_numbers_are_written_as_the_language_does(
    value: float, language: str, decimals: int, written: str
) -> None:
    assert number(value, language, decimals) == written


def test_gain_has_a_sign_and_nothing_has_none() -> None:
    assert number(1.0, "en", sign=True) == "+1"
    assert number(0.3, "en", sign=True) == "0"
