"""Layout files: what they may say, and what is told of one that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.extract.layout import (
    DEFAULT_LAYOUT,
    Layout,
    TableLayout,
    fold_cell,
    read_layout,
)
from tyollisyys_cli.extract.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    ReadText = Callable[[str], Layout]

WHOLE = """
[tables.YTYOLL]
files = ["*spells*"]
end_date = "exclusive"
encoding = "auto"
[tables.YTYOLL.columns]
hid_e = "Henkilötunniste"
tappvh = "Alkamispäivä"
tppvm = "Päättymispäivä"
tyok1 = "Työllisyyskoodi"
[tables.YTYOLL.codes.tyok1]
"Työtön" = "2"
"""


@pytest.fixture
def read(tmp_path: Path) -> ReadText:
    """Read a layout from its text, written to `own.toml`."""

    def read_text(text: str) -> Layout:
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return read_layout(file)

    return read_text


# ------------------------------------------------------------------------------ what it says


def test_a_layout_says_files_columns_codes_and_settings(read: ReadText) -> None:
    assert read(WHOLE).of("YTYOLL") == TableLayout(
        files=("*spells*",),
        columns={
            "hid_e": "Henkilötunniste",
            "tappvh": "Alkamispäivä",
            "tppvm": "Päättymispäivä",
            "tyok1": "Työllisyyskoodi",
        },
        codes={"tyok1": {"työtön": "2"}},
        end_date="exclusive",
    )


def test_a_table_that_the_layout_does_not_name_keeps_the_default(read: ReadText) -> None:
    assert read(WHOLE).of("YTHAKU") == TableLayout()


def test_a_column_without_a_mapping_keeps_our_name() -> None:
    own = TableLayout(columns={"tyok1": "Koodi"})
    assert [own.header_of(name) for name in ("tyok1", "hid_e")] == ["Koodi", "hid_e"]


def test_the_default_layout_names_no_table() -> None:
    assert DEFAULT_LAYOUT.tables == {}
    assert DEFAULT_LAYOUT.of("YTYOLL") == TableLayout()


def test_a_layout_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "notepad.toml"
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert read_layout(file).of("YTYOLL").end_date == "exclusive"


@pytest.mark.parametrize(
    ("key", "given", "meant"),
    [
        ("delimiter", ";", ";"),
        ("delimiter", "semicolon", ";"),
        ("delimiter", "comma", ","),
        ("delimiter", "\\t", "\t"),
        ("delimiter", "tab", "\t"),
        ("delimiter", "Pipe", "|"),
        ("delimiter", "auto", "auto"),
        ("encoding", "UTF-8", "utf-8"),
        ("encoding", "cp1252", "windows-1252"),
        ("encoding", "Latin-1", "iso-8859-1"),
        ("encoding", "latin-9", "iso-8859-15"),
        ("encoding", "utf-16", "utf-16"),
        ("encoding", "cp850", "cp850"),
        ("date_format", "yyyy-mm-dd", "iso"),
        ("date_format", "dd.mm.yyyy", "d.m.yyyy"),
        ("date_format", "d.m.yyyy", "d.m.yyyy"),
        ("date_format", "yyyymmdd", "yyyymmdd"),
        ("date_format", "dd/mm/yyyy", "dd/mm/yyyy"),
        ("date_format", "excel", "excel"),
    ],
)
def test_a_setting_has_several_names(read: ReadText, key: str, given: str, meant: str) -> None:
    own = read(f'[tables.YTYOLL]\n{key} = "{given}"\n').of("YTYOLL")
    assert getattr(own, key) == meant


def test_every_encoding_is_one_that_python_knows(read: ReadText) -> None:
    for name in ("utf-8", "utf-16", "windows-1252", "latin-1", "latin-9", "cp850"):
        own = read(f'[tables.YTYOLL]\nencoding = "{name}"\n').of("YTYOLL")
        assert "ä".encode(own.encoding).decode(own.encoding) == "ä"


def test_sheet_and_header_row_are_kept_and_auto_means_find_it(read: ReadText) -> None:
    own = read('[tables.YTYOLL]\nsheet = "Jaksot 2024"\nheader_row = 3\n').of("YTYOLL")
    auto = read('[tables.YTYOLL]\nsheet = "auto"\nheader_row = "auto"\n').of("YTYOLL")
    assert (own.sheet, own.header_row) == ("Jaksot 2024", 3)
    assert (auto.sheet, auto.header_row) == ("", 0)


@pytest.mark.parametrize("theirs", ["Työtön", " työtön ", "TYÖTÖN\u00a0", "Tyo\u0308to\u0308n"])
def test_case_padding_and_composition_do_not_tell_codes_apart(theirs: str) -> None:
    assert fold_cell(theirs) == "työtön"


def test_dots_tell_codes_apart() -> None:
    assert fold_cell("Tyoton") != fold_cell("Työtön")


def test_a_code_may_mean_nothing_where_the_column_may_be_empty(read: ReadText) -> None:
    own = read('[tables.YHENK.codes.kiekd]\n"Ei tietoa" = ""\n').of("YHENK")
    assert own.codes == {"kiekd": {"ei tietoa": ""}}


# ------------------------------------------------------------------------------ which file


def table_name(layout: Layout, name: str) -> str | None:
    table = layout.table_of(Path("folder") / name)
    return table.name if table else None


@pytest.mark.parametrize(
    "name", ["spells.csv", "2024_SPELLS_new.xlsx", "my spells.csv.gz", "Spells"]
)
def test_patterns_match_file_names_in_any_case(read: ReadText, name: str) -> None:
    assert table_name(read(WHOLE), name) == "YTYOLL"


def test_patterns_match_names_with_decomposed_letters(read: ReadText) -> None:
    layout = read('[tables.YTYOLL]\nfiles = ["työ*"]\n')
    assert table_name(layout, "Tyo\u0308llisyys.csv") == "YTYOLL"


def test_a_bracket_is_matched_when_it_stands_in_brackets(read: ReadText) -> None:
    layout = read('[tables.YTYOLL]\nfiles = ["a[[]1].csv"]\n')
    assert table_name(layout, "a[1].csv") == "YTYOLL"
    assert table_name(layout, "a1.csv") is None


def test_a_table_with_patterns_is_matched_by_them_only(read: ReadText) -> None:
    assert table_name(read(WHOLE), "YTYOLL.csv") is None


def test_a_table_without_patterns_is_matched_by_its_name(read: ReadText) -> None:
    layout = read('[tables.YTYOLL]\nend_date = "exclusive"\n')
    assert table_name(layout, "2024_YTYOLL.csv") == "YTYOLL"
    assert table_name(layout, "YTHAKU_2024.parquet") == "YTHAKU"
    assert table_name(DEFAULT_LAYOUT, "ythaku.csv.gz") == "YTHAKU"
    assert table_name(DEFAULT_LAYOUT, "notes.csv") is None


def test_a_layout_file_is_never_an_extract_file(read: ReadText) -> None:
    assert table_name(read(WHOLE), "spells.toml") is None


def test_a_file_of_two_tables_is_refused_naming_both(read: ReadText) -> None:
    layout = read('[tables.YTYOLL]\nfiles = ["*spells*"]\n[tables.YTHAKU]\nfiles = ["job*"]\n')
    with pytest.raises(UsageError) as caught:
        table_name(layout, "job_spells.csv")
    assert "tables.YTYOLL.files and tables.YTHAKU.files" in caught.value.message
    assert "job_spells.csv" in caught.value.message


# ------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("text", "key", "cure"),
    [
        ("", "names no table", "[tables.YTYOLL]"),
        ("tables = 1\n", "tables", "[tables]"),
        ('table = "x"\n', "table", "tables"),
        ("[tables.YTYOL]\n", "tables.YTYOL", "did you mean 'YTYOLL'"),
        ("[tables]\nYTYOLL = 3\n", "tables.YTYOLL", "[tables.YTYOLL]"),
        ('[tables.YTYOLL]\nfile = ["x"]\n', "tables.YTYOLL.file", "did you mean 'files'"),
        ("[tables.YTYOLL]\nfiles = []\n", "tables.YTYOLL.files", "a list of patterns"),
        ('[tables.YTYOLL]\nfiles = "x"\n', "tables.YTYOLL.files", "a list of patterns"),
        ("[tables.YTYOLL]\nfiles = [1]\n", "tables.YTYOLL.files", "in quotes"),
        ('[tables.YTYOLL]\nfiles = ["a/b.csv"]\n', "tables.YTYOLL.files", "on file names"),
        ('[tables.YTYOLL]\nend_date = "open"\n', "tables.YTYOLL.end_date", '"exclusive"'),
        ("[tables.YTYOLL]\nend_date = 2024-01-01\n", "tables.YTYOLL.end_date", '"inclusive"'),
        ('[tables.YTYOLL]\nencoding = "utf-7"\n', "tables.YTYOLL.encoding", '"utf-16"'),
        ('[tables.YTYOLL]\ndelimiter = ":"\n', "tables.YTYOLL.delimiter", '"semicolon"'),
        ('[tables.YTYOLL]\ndate_format = "%d.%m"\n', "tables.YTYOLL.date_format", '"d.m.yyyy"'),
        ("[tables.YTYOLL]\nheader_row = 0\n", "tables.YTYOLL.header_row", "from 1"),
        ("[tables.YTYOLL]\nheader_row = true\n", "tables.YTYOLL.header_row", "from 1"),
        ('[tables.YTYOLL]\nheader_row = "2"\n', "tables.YTYOLL.header_row", "from 1"),
        ("[tables.YTYOLL]\nsheet = 1\n", "tables.YTYOLL.sheet", "in quotes"),
        (
            '[tables.YTYOLL.columns]\ntappv = "Alku"\n',
            "tables.YTYOLL.columns.tappv",
            "did you mean 'tappvh'",
        ),
        (
            "[tables.YTYOLL.columns]\ntappvh = 1\n",
            "tables.YTYOLL.columns.tappvh",
            "in quotes",
        ),
        (
            '[tables.YTYOLL.columns]\ntappvh = " "\n',
            "tables.YTYOLL.columns.tappvh",
            "in quotes",
        ),
        (
            '[tables.YTYOLL.columns]\ntappvh = "Pvm"\ntppvm = "PVM "\n',
            "tables.YTYOLL.columns.tppvm",
            "can be one of ours",
        ),
        (
            '[tables.YTYOLL.codes.tyok]\n"Työtön" = "2"\n',
            "tables.YTYOLL.codes.tyok",
            "did you mean 'tyok1'",
        ),
        (
            '[tables.YTYOLL.codes.tappvh]\n"x" = "2"\n',
            "tables.YTYOLL.codes.tappvh",
            "tyok1",
        ),
        ('[tables.YTYOLL.codes]\ntyok1 = "2"\n', "tables.YTYOLL.codes.tyok1", "codes.tyok1]"),
        (
            '[tables.YTYOLL.codes.tyok1]\n"Työtön" = 2\n',
            'tables.YTYOLL.codes.tyok1."Työtön"',
            'quotes: "2"',
        ),
        (
            '[tables.YTYOLL.codes.tyok1]\n"Työtön" = "x"\n',
            'tables.YTYOLL.codes.tyok1."Työtön"',
            "0, 1, 2",
        ),
        (
            '[tables.YTYOLL.codes.tyok1]\n"Työtön" = ""\n',
            'tables.YTYOLL.codes.tyok1."Työtön"',
            "0, 1, 2",
        ),
        (
            '[tables.YTYOLL.codes.tyok1]\n"Työtön" = "2"\n"TYÖTÖN " = "3"\n',
            'tables.YTYOLL.codes.tyok1."TYÖTÖN "',
            "keep one",
        ),
        (
            '[tables.YHKUNTA.codes.kunnoh]\n"Raahe" = "Raahe"\n',
            "tables.YHKUNTA.codes.kunnoh.Raahe",
            "3 digits",
        ),
        ("[tables.YTYOLL\n", "line 1", "TOML"),
    ],
)
def test_a_layout_that_cannot_be_used_names_file_key_and_cure(
    read: ReadText, text: str, key: str, cure: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read(text)
    assert "own.toml: " in caught.value.message
    assert key in caught.value.message
    assert cure in caught.value.hint


def test_a_layout_that_is_not_there_or_not_text_is_an_error(tmp_path: Path) -> None:
    binary = tmp_path / "latin.toml"
    binary.write_bytes(WHOLE.encode("latin-1"))
    for file in (tmp_path / "none.toml", binary):
        with pytest.raises(UsageError) as caught:
            read_layout(file)
        assert str(file) in caught.value.message


def test_every_table_and_column_can_be_mapped(read: ReadText) -> None:
    for table in TABLES.values():
        lines = [f'{column.name} = "Their {column.name}"' for column in table.columns]
        own = read("\n".join([f"[tables.{table.name}.columns]", *lines])).of(table.name)
        assert len(own.columns) == len(table.columns)
