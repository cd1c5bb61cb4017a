"""Regions: named sets of offices or municipalities, read from a table that a user can edit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.names import closest, fold, unknown_name
from tyollisyys_cli.policy_csv import merged, read_rows
from tyollisyys_cli.resources import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from tyollisyys_cli.resources import QueryFolders

KINDS = ("trial", "area", "employment_area", "municipality", "country", "unknown")
"""The kinds of region, in the order in which one name is given to them."""

_COUNTRY = "finland"
TRIALS = "trials"
TRIAL_WORDS = (TRIALS, "trial", "kokeilut", "forsoken", "forsok", "kommunforsoken")
"""What a comparison calls all the trials together."""
# No region can be `trials`, nor `last_year`: a comparison has a column value_last_year.
_TAKEN = (*TRIAL_WORDS, "last-year")

COLUMNS = (
    "id",
    "kind",
    "name_fi",
    "name_sv",
    "aliases",
    "offices",
    "municipalities",
    "source",
)

_OFFICE = re.compile(r"[0-9]{4}")
_MUNICIPALITY = re.compile(r"[0-9]{3}|unknown")
_LIST_COMMAND = "tyo regions"


@dataclass(frozen=True)
class Region:
    """A set of people: the clients of its offices, or the residents of its municipalities.

    The municipalities of a trial are its fallback where an extract has no offices; they are empty
    where no source for them was found.
    """

    id: str
    kind: str
    name_fi: str
    name_sv: str
    aliases: tuple[str, ...]
    offices: tuple[str, ...]
    municipalities: tuple[str, ...]
    source: str
    is_own: bool = False
    """Whether it comes from the user's own table."""

    def name(self, language: str) -> str:
        """Return the Swedish name for `sv`, the Finnish one for every other language."""
        return self.name_sv if language == "sv" else self.name_fi

    def spellings(self) -> tuple[str, ...]:
        """Return everything the region can be called, its id first."""
        return (self.id, self.name_fi, self.name_sv, *self.aliases)


def overlap(regions: Sequence[Region]) -> bool:
    """Return whether two of the regions may have the same people: of one and its part they do."""
    members = [each for one in regions for each in (*one.offices, *one.municipalities)]
    # The country is of all; where the municipalities of a trial are not known they may be any.
    is_of_any = any(not one.municipalities for one in regions if one.kind != "trial") or (
        any(not one.municipalities for one in regions) and any(not one.offices for one in regions)
    )
    return len(set(members)) < len(members) or (len(regions) > 1 and is_of_any)


def known_regions(folders: QueryFolders) -> list[Region]:
    """Return the regions that can be asked for: the user's own, and ours; raises UsageError.

    An own region with the id of one of ours stands in its place.
    """
    ours = read_regions(folders.packaged_policy(REGIONS))
    file = folders.own_policy(REGIONS)
    own = [replace(one, is_own=True) for one in read_regions(file)] if file else []
    known = merged(ours, own, lambda region: fold(region.id))
    meanings = _meanings(known)
    for region in own:
        for alias in region.aliases:
            if (other := meanings[fold(alias)]) != region:
                raise UsageError(
                    f"{file} column aliases: '{alias}' of '{region.id}' means '{other.id}' already",
                    "give it another alias",
                )
    return known


def trials_of(regions: Sequence[Region]) -> list[Region]:
    """Return the trials; not those that a user made of offices that belong to others."""
    trials = [region for region in regions if region.kind == "trial"]
    ours = {office for region in trials if not region.is_own for office in region.offices}
    return [one for one in trials if not one.is_own or ours.isdisjoint(one.offices)]


def read_regions(path: Path) -> list[Region]:
    """Read the regions of a `;` separated UTF-8 table with the columns of `COLUMNS`.

    Lists in a cell are separated by spaces, aliases by `|`. Further columns are ignored. Raises
    UsageError with the file, the line and the column of the first thing that is wrong.
    """
    regions: list[Region] = []
    lines: dict[str, int] = {}
    for row in read_rows(path, COLUMNS):
        region = _region(row.cells)
        problem = _problem(region) or _repeated(region, lines)
        if problem:
            column, what, hint = problem
            raise UsageError(f"{row.place(column)}: {what}", hint)
        lines[fold(region.id)] = row.line
        regions.append(region)
    return regions


def names_of_codes(folders: QueryFolders, dimension: str, language: str) -> dict[str, str]:
    """Return the name of each municipality that is a region, or of each office of a trial."""
    named: dict[str, str] = {}
    for region in known_regions(folders):
        if dimension == "office":
            named |= dict.fromkeys(region.offices, region.name(language))
        elif region.kind == "municipality" and len(region.municipalities) == 1:
            named[region.municipalities[0]] = region.name(language)
    return named


def resolve(text: str, regions: Sequence[Region]) -> Region:
    """Return the region that the text means, in any case and with å ä ö typed as a a o.

    An id as it is written comes first: `raahen-seutu` is the area. Then a code: a municipality's,
    padded or not (`49`), or the office of a trial (`1231`). Then a Finnish or Swedish name or an
    alias, which goes to the first kind of `KINDS` that has it: `Raahen seutu` is the trial, not the
    area, and `Raahe` not the employment area or the municipality. Within a kind the order of the
    table decides, where a municipality that still exists comes before one that has ended. Last
    comes an id that is written in another way, as `E Pohjanmaa`.
    Raises UsageError with the nearest names where there is none.
    """
    wanted = fold(text)
    if not wanted:
        hint = f"write an id, a code or a name; `{_LIST_COMMAND}` lists all {len(regions)}"
        raise UsageError("a region needs a name, and this one is empty", hint)
    by_id = {region.id.casefold(): region for region in regions}
    meanings = _meanings(regions)
    if text.strip().casefold() in by_id:
        return by_id[text.strip().casefold()]
    if wanted not in meanings:
        raise unknown_name("region", text, _candidates(text, regions, meanings), _LIST_COMMAND)
    return meanings[wanted]


def _meanings(regions: Sequence[Region]) -> dict[str, Region]:
    """Map every folded code, name and id to the region that it means; the first claim holds."""
    ranked = sorted(regions, key=lambda region: KINDS.index(region.kind))
    meanings: dict[str, Region] = {}
    for words in (_codes, Region.spellings, _ids):
        for region in ranked:
            for word in words(region):
                meanings.setdefault(fold(word), region)
    return meanings


def _codes(region: Region) -> tuple[str, ...]:
    """Return the codes that name one region: an office's, a municipality's without its zeros."""
    if region.kind == "municipality" and len(region.municipalities) == 1:
        return (*region.municipalities, region.municipalities[0].lstrip("0"))
    return region.offices


def _ids(region: Region) -> tuple[str, ...]:
    return (region.id,)


def _candidates(text: str, regions: Sequence[Region], meanings: dict[str, Region]) -> Iterator[str]:
    """Yield each region once, labelled with its kind, in the nearest spelling that means it."""
    for region in regions:
        own = [name for name in region.spellings() if meanings[fold(name)] == region]
        spelling = (closest(text, own, 1) or [region.id])[0]
        yield f"{spelling} ({region.kind.replace('_', ' ')})"


def _region(row: Mapping[str, str]) -> Region:
    cells = {column: " ".join(row[column].split()) for column in COLUMNS}
    return Region(
        id=cells["id"],
        kind=cells["kind"],
        name_fi=cells["name_fi"],
        name_sv=cells["name_sv"],
        aliases=tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip()),
        offices=tuple(cells["offices"].split()),
        municipalities=tuple(cells["municipalities"].split()),
        source=cells["source"],
    )


_Problem = tuple[str, str, str]
"""The column, what is wrong in it, and a hint."""


def _problem(region: Region) -> _Problem | None:
    """Return the first thing wrong with a region on its own."""
    if not fold(region.id):
        return "id", "a region needs an id", ""
    if fold(region.id) in _TAKEN:
        return "id", f"'{region.id}' has a meaning of its own in comparisons", "give another id"
    if region.kind not in KINDS:
        return "kind", f"'{region.kind}' is not a kind of region", f"one of {', '.join(KINDS)}"
    for column in ("name_fi", "name_sv"):
        if not getattr(region, column):
            return column, f"the region '{region.id}' needs a name", ""
    return _bad_members(region)


def _bad_members(region: Region) -> _Problem | None:
    """Return a wrong or repeated code, or a list that does not fit the kind."""
    for column, codes, pattern, digits in (
        ("offices", region.offices, _OFFICE, 4),
        ("municipalities", region.municipalities, _MUNICIPALITY, 3),
    ):
        for place, code in enumerate(codes):
            if not pattern.fullmatch(code):
                hint = "keep the leading zeros, and separate codes with spaces"
                return column, f"'{code}' is not a code of {digits} digits", hint
            if code in codes[:place]:
                return column, f"'{code}' is there twice", ""
    return _unfit_members(region)


def _unfit_members(region: Region) -> _Problem | None:
    """Return a list that is empty though the kind counts by it, or filled though it does not."""
    if region.kind == "trial":
        return None if region.offices else ("offices", "a trial needs an office", "")
    if region.offices:
        return "offices", f"only a trial has offices, not '{region.kind}'", ""
    if region.kind == "country" and fold(region.id) != _COUNTRY:
        return "kind", f"the country is '{_COUNTRY}', and there is no other", "list municipalities"
    if region.kind == "country":
        what = "the country is everybody, and lists nobody"
        return ("municipalities", what, "") if region.municipalities else None
    if not region.municipalities:
        return "municipalities", f"'{region.id}' has none, and would count nobody", ""
    return None


def _repeated(region: Region, lines: dict[str, int]) -> _Problem | None:
    line = lines.get(fold(region.id))
    return ("id", f"'{region.id}' is also the id of line {line}", "") if line else None
