"""What a figure rests on besides its query: the loaded files and the values of policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tyollisyys_cli import database
from tyollisyys_cli.extract.tables import SERVICE_SOURCES
from tyollisyys_cli.policy import CONSTANTS, origins
from tyollisyys_cli.resources import REGIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from tyollisyys_cli.policy import PolicyValue
    from tyollisyys_cli.resources import QueryFolders
    from tyollisyys_cli.scope import Members, Request

_UNEMPLOYMENT = ("employment_codes",)
_SERVICES = ("service_codes", "service_categories", "employment_codes")
_LONG_TERM = (*_UNEMPLOYMENT, "constants.long_term_months")
_REPEATED = (*_LONG_TERM, "constants.repeat_days", "constants.repeat_window_months")
_SERVICE_ENDED = ("constants.service_ended_min_months", "constants.service_ended_max_months")
_AFTER_SERVICE = (*_REPEATED, *_SERVICES, *_SERVICE_ENDED)
# The tables and constants that a column or a table of the model rests on. A test changes each of
# them and sees which columns follow.
RESTS_ON: dict[str, tuple[str, ...]] = {
    "age_group": ("age_groups",),
    "citizenship_group": ("citizenships",),
    "long_term_index": _LONG_TERM,
    "in_long_term_service": (*_LONG_TERM, *_SERVICES, "constants.service_chain_gap_days"),
    "in_service": _SERVICES,
    "in_several_services": _SERVICES,
    "municipality": ("municipalities",),
    "office": ("offices",),
    "service_category": _SERVICES,
    "service_line": ("service_lines",),
    "spell_length": ("spell_lengths", *_UNEMPLOYMENT),
    "state": _UNEMPLOYMENT,
    "structural_group": _AFTER_SERVICE,
    "survival_to_index": ("constants.survival_window_months",),
    "to_open_market": (*_UNEMPLOYMENT, "open_market", "constants.open_market_follow_up_days"),
    "unemployed": _UNEMPLOYMENT,
    "unemployment_start_number": _UNEMPLOYMENT,
    "unemployment_spells": _UNEMPLOYMENT,
    "unemployment_spell_ends": _UNEMPLOYMENT,
}
# A person is in one structural group, the first that fits: a group rests on those before it.
GROUPS_REST_ON: dict[str, tuple[str, ...]] = {
    "'long_term_unemployed'": _LONG_TERM,
    "'repeatedly_unemployed'": _REPEATED,
    "'service_to_unemployed'": _AFTER_SERVICE,
    "'service_to_service'": _AFTER_SERVICE,
}


@dataclass(frozen=True)
class LoadedFile:
    """A file in force in the ledger."""

    load: int
    table: str
    file: str
    sha256: str
    extract_date: date
    period: str | None
    loaded_at: datetime
    loaded_by: str


def loaded_files(connection: database.Connection, tables: Iterable[str]) -> list[LoadedFile]:
    """Return the files in force that brought rows of the tables."""
    found = database.rows(
        connection,
        "select load_id, register_table, file, sha256, extract_date, "
        "period_from || '..' || period_to, loaded_at, loaded_by from meta.loads "
        "where undone_at is null and list_contains($tables, register_table) "
        "order by register_table, load_id, file",
        {"tables": list(tables)},
    )
    return [LoadedFile(*row) for row in found]


def tables_of(request: Request, groups: Sequence[Members]) -> list[str]:
    """Return the register's tables that the figures of a request rest on."""
    members = {"office": "YHTSTO", "municipality": "YHKUNTA"}
    needed = [
        *(table for one in request.indicators for table in one.needs),
        *(SERVICE_SOURCES if _rests_on_services(request, groups) else ()),
        *(members[one.column] for one in groups if one.column),
        *(one.needs for one in request.by if one.needs),
    ]
    return list(dict.fromkeys(needed))


def _rests_on_services(request: Request, groups: Iterable[Members]) -> bool:
    """Whether the header of a query says so, or a column that it or the breakdown names."""
    named = "service_codes" in _used(_words(request, groups))
    return named or any(one.services for one in request.indicators)


def policy_of(
    folders: QueryFolders, request: Request, groups: Iterable[Members]
) -> list[PolicyValue]:
    """Return the policy that a request's queries, breakdowns and regions rest on.

    Whole tables, of the constants and the regions the rows in use.
    """
    used = _used(_words(request, groups))
    used |= {f"{CONSTANTS}.{one.wait}" for one in request.indicators if one.wait}
    used |= {f"{REGIONS}.{one.id}" for one in request.regions}
    return [
        value
        for value in origins(folders, sorted({rest.partition(".")[0] for rest in used}))
        if value.table in used or f"{value.table}.{value.name}" in used
    ]


def _words(request: Request, groups: Iterable[Members]) -> set[str]:
    """Return the words of a request's queries, and of those beside them, and its columns."""
    return {
        *(
            token.text.lower()
            for one in request.indicators
            for each in (one, *one.beside)
            for token in database.tokens(each.sql)
        ),
        *request.by_columns,
        *(one.column for one in groups),
    }


def _used(words: set[str]) -> set[str]:
    """Return the tables and constants behind the words of a query.

    One that asks for structural groups by name rests on those groups alone.
    """
    if not words.isdisjoint(GROUPS_REST_ON):
        words = words - {"structural_group"}
    known = RESTS_ON | GROUPS_REST_ON
    return {rest for word in words for rest in known.get(word, ())}
