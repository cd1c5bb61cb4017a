"""Layout files: which of their columns is which of ours, which code is which, how they are written.

A layout is a TOML file with a part `[tables.<TABLE>]` for each table that another system writes in
its own way. Tables that it does not name keep the register's own layout.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, cast

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.extract.tables import CODE, TABLES, TEXT
from tyollisyys_cli.names import closest
from tyollisyys_cli.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tyollisyys_cli.extract.tables import Column, Table

_CURE = "a layout is a TOML file in UTF-8; `tyo layout FILE` proposes one for an extract file"
AUTO = "auto"
INCLUSIVE, EXCLUSIVE = "inclusive", "exclusive"
DELIMITERS = {name: name for name in (AUTO, ";", ",", "\t", "|")} | {
    "semicolon": ";",
    "comma": ",",
    "tab": "\t",
    "pipe": "|",
}
# All of them are names that Python decodes by.
ENCODINGS = {
    name: names[0]
    for names in (
        (AUTO,),
        ("utf-8", "utf8", "utf-8-sig"),
        ("utf-16", "utf16"),
        ("windows-1252", "cp1252", "ansi"),
        ("iso-8859-1", "latin-1", "latin1"),
        ("iso-8859-15", "latin-9", "latin9"),
        ("cp850", "ibm850", "dos"),
    )
    for name in names
}
DATE_FORMATS = {
    name: names[0]
    for names in (
        (AUTO,),
        ("iso", "yyyy-mm-dd"),
        ("d.m.yyyy", "dd.mm.yyyy"),
        ("yyyymmdd",),
        ("dd/mm/yyyy", "d/m/yyyy"),
        ("dd-mm-yyyy", "d-m-yyyy"),
        ("excel",),
    )
    for name in names
}
# What a folder may hold beside the files themselves, whatever a pattern matches.
_NEVER = (".toml", ".md", ".part")
_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".parquet", ".gz", ".zip")
# Blanks of any width become a space; marks without one are no part of a name.
_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def fold_cell(text: str) -> str:
    """Return one spelling of a header or a code: ` TYÖTÖN ` and `Työtön` are the same.

    Letters are composed and case is folded; blanks of any kind are one space, none at the ends.
    Letters keep their dots: `Tyoton` is another text.
    """
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", seen).strip().casefold())


@dataclass(frozen=True)
class TableLayout:
    """How the files of one table are written; the default is the register's own way."""

    files: tuple[str, ...] = ()
    """Glob patterns on file names; without any, the table's name is a word of the file's name."""
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    """Our column -> their header."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """Our column -> their value, folded -> our code."""
    end_date: str = INCLUSIVE
    """`exclusive`: the end is the first day that is not in the state."""
    encoding: str = AUTO
    delimiter: str = AUTO
    date_format: str = AUTO
    sheet: str = ""
    """Worksheet of an Excel file; empty = the first that has the columns."""
    header_row: int = 0
    """Line of the header, from 1; 0 = find it."""

    def header_of(self, column: str) -> str:
        """Return their name of one of our columns, as the sender knows it."""
        return self.columns.get(column, column)

    def matches(self, name: str) -> bool:
        """Whether a file name fits one of the patterns, in any case and spelling of ä and ö."""
        own = fold_cell(name)
        return any(fnmatchcase(own, fold_cell(pattern)) for pattern in self.files)


@dataclass(frozen=True)
class Layout:
    """The layouts of all tables; `file` is None for the register's own."""

    tables: Mapping[str, TableLayout]
    file: Path | None

    def of(self, table: str) -> TableLayout:
        """Return how a table's files are written."""
        return self.tables.get(table, _DEFAULT_TABLE)

    def table_of(self, path: Path) -> Table | None:
        """Return the table that a file holds, by the file's name; None when no table claims it.

        A table with patterns is found by them only. Raises UsageError for a file of two tables.
        """
        if path.suffix.lower() in _NEVER:
            return None
        claimed = [name for name, one in self.tables.items() if one.matches(path.name)]
        if len(claimed) > 1:
            both = " and ".join(f"tables.{name}.files" for name in claimed)
            raise UsageError(
                f"{self.file}: {both} both match {path.name}",
                "make the patterns narrower: a file holds one table",
            )
        return TABLES[claimed[0]] if claimed else self._table_in_name(path)

    def _table_in_name(self, path: Path) -> Table | None:
        """Return the table whose name stands in the file's name as a word: `2024_YTHAKU.csv`."""
        if path.suffix.lower() not in _SUFFIXES:
            return None
        words = re.split(r"[^A-Z]+", path.stem.upper())
        named = [word for word in words if word in TABLES and not self.of(word).files]
        return TABLES[named[0]] if named else None


_DEFAULT_TABLE = TableLayout()
DEFAULT_LAYOUT = Layout({}, None)


def read_layout(file: Path) -> Layout:
    """Read and check a layout file; raises UsageError naming the file, the key and the cure."""
    whole = _At(file, ())
    found = whole.part(read_toml(file, UsageError, _CURE), ("tables",))
    tables = whole.key("tables").part(found.get("tables", {}), TABLES)
    if not tables:
        raise UsageError(
            f"{file}: names no table", f"add [tables.YTYOLL], or another of {', '.join(TABLES)}"
        )
    read = {
        name: _table_layout(whole.key("tables").key(name), TABLES[name], value)
        for name, value in tables.items()
    }
    return Layout(read, file)


@dataclass(frozen=True)
class _At:
    """A place in a layout file, for what is said of it."""

    file: Path
    keys: tuple[str, ...]

    def key(self, name: str) -> _At:
        """Return a place inside this one."""
        return _At(self.file, (*self.keys, name))

    def error(self, said: str, cure: str) -> UsageError:
        """Return the error: file, path of keys, what is wrong, and what to write instead."""
        path = ".".join(toml_key(one) for one in self.keys)
        return UsageError(f"{self.file}: {path}: {said}", cure)

    def part(self, value: object, known: Iterable[str] | None = None) -> dict[str, object]:
        """Return the keys and values of a TOML table; raises UsageError for an unknown key."""
        if not isinstance(value, dict):
            raise self.error(f"is {_told(value)}, not a part of its own", f"write {self._shown()}")
        keys = cast("dict[str, object]", value)
        for name in keys:
            if known is not None and name not in known:
                raise self.key(name).error("is not a known name", _known_names(name, known))
        return keys

    def text(self, value: object) -> str:
        """Return a text without padding; raises UsageError for anything else, or an empty one."""
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"is {_told(value)}, not a text", 'write a text in quotes: "..."')
        return value.strip()

    def choice(self, value: object, known: Mapping[str, str]) -> str:
        """Return the first name of a known setting; raises UsageError."""
        given = value.lower() if isinstance(value, str) else ""
        for name in (given, given.strip()):
            if name and name in known:
                return known[name]
        names = ", ".join(f'"{_escaped(name)}"' for name in known)
        raise self.error(f"{_told(value)} is none of the settings", f"write one of {names}")

    def _shown(self) -> str:
        """Return the part as it stands in a file: `[tables.YTYOLL.columns]`."""
        return f"[{'.'.join(toml_key(one) for one in self.keys)}] and its keys below it"


def _table_layout(at: _At, table: Table, value: object) -> TableLayout:
    """Read the part of one table; raises UsageError."""
    keys = at.part(value, _TABLE_KEYS)
    default = _DEFAULT_TABLE

    def choice(name: str, known: Mapping[str, str]) -> str:
        return at.key(name).choice(keys.get(name, getattr(default, name)), known)

    return TableLayout(
        files=_files(at.key("files"), keys["files"]) if "files" in keys else (),
        columns=_columns(at.key("columns"), table, keys.get("columns", {})),
        codes=_codes(at.key("codes"), table, keys.get("codes", {})),
        end_date=choice("end_date", {INCLUSIVE: INCLUSIVE, EXCLUSIVE: EXCLUSIVE}),
        encoding=choice("encoding", ENCODINGS),
        delimiter=choice("delimiter", DELIMITERS),
        date_format=choice("date_format", DATE_FORMATS),
        sheet=_sheet(at.key("sheet"), keys.get("sheet", AUTO)),
        header_row=_header_row(at.key("header_row"), keys.get("header_row", AUTO)),
    )


_TABLE_KEYS = tuple(TableLayout.__dataclass_fields__)


def _files(at: _At, value: object) -> tuple[str, ...]:
    """Read the patterns of file names; raises UsageError."""
    cure = 'write a list of patterns on file names: files = ["*spells*.csv"]'
    listed = cast("list[object]", value) if isinstance(value, list) else []
    if not listed:
        raise at.error("is not a list of patterns, or an empty one", cure)
    patterns = [at.text(one) for one in listed]
    for pattern in patterns:
        if "/" in pattern or "\\" in pattern:
            raise at.error(f'"{_escaped(pattern)}" has a folder in it', cure)
    return tuple(patterns)


def _columns(at: _At, table: Table, value: object) -> dict[str, str]:
    """Read our column -> their header; raises UsageError, also for one header of two columns."""
    names = [column.name for column in table.columns]
    columns: dict[str, str] = {}
    taken: dict[str, str] = {}
    for name, header in at.part(value, names).items():
        columns[name] = at.key(name).text(header)
        other = taken.setdefault(fold_cell(columns[name]), name)
        if other != name:
            raise at.key(name).error(
                f'"{_escaped(columns[name])}" is the header of {other} already',
                "each column of a file can be one of ours",
            )
    return columns


def _codes(at: _At, table: Table, value: object) -> dict[str, dict[str, str]]:
    """Read our column -> their value -> our code; raises UsageError."""
    columns = {column.name: column for column in table.columns if column.kind in (CODE, TEXT)}
    return {
        name: _values(at.key(name), columns[name], values)
        for name, values in at.part(value, columns).items()
    }


def _values(at: _At, column: Column, value: object) -> dict[str, str]:
    """Read their value -> our code of one column; raises UsageError."""
    codes: dict[str, str] = {}
    for theirs, ours in at.part(value).items():
        code = _code(at.key(theirs), column, ours)
        if codes.setdefault(fold_cell(theirs), code) != code:
            raise at.key(theirs).error(
                "is given two codes, for case and padding are not compared", "keep one of them"
            )
    return codes


def _code(at: _At, column: Column, value: object) -> str:
    """Return one of our codes; an empty one says that the value is unknown. Raises UsageError."""
    if not isinstance(value, str):
        raise at.error(f"is {_told(value)}, not a text", 'write our code in quotes: "2"')
    code = value.strip()
    if not code and not column.mandatory:
        return code
    if not is_code(column, code):
        raise at.error(
            f"'{code}' is not a code of {column.name}", f"its codes: {_known_codes(column)}"
        )
    return code


def is_code(column: Column, code: str) -> bool:
    """Whether the gate will take a code of the column, in any case, with or without zeros."""
    cased = code.lower() if column.lower else code.upper()
    if column.width == 1:
        cased = re.sub("^0(.+)$", r"\1", cased)
    elif cased.isdigit():
        cased = cased.rjust(column.width, "0")
    if column.values is not None:
        return cased in column.values
    shape = f"[0-9]{{{column.width}}}" if column.width > 1 else column.shape
    return not shape or re.fullmatch(shape, cased) is not None


def _known_codes(column: Column) -> str:
    """Return what codes a column has."""
    if column.values:
        return ", ".join(sorted(column.values))
    return f"{column.width} digits" if column.width else "letters and digits, without blanks"


def _sheet(at: _At, value: object) -> str:
    """Read the name of a worksheet; raises UsageError."""
    name = at.text(value)
    return "" if name == AUTO else name


def _header_row(at: _At, value: object) -> int:
    """Read the line of the header; raises UsageError."""
    if value == AUTO:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise at.error(
            f"is {_told(value)}, not a line number", "write the header's line, from 1, or leave out"
        )
    return value


def _known_names(name: str, known: Iterable[str]) -> str:
    """Return what to write instead of an unknown name: the nearest ones, and all."""
    near = " or ".join(f"'{one}'" for one in closest(name, known))
    return f"{f'did you mean {near}? ' if near else ''}known here: {', '.join(known)}"


def _told(value: object) -> str:
    """Return a value of a layout file as TOML has it, short."""
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if value == []:
        return "an empty list"
    if isinstance(value, list):
        return "a list"
    return "a part of its own" if isinstance(value, dict) else str(value)


def toml_key(name: str) -> str:
    """Return a key as TOML writes it: in quotes unless it is of plain letters and digits."""
    return name if _BARE_KEY.fullmatch(name) else f'"{_escaped(name)}"'


def _escaped(text: str) -> str:
    """Return a text as it stands between the quotes of TOML."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)


def toml_text(text: str) -> str:
    """Return a text as TOML writes it, in quotes, control characters escaped."""
    return f'"{_escaped(text)}"'
