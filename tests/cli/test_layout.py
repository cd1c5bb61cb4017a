"""Files of other systems: the layout that says how they are written, and the one proposed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.cli.program import EXTRACT_DATE, OPEN, make_database, seekers, small_register, together
from tests.extract.files import xlsx
from tests.product import without_empty_tables
from tests.registers import write_register
from tyollisyys_cli.extract.layout import TableLayout, read_layout

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.cli.program import Tyo
    from tests.oracle import Register, Row

STATES = {"01": "Työssä", "02": "Työtön", "03": "Lomautettu"}
HEADER = ["Henkilötunniste", "Alkamispäivä", "Päättymispäivä", "Työllisyyskoodi"]
LAYOUT = """
[tables.YTYOLL]
files = ["*spells*"]
{settings}
[tables.YTYOLL.columns]
hid_e = "Henkilötunniste"
tappvh = "Alkamispäivä"
tppvm = "Päättymispäivä"
tyok1 = "Työllisyyskoodi"
[tables.YTYOLL.codes.tyok1]
"Työssä" = "1"
"Työtön" = "2"
"Lomautettu" = "3"
"""


def day(text: str) -> date | None:
    return None if text == OPEN else datetime.strptime(text, "%d.%m.%Y").date()


def spells(register: Register, form: str, *, later: int = 0) -> list[list[str]]:
    """Return the employment spells as another system has them; `later`: days added to the ends."""

    def written(row: Row) -> list[str]:
        start, end = day(row["tappvh"]), day(row["tppvm"])
        shown = f"{end + timedelta(days=later):{form}}" if end else ""
        return [row["hid_e"], f"{start:{form}}", shown, STATES[row["tyok1"]]]

    return [written(row) for row in register["YTYOLL"]]


def write_others(register: Register, folder: Path) -> None:
    """Write the tables that the layout does not name, as the register has them."""
    folder.mkdir()
    rest = {name: rows for name, rows in register.items() if name != "YTYOLL"}
    write_register(without_empty_tables(rest), folder)


def text_of(rows: Sequence[Sequence[str]], delimiter: str = ";") -> str:
    return "".join(f"{delimiter.join(row)}\n" for row in rows)


def write_layout(folder: Path, settings: str = "", text: str = LAYOUT) -> Path:
    file = folder.with_suffix(".toml")
    file.write_text(text.format(settings=settings), encoding="utf-8")
    return file


def load(tyo: Tyo, folder: Path, *options: str | Path) -> None:
    database = folder.with_suffix(".duckdb")
    extract_date = ("--extract-date", str(EXTRACT_DATE))
    ran = tyo(
        "load", folder, "--db", database, "--key", folder.parent / "key", *extract_date, *options
    )
    assert ran.code == 0, ran.err


def figures(tyo: Tyo, database: Path) -> bytes:
    regions = ("-r", "raahe", "-r", "porvoo", "--threshold", "1", "--reason", "test")
    ran = tyo("indicators", *regions, "--format", "csv", "--db", database)
    assert ran.code == 0, ran.err
    return ran.raw


def tell_apart(tyo: Tyo, folder: Path, small: Path) -> bool:
    return figures(tyo, folder.with_suffix(".duckdb")) != figures(tyo, small)


# ---------------------------------------------------------------------------------- loading by one


@pytest.mark.parametrize(
    ("settings", "encoding", "delimiter", "form", "later"),
    [
        ("", "utf-8", ";", "%d.%m.%Y", 0),
        ('end_date = "exclusive"', "utf-8", ";", "%d.%m.%Y", 1),
        ('encoding = "cp850"', "cp850", ",", "%Y-%m-%d", 0),
        ('encoding = "cp1252"\ndelimiter = "tab"', "cp1252", "\t", "%Y%m%d", 0),
        ('encoding = "utf-16"\ndate_format = "yyyymmdd"', "utf-16", "|", "%Y%m%d", 0),
        ('date_format = "dd/mm/yyyy"\ndelimiter = "comma"', "utf-8", ",", "%d/%m/%Y", 0),
    ],
)
def test_spells_of_another_system_give_the_same_figures(
    tyo: Tyo,
    small_database: Path,
    tmp_path: Path,
    settings: str,
    encoding: str,
    delimiter: str,
    form: str,
    later: int,
) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    rows = [HEADER, *spells(small_register(), form, later=later)]
    (folder / "Spells 2024.csv").write_text(text_of(rows, delimiter), encoding=encoding)
    load(tyo, folder, "--layout", write_layout(folder, settings))
    assert not tell_apart(tyo, folder, small_database)


def test_an_exclusive_end_read_as_inclusive_gives_other_figures(tyo: Tyo, tmp_path: Path) -> None:
    # The count day of June 2024 is the 28th, so an end on it tells the two apart.
    ends = together(small_register(), seekers("S", 7, start="03.06.2024", end="27.06.2024"))
    for row in ends["YTHAKU"]:
        row["loppv1"] = OPEN
    own_database = make_database(ends, tmp_path / "own")
    apart: dict[str, bool] = {}
    for meant in ("exclusive", "inclusive"):
        folder = tmp_path / meant
        write_others(ends, folder)
        rows = [HEADER, *spells(ends, "%d.%m.%Y", later=1)]
        (folder / "spells.csv").write_text(text_of(rows), encoding="utf-8")
        load(tyo, folder, "--layout", write_layout(folder, f'end_date = "{meant}"'))
        apart[meant] = tell_apart(tyo, folder, own_database)
    assert apart == {"exclusive": False, "inclusive": True}


def test_a_sheet_and_its_header_row_are_those_of_the_layout(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    own = spells(small_register(), "%d.%m.%Y")
    sheets = {
        name: [["Raportti"], [None], HEADER, *rows]
        for name, rows in (("Jaksot 2023", own[:1]), ("Jaksot 2024", own))
    }
    (folder / "spells.xlsx").write_bytes(xlsx(sheets))
    layout = write_layout(folder, 'sheet = "Jaksot 2024"\nheader_row = 3')
    load(tyo, folder, "--layout", layout)
    assert not tell_apart(tyo, folder, small_database)


def test_headers_and_codes_are_compared_without_case_and_padding(
    tyo: Tyo, small_database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    header = ["HENKILÖTUNNISTE", " alkamispäivä ", "Päa\u0308ttymispäivä", "Työllisyyskoodi\u00a0"]
    rows = [[*row[:3], f" {row[3].upper()}\u00a0"] for row in spells(small_register(), "%d.%m.%Y")]
    (folder / "spells.csv").write_text(text_of([header, *rows]), encoding="utf-8")
    load(tyo, folder, "--layout", write_layout(folder))
    assert not tell_apart(tyo, folder, small_database)


def test_a_mapped_column_that_the_file_lacks_is_told_by_their_name(
    tyo: Tyo, tmp_path: Path
) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    rows = [HEADER[:3], *(row[:3] for row in spells(small_register(), "%d.%m.%Y"))]
    (folder / "spells.csv").write_text(text_of(rows), encoding="utf-8")
    layout = write_layout(folder)
    database = tmp_path / "none.duckdb"
    ran = tyo(
        *("load", folder, "--layout", layout, "--db", database, "--key", tmp_path / "key"),
        *("--extract-date", str(EXTRACT_DATE)),
    )
    assert ran.code == 3
    assert "spells.csv" in ran.err
    assert "työllisyyskoodi" in ran.err.lower()
    assert not database.exists()


def test_a_code_that_means_nothing_is_read_as_empty(tyo: Tyo, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    folder.mkdir()
    rows = together(small_register())
    for row in rows["YHENK"]:
        row["kiekd"] = "Ei tietoa"
    write_register(without_empty_tables(rows), folder)
    text = '[tables.YHENK.codes.kiekd]\n"ei TIETOA" = ""\n'
    load(tyo, folder, "--layout", write_layout(folder, text=text))
    database = folder.with_suffix(".duckdb")
    sql = 'select distinct kiekd from raw."YHENK"'
    assert tyo("sql", sql, "--format", "json", "--db", database).raw.split() == [
        *(b"[", b'{"kiekd":null}', b"]")
    ]


def test_a_layout_that_cannot_be_used_ends_the_load_before_it_begins(
    tyo: Tyo, tmp_path: Path
) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    layout = write_layout(folder, 'end_date = "open"')
    ran = tyo("load", folder, "--layout", layout, "--db", tmp_path / "none.duckdb")
    assert ran.code == 2
    assert f"{layout}: tables.YTYOLL.end_date" in ran.err
    assert not (tmp_path / "none.duckdb").exists()


# ------------------------------------------------------------------------------------- proposing

IDENTITY = "010190-900A"
NAMES = ("Testi Ihminen", "Toinen Henkilö")


def proposed(tyo: Tyo, *files: Path) -> str:
    ran = tyo("layout", *files)
    assert ran.code == 0, ran.err
    return ran.out


def put(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_a_proposal_loads_its_own_files(tyo: Tyo, small_database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "foreign"
    write_others(small_register(), folder)
    spells_file = folder / "Spells 2024-07.csv"
    rows = [HEADER, *spells(small_register(), "%d.%m.%Y")]
    spells_file.write_text(text_of(rows), encoding="utf-8")
    people = [
        ["Asiakasnumero", "Kön", "Födelseår", "Medborgarskap", "Språk"],
        *(
            [row["hid_e"], {"1": "Man", "2": "Kvinna"}[row["sukup"]], "1980", "Finland", "finska"]
            for row in small_register()["YHENK"]
        ),
    ]
    (folder / "YHENK.csv").unlink()
    (folder / "personer.csv").write_text(text_of(people, "\t"), encoding="utf-16")
    layout = tmp_path / "proposed.toml"
    ran = tyo("layout", spells_file, folder / "personer.csv", "-o", layout)
    assert (ran.code, ran.raw) == (0, b"")
    load(tyo, folder, "--layout", layout)
    assert not tell_apart(tyo, folder, small_database)


def test_a_proposal_has_the_shape_of_a_layout_file(tyo: Tyo, tmp_path: Path) -> None:
    file = put(
        tmp_path,
        "spells_2024-07.csv",
        *(";".join(row) for row in (HEADER, ["A1", "1.1.2024", "", "Työtön"])),
    )
    assert proposed(tyo, file) == (
        "# Proposed by `tyo layout`: look it through before you load with it.\n"
        "\n"
        "[tables.YTYOLL]\n"
        'files = ["spells_*.csv"]\n'
        'end_date = "inclusive" # or "exclusive": the first day not in the state\n'
        'encoding = "auto"\n'
        "[tables.YTYOLL.columns]\n"
        'hid_e = "Henkilötunniste"\n'
        'tappvh = "Alkamispäivä"\n'
        'tppvm = "Päättymispäivä"\n'
        'tyok1 = "Työllisyyskoodi"\n'
        "[tables.YTYOLL.codes.tyok1]\n"
        '"Työtön" = "2"\n'
    )


@pytest.mark.parametrize(
    ("name", "lines", "table", "columns", "codes"),
    [
        (
            "asiakkaat.csv",
            ["Hetu;Syntymävuosi;Sukupuoli;Kansalaisuus;Äidinkieli", f"{IDENTITY};1990;M;Suomi;FI"],
            "YHENK",
            {
                "hid_e": "Hetu",
                "syntyv": "Syntymävuosi",
                "sukup": "Sukupuoli",
                "kansah": "Kansalaisuus",
                "kiekd": "Äidinkieli",
            },
            {"sukup": {"m": "1"}, "kansah": {"suomi": "246"}, "kiekd": {"fi": "0"}},
        ),
        (
            "kotikunnat.csv",
            [
                "Asiakas;Kotikunta;Alkaen;Päättyen",
                "A1;Raahe;1.1.2020;1.2.2021",
                "A2;Borgå;1.1.2020;",
            ],
            "YHKUNTA",
            {"hid_e": "Asiakas", "kunnoh": "Kotikunta", "muupv6": "Alkaen", "paapv6": "Päättyen"},
            {"kunnoh": {"raahe": "678", "borgå": "638"}},
        ),
        (
            "kontor.csv",
            ["Kund-id;Kontor;Fr.o.m.;T.o.m.", "A1;1231;2021-01-01;9999-12-31"],
            "YHTSTO",
            {"hid_e": "Kund-id", "toinoh": "Kontor", "muupv7": "Fr.o.m.", "paapv7": "T.o.m."},
            {},
        ),
        (
            "jobsearch.csv",
            ["Client,Start date,End date", "A1,2024-01-01,2024-02-01", "A2,2024-01-01,"],
            "YTHAKU",
            {"hid_e": "Client", "alkpv1": "Start date", "loppv1": "End date"},
            {},
        ),
        (
            "palkkatuet.csv",
            ["hlötunnus;Aloituspäivä;Lopetuspäivä;Tukilaji", "A1;1.1.2024;1.6.2024;5T"],
            "YSIJOIT",
            {
                "hid_e": "hlötunnus",
                "alkpv2": "Aloituspäivä",
                "loppv2": "Lopetuspäivä",
                "sijkds": "Tukilaji",
            },
            {},
        ),
        (
            "lausunnot.csv",
            ["hetu;Alkaa;Päättyy;Lausuntokoodi;Annettu", "A1;8.1.2024;1.6.2024;BE;2.1.2024"],
            "YTVPOLL",
            {
                "hid_e": "hetu",
                "alkpv7": "Alkaa",
                "loppv7": "Päättyy",
                "lausno": "Lausuntokoodi",
                "rekpv": "Annettu",
            },
            {},
        ),
        (
            "kurser.csv",
            ["Kursnummer;Kurstyp", "100764;Coaching", "100765;15"],
            "KTYOKOU",
            {"ktuno": "Kursnummer", "kurslaji": "Kurstyp"},
            {"kurslaji": {"coaching": "14"}},
        ),
        (
            "suunnitelmat.csv",
            ["Asiakas;Laadittu;Suunnitelman tyyppi", "A1;1.2.2024;Aktivointisuunnitelma"],
            "YTHAKSU",
            {"hid_e": "Asiakas", "thspv": "Laadittu", "kotsk": "Suunnitelman tyyppi"},
            {"kotsk": {"aktivointisuunnitelma": "02"}},
        ),
        (
            "export.csv",
            ["a;b;c;d", "x77;1.1.2024;1.2.2024;Unemployed", "x78;1.1.2024;;In education"],
            "YTYOLL",
            {"hid_e": "a", "tappvh": "b", "tppvm": "c", "tyok1": "d"},
            {"tyok1": {"unemployed": "2", "in education": "8"}},
        ),
        (
            "tila.csv",
            ["Person;Startdatum;Slutdatum;Status", "A1;1.1.2024;;02 - Arbetslös", "A2;1.1.2024;;z"],
            "YTYOLL",
            {"hid_e": "Person", "tappvh": "Startdatum", "tppvm": "Slutdatum", "tyok1": "Status"},
            {"tyok1": {"02 - arbetslös": "2"}},
        ),
    ],
)
def test_a_table_is_known_by_its_name_headers_and_values(
    tyo: Tyo,
    tmp_path: Path,
    name: str,
    lines: list[str],
    table: str,
    columns: dict[str, str],
    codes: dict[str, dict[str, str]],
) -> None:
    layout = tmp_path / "proposed.toml"
    layout.write_text(proposed(tyo, put(tmp_path / "in", name, *lines)), encoding="utf-8")
    own = read_layout(layout)
    assert list(own.tables) == [table]
    assert own.of(table) == TableLayout(files=(name,), columns=columns, codes=codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Työllistetty", "0"),
        ("Palkkatuettu työ", "0"),
        ("Työssä yleisillä työmarkkinoilla", "1"),
        ("I arbete", "1"),
        ("työtön", "2"),
        ("Arbetslös", "2"),
        ("Laid off", "3"),
        ("Permitterad", "3"),
        ("Lyhennetty työviikko", "4"),
        ("Työvoiman ulkopuolella", "5"),
        ("Utanför arbetskraften", "5"),
        ("Työttömyyseläke", "6"),
        ("Palvelussa", "7"),
        ("In service", "7"),
        ("Koulutuksessa", "8"),
        ("Studerande", "8"),
        ("Osa-aikatyö", "9"),
        ("Ei tietoa", "z"),
        ("7: Palvelussa", "7"),
    ],
)
def test_a_state_in_words_is_one_of_our_codes(
    tyo: Tyo, tmp_path: Path, text: str, code: str
) -> None:
    file = put(tmp_path, "spells.csv", ";".join(HEADER), f"A1;1.1.2024;;{text}")
    assert f'[tables.YTYOLL.codes.tyok1]\n"{text}" = "{code}"\n' in proposed(tyo, file)


def test_codes_of_ours_need_no_mapping(tyo: Tyo, tmp_path: Path) -> None:
    file = put(tmp_path, "spells.csv", ";".join(HEADER), "A1;1.1.2024;;02", "A2;1.1.2024;;Z")
    assert "codes" not in proposed(tyo, file)


def test_start_and_end_without_words_are_told_by_their_dates(tyo: Tyo, tmp_path: Path) -> None:
    file = put(
        tmp_path, "spells.csv", "id;d1;d2;status", "A1;5.2.2024;1.1.2024;2", "A2;;1.1.2024;3"
    )
    text = proposed(tyo, file)
    assert 'tappvh = "d2"' in text
    assert 'tppvm = "d1"' in text


def test_spells_that_begin_on_the_end_day_of_the_last_make_the_end_exclusive(
    tyo: Tyo, tmp_path: Path
) -> None:
    days = ["1.1.2024", "1.2.2024", "1.3.2024", "1.4.2024", "1.5.2024"]
    rows = [f"A1;{start};{end};2" for start, end in pairwise(days)]
    file = put(tmp_path, "spells.csv", ";".join(HEADER), *rows)
    assert 'end_date = "exclusive"' in proposed(tyo, file)


def test_what_is_not_matched_is_told_by_header_and_shape_only(tyo: Tyo, tmp_path: Path) -> None:
    lines = [
        f"{number};1.1.2024;;{state};{name};{IDENTITY}"
        for number, (state, name) in enumerate(
            [("Työtön", NAMES[0]), ("Leirillä", NAMES[1]), ("Työtön", NAMES[0])], 100
        )
    ]
    file = put(tmp_path, "spells.csv", ";".join([*HEADER, "Nimi", "Lisätieto"]), *lines)
    ran = tyo("layout", file)
    for said in (
        'header "Nimi" (values: Xxxxx Xxxxxxx, Xxxxxx Xxxxxxx)',
        'header "Lisätieto" (values: dddddd-dddX)',
        'values of header "Työllisyyskoodi" (tyok1) that are none of our codes: "Leirillä"',
    ):
        assert f"# not matched: {said}\n" in ran.out
        assert said in ran.err
    for secret in (IDENTITY, *NAMES):
        assert secret not in ran.out + ran.err


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", 'ei tunnistettu: otsikko "Nimi"'), ("sv", 'kändes inte igen: rubriken "Nimi"')],
)
def test_what_is_not_matched_is_told_in_the_language_asked_for(
    tyo: Tyo, tmp_path: Path, language: str, said: str
) -> None:
    file = put(tmp_path, "spells.csv", ";".join([*HEADER, "Nimi"]), "A1;1.1.2024;;2;Oma Nimi")
    ran = tyo("--lang", language, "layout", file)
    assert f"# {said}" in ran.out
    assert said in ran.err
    assert "columns matched" not in ran.err


def test_a_file_without_a_header_is_told_without_any_of_its_values(
    tyo: Tyo, tmp_path: Path
) -> None:
    known = put(tmp_path, "spells.csv", "id;from;to;status", "A1;1.1.2024;;2")
    bare = put(tmp_path, "bare.csv", *(f"{name};{IDENTITY}" for name in NAMES))
    ran = tyo("layout", known, bare)
    assert ran.code == 0
    assert '# "bare.csv": not matched: no table fits its name and columns\n' in ran.out
    for secret in (IDENTITY, *(part for name in NAMES for part in name.split())):
        assert secret not in ran.out + ran.err


def test_files_that_fit_no_table_are_an_error(tyo: Tyo, tmp_path: Path) -> None:
    ran = tyo("layout", put(tmp_path, "menu.csv", "dish;price", "soup;10"))
    assert (ran.code, ran.raw) == (2, b"")
    assert "menu.csv: no register table fits" in ran.err


def test_a_missing_column_that_figures_rest_on_is_told(tyo: Tyo, tmp_path: Path) -> None:
    ran = tyo("layout", put(tmp_path, "kontor.csv", "Kund;Kontor;Slut", "A1;1231;"))
    assert "# not matched: no header for muupv7\n" in ran.out
    assert re.search(r"note: .*no header for muupv7\nhint: ", ran.err)


def test_files_of_one_table_with_other_columns_are_not_joined(tyo: Tyo, tmp_path: Path) -> None:
    first = put(tmp_path, "spells1.csv", ";".join(HEADER), "A1;1.1.2024;;2")
    same = put(tmp_path, "spells2.csv", ";".join(HEADER), "A2;1.1.2024;;2")
    other = put(tmp_path, "status.csv", "Client;From;To;Status", "A3;1.1.2024;;2")
    ran = tyo("layout", first, same, other)
    assert 'files = ["spells1.csv", "spells2.csv"]' in ran.out
    assert '# "status.csv": not matched: YTYOLL too, but with other columns' in ran.out


def test_typed_files_are_proposed_for_too(tyo: Tyo, tmp_path: Path) -> None:
    states = pl.DataFrame(
        {
            "Person": ["A1", "A2"],
            "Start": [date(2024, 1, 1), date(2024, 2, 1)],
            "End": [date(2024, 3, 1), None],
            "State": ["Unemployed", "Laid off"],
        }
    )
    states.write_parquet(tmp_path / "status.parquet")
    sheet = [states.columns, *map(list, states.rows())]
    (tmp_path / "status.xlsx").write_bytes(xlsx({"Sheet1": sheet}))
    for name in ("status.parquet", "status.xlsx"):
        text = proposed(tyo, tmp_path / name)
        assert f'files = ["{name}"]' in text
        assert 'tappvh = "Start"\ntppvm = "End"\ntyok1 = "State"\n' in text
        assert '"Unemployed" = "2"\n"Laid off" = "3"\n' in text


def test_a_file_that_cannot_be_read_is_refused(tyo: Tyo, tmp_path: Path) -> None:
    ran = tyo("layout", tmp_path / "none.csv")
    assert (ran.code, ran.raw) == (3, b"")
    assert "none.csv" in ran.err


def test_a_bracket_in_a_file_name_is_no_pattern(tyo: Tyo, tmp_path: Path) -> None:
    file = put(tmp_path, "spells [a].csv", ";".join(HEADER), "A1;1.1.2024;;2")
    layout = put(tmp_path, "own.toml", proposed(tyo, file))
    assert read_layout(layout).of("YTYOLL").matches("spells [a].csv")
