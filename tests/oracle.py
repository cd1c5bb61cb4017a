"""A second opinion on every figure: plain Python, one day at a time, no interval arithmetic.

A person is a handful of sets and dicts of days. Nothing here is clever, so that it can be read
against the definitions line by line. Where a definition leaves a choice, a comment that begins
with `# reading:` says which one was taken.

Days are ordinals (`date.toordinal()`), because adding one to a number is cheaper than to a date.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import holidays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Row = dict[str, str]
Register = dict[str, list[Row]]
Parts = tuple[int, int | None]
Cells = dict[tuple[str, ...], Parts | None]

OPEN_END = date(2222, 11, 11).toordinal()
CODE_9_IS_PART_TIME = date(2022, 5, 2).toordinal()
TRIALS_START = date(2021, 1, 1).toordinal()

STATES = {
    "0": "subsidised",
    "1": "open_market",
    "2": "unemployed",
    "3": "laid_off",
    "4": "reduced_week",
    "5": "outside",
    "6": "outside",
    "7": "in_service",
    "8": "in_education",
    "9": "part_time",
    "z": "unknown",
}
UNEMPLOYED_STATES = ("unemployed", "laid_off")

# In rank order. `other_service` exists only where employment codes stand in for service tables.
CATEGORIES = (
    "labour_training",
    "coaching",
    "subsidised_work",
    "trial",
    "job_alternation",
    "rehabilitative_work",
    "self_motivated_study",
    "other_service",
)
SERVICE_TABLES = ("YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL")
STAND_INS = {
    "subsidised": "subsidised_work",
    "in_service": "other_service",
    "in_education": "self_motivated_study",
}
PLACEMENTS = ("5T", "5V", "6T", "6V", "40", "41", "55", "61", "62")
COURSES = {"14": "coaching", "15": "labour_training", "16": "labour_training"}
STATEMENTS = {
    **dict.fromkeys(("E1", "TK01"), "labour_training"),
    **dict.fromkeys(("BA", "TV01", "BB", "UV01"), "coaching"),
    **dict.fromkeys(("BC", "TY01", "BD", "KK01"), "trial"),
    **dict.fromkeys(("BE", "B5", "J5", "KT01"), "rehabilitative_work"),
    **dict.fromkeys(("D1", "D6", "OM01", "G2", "G3", "G9", "H3", "H5"), "self_motivated_study"),
}
CHAIN_GAP = 7
OPEN_MARKET_STATES = ("open_market", "part_time")
OPEN_MARKET_REASONS = ("01", "03", "16")
FOLLOW_UP_DAYS = 14
# The first month that is no longer of the class, counted from the spell's first day.
SPELL_LENGTHS = {3: "0-3", 6: "3-6", 12: "6-12", 24: "12-24"}

TRIAL_OFFICES = frozenset(
    (
        *("0230", "0231", "0232", "0233", "0234", "0330", "0331", "0430", "0630", "0631"),
        *("0730", "0830", "0831", "0930", "1030", "1031", "1130", "1230", "1231", "1232"),
        *("1330", "1430", "1530", "1531", "1630", "1631"),
    )
)
ABROAD = frozenset(("197", "198", "200"))
FINLAND = "246"
UKRAINE = "804"
EU_EEA = frozenset(
    (
        # The 26 other EU countries.
        *("040", "056", "100", "191", "196", "203", "208", "233", "250", "276", "300", "348"),
        *("372", "380", "428", "440", "442", "470", "528", "616", "620", "642", "703", "705"),
        *("724", "752"),
        # Iceland, Liechtenstein, Norway, and Switzerland.
        *("352", "438", "578", "756"),
    )
)
SEXES = {"1": "man", "2": "woman"}
LANGUAGES = {"": "fi", "0": "fi", "1": "sv", "2": "other"}
SERVICE_LINES = {
    "00": "none",
    "01": "job_mediation",
    "02": "skills",
    "03": "supported_employment",
    "05": "multi_sector",
}


class Dims(NamedTuple):
    """What is known of a person on one day; every indicator can be broken down by these."""

    municipality: str
    office: str
    sex: str
    age_group: str
    language: str
    citizenship_group: str
    education: str
    fund_member: str
    service_line: str
    service_category: str
    state: str
    spell_length: str


class Record(NamedTuple):
    """One jobseeker on one count day."""

    dims: Dims
    age: int | None
    foreign: bool
    ukrainian: bool
    unemployed: bool
    long_term: bool
    repeated: bool
    service_to_unemployed: bool
    service_to_service: bool
    categories: frozenset[str]
    social: bool
    long_term_in_service: bool
    search_days: int
    unemployment_days: int

    @property
    def in_service(self) -> bool:
        """Some counted service covers the day."""
        return bool(self.categories)


# --------------------------------------------------------------------------------- the calendar


def add_months(day: date, months: int) -> date:
    """Move by calendar months; a day that the month lacks becomes the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@cache
def months_from(day: int, months: int) -> int:
    """`add_months` on ordinals."""
    return add_months(date.fromordinal(day), months).toordinal()


@cache
def count_day(month: date) -> date:
    """Give the last working day of the month."""
    day = _last_day(month)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def count_days(first: date, last: date) -> dict[date, date]:
    """Map every month that touches `first`..`last`, named by its first day, to its count day."""
    months: list[date] = []
    month = first.replace(day=1)
    while month <= last:
        months.append(month)
        month = add_months(month, 1)
    return {month: count_day(month) for month in months}


def _last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Tell if it is Monday to Friday and neither a public holiday nor one of the two eves."""
    # Both eves are named here too, whatever categories the library puts them in.
    christmas_eve = (day.month, day.day) == (12, 24)
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    public = day in _public_holidays(day.year)
    return day.weekday() < 5 and not (christmas_eve or midsummer_eve or public)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


# ------------------------------------------------------------------------------ rows become days


class Span(NamedTuple):
    """The days that are looked at, both ends included; the last is the extract date."""

    first: int
    last: int


class Spell(NamedTuple):
    """One row, its end still the last day in the state."""

    start: int
    end: int
    code: str

    def days(self, span: Span) -> range:
        """Give the days that the row covers."""
        return range(max(self.start, span.first), min(self.end, span.last) + 1)


# The start and end column of every table that is read.
COLUMNS_OF_SPELL = {
    "YTHAKU": ("alkpv1", "loppv1"),
    "YTYOLL": ("tappvh", "tppvm"),
    "YHKUNTA": ("muupv6", "paapv6"),
    "YHTSTO": ("muupv7", "paapv7"),
    "YASSEGMENTTI": ("alkupv", "paatpv"),
    "YSIJOIT": ("alkpv2", "loppv2"),
    "YTKOKE": ("alkpv4", "loppv4"),
    "YTYOKOU": ("alpvm", "papvm"),
    "YTVPOLL": ("alkpv7", "loppv7"),
    "SOSKUNT": ("alkupv", "paatpv"),
}


@cache
def ordinal(text: str) -> int:
    """Read dd.mm.yyyy."""
    day, month, year = text.split(".")
    return date(int(year), int(month), int(day)).toordinal()


def spell(table: str, row: Row, code: str, last: int) -> Spell:
    """Make a spell of a row; an empty end, the sentinel and an end after the extract are open."""
    start, end = COLUMNS_OF_SPELL[table]
    closed = ordinal(row[end]) if row.get(end) else OPEN_END
    # reading: "an end after the extract date" is the register's last day in the state, and it is
    # open before rows are compared, so two ends after the extract date are equally late.
    return Spell(ordinal(row[start]), OPEN_END if closed > last else closed, code)


def winners(spells: Iterable[Spell], span: Span) -> dict[int, str]:
    """Map a day to the code in force: newest start, then later end, then lower code."""
    by_code = sorted(spells, key=lambda each: each.code, reverse=True)
    days: dict[int, str] = {}
    for each in sorted(by_code, key=lambda each: (each.start, each.end)):  # the winner writes last
        days.update(dict.fromkeys(each.days(span), each.code))
    return days


def run_starts(days: Iterable[int], gap: int = 0) -> dict[int, int]:
    """Map each day to the first day of its run; `gap` missing days or fewer do not end a run."""
    starts: dict[int, int] = {}
    before: int | None = None
    for day in sorted(days):
        joined = before is not None and day - before - 1 <= gap
        starts[day] = starts[before] if joined and before is not None else day
        before = day
    return starts


def run_ends(starts: Mapping[int, int]) -> dict[int, int]:
    """Map the first day of each run to the first day after it."""
    return {start: day + 1 for day, start in sorted(starts.items())}


# ---------------------------------------------------------------------------------- the services


def service_of_placement(row: Row) -> str:
    """Pay subsidies and start-up grants."""
    return "subsidised_work" if row.get("sijkds", "") in PLACEMENTS else ""


def service_of_statement(row: Row) -> str:
    """By `lausno`, or where that is no service code by `lausno7`."""
    return STATEMENTS.get(row.get("lausno", "")) or STATEMENTS.get(row.get("lausno7", ""), "")


def service_of_training(row: Row, courses: Mapping[str, str]) -> str:
    """Only a training that has started, and of a kind that its course tells."""
    started = row.get("alkood", "") == "1"
    return COURSES.get(courses.get(row.get("ktunoh", ""), ""), "") if started else ""


def service_spells(
    rows: Mapping[str, Sequence[Row]], courses: Mapping[str, str], last: int
) -> Iterator[Spell]:
    """All service rows of one person that count, with the category as code."""
    # Job alternation is seen in YTVALIT only, and no kind of it is known by default: none counts.
    kinds: dict[str, Callable[[Row], str]] = {
        "YSIJOIT": service_of_placement,
        "YTKOKE": lambda _: "trial",
        "YTYOKOU": lambda row: service_of_training(row, courses),
        "YTVPOLL": service_of_statement,
    }
    for table, kind in kinds.items():
        for row in rows.get(table, ()):
            if kind(row):
                yield spell(table, row, kind(row), last)


# ------------------------------------------------------------------------------------ one person


def state_of(code: str, day: int) -> str:
    """Name the state; code 9 changed its meaning on 2.5.2022, also within a row."""
    if code == "9" and day < CODE_9_IS_PART_TIME:
        return "unknown"
    # reading: a code that the list lacks is `unknown`.
    return STATES.get(code, "unknown")


def one_character(code: str) -> str:
    """'02' and '2' are one code, and so are '00' and '0'."""
    return code[1:] if len(code) == 2 and code[0] == "0" else code


def age_group(age: int | None) -> str:
    """Five-year groups from 15 to 64; an age below 15 is None already."""
    if age is None:
        return "unknown"
    if age >= 65:
        return "65+"
    return f"{age // 5 * 5}-{age // 5 * 5 + 4}"


def citizenship(code: str) -> str:
    """Group of a citizenship code, permits apart."""
    code = code.zfill(3) if code else FINLAND
    groups = {FINLAND: "finland", UKRAINE: "ukraine"}
    return groups.get(code, "eu_eea" if code in EU_EEA else "other")


class Person:
    """The days of one person."""

    def __init__(
        self,
        rows: Mapping[str, Sequence[Row]],
        span: Span,
        courses: Mapping[str, str],
        known: set[str] | None,
        *,
        stand_in: bool,
    ) -> None:
        self.rows = rows
        self.span = span
        self.known = known
        # reading: an empty cell has a meaning; of a person without a row in YHENK nothing is known.
        self.details: Row = [*rows.get("YHENK", ()), Row()][0]
        self._read_job_search()
        self._read_places()
        self._read_services(courses, stand_in=stand_in)

    def _spells(self, table: str, column: str) -> list[Spell]:
        rows = self.rows.get(table, ())
        return [spell(table, row, row.get(column, ""), self.span.last) for row in rows]

    def _read_job_search(self) -> None:
        searches = self._spells("YTHAKU", "otlupa")
        self.search = run_starts({day for each in searches for day in each.days(self.span)})
        # reading: permit 1C holds on the days of its own row, also where another row overlaps it.
        self.protected = {
            day for each in searches if each.code == "1C" for day in each.days(self.span)
        }
        codes = [
            each._replace(code=one_character(each.code)) for each in self._spells("YTYOLL", "tyok1")
        ]
        self.states = {day: state_of(code, day) for day, code in winners(codes, self.span).items()}
        # Job search and code together; 02 and 03 are one, so a change between them breaks nothing.
        self.unemployed = run_starts(
            day
            for day, state in self.states.items()
            if state in UNEMPLOYED_STATES and day in self.search
        )
        self.spells = run_ends(self.unemployed)

    def _read_places(self) -> None:
        self.residence = winners(self._spells("YHKUNTA", "kunnoh"), self.span)
        self.offices = winners(self._spells("YHTSTO", "toinoh"), self.span)
        # reading: service lines follow the overlap rule of states, residence and office.
        self.lines = winners(self._spells("YASSEGMENTTI", "assegkdi"), self.span)

    def _read_services(self, courses: Mapping[str, str], *, stand_in: bool) -> None:
        days: dict[str, set[int]] = {category: set() for category in CATEGORIES}
        if stand_in:
            # reading: the code in force stands in, so the overlap rule has been applied.
            for day, state in self.states.items():
                if state in STAND_INS:
                    days[STAND_INS[state]].add(day)
        else:
            for each in service_spells(self.rows, courses, self.span.last):
                days[each.code].update(each.days(self.span))
        # reading: a service is one whether or not the person was a jobseeker all its days; only
        # "in service on a day" asks for a job search, on that day.
        self.services = {category: run_starts(days[category]) for category in CATEGORIES}
        self.service_ends = [
            end for starts in self.services.values() for end in run_ends(starts).values()
        ]
        social = self._spells("SOSKUNT", "")
        self.social = {day for each in social for day in each.days(self.span)}
        self.chains = run_starts(set[int]().union(*days.values()), gap=CHAIN_GAP)

    def categories(self, day: int) -> list[str]:
        """List the counted categories that cover the day, in rank order."""
        return [category for category in CATEGORIES if day in self.services[category]]

    def age(self, day: int) -> int | None:
        """Give the year of the day minus the birth year; None where it is missing or below 15."""
        born = self.details.get("syntyv", "")
        age = date.fromordinal(day).year - int(born) if born else None
        return None if age is None or age < 15 else age

    def municipality(self, day: int) -> str:
        """Home municipality, `unknown` abroad."""
        code = self.residence.get(day, "")
        is_known = len(code) == 3 if self.known is None else code in self.known
        return code if is_known and code not in ABROAD else "unknown"

    def office(self, day: int) -> str:
        """Give the office; until the trials their codes were those of closed offices."""
        code = self.offices.get(day, "")
        closed = code in TRIAL_OFFICES and day < TRIALS_START
        return ("closed-" + code if closed else code) or "unknown"

    def is_ukrainian(self, day: int) -> bool:
        """Tell by citizenship, or by permit on a search row that covers the day."""
        return self.details.get("kansah", "") == UKRAINE or day in self.protected

    def is_foreign(self) -> bool:
        """Tell by citizenship alone."""
        # reading: "citizenship not Finland" is the citizenship column, so a permit 1C beside an
        # empty citizenship or 246 does not make a person foreign.
        return bool(self.details) and citizenship(self.details.get("kansah", "")) != "finland"

    def dims(self, day: int) -> Dims:
        """Every dimension on the day."""
        details = self.details
        group = citizenship(details.get("kansah", "")) if details else "unknown"
        language = LANGUAGES.get(details.get("kiekd", ""), "other")
        fund_member = "yes" if details.get("kasno", "") else "no"
        return Dims(
            municipality=self.municipality(day),
            office=self.office(day),
            sex=SEXES.get(details.get("sukup", ""), "unknown"),
            age_group=age_group(self.age(day)),
            language=language if details else "unknown",
            citizenship_group="ukraine" if self.is_ukrainian(day) else group,
            education=details.get("pkokdh", "") or "unknown",
            fund_member=fund_member if details else "unknown",
            service_line=SERVICE_LINES.get(self.lines.get(day, "00").zfill(2), "none"),
            service_category=next(iter(self.categories(day)), "none"),
            # reading: a jobseeker without a code on the day is in state `unknown`.
            state=self.states.get(day, "unknown"),
            spell_length=self.spell_length(day),
        )

    def spell_length(self, day: int) -> str:
        """Class of the unemployment spell that runs on the day, by calendar months."""
        if day not in self.unemployed:
            return "none"
        start = self.unemployed[day]
        classes = (name for end, name in SPELL_LENGTHS.items() if day < months_from(start, end))
        return next(classes, "24+")

    def left_for_the_open_market(self, end: int) -> bool:
        """Tell of a spell whose first day after it is `end`."""
        # reading: "within 14 days" are the 14 days that follow the spell, `end` the first of them,
        # and the state is the code in force, job search or not.
        after = range(end, end + FOLLOW_UP_DAYS)
        if any(self.states.get(day) in OPEN_MARKET_STATES for day in after):
            return True
        reasons = self._status_reasons(end - 1) | self._search_reasons(end)
        return bool(reasons & set(OPEN_MARKET_REASONS))

    def _status_reasons(self, day: int) -> set[str]:
        """Reasons of the status row in force on the day, its last; of equal rows, all of them."""
        # reading: a row that runs on past the spell gives the reason of another day.
        rows = [
            (each.start, each.end, row.get("tyok1", ""), row.get("tymsyy", ""))
            for each, row in zip(
                self._spells("YTYOLL", "tyok1"), self.rows.get("YTYOLL", ()), strict=True
            )
            if day in each.days(self.span)
        ]
        start = max(row[0] for row in rows)
        end = max(row[1] for row in rows if row[0] == start)
        if end != day:
            return set()
        code = min(one_character(row[2]) for row in rows if row[:2] == (start, end))
        return {row[3] for row in rows if (*row[:2], one_character(row[2])) == (start, end, code)}

    def _search_reasons(self, end: int) -> set[str]:
        """End reasons of the search rows that ended with the search on the day before."""
        if end in self.search:
            return set()
        searches = self._spells("YTHAKU", "hapkd")
        return {each.code for each in searches if each.end == end - 1}

    def is_long_term(self, day: int) -> bool:
        """Unemployed, and 12 calendar months have passed since the spell's first day."""
        return day in self.unemployed and day >= months_from(self.unemployed[day], 12)

    def is_repeated(self, day: int) -> bool:
        """At least 365 unemployed days within (day - 16 months, day]."""
        window = range(months_from(day, -16) + 1, day + 1)
        return day in self.unemployed and sum(each in self.unemployed for each in window) >= 365

    def came_from_service(self, day: int) -> bool:
        """Unemployed, and a service ended within (day - 12 months, day - 3 months]."""
        first, last = months_from(day, -12) + 1, months_from(day, -3)
        return day in self.unemployed and any(first <= end <= last for end in self.service_ends)

    def moved_between_services(self, day: int) -> bool:
        """In a service; an earlier one ended in (day - 12 months, start of the ranked one]."""
        categories = self.categories(day)
        if not categories:
            return False
        start = self.services[categories[0]][day]
        return any(months_from(day, -12) < end <= start for end in self.service_ends)

    def is_long_term_in_service(self, day: int) -> bool:
        """Tell if the service chain follows 12 months or more of one unemployment spell."""
        if day not in self.chains:
            return False
        first = self.chains[day]
        # reading: "ended the day before it" means that its last day is the day before.
        start = self.unemployed.get(first, self.unemployed.get(first - 1))
        return start is not None and first >= months_from(start, 12)

    def record(self, day: int) -> Record | None:
        """Give the person on a count day; None for one who is no jobseeker."""
        if day not in self.search:
            return None
        # A person is in one structural group only, the first that holds.
        tests = (
            self.is_long_term,
            self.is_repeated,
            self.came_from_service,
            self.moved_between_services,
        )
        group = next((number for number, test in enumerate(tests) if test(day)), None)
        return Record(
            dims=self.dims(day),
            age=self.age(day),
            foreign=self.is_foreign(),
            ukrainian=self.is_ukrainian(day),
            unemployed=day in self.unemployed,
            long_term=group == 0,
            repeated=group == 1,
            service_to_unemployed=group == 2,
            service_to_service=group == 3,
            categories=frozenset(self.categories(day)),
            social=day in self.social,
            long_term_in_service=self.is_long_term_in_service(day),
            search_days=day - self.search[day] + 1,
            unemployment_days=day - self.unemployed[day] + 1 if day in self.unemployed else 0,
        )


# -------------------------------------------------------------------------------- the indicators


def _unemployed(record: Record) -> bool:
    return record.unemployed


def _in_service(record: Record) -> bool:
    return record.in_service


def _everyone(_: Record) -> bool:
    return True


def _broad(record: Record) -> bool:
    return record.unemployed or record.in_service


def _foreign_broad(record: Record) -> bool:
    return record.foreign and _broad(record)


def _structural(record: Record) -> bool:
    fourth = record.service_to_service
    return record.long_term or record.repeated or record.service_to_unemployed or fourth


def _other_than_rehabilitative(record: Record) -> bool:
    return bool(record.categories - {"rehabilitative_work"})


def _aged(first: int, last: int) -> Callable[[Record], bool]:
    # reading: over 50 is 50 or more, as the age groups are cut; an age below 15 is unknown.
    return lambda it: it.unemployed and it.age is not None and first <= it.age <= last


COUNTS: dict[str, Callable[[Record], bool]] = {
    "jobseekers": _everyone,
    "unemployed": _unemployed,
    "laid_off": lambda it: it.dims.state == "laid_off",
    "reduced_week": lambda it: it.dims.state == "reduced_week",
    "long_term_unemployed": lambda it: it.long_term,
    "repeatedly_unemployed": lambda it: it.repeated,
    "service_to_unemployed": lambda it: it.service_to_unemployed,
    "service_to_service": lambda it: it.service_to_service,
    "structural_unemployed": _structural,
    "other_language": lambda it: it.dims.language == "other",
    "foreign_citizens": lambda it: it.foreign,
    "ukrainians": lambda it: it.ukrainian,
    "under_25": _aged(15, 24),
    "under_30": _aged(15, 29),
    "over_50": _aged(50, 999),
    "in_service": _in_service,
    "broad_unemployment": _broad,
}

# Numerator (a part, or days) and who is in the denominator.
RATIOS: dict[str, tuple[Callable[[Record], int], Callable[[Record], bool]]] = {
    "unemployed_share": (_unemployed, _everyone),
    "long_term_share": (lambda it: it.long_term, _unemployed),
    "search_duration": (lambda it: it.search_days, _everyone),
    "search_duration_unemployed": (lambda it: it.search_days, _unemployed),
    "unemployment_duration": (lambda it: it.unemployment_days, _unemployed),
    "activation_rate": (_in_service, _broad),
    "activation_rate_long_term": (
        lambda it: it.long_term_in_service,
        lambda it: it.long_term_in_service or it.long_term,
    ),
    "activation_rate_foreign": (_in_service, _foreign_broad),
    "activation_rate_with_social_rehabilitation": (
        lambda it: it.in_service or it.social,
        lambda it: it.unemployed or it.in_service or it.social,
    ),
    "activation_rate_without_rehabilitative_work": (_other_than_rehabilitative, _broad),
}
FLOWS = {"flow_1_month": 1, "flow_3_months": 3, "flow_6_months": 6, "flow_12_months": 12}
MOVEMENTS = ("inflow", "outflow", "completed_duration", "outflow_open_market")
STOCK_MOVEMENTS = {
    "long_term_crossed": "crossed",
    "long_term_arrived": "arrived",
    "long_term_left": "left_",
}
MEDIANS = ("unemployment_duration_median", "survival_median")
INDICATORS = (*COUNTS, *RATIOS, *FLOWS, *MOVEMENTS, *STOCK_MOVEMENTS, *MEDIANS)

Event = tuple[Dims, int, int | None]


class Oracle:
    """Every indicator of one register, computed day by day."""

    def __init__(
        self,
        register: Register,
        extract_date: date,
        *,
        first_day: date | None = None,
        known_municipalities: set[str] | None = None,
    ) -> None:
        """Read the register.

        Days before `first_day` are not looked at: a spell that runs across it starts on it.
        Without it, every day counts from the first row of a search, a code or a service.
        `known_municipalities` are the codes of the classification; None knows every 3-digit code.
        """
        self.extract = extract_date.toordinal()
        self.first = first_day.toordinal() if first_day else _first_start(register, self.extract)
        self.persons = self._people(register, known_municipalities)
        self._records: dict[date, list[Record]] = {}
        self._events: dict[tuple[str, date], list[Event] | None] = {}

    def _people(self, register: Register, known: set[str] | None) -> list[Person]:
        # Only a person with a search can ever be a jobseeker.
        rows = {row["hid_e"]: dict[str, list[Row]]() for row in register.get("YTHAKU", ())}
        for table in ("YHENK", *COLUMNS_OF_SPELL):
            for row in register.get(table, ()):
                if row["hid_e"] in rows:
                    rows[row["hid_e"]].setdefault(table, []).append(row)
        span = Span(self.first, self.extract)
        courses = {row["ktuno"]: row.get("kurslaji", "") for row in register.get("KTYOKOU", ())}
        # A table that was delivered without rows is a service table too.
        stand_in = not any(table in register for table in SERVICE_TABLES)
        return [Person(each, span, courses, known, stand_in=stand_in) for each in rows.values()]

    def months(self) -> list[date]:
        """From the first month with a jobseeker to the last whose count day is in the extract."""
        if self.first > self.extract:
            return []
        days = count_days(date.fromordinal(self.first), date.fromordinal(self.extract))
        months = [month for month, day in days.items() if day.toordinal() <= self.extract]
        # reading: a month has a jobseeker if its count day has one.
        while months and not self.records(months[0]):
            del months[0]
        return months

    def records(self, month: date) -> list[Record]:
        """Every jobseeker on the month's count day."""
        if month not in self._records:
            day = count_day(month).toordinal()
            records = (person.record(day) for person in self.persons)
            self._records[month] = [record for record in records if record is not None]
        return self._records[month]

    def cells(
        self,
        indicator: str,
        regions: Mapping[str, Callable[[Dims], bool]],
        by: tuple[str, ...] = (),
        months: Sequence[date] | None = None,
    ) -> Cells:
        """Compute (numerator, denominator) by region, month and `by`; a count has denominator None.

        Without `by` every region and month has a cell, be it zero. With `by` a cell exists where
        somebody adds to it. A month that is not observable is None, and its key lacks the values.
        """
        cells: Cells = {}
        for month in self.months() if months is None else months:
            if indicator in STOCK_MOVEMENTS:
                for region, inside in regions.items():
                    cells.update(_moved(self, indicator, (region, f"{month:%Y-%m}"), inside, by))
                continue
            events = self.events(indicator, month)
            for region, inside in regions.items():
                key = (region, f"{month:%Y-%m}")
                if events is None:
                    cells[key] = None
                    continue
                of_region = [event for event in events if inside(event[0])]
                if indicator in MEDIANS:
                    cells.update(_middles(indicator, key, of_region, by))
                    continue
                if not by:
                    cells[key] = (0, 0 if _has_denominator(indicator) else None)
                _add_up(cells, key, of_region, by)
        return cells

    def events(self, indicator: str, month: date) -> list[Event] | None:
        """Everyone (or every spell) that adds to the month, or None where it is not observable."""
        if (indicator, month) not in self._events:
            self._events[indicator, month] = self._compute(indicator, month)
        return self._events[indicator, month]

    def _compute(self, indicator: str, month: date) -> list[Event] | None:
        is_stock = indicator in COUNTS or indicator in RATIOS or indicator in MEDIANS
        needed = count_day(month) if is_stock else _last_day(month)
        if indicator == "outflow_open_market":
            needed += timedelta(days=FOLLOW_UP_DAYS)
        if needed.toordinal() > self.extract:
            return None
        if indicator in COUNTS:
            test = COUNTS[indicator]
            return [(record.dims, 1, None) for record in self.records(month) if test(record)]
        if indicator in RATIOS:
            value, whole = RATIOS[indicator]
            records = [record for record in self.records(month) if whole(record)]
            return [(record.dims, int(value(record)), 1) for record in records]
        if indicator == "unemployment_duration_median":
            records = [record for record in self.records(month) if record.unemployed]
            return [(record.dims, record.unemployment_days, 1) for record in records]
        if indicator == "survival_median":
            return list(self._recent_spells(count_day(month).toordinal()))
        if indicator in FLOWS:
            return list(self._flow(month, FLOWS[indicator]))
        return list(self._movement(indicator, month))

    def _flow(self, month: date, length: int) -> Iterator[Event]:
        """Spells that started `length` months earlier, and whether they run on after as long."""
        for person in self.persons:
            for start, end in person.spells.items():
                if date.fromordinal(start).replace(day=1) == add_months(month, -length):
                    still_running = months_from(start, length) < end
                    yield person.dims(start), int(still_running), 1

    def _recent_spells(self, day: int) -> Iterator[Event]:
        """Spells started within (day - 12 months, day]: days seen, and whether the end was."""
        for person in self.persons:
            for start, end in person.spells.items():
                if months_from(day, -12) < start <= day:
                    ended = end <= day
                    seen = end - start if ended else day - start + 1
                    # reading: region and dimensions are those of the spell's first day.
                    yield person.dims(start), seen, int(ended)

    def _movement(self, indicator: str, month: date) -> Iterator[Event]:
        """Spells by first day, or by the first day after them; dimensions of first and last day."""
        if indicator not in MOVEMENTS:
            raise KeyError(indicator)
        for person in self.persons:
            for start, end in person.spells.items():
                event, seen = (start, start) if indicator == "inflow" else (end, end - 1)
                if date.fromordinal(event).replace(day=1) != month:
                    continue
                if indicator == "completed_duration":
                    yield person.dims(seen), end - start, 1
                elif indicator == "outflow_open_market":
                    yield person.dims(seen), int(person.left_for_the_open_market(end)), 1
                else:
                    yield person.dims(seen), 1, None


def _has_denominator(indicator: str) -> bool:
    return indicator in RATIOS or indicator in FLOWS or indicator in MOVEMENTS[2:]


def _middles(
    indicator: str, key: tuple[str, ...], events: Iterable[Event], by: tuple[str, ...]
) -> Cells:
    """Median times its spells or persons, in days, and how many they are, by `by`."""
    groups: dict[tuple[str, ...], list[Event]] = {} if by else {key: []}
    for event in events:
        full = (*key, *(str(getattr(event[0], name)) for name in by))
        groups.setdefault(full, []).append(event)
    middle = survival_middle if indicator == "survival_median" else plain_middle
    return {full: middle(group) for full, group in groups.items()}


def plain_middle(events: Sequence[Event]) -> Parts:
    """Give the median as a sum; of an even number it is the mean of the two in the middle."""
    values = sorted(event[1] for event in events)
    if not values:
        return 0, 0
    two = values[(len(values) - 1) // 2] + values[len(values) // 2]
    return int(Fraction(two, 2) * len(values)), len(values)


def survival_middle(events: Sequence[Event]) -> Parts | None:
    """Smallest number of days by which half of the spells have ended, as a sum; None is never."""
    surviving = Fraction(1)
    for day in range(1, max((event[1] for event in events), default=0) + 1):
        at_risk = sum(event[1] >= day for event in events)
        ended = sum(event[1] == day and event[2] == 1 for event in events)
        surviving *= Fraction(at_risk - ended, at_risk)
        if surviving <= Fraction(1, 2):
            return day * len(events), len(events)
    return None


def _add_up(
    cells: Cells, key: tuple[str, ...], events: Iterable[Event], by: tuple[str, ...]
) -> None:
    for dims, numerator, denominator in events:
        full = (*key, *(str(getattr(dims, name)) for name in by))
        before = cells.get(full) or (0, None)
        total = None if denominator is None else (before[1] or 0) + denominator
        cells[full] = (before[0] + numerator, total)


def _first_start(register: Register, otherwise: int) -> int:
    """First day of any search, code or service; residence may start at birth and is not asked."""
    tables = ("YTHAKU", "YTYOLL", *SERVICE_TABLES)
    starts = (
        ordinal(row[COLUMNS_OF_SPELL[table][0]])
        for table in tables
        for row in register.get(table, ())
    )
    return min(starts, default=otherwise)


def long_term_flows(
    oracle: Oracle, inside: Callable[[Dims], bool], by: tuple[str, ...], month: date
) -> dict[tuple[str, ...], dict[str, int]]:
    """Count what came to and left every cell of a region between the month before and the month."""
    earlier = count_day(add_months(month, -1)).toordinal()
    today = count_day(month).toordinal()
    counts: dict[tuple[str, ...], dict[str, int]] = {}

    def cell_on(person: Person, day: int) -> tuple[str, ...] | None:
        if not person.is_long_term(day) or day not in person.search:
            return None
        dims = person.dims(day)
        return tuple(getattr(dims, name) for name in by) if inside(dims) else None

    def add(cell: tuple[str, ...], name: str) -> None:
        of_cell = counts.setdefault(cell, {})
        of_cell[name] = of_cell.get(name, 0) + 1

    for person in oracle.persons:
        before, now = cell_on(person, earlier), cell_on(person, today)
        if before is not None:
            add(before, "opening")
        if now is not None:
            add(now, "closing")
        if before == now:
            continue
        if now is not None:
            full = months_from(person.unemployed[today], 12)
            crossed = earlier < full and cell_on(person, full) == now
            add(now, "crossed" if crossed else "arrived")
        if before is not None:
            add(before, f"left_{_destination(person, today)}")
    return counts


def _moved(
    oracle: Oracle,
    indicator: str,
    key: tuple[str, ...],
    inside: Callable[[Dims], bool],
    by: tuple[str, ...],
) -> Cells:
    """Count a movement of the long-term unemployed by `by`, `destination` among it or not."""
    cell_by = tuple(name for name in by if name != "destination")
    month = date.fromisoformat(f"{key[1]}-01")
    cells: Cells = {} if by else {key: (0, None)}
    for cell, counts in long_term_flows(oracle, inside, cell_by, month).items():
        for name, count in counts.items():
            if name.startswith(STOCK_MOVEMENTS[indicator]):
                values = {**dict(zip(cell_by, cell, strict=True)), "destination": name[5:]}
                full = (*key, *(values[one] for one in by))
                cells[full] = ((cells.get(full) or (0, None))[0] + count, None)
    return cells


def _destination(person: Person, day: int) -> str:
    if day not in person.search:
        return "search_ended"
    if person.is_long_term(day):
        return "moved"
    if day in person.unemployed:
        return "new_spell"
    return person.dims(day).state
