"""Random registers in the layout of the register's own tables, biased towards what goes wrong.

`registers()` is a hypothesis strategy. The helpers below it change a register in ways that must
not change a figure (or that change it in a known way), and write it as the CSV files of a delivery.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from tests.oracle import Register, Row, add_months, count_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from random import Random

COLUMNS: dict[str, tuple[str, ...]] = {
    "YHENK": ("hid_e", "syntyv", "sukup", "kansah", "kiekd", "kasno", "pkokdh", "vppvmh"),
    "YHKUNTA": ("hid_e", "kunnoh", "muupv6", "paapv6"),
    "YHTSTO": ("hid_e", "toinoh", "muupv7", "paapv7"),
    "YTHAKU": ("hid_e", "alkpv1", "loppv1", "hapkd", "hedkd", "otlupa", "tpskd", "esppv"),
    "YTYOLL": ("hid_e", "tappvh", "tppvm", "tyok1", "tymsyy"),
    "YSIJOIT": (
        *("hid_e", "alkpv2", "loppv2", "sijkds", "kryhm", "saikd", "staskd"),
        *("tukipros", "oppisop", "sipkd"),
    ),
    "YTKOKE": ("hid_e", "alkpv4", "loppv4", "kokeilu"),
    "YTYOKOU": ("hid_e", "alpvm", "papvm", "pasyy", "alkood", "ktunoh"),
    "KTYOKOU": ("ktuno", "kurslaji", "kalkpv"),
    "YTVPOLL": ("hid_e", "alkpv7", "loppv7", "lausno", "lausno7", "rekpv"),
    "YTVALIT": ("hid_e", "alkpv8", "loppv8", "ilmno", "vjskd"),
    "YTHAKSU": ("hid_e", "thspv", "kotsk"),
    "SUUNNITELMAT": ("hid_e", "allekpvm", "toimsuunlaji", "toimviimpvm", "toimkasitelty"),
    "YHTEYDENOTOT": ("hid_e", "yhtottopvm", "yhtottotapa"),
    "YASSEGMENTTI": ("hid_e", "alkupv", "paatpv", "assegkdi"),
    "VASTUUVIRKAILIJA": ("hid_e", "virkailija", "alkupv", "paatpv"),
    "VALMENNUS": ("hid_e", "valmentaja", "alkupv", "paatpv", "vaihe", "ohjelma"),
    "TYOSUHDE": (
        *("hid_e", "alkupv", "paatpv", "tyonantaja", "viikkotunnit", "tyoaika_pros"),
        *("palkkatuki", "tyollisyysavustus"),
    ),
    "MITTARI": ("hid_e", "pvm", "mittari", "osio", "pisteet"),
    "SOSKUNT": ("hid_e", "alkupv", "paatpv"),
    "ETUUS": ("hid_e", "kuukausi", "etuus", "paivat", "paivat_kertyma", "euroa"),
}
# Start and end column of the tables whose rows are spells.
SPELLS: dict[str, tuple[str, str]] = {
    "YHKUNTA": ("muupv6", "paapv6"),
    "YHTSTO": ("muupv7", "paapv7"),
    "YTHAKU": ("alkpv1", "loppv1"),
    "YTYOLL": ("tappvh", "tppvm"),
    "YSIJOIT": ("alkpv2", "loppv2"),
    "YTKOKE": ("alkpv4", "loppv4"),
    "YTYOKOU": ("alpvm", "papvm"),
    "YTVPOLL": ("alkpv7", "loppv7"),
    "YTVALIT": ("alkpv8", "loppv8"),
    "YASSEGMENTTI": ("alkupv", "paatpv"),
    "SOSKUNT": ("alkupv", "paatpv"),
}
SINGLE_DAYS: dict[str, tuple[str, ...]] = {
    "YHENK": ("vppvmh",),
    "YTHAKU": ("esppv",),
    "KTYOKOU": ("kalkpv",),
    "YTVPOLL": ("rekpv",),
}
SENTINEL = "11.11.2222"
FIRST, LAST = date(2018, 1, 1), date(2024, 12, 31)
DAY = timedelta(days=1)


def text(day: date | None) -> str:
    """Write dd.mm.yyyy; None is open."""
    return SENTINEL if day is None else f"{day:%d.%m.%Y}"


def parsed(value: str) -> date | None:
    """Read dd.mm.yyyy; empty and the sentinel are None."""
    if value in ("", SENTINEL):
        return None
    day, month, year = value.split(".")
    return date(int(year), int(month), int(day))


# ------------------------------------------------------------------------------ random spells

COUNT_DAYS = tuple(count_days(FIRST, LAST).values())


def _anchors() -> list[date]:
    """Days on which something is easily off by one; the plainest first, for shrinking."""
    plain = [date(year, month, 1) for year in range(2018, 2024) for month in (1, 4, 9)]
    policy = [date(2021, 1, 1), date(2022, 5, 1), date(2022, 5, 2), date(2020, 2, 29)]
    month_ends = [
        add_months(date(2018, month, 1) + timedelta(days=day - 1), months)
        for day in (29, 30, 31)
        for month in (1, 3)
        for months in range(0, 72, 2)
    ]
    # Exactly, and a day short of or past, 0 to 16 months before a count day.
    near = [
        add_months(day, -months) + timedelta(days=off)
        for day in COUNT_DAYS[17::2]
        for months in (0, 3, 12, 16)
        for off in (-1, 0, 1)
    ]
    return [day for day in (*plain, *policy, *month_ends, *near) if FIRST <= day <= LAST]


ANCHORS = st.sampled_from(_anchors())


class Step(NamedTuple):
    """How long a row is, how its end is moved, and how the next row begins after it."""

    length: int
    snap: str
    join: int | str


# Join: the number of days between two rows; negative is an overlap.
JOINS = (0, 0, 0, 0, 1, 2, 3, -1, -2, -3, 6, 7, 8, 9, 30, 90, "same start", "nested")
SNAPS = (
    *("", "", "", "", "month end", "count day", "day before count day", "day after count day"),
    *("12 months", "12 months and a day", "16 months", "sentinel", "empty"),
)
LENGTHS = (30, 1, 2, 7, 28, 29, 31, 60, 90, 92, 120, 182, 240, 300, 364, 365, 366, 367, 486, 488)
LONG = (365, 90, 180, 364, 366, 500, 700, 730, 900, 1200)
SHORT = (14, 1, 2, 3, 5, 10, 29, 30, 60, 90, 91, 92, 93, 182, 300, 365)


def _steps(lengths: Sequence[int]) -> st.SearchStrategy[Step]:
    return st.builds(Step, st.sampled_from(lengths), st.sampled_from(SNAPS), st.sampled_from(JOINS))


STATUS_STEPS, SEARCH_STEPS, SERVICE_STEPS = _steps(LENGTHS), _steps(LONG), _steps(SHORT)


class Spell(NamedTuple):
    """A row to be: first and last day, and how an open end is written."""

    start: date
    end: date | None
    open_end: str = SENTINEL

    @property
    def last(self) -> str:
        """The end as the register writes it."""
        return self.open_end if self.end is None else text(self.end)


def _next_count_day(day: date) -> date:
    return next((each for each in COUNT_DAYS if each >= day), day)


def _end(start: date, step: Step) -> date | None:
    plain = start + timedelta(days=step.length - 1)
    ends: dict[str, date | None] = {
        "month end": add_months(plain.replace(day=1), 1) - DAY,
        "count day": _next_count_day(plain),
        "day before count day": max(start, _next_count_day(plain) - DAY),
        "day after count day": _next_count_day(plain) + DAY,
        "12 months": add_months(start, 12) - DAY,
        "12 months and a day": add_months(start, 12),
        "16 months": add_months(start, 16) - DAY,
        "sentinel": None,
        "empty": None,
    }
    end = ends.get(step.snap, plain)
    return None if end is None or end > LAST else end


def _next_start(start: date, end: date | None, step: Step) -> date:
    shown = end or start + timedelta(days=step.length - 1)
    if step.join == "same start":
        return start
    if step.join == "nested":
        return start + (shown - start) // 2
    return max(start, shown + timedelta(days=1 + int(step.join)))


def chain(start: date, steps: Iterable[Step]) -> list[Spell]:
    """Lay rows one after another: touching, apart, overlapping, nested or from the same day."""
    spells: list[Spell] = []
    for step in steps:
        if not FIRST <= start <= LAST:
            break
        end = _end(start, step)
        spells.append(Spell(start, end, "" if step.snap == "empty" else SENTINEL))
        start = _next_start(start, end, step)
    return spells


# ----------------------------------------------------------------------------- random persons

CODES = st.sampled_from(
    (
        *("2", "02", "2", "02", "02", "2", "02", "3", "03", "3"),
        *("1", "01", "0", "00", "4", "04", "5", "6", "06", "7", "07", "7", "8", "08"),
        *("9", "09", "9", "z"),
    )
)
MUNICIPALITIES = st.sampled_from(("678", "748", "625", "638", "049", "200"))
OFFICES = st.sampled_from(("1231", "0234", "1201", "1231", "1230"))
REASONS = st.sampled_from(("", "", "01", "03", "16", "02", "05", "10"))
LINES = st.sampled_from(("01", "00", "02", "03", "05"))
COURSE_KINDS = {"14001": "14", "15001": "15", "16001": "16", "17001": "17"}


def _statements() -> list[tuple[str, Row]]:
    older = (
        "E1",
        "BA",
        "BB",
        "BC",
        "BD",
        "BE",
        "B5",
        "J5",
        "D1",
        "D6",
        "G2",
        "G3",
        "G9",
        "H3",
        "H5",
    )
    newer = ("TK01", "TV01", "UV01", "TY01", "KK01", "KT01", "OM01")
    rows = [
        *({"lausno": code} for code in older),
        *({"lausno": "", "lausno7": code} for code in newer),
        {"lausno": "XX", "lausno7": "OM01"},  # no service code, so the other column decides
        {"lausno": "E1", "lausno7": "KT01"},  # a service code, so it decides
        {"lausno": "XX", "lausno7": ""},  # no service
        {"lausno": "", "lausno7": "T007"},  # not counted
    ]
    return [("YTVPOLL", row) for row in rows]


SERVICES: list[tuple[str, Row]] = [
    *(("YSIJOIT", {"sijkds": kind}) for kind in ("40", "61", "5T", "5V", "6T", "6V", "41", "55")),
    *(("YSIJOIT", {"sijkds": kind}) for kind in ("62", "99")),
    *(("YTKOKE", {"kokeilu": kind}) for kind in ("20", "21", "20", "21")),
    *(("YTYOKOU", {"alkood": "1", "ktunoh": course}) for course in COURSE_KINDS),
    *(("YTYOKOU", {"alkood": "1", "ktunoh": course}) for course in ("14001", "15001")),
    ("YTYOKOU", {"alkood": "0", "ktunoh": "15001"}),
    ("YTYOKOU", {"alkood": "1", "ktunoh": "99999"}),  # no such course
    *_statements(),
    ("YTVALIT", {"vjskd": "01"}),
    ("SOSKUNT", {}),
]
SERVICE_KINDS = st.sampled_from(SERVICES)
SERVICE_TABLES = ("YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL")

DETAILS = st.fixed_dictionaries(
    {
        "syntyv": st.sampled_from(("1985", "", *map(str, range(1954, 2010)))),
        "sukup": st.sampled_from(("1", "2", "")),
        "kansah": st.sampled_from(("246", "", "246", "804", "752", "643", "233", "578", "826")),
        "kiekd": st.sampled_from(("0", "", "1", "2", "2")),
        "kasno": st.sampled_from(("", "01")),
        "pkokdh": st.sampled_from(("", "1", "2")),
    }
)

Rows = list[tuple[str, Row]]


def _row(table: str, spell: Spell, **values: str) -> tuple[str, Row]:
    start, end = SPELLS[table]
    return table, {start: text(spell.start), end: spell.last, **values}


def _some(
    draw: st.DrawFn, counts: Sequence[int], steps: st.SearchStrategy[Step], start: date
) -> list[Spell]:
    count = draw(st.sampled_from(counts))
    return chain(start, draw(st.lists(steps, min_size=count, max_size=count)))


def _job_search(draw: st.DrawFn) -> Rows:
    """Job-search rows and code rows; the codes begin close to the search."""
    start = draw(ANCHORS)
    permits = st.sampled_from(("", "", "", "1C"))
    searches = _some(draw, (1, 1, 2, 2, 3, 4, 0), SEARCH_STEPS, start)
    rows = [
        _row(
            "YTHAKU",
            each,
            otlupa=draw(permits) if each.start.year >= 2022 else "",
            hapkd=draw(REASONS),
        )
        for each in searches
    ]
    offset = timedelta(days=draw(st.sampled_from((0, 0, 0, 1, -1, 3, -3, 30, -40))))
    codes = _some(draw, (1, 2, 3, 4, 5, 6, 7, 8, 0), STATUS_STEPS, max(FIRST, start + offset))
    return rows + [_row("YTYOLL", each, tyok1=draw(CODES), tymsyy=draw(REASONS)) for each in codes]


def _services(draw: st.DrawFn, edges: Sequence[date]) -> Rows:
    """Rows of any service table, one after another from a day on which a state begins or ends."""
    gap = timedelta(days=draw(st.sampled_from((0, 0, 1, -1, 2, -2, 5, 6, 7, 8, 9, -30, 100))))
    start = max(FIRST, draw(st.sampled_from(edges)) + gap)
    spells = _some(draw, (1, 0, 0, 1, 2, 3, 4), SERVICE_STEPS, start)
    kinds = [draw(SERVICE_KINDS) for _ in spells]
    # Often one kind twice in a row, as rows of one category that touch are one service.
    if len(kinds) > 1 and draw(st.booleans()):
        kinds[1] = kinds[0]
    return [_row(table, each, **row) for each, (table, row) in zip(spells, kinds, strict=True)]


def _places(draw: st.DrawFn) -> Rows:
    """Residences, offices and service lines; some people have none."""
    rows: Rows = []
    if draw(st.sampled_from((False, False, True))):
        # A municipality that ended before the classification begins.
        rows.append(_row("YHKUNTA", Spell(date(1985, 6, 15), date(2012, 12, 31)), kunnoh="926"))
    early = st.one_of(st.just(FIRST), ANCHORS)
    for each in _some(draw, (1, 1, 2, 3, 0), SEARCH_STEPS, draw(early)):
        rows.append(_row("YHKUNTA", each, kunnoh=draw(MUNICIPALITIES)))
    for each in _some(draw, (1, 1, 2, 3, 0), SEARCH_STEPS, draw(early)):
        rows.append(_row("YHTSTO", each, toinoh=draw(OFFICES)))
    for each in _some(draw, (0, 0, 1, 2), STATUS_STEPS, draw(ANCHORS)):
        rows.append(_row("YASSEGMENTTI", each, assegkdi=draw(LINES)))
    return rows


def _edges(rows: Rows) -> list[date]:
    """First days, and first days after the last, of every code row."""
    values = [row[column] for table, row in rows if table == "YTYOLL" for column in SPELLS[table]]
    return [day for day in map(parsed, values) if day is not None] or [date(2021, 1, 1)]


def _any_life(draw: st.DrawFn) -> Rows:
    """Rows that follow no plan."""
    rows = _job_search(draw)
    edges = _edges(rows)
    return rows + _services(draw, edges) + _services(draw, edges)


# Lives around one count day, every limit met, missed or passed by a day.
LIVED_COUNT_DAYS = st.sampled_from([day for day in COUNT_DAYS if 2020 <= day.year <= 2023])
BY_A_DAY = st.sampled_from((0, -1, 1))
UNEMPLOYED = st.sampled_from(("02", "2", "03", "02"))


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _search_from(draw: st.DrawFn, day: date) -> Rows:
    """Give one search row from about that day on, or two that touch or nearly do."""
    start = max(FIRST, day - _days(draw(st.sampled_from((0, 0, 1, 30, 400)))))
    gap = draw(st.sampled_from((None, None, None, 0, 0, -3, 1)))
    if gap is None:
        return [_row("YTHAKU", Spell(start, None))]
    middle = start + _days(draw(st.sampled_from((200, 365, 90))))
    second = Spell(middle + _days(1 + gap), None)
    return [_row("YTHAKU", Spell(start, middle)), _row("YTHAKU", second)]


def _codes(draw: st.DrawFn, spells: Iterable[Spell]) -> Rows:
    """Unemployed codes; a long row is sometimes two that touch, as with a layoff in between."""
    rows: Rows = []
    for each in spells:
        parts = [each]
        if (each.end or LAST) - each.start > _days(60) and draw(st.booleans()):
            middle = each.start + _days(draw(st.sampled_from((30, 59))))
            parts = [Spell(each.start, middle), Spell(middle + DAY, each.end)]
        rows += [_row("YTYOLL", part, tyok1=draw(UNEMPLOYED)) for part in parts]
    return rows


def _a_year_without_work(draw: st.DrawFn) -> Rows:
    """Unemployed since 12 months before a count day."""
    start = add_months(draw(LIVED_COUNT_DAYS), -12) + _days(draw(BY_A_DAY))
    codes = _codes(draw, [Spell(start, None)])
    return _search_from(draw, start) + codes + _services(draw, _edges(codes))


def _in_and_out_of_work(draw: st.DrawFn) -> Rows:
    """365 days without work in two spells, on a count day, the first near the 16-month limit."""
    day = draw(LIVED_COUNT_DAYS)
    second = draw(st.integers(60, 300))
    start = day - _days(second - 1)
    first = 365 - second + draw(BY_A_DAY)
    limit = add_months(day, -16) + DAY + _days(draw(BY_A_DAY))
    before = (
        limit if draw(st.booleans()) else start - _days(first + draw(st.sampled_from((1, 2, 90))))
    )
    spells = [Spell(before, before + _days(first - 1)), Spell(start, None)]
    return _search_from(draw, before) + _codes(draw, spells)


def _in_service_after_a_year(draw: st.DrawFn) -> Rows:
    """Unemployed for 12 months, then a chain of services, beside code 02 or with code 07."""
    day = draw(LIVED_COUNT_DAYS)
    first = day - _days(draw(st.sampled_from((20, 0, 1, 60, 200))))
    start = add_months(first, -12) + _days(draw(BY_A_DAY))
    last = first - _days(draw(st.sampled_from((1, 1, 2, 0))))
    codes = [Spell(start, None)] if draw(st.booleans()) else [Spell(start, last)]
    rows = _search_from(draw, start) + _codes(draw, codes)
    if codes[0].end:
        rows.append(
            _row("YTYOLL", Spell(last + DAY, None), tyok1=draw(st.sampled_from(("07", "8"))))
        )
    end = first + _days(draw(st.sampled_from((10, 0, 29))))
    again = end + _days(1 + draw(st.sampled_from((7, 8, 0, 6, -2))))
    for each in (Spell(first, end), Spell(again, None)):
        table, values = draw(SERVICE_KINDS)
        rows.append(_row(table, each, **values))
    return rows


def _unemployed_after_service(draw: st.DrawFn) -> Rows:
    """Let a service end 3 or 12 months before a count day; then no work, or another service."""
    day = draw(LIVED_COUNT_DAYS)
    first_day_after = add_months(day, -draw(st.sampled_from((3, 12)))) + _days(draw(BY_A_DAY))
    start = first_day_after - _days(draw(st.sampled_from((60, 1, 7))))
    table, values = draw(SERVICE_KINDS)
    before = Spell(start, first_day_after - DAY)
    rows = [*_search_from(draw, start), _row(table, before, **values)]
    code = st.sampled_from(("02", "02", "03", "07", "0"))
    rows.append(_row("YTYOLL", Spell(first_day_after, None), tyok1=draw(code)))
    if draw(st.booleans()):
        table, values = draw(SERVICE_KINDS)
        later = first_day_after + _days(draw(st.sampled_from((0, 1, 30, -1))))
        rows.append(_row(table, Spell(later, None), **values))
    return rows


def _back_to_work(draw: st.DrawFn) -> Rows:
    """Let a spell end near a count day, often with the search, and work begin within two weeks."""
    last = draw(LIVED_COUNT_DAYS) + _days(draw(BY_A_DAY))
    start = last - _days(draw(st.sampled_from((60, 20, 364, 365))))
    search_end = draw(st.sampled_from((None, last, last, last + DAY)))
    search = _row("YTHAKU", Spell(start, search_end), hapkd=draw(REASONS))
    unemployed = _row("YTYOLL", Spell(start, last), tyok1=draw(UNEMPLOYED), tymsyy=draw(REASONS))
    first = last + _days(1 + draw(st.sampled_from((0, 1, 12, 13, 14, 15))))
    work = Spell(first, first + _days(draw(st.sampled_from((0, 10, 60)))))
    code = draw(st.sampled_from(("01", "1", "09", "9", "00", "07")))
    return [search, unemployed, _row("YTYOLL", work, tyok1=code, tymsyy=draw(REASONS))]


LIVES = (
    _any_life,
    _any_life,
    _any_life,
    _a_year_without_work,
    _in_and_out_of_work,
    _in_service_after_a_year,
    _unemployed_after_service,
    _back_to_work,
)


@st.composite
def persons(draw: st.DrawFn) -> Rows:
    """All rows of one person, still without an id."""
    life = draw(st.sampled_from(LIVES))
    return [("YHENK", draw(DETAILS)), *life(draw), *_places(draw)]


def _extract_date(draw: st.DrawFn) -> date:
    years = (2023, 2024, 2022, 2022, 2023, 2024, 2021, 2020)
    day = draw(st.sampled_from([day for year in years for day in COUNT_DAYS if day.year == year]))
    month_end = add_months(day.replace(day=1), 1) - DAY
    return draw(st.sampled_from((month_end, day, day - DAY, day.replace(day=15), month_end)))


def _loaded_tables(draw: st.DrawFn) -> set[str]:
    """Most registers have every table; some have no service table, a few only some of them."""
    tables = set(SPELLS) | {"YHENK", "KTYOKOU"}
    mode = draw(st.sampled_from(("all", "all", "all", "all", "none", "some")))
    if mode == "none":
        return tables - {*SERVICE_TABLES, "YTVALIT", "SOSKUNT", "KTYOKOU"}
    if mode == "some":
        return tables - {table for table in SERVICE_TABLES if draw(st.booleans())}
    return tables


@st.composite
def registers(draw: st.DrawFn, max_persons: int = 5, min_persons: int = 1) -> tuple[Register, date]:
    """Draw a register and its extract date; a table that is not a key was not delivered."""
    people = draw(st.lists(persons(), min_size=min_persons, max_size=max_persons))
    loaded = _loaded_tables(draw)
    register: Register = {table: [] for table in COLUMNS if table in loaded}
    if "KTYOKOU" in register:
        register["KTYOKOU"] = [
            {"ktuno": key, "kurslaji": kind} for key, kind in COURSE_KINDS.items()
        ]
    for number, rows in enumerate(people, 1):
        for table, row in rows:
            if table in register:
                register[table].append({"hid_e": f"P{number:02}", **row})
    return register, _extract_date(draw)


# ------------------------------------------------------------------------ changes to a register


def write_register(register: Register, directory: Path) -> None:
    """Write one `<TABLE>.csv` per table: UTF-8, `;`, every column of the layout."""
    directory.mkdir(parents=True, exist_ok=True)
    for table, rows in register.items():
        with (directory / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], restval="", delimiter=";")
            writer.writeheader()
            writer.writerows(rows)


def permuted(register: Register, rng: Random) -> Register:
    """Shuffle the rows of every table."""
    return {table: rng.sample(rows, len(rows)) for table, rows in register.items()}


def renamed(register: Register, rng: Random) -> Register:
    """Give every person another id; the order of the ids changes too."""
    ids = sorted({row["hid_e"] for rows in register.values() for row in rows if "hid_e" in row})
    numbers = rng.sample(range(10_000, 10_000 + 10 * len(ids)), len(ids))
    names = {old: f"N{number}" for old, number in zip(ids, numbers, strict=True)}
    return {
        table: [{**row, "hid_e": names[row["hid_e"]]} if "hid_e" in row else row for row in rows]
        for table, rows in register.items()
    }


def overlap(rows: Iterable[Row], table: str) -> bool:
    """Tell if two of these rows of one person cover the same day."""
    start, end = SPELLS[table]
    spells = sorted((parsed(row[start]) or FIRST, parsed(row[end]) or date.max) for row in rows)
    return any(later[0] <= earlier[1] for earlier, later in pairwise(spells))


def split_spells(register: Register, rng: Random) -> Register:
    """Split rows into two that touch, where no rows of the person overlap in the table."""
    changed = dict(register)
    for table in SPELLS.keys() & register.keys():
        people: dict[str, list[Row]] = {}
        for row in register[table]:
            people.setdefault(row["hid_e"], []).append(row)
        changed[table] = [
            part
            for rows in people.values()
            for row in rows
            for part in ([row] if overlap(rows, table) else _halves(row, table, rng))
        ]
    return changed


def _halves(row: Row, table: str, rng: Random) -> list[Row]:
    start, end = SPELLS[table]
    first = parsed(row[start]) or FIRST
    last = parsed(row[end]) or first + timedelta(days=800)
    if last == first:
        return [row]
    middle = first + timedelta(days=rng.randrange((last - first).days))
    # Only what ended has a reason for it: the second half.
    unended = {**row, "tymsyy": ""} if "tymsyy" in row else row
    return [{**unended, end: text(middle)}, {**row, start: text(middle + DAY)}]


def cut_at(register: Register, day: date, *, open_ends: bool = True) -> Register:
    """Make the register of an earlier extract date: rows that start later are not there yet.

    Ends after the day become open, or stay as they are where `open_ends` is false.
    """
    return {
        table: [
            _as_seen(row, table, day, open_ends=open_ends)
            for row in rows
            if table not in SPELLS or (parsed(row[SPELLS[table][0]]) or FIRST) <= day
        ]
        for table, rows in register.items()
    }


def _as_seen(row: Row, table: str, day: date, *, open_ends: bool) -> Row:
    if table not in SPELLS or not open_ends:
        return row
    end = SPELLS[table][1]
    last = parsed(row[end])
    return {**row, end: SENTINEL} if last is not None and last > day else row


def shifted(register: Register, days: int) -> Register:
    """Move every date; empty dates and the sentinel stay.

    Birth years move by the whole years of the shift. Only shifts that keep leap years in step
    (10,227 days are 28 years) keep every clamped month and every age.
    """
    years = round(days / 365.2425)

    def moved(row: Row, columns: Iterable[str]) -> Row:
        dates = {column: parsed(row.get(column, "")) for column in columns}
        new = {column: text(day + timedelta(days=days)) for column, day in dates.items() if day}
        born = {"syntyv": str(int(row["syntyv"]) + years)} if row.get("syntyv") else {}
        return {**row, **new, **born}

    return {
        table: [moved(row, (*SPELLS.get(table, ()), *SINGLE_DAYS.get(table, ()))) for row in rows]
        for table, rows in register.items()
    }


def with_bystander(register: Register) -> Register:
    """Add a person who has a home, an office, a code and services, and never searches for a job."""
    always = Spell(FIRST, None)
    rows = [
        ("YHENK", {"syntyv": "1990", "sukup": "2", "kansah": "643", "kiekd": "2"}),
        _row("YHKUNTA", always, kunnoh="678"),
        _row("YHTSTO", always, toinoh="1231"),
        _row("YTYOLL", always, tyok1="02"),
        _row("YTKOKE", Spell(date(2019, 1, 1), date(2023, 6, 30)), kokeilu="20"),
        _row("YTVPOLL", always, lausno="E1"),
    ]
    return {
        table: [
            *old,
            *({"hid_e": "BYSTANDER", **row} for name, row in rows if name == table),
        ]
        for table, old in register.items()
    }
