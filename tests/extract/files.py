"""Hand-made extract files: a valid row of every table, and short ways to load and look."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import duckdb

from tests.product import FOLDERS, KEY
from tests.registers import COLUMNS
from tyollisyys_cli.extract.load import LoadResult, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.pseudonyms import Key
    from tyollisyys_cli.resources import QueryFolders

DAY = date(2024, 7, 31)
MUNICIPALITIES = ("005", "078", "678", "638")
Cells = dict[str, str]

VALID: dict[str, Cells] = {
    "YHENK": {"syntyv": "1985", "sukup": "1", "kansah": "246", "kiekd": "0"},
    "YHKUNTA": {"kunnoh": "678", "muupv6": "01.01.2020"},
    "YHTSTO": {"toinoh": "1231", "muupv7": "01.01.2021"},
    "YTHAKU": {"alkpv1": "01.01.2020"},
    "YTYOLL": {"tappvh": "01.01.2020", "tyok1": "2"},
    "YSIJOIT": {"alkpv2": "01.01.2020", "sijkds": "5T"},
    "YTKOKE": {"alkpv4": "01.01.2020", "kokeilu": "20"},
    "YTYOKOU": {"alpvm": "01.01.2020", "alkood": "1", "ktunoh": "100"},
    "KTYOKOU": {"ktuno": "100", "kurslaji": "15", "kalkpv": "01.01.2020"},
    "YTVPOLL": {"alkpv7": "01.01.2020", "lausno": "BE"},
    "YTVALIT": {"alkpv8": "01.01.2020"},
    "YTHAKSU": {"thspv": "01.01.2020", "kotsk": "00"},
    "SUUNNITELMAT": {"allekpvm": "01.01.2020"},
    "YHTEYDENOTOT": {"yhtottopvm": "01.01.2020", "yhtottotapa": "21"},
    "YASSEGMENTTI": {"alkupv": "01.01.2020", "assegkdi": "01"},
    "VASTUUVIRKAILIJA": {"virkailija": "V1", "alkupv": "01.01.2020"},
    "VALMENNUS": {"alkupv": "01.01.2020"},
    "TYOSUHDE": {"alkupv": "01.01.2020"},
    "MITTARI": {"pvm": "01.01.2020"},
    "SOSKUNT": {"alkupv": "01.01.2020"},
    "ETUUS": {"kuukausi": "2024-01"},
}


def row(table: str, *, person: str = "A", **changes: str) -> Cells:
    """Return a valid row of the table with some cells changed."""
    own = {"hid_e": person} if "hid_e" in COLUMNS[table] else {}
    return dict.fromkeys(COLUMNS[table], "") | own | VALID[table] | changes


def csv_text(table: str, rows: Iterable[Cells], columns: Sequence[str] | None = None) -> str:
    """Write rows under the table's header, or under the columns given."""
    names = columns or COLUMNS[table]
    lines = [";".join(names), *(";".join(one[name] for name in names) for one in rows)]
    return "".join(f"{line}\n" for line in lines)


def put(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file of the delivery; text is written as it is, in UTF-8."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def put_table(folder: Path, table: str, *rows: Cells, name: str = "") -> Path:
    """Write a table of the delivery."""
    return put(folder, name or f"{table}.csv", csv_text(table, rows))


def load_into(
    database: Path,
    *paths: Path,
    day: date | None = DAY,
    key: Key = KEY,
    folders: QueryFolders = FOLDERS,
    progress: Callable[[str], None] = lambda _step: None,
) -> LoadResult:
    """Load files into a database whose folder is made when it is not there."""
    database.parent.mkdir(exist_ok=True)
    return load(
        paths,
        database_file=database,
        folders=folders,
        key=key,
        extract_date=day,
        progress=progress,
    )


def select(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """Run a query on a database file."""
    connection = duckdb.connect(str(database), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def leftovers(database: Path) -> list[str]:
    """Return what lies beside a database and should not: unfinished copies, logs, spill folders."""
    allowed = {database.name, f"{database.name}.prev", f"{database.name}.lock"}
    return sorted(one.name for one in database.parent.iterdir() if one.name not in allowed)


def tyo(
    *arguments: object,
    home: Path,
    before: Callable[[], None] | None = None,
    given: bytes = b"",
    **environment: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, with its key in the given folder."""
    return subprocess.run(
        [sys.executable, "-m", "tyollisyys_cli", *map(str, arguments)],
        env=environment_with(home) | environment,
        cwd=home,
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=before,
    )


def environment_with(home: Path) -> dict[str, str]:
    """Return an environment in which the program finds its key in the folder."""
    kept: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if not name.startswith("TYO_")
    }
    return {**kept, "TYO_KEY": str(home / "key"), "HOME": str(home)}


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Write an Excel file: text, numbers and dates as they are, None for an empty cell."""
    names = list(sheets)
    entries = {
        "[Content_Types].xml": _CONTENT_TYPES
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" '
            f'ContentType="{_MAIN}.worksheet+xml"/>'
            for i in range(1, len(names) + 1)
        )
        + "</Types>",
        "_rels/.rels": _RELATIONS
        + f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _RELATIONS
        + "".join(
            f'<Relationship Id="r{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(names) + 1)
        )
        + f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        # Style 1 is a date: format 14.
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for i, name in enumerate(names, 1):
        entries[f"xl/worksheets/sheet{i}.xml"] = _sheet(sheets[name])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return file.getvalue()


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">'
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
)


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    """Write the rows of a sheet; an empty row is not written at all, as Excel does it."""
    written = [
        f'<row r="{r}">{"".join(_cell(r, c, one) for c, one in enumerate(row))}</row>'
        for r, row in enumerate(rows, 1)
        if any(one is not None for one in row)
    ]
    return f'<worksheet xmlns="{_SHEET}"><sheetData>{"".join(written)}</sheetData></worksheet>'


def _cell(row: int, column: int, value: object) -> str:
    """Write a cell."""
    if value is None:
        return ""
    place = f'r="{chr(ord("A") + column)}{row}"'
    if isinstance(value, date):
        return f'<c {place} s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f"<c {place}><v>{value}</v></c>"
    if value in ("#N/A", "#REF!"):
        return f'<c {place} t="e"><f>A1</f><v>{value}</v></c>'
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
