"""Proposes a layout for files of another system, from their names, headers and values.

A guess is for a reader to check: what was not matched stands in the proposal as a comment, and no
comment shows a value that could be a person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import languages
from tyollisyys_cli.extract.header import Wanted
from tyollisyys_cli.extract.layout import (
    EXCLUSIVE,
    INCLUSIVE,
    TableLayout,
    fold_cell,
    is_code,
    toml_key,
    toml_text,
)
from tyollisyys_cli.extract.profile import (
    Profile,
    months_come_first,
    profile,
    shape,
    shapes,
    shown,
    shown_header,
)
from tyollisyys_cli.extract.reading import read_records
from tyollisyys_cli.extract.tables import CODE, DATE, END, PERSON, START, TABLES, TEXT, YEAR
from tyollisyys_cli.extract.vocabulary import CODE_WORDS, FILE_WORDS, HEADER_WORDS
from tyollisyys_cli.names import fold
from tyollisyys_cli.policy import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.extract.tables import Column, Table
    from tyollisyys_cli.resources import QueryFolders

# Scores. A header that is our own name settles it; words of a header weigh 1 to 2, values up to 1.
_OWN_NAME = 4.0
_FILE_NAME = 1.5
_MISSING = 2.0
_CERTAIN_WORDS = 1.8
_HALF = 0.5
_SURE = 0.9
_MOST_CODES = 40
_ENOUGH_SPELLS = 3
_SPELL = (PERSON, START, END)
# A date or a running number in a file's name, which the next delivery has not.
_DATES_IN_NAME = re.compile(r"\d[\d._-]*\d\d")


@dataclass(frozen=True)
class Known:
    """What values may be, from the policy tables: our column -> value, folded -> our code."""

    words: Mapping[str, Mapping[str, str]]
    municipalities: frozenset[str]
    offices: frozenset[str]
    services: Mapping[str, frozenset[str]]
    """Table -> the codes of the services that are found in it."""


@dataclass(frozen=True)
class Unmatched:
    """Something that a reader must look at: a text of `languages` and what stands in it."""

    id: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])

    def told(self, language: str) -> str:
        """Return it in words."""
        return languages.text(f"layout.{self.id}", language, self.values)


@dataclass(frozen=True)
class Proposal:
    """What one file is taken for; `table` is empty when nothing tells."""

    file: Path
    table: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    """Our column -> their header."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    missing: tuple[str, ...] = ()
    """Our columns that figures rest on and that no header was found for."""
    unmatched: tuple[Unmatched, ...] = ()
    """What else could not be matched."""


@dataclass(frozen=True)
class _Match:
    """One of our columns and the number of theirs that may be it."""

    score: float
    column: Column
    theirs: int


def read_known(folders: QueryFolders) -> Known:
    """Read the codes and names of municipalities, offices and services from the policy tables."""
    words = {
        column: {word: code for code, words in codes.items() for word in words}
        for column, codes in CODE_WORDS.items()
    }
    municipalities = _rows(folders, "municipalities")
    for row in municipalities:
        for name in (row["name_fi"], row["name_sv"]):
            words["kunnoh"].setdefault(fold(name), row["municipality"])
    for row in _rows(folders, "citizenships"):
        words["kansah"].setdefault(fold(row["country"]), row["code"])
    services: dict[str, set[str]] = {}
    for row in _rows(folders, "service_codes"):
        services.setdefault(row["register_table"], set()).add(row["code"])
    return Known(
        words,
        frozenset(row["municipality"] for row in municipalities),
        frozenset(row["code"] for row in _rows(folders, "offices")),
        {table: frozenset(codes) for table, codes in services.items()},
    )


def _rows(folders: QueryFolders, table: str) -> list[Mapping[str, str]]:
    """Read a policy table."""
    return [row.cells for row in read_table(folders, table).rows]


def propose(file: Path, known: Known) -> Proposal:
    """Guess which table a file is and which of its columns is which of ours.

    Raises FileRefusedError for a file that cannot be read at all.
    """
    records = read_records(file, Wanted())
    headers = [cell.strip() for cell in records.cells]
    profiles = [
        profile(header, records.frame[name])
        for header, name in zip(headers, records.header, strict=True)
    ]
    return guess(file, profiles, known)


def guess(file: Path, profiles: Sequence[Profile], known: Known) -> Proposal:
    """Guess the table of columns that were looked at; the best of all tables, or none."""
    matched = {name: _matches(table, profiles, known) for name, table in TABLES.items()}
    scores = {name: _table_score(TABLES[name], file, found) for name, found in matched.items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        return Proposal(file, "", unmatched=tuple(_unmatched(profiles, (), has_header=False)))
    return _proposal(file, TABLES[best], profiles, matched[best], known)


# ---------------------------------------------------------------------------- which column is which


def _matches(table: Table, profiles: Sequence[Profile], known: Known) -> list[_Match]:
    """Give each of our columns at most one of theirs, the surest first."""
    repeated = _repeated(profiles)
    possible = [
        _Match(score, column, i)
        for column in table.columns
        for i, one in enumerate(profiles)
        if fold_cell(one.header) not in repeated
        and (score := _score(table, column, one, i, known)) > 0
    ]
    chosen: list[_Match] = []
    for match in sorted(possible, key=lambda one: -one.score):
        taken = any(one.column == match.column or one.theirs == match.theirs for one in chosen)
        if not taken:
            chosen.append(match)
    return _in_order_of_time(chosen, profiles)


def _repeated(profiles: Sequence[Profile]) -> set[str]:
    """Return the headers that stand twice, or say nothing: a layout cannot name them."""
    headers = [fold_cell(one.header) for one in profiles]
    return {one for one in headers if headers.count(one) > 1 or not one}


def _score(table: Table, column: Column, one: Profile, position: int, known: Known) -> float:
    """Return how well one of their columns fits one of ours; 0 when it cannot be it."""
    if fold_cell(one.header) == column.name:
        return _OWN_NAME
    words = _words_score(column, one)
    values = _values_score(table, column, one, known)
    if values is None:
        return words if words >= _CERTAIN_WORDS and column.kind == CODE else 0.0
    if words:
        return words + values
    # A column by its values alone must be one that figures rest on; of two dates the first starts.
    return max(0.0, values - position / 1000) if column.needed and values >= _HALF else 0.0


def _words_score(column: Column, one: Profile) -> float:
    """Return how well the words of a header fit, 1 to 2, or 0."""
    words = HEADER_WORDS.get(column.name, HEADER_WORDS.get(column.kind, ""))
    header = one.folded
    found = [len(match[0]) for match in re.finditer(words, header)] if words else []
    return 1 + max(found) / len(header) if found and header and max(found) else 0.0


def _values_score(table: Table, column: Column, one: Profile, known: Known) -> float | None:
    """Return how well values fit, 0 (may be anything) to 1, or None when they do not."""
    if column.kind == PERSON:
        return _person_score(one)
    if column.kind in (START, END, DATE):
        return _date_score(column, one)
    if not one.texts:
        return 0.0
    if column.kind == YEAR:
        return _HALF if one.is_year else None
    if one.is_date and one.date_format != "yyyymmdd":
        return None
    return 0.0 if column.kind == TEXT else _code_score(table, column, one, known)


def _person_score(one: Profile) -> float | None:
    """Return how well a column fits as ids: identity codes settle it, else many different words."""
    if not one.may_be_person:
        return None
    return 1.0 if one.persons >= _SURE else _HALF + 0.3 * len(one.texts) / max(1, len(one.cells))


def _date_score(column: Column, one: Profile) -> float | None:
    """Return how well a column fits as dates: a start is never open, an end may be."""
    if not one.is_date:
        return 0.1 if column.kind != START and one.open_share == 1 else None
    if column.kind == END:
        return 0.9 if one.open_share else 0.55
    if column.kind == START:
        return 0.7 if not one.open_share else 0.3
    return 0.2


def _code_score(table: Table, column: Column, one: Profile, known: Known) -> float | None:
    """Return how well a column fits as codes: names and codes of ours weigh more than shapes."""
    own = _own_codes(table, column, known)
    words = sum(bool(_word_code(column, text, known)) for text in one.texts)
    codes = sum(_padded(column, text) in own for text in one.texts) if own else 0
    share = (words + codes) / len(one.texts)
    if words >= _HALF * len(one.texts) or (own and share >= _SURE):
        enough = words or len(one.texts) > 2 or column.width > 1
        return share if enough else 0.2
    fitting = sum(is_code(column, text) for text in one.texts)
    if own and column.name in ("kunnoh", "tyok1"):
        return 0.1 if share >= _HALF else None
    return 0.1 if fitting >= _HALF * len(one.texts) else None


def _own_codes(table: Table, column: Column, known: Known) -> frozenset[str]:
    """Return the codes that a column of ours has, empty when they are not listed."""
    listed = {"kunnoh": known.municipalities, "toinoh": known.offices}
    if column.name in ("sijkds", "lausno", "kurslaji"):
        return known.services.get(table.name, frozenset())
    return listed.get(column.name, column.values or frozenset())


def _padded(column: Column, text: str) -> str:
    """Return a code as the gate spells it."""
    cased = text.lower() if column.lower else text.upper()
    if column.width == 1:
        return re.sub("^0(.+)$", r"\1", cased)
    return cased.rjust(column.width, "0") if cased.isdigit() else cased


def _word_code(column: Column, text: str, known: Known) -> str:
    """Return our code for a word (`Työtön`, `2 - Työtön`), or an empty text."""
    words = known.words.get(column.name, {})
    if code := words.get(fold(text)):
        return code
    if column.values is None and column.name not in CODE_WORDS:
        return ""
    parts = re.fullmatch(r"(\w{1,4})\s*[-\u2013:.) ]\s*(.*[^\W\d].*)", text)
    if not parts:
        return ""
    if code := words.get(fold(parts[2])):
        return code
    return _padded(column, parts[1]) if is_code(column, parts[1]) else ""


def _in_order_of_time(chosen: list[_Match], profiles: Sequence[Profile]) -> list[_Match]:
    """Swap start and end when their values alone told them and the ends come first."""
    start = next((one for one in chosen if one.column.kind == START), None)
    end = next((one for one in chosen if one.column.kind == END), None)
    if not start or not end or max(start.score, end.score) >= 1:
        return chosen
    first, last = profiles[start.theirs].dates, profiles[end.theirs].dates
    if not len(first) or not len(last) or (last < first).sum() <= (first < last).sum():
        return chosen
    others = [one for one in chosen if one not in (start, end)]
    swapped = [(start, end.theirs), (end, start.theirs)]
    return [*others, *(_Match(one.score, one.column, theirs) for one, theirs in swapped)]


# ------------------------------------------------------------------------------- which table it is


def _table_score(table: Table, file: Path, matches: Sequence[_Match]) -> float:
    """Return how well a file fits a table: its name, and the columns that only this table has.

    A person and two dates are in every table, so they settle nothing.
    """
    named = _file_name_score(table, file)
    own = sum(one.score for one in matches if _tells(one))
    missing = len(_missing(table, matches))
    if not own and not named:
        return 0.0
    common = sum(min(1.0, one.score) for one in matches if not _tells(one))
    return named + own + 0.3 * common - _MISSING * missing


def _tells(match: _Match) -> bool:
    """Whether a match says something of the table."""
    if match.score >= _OWN_NAME:
        return match.column.kind != PERSON
    return match.column.kind in (CODE, TEXT, YEAR) and match.score >= _HALF


def _file_name_score(table: Table, file: Path) -> float:
    """Return what the file's name says of the table."""
    stem = fold(file.name.split(".")[0])
    if table.name.lower() in re.split("[^a-z]+", stem):
        return 3 * _FILE_NAME
    found = re.search(FILE_WORDS[table.name], stem)
    return _FILE_NAME + len(found[0]) / 100 if found else 0.0


def _missing(table: Table, matches: Sequence[_Match]) -> tuple[str, ...]:
    """Return the columns that figures rest on and that nothing was found for."""
    found = {one.column.name for one in matches}
    return tuple(one.name for one in table.columns if one.needed and one.name not in found)


# ----------------------------------------------------------------------------------- the proposal


def _proposal(
    file: Path,
    table: Table,
    profiles: Sequence[Profile],
    matches: Sequence[_Match],
    known: Known,
) -> Proposal:
    """Put together what was found of a file."""
    theirs = {one.column.name: profiles[one.theirs] for one in matches}
    columns = {one.name: theirs[one.name].header for one in table.columns if one.name in theirs}
    codes: dict[str, dict[str, str]] = {}
    unknown: list[Unmatched] = []
    for column in table.columns:
        if column.kind == CODE and column.name in theirs:
            found, left = _codes(column, theirs[column.name], known)
            if found:
                codes[column.name] = found
            unknown += left
    numbers = [one.theirs for one in matches]
    has_header = any(_words_score(one.column, profiles[one.theirs]) for one in matches)
    has_header = has_header or any(one.score >= _OWN_NAME for one in matches)
    if months_come_first(profiles):
        unknown.append(Unmatched("month_first"))
    return Proposal(
        file,
        table.name,
        columns,
        codes,
        _settings(table, theirs),
        _missing(table, matches),
        (*_unmatched(profiles, numbers, has_header=has_header), *unknown),
    )


def _codes(column: Column, one: Profile, known: Known) -> tuple[dict[str, str], list[Unmatched]]:
    """Return their value -> our code, and what is none of our codes and no word that we know."""
    found: dict[str, str] = {}
    left: list[str] = []
    for text in one.texts:
        if _is_understood(column, text, known):
            continue
        if code := _word_code(column, text, known):
            found.setdefault(text, code)
        else:
            left.append(text)
    folded: set[str] = set()
    found = {
        text: code
        for text, code in found.items()
        if fold_cell(text) not in folded and not folded.add(fold_cell(text))
    }
    return found, _left_values(column, one, left)


def _is_understood(column: Column, text: str, known: Known) -> bool:
    """Whether the gate takes the value as it is."""
    if column.values is None and column.name not in CODE_WORDS:
        return True  # any code will do
    return is_code(column, text) and not known.words.get(column.name, {}).get(fold(text))


def _left_values(column: Column, one: Profile, left: Sequence[str]) -> list[Unmatched]:
    """Say which values have no code of ours; they are shown when they cannot be a person's."""
    if not left:
        return []
    is_sure = len(left) < len(one.texts)  # some are codes, so the others are no names
    texts = list(dict.fromkeys(shown(text) if is_sure else shape(text) for text in left))
    some = ", ".join(toml_text(text) for text in texts[:_MOST_CODES])
    more = ", ..." if len(texts) > _MOST_CODES else ""
    values = {"header": toml_text(one.header), "column": column.name, "values": f"{some}{more}"}
    return [Unmatched("values", values)]


def _unmatched(
    profiles: Sequence[Profile], numbers: Iterable[int], *, has_header: bool
) -> list[Unmatched]:
    """Say which headers were not matched, with the shape of their values.

    Without a header that we know, the line may be one of data: then only its shape is told.
    """
    taken = set(numbers)
    repeated = _repeated(profiles)
    found: list[Unmatched] = []
    for number, one in enumerate(profiles):
        if number not in taken:
            header = toml_text(shown_header(one.header)) if has_header else str(number + 1)
            name = "header" if has_header else "column"
            twice = "_twice" if fold_cell(one.header) in repeated else ""
            found.append(Unmatched(f"{name}{twice}", {"header": header, "values": shapes(one)}))
    return found


def _settings(table: Table, theirs: Mapping[str, Profile]) -> dict[str, str]:
    """Return the settings of a file: what its end dates mean, and what could be forced."""
    settings: dict[str, str] = {}
    kinds = {one.kind: theirs[one.name] for one in reversed(table.columns) if one.name in theirs}
    if END in kinds:
        settings["end_date"] = _end_date(kinds)
    settings["encoding"] = "auto"
    return settings


def _end_date(kinds: Mapping[str, Profile]) -> str:
    """Return `exclusive` when the next spells of persons begin on the day that the last one ends.

    An inclusive end is followed by the next day. Too few spells that touch say nothing.
    """
    if not all(kind in kinds and (kind == PERSON or kinds[kind].is_date) for kind in _SPELL):
        return INCLUSIVE
    spells = pl.DataFrame(
        {
            "person": kinds[PERSON].cells,
            "start": kinds[START].dates,
            "end": kinds[END].dates,
        }
    ).sort("person", "start")
    gap = (pl.col("start").shift(-1).over("person") - pl.col("end")).dt.total_days()
    same_day, next_day = spells.select((gap == 0).sum().alias("0"), (gap == 1).sum()).row(0)
    is_exclusive = same_day >= _ENOUGH_SPELLS and same_day > _ENOUGH_SPELLS * next_day
    return EXCLUSIVE if is_exclusive else INCLUSIVE


# ------------------------------------------------------------------------------------------- TOML


def proposed_toml(proposals: Sequence[Proposal], language: str) -> str:
    """Return the layout file: a part for each table, and what was not matched as comments."""
    lines = [f"# {languages.text('layout.proposed', language)}"]
    for one in _first_of_tables(proposals):
        same = [other for other in proposals if _is_same(one, other)]
        lines += ["", *_table_lines(one, _patterns(same, proposals), language)]
    for one in proposals:
        said = not_proposed(one, proposals, language)
        lines += [f"# {toml_text(one.file.name)}: {said}"] if said else []
    return "".join(f"{line}\n" for line in lines)


def not_proposed(one: Proposal, proposals: Sequence[Proposal], language: str) -> str:
    """Say why a file has no part in the layout; empty when it has one."""
    if not one.table:
        return languages.text("layout.no_table", language)
    if any(_is_same(first, one) for first in _first_of_tables(proposals)):
        return ""
    other = next(first for first in _first_of_tables(proposals) if first.table == one.table)
    values = {"table": one.table, "other": toml_text(other.file.name)}
    return languages.text("layout.other_columns", language, values)


def unmatched(one: Proposal, language: str) -> list[str]:
    """Say of a file with a table what was not matched in it."""
    missing = [languages.text("layout.missing", language, {"column": name}) for name in one.missing]
    return [*missing, *(each.told(language) for each in one.unmatched)]


def _first_of_tables(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the first file of each table."""
    first: dict[str, Proposal] = {}
    for one in proposals:
        if one.table:
            first.setdefault(one.table, one)
    return list(first.values())


def _is_same(first: Proposal, other: Proposal) -> bool:
    """Whether one part of a layout can be of both files."""
    folded = [
        {ours: fold_cell(theirs) for ours, theirs in one.columns.items()} for one in (first, other)
    ]
    return (first.table, first.settings, folded[0]) == (other.table, other.settings, folded[1])


def _patterns(same: Sequence[Proposal], proposals: Sequence[Proposal]) -> list[str]:
    """Return patterns for the names of some files: a date in a name becomes `*`, where it can."""
    patterns: list[str] = []
    others = [one.file.name for one in proposals if one not in same]
    for one in same:
        exact = re.sub(r"[\[?*]", r"[\g<0>]", one.file.name)
        wide = _DATES_IN_NAME.sub("*", exact)
        is_mixed = wide.startswith(("*.", "**")) or any(
            TableLayout(files=(wide,)).matches(name) for name in others
        )
        patterns.append(exact if is_mixed else wide)
    return list(dict.fromkeys(patterns))


def _table_lines(one: Proposal, patterns: Sequence[str], language: str) -> list[str]:
    """Return the lines of one table in the order of a layout file."""
    path = f"tables.{one.table}"
    lines = [f"[{path}]", f"files = [{', '.join(map(toml_text, patterns))}]"]
    lines += [_setting_line(key, value, language) for key, value in one.settings.items()]
    lines += [f"[{path}.columns]"] if one.columns else []
    lines += [f"{toml_key(ours)} = {toml_text(theirs)}" for ours, theirs in one.columns.items()]
    lines += [f"# {said}" for said in unmatched(one, language)]
    for column, codes in one.codes.items():
        lines.append(f"[{path}.codes.{toml_key(column)}]")
        lines += [f"{toml_text(theirs)} = {toml_text(ours)}" for theirs, ours in codes.items()]
    return lines


def _setting_line(key: str, value: str, language: str) -> str:
    """Return a setting with what else it may be."""
    said = (
        f" # {languages.text(f'layout.{value}', language)}"
        if value in (INCLUSIVE, EXCLUSIVE)
        else ""
    )
    return f"{key} = {toml_text(value)}{said}"
