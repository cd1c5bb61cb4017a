"""How a typed name is folded, and which names are offered for a wrong one."""

from __future__ import annotations

import pytest

from tyollisyys_cli.errors import UsageError
from tyollisyys_cli.names import closest, fold, unknown_name

TOWNS = ["Raahe", "Rauma", "Porvoo", "Pori", "Jyväskylä", "Hämeenlinna"]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Jyväskylä", "jyvaskyla"),
        ("Åbo", "abo"),
        ("BORGÅ", "borga"),
        ("Café", "cafe"),
        ("Tromsø", "tromso"),
    ],
)
def test_case_and_marks_of_letters_do_not_matter(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_a_letter_typed_as_two_code_points_is_the_same_letter() -> None:
    assert fold("A\u030abo") == fold("\u00c5bo") == "abo"


@pytest.mark.parametrize(
    "typed",
    ["Raahen seutu", "Raahen-seutu", "raahen_seutu", "RAAHEN \u2013 SEUTU", " Raahen\u00a0seutu "],
)
def test_spaces_dashes_and_underscores_are_one_dash(typed: str) -> None:
    assert fold(typed) == "raahen-seutu"


@pytest.mark.parametrize("typed", ["", "  ", "--", "_ -"])
def test_nothing_but_separators_folds_to_nothing(typed: str) -> None:
    assert fold(typed) == ""


@pytest.mark.parametrize("typed", ["Tunturi-Lappi - Pello", "S:t Michel", "049"])
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rahe", "Raahe"),  # a letter left out
        ("Rahae", "Raahe"),  # two letters swapped
        ("porvo", "Porvoo"),
        ("Hameenlina", "Hämeenlinna"),
    ],
)
def test_a_slip_of_the_hand_finds_the_name(typed: str, meant: str) -> None:
    assert closest(typed, TOWNS)[0] == meant


@pytest.mark.parametrize("typed", ["", "x", "Stockholm", "678"])
def test_a_name_far_from_all_finds_none(typed: str) -> None:
    assert closest(typed, TOWNS) == []


def test_nearer_names_come_first_and_equally_near_ones_in_the_order_given() -> None:
    assert closest("ta99", ["ta19", "ta09", "ta98", "ta999"]) == ["ta999", "ta19", "ta09"]


def test_names_that_hold_the_words_come_before_those_spelt_nearly_so() -> None:
    names = ["flow_12_months", "inflow", "flow_1_month", "net_flow", "stock"]
    assert closest("flow", names, 4) == ["net_flow", "flow_1_month", "flow_12_months", "inflow"]
    assert closest("12 months", names) == ["flow_12_months"]
    assert closest("inflow", names)[0] == "inflow"


def test_no_more_names_than_the_limit_are_offered() -> None:
    assert len(closest("ta99", ["ta19", "ta09", "ta98", "ta91"])) == 3
    assert closest("ta99", ["ta19", "ta09"], limit=1) == ["ta19"]


def test_of_names_that_fold_to_one_the_first_is_offered() -> None:
    assert closest("rahe", ["raahe", "Raahe", "RAAHE"]) == ["raahe"]


def test_an_unknown_name_is_a_usage_error_that_names_the_nearest_and_counts_all() -> None:
    error = unknown_name(
        "region",
        "rahe",
        ["raahe (trial)", "678 (municipality)", "porvoo (trial)"],
        "tyo regions",
    )
    assert isinstance(error, UsageError)
    assert error.exit_code == 2
    assert error.message == "no region named 'rahe'"
    assert error.hint == "did you mean 'raahe' (trial)? `tyo regions` lists all 3"


@pytest.mark.parametrize(
    ("candidates", "offered"),
    [
        (["ta19"], "'ta19'"),
        (["ta19", "ta09"], "'ta19' or 'ta09'"),
        (["ta19", "ta09", "ta98"], "'ta19', 'ta09' or 'ta98'"),
    ],
)
def test_several_near_names_read_as_a_sentence(candidates: list[str], offered: str) -> None:
    assert unknown_name("area", "ta99", candidates, "tyo regions").hint == (
        f"did you mean {offered}? `tyo regions` lists all {len(candidates)}"
    )


def test_without_a_near_name_the_hint_only_says_where_the_list_is() -> None:
    error = unknown_name("dimension", "colour", ["sex", "age_group"], "tyo dimensions")
    assert error.hint == "`tyo dimensions` lists all 2"


def test_a_label_is_shown_and_not_compared() -> None:
    assert unknown_name("region", "trial", ["raahe (trial)"], "tyo regions").hint == (
        "`tyo regions` lists all 1"
    )
