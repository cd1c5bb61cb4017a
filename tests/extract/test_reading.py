"""Files in, text records out: no record vanishes, and every one knows its line."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extract.files import put
from tyollisyys_cli.extract.defects import FileRefusedError
from tyollisyys_cli.extract.reading import Records, Wanted, read_records

if TYPE_CHECKING:
    from pathlib import Path


class File(NamedTuple):
    """A file and what must come of it: rows and malformed records begin with their line."""

    name: str
    data: str | bytes
    header: tuple[str, ...]
    rows: list[tuple[int | str, ...]]
    malformed: tuple[tuple[int, str], ...] = ()


AB = ("a", "b")
PLAIN: list[tuple[int | str, ...]] = [(2, "1", "2"), (3, "3", "4")]
READ = (
    File("plain", "a;b\n1;2\n3;4\n", AB, PLAIN),
    File("no line break at the end", "a;b\n1;2\n3;4", AB, PLAIN),
    File("CRLF", "a;b\r\n1;2\r\n3;4\r\n", AB, PLAIN),
    File("line ends of both kinds", "a;b\r\n1;2\n3;4\r\n", AB, PLAIN),
    File("CRLF and quotes", 'a;b\r\n1;"2"\r\n3;4\r\n', AB, PLAIN),
    File("BOM", "\ufeffa;b\n1;2\n3;4\n", AB, PLAIN),
    File("BOM and a quoted header", '\ufeff"a";"b"\n1;2\n3;4\n', AB, PLAIN),
    File("header in capitals and padded", " A ;B\t\n1;2\n3;4\n", AB, PLAIN),
    File("UTF-8", "a;b\nÄ;Šš€\n", AB, [(2, "Ä", "Šš€")]),
    File("Windows-1252", "a;b\nÄ;Šš€\n".encode("cp1252"), AB, [(2, "Ä", "Šš€")]),
    File("Windows-1252, quoted", 'a;b\n"Ä";Šš€\n'.encode("cp1252"), AB, [(2, "Ä", "Šš€")]),
    File("blank lines", "a;b\n\n1;2\n \t\n\n3;4\n\n", AB, [(3, "1", "2"), (6, "3", "4")]),
    File("blank lines, quoted", 'a;b\n\n"1";2\n\n\n3;4\n\n', AB, [(3, "1", "2"), (6, "3", "4")]),
    File("blank CRLF lines", "a;b\r\n\r\n1;2\r\n\r\n", AB, [(3, "1", "2")]),
    File("trailing delimiters", "a;b;\n1;2;\n3;4;\n", AB, PLAIN),
    File("trailing delimiters, quoted", 'a;b;\n1;"2";\n3;4;\n', AB, PLAIN),
    File("trailing delimiters in the rows only", "a;b\n1;2;\n3;4;\n", AB, PLAIN),
    File("byte-order mark in a row", "a;b\n\ufeff1;2\n", AB, [(2, "\ufeff1", "2")]),
    File(
        "a blank row and one that is too long at the very end",
        "a;b\n1;2\n\n3;4;",
        AB,
        [(2, "1", "2")],
        ((4, "3 fields, 2 expected"),),
    ),
    File(
        "short and long rows",
        "a;b\n1\n1;2\n1;2;3\n3;4\n",
        AB,
        [(3, "1", "2"), (5, "3", "4")],
        ((2, "1 fields, 2 expected"), (4, "3 fields, 2 expected")),
    ),
    File(
        "short and long rows, quoted",
        'a;b\n1\n"1";2\n1;2;3\n3;4\n',
        AB,
        [(3, "1", "2"), (5, "3", "4")],
        ((2, "1 fields, 2 expected"), (4, "3 fields, 2 expected")),
    ),
    File(
        "a row that lacks a cell among rows with trailing delimiters",
        "a;b;c;\n1;2;3;\n1;3;\n",
        ("a", "b", "c"),
        [(2, "1", "2", "3")],
        ((3, "3 fields, 4 expected"),),
    ),
    File(
        "line breaks inside the header",
        'Otsikko\n"a";"Huom\noma; teksti";b\n1;x;2\n3;"y\nz";4\n',
        ("a", "huom oma; teksti", "b"),
        [(4, "1", "x", "2"), (5, "3", "y\nz", "4")],
    ),
    File(
        "line breaks inside the header, CRLF",
        'a;b;"Oma\nteksti"\r\n1;2;\r\n3;4;\r\n',
        ("a", "b", "oma teksti"),
        [(3, "1", "2", ""), (4, "3", "4", "")],
    ),
    File(
        "a stray quote in a title",
        '"Otsikko\na;b\n1;2\n3;4\n',
        AB,
        [(3, "1", "2"), (4, "3", "4")],
    ),
    File("delimiter inside quotes", 'a;b\n"1;x";2\n3;4\n', AB, [(2, "1;x", "2"), (3, "3", "4")]),
    File(
        "line break inside quotes",
        'a;huom\n1;"x\ny"\n3;4\n5;"p\r\n\r\nq"\n7;8\n',
        ("a", "huom"),
        [(2, "1", "x\ny"), (4, "3", "4"), (5, "5", "p\r\n\r\nq"), (8, "7", "8")],
    ),
    File("doubled quotes", 'a;b\n"say ""no""";2\n', AB, [(2, 'say "no"', "2")]),
    File("quote inside an unquoted field", 'a;b\n5" pipe;2\n', AB, [(2, '5" pipe', "2")]),
    File("padding is left to the gate", "a;b\n 1 ;\u00a02\n", AB, [(2, " 1 ", "\u00a02")]),
    File("one column", "a\n1\n2\n", ("a",), [(2, "1"), (3, "2")]),
    File("a column without a name", "a;;b\n1;x;2\n", ("a", "column 3", "b"), [(2, "1", "x", "2")]),
    File(
        "separators that are not line ends",
        "a;b\n1\x0b;2\u2028\n3;4\x85\n",
        AB,
        [(2, "1\x0b", "2\u2028"), (3, "3", "4\x85")],
    ),
    File("only delimiters", "a;b\n1;2\n;\n3;4\n", AB, [(2, "1", "2"), (3, "", ""), (4, "3", "4")]),
    File(
        "only delimiters, quoted",
        'a;b\n1;"2"\n;\n3;4\n',
        AB,
        [(2, "1", "2"), (3, "", ""), (4, "3", "4")],
    ),
    File("empty quotes", 'a;b\n1;2\n"";""\n3;4\n', AB, [(2, "1", "2"), (3, "", ""), (4, "3", "4")]),
    File(
        "extra columns with names of the program",
        "a;text;fields;problem\n1;2;3;4\n",
        ("a", "text", "fields", "problem"),
        [(2, "1", "2", "3", "4")],
    ),
)


def read(folder: Path, data: str | bytes) -> Records:
    """Read a file with the data; a column `a` is needed, others are kept."""
    return read_records(put(folder, "YTYOLL.csv", data), Wanted(("a",), ("b",)))


@pytest.mark.parametrize("file", READ, ids=lambda file: file.name)
def test_every_record_is_read_with_its_line(file: File, tmp_path: Path) -> None:
    records = read(tmp_path, file.data)
    assert records.header == file.header
    assert records.frame.rows() == file.rows
    assert tuple(records.malformed.select("LINE", "value").rows()) == file.malformed
    assert records.count == len(file.rows) + len(file.malformed)


REFUSED: tuple[tuple[str, str | bytes, str], ...] = (
    ("empty", "", "is empty"),
    ("a BOM and nothing", "\ufeff", "is empty"),
    ("blank lines only", "\n \r\n\n", "is empty"),
    ("header only", "a;b\n", "no rows"),
    ("header only, quoted", '"a";"b"\n', "no rows"),
    ("header and blank lines", "a;b\n\n\n", "no rows"),
    ("nothing but empty quotes", '""\n', ""),
    ("NUL", "a;b\n1;2\0\n", "NUL"),
    ("a last row that was cut", "a;b\n1;2\n3", "line 3"),
    ("a last row that was cut, quoted", 'a;b\n1;"2"\n3', "line 3"),
    ("a last cell that was cut", 'a;b\n1;"2"\n3;"4', "line 3"),
    ("a column twice", "a;b;a\n1;2;3\n", "'a' stands twice"),
    ("a column twice in other letters", "a;b;A \n1;2;3\n", "'a' stands twice"),
    ("a quote that never closes", 'a;b\n1;2\n3;"4\n5;6\n', "line 3: a quote is not closed"),
    ("text after a closing quote", 'a;b\n1;"Oy" Ab\n', "line 2: a quote"),
    ("a quote that closes rows later", 'a;b\n1;"x\n2;y" z\n3;4\n', "line 2: a quote"),
    ("Windows-1252 bytes that mean nothing", b"a;b\n\x81;1\n\x8d;2\n\xe4;3\n", ""),
    ("a BOM of UTF-8 over other bytes", b"\xef\xbb\xbfa;b\n\xe4;1\n", ""),
    ("two encodings in one file", "a;b\nMäki;1\n".encode() + "Mäki;2\n".encode("cp1252"), ""),
)


@pytest.mark.parametrize(
    ("data", "says"), [one[1:] for one in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    data: str | bytes, says: str, tmp_path: Path
) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read(tmp_path, data)
    assert str(tmp_path / "YTYOLL.csv") in refused.value.message
    assert says in refused.value.message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="cannot be read"):
        read_records(tmp_path / "YTYOLL.csv", Wanted(("a",)))


def test_a_field_of_a_megabyte_is_read_whole_or_refused(tmp_path: Path) -> None:
    for quote in ("", '"'):
        data = f"a;b\n1;2\n{quote}{'x' * 1_000_000}{quote};3\n4;5\n"
        try:
            records = read(tmp_path, data)
        except FileRefusedError as refused:
            assert "line 3" in refused.message
        else:
            assert [len(cell) for cell in records.frame["a"]] == [1, 1_000_000, 1]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_carriage_return_alone_hides_no_record(quote: str, tmp_path: Path) -> None:
    """One in the middle, or no other line ends: the records are read, or the file is refused."""
    for end in ("\n", "\r"):
        data = f"a;b{end}1;{quote}2{quote}\r3;4{end}5;6{end}"
        try:
            records = read(tmp_path, data)
        except FileRefusedError:
            continue
        assert records.frame["a"].to_list() == ["1", "3", "5"]


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_column_may_be_called_line(quote: str, tmp_path: Path) -> None:
    records = read(tmp_path, f"a;line\n{quote}1{quote};2\n3\n")
    assert records.frame["a"].to_list() == ["1"]
    assert records.malformed.drop("person").rows() == [
        (3, "too_few_fields", "1 fields, 2 expected")
    ]


def test_a_trailing_delimiter_is_a_matter_of_the_file_not_of_a_row(tmp_path: Path) -> None:
    """A delimiter inside a text shifts the row; an empty last cell must not hide that."""
    for quote in ("", '"'):
        data = f"a;b;c;d\n{quote}1{quote};2;3;\n1;x;y;3;\n1;2;3;4\n"
        records = read(tmp_path, data)
        assert records.frame[records.frame.columns[0]].to_list() == [2, 4]
        assert records.malformed.drop("person").rows() == [
            (3, "too_many_fields", "5 fields, 4 expected")
        ]


# -------------------------------------------------------------------- random files, two parsers

CELLS = st.text(st.sampled_from("12a Ä\u00a0\t.-"), max_size=3)


def lines_of(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Return lines of so many cells."""
    line = st.lists(CELLS, min_size=least, max_size=most).map(";".join)
    return st.lists(line, max_size=6)


# A line with too many cells and one with too few, which make a right number together.
ODD = st.sampled_from([(";;;", ";"), ("1;2;3;", "4;5"), ("1;2;3;4;5", ""), (";;;;", "a")])
BALANCED = st.tuples(lines_of(3, 3), ODD).map(lambda both: [*both[0], *both[1]])
LINES = lines_of(3, 3) | lines_of(1, 4) | BALANCED.flatmap(st.permutations)


@settings(max_examples=200, deadline=None)
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]))
def test_the_reader_of_quoted_files_agrees_with_the_other(
    lines: list[str], end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same file with and without quotes in a row has the same records: all there are."""
    written = 1 + sum(bool(line.strip()) for line in lines)
    folder = tmp_path_factory.getbasetemp()
    text = "".join(f"{line}{end}" for line in lines)
    plain = read(folder, f"a;b;c{end}x;y;z{end}{text}")
    assert plain.count + plain.repairs.get("total_lines", 0) == written
    quoted = read(folder, f'a;b;c{end}"x";y;z{end}{text}')
    assert plain.frame.rows() == quoted.frame.rows()
    assert plain.malformed.rows() == quoted.malformed.rows()


@settings(max_examples=150, deadline=None)
@given(
    lines=st.lists(st.lists(CELLS, min_size=3, max_size=3).map(";".join), min_size=1, max_size=6),
    marks=st.lists(st.tuples(st.integers(0, 80), st.sampled_from('";\n')), max_size=4),
)
def test_a_stray_mark_makes_no_record_vanish(
    lines: list[str], marks: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was put in where, the file is refused or as many records are read as there are."""
    text = "\n".join(lines)
    for position, mark in marks:
        text = text[:position] + mark + text[position:]
    try:
        records = read(tmp_path_factory.getbasetemp(), f"a;b;c\n{text}\n")
    except FileRefusedError:
        return
    written = {number for number, line in enumerate(text.split("\n"), 2) if line.strip()}
    found = [one[0] for one in (*records.frame.rows(), *records.malformed.rows())]
    assert len(found) == len(set(found)) == records.count
    assert set(found) <= written
    if not re.search(r'(^|[;\n])"', text):  # then a quote is a mark like any other
        assert len(found) + records.repairs.get("total_lines", 0) == len(written)


def test_quoted_texts_are_read_where_numbers_are_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows the standard parser knows no larger field than 2 GB."""
    limit = csv.field_size_limit

    def limit_of_windows(size: int) -> int:
        if size > 2**31 - 1:
            raise OverflowError("Python int too large to convert to C long")
        return limit(size)

    monkeypatch.setattr(csv, "field_size_limit", limit_of_windows)
    for text in ('a;b\n1;"2;3"\n', 'a;b\n1;"2\n3"\n'):
        records = read_records(put(tmp_path, "a.csv", text), Wanted(("a",)))
        assert records.frame.height == 1
