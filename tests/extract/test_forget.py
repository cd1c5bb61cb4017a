"""A forgotten person is in no byte of the database's folder, and does not come back."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.extract.files import DAY, VALID, leftovers, load_into, put, put_table, row, select, tyo
from tests.extract.test_pseudonyms import identity_code
from tests.product import FOLDERS, KEY
from tests.registers import COLUMNS
from tyollisyys_cli import database as database_module
from tyollisyys_cli.errors import InputError, UsageError
from tyollisyys_cli.extract.forget import forget
from tyollisyys_cli.extract.ledger import undo
from tyollisyys_cli.extract.pseudonyms import Key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GONE, STAYS = identity_code(21), identity_code(22)
# The engine keeps a column of one value only once, in a form of its own.
ANOTHER = identity_code(25)


@pytest.fixture(autouse=True, scope="module")
def uncompressed() -> Iterator[None]:
    """Store every value as it is: a search through compressed bytes would find nothing."""
    plain = {**database_module.SETTINGS, "force_compression": "uncompressed"}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(database_module, "SETTINGS", plain)
        yield


@pytest.fixture(scope="module")
def loaded(uncompressed: None, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001
    """Load two deliveries of three persons, with refused and replaced rows, and write logs."""
    tmp_path = tmp_path_factory.mktemp("forget")
    path = tmp_path / "db" / "tyo.duckdb"
    for number, change in enumerate(("01.01.2020", "02.01.2020")):
        folder = tmp_path / f"in{number}"
        for table in VALID:
            people = (GONE, STAYS, ANOTHER) if "hid_e" in COLUMNS[table] else ("",)
            rows = [row(table, person=one) for one in people]
            put_table(folder, table, *rows)
        bad = row("YTYOLL", person=GONE, tyok1="x")
        put_table(
            folder,
            "YTYOLL",
            row("YTYOLL", person=GONE, tppvm=change),
            bad,
            row("YTYOLL", person=STAYS),
            row("YTYOLL", person=ANOTHER),
        )
        load_into(path, folder, day=DAY.replace(day=number + 1))
    for suffix in ("jsonl", "log"):
        lines = [
            f'{{"who": "{one}"}}' for one in (*forms_of_text(GONE), *forms_of_text(STAYS), "x")
        ]
        put(path.parent, f"{path.name}.{suffix}", "".join(f"{line}\n" for line in lines))
    return path


@pytest.fixture
def database(loaded: Path, tmp_path: Path) -> Path:
    """Return a copy of the loaded database with what lies beside it."""
    return shutil.copytree(loaded.parent, tmp_path / "db") / loaded.name


def forms_of_text(person: str) -> tuple[str, ...]:
    """Return the ways in which a person's pseudonym is written."""
    pseudonym = hashlib.blake2b(person.encode(), key=KEY.secret, digest_size=16).hexdigest()
    return pseudonym, pseudonym.upper(), str(UUID(pseudonym))


def forms(person: str) -> dict[str, bytes]:
    """Return every form of a person's id and pseudonym that could stand in a file's bytes.

    The engine keeps a uuid as a number whose first bit is turned over.
    """
    raw = bytes.fromhex(forms_of_text(person)[0])
    turned = bytes([raw[0] ^ 0x80]) + raw[1:]
    halves = turned[:8][::-1] + turned[8:][::-1]
    texts = {text: text.encode() for text in (person, person.lower(), *forms_of_text(person))}
    return texts | {
        "raw": raw,
        "raw backwards": raw[::-1],
        "turned": turned,
        "turned backwards": turned[::-1],
        "halves": halves,
    }


def found_in(folder: Path, person: str) -> set[tuple[str, str]]:
    """Return file and form of every trace of a person in a folder."""
    return {
        (file.name, form)
        for file in folder.rglob("*")
        if file.is_file()
        for form, sought in forms(person).items()
        if sought in file.read_bytes()
    }


def test_no_byte_of_a_forgotten_person_stays(database: Path) -> None:
    folder = database.parent
    for person in (GONE, STAYS):  # the search can find what is there
        files = {name for name, _ in found_in(folder, person)}
        suffixes = ("", ".prev", ".jsonl", ".log")
        assert files == {f"{database.name}{suffix}" for suffix in suffixes}, person
    stays = {one for one in found_in(folder, STAYS) if not one[0].endswith(".prev")}
    persons = [table for table in VALID if "hid_e" in COLUMNS[table]]
    assert forget(database, GONE, folders=FOLDERS, key=KEY) == 2 * len(persons) + 2
    assert found_in(folder, GONE) == set()
    assert found_in(folder, STAYS) == stays
    names = {one.name for one in folder.iterdir()}
    assert names == {f"{database.name}{one}" for one in ("", ".jsonl", ".log", ".lock")}
    for table in persons:
        assert select(database, f"select count(*) from raw.{table}") == [(4,)], table
        assert select(database, f"select count(*) from current.{table}") == [(2,)], table
    assert select(database, "select count(*) from model.persons") == [(2,)]
    assert select(database, "select count(*), count(person) from meta.quarantine") == [(0, 0)]


def test_a_forgotten_person_does_not_come_back(database: Path, tmp_path: Path) -> None:
    forget(database, GONE, folders=FOLDERS, key=KEY)
    rows = [
        row("YTYOLL", person=one) for one in (GONE, STAYS, f" {GONE.lower()} ", identity_code(23))
    ]
    bad = row("YTYOLL", person=GONE, tyok1="x")
    file = put_table(tmp_path / "later", "YTYOLL", *rows, bad)
    (result,) = load_into(database, file, day=DAY).files
    assert (result.read, result.loaded, result.quarantined, result.duplicates) == (5, 1, 3, 1)
    assert result.refusals == (("forgotten_person hid_e", 3),)
    kept = select(database, "select line, code, value, person, start_date from meta.quarantine")
    assert kept == [(line, "forgotten_person", "***", None, None) for line in (2, 4, 6)]
    assert found_in(database.parent, GONE) == set()
    assert select(database, "select count(distinct hid_e) from current.ytyoll") == [(3,)]


def test_a_malformed_row_brings_no_pseudonym_of_a_forgotten_person(
    database: Path, tmp_path: Path
) -> None:
    forget(database, GONE, folders=FOLDERS, key=KEY)
    text = f"hid_e;tappvh;tppvm;tyok1\n{GONE};01.01.2020\n{STAYS};01.01.2020\n{STAYS};1.1.2020;;2\n"
    load_into(database, put(tmp_path, "YTYOLL.csv", text), day=DAY)
    kept = select(database, "select line, code, person is null from meta.quarantine order by line")
    assert kept == [(2, "too_few_fields", True), (3, "too_few_fields", False)]
    assert found_in(database.parent, GONE) == set()


def test_a_file_of_a_forgotten_person_alone_loads_nothing(database: Path, tmp_path: Path) -> None:
    forget(database, GONE, folders=FOLDERS, key=KEY)
    file = put_table(tmp_path / "later", "YTHAKU", row("YTHAKU", person=GONE))
    (result,) = load_into(database, file, day=DAY).files
    assert (result.read, result.loaded, result.quarantined) == (1, 0, 1)


def test_forgetting_says_the_same_of_a_person_who_is_not_there(database: Path) -> None:
    stays = [select(database, f"from current.{table} order by all") for table in VALID]
    assert forget(database, identity_code(24), folders=FOLDERS, key=KEY) == 0
    assert forget(database, identity_code(24), folders=FOLDERS, key=KEY) == 0
    assert [select(database, f"from current.{table} order by all") for table in VALID] == stays
    assert select(database, "select count(*) from meta.forgotten") == [(1,)]
    undo(database, 2, folders=FOLDERS)
    undo(database, 1, folders=FOLDERS)
    assert forget(database, GONE, folders=FOLDERS, key=KEY) == 0
    assert select(database, "select count(*) from meta.forgotten") == [(2,)]
    assert found_in(database.parent, GONE) == set()


def test_forgetting_with_another_key_or_without_an_id_changes_nothing(
    database: Path, tmp_path: Path
) -> None:
    before = database.read_bytes()
    with pytest.raises(InputError, match="key"):
        forget(database, GONE, folders=FOLDERS, key=Key(b"x" * 32))
    with pytest.raises(UsageError, match="no id"):
        forget(database, " \u00a0", folders=FOLDERS, key=KEY)
    with pytest.raises(InputError, match="no such database"):
        forget(tmp_path / "none.duckdb", GONE, folders=FOLDERS, key=KEY)
    assert database.read_bytes() == before
    assert not (tmp_path / "none.duckdb").exists()


def test_a_previous_copy_that_cannot_be_removed_is_told_and_the_logs_are_purged(
    database: Path,
) -> None:
    previous = database.with_name(f"{database.name}.prev")
    previous.unlink()
    put(previous, "file", "x")
    with pytest.raises(InputError, match="is replaced, but"):
        forget(database, GONE, folders=FOLDERS, key=KEY)
    assert found_in(database.parent, GONE) == set()


@pytest.mark.parametrize("name", ["old.duckdb", "the old one.duckdb"])
def test_a_database_may_have_any_name(database: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(database, path)
    assert forget(path, GONE, folders=FOLDERS, key=KEY)
    assert select(path, "select count(*) from model.persons") == [(2,)]


def test_a_link_to_a_database_is_followed(database: Path, tmp_path: Path) -> None:
    """The lock, the copies and the log of both are the same."""
    put(tmp_path, "key", KEY.secret.hex())
    link = tmp_path / "link.duckdb"
    link.symlink_to(database)
    command = [sys.executable, "-m", "tyollisyys_cli", "forget", "--db", link, "--key", "key"]
    subprocess.run(command, input=GONE.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert link.is_symlink()
    assert found_in(database.parent, GONE) == set()


def test_a_forgetting_that_fails_keeps_the_database(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = database.read_bytes()

    def fail(*_: object) -> None:
        raise InputError("stopped")

    with monkeypatch.context() as patched:
        patched.setattr(database_module, "build_model", fail)
        with pytest.raises(InputError, match="stopped"):
            forget(database, GONE, folders=FOLDERS, key=KEY)
    assert database.read_bytes() == before
    assert [one for one in leftovers(database) if not one.endswith(("jsonl", "log"))] == []


@pytest.mark.parametrize(
    ("given", "code"), [(f" {GONE} \n", 0), ("", 2), (f"{GONE}\n{STAYS}\n", 2)]
)
def test_the_id_comes_from_standard_input_and_is_shown_nowhere(
    given: str, code: int, database: Path, tmp_path: Path
) -> None:
    put(tmp_path, "key", KEY.secret.hex())
    run = tyo("forget", "--db", database, home=tmp_path, given=given.encode())
    told = run.stdout + run.stderr
    assert run.returncode == code, told
    assert run.stdout == b""
    assert not any(form in told for one in (GONE, STAYS) for form in forms(one).values())
    assert (b"rows of the person were removed" in told) == (code == 0)


def test_the_id_is_no_argument(database: Path, tmp_path: Path) -> None:
    put(tmp_path, "key", KEY.secret.hex())
    run = tyo("forget", "A", "--db", database, home=tmp_path)
    assert run.returncode == 2
