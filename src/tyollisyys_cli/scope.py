"""Whom and when a command is about: regions by what decides membership, and reported months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tyollisyys_cli import database
from tyollisyys_cli.disclosure import DEFAULT_THRESHOLD
from tyollisyys_cli.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tyollisyys_cli.catalogue import Dimension, Indicator
    from tyollisyys_cli.regions import Region

# The years in which a register of jobseekers can have a month.
_YEARS = range(1900, 2200)
_OFFICES, _RESIDENCES = "YHTSTO", "YHKUNTA"


@dataclass(frozen=True)
class Request:
    """What is asked: which figures, of whom, when, and under which threshold."""

    indicators: tuple[Indicator, ...]
    regions: tuple[Region, ...]
    first_month: date | None = None
    last_month: date | None = None
    by: tuple[Dimension, ...] = ()
    threshold: int = DEFAULT_THRESHOLD

    @property
    def by_columns(self) -> list[str]:
        """Return the names of the breakdown columns."""
        return [dimension.id for dimension in self.by]


@dataclass(frozen=True)
class Note:
    """Something about the figures that is told beside them; `id` names a text, `values` fill it."""

    id: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Spine:
    """The reported months: months[0] has the count-day index `first`."""

    months: list[date]
    first: int
    observed: int
    """Number of the months whose count day the register has seen."""
    before: int
    """Number of asked months before the first count day."""

    @property
    def end(self) -> int:
        """Return the index after the last observed month."""
        return self.first + self.observed


@dataclass(frozen=True)
class Members:
    """The regions of one kind of membership: the column that decides, and its values by region."""

    column: str
    """A column of the model, or empty for everybody."""
    pairs: tuple[tuple[str, str], ...]
    """(value of the column, region id)."""
    regions: tuple[str, ...]
    available: bool = True


def members_of(regions: Sequence[Region], tables: set[str]) -> tuple[list[Members], list[Note]]:
    """Sort the regions by the column that decides who belongs to them.

    Without an office table a trial falls back to residence, and a note says so.
    """
    everybody = tuple(one.id for one in regions if one.kind == "country")
    trials = [one for one in regions if one.kind == "trial"]
    residents = [one for one in regions if one.kind not in ("country", "trial")]
    stand_ins = [] if _OFFICES in tables else trials
    if stand_ins:
        residents, trials = [*residents, *trials], []
    groups = [
        Members("", tuple(("", region) for region in everybody), everybody),
        _member_group("office", [(one, one.offices) for one in trials]),
    ]
    known = [one for one in residents if one.municipalities and _RESIDENCES in tables]
    unknown = {one.id: one.kind for one in residents if one not in known}
    groups.append(_member_group("municipality", [(one, one.municipalities) for one in known]))
    groups.append(Members("municipality", (), tuple(unknown), available=False))
    notes = [
        Note("trial_by_residence", {"region": one.id}) for one in stand_ins if one.id not in unknown
    ]
    notes += [
        Note("trial_not_available" if kind == "trial" else "region_not_available", {"region": one})
        for one, kind in unknown.items()
    ]
    return [group for group in groups if group.regions], notes


def _member_group(column: str, members: list[tuple[Region, tuple[str, ...]]]) -> Members:
    """Pair every member code with its region."""
    pairs = tuple((code, region.id) for region, codes in members for code in codes)
    return Members(column, pairs, tuple(region.id for region, _ in members))


def reported_months(connection: database.Connection) -> list[date]:
    """Return the first day of every month that has a count day, in their order."""
    found = database.rows(connection, "select month from model.count_days order by month_index")
    return [month for (month,) in found]


def first_jobseekers(connection: database.Connection, groups: Sequence[Members]) -> dict[str, int]:
    """Return the first count day on which each region has a jobseeker; without one it has none."""
    found = [
        pair
        for group in groups
        if group.available
        for pair in database.rows(
            connection,
            _FIRST_JOBSEEKERS.format(join=f"{group.column} = member" if group.column else "true"),
            {
                "members": [code for code, _ in group.pairs],
                "regions": [region for _, region in group.pairs],
            },
        )
    ]
    return dict(found)


_FIRST_JOBSEEKERS = """
    with members as (
        select unnest($members) as member, unnest($regions) as region
    )
    select region, min(from_index)
    from members
    inner join model.periods on {join}
    group by region"""


def spine_of(request: Request, reported: Sequence[date], first_index: int) -> Spine:
    """Return the months to report: those asked, else from the regions' first jobseeker on.

    Takes the reported months and the first count day on which a region has a jobseeker.
    """
    if not reported:
        raise QueryError(
            "the extract has no jobseeker on any count day",
            "was YTHAKU loaded, and does the extract reach the last working day of a month?",
        )
    first = request.first_month or reported[first_index]
    last = request.last_month or max(reported[-1], first)
    if first > last and request.first_month:
        raise UsageError(f"--from {first:%Y-%m} is after --to {last:%Y-%m}", "swap them")
    if first > last:
        raise UsageError(
            f"--to {last:%Y-%m} is before {first:%Y-%m}, the first month with a jobseeker",
            "name an earlier month with --from, or a later one with --to",
        )
    asked = _month_range(first, last)
    inside = [month for month in asked if reported[0] <= month <= reported[-1]]
    return Spine(
        months=asked,
        first=reported.index(inside[0]) if inside else 0,
        observed=len(inside),
        before=sum(month < reported[0] for month in asked),
    )


def _month_range(first: date, last: date) -> list[date]:
    """Return the first day of every month from first to last."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
        for i in range(count)
    ]


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return date.fromordinal(month.toordinal() - 1).replace(day=1)


def check_dimensions(request: Request, tables: set[str]) -> None:
    """Refuse a breakdown whose table was not loaded: all would be 'unknown'; raises UsageError.

    Not where no indicator has its tables either: there is nothing to break down then.
    """
    if not any(tables.issuperset(one.needs) for one in request.indicators):
        return
    for dimension in request.by:
        if dimension.needs and dimension.needs not in tables:
            raise UsageError(
                f"dimension {dimension.id} is not available: it needs {dimension.needs}",
                "load that table, or leave the dimension out",
            )


def parse_month(text: str | None) -> date | None:
    """Parse `YYYY-MM`; raises UsageError."""
    if text is None:
        return None
    try:
        if len(text) != len("2024-07"):
            raise ValueError(text)
        month = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError(f"'{text}' is not a month", "write it as 2024-07") from error
    if month.year not in _YEARS:
        raise UsageError(
            f"{text} is not a month of the register",
            f"its years are {_YEARS.start} to {_YEARS.stop - 1}",
        )
    return month
