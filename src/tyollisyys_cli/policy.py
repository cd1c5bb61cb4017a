"""The tables of policy: constants, codes, groups and regions, and whose each value is.

They are `queries/policy/*.csv`. A user's own copy, named in `tyo.toml`, stands in for the whole
table, but for the regions, which it adds to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.languages import LANGUAGES, text
from tyollisyys_cli.names import fold, unknown_name
from tyollisyys_cli.policy_csv import PolicyRow, merged, read_header, read_rows
from tyollisyys_cli.regions import known_regions
from tyollisyys_cli.resources import REGIONS
from tyollisyys_cli.table_text import printable
from tyollisyys_cli.toml_file import unknown_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tyollisyys_cli.resources import QueryFolders

CONSTANTS = "constants"

# What tells the rows of a table apart; a table that is not here has its first column.
_KEYS = {
    "employment_codes": ("code", "valid_from"),
    "events": ("date", "label_fi"),
    "offices": ("code", "valid_from"),
    "open_market": ("sign", "code"),
    "service_codes": ("register_table", "code"),
    "service_lines": ("code", "valid_from"),
    "value_titles": ("dimension", "value"),
}
# Columns that no two rows share either: people of two groups would come out as one.
_UNIQUE = (("rank",), *(("dimension", f"title_{one}") for one in LANGUAGES))
# Said about a value, and no value itself.
_REMARKS = ("source", "status")
# What `tyo policy TABLE` says beside a table; a copy of what it wrote may still have them.
BESIDE = ("origin", "instead_of")

_INTEGERS = {"rank", "from_age", "to_age", "from_months", "to_months"}
_DATES = {"valid_from", "valid_to", "date"}
_MOST = 9999
_MOST_RANK = 127
"""The model packs a rank into seven bits."""
_MOST_LINES = 100
"""The model packs a service line into seven bits, and codes that have none are lines too."""
_OPEN_MONTHS = 1200
"""The end, in months, of the class without an end: a hundred years."""
# Where names tell ranges: the columns, what the end is beyond the name, the least of an open end.
_NAMED_RANGES = {
    "age_groups": ("from_age", "to_age", 1, 120),
    "spell_lengths": ("from_months", "to_months", 0, _OPEN_MONTHS),
}
# From the first to the second of a row or, for constants, of their names.
_RANGES = (("from_age", "to_age"), ("from_months", "to_months"), ("valid_from", "valid_to"))
_CONSTANT_RANGES = (("service_ended_min_months", "service_ended_max_months"),)
# Constants of which nobody is 0: every spell would be long-term from its first day.
_ABOVE_ZERO = ("long_term_months", "repeat_days", "repeat_window_months", "survival_window_months")
_LONGEST_MONTH = 31
# Columns with every code that the register can have.
_COMPLETE = {"employment_codes": "code"}
# A column whose values must stand in a column of another table.
_REFERENCES = {
    ("service_codes", "category"): ("service_categories", "category"),
    ("value_titles", "dimension"): ("dimensions", "id"),
    (REGIONS, "municipalities"): ("municipalities", "municipality"),
}
# Columns whose values are words of the model, which a table can give out but not invent.
# These are the words of ours, and further ones.
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("employment_codes", "value"): (),
    ("employment_codes", "unemployed"): (),
    ("open_market", "sign"): (),
    ("service_codes", "register_table"): ("YTVALIT",),
}
# Columns whose values the queries ask for by name.
_ASKED_FOR = {
    "age_groups": "age_group",
    "citizenships": "citizenship_group",
    CONSTANTS: "name",
    "employment_codes": "value",
    "open_market": "sign",
    "service_categories": "category",
    "spell_lengths": "spell_length",
}


@dataclass(frozen=True)
class PolicyTable:
    """A table in force, and the columns of its file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[PolicyRow, ...]


@dataclass(frozen=True)
class PolicyValue:
    """What a row of a table says, and where it says it."""

    table: str
    name: str
    """What tells the row from the others: a constant's name, a code, a region's id."""
    value: str
    """A constant's number; else every column but the name and remarks, as `column = value`."""
    source: str
    file: Path
    line: int
    is_own: bool
    """Whether it stands in the user's own file."""
    instead_of: str | None
    """The program's value where the user's differs, empty where the program has no such row."""


def read_table(folders: QueryFolders, name: str) -> PolicyTable:
    """Read the rows of a table that are in force; raises UsageError."""
    packaged, own = folders.packaged_policy(name), folders.own_policy(name)
    columns = tuple(read_header(packaged))
    rows = read_rows(own or packaged, columns)
    if own and name == REGIONS:
        rows = merged(read_rows(packaged, columns), rows, lambda row: fold(row.cells["id"]))
    return PolicyTable(name, columns, tuple(rows))


def find_table(folders: QueryFolders, name: str) -> str:
    """Return the table that a typed name means; raises UsageError with the nearest names."""
    tables = {fold(one): one for one in folders.policy_tables()}
    if fold(name) not in tables:
        raise unknown_name("policy table", name, tables.values(), "tyo policy")
    return tables[fold(name)]


def column_type(table: str, column: str) -> str:
    """Return `integer`, `date` or `text`."""
    if column in _INTEGERS or (table, column) == (CONSTANTS, "value"):
        return "integer"
    return "date" if column in _DATES else "text"


def origins(folders: QueryFolders, tables: Iterable[str] = ()) -> list[PolicyValue]:
    """Tell of every row of the named tables, of all by default, where it comes from.

    Raises UsageError for a file that cannot be read.
    """
    names = list(tables) or folders.policy_tables()
    return [value for name in names for value in _values(folders, name)]


def changed_constants(folders: QueryFolders) -> list[PolicyValue]:
    """Return the constants to which the user's own table gives another value."""
    return [value for value in origins(folders, [CONSTANTS]) if value.instead_of]


def told_change(constant: PolicyValue, language: str) -> str:
    """Say what a constant is, and what it would be: long_term_months = 6 instead of 12."""
    values = {"name": constant.name, "value": constant.value, "ours": constant.instead_of or ""}
    return text("own.constant", language, values)


def titles_of_values(folders: QueryFolders, dimension: str, language: str) -> dict[str, str]:
    """Return how a table for people writes the values of a dimension, of those with a title."""
    rows = [row.cells for row in read_table(folders, "value_titles").rows]
    return {
        row["value"]: printable(row[f"title_{language}"])
        for row in rows
        if row["dimension"] == dimension
    }


def _values(folders: QueryFolders, name: str) -> list[PolicyValue]:
    """Return the rows of a table as values, in the order of the table."""
    table = read_table(folders, name)
    packaged = folders.packaged_policy(name)
    ours = {_key(table, row): row for row in read_rows(packaged, table.columns)}
    return [
        PolicyValue(
            table=name,
            name=" ".join(part for part in _key(table, row) if part),
            value=_text(table, row),
            source=row.cells.get("source", ""),
            file=row.file,
            line=row.line,
            is_own=row.file != packaged,
            instead_of=_instead_of(table, row, ours.get(_key(table, row))),
        )
        for row in table.rows
    ]


def _keys(table: PolicyTable) -> tuple[str, ...]:
    """Return the columns that tell a row from the others of its table."""
    return _KEYS.get(table.name, table.columns[:1])


def _key(table: PolicyTable, row: PolicyRow) -> tuple[str, ...]:
    """Return what tells a row from the others of its table."""
    return tuple(row.cells[column] for column in _keys(table))


def _text(table: PolicyTable, row: PolicyRow, but: PolicyRow | None = None) -> str:
    """Return a row's values, or those that another row has differently; one alone is bare."""
    columns = [one for one in table.columns if one not in (*_keys(table), *_REMARKS)]
    if len(columns) == 1:
        return row.cells[columns[0]]
    said = [
        f"{one} = {row.cells[one]}"
        for one in columns
        if (row.cells[one] != but.cells[one] if but else row.cells[one])
    ]
    return ", ".join(said)


def _instead_of(table: PolicyTable, row: PolicyRow, ours: PolicyRow | None) -> str | None:
    """Return what the program has instead of a row: None for the same, '' for no such row."""
    if ours is None:
        return ""
    return _text(table, ours, but=row) if _text(table, row) != _text(table, ours) else None


# ------------------------------------------------------------------------- checking own tables


def check_own(folders: QueryFolders) -> None:
    """Refuse a policy table of the user's own that cannot be used.

    Raises UsageError with the file, the line, the column and the value of the first thing wrong.
    """
    for name, _ in folders.policies:
        if name == REGIONS:
            known_regions(folders)
        else:
            _check_table(folders, read_table(folders, name))
        _check_references(folders, name)


def _check_table(folders: QueryFolders, own: PolicyTable) -> None:
    """Refuse a table with other columns than ours, wrong cells, or rows too few or too many."""
    packaged = read_rows(folders.packaged_policy(own.name), own.columns)
    file = folders.own_policy(own.name)
    if not own.rows:
        raise UsageError(f"{file}: has no rows", "copy the program's table and change the copy")
    if column := unknown_key(own.rows[0].cells, {*own.columns, *BESIDE}):
        raise UsageError(
            f"{file} line 1: unknown column '{column}'", f"the columns are {';'.join(own.columns)}"
        )
    _check_cells(own, packaged)
    _check_keys(own)
    _check_ranks(own)
    _check_overlaps(own)
    _check_classes(own)
    _check_complete(folders, own, packaged)
    _check_asked_for(folders, own, packaged)
    _check_named_ranges(own)
    _check_flags(own)
    _check_room(folders, own)
    _check_constants(own)


def _check_cells(own: PolicyTable, packaged: Sequence[PolicyRow]) -> None:
    """Refuse a cell that is empty where ours never is, and one of the wrong type."""
    filled = {one for one in own.columns if all(row.cells[one] for row in packaged)}
    for row in own.rows:
        for column in own.columns:
            value = row.cells[column]
            if not value and column in filled.difference(_REMARKS):
                raise UsageError(f"{row.place(column)}: is empty", _like(packaged, column))
            if value and not _is_of(column_type(own.name, column), value):
                what = "a whole number from 0 to 9999"
                what = what if column_type(own.name, column) == "integer" else "a date"
                raise UsageError(
                    f"{row.place(column)}: '{value}' is not {what}", _like(packaged, column)
                )
            _check_word(own.name, row, column, packaged)
        _check_order(row)


def _check_word(table: str, row: PolicyRow, column: str, packaged: Sequence[PolicyRow]) -> None:
    """Refuse a word that the model does not have."""
    if (table, column) not in _WORDS:
        return
    words = {*_WORDS[table, column], *(one.cells[column] for one in packaged)}
    if row.cells[column] not in words:
        what = f"{row.place(column)}: '{row.cells[column]}' is not a word of the model"
        raise UsageError(what, f"one of {', '.join(sorted(words))}")


def _is_of(kind: str, value: str) -> bool:
    """Whether a cell can be read as its column's type."""
    if kind == "integer":
        return bool(re.fullmatch(r"[0-9]+", value)) and int(value) <= _MOST
    try:
        return kind == "text" or date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _like(packaged: Sequence[PolicyRow], column: str) -> str:
    """Return a hint with the first value that our column has."""
    return f"write it as {next(row.cells[column] for row in packaged if row.cells[column])}"


def _check_order(row: PolicyRow) -> None:
    """Refuse a row whose range ends before it begins."""
    for first, last in _RANGES:
        low, high = row.cells.get(first), row.cells.get(last)
        if low and high and low.rjust(10, "0") >= high.rjust(10, "0"):
            raise UsageError(f"{row.place(last)}: '{high}' is not after {first} {low}", "swap them")


def _check_keys(own: PolicyTable) -> None:
    """Refuse two rows of one key, rank or title: people would be counted twice, or not told."""
    for columns in (_keys(own), *_UNIQUE):
        lines: dict[tuple[str, ...], int] = {}
        for row in own.rows if set(columns) <= set(own.columns) else ():
            key = tuple(row.cells[column] for column in columns)
            if key in lines:
                at = columns[-1] if columns in _UNIQUE else columns[0]
                raise UsageError(
                    f"{row.place(at)}: '{' '.join(key).strip()}' stands also in line {lines[key]}",
                    "leave one of them out",
                )
            lines[key] = row.line


def _check_ranks(own: PolicyTable) -> None:
    """Refuse a rank that the model has no room for: people would come out in another group."""
    for row in own.rows if "rank" in own.columns else ():
        rank = row.cells["rank"]
        if not 1 <= int(rank) <= _MOST_RANK:
            what = f"{row.place('rank')}: '{rank}' is not a rank from 1 to {_MOST_RANK}"
            raise UsageError(what, "give the rows the ranks 1, 2, 3 and so on")


def _check_overlaps(own: PolicyTable) -> None:
    """Refuse two ranges that overlap: a person would be in two groups at once."""
    for first, last in _RANGES:
        if first not in own.columns:
            continue
        keys = [one for one in _keys(own) if first in _keys(own) and one != first]
        before: dict[tuple[str, ...], PolicyRow] = {}
        for row in sorted(own.rows, key=lambda row: row.cells[first].rjust(10, "0")):
            earlier = before.get(key := tuple(row.cells[one] for one in keys))
            end = (earlier.cells[last] or "9" * 10).rjust(10, "0") if earlier else ""
            if earlier and row.cells[first].rjust(10, "0") < end:
                what = f"'{row.cells[first]}' lies in the range of line {earlier.line}"
                hint = "let a row begin where the one before ends"
                raise UsageError(f"{row.place(first)}: {what}", hint)
            before[key] = row


def _check_classes(own: PolicyTable) -> None:
    """Refuse classes of spell length that leave a month out, or are not ranked by it.

    The model counts the classes that a spell has passed.
    """
    if own.name != "spell_lengths":
        return
    end, hint = 0, "let a class begin where the one before ends, the first at 0 and the last open"
    rows = sorted(own.rows, key=lambda row: int(row.cells["from_months"]))
    for place, row in enumerate(rows, 1):
        for column, due in (("from_months", end), ("rank", place)):
            if int(row.cells[column]) != due:
                what = f"{row.place(column)}: '{row.cells[column]}' is not {due}"
                raise UsageError(what, hint)
        end = int(row.cells["to_months"])
    if end < _OPEN_MONTHS:
        what = f"{rows[-1].place('to_months')}: '{end}' leaves longer spells without a class"
        raise UsageError(what, f"write {_OPEN_MONTHS} for a class without an end")


def _check_named_ranges(own: PolicyTable) -> None:
    """Refuse an age group, or a class of spell length, whose name tells other years or months.

    Queries ask for them by name. The group 20-24 ends with 25, the class 12-24 with 24.
    """
    if own.name not in _NAMED_RANGES:
        return
    first, last, beyond, open_end = _NAMED_RANGES[own.name]
    for row in own.rows:
        name = row.cells[own.columns[0]]
        told = re.fullmatch(r"(\d+)(?:-(\d+)|\+)", name)
        if not told:
            continue
        end = int(row.cells[last])
        due = int(told[2]) + beyond if told[2] else max(end, open_end)
        for column, value in ((first, int(told[1])), (last, due)):
            if int(row.cells[column]) != value:
                what = f"'{row.cells[column]}' is not {value}, as '{name}' says"
                raise UsageError(f"{row.place(column)}: {what}", "name it by what it holds")


def _check_flags(own: PolicyTable) -> None:
    """Refuse codes of one state of which some are unemployed: the model asks for the state."""
    flags: dict[str, PolicyRow] = {}
    for row in own.rows if own.name == "employment_codes" else ():
        first = flags.setdefault(row.cells["value"], row)
        if row.cells["unemployed"] != first.cells["unemployed"]:
            what = f"'{row.cells['unemployed']}' is not that of '{row.cells['value']}' in line"
            raise UsageError(
                f"{row.place('unemployed')}: {what} {first.line}",
                "give both the same, or two states",
            )


def _check_room(folders: QueryFolders, own: PolicyTable) -> None:
    """Refuse more service lines than the model has room for."""
    lines = {row.cells["value"] for row in own.rows} if own.name == "service_lines" else set[str]()
    if len(lines) > _MOST_LINES:
        what = f"{folders.own_policy(own.name)}: {len(lines)} service lines are too many"
        raise UsageError(what, f"the model has room for {_MOST_LINES}")


def _check_complete(folders: QueryFolders, own: PolicyTable, packaged: Sequence[PolicyRow]) -> None:
    """Refuse a table without a code that the register has: its people would be in no state."""
    column = _COMPLETE.get(own.name, "")
    present = {row.cells.get(column) for row in own.rows}
    for row in packaged if column else ():
        if row.cells[column] not in present:
            raise UsageError(
                f"{folders.own_policy(own.name)}: no row with the {column} '{row.cells[column]}', "
                "which the register has",
                f"add the row, as {';'.join(row.cells.values())}",
            )


def _check_asked_for(
    folders: QueryFolders, own: PolicyTable, packaged: Sequence[PolicyRow]
) -> None:
    """Refuse a table without a value that a query asks for: its figure would silently be 0."""
    column = _ASKED_FOR.get(own.name)
    if not column:
        return
    present = {row.cells[column] for row in own.rows}
    for row in packaged:
        value = row.cells[column]
        asking = "" if value in present else _asking(folders, value, always=own.name == CONSTANTS)
        if asking:
            raise UsageError(
                f"{folders.own_policy(own.name)}: no row with the {column} '{value}', which "
                f"{asking} asks for",
                f"add the row, as {';'.join(row.cells.values())}",
            )


def _asking(folders: QueryFolders, value: str, *, always: bool) -> str:
    """Return the name of a query that names a value in quotes, '' where there is none."""
    latest = {file.name: file for file in folders.indicator_files()}
    model = [file for part in ("staging", "model") for file in (folders.own / part).glob("*.sql")]
    for file in sorted([*model, *latest.values()]):
        if f"'{value}'" in file.read_text(encoding="utf-8", errors="replace"):
            return file.name
    return "the program" if always else ""


def _check_constants(own: PolicyTable) -> None:
    """Refuse constants of which nobody, or everybody, would be counted."""
    rows = {row.cells["name"]: row for row in own.rows} if own.name == CONSTANTS else {}
    for name in _ABOVE_ZERO if rows else ():
        if int(rows[name].cells["value"]) == 0:
            raise UsageError(f"{rows[name].place('value')}: {name} is 0", "write 1 or more")
    if rows:
        days, months = rows["repeat_days"], rows["repeat_window_months"]
        if int(days.cells["value"]) > int(months.cells["value"]) * _LONGEST_MONTH:
            what = f"{days.cells['value']} days are not in {months.cells['value']} months"
            raise UsageError(f"{days.place('value')}: {what}", "nobody would be counted")
    for first, last in _CONSTANT_RANGES:
        if rows and int(rows[first].cells["value"]) >= int(rows[last].cells["value"]):
            raise UsageError(
                f"{rows[last].place('value')}: {last} {rows[last].cells['value']} is not above "
                f"{first} {rows[first].cells['value']}",
                "nobody would be between them",
            )


def _check_references(folders: QueryFolders, name: str) -> None:
    """Refuse a value that must stand in another table and does not, whichever is the user's."""
    for (table, column), (other, named) in _REFERENCES.items():
        if name not in (table, other):
            continue
        known = {row.cells[named] for row in read_table(folders, other).rows} | {"unknown"}
        for row in read_table(folders, table).rows:
            for value in row.cells[column].split():
                if value not in known:
                    raise _dangling(folders, row, column, value, other)


def _dangling(
    folders: QueryFolders, row: PolicyRow, column: str, value: str, other: str
) -> UsageError:
    """Blame the row that names what is not there, or the user's table that left it out."""
    file = folders.own_policy(other)
    if file and row.file.parent == folders.policy:
        what = f"{file}: lacks '{value}', which {row.file.name} line {row.line} names"
        return UsageError(what, f"add a row for {value}")
    what = f"{row.place(column)}: '{value}' is not in the table {other}"
    return UsageError(what, f"`tyo policy {other}` lists what is")
