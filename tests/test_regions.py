"""The table of regions that is shipped, how such a table is read, and how a name is resolved."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.names import fold
from tyollisyys_cli.policy_csv import read_rows
from tyollisyys_cli.regions import COLUMNS, KINDS, Region, overlap, read_regions, resolve

TABLE = Path(__file__).parents[1] / "queries" / "policy" / "regions.csv"
REGIONS = read_regions(TABLE)
BY_ID = {region.id: region for region in REGIONS}

TRIAL_OFFICES = {
    "helsinki": "0230",
    "espoo": "0231",
    "vantaa-kerava": "0232",
    "raasepori-hanko": "0233",
    "porvoo": "0234",
    "turku": "0330",
    "salo": "0331",
    "pirkanmaa": "0430",
    "mikkeli": "0630",
    "savonlinna": "0631",
    "kokkola": "0730",
    "jyvaskyla": "0830",
    "jamsa-keuruu-saarijarvi": "0831",
    "kuopio": "0930",
    "joensuu": "1030",
    "maisema-karjala": "1031",
    "kainuu": "1130",
    "oulu": "1230",
    "raahe": "1231",
    "ylivieska": "1232",
    "rovaniemi": "1330",
    "pori": "1430",
    "lahti": "1530",
    "hameenlinna": "1531",
    "seinajoki-ilmajoki": "1630",
    "e-pohjanmaa": "1631",
}

ENDED_MUNICIPALITIES = {
    "099": "Honkajoki",
    "164": "Jalasjärvi",
    "174": "Juankoski",
    "283": "Hämeenkoski",
    "319": "Köyliö",
    "413": "Lavia",
    "442": "Luvia",
    "476": "Maaninka",
    "532": "Nastola",
    "588": "Pertunmaa",
    "838": "Tarvasjoki",
    "911": "Valtimo",
}


def _of_kind(kind: str) -> list[Region]:
    return [region for region in REGIONS if region.kind == kind]


# The shipped table.


def test_ids_are_unique_however_they_are_typed() -> None:
    assert len({fold(region.id) for region in REGIONS}) == len(REGIONS) == 395


def test_each_kind_has_as_many_regions_as_its_classification() -> None:
    assert Counter(region.kind for region in REGIONS) == {
        "country": 1,
        "unknown": 1,
        "trial": 26,
        "area": 1,
        "employment_area": 46,
        "municipality": 320,
    }


def test_every_office_of_the_trials_belongs_to_one_trial() -> None:
    assert {region.id: region.offices for region in REGIONS if region.offices} == {
        trial: (office,) for trial, office in TRIAL_OFFICES.items()
    }


def test_a_municipality_has_its_own_code_as_its_id_and_only_member() -> None:
    for region in _of_kind("municipality"):
        assert re.fullmatch("[0-9]{3}", region.id)
        assert region.municipalities == (region.id,)


def test_every_member_is_a_municipality_of_the_table() -> None:
    codes = {region.id for region in _of_kind("municipality")} | {"unknown"}
    assert {code for region in REGIONS for code in region.municipalities} == codes


def test_every_municipality_that_exists_is_in_one_employment_area_and_no_ended_one_is() -> None:
    members = Counter(c for region in _of_kind("employment_area") for c in region.municipalities)
    assert set(members.values()) == {1}
    codes = {region.id for region in _of_kind("municipality")}
    assert codes - set(members) == set(ENDED_MUNICIPALITIES)
    assert len(members) == 308


def test_ended_municipalities_come_after_the_others_and_say_when_they_ended() -> None:
    ended = _of_kind("municipality")[-len(ENDED_MUNICIPALITIES) :]
    assert {region.id: region.name_fi for region in ended} == ENDED_MUNICIPALITIES
    assert BY_ID["588"].source.endswith("ended after 2024")
    assert all(("ended" in r.source) == (r in ended) for r in _of_kind("municipality"))


def test_names_and_areas_are_those_of_the_classification() -> None:
    rows = read_rows(TABLE.with_name("municipalities.csv"), ["municipality"])
    for row in (one.cells for one in rows):
        own = BY_ID[row["municipality"]]
        assert (own.name_fi, own.name_sv) == (row["name_fi"], row["name_sv"])
        if row["employment_area"]:
            area = BY_ID[f"ta{int(row['employment_area']):02}"]
            assert (area.name_fi, area.name_sv) == (
                row["employment_area_fi"],
                row["employment_area_sv"],
            )
            assert row["municipality"] in area.municipalities


def test_employment_areas_are_numbered_from_1_to_46() -> None:
    assert [r.id for r in _of_kind("employment_area")] == [f"ta{n:02d}" for n in range(1, 47)]


def test_no_municipality_is_in_two_trials() -> None:
    members = Counter(code for region in _of_kind("trial") for code in region.municipalities)
    assert max(members.values()) == 1


def test_every_region_says_where_it_comes_from() -> None:
    assert [region.id for region in REGIONS if not region.source] == []


@pytest.mark.parametrize(
    ("region", "municipalities"),
    [
        ("raahe", "625 678 748"),  # Pyhäjoki, Raahe, Siikajoki
        ("raahen-seutu", "625 678 748"),
        ("porvoo", "638"),
        ("vantaa-kerava", "092 245"),
        ("raasepori-hanko", "078 710"),
        ("kokkola", "074 217 236 272 421 584 849 924"),
        ("ta30", "018 407 434 504 616 638"),  # Porvoon seutu
        ("ta32", "069 071 317 563 625 626 630 678 691 748 791"),  # Raahe
        ("unknown", "unknown"),
        ("finland", ""),
    ],
)
def test_known_regions_have_their_municipalities(region: str, municipalities: str) -> None:
    assert BY_ID[region].municipalities == tuple(municipalities.split())


def test_a_trial_without_a_source_for_its_municipalities_has_none() -> None:
    empty = {region.id for region in _of_kind("trial") if not region.municipalities}
    assert empty == {region.id for region in _of_kind("trial") if "not known" in region.source}


def test_the_table_is_plain_utf8_without_a_byte_order_mark() -> None:
    raw = TABLE.read_bytes()
    assert raw.startswith(b"id;kind;name_fi;name_sv;aliases;offices;municipalities;source\n")
    assert b"\r" not in raw


def test_the_table_is_sorted_by_kind() -> None:
    order = list(dict.fromkeys(region.kind for region in REGIONS))
    expected = ["country", "unknown", "trial", "area", "employment_area", "municipality"]
    assert order == expected
    assert sorted(order) == sorted(KINDS)


# Resolving a name.


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("raahe", "raahe"),
        ("678", "678"),
        ("ta32", "ta32"),
        ("TA32", "ta32"),
        ("finland", "finland"),
        ("unknown", "unknown"),
        ("raahen-seutu", "raahen-seutu"),
        (" Raahen-Seutu ", "raahen-seutu"),
        ("E Pohjanmaa", "e-pohjanmaa"),
    ],
)
def test_an_id_resolves_to_its_region(typed: str, region: str) -> None:
    assert resolve(typed, REGIONS).id == region


@pytest.mark.parametrize("typed", ["Raahen seutu", "raahen  seutu", "RAAHEN SEUTU"])
def test_a_name_is_no_id_though_it_folds_to_one(typed: str) -> None:
    """The headings call the trial so, as the handbook of the register does; the area has the id."""
    assert resolve(typed, REGIONS).id == "raahe"


@pytest.mark.parametrize(
    ("typed", "region"),
    [("049", "049"), ("49", "049"), ("5", "005"), ("1231", "raahe"), ("0231", "espoo")],
)
def test_a_code_resolves_to_its_municipality_or_trial(typed: str, region: str) -> None:
    assert resolve(typed, REGIONS).id == region


def test_three_digits_are_a_municipality_and_four_an_office() -> None:
    assert resolve("231", REGIONS).name_fi == "Kaskinen"
    assert resolve("0231", REGIONS).name_fi == "Espoo"


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("Raahe", "raahe"),  # also employment area ta32 and municipality 678
        ("Brahestad", "raahe"),
        ("Porvoo", "porvoo"),
        ("Borgå", "porvoo"),
        ("Borga", "porvoo"),
        ("borgå", "porvoo"),
        ("Åbo", "turku"),
        ("ABO", "turku"),
        ("Oulun seutu", "oulu"),  # also employment area ta24
        ("Jyvaskyla", "jyvaskyla"),
        ("Vantaa", "ta43"),  # no trial, also municipality 092
        ("Kouvola", "ta16"),
        ("Kaarina", "202"),
        ("S:t Karins", "202"),
        ("Gustav Adolfs", "081"),
        ("Pertunmaa", "588"),
        ("Suomi", "finland"),
        ("Ulkomaat", "unknown"),
    ],
)
def test_a_name_goes_to_the_trial_then_the_area_then_the_municipality(
    typed: str, region: str
) -> None:
    assert resolve(typed, REGIONS).id == region


def _region(region: str, kind: str, name: str) -> Region:
    return Region(region, kind, name, name, (), (), ("001",), "")


def test_a_name_of_every_kind_goes_to_the_kinds_in_their_order() -> None:
    left = [_region(f"id-{kind}", kind, "Kylä") for kind in reversed(KINDS)]
    for kind in KINDS:
        assert resolve("kyla", left).kind == kind
        left = [region for region in left if region.kind != kind]


def test_of_two_municipalities_of_one_name_the_one_first_in_the_table_is_meant() -> None:
    """The table lists those that still exist first."""
    two = [_region("501", "municipality", "Koski"), _region("099", "municipality", "Koski")]
    assert resolve("Koski", two).id == "501"


def test_every_name_of_every_region_resolves_to_a_region_that_bears_it() -> None:
    for region in REGIONS:
        for spelling in region.spellings():
            found = resolve(spelling, REGIONS)
            assert fold(spelling) in {fold(name) for name in found.spellings()}


def test_every_region_can_be_reached_by_its_id() -> None:
    for region in REGIONS:
        assert resolve(region.id.upper(), REGIONS) == region


def test_an_unknown_name_is_a_usage_error_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as raised:
        resolve("rahe", REGIONS)
    assert raised.value.exit_code == 2
    assert raised.value.message == "no region named 'rahe'"
    assert raised.value.hint == "did you mean 'raahe' (trial)? `tyo regions` lists all 395"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Brahestd", "'Brahestad' (trial)"),
        ("Rahen seutu", "'Raahen seutu' (trial)"),
        ("Vanta", "'Vantaa' (employment area)"),
        ("Kaarin", "'Kaarina' (municipality)"),
    ],
)
def test_an_offered_name_carries_the_kind_that_it_resolves_to(typed: str, offered: str) -> None:
    with pytest.raises(UsageError) as raised:
        resolve(typed, REGIONS)
    assert raised.value.hint.startswith(f"did you mean {offered}")


@pytest.mark.parametrize("typed", ["999", "9999", "Stockholm"])
def test_a_name_near_nothing_is_an_error_without_a_guess(typed: str) -> None:
    with pytest.raises(UsageError, match=f"no region named '{typed}'") as raised:
        resolve(typed, REGIONS)
    assert raised.value.hint == "`tyo regions` lists all 395"


@pytest.mark.parametrize("typed", ["", "   ", "-"])
def test_an_empty_name_is_a_usage_error(typed: str) -> None:
    with pytest.raises(UsageError, match="empty") as raised:
        resolve(typed, REGIONS)
    assert "`tyo regions` lists all 395" in raised.value.hint


@pytest.mark.parametrize(
    ("language", "name"), [("fi", "Porvoo"), ("sv", "Borgå"), ("en", "Porvoo")]
)
def test_english_uses_the_finnish_name(language: str, name: str) -> None:
    assert BY_ID["porvoo"].name(language) == name


# Reading a table.

HEADER = ";".join(COLUMNS)
RAAHE = "raahe;trial;Raahen seutu;Brahestadsregionen;Raahe|S:t Raahe;1231;678 748;a report"


def _table(folder: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
    path = folder / "regions.csv"
    path.write_text("\n".join((header, *lines, "")), encoding=encoding)
    return path


def test_a_row_becomes_a_region(tmp_path: Path) -> None:
    assert read_regions(_table(tmp_path, RAAHE)) == [
        Region(
            id="raahe",
            kind="trial",
            name_fi="Raahen seutu",
            name_sv="Brahestadsregionen",
            aliases=("Raahe", "S:t Raahe"),
            offices=("1231",),
            municipalities=("678", "748"),
            source="a report",
        )
    ]


def test_what_a_spreadsheet_adds_does_no_harm(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, an empty last row and a column of notes."""
    path = tmp_path / "regions.csv"
    lines = (f"{HEADER};note", f"{RAAHE};ours", ";;;;;;;;", "")
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert [region.id for region in read_regions(path)] == ["raahe"]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column_is_named(tmp_path: Path, column: str) -> None:
    header = ";".join(name for name in COLUMNS if name != column)
    with pytest.raises(UsageError) as raised:
        read_regions(_table(tmp_path, header=header))
    assert raised.value.message == (
        f"{tmp_path / 'regions.csv'} line 1: the column '{column}' is missing"
    )


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (";area;A;A;;;678;", "id: a region needs an id"),
        (" - ;area;A;A;;;678;", "id: a region needs an id"),
        ("Trials;area;A;A;;;678;", "id: 'Trials' has a meaning of its own in comparisons"),
        ("last_year;area;A;A;;;678;", "id: 'last_year' has a meaning of its own in comparisons"),
        ("a;town;A;A;;;678;", "kind: 'town' is not a kind of region"),
        ("oma;country;A;A;;;;", "kind: the country is 'finland', and there is no other"),
        ("a;area;;A;;;678;", "name_fi: the region 'a' needs a name"),
        ("a;area;A;;;;678;", "name_sv: the region 'a' needs a name"),
        ("a;area;A;A;;;78;", "municipalities: '78' is not a code of 3 digits"),
        ("a;area;A;A;;;678,748;", "municipalities: '678,748' is not a code of 3 digits"),
        ("a;area;A;A;;;678 678;", "municipalities: '678' is there twice"),
        ("a;area;A;A;;;;", "municipalities: 'a' has none, and would count nobody"),
        ("a;trial;A;A;;230;678;", "offices: '230' is not a code of 4 digits"),
        ("a;trial;A;A;;;678;", "offices: a trial needs an office"),
        ("a;area;A;A;;1231;678;", "offices: only a trial has offices, not 'area'"),
        (
            "finland;country;A;A;;;678;",
            "municipalities: the country is everybody, and lists nobody",
        ),
        ("raahe;area;A;A;;;678;", "id: 'raahe' is also the id of line 2"),
        ("RAAHE;area;A;A;;;678;", "id: 'RAAHE' is also the id of line 2"),
        ("a;area;A;A;;;678", "source: 7 cells where the header has 8"),
        ("a;area;A;A;;;678;;", "source: 9 cells where the header has 8"),
    ],
)
def test_a_wrong_row_is_refused_with_its_file_line_and_column(
    tmp_path: Path, row: str, problem: str
) -> None:
    with pytest.raises(UsageError) as raised:
        read_regions(_table(tmp_path, RAAHE, row))
    assert raised.value.message == f"{tmp_path / 'regions.csv'} line 3, {problem}"


def test_an_unclosed_quote_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"regions\.csv line 2: "):
        read_regions(_table(tmp_path, '"a;area;A;A;;;678;'))


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_regions(_table(tmp_path, "a;area;Ähtäri;Etseri;;;989;", encoding="cp1252"))


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"regions\.csv cannot be read"):
        read_regions(tmp_path / "regions.csv")


def test_a_table_without_rows_has_no_regions(tmp_path: Path) -> None:
    assert read_regions(_table(tmp_path)) == []


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.touch()
    with pytest.raises(UsageError, match="the column 'id' is missing"):
        read_regions(path)


def test_reading_regions_imports_no_engine() -> None:
    code = "import sys, tyollisyys_cli.regions; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"duckdb", "polars", "pandas", "rich", "typer"} & set(loaded)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("finland", False),
        ("finland porvoo", True),
        ("finland unknown", True),
        ("raahe porvoo", False),
        ("raahe 678", True),
        ("raahen-seutu 678", True),
        ("678 748", False),
        ("oulu turku", False),  # whose municipalities are not known
        ("oulu 564", True),
        ("unknown 678", False),
    ],
)
def test_regions_overlap_where_they_may_have_the_same_people(names: str, *, expected: bool) -> None:
    assert overlap([BY_ID[name] for name in names.split()]) is expected
