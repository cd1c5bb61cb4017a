"""Indicators from a folder of one's own: they appear everywhere, and say what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.program import Tyo, add_indicator, an_indicator
from tests.product import FOLDERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")
MEN = "select *, 1 as numerator from model.periods where sex = 'man'"
SHARE = "select *, cast(unemployed as int) as numerator, 1 as denominator from model.periods"
STANDS_IN = {
    "fi": "oma kysely ohjelman kyselyn tilalla",
    "sv": "egen fråga i stället för programmets",
    "en": "own query in place of the program's",
}
LATEST = ("-r", "raahe", "--from", "2024-07", "--format", "csv")


def test_it_appears_in_the_catalogue_the_table_and_the_plot(tyo: Tyo, tmp_path: Path) -> None:
    own = ("--queries", add_indicator(tmp_path / "own", "men", an_indicator(MEN, title="Men")))
    assert tyo("catalogue", "--format", "csv", *own).rows[-1]["id"] == "men"
    assert "Men sv" in tyo("indicators", "-r", "raahe", "--lang", "sv", *own).out
    assert tyo("indicators", "men", *LATEST, *own).rows[0]["value"] == "12.0"
    assert tyo("plot", "men", "-r", "raahe", "-o", "men.svg", *own).code == 0
    assert "Men en" in (tmp_path / "men.svg.alt.txt").read_text(encoding="utf-8")


def test_folder_is_named_before_the_command_after_it_or_in_tyo_toml(
    tyo: Tyo, tmp_path: Path
) -> None:
    own = add_indicator(tmp_path / "own", "men", an_indicator(MEN))
    before = tyo("--queries", own, "indicators", "men", *LATEST)
    after = tyo("indicators", "men", *LATEST, "--queries", own)
    (tmp_path / "tyo.toml").write_text('queries = ["own"]\n', encoding="utf-8")
    assert before.code == 0
    assert before == after == tyo("indicators", "men", *LATEST)


def test_snapshot_can_be_counted_as_the_periods_can(tyo: Tyo, tmp_path: Path) -> None:
    unemployed = "select *, 1 as numerator from model.periods where unemployed"
    own = add_indicator(tmp_path / "own", "some", an_indicator(unemployed))
    add_indicator(own, "again", an_indicator(unemployed.replace("periods", "snapshot")))
    asked = ("-r", "finland", "--from", "2023-07", "--by", "spell_length", "--format", "csv")
    shown = ("--threshold", "1", "--reason", "x", "--queries", own)
    rows = tyo("indicators", "some", "again", *asked, *shown).rows
    some, again = (
        [row | {"indicator": ""} for row in rows if row["indicator"] == one]
        for one in ("some", "again")
    )
    assert some == again
    assert len({row["value"] for row in some}) > 2


def test_own_indicators_are_protected_like_ours(tyo: Tyo, tmp_path: Path) -> None:
    women = MEN.replace("man", "woman")
    own = add_indicator(tmp_path / "own", "women", an_indicator(women))
    add_indicator(own, "not_unemployed", an_indicator(SHARE, kind="share", unit='"%"'))
    rows = tyo("indicators", "women", "not_unemployed", *LATEST, "--queries", own).rows
    assert [row["status"] for row in rows] == ["hidden", "hidden"]


def test_mean_of_yes_and_no_is_protected_like_a_share(tyo: Tyo, tmp_path: Path) -> None:
    """A mean of 0 and 1 is a share by another name: 0.2 of 15 people are 3."""
    yes_or_no = SHARE.replace("unemployed", "not unemployed")
    own = add_indicator(tmp_path / "own", "mean", an_indicator(yes_or_no, kind="mean"))
    assert tyo("indicators", "mean", *LATEST, "--queries", own).rows[0]["status"] == "hidden"


def test_median(tyo: Tyo, tmp_path: Path) -> None:
    days = "select *, 30 as numerator, 1 as denominator from model.periods"
    own = add_indicator(tmp_path / "own", "middle", an_indicator(days, kind="median"))
    command = ("indicators", "middle", *LATEST, "--queries", own)
    assert [(row["value"], row["denominator"]) for row in tyo(*command).rows] == [("30.0", "15")]
    by_sex = tyo(*command, "--by", "sex").rows
    assert [row["status"] for row in by_sex] == ["ok", "hidden"]


def test_median_of_decimal_numbers(tyo: Tyo, tmp_path: Path) -> None:
    days = "select *, 2.5 as numerator, 1 as denominator from model.periods"
    own = add_indicator(tmp_path / "own", "middle", an_indicator(days, kind="median"))
    shown = tyo("indicators", "middle", *LATEST, "--queries", own).rows[0]
    # Of 15 people: the nearest whole number to 37.5.
    assert (shown["value"], shown["numerator"], shown["denominator"]) == ("2.5", "38", "15")


@pytest.mark.parametrize(
    ("value", "shown"), [("1", "1"), ("[1, 2]", "[1, 2]"), ("interval 1 day", "1 day")]
)
@pytest.mark.parametrize("kind", ["count", "median", "survival"])
def test_breakdown_by_what_is_no_text_is_shown_as_text(
    tyo: Tyo, tmp_path: Path, kind: str, value: str, shown: str
) -> None:
    days = f"select * replace ({value} as sex), 9 as numerator, 9 as denominator, 0 as end_number"
    query = an_indicator(f"{days} from model.periods", kind=kind)
    own = add_indicator(tmp_path / "own", "mine", query)
    ran = tyo("indicators", "mine", *LATEST, "--by", "sex", "--queries", own)
    assert [row["sex"] for row in ran.rows] == [shown]


def test_it_can_replace_one_of_ours(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "jobseekers", an_indicator(MEN, title="Only men"))
    ran = tyo("indicators", "jobseekers", *LATEST, "--queries", own)
    assert [row["value"] for row in ran.rows] == ["12.0"]
    ids = [row["id"] for row in tyo("catalogue", "--format", "csv", "--queries", own).rows]
    assert ids.count("jobseekers") == 1


@pytest.mark.parametrize("name", ["select", "selected", "cells", "changes", "sums", "main"])
def test_any_id_will_do(tyo: Tyo, tmp_path: Path, name: str) -> None:
    own = add_indicator(tmp_path / "own", name, an_indicator(MEN))
    assert tyo("indicators", name, *LATEST, "--queries", own).rows[0]["value"] == "12.0"


def test_id_of_a_part_of_the_statement_will_do(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "members", an_indicator(MEN))
    assert tyo("indicators", "members", *LATEST, "--queries", own).code == 0


@pytest.mark.parametrize("end", [";", "\r\n", "\n\n-- the end"])
def test_ends_of_files_do_not_matter(tyo: Tyo, tmp_path: Path, end: str) -> None:
    own = add_indicator(tmp_path / "own", "men", an_indicator(MEN + end))
    assert tyo("indicators", "men", *LATEST, "--queries", own).code == 0


def test_line_ends_of_windows(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "men", an_indicator(MEN))
    file = own / "indicators" / "men.sql"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert tyo("indicators", "men", *LATEST, "--queries", own).code == 0


def test_byte_order_mark_of_windows(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "men", "\ufeff" + an_indicator(MEN))
    assert tyo("indicators", "men", *LATEST, "--queries", own).code == 0


FAULTS = [
    ("men", an_indicator(MEN, unit=""), "'unit' is missing"),
    ("men", an_indicator(MEN, **{"title.sv": ""}), "'title.sv' is missing"),
    ("men", an_indicator(MEN, **{"title.sv": '" "'}), "'title.sv' is missing"),
    ("men", an_indicator(MEN, **{"title.de": '"x"'}), "'title.de' has an unknown language"),
    ("men", an_indicator(MEN, source=""), "'source' is missing"),
    ("men", an_indicator(MEN, source="", **{"source.fi": '"x"'}), "'source.sv' is missing"),
    ("men", an_indicator(MEN, source='{ fi = "x", sv = "x", en = "x", de = "x" }'), "source.de"),
    ("men", an_indicator(MEN, kind="sum"), "'kind' is 'sum'"),
    ("men", an_indicator(MEN, colour='"red"'), "unknown header key 'colour'"),
    ("men", an_indicator(MEN, needs="[]"), "'needs'"),
    ("men", an_indicator(MEN, order='"first"'), "'order'"),
    ("men", an_indicator(MEN, unit='"'), "not TOML"),
    ("men", MEN, "does not begin with a header"),
    ("men", "", "does not begin with a header"),
    ("Men-2", an_indicator(MEN), "is not an indicator id"),
    ("men", an_indicator("select *, from model.periods"), "no column 'numerator'"),
    ("men", an_indicator(MEN, kind="share"), "no column 'denominator'"),
    ("men", an_indicator("select 1 as numerator from model.periods"), "no column 'from_index'"),
    ("men", an_indicator("select * from model.perods"), "men.sql line 17"),
    ("men", an_indicator("select *,\n    sx\nfrom model.periods"), "men.sql line 18"),
    ("men", an_indicator("select * exclude (office), 1 as numerator from model.periods"), "office"),
    ("men", an_indicator(MEN.replace("1 as", "sex as")), "'numerator' is no whole number but"),
    ("men", an_indicator(MEN.replace("1 as", "0.5 as")), "is no whole number but DECIMAL(2,1)"),
    ("men", an_indicator(MEN.replace("1 as", "1e0 as")), "'numerator' is no whole number but"),
    (
        "men",
        an_indicator(MEN.replace("1 as", "0.1 as numerator_per_day, 1 as")),
        "'numerator_per_day' is no whole number but",
    ),
    (
        "men",
        an_indicator(MEN.replace("1 as", "0.5 as denominator, 1 as"), kind="share"),
        "'denominator' is no whole number but",
    ),
    ("men", an_indicator(""), "men.sql"),
    ("men", an_indicator(MEN, movement='"up"'), "'movement' is 'up'"),
    ("men", an_indicator(MEN, movement='"in"'), "'stock' and 'movement' go together"),
    ("men", an_indicator(MEN, stock='"unemployed"'), "'stock' and 'movement' go together"),
    ("men", an_indicator(MEN, stock='"people"', movement='"in"'), "'stock' is 'people'"),
    ("men", an_indicator(MEN, stock='"activation_rate"', movement='"in"'), "'stock' is"),
    ("men", an_indicator(MEN, stock='"long_term_left"', movement='"in"'), "'stock' is"),
    (
        "men",
        an_indicator(
            MEN,
            stock='"long_term_unemployed"',
            movement='"in"',
            other_than='"long_term_left"',
        ),
        "'other_than' is 'long_term_left'",
    ),
    ("men", an_indicator(MEN, other_than='"long_term_left"'), "'other_than' is"),
    ("men", an_indicator(MEN, own_dimensions='["colour"]'), "'own_dimensions' has 'colour'"),
    ("men", an_indicator(MEN, own_dimensions='"sex"'), "'own_dimensions'"),
]


@pytest.mark.parametrize(("name", "text", "said"), FAULTS)
def test_fault_names_the_file_and_what_is_wrong(
    tyo: Tyo, tmp_path: Path, name: str, text: str, said: str
) -> None:
    own = add_indicator(tmp_path / "own", name, text)
    ran = tyo("indicators", *LATEST, "--queries", own)
    assert (ran.code, ran.raw) == (1, b"")
    assert f"{name}.sql" in ran.err
    assert said in ran.err
    assert "in a way it should not" not in ran.err


def test_dimension_that_the_file_leaves_out(tyo: Tyo, tmp_path: Path) -> None:
    sql = "select * exclude (sex), 1 as numerator from model.periods"
    own = add_indicator(tmp_path / "own", "men", an_indicator(sql))
    command = ("indicators", "men", *LATEST, "--queries", own)
    assert tyo(*command).code == 0
    ran = tyo(*command, "--by", "sex")
    assert (ran.code, ran.raw) == (2, b"")
    assert "men cannot be broken down by sex" in ran.err


def test_file_holds_one_select_and_nothing_else(tyo: Tyo, tmp_path: Path) -> None:
    target = tmp_path / "leak.csv"
    sql = f"{MEN};\ncopy (from raw.ythaku) to '{target}'"
    own = add_indicator(tmp_path / "own", "men", an_indicator(sql))
    ran = tyo("indicators", "men", *LATEST, "--queries", own)
    assert not target.exists()
    assert ran.code == 1


def test_needed_table_that_does_not_exist(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "men", an_indicator(MEN, needs='["YTHAKKU"]'))
    ran = tyo("indicators", "men", *LATEST, "--queries", own)
    assert ran.code == 1
    assert "YTHAKKU" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("queries = ", "is not TOML"),
        ("query = []", "unknown key 'query'"),
        ('queries = "own"', "list of folders"),
        ("queries = [1]", "list of folders"),
        ('queries = ["nowhere"]', "nowhere"),
    ],
)
def test_broken_configuration(tyo: Tyo, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "tyo.toml").write_text(text, encoding="utf-8")
    ran = tyo("catalogue")
    assert (ran.code, ran.raw) == (2, b"")
    assert said in ran.err


def test_configuration_with_the_mark_of_windows(tyo: Tyo, tmp_path: Path) -> None:
    add_indicator(tmp_path / "own", "men", an_indicator(MEN))
    (tmp_path / "tyo.toml").write_text('queries = ["own"]\n', encoding="utf-8-sig")
    assert tyo("catalogue", "--format", "csv").rows[-1]["id"] == "men"


def test_first_unknown_key_of_the_file_is_named(tyo: Tyo, tmp_path: Path) -> None:
    keys = [f"key{number}" for number in (5, 3, 9, 1, 7)]
    (tmp_path / "tyo.toml").write_text("".join(f"{one} = 1\n" for one in keys), encoding="utf-8")
    assert "unknown key 'key5'" in tyo("catalogue").err


def test_configuration_that_is_no_text(tyo: Tyo, tmp_path: Path) -> None:
    (tmp_path / "tyo.toml").write_bytes(b"queries = ['\xe4']")
    assert tyo("catalogue").code == 2
    (tmp_path / "tyo.toml").unlink()
    (tmp_path / "tyo.toml").mkdir()
    assert tyo("catalogue").code == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", "omat kyselyt ohjelman kyselyjen tilalla: unemployed"),
        ("sv", "egna frågor i stället för programmets: unemployed"),
        ("en", "own queries in place of the program's: unemployed"),
    ],
)
def test_query_in_place_of_ours_is_told_by_every_output_and_one_of_its_own_name_is_not(
    tyo: Tyo, tmp_path: Path, language: str, said: str
) -> None:
    own = add_indicator(tmp_path / "own", "men", an_indicator(MEN))
    options = ("--queries", own, "--lang", language)
    month = (*LATEST[:2], "--month", "2024-07")
    commands = (
        ("indicators", "jobseekers", *LATEST),
        ("variants", "unemployed", *LATEST),
        ("flows", *LATEST),
        ("explain", "unemployed", *month),
        ("catalogue",),
    )
    for command in commands:
        assert said not in tyo(*command, *options).err
    add_indicator(own, "unemployed", an_indicator(MEN))
    for command in commands:
        assert f"note: {said} (" in tyo(*command, *options).err
    explained = tyo(*commands[3], *options).out
    assert " · " + STANDS_IN[language] in " ".join(explained.split())
    assert tyo("plot", "unemployed", *LATEST[:2], *options, "-o", "page.svg").code == 0
    words = (tmp_path / "page.svg.alt.txt").read_text(encoding="utf-8")
    assert said[0].upper() + said[1:] in words


@pytest.mark.parametrize("command", ["indicators", "explain", "plot"])
def test_people_in_no_group_of_a_breakdown_are_refused(
    tyo: Tyo, tmp_path: Path, command: str
) -> None:
    sql = "select * replace (nullif(sex, 'man') as sex), 1 as numerator from model.periods"
    own = add_indicator(tmp_path / "own", "some", an_indicator(sql))
    more = {"explain": ("--month", "2024-07"), "plot": ("-o", "page.svg")}.get(command, ())
    asked = (command, "some", "-r", "raahe", *more, "--queries", own)
    ran = tyo(*asked, "--by", "age_group,sex")
    assert (ran.code, ran.raw) == (1, b"")
    assert "some.sql: sex is null in some rows" in ran.err
    assert "coalesce(sex, 'unknown') as sex" in ran.err
    assert tyo(*asked, "--by", "age_group").code == 0


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("count", "-1 as numerator"),
        ("count", "3000000000 as numerator"),
        ("share", "3 as numerator, 1 as denominator"),
        ("share", "0 as numerator, -1 as denominator"),
        ("mean", "-30 as numerator, 1 as denominator"),
        ("count", "-1 as numerator, 0 as numerator_per_day"),
        ("share", "-1 as numerator, 1 as denominator, 0 as numerator_per_day"),
        ("median", "'nan'::double as numerator, 1 as denominator"),
        ("median", "'inf'::double as numerator, 1 as denominator"),
    ],
)
@pytest.mark.parametrize("command", ["indicators", "explain"])
def test_numbers_that_would_get_past_the_protection_are_refused(
    tyo: Tyo, tmp_path: Path, kind: str, numbers: str, command: str
) -> None:
    sql = f"select *, {numbers} from model.periods where sex = 'woman'"
    own = add_indicator(tmp_path / "own", "some", an_indicator(sql, kind=kind))
    month = ("--month", "2024-07") if command == "explain" else ("--from", "2024-07")
    ran = tyo(command, "some", "-r", "raahe", *month, "--queries", own)
    assert (ran.code, ran.raw) == (1, b"")
    said = ("below zero or above", "has no numerator_per_day", "is no number")
    assert any(one in ran.err for one in said)


def test_yes_and_no_are_numbers(tyo: Tyo, tmp_path: Path) -> None:
    sql = "select *, true as numerator, true as denominator from model.periods"
    own = add_indicator(tmp_path / "own", "some", an_indicator(sql, kind="share"))
    assert tyo("indicators", "some", *LATEST, "--queries", own).rows[0]["denominator"] == "15"


def test_numbers_that_grow_by_the_day_begin_below_zero(tyo: Tyo, tmp_path: Path) -> None:
    ours = (FOLDERS.own / "indicators" / "search_duration.sql").read_text(encoding="utf-8")
    own = add_indicator(tmp_path / "own", "duration", ours)
    values = [
        tyo("indicators", one, *LATEST, "--queries", own).rows[0]["value"]
        for one in ("search_duration", "duration")
    ]
    assert values[0] == values[1] != ""


def test_variant_of_nothing_says_so(tyo: Tyo, tmp_path: Path) -> None:
    own = add_indicator(tmp_path / "own", "some", an_indicator(MEN, variant_of='"activation"'))
    ran = tyo("catalogue", "--queries", own)
    assert (ran.code, ran.raw) == (1, b"")
    assert "there is no such indicator" in ran.err
