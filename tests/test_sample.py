"""The synthetic register: valid rows, the register's habits, and the published shape of Raahe."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import polars as pl
import pytest

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.sample import DEFAULT_PERSONS, DEFAULT_SEED, write_sample

Row = dict[str, str]
Spell = tuple[date, date]

POLICY = Path(__file__).parents[1] / "queries" / "policy"
COMMITTED = Path(__file__).parents[1] / "sample_data"
EXTRACT_DATE = date(2024, 7, 31)
OPEN = date(2222, 11, 11)
RAAHE, PORVOO = "1231", "0234"

COLUMNS = {
    "YHENK": "hid_e syntyv sukup kansah kiekd kasno pkokdh vppvmh",
    "YHKUNTA": "hid_e kunnoh muupv6 paapv6",
    "YHTSTO": "hid_e toinoh muupv7 paapv7",
    "YTHAKU": "hid_e alkpv1 loppv1 hapkd hedkd otlupa tpskd esppv",
    "YTYOLL": "hid_e tappvh tppvm tyok1 tymsyy",
    "YSIJOIT": "hid_e alkpv2 loppv2 sijkds kryhm saikd staskd tukipros oppisop sipkd",
    "YTKOKE": "hid_e alkpv4 loppv4 kokeilu",
    "YTYOKOU": "hid_e alpvm papvm pasyy alkood ktunoh",
    "KTYOKOU": "ktuno kurslaji kalkpv",
    "YTVPOLL": "hid_e alkpv7 loppv7 lausno lausno7 rekpv",
    "YTVALIT": "hid_e alkpv8 loppv8 ilmno vjskd",
    "YTHAKSU": "hid_e thspv kotsk",
    "YASSEGMENTTI": "hid_e alkupv paatpv assegkdi",
}
SPELLS = {
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
}
SERVICES = ("YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL")
SINGLE_DATES = {"YHENK": "vppvmh", "YTHAKSU": "thspv", "KTYOKOU": "kalkpv"}
REASONS = {"", *(f"{number:02d}" for number in range(17))}
CODES = {
    ("YHENK", "sukup"): {"1", "2"},
    ("YHENK", "kiekd"): {"0", "1", "2", ""},
    ("YTHAKU", "hapkd"): REASONS,
    ("YTHAKU", "otlupa"): {"", "1C"},
    ("YTYOLL", "tymsyy"): REASONS,
    ("YTYOLL", "tyok1"): {*"012345789z", *(f"0{digit}" for digit in "012345789")},
    ("YSIJOIT", "saikd"): {"0", "2"},
    ("YSIJOIT", "staskd"): {"2", "3", "4", "7", ""},
    ("YTKOKE", "kokeilu"): {"20", "21"},
    ("YTYOKOU", "alkood"): {"0", "1"},
    ("KTYOKOU", "kurslaji"): {"14", "15", "16"},
    ("YTHAKSU", "kotsk"): {"00", "01", "02", "07"},
    ("YASSEGMENTTI", "assegkdi"): {"00", "01", "02", "03", "05"},
}


@cache
def parsed(text: str) -> date:
    day = datetime.strptime(text, "%d.%m.%Y").date()
    assert text == f"{day:%d.%m.%Y}"
    return day


@dataclass(frozen=True)
class Register:
    """The raw tables, and a plain day-by-day reading of them."""

    directory: Path

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """Return the rows of every file, as text."""
        found: dict[str, list[Row]] = {}
        for path in sorted(self.directory.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                found[path.stem] = list(csv.DictReader(file, delimiter=";"))
        return found

    def spells(self, table: str) -> list[tuple[Row, date, date]]:
        """Return the rows of a table with their first and last day."""
        first, last = SPELLS[table]
        return [
            (row, parsed(row[first]), parsed(row[last]) if row[last] else OPEN)
            for row in self.tables[table]
        ]

    @cached_property
    def statuses(self) -> dict[str, list[tuple[date, date, str]]]:
        """Return each person's (start, end, last digit of the code) in order of start."""
        found: dict[str, list[tuple[date, date, str]]] = defaultdict(list)
        for row, start, end in self.spells("YTYOLL"):
            found[row["hid_e"]].append((start, end, row["tyok1"][-1]))
        return {person: sorted(rows) for person, rows in found.items()}

    @cached_property
    def searches(self) -> dict[str, list[Spell]]:
        """Return each person's job searches, touching ones as one."""
        found: dict[str, list[Spell]] = defaultdict(list)
        for row, start, end in self.spells("YTHAKU"):
            spells = found[row["hid_e"]]
            if spells and start <= spells[-1][1] + timedelta(days=1):
                spells[-1] = (spells[-1][0], end)
            else:
                spells.append((start, end))
        return found

    @cached_property
    def without_work(self) -> dict[str, list[Spell]]:
        """Return each person's unemployment: codes 2 and 3, touching rows as one."""
        found: dict[str, list[Spell]] = {}
        for person, rows in self.statuses.items():
            spells: list[Spell] = []
            for start, end, code in rows:
                if code not in "23":
                    continue
                if spells and start <= spells[-1][1] + timedelta(days=1):
                    spells[-1] = (spells[-1][0], end)
                else:
                    spells.append((start, end))
            found[person] = spells
        return found

    @cached_property
    def clients(self) -> dict[str, list[tuple[str, date, date]]]:
        """Return who is an office's client from when to when."""
        found: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
        for row, start, end in self.spells("YHTSTO"):
            found[row["toinoh"]].append((row["hid_e"], start, end))
        return found

    @cached_property
    def people(self) -> dict[str, Row]:
        """Return each person's row of YHENK."""
        return {row["hid_e"]: row for row in self.tables["YHENK"]}

    def jobseekers(self, office: str, day: date) -> dict[str, date]:
        """Return the office's clients with a job search on the day, and its start."""
        found: dict[str, date] = {}
        for person, first, last in self.clients[office]:
            if first <= day <= last:
                for start, end in self.searches.get(person, ()):
                    if start <= day <= end:
                        found[person] = start
        return found

    def code(self, person: str, day: date) -> str:
        """Return the code of the newest row that covers the day."""
        covering = [row for row in self.statuses[person] if row[0] <= day <= row[1]]
        return max(covering)[2] if covering else ""

    def unemployed_since(self, person: str, day: date) -> date:
        """Return the first day of the unemployment that covers the day."""
        return next(
            start for start, end in reversed(self.without_work[person]) if start <= day <= end
        )


def months(first: str, last: str) -> list[date]:
    """Return the last weekday of each month, near enough to the last working day here."""
    days: list[date] = []
    month = date.fromisoformat(f"{first}-01")
    while month <= date.fromisoformat(f"{last}-01"):
        following = (month + timedelta(days=32)).replace(day=1)
        day = following - timedelta(days=1)
        days.append(day - timedelta(days=max(0, day.weekday() - 4)))
        month = following
    return days


def years_ago(years: int, day: date) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    directory = tmp_path_factory.mktemp("sample")
    generate(directory, persons=DEFAULT_PERSONS, seed=DEFAULT_SEED)
    return Register(directory)


def generate(
    directory: Path, *, persons: int = 600, seed: int = 1, regions: tuple[str, ...] = ()
) -> dict[str, int]:
    return write_sample(
        directory,
        persons=persons,
        seed=seed,
        regions=regions or ("raahe", "porvoo"),
        first_month=date(2019, 1, 1),
        last_month=date(2024, 7, 1),
    )


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


# --- same seed, same bytes


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "one", seed=7)
    generate(tmp_path / "two", seed=7)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    generate(tmp_path / "one", seed=7)
    generate(tmp_path / "two", seed=8)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] == two[name]} == {"extract.toml"}


def test_committed_sample_is_what_the_command_writes(register: Register) -> None:
    committed = contents(COMMITTED)
    written = contents(register.directory)
    assert sorted(committed) == sorted([*written, "README.md"])
    assert [name for name in written if written[name] != committed[name]] == []


def test_committed_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in COMMITTED.iterdir()) < 15_000_000


# --- the register's layout and habits


def test_rows_written_are_the_rows_reported(tmp_path: Path) -> None:
    reported = generate(tmp_path)
    tables = Register(tmp_path).tables
    assert reported == {name: len(rows) for name, rows in tables.items()}
    assert reported["YHENK"] == 600


def test_extract_date_is_the_last_day_of_the_last_month(register: Register) -> None:
    text = (register.directory / "extract.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"extract_date": EXTRACT_DATE}


@pytest.mark.parametrize("table", COLUMNS)
def test_table_has_the_columns_of_the_register(register: Register, table: str) -> None:
    header = (register.directory / f"{table}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header.split(";") == COLUMNS[table].split()


@pytest.mark.parametrize("table", SPELLS)
def test_spell_ends_on_or_after_its_start(register: Register, table: str) -> None:
    assert [row for row, start, end in register.spells(table) if end < start] == []


@pytest.mark.parametrize("table", sorted(set(SPELLS) - set(SERVICES)))
def test_nothing_but_a_service_starts_after_the_extract_date(
    register: Register, table: str
) -> None:
    assert [row for row, start, _ in register.spells(table) if start > EXTRACT_DATE] == []


@pytest.mark.parametrize(("table", "column"), SINGLE_DATES.items())
def test_single_date_is_not_after_the_extract_date(
    register: Register, table: str, column: str
) -> None:
    assert max(parsed(row[column]) for row in register.tables[table]) <= EXTRACT_DATE


def test_few_services_are_planned(register: Register) -> None:
    starts = [start for table in SERVICES for _, start, _ in register.spells(table)]
    planned = sum(start > EXTRACT_DATE for start in starts)
    assert 0 < planned < len(starts) / 100


@pytest.mark.parametrize(("table", "column"), CODES)
def test_code_is_one_of_the_register(register: Register, table: str, column: str) -> None:
    assert {row[column] for row in register.tables[table]} <= CODES[table, column]


@pytest.mark.parametrize(
    ("table", "column", "policy", "code"),
    [
        ("YHENK", "kansah", None, None),
        ("YHKUNTA", "kunnoh", "municipalities.csv", "municipality"),
        ("YSIJOIT", "sijkds", "service_codes.csv", "code"),
        ("YTVPOLL", "lausno", "service_codes.csv", "code"),
        ("YTVPOLL", "lausno7", "service_codes.csv", "code"),
    ],
)
def test_code_is_in_the_policy_table(
    register: Register, table: str, column: str, policy: str | None, code: str | None
) -> None:
    found = {row[column] for row in register.tables[table]} - {"", "197", "198", "200"}
    if policy is None or code is None:
        assert all(len(value) == 3 and value.isdigit() for value in found)
        return
    with (POLICY / policy).open(encoding="utf-8-sig", newline="") as file:
        known = {row[code] for row in csv.DictReader(file, delimiter=";")}
    assert found <= known


def test_statement_has_one_code_and_the_new_ones_only_from_march_2023(register: Register) -> None:
    for row in register.tables["YTVPOLL"]:
        new = parsed(row["rekpv"]) >= date(2023, 3, 1)
        assert bool(row["lausno7"]) == new, row
        assert bool(row["lausno"]) != new, row


def test_employment_code_has_two_digits_from_march_2023(register: Register) -> None:
    for row, start, _ in register.spells("YTYOLL"):
        if row["tyok1"] != "z":
            assert len(row["tyok1"]) == (2 if start >= date(2023, 3, 1) else 1), row


def test_code_9_is_written_before_and_after_the_nordic_model(register: Register) -> None:
    starts = [start for row, start, _ in register.spells("YTYOLL") if row["tyok1"][-1] == "9"]
    assert min(starts) < date(2022, 5, 2) < max(starts)


def test_protection_permit_is_given_from_march_2022(register: Register) -> None:
    starts = [start for row, start, _ in register.spells("YTHAKU") if row["otlupa"] == "1C"]
    assert min(starts) >= date(2022, 3, 1)


def test_open_end_is_the_sentinel_and_sometimes_empty(register: Register) -> None:
    ends = [row["tppvm"] for row in register.tables["YTYOLL"]]
    assert 0.05 < ends.count("") / (ends.count("") + ends.count("11.11.2222")) < 0.2


def test_person_is_in_the_register_once_and_every_row_has_its_person(register: Register) -> None:
    people = [row["hid_e"] for row in register.tables["YHENK"]]
    assert len(set(people)) == len(people) == DEFAULT_PERSONS
    for table in SPELLS:
        assert {row["hid_e"] for row in register.tables[table]} <= set(people)


def test_trial_has_no_clients_before_it_starts(register: Register) -> None:
    assert min(start for _, start, _ in register.clients[RAAHE]) == date(2021, 1, 1)
    assert min(start for _, start, _ in register.clients[PORVOO]) == date(2021, 3, 1)


def test_participation_belongs_to_a_course_that_has_started(register: Register) -> None:
    courses = {row["ktuno"]: parsed(row["kalkpv"]) for row in register.tables["KTYOKOU"]}
    assert len(courses) == len(register.tables["KTYOKOU"])
    assert all(courses[row["ktunoh"]] <= start for row, start, _ in register.spells("YTYOKOU"))


# --- careers


def test_search_is_filled_with_statuses_that_touch(register: Register) -> None:
    steps = touching = 0
    for rows in register.statuses.values():
        for (_, end, _), (start, _, _) in pairwise(rows):
            steps += 1
            touching += start == end + timedelta(days=1)
    new_searches = sum(len(spells) - 1 for spells in register.searches.values())
    assert 0.99 < (touching + new_searches) / steps < 1


def test_status_lies_inside_a_job_search(register: Register) -> None:
    outside = 0
    for person, rows in register.statuses.items():
        spells = register.searches[person]
        outside += sum(not any(a <= start <= b for a, b in spells) for start, _, _ in rows)
    assert outside == 0


def test_few_services_stand_beside_code_02(register: Register) -> None:
    services = conflicts = 0
    for table in SERVICES:
        for row, start, _ in register.spells(table):
            if start <= EXTRACT_DATE and row.get("alkood") != "0":
                services += 1
                conflicts += register.code(row["hid_e"], start) in ("2", "3")
    assert 0 < conflicts < services / 50


def test_some_searches_touch_the_next_one(register: Register) -> None:
    rows = register.spells("YTHAKU")
    merged = sum(len(spells) for spells in register.searches.values())
    assert 0 < len(rows) - merged < len(rows) / 50


def test_trial_client_stays_one_until_a_move(register: Register) -> None:
    elsewhere = {row["hid_e"] for row, _, end in register.spells("YHKUNTA") if end != OPEN}
    for person, _, end in register.clients[RAAHE]:
        assert end == OPEN or person in elsewhere


def test_people_come_from_the_te_office_already_long_term_unemployed(register: Register) -> None:
    """Among those whose office changed during a search, so not because a new search began."""
    left = {(person, end + timedelta(days=1)) for person, _, end in register.clients["1201"]}
    unemployed = [
        (person, day)
        for person, day, _ in register.clients[RAAHE]
        if day > date(2021, 1, 1)
        and (person, day) in left
        and register.code(person, day) in ("2", "3")
        and all(start != day for start, _ in register.searches[person])
    ]
    long_term = [
        p for p, day in unemployed if register.unemployed_since(p, day) <= years_ago(1, day)
    ]
    assert len(long_term) > 80
    assert len(long_term) / len(unemployed) > 0.4


def test_laid_off_clients_of_raahe_are_dismissed_in_autumn_2023(register: Register) -> None:
    clients = {person for person, _, _ in register.clients[RAAHE]}
    dismissed: dict[int, int] = defaultdict(int)
    for person in clients & register.statuses.keys():
        for (_, end, code), (start, _, following) in pairwise(register.statuses[person]):
            if (code, following) == ("3", "2") and end + timedelta(days=1) == start:
                dismissed[start.year] += start.month >= 9
    assert dismissed[2023] > 50
    assert dismissed[2023] > 5 * max(dismissed[year] for year in (2019, 2020, 2021, 2022))


def test_levels_follow_the_number_of_persons(tmp_path: Path, register: Register) -> None:
    generate(tmp_path, persons=DEFAULT_PERSONS // 2, seed=3)
    day = date(2022, 6, 30)
    half = len(Register(tmp_path).jobseekers(PORVOO, day))
    assert half == pytest.approx(len(register.jobseekers(PORVOO, day)) / 2, rel=0.1)


# --- the published shape of Raahe


@pytest.fixture(scope="session")
def raahe(register: Register) -> dict[str, list[float]]:
    """Return monthly figures of Raahe's trial, 2021-01 .. 2024-07, counted person by person."""
    figures: dict[str, list[float]] = defaultdict(list)
    for day in months("2021-01", "2024-07"):
        seekers = register.jobseekers(RAAHE, day)
        codes = {person: register.code(person, day) for person in seekers}
        unemployed = [person for person, code in codes.items() if code in ("2", "3")]
        long_term = [
            p for p in unemployed if register.unemployed_since(p, day) <= years_ago(1, day)
        ]
        in_service = [person for person, code in codes.items() if code in ("0", "7", "8")]
        foreign = {p for p in seekers if register.people[p]["kansah"] not in ("", "246")}
        figures["jobseekers"].append(len(seekers))
        figures["unemployed_share"].append(len(unemployed) / len(seekers))
        figures["other_language"].append(
            sum(register.people[person]["kiekd"] == "2" for person in seekers)
        )
        figures["long_term"].append(len(long_term))
        figures["activation"].append(len(in_service) / (len(in_service) + len(unemployed)))
        figures["activation_foreign"].append(
            len(foreign & set(in_service)) / len(foreign & {*in_service, *unemployed})
        )
        figures["search_weeks"].append(mean((day - s).days + 1 for s in seekers.values()) / 7)
    return figures


JANUARY_2023, AUTUMN_2023, JANUARY_2024 = 24, slice(32, 35), 36


def test_raahe_has_1600_jobseekers_at_the_start(raahe: dict[str, list[float]]) -> None:
    assert raahe["jobseekers"][0] == pytest.approx(1600, rel=0.1)


def test_raahe_peaks_at_1900_jobseekers_in_autumn_2023(raahe: dict[str, list[float]]) -> None:
    assert max(raahe["jobseekers"]) == pytest.approx(1900, rel=0.1)
    assert max(raahe["jobseekers"][AUTUMN_2023]) == max(raahe["jobseekers"])


def test_60_per_cent_of_raahe_jobseekers_are_unemployed(raahe: dict[str, list[float]]) -> None:
    assert mean(raahe["unemployed_share"]) == pytest.approx(0.6, rel=0.1)
    assert max(raahe["unemployed_share"]) <= 0.7


def test_other_language_jobseekers_grow_from_180_to_310(raahe: dict[str, list[float]]) -> None:
    assert raahe["other_language"][0] == pytest.approx(180, rel=0.1)
    assert raahe["other_language"][-1] == pytest.approx(310, rel=0.1)


def test_long_term_is_flat_for_two_years_and_rises_sharply_in_autumn_2023(
    raahe: dict[str, list[float]],
) -> None:
    level = raahe["long_term"][:JANUARY_2023]
    assert all(0.85 < value / mean(level) < 1.15 for value in level), level
    assert raahe["long_term"][JANUARY_2024] / raahe["long_term"][29] > 1.3


def test_activation_falls_clearly_from_january_2023(raahe: dict[str, list[float]]) -> None:
    before = mean(raahe["activation"][:JANUARY_2023])
    assert mean(raahe["activation"][JANUARY_2023:]) < before * 0.9


def test_activation_of_foreigners_stays_good(raahe: dict[str, list[float]]) -> None:
    foreign = raahe["activation_foreign"]
    assert mean(foreign[JANUARY_2023:]) >= mean(foreign[:JANUARY_2023])
    assert mean(foreign[JANUARY_2023:]) > mean(raahe["activation"][JANUARY_2023:]) * 1.3


def test_search_shortens_moderately_and_lengthens_in_2024(raahe: dict[str, list[float]]) -> None:
    weeks = raahe["search_weeks"]
    shortest = mean(weeks[JANUARY_2023:JANUARY_2024])
    assert 0.75 < shortest / mean(weeks[:12]) < 0.97
    assert mean(weeks[JANUARY_2024:]) > shortest * 1.04


def test_2600_clients_move_to_porvoo(register: Register) -> None:
    assert len(register.jobseekers(PORVOO, date(2021, 3, 31))) == pytest.approx(2600, rel=0.1)


# --- what a user can get wrong


def test_unknown_region_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rahe") as refusal:
        generate(tmp_path / "out", regions=("rahe",))
    assert "raahe" in refusal.value.hint.casefold()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("first", "last"), [((2023, 5), (2023, 4)), ((2012, 1), (2024, 7)), ((2019, 1), (2025, 1))]
)
def test_months_outside_the_trials_are_refused(
    tmp_path: Path, first: tuple[int, int], last: tuple[int, int]
) -> None:
    with pytest.raises(UsageError, match="cannot simulate"):
        write_sample(
            tmp_path / "out",
            persons=500,
            seed=1,
            regions=["raahe"],
            first_month=date(*first, 1),
            last_month=date(*last, 1),
        )


def test_too_few_persons_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="3 persons"):
        generate(tmp_path / "out", persons=3)


def test_extract_from_before_the_trials_has_no_trial_office(tmp_path: Path) -> None:
    first_month, last_month = date(2015, 1, 1), date(2018, 12, 1)
    write_sample(
        tmp_path,
        persons=500,
        seed=1,
        regions=["raahe"],
        first_month=first_month,
        last_month=last_month,
    )
    before = Register(tmp_path)
    assert RAAHE not in before.clients
    for table in set(SPELLS) - set(SERVICES):
        assert max(start for _, start, _ in before.spells(table)) <= date(2018, 12, 31)


def test_every_trial_can_be_simulated(tmp_path: Path) -> None:
    with (POLICY / "regions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    trials = {row["id"]: row["offices"] for row in rows if row["kind"] == "trial"}
    generate(tmp_path, persons=100 * len(trials), regions=tuple(trials))
    assert set(trials.values()) <= set(Register(tmp_path).clients)


def test_register_that_cannot_be_written_leaves_no_half_of_a_file_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = pl.DataFrame.write_csv

    def fill_the_disk(frame: pl.DataFrame, file: Path, **options: Any) -> None:
        if "YTYOLL" in file.name:
            file.write_bytes(b"half")
            raise OSError(28, "No space left on device")
        write(frame, file, **options)

    with monkeypatch.context() as patched:
        patched.setattr(pl.DataFrame, "write_csv", fill_the_disk)
        with pytest.raises(UsageError, match="No space left on device"):
            generate(tmp_path, persons=200)
    names = {one.name for one in tmp_path.iterdir()}
    assert "YTHAKU.csv" in names
    assert not {one for one in names if "YTYOLL" in one or one.endswith(".part")}
    generate(tmp_path, persons=200)
    assert (tmp_path / "YTYOLL.csv").exists()


def test_real_extracts_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "YTHAKU.csv").write_text("hid_e;alkpv1\n", encoding="utf-8")
    with pytest.raises(UsageError, match="did not write it"):
        generate(tmp_path, persons=200)
    assert (tmp_path / "YTHAKU.csv").read_text(encoding="utf-8") == "hid_e;alkpv1\n"
    assert [one.name for one in tmp_path.iterdir()] == ["YTHAKU.csv"]
