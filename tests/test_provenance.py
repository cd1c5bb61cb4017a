"""What a figure rests on is found out by changing it: the columns that follow have to say so."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import product
from tests.conftest import SAMPLE
from tyollisyys_cli import database
from tyollisyys_cli.policy import CONSTANTS
from tyollisyys_cli.provenance import GROUPS_REST_ON, RESTS_ON
from tyollisyys_cli.resources import QueryFolders

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from tests.oracle import Register

# What in a table is changed, and into what: people go from one group to another, in or out.
CHANGES = {
    "age_groups": ("20-24;2;20;25\n25-29;3;25;30", "20-24;2;20;27\n25-29;3;27;30"),
    "citizenships": ("233;eu_eea;", "233;other;"),
    "employment_codes": ("4;reduced_week;;;0;", "4;laid_off;;;1;"),
    "municipalities": ("\n678;", "\n999;"),
    "offices": ("1231;1231;", "1231;1230;"),
    "open_market": ("reason;03;", "reason;05;"),
    "service_categories": ("rehabilitative_work;6", "rehabilitation;6"),
    "service_codes": ("YTVPOLL;BE;rehabilitative_work;", "YTVPOLL;XX;rehabilitative_work;"),
    "service_lines": ("01;job_mediation;", "01;skills;"),
    "spell_lengths": ("0-3;1;0;3\n3-6;2;3;6", "0-3;1;0;4\n3-6;2;4;6"),
    f"{CONSTANTS}.long_term_months": ("long_term_months;12;", "long_term_months;9;"),
    f"{CONSTANTS}.repeat_days": ("repeat_days;365;", "repeat_days;300;"),
    f"{CONSTANTS}.repeat_window_months": ("window_months;16;", "window_months;18;"),
    f"{CONSTANTS}.service_ended_min_months": ("min_months;3;", "min_months;1;"),
    f"{CONSTANTS}.service_ended_max_months": ("max_months;12;", "max_months;8;"),
    f"{CONSTANTS}.service_chain_gap_days": ("chain_gap_days;7;", "chain_gap_days;90;"),
    f"{CONSTANTS}.survival_window_months": (
        "survival_window_months;12;",
        "survival_window_months;6;",
    ),
    f"{CONSTANTS}.open_market_follow_up_days": ("follow_up_days;14;", "follow_up_days;90;"),
}
SNAPSHOT = """
    select snapshot.* exclude (person, from_index, to_index), person_id, {groups}
    from model.snapshot inner join model.persons using (person)
    order by all"""
SPELLS = """
    select person_id, start_date, end_date, survival_from_index, survival_to_index
    from model.unemployment_spells inner join model.persons using (person)
    order by all"""
ENDS = """
    select person_id, start_date, to_open_market
    from model.unemployment_spell_ends inner join model.persons using (person)
    order by all"""


def part_of_the_sample() -> Register:
    """Return every seventh person of the sample: a model of them all takes 2 s."""
    found: Register = {}
    for file in sorted(SAMPLE.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened, delimiter=";"))
        found[file.stem] = [
            row for row in rows if "hid_e" not in row or int(row["hid_e"], 16) % 7 == 0
        ]
    return found


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load a part of the sample once."""
    folder = tmp_path_factory.mktemp("provenance")
    return product.load_register(part_of_the_sample(), date(2024, 7, 31), folder)[0]


def policy_with(change: str, folder: Path) -> QueryFolders:
    """Return the query files with one change to a table of policy."""
    table = change.partition(".")[0]
    before, after = CHANGES[change]
    text = product.FOLDERS.packaged_policy(table).read_text(encoding="utf-8")
    assert text.count(before) == 1
    own = folder / f"{table}.csv"
    own.write_text(text.replace(before, after), encoding="utf-8")
    return QueryFolders(own=product.FOLDERS.own, policies=((table, own),))


def frames(path: Path, folders: QueryFolders) -> list[tuple[pl.DataFrame, list[str]]]:
    """Return the tables that indicators read, each with the columns that tell its rows apart."""
    groups = ", ".join(
        f"""structural_group is not distinct from {one} as "{one}" """ for one in GROUPS_REST_ON
    )
    with database.reading(path, folders) as connection:
        return [
            (database.query(connection, SNAPSHOT.format(groups=groups)), ["person_id", "month"]),
            (database.query(connection, SPELLS), ["person_id", "start_date"]),
            (database.query(connection, ENDS), ["person_id", "start_date"]),
        ]


def changed_columns(old: pl.DataFrame, new: pl.DataFrame, keys: list[str]) -> set[str]:
    """Return the columns that differ where both have a row."""
    both = old.join(new, on=keys, suffix=" new")
    return {
        one
        for one in old.columns
        if one not in keys and not both[one].equals(both[f"{one} new"], null_equal=True)
    }


@pytest.mark.parametrize("change", CHANGES)
def test_column_that_follows_a_change_of_policy_says_that_it_rests_on_it(
    loaded: Path, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "tyo.duckdb"
    shutil.copy(loaded, path)
    before = frames(loaded, product.FOLDERS)
    after = frames(path, policy_with(change, tmp_path))
    followed: set[str] = set()
    for (old, keys), (new, _) in zip(before, after, strict=True):
        followed |= changed_columns(old, new, keys)
        if not old.select(keys).sort(keys).equals(new.select(keys).sort(keys)):
            followed.add("unemployment_spells")
    declared = {one for one, rests in (RESTS_ON | GROUPS_REST_ON).items() if change in rests}
    # The dates of a spell are the spell's; its start in days is the start as a date.
    followed -= {"end_date", "survival_from_index", "unemployment_start"}
    assert followed <= declared, followed - declared
    assert followed


def test_every_policy_that_a_column_rests_on_was_changed() -> None:
    named = {one for rests in (RESTS_ON | GROUPS_REST_ON).values() for one in rests}
    assert named == set(CHANGES)
