"""The same spells in every dialect that they come in are the same rows, each time."""

from __future__ import annotations

import gzip
import io
import unicodedata
import zipfile
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import pytest

from tests.extract.files import DAY, put, xlsx
from tyollisyys_cli.extract.gate import Gated, gate
from tyollisyys_cli.extract.layout import TableLayout
from tyollisyys_cli.extract.reading import Wanted, read_records
from tyollisyys_cli.extract.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Spell = tuple[str, date, date | None, str, str]
# Written by hand: person, start, end, code, reason.
SPELLS: list[Spell] = [
    ("Ähtäri-1", date(2020, 1, 31), date(2020, 12, 1), "2", "03"),
    ("Åland-2", date(2021, 2, 28), None, "3", ""),
    ("Töölö-3", date(2022, 5, 2), date(2022, 5, 2), "0", "01"),
    ("p4", date(2005, 12, 31), date(2019, 6, 15), "z", ""),
    ("p5", date(1999, 10, 10), None, "8", "08"),
    ("p6", date(2024, 7, 31), date(2025, 1, 1), "7", "11"),
]
EXPECTED = [(*spell[:4], spell[4] or None) for spell in SPELLS]
COLUMNS = ("hid_e", "tappvh", "tppvm", "tyok1", "tymsyy")
FINNISH = ("Henkilötunniste", "Alkamispäivä", "Päättymispäivä", "Työllisyyskoodi", "Syy")
LAYOUT = TableLayout(columns=dict(zip(COLUMNS, FINNISH, strict=True)))
CODES = {"2": "Työtön", "3": "Lomautettu", "0": "Tuettu", "z": "Ei tietoa", "8": "Koulutus"} | {
    "7": "Palvelussa"
}


def lines(
    form: str = "%d.%m.%Y",
    *,
    open_end: str = "11.11.2222",
    delimiter: str = ";",
    header: tuple[str, ...] = COLUMNS,
    quote: str = "",
) -> list[str]:
    """Write the spells as lines under a header."""
    rows = [header]
    for person, start, end, code, reason in SPELLS:
        rows.append((person, day(start, form), day(end, form, open_end), code, reason))
    return [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows]


def day(one: date | None, form: str, open_end: str = "") -> str:
    """Write a date; `%-d.%-m.%Y` has no zeros, `serial` is Excel's number."""
    if one is None:
        return open_end
    return str((one - date(1899, 12, 30)).days) if form == "serial" else f"{one:{form}}"


def text(own: list[str], end: str = "\n") -> str:
    """Join lines into a text that ends with a line end."""
    return "".join(f"{line}{end}" for line in own)


def encoded(encoding: str) -> bytes:
    return text(lines()).encode(encoding)


def zipped(**files: bytes) -> bytes:
    """Write an archive; `_` in a name is `/`, as in __MACOSX/."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("SLASH", "/").replace("DOT", "."), data)
    return file.getvalue()


def sheet(above: int = 0, *, as_text: bool = False) -> list[list[object]]:
    """Write the spells as rows of a sheet, below title rows and an empty one."""
    rows: list[list[object]] = [["Poiminta 2024"] for _ in range(above)]
    rows += [[]] if above else []
    rows.append(list(COLUMNS))
    for person, start, end, code, reason in SPELLS:
        last = end or date(2222, 11, 11)
        dates: list[object] = [day(start, "%d.%m.%Y"), day(last, "%d.%m.%Y")]
        number = int(code) if code.isdigit() and not as_text else code
        rows.append([person, *(dates if as_text else [start, last]), number, reason or None])
    return rows


def parquet(*, typed: bool) -> bytes:
    """Write the spells as a Parquet file with dates, or with text."""
    frame = pl.DataFrame(SPELLS, schema=list(COLUMNS), orient="row")
    if not typed:
        frame = frame.with_columns(pl.col("tappvh", "tppvm").dt.strftime("%d.%m.%Y"))
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


class Form(NamedTuple):
    """A file, what is put right in it, and the layout by which it is read."""

    name: str
    data: str | bytes
    repairs: Mapping[str, int] = {}
    layout: TableLayout = TableLayout()
    described: str = ""


def _quoted_texts(end: str) -> str:
    """Add a column of free text with delimiters, quotes and line breaks before the code."""
    note = f'"sanoi; ""ei""{end}ja lähti"'
    rows = [line.split(";") for line in lines()]
    noted = [[*row[:3], "huom" if i == 0 else note, *row[3:]] for i, row in enumerate(rows)]
    return text([";".join(row) for row in noted], end)


def _reordered() -> str:
    """Turn the columns around and put others between them."""
    rows = [line.split(";") for line in lines()]
    extra = [["nimi", "kunta"], *(["Oy, Ab", "678"] for _ in SPELLS)]
    return text([";".join([*row[::-1], *more]) for row, more in zip(rows, extra, strict=True)])


def _mixed_ends() -> str:
    ends = ["\r\n", "\r\n", "\n", "\r", "\r\n", "\r\n", "\r\n"]
    return "".join(line + end for line, end in zip(lines(), ends, strict=True))


def _exclusive() -> str:
    """Write the first day after a spell as its end."""
    rows = [line.split(";") for line in lines()]
    ends = ["tppvm", "02.12.2020", "", "03.05.2022", "16.06.2019", "", "02.01.2025"]
    return text([";".join([*row[:2], end, *row[3:]]) for row, end in zip(rows, ends, strict=True)])


def _coded() -> str:
    rows = [line.split(";") for line in lines(header=FINNISH)]
    named = [[*row[:3], CODES.get(row[3], row[3]), row[4]] for row in rows]
    return text([";".join(row) for row in named])


def _forms() -> list[Form]:
    """Return every dialect."""
    plain = text(lines())
    body = text(lines()[1:])
    forms = [
        Form("as the register writes it", plain, described="csv, utf-8, ;, LF, dates d.m.yyyy")
    ]
    forms += [
        Form(
            f"encoding {name}",
            encoded(name),
            repairs,
            described=f"csv, {said}, ;, LF, dates d.m.yyyy",
        )
        for name, said, repairs in (
            ("utf-8-sig", "utf-8", {"byte_order_mark": 1}),
            ("utf-16-le", "utf-16-le", {}),
            ("utf-16-be", "utf-16-be", {}),
            ("utf-16", "utf-16-le", {"byte_order_mark": 1}),
            ("latin-1", "windows-1252", {}),
            ("cp1252", "windows-1252", {}),
            ("cp850", "cp850", {}),
        )
    ]
    forms.append(Form("decomposed", unicodedata.normalize("NFD", plain), {"decomposed_letters": 6}))
    forms += [
        Form(
            f"line end {end!r}",
            text(lines(), end),
            described=f"csv, utf-8, ;, {name}, dates d.m.yyyy",
        )
        for end, name in (("\r\n", "CRLF"), ("\r", "CR"))
    ]
    forms.append(Form("mixed line ends", _mixed_ends(), {"mixed_line_ends": 2}))
    forms.append(Form("no line end at the end", plain[:-1]))
    forms += [Form(f"delimiter {mark!r}", text(lines(delimiter=mark))) for mark in (",", "\t", "|")]
    forms += [
        Form("all in quotes", text(lines(quote='"'))),
        Form("all in quotes, commas", text(lines(quote='"', delimiter=","))),
        Form("all in quotes, CRLF", text(lines(quote='"'), "\r\n")),
        Form("blanks before the quotes", text(lines(quote='"', delimiter=", ")), {"padding": 22}),
        Form("free text", _quoted_texts("\n")),
        Form("free text, CRLF", _quoted_texts("\r\n")),
        Form("free text, CR", _quoted_texts("\r")),
        Form("other columns in another order", _reordered()),
    ]
    forms += [
        Form("title lines", f"Työttömät;;;;\nPoimittu: 31.7.2024\n\n{plain}", {"title_lines": 2}),
        Form("a sep line", f"sep=;\n{plain}", {"sep_line": 1}),
        Form(
            "a sep line of a tab",
            "sep=\t\r\n" + text(lines(delimiter="\t"), "\r\n"),
            {"sep_line": 1},
        ),
        Form(
            "total lines", f"{plain}\n;;;;\nYhteensä;;6;;\nLähde: rekisteri\n", {"total_lines": 3}
        ),
        Form(
            "a text like a total in the last row",
            text([f"huom;{lines()[0]}", *(f"Yhteensä 3 kpl;{line}" for line in lines()[1:])]),
        ),
        Form(
            "the same with Excel's numbers and a sum below",
            text(
                [
                    f"huom;{lines()[0]}",
                    *(f"Rivejä: 2;{line}" for line in lines("serial", open_end="")[1:]),
                    "Yhteensä;6;;;;",
                ]
            ),
            {"total_lines": 1, "excel_serials": 10},
        ),
        Form("a total line of one cell", f"{plain}Rivejä: 6", {"total_lines": 1}),
        Form("a total of all", f"{plain}Kaikki;6;;;\n;;;Lkm;6\n", {"total_lines": 2}),
        Form(
            "headers again",
            plain + text(lines()[:1]) + plain.upper().split("\n", 1)[0] + "\n",
            {"repeated_header": 2},
        ),
        Form(
            "a header again in the middle",
            body.join([text(lines()[:1]), text(lines()[:1])]),
            {"repeated_header": 1},
        ),
        Form(
            "trailing delimiters",
            text([f"{line};" for line in lines()]),
            {"trailing_delimiters": 6},
        ),
        Form("empty rows of Excel", plain + ";;;;\n" * 30, {"total_lines": 30}),
        Form("blank lines", plain.replace("\n", "\n\n")),
        Form("header in capitals", text(lines(header=tuple(map(str.upper, COLUMNS))))),
        Form(
            "header padded",
            text(lines(header=("\u00a0hid_e ", "Tappvh", " tppvm", "tyok1\t", "\u200btymsyy"))),
        ),
        Form("header in quotes", text([lines(quote='"')[0], *lines()[1:]])),
        Form(
            "padding",
            text([lines()[0], *(line.replace(";", " ; ") for line in lines()[1:])]),
            {"padding": 28},
        ),
        Form("capital codes", plain.replace(";z;", ";Z;"), {"letter_case": 1}),
        Form("codes of two characters", plain.replace(";2;", ";02;").replace(";z;", ";0z;")),
        Form("the end of a DOS file", plain + "\x1a"),
    ]
    forms += [
        Form(
            f"dates {form}",
            text(lines(form, open_end=open_end)),
            described=f"csv, utf-8, ;, LF, dates {said}",
        )
        for form, open_end, said in (
            ("%-d.%-m.%Y", "", "d.m.yyyy"),
            ("%Y-%m-%d", "2222-11-11", "iso"),
            ("%Y-%m-%dT00:00:00", "2222-11-11T00:00:00", "iso"),
            ("%Y-%m-%d 00:00:00.000", "2222-11-11 00:00:00.000", "iso"),
            ("%Y-%m-%dT21:30:00Z", "", "iso"),
            ("%Y-%m-%d 00:00:00+03", "", "iso"),
            ("%d.%m.%Y 0:00", "11.11.2222 0:00", "d.m.yyyy"),
            ("%-d.%-m.%Y klo 0.00", "11.11.2222 klo 0.00", "d.m.yyyy"),
            ("%-d.%-m.%Y\u00a0klo\u00a00.00.00", "", "d.m.yyyy"),
            ("%Y-%m-%d kl. 00:00", "2222-11-11 kl. 00:00", "iso"),
            ("%Y/%m/%d", "2222/11/11", "iso"),
            ("%Y.%m.%d", "2222.11.11", "iso"),
            ("%Y%m%d", "22221111", "yyyymmdd"),
            ("%d/%m/%Y", "11/11/2222", "dd/mm/yyyy"),
            ("%-d/%-m/%Y", "", "dd/mm/yyyy"),
            ("%d-%m-%Y", "11-11-2222", "dd-mm-yyyy"),
        )
    ]
    forms += [
        Form("Excel's numbers", text(lines("serial", open_end="117924")), {"excel_serials": 10}),
        Form(
            "Excel's numbers with a point",
            text(lines("serial")).replace("43861", "43861.0"),
            {"excel_serials": 10},
        ),
        Form(
            "Excel's numbers with a point, open ends too",
            text(lines("serial", open_end="117924.0")),
            {"excel_serials": 10},
        ),
        Form("Excel's number of an open end beside dates", text(lines(open_end="117924"))),
    ]
    forms += [
        Form(
            f"open end {mark!r}", text(lines(form, open_end=mark)), {"open_end": 2} if mark else {}
        )
        for mark, form in (
            ("", "%d.%m.%Y"),
            ("-", "%d.%m.%Y"),
            ("\u2013", "%d.%m.%Y"),
            ("..", "%Y-%m-%d"),
            ("null", "%d.%m.%Y"),
            ("31.12.9999", "%d.%m.%Y"),
            ("31.12.2999", "%d.%m.%Y"),
            ("00.00.0000", "%d.%m.%Y"),
            ("9999-12-31", "%Y-%m-%d"),
            ("99991231", "%Y%m%d"),
            ("31/12/9999", "%d/%m/%Y"),
            ("31.12.9999 0:00:00", "%d.%m.%Y"),
        )
    ]
    forms += [
        Form(
            "Excel's last day",
            text(lines("serial", open_end="2958465")),
            {"open_end": 2, "excel_serials": 10},
        ),
        Form(
            "gzip",
            gzip.compress(plain.encode()),
            described="csv, gzip, utf-8, ;, LF, dates d.m.yyyy",
        ),
        Form("zip", zipped(YTYOLLDOTcsv=plain.encode())),
        Form("zip of a Mac", zipped(YTYOLLDOTcsv=plain.encode(), __MACOSXSLASH_YTYOLLDOTcsv=b"x")),
        Form("zip of CP850", zipped(YTYOLLDOTcsv=encoded("cp850"))),
        Form("zip of an Excel file", zipped(aDOTxlsx=xlsx({"Taul1": sheet()}))),
        Form("Excel", xlsx({"Taul1": sheet()}), described="xlsx, sheet Taul1, dates iso"),
        Form("Excel, all text", xlsx({"Taul1": sheet(as_text=True)})),
        Form("Excel below titles", xlsx({"Taul1": sheet(2)}), {"title_lines": 2}),
        Form("Excel, second sheet", xlsx({"Ohje": [["Lue tämä"]], "Data": sheet()})),
        Form(
            "Excel, named sheet",
            xlsx({"A": sheet()[:3], "B": sheet()}),
            layout=TableLayout(sheet="B"),
        ),
        Form("Excel with a sum", xlsx({"Taul1": [*sheet(), ["Yhteensä", 6]]}), {"total_lines": 1}),
        Form("Parquet", parquet(typed=True), described="parquet, dates iso"),
        Form("Parquet of text", parquet(typed=False)),
        Form("exclusive ends", _exclusive(), layout=TableLayout(end_date="exclusive")),
        Form("100 repetitions", plain + text([lines()[1]] * 100), {"exact_duplicate": 100}),
    ]
    forms += [
        Form(f"a layout, {name}", text(lines(header=FINNISH)).encode(name), layout=LAYOUT)
        for name in ("utf-8", "cp1252", "cp850", "utf-16-le")
    ]
    codes = {"tyok1": {name.upper(): code for code, name in CODES.items()}}
    forms.append(
        Form("codes of a layout", _coded(), layout=TableLayout(columns=LAYOUT.columns, codes=codes))
    )
    forms += [
        Form("stated encoding", encoded("cp850"), layout=TableLayout(encoding="cp850")),
        Form("stated header", "a\n" + plain, {"title_lines": 1}, TableLayout(header_row=2)),
        Form("stated delimiter", text(lines(delimiter="^")), layout=TableLayout(delimiter="^")),
        Form("stated dates", plain, layout=TableLayout(date_format="d.m.yyyy")),
        Form(
            "months first, stated",
            text(lines("%m/%d/%Y", open_end="")),
            layout=TableLayout(date_format="mm/dd/yyyy"),
        ),
    ]
    return forms


def gated(folder: Path, form: Form) -> Gated:
    """Read a file and pass it through the gate."""
    table = TABLES["YTYOLL"]
    path = put(folder, "YTYOLL.csv", form.data)
    records = read_records(path, Wanted.of(table, form.layout))
    found = gate(records, table, extract_date=DAY, municipalities=(), layout=form.layout)
    assert records.count == found.accepted.height + found.rejected.height + found.duplicates
    return found


@pytest.mark.parametrize("form", _forms(), ids=lambda form: form.name)
def test_the_same_spells_are_the_same_rows(form: Form, tmp_path: Path) -> None:
    found = gated(tmp_path, form)
    assert found.rejected.rows() == []
    assert found.accepted.rows() == EXPECTED
    assert found.repairs == dict(form.repairs)
    assert form.described in ("", found.dialect.describe())


def test_a_title_with_its_value_may_fill_half_of_a_row(tmp_path: Path) -> None:
    data = "Poiminta;31.7.2024;;\nhid_e;tappvh;tppvm;tyok1\nA;01.01.2020;;2\n"
    found = gated(tmp_path, Form("", data))
    assert found.accepted["hid_e"].to_list() == ["A"]
    assert found.repairs == {"title_lines": 1}


ENCODED = (
    ("Šakki", "iso8859-15"),
    ("Šakki", "windows-1252"),
    ("Žukov", "iso8859-15"),
    ("Žukov", "windows-1252"),
    ("5 €", "iso8859-15"),
    ("5 €", "windows-1252"),
    ("D´Angelo", "windows-1252"),
    ("”Mäki” – ä", "windows-1252"),
    ("„Mäki”", "windows-1252"),
    ("müller", "windows-1252"),
    ("Tõnu Mäki", "windows-1252"),
    ("Tõnu Mäki", "cp850"),
    ("MÄKELÄ", "cp850"),
    ("Äänekoski", "cp850"),
    ("Öljy", "cp850"),
    ("työ", "cp850"),
    ("pää", "cp850"),
    ("müller", "cp850"),
    ("Årsta på ö", "cp850"),
)


@pytest.mark.parametrize(("person", "encoding"), ENCODED)
def test_letters_tell_the_encoding(person: str, encoding: str, tmp_path: Path) -> None:
    """The same person in two encodings is one person."""
    data = f"hid_e;tappvh;tppvm;tyok1\n{person};01.01.2020;;2\n".encode(encoding)
    found = gated(tmp_path, Form("", data))
    assert found.accepted["hid_e"].to_list() == [person]
    assert found.dialect.encoding == encoding
