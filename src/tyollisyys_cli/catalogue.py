"""Reads and checks the headers of the indicator files; the files are the catalogue."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from tyollisyys_cli.errors import QueryError, UsageError
from tyollisyys_cli.languages import LANGUAGES
from tyollisyys_cli.names import fold, unknown_name
from tyollisyys_cli.policy import read_table
from tyollisyys_cli.toml_file import unknown_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.resources import QueryFolders


_START, _END = "/* ---", "--- */"
_ID = re.compile(r"[a-z][a-z0-9_]*")
_TEXTS = ("title", "description")
KINDS = ("count", "share", "mean", "median", "survival")
_CHOICES = {
    "kind": KINDS,
    "direction": ("up", "down", "neutral"),
    "status": ("official", "convention"),
    "coverage": ("count_day", "month"),
    "movement": ("in", "out"),
}
_MOST_DIMENSIONS = 2
# By these every cell would be of one person, or no cell at all.
_NO_DIMENSIONS = (
    *("person", "person_id", "from_index", "to_index", "numerator", "denominator", "birth_year"),
    *("search_start_number", "unemployment_start_number", "start_number", "end_number"),
    *("day", "start_date", "end_date"),
)
_REQUIRED = ("kind", "unit", "direction", "family", "status")
_OPTIONAL: dict[str, str | int | bool | list[str]] = {
    "coverage": "count_day",
    "wait": "",
    "order": 1000,
    "report": 0,
    "services": False,
    "variant_of": "",
    "stock": "",
    "movement": "",
    "other_than": "",
    "own_dimensions": [],
}
HEADER_KEYS = {*_TEXTS, *_REQUIRED, *_OPTIONAL, "source", "needs"}


@dataclass(frozen=True)
class Indicator:
    """One indicator file: its header and where its SQL is."""

    id: str
    file: Path
    sql: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    kind: str
    unit: str
    direction: str
    family: str
    sources: Mapping[str, str]
    """Where the definition comes from, by language."""
    status: str
    needs: tuple[str, ...]
    coverage: str
    """`count_day`: known on the count day. `month`: known when the whole month is past."""
    wait: str
    """Policy constant: so many days later it is known; empty = at once."""
    order: int
    """Place within the family."""
    report: int
    """Place on the report's page of plots; 0 = not on it."""
    services: bool
    """Whether it rests on services, so that missing service tables must be told."""
    variant_of: str
    """The indicator that it defines in another way; empty for a main indicator."""
    added: bool
    """Whether it comes from a user's own folder."""
    stands_in: bool = False
    """Whether it does, and has the place of one of the program's."""
    stock: str = ""
    """The indicator whose people come or go; empty for one that is no movement."""
    movement: str = ""
    """`in`: counts in the month in which a row begins. `out`: in the month after it."""
    other_than: str = ""
    """The movement whose people it leaves out; empty for none."""
    own_dimensions: tuple[Dimension, ...] = ()
    """Dimensions that its stock lacks, so that they split the movement and make no cell."""
    beside: tuple[Indicator, ...] = ()
    """The stock and all its movements, itself among them: what adds up. Empty for no movement."""


@dataclass(frozen=True)
class Dimension:
    """A column that any indicator can be broken down by."""

    id: str
    titles: Mapping[str, str]
    needs: str


@dataclass(frozen=True)
class Catalogue:
    """Every indicator, in the order of a table, and every dimension."""

    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]

    def select(self, ids: Sequence[str]) -> list[Indicator]:
        """Return the named indicators in the order asked, all of them for no names.

        Raises UsageError with the nearest names for one that does not exist.
        """
        if not ids:
            return list(self.indicators.values())
        chosen = dict.fromkeys(self._find_indicator(name) for name in ids)
        return [self.indicators[name] for name in chosen]

    def _find_indicator(self, name: str) -> str:
        """Return the id that was meant; a word of a title gets the ids it stands in."""
        try:
            return _find("indicator", name, self.indicators, "tyo catalogue")
        except UsageError as error:
            titled = [
                f"'{one.id}'"
                for one in self.indicators.values()
                if any(fold(name) in fold(title) for title in one.titles.values())
            ]
            if not titled or "did you mean" in error.hint or not name.strip():
                raise
            hint = f"did you mean {' or '.join(titled[:3])}? {error.hint}"
            raise UsageError(error.message, hint) from error

    def with_variants(self, name: str) -> list[Indicator]:
        """Return a main indicator, then its variants; raises UsageError where it has none.

        The name may be that of a variant too.
        """
        named = self.select([name])[0]
        main = self.indicators[named.variant_of or named.id]
        variants = [one for one in self.indicators.values() if one.variant_of == main.id]
        if not variants:
            mains = dict.fromkeys(
                one.variant_of for one in self.indicators.values() if one.variant_of
            )
            raise UsageError(
                f"{main.id} has no variants", f"these have: {', '.join(mains) or 'none'}"
            )
        return [main, *variants]

    def on_report_page(self) -> list[Indicator]:
        """Return the series of the report's page in their order, then a user's own indicators."""
        page = [one for one in self.indicators.values() if one.report or one.added]
        return sorted(page, key=lambda one: (one.added, one.report))

    def select_dimensions(
        self, names: Sequence[str], indicators: Iterable[Indicator]
    ) -> list[Dimension]:
        """Return the dimensions to break the indicators down by, two at most.

        More would describe persons: their cells are of one each. Raises UsageError with the nearest
        names, or with the indicators that one belongs to alone.
        """
        chosen = dict.fromkeys(self._dimension(name) for name in names)
        if len(chosen) > _MOST_DIMENSIONS:
            raise UsageError(
                f"--by {','.join(chosen)}: {len(chosen)} dimensions, "
                f"{_MOST_DIMENSIONS} are the most",
                "name one or two: cells of more are of single persons",
            )
        dimensions = [self.dimensions[name] for name in chosen]
        for dimension in dimensions:
            self._check_own(dimension, indicators)
        return dimensions

    def _dimension(self, name: str) -> str:
        """Return the id that a typed name or title means; raises UsageError."""
        titled = [
            one.id
            for one in self.dimensions.values()
            if fold(name) in {fold(title) for title in one.titles.values()}
        ]
        if titled:
            return titled[0]
        return _find("dimension", name, self.dimensions, "tyo policy dimensions")

    def _check_own(self, dimension: Dimension, indicators: Iterable[Indicator]) -> None:
        """Refuse to break others down by a dimension that some indicators alone have."""
        owners = [one.id for one in self.indicators.values() if dimension in one.own_dimensions]
        others = [one.id for one in indicators if owners and one.id not in owners]
        if others:
            raise UsageError(
                f"{others[0]} cannot be broken down by {dimension.id}",
                f"only {' and '.join(owners)} can: tyo indicators {owners[0]} --by {dimension.id}",
            )


def read_catalogue(folders: QueryFolders) -> Catalogue:
    """Read every indicator file; raises QueryError that names the file and the key."""
    own = folders.own / "indicators"
    dimensions = _read_dimensions(folders)
    read = [
        _read_indicator(file, dimensions, added=file.parent != own)
        for file in folders.indicator_files()
    ]
    ours = {one.id for one in read if not one.added}
    latest = {one.id: replace(one, stands_in=one.added and one.id in ours) for one in read}
    families = _family_order(read)
    _check_variants(latest)
    latest = _with_movements(latest)
    ordered = sorted(latest.values(), key=lambda one: (families[one.family], one.order, one.id))
    return Catalogue(
        indicators={indicator.id: indicator for indicator in ordered},
        dimensions=dimensions,
    )


def _check_variants(indicators: Mapping[str, Indicator]) -> None:
    """Refuse a variant of nothing, of another variant or of another unit; raises QueryError."""
    for one in indicators.values():
        main = indicators.get(one.variant_of)
        if not one.variant_of:
            continue
        if main is None:
            raise QueryError(
                f"{one.file}: header key 'variant_of' is '{one.variant_of}'",
                "there is no such indicator; `tyo catalogue` lists them",
            )
        if main.variant_of or main.unit != one.unit:
            raise QueryError(
                f"{one.file}: header key 'variant_of' is '{one.variant_of}'",
                f"name an indicator in {one.unit} that is no variant itself",
            )


def _with_movements(indicators: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Give every movement its stock and the other movements; raises QueryError for a faulty one."""
    beside: dict[str, list[Indicator]] = {}
    for one in indicators.values():
        _check_movement(one, indicators)
        if one.stock:
            beside.setdefault(one.stock, [indicators[one.stock]]).append(one)
    return {
        one.id: replace(one, beside=tuple(beside.get(one.stock, ()))) for one in indicators.values()
    }


def _check_movement(one: Indicator, indicators: Mapping[str, Indicator]) -> None:
    """Refuse a movement of nothing, into nowhere or by no dimension; raises QueryError."""
    stock, other = indicators.get(one.stock), indicators.get(one.other_than)
    if one.stock and (stock is None or stock.kind != "count" or stock.stock):
        raise QueryError(
            f"{one.file}: header key 'stock' is '{one.stock}'",
            "name an indicator that counts persons and is no movement itself",
        )
    if bool(one.stock) != bool(one.movement) or (one.stock and one.kind != "count"):
        raise QueryError(
            f"{one.file}: 'stock' and 'movement' go together, and their kind is a count",
            'write stock = "long_term_unemployed", movement = "in" and kind = "count"',
        )
    if one.other_than and (
        other is None
        or other.id == one.id
        or (other.stock, other.movement) != (one.stock, one.movement)
    ):
        raise QueryError(
            f"{one.file}: header key 'other_than' is '{one.other_than}'",
            "name another movement of the same stock, in the same direction",
        )


def _family_order(indicators: Iterable[Indicator]) -> dict[str, int]:
    """Order the families by the report's page: stocks, structure, people, durations, flows."""
    first: dict[str, int] = {}
    for indicator in indicators:
        place = indicator.report or 1000
        first[indicator.family] = min(first.get(indicator.family, 1000), place)
    return first


def _find(kind: str, name: str, known: Iterable[str], listing: str) -> str:
    """Return the id that a typed name means: case, dashes and underscores are the same."""
    by_fold = {fold(known_id): known_id for known_id in known}
    if fold(name) not in by_fold:
        raise unknown_name(kind, name, by_fold.values(), listing)
    return by_fold[fold(name)]


def _read_indicator(file: Path, dimensions: Mapping[str, Dimension], *, added: bool) -> Indicator:
    """Parse one file, its header as TOML; raises QueryError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read: {error}") from error
    if not _ID.fullmatch(file.stem):
        raise QueryError(
            f"{file}: '{file.stem}' is not an indicator id",
            "name the file with lower case letters, digits and underscores, as long_term_share.sql",
        )
    header = _parse_header(file, text)
    _check_header(file, header)
    for name in header.get("own_dimensions", []):
        if str(name) not in dimensions:
            raise QueryError(
                f"{file}: header key 'own_dimensions' has '{name}'",
                f"some of {', '.join(dimensions)}",
            )
    return _indicator(file, text, header, dimensions, added=added)


def _parse_header(file: Path, text: str) -> dict[str, Any]:
    """Return the TOML between the header's marks."""
    start, mark, rest = text.partition(_START)
    block, end, _ = rest.partition(_END)
    if start.strip() or not mark or not end:
        raise QueryError(
            f"{file}: does not begin with a header", f"begin with '{_START}' and end with '{_END}'"
        )
    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise QueryError(f"{file}: header is not TOML: {error}") from error


def _check_header(file: Path, header: dict[str, Any]) -> None:
    """Refuse unknown and missing keys, languages, empty texts and values outside their list."""
    if key := unknown_key(header, HEADER_KEYS):
        raise QueryError(
            f"{file}: unknown header key '{key}'", f"known keys: {', '.join(sorted(HEADER_KEYS))}"
        )
    for key in _TEXTS:
        _check_languages(file, key, header.get(key))
    if isinstance(header.get("source"), dict):
        _check_languages(file, "source", header["source"])
    else:  # a name, the same in every language
        _check_text(file, "source", header.get("source"))
    for key in _REQUIRED:
        _check_text(file, key, header.get(key))
    _check_values(file, header)


def _check_languages(file: Path, key: str, value: object) -> None:
    """Refuse texts that miss one of the languages or have another."""
    texts = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    for language in LANGUAGES:
        _check_text(file, f"{key}.{language}", texts.get(language))
    if language := unknown_key(texts, LANGUAGES):
        raise QueryError(f"{file}: header key '{key}.{language}' has an unknown language")


def _check_text(file: Path, key: str, value: object) -> None:
    """Refuse a text that is missing, empty or not a text."""
    if not isinstance(value, str) or not value.strip():
        raise QueryError(f"{file}: header key '{key}' is missing or empty")


def _check_values(file: Path, header: dict[str, Any]) -> None:
    """Refuse a value outside its list or of another type."""
    for key, choices in _CHOICES.items():
        if key in header and header[key] not in choices:
            raise QueryError(
                f"{file}: header key '{key}' is '{header[key]}'", f"one of {', '.join(choices)}"
            )
    for key, default in _OPTIONAL.items():
        if key in header and type(header[key]) is not type(default):
            raise QueryError(f"{file}: header key '{key}' must be like {default!r}")
    needs = header.get("needs")
    listed = cast("list[object]", needs) if isinstance(needs, list) else []
    if not listed or not all(isinstance(table, str) and table for table in listed):
        raise QueryError(f"{file}: header key 'needs' must be a list of register tables")


def _indicator(
    file: Path,
    text: str,
    header: dict[str, Any],
    dimensions: Mapping[str, Dimension],
    *,
    added: bool,
) -> Indicator:
    """Build the indicator from a checked header."""
    values: dict[str, Any] = {**_OPTIONAL, **header}
    source: dict[str, str] | str = values["source"]
    return Indicator(
        id=file.stem,
        file=file,
        sql=text,
        titles=values["title"],
        descriptions=values["description"],
        kind=values["kind"],
        unit=values["unit"],
        direction=values["direction"],
        family=values["family"],
        sources=source if isinstance(source, dict) else dict.fromkeys(LANGUAGES, source),
        status=values["status"],
        needs=tuple(values["needs"]),
        coverage=values["coverage"],
        wait=values["wait"],
        order=values["order"],
        report=values["report"],
        services=values["services"],
        variant_of=values["variant_of"],
        added=added,
        stock=values["stock"],
        movement=values["movement"],
        other_than=values["other_than"],
        own_dimensions=tuple(dimensions[name] for name in values["own_dimensions"]),
    )


def _read_dimensions(folders: QueryFolders) -> dict[str, Dimension]:
    """Read the dimensions from their policy table."""
    rows = [row.cells for row in read_table(folders, "dimensions").rows]
    for row in rows:
        if row["id"] in _NO_DIMENSIONS:
            raise UsageError(
                f"{folders.own_policy('dimensions')}: nothing can be broken down by {row['id']}",
                "take the row out: its cells would be of single persons",
            )
    return {
        row["id"]: Dimension(
            id=row["id"],
            titles={language: row[f"title_{language}"] for language in LANGUAGES},
            needs=row["needs"],
        )
        for row in rows
    }
