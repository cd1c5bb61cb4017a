"""No identity code gets past the reader: not into the database, not beside it, not to stderr."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from tests.extract.files import (
    VALID,
    csv_text,
    environment_with,
    load_into,
    put,
    put_table,
    row,
    select,
    tyo,
)
from tests.product import KEY
from tests.registers import COLUMNS
from tyollisyys_cli.errors import InputError, TyoError
from tyollisyys_cli.extract.pseudonyms import Key, load_key
from tyollisyys_cli.extract.tables import CODE, TABLES, TEXT

if TYPE_CHECKING:
    from pathlib import Path


def identity_code(number: int, sign: str = "-") -> str:
    """Return a test identity code: the individual numbers 900-999 are nobody's."""
    digits = f"0101{number % 90 + 10}{900 + number % 100}"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31]
    return f"{digits[:6]}{sign}{digits[6:]}{check}"


def pseudonym(one: str) -> str:
    """Return what the tests' key makes of an id."""
    return hashlib.blake2b(one.encode(), key=KEY.secret, digest_size=16).hexdigest()


def traces(folder: Path, *codes: str) -> list[str]:
    """Return the codes that stand in the bytes of any file of a folder, or in its file names."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    content = [one.read_bytes().lower() + one.name.lower().encode() for one in files]
    return [code for code in codes if any(code.lower().encode() in data for data in content)]


def cells_of(database: Path) -> str:
    """Return every cell of every table as one text: strings may be compressed in the file."""
    tables = select(database, "select schema_name, table_name from duckdb_tables()")
    return "\n".join(str(select(database, f'from {s}."{t}"')) for s, t in tables)


# -------------------------------------------------------------------------------------- the key


def test_a_pseudonym_is_keyed_blake2b_of_the_id() -> None:
    ids = pl.Series(["A", "B", None, "A", "ä", ""])
    found = KEY.pseudonyms(ids).to_list()
    wanted = [None if one is None else pseudonym(one) for one in ids]
    assert found == wanted
    assert Key(b"x" * 32).pseudonyms(ids)[0] != found[0]
    assert Key(b"x" * 32).id != KEY.id
    assert KEY.secret.hex() not in KEY.id
    assert "kkk" not in KEY.id


@pytest.mark.parametrize("ids", [[], [None], [None, None]])
def test_no_ids_have_no_pseudonyms(ids: list[str | None]) -> None:
    assert KEY.pseudonyms(pl.Series(ids, dtype=pl.String)).to_list() == ids


def test_the_century_sign_tells_persons_apart(tmp_path: Path) -> None:
    rows = [row("YTYOLL", person=identity_code(1, sign)) for sign in "-+AY"]
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, put_table(tmp_path, "YTYOLL", *rows))
    assert select(database, "select count(distinct hid_e) from raw.ytyoll") == [(4,)]


def test_the_key_is_made_at_the_first_load_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "settings" / "key"
    made = load_key(file)
    assert len(made.secret) == 32
    assert not file.parent.exists()
    load_into(tmp_path / "db" / "tyo.duckdb", put_table(tmp_path, "YHENK", row("YHENK")), key=made)
    assert [one.name for one in file.parent.iterdir()] == ["key"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    content = file.read_bytes()
    again = load_key(file)
    assert (again.secret, again.is_new) == (made.secret, False)
    other = put_table(tmp_path, "YTYOLL", row("YTYOLL"))
    load_into(tmp_path / "db" / "tyo.duckdb", other, key=again)
    assert file.read_bytes() == content


def test_a_refused_load_leaves_no_key_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a file is refused, or the finished database cannot be swapped in."""
    file = tmp_path / "key"
    database = tmp_path / "db" / "tyo.duckdb"
    with pytest.raises(InputError):
        load_into(database, put(tmp_path, "YTYOLL.csv", "hid_e\nA\n"), key=load_key(file))
    assert not file.exists()
    good = put_table(tmp_path, "YHENK", row("YHENK"))

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        with pytest.raises(InputError, match="No space left"):
            load_into(database, good, key=load_key(file))
    assert not file.exists()
    assert not database.exists()


def test_no_database_is_made_when_its_key_cannot_be_written(tmp_path: Path) -> None:
    blocked = put(tmp_path, "settings", "a file where the folder should be") / "key"
    good = put_table(tmp_path, "YHENK", row("YHENK"))
    database = tmp_path / "db" / "tyo.duckdb"
    with pytest.raises(InputError, match="key cannot be written"):
        load_into(database, good, key=Key(b"n" * 32, blocked, is_new=True))
    assert not database.exists()


def test_a_key_that_another_load_made_meanwhile_is_never_overwritten(tmp_path: Path) -> None:
    made = load_key(tmp_path / "key")
    content = put(tmp_path, "key", KEY.secret.hex()).read_bytes()
    database = tmp_path / "db" / "tyo.duckdb"
    with pytest.raises(InputError, match="another load has made a key"):
        load_into(database, put_table(tmp_path, "YHENK", row("YHENK")), key=made)
    assert (tmp_path / "key").read_bytes() == content
    assert not database.exists()


def test_a_loaded_database_without_its_key_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, put_table(tmp_path, "YTYOLL", row("YTYOLL")))
    other = put_table(tmp_path, "YTHAKU", row("YTHAKU"))
    with pytest.raises(InputError, match="is not there"):
        load_into(database, other, key=load_key(tmp_path / "key"))
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("content", ["", "abcd", "x" * 64, "ab" * 31, "ab" * 33, "ä"])
def test_what_is_not_a_key_is_refused_and_left_alone(content: str, tmp_path: Path) -> None:
    file = put(tmp_path, "key", content)
    with pytest.raises(InputError, match="not a key") as refused:
        load_key(file)
    assert refused.value.hint
    assert file.read_bytes() == content.encode()


def test_a_key_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_key(tmp_path)


def test_another_key_is_refused_and_the_database_is_as_it_was(tmp_path: Path) -> None:
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, put_table(tmp_path, "YTYOLL", row("YTYOLL")))
    before = database.read_bytes()
    other = put_table(tmp_path, "YTHAKU", row("YTHAKU"))
    with pytest.raises(InputError, match=KEY.id) as refused:
        load_into(database, other, key=Key(b"x" * 32))
    assert "--key" in refused.value.hint
    assert database.read_bytes() == before


def test_the_same_person_is_one_in_every_table(tmp_path: Path) -> None:
    person = identity_code(3)
    for table in VALID:
        put_table(tmp_path / "in", table, row(table, person=f" {person}\u00a0"))
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, tmp_path / "in")
    for table in VALID:
        if "hid_e" in COLUMNS[table]:
            ids = select(database, f"select replace(hid_e::varchar, '-', '') from raw.{table}")
            assert ids == [(pseudonym(person),)], table


# ------------------------------------------------------------------------------- identity codes


def test_ids_are_in_no_byte_of_the_database_s_folder(tmp_path: Path) -> None:
    """Good, refused and repeated rows of several tables; a load upon a load; a load that fails."""
    persons = [identity_code(number, sign) for number, sign in enumerate("-+ABCDEFUVWXY")]
    database = tmp_path / "db" / "tyo.duckdb"
    for number, half in enumerate((persons[:7], persons[7:])):
        delivery = tmp_path / f"in{number}"
        for table in ("YHENK", "YHKUNTA", "YTYOLL", "YTVPOLL", "MITTARI", "ETUUS"):
            good = [row(table, person=person) for person in half]
            bad = [one | dict.fromkeys(VALID[table], "31.02.2020") for one in good]
            put_table(delivery, table, *good, *good, *bad)
        load_into(database, delivery)
    broken = put(tmp_path, "YTHAKU.csv", csv_text("YTHAKU", [row("YTHAKU")]).replace("alkpv1", "x"))
    with pytest.raises(InputError):
        load_into(database, tmp_path / "in0", broken)
    assert traces(tmp_path / "db", *persons) == []
    everything = cells_of(database)
    assert [person for person in persons if person in everything] == []


# Ways in which a code is written when it slips into a column that is not its own.
SIGNS = ["-", "+", "A", "a", "y", "_", "/", "‐", "‑", "–", "−", "\xad"]
FORMS = ["{}.", "({})", "hetu:{}", "{},{}", "ID_{}", "_{}_", "hetu{}", "x{}", "{}x", "0{}", "{}1"]


def test_a_refused_value_shows_no_identity_code(tmp_path: Path) -> None:
    """A code that stands in a column of dates or codes is masked however it is written."""
    code = identity_code(7)
    signs = [*SIGNS, "", " ", " - "]
    spellings = [f"{code[:6]}{sign}{code[7:]}" for sign in signs] + [code.lower()]
    spellings += [form.replace("{}", code) for form in FORMS]
    rows = [row("YTYOLL", person=f"P{i}", tappvh=one) for i, one in enumerate(spellings)]
    database = tmp_path / "db" / "tyo.duckdb"
    result = load_into(database, put_table(tmp_path, "YTYOLL", *rows))
    assert result.files[0].quarantined == len(spellings)
    kept = [value for (value,) in select(database, "select value from meta.quarantine")]
    assert [value for value in kept if code[7:10] in value] == []


LOOSE = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.kind in (TEXT, CODE) and column.values is None
]


def test_no_other_column_carries_an_identity_code_into_the_database(tmp_path: Path) -> None:
    """Free text and open code lists: such a cell is refused or masked, in every table."""
    code = identity_code(11)
    for table in VALID:
        own = [column for name, column in LOOSE if name == table]
        rows = [row(table, **{column: code}) for column in own]
        put_table(tmp_path / "in", table, row(table), *rows)
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, tmp_path / "in")
    connection = duckdb.connect(str(database), read_only=True)
    try:
        found = [
            (table, column)
            for table, column in LOOSE
            if connection.execute(f"select 1 from raw.{table} where {column} = '{code}'").fetchone()
        ]
    finally:
        connection.close()
    assert found == []


def test_a_file_name_carries_no_identity_code_into_the_database(tmp_path: Path) -> None:
    code = identity_code(13)
    rows = [row("YTYOLL"), row("YTYOLL", tyok1="x")]
    file = put_table(tmp_path, "YTYOLL", *rows, name=f"YTYOLL_{code}.csv")
    database = tmp_path / "db" / "tyo.duckdb"
    load_into(database, file)
    assert traces(tmp_path / "db", code) == []


CODES = (identity_code(17), identity_code(18, "A"))
BODY = f"{CODES[0]};01.01.2020;;2\n{CODES[1]};01.01.2020;;2\n"
HEADER = "hid_e;tappvh;tppvm;tyok1\n"
ERRORS = {
    "no header": BODY,
    "no header, quoted": BODY.replace("2\n", '"2"\n'),
    "an id twice in the first line": f"{CODES[0]};{CODES[0]};2\n{BODY}",
    "another delimiter": (HEADER + BODY).replace(";", ":"),
    "another delimiter and no header": BODY.replace(";", "\t"),
    "a quote that never closes": f'{HEADER}"{BODY}',
    "text after a quote": f'{HEADER}"{CODES[0]}" {CODES[1]};01.01.2020;;2\n',
    "a column missing": f"hid_e;x;y;z\n{BODY}",
    "NUL": f"{HEADER}{BODY}\0",
    "a huge field": f'{HEADER}"{CODES[0]}{"x" * 200_000}";01.01.2020;;2\n',
}


@pytest.mark.parametrize("content", ERRORS.values(), ids=ERRORS)
def test_an_error_shows_no_identity_code(content: str, tmp_path: Path) -> None:
    with pytest.raises(TyoError) as refused:
        load_into(tmp_path / "db" / "tyo.duckdb", put(tmp_path, "YTYOLL.csv", content))
    told = f"{refused.value.message} {refused.value.hint}".lower()
    assert [code for code in CODES if code.lower() in told] == []
    assert traces(tmp_path / "db", *CODES) == []


def test_the_command_line_tells_counts_and_no_ids(tmp_path: Path) -> None:
    put(
        tmp_path / "in",
        "YTYOLL.csv",
        f"{HEADER}{BODY}{CODES[0]};{CODES[1]};;2\n{BODY};;;{CODES[0]}\n",
    )
    run = tyo("load", "in", "--extract-date", "2024-07-31", "--db", "tyo.duckdb", home=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout == b""
    told = run.stderr.decode()
    assert "extract date 2024-07-31 (from --extract-date)" in told
    assert "refused: not_a_date tappvh: 1" in told
    assert [code for code in CODES if code in told] == []
    assert environment_with(tmp_path)["TYO_KEY"] == str(tmp_path / "key")
    ours = tmp_path / "db"
    ours.mkdir()
    for file in tmp_path.glob("tyo.duckdb*"):
        file.rename(ours / file.name)
        assert stat.S_IMODE((ours / file.name).stat().st_mode) == 0o600
    assert traces(ours, *CODES) == []


@pytest.mark.parametrize(
    "lines",
    [
        [f'columns.hid_e = "{CODES[0]}"'],
        [f'columns."{CODES[0]}" = "x"'],
        [f'codes.tyok1."{CODES[0]}" = "77"'],
        [f'codes.tyok1.x = "{CODES[0]}"'],
        [f'end_date = "{CODES[0]}"'],
        [f'columns.hid_e = "{CODES[0]}"', f'columns.tappvh = "{CODES[0]}"'],
    ],
    ids=lambda lines: lines[-1].split(" = ")[0].replace(CODES[0], "code"),
)
def test_a_wrong_layout_with_an_identity_code_is_told_without_it(
    lines: list[str], tmp_path: Path
) -> None:
    put(tmp_path, "YTYOLL.csv", HEADER + BODY)
    layout = "\n".join(['[tables.YTYOLL]\nfiles = ["*"]', *lines])
    put(tmp_path, "ours.toml", layout)
    run = tyo("load", "YTYOLL.csv", "--layout", "ours.toml", home=tmp_path)
    assert run.returncode != 0
    assert CODES[0] not in run.stderr.decode()


@pytest.mark.parametrize(
    "command",
    [["load", CODES[0]], ["forget", CODES[0]], ["load", ".", "--extract-date", CODES[0]]],
    ids=lambda command: " ".join(command[:1]),
)
def test_a_wrong_command_with_an_identity_code_is_told_without_it(
    command: list[str], tmp_path: Path
) -> None:
    run = tyo(*command, home=tmp_path)
    assert run.returncode != 0
    assert "***" in run.stderr.decode()
    assert CODES[0] not in run.stderr.decode()
