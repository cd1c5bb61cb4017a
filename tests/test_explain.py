"""The trace of a figure of `tyo indicators`: the counts that lead to it, and what is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import product
from tests.cli.program import (
    add_indicator,
    an_indicator,
    make_database,
    seekers,
    small_register,
    together,
)
from tyollisyys_cli import database
from tyollisyys_cli.catalogue import read_catalogue
from tyollisyys_cli.explain import as_frame, document, numerator_unit, trace
from tyollisyys_cli.resources import QueryFolders
from tyollisyys_cli.scope import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.oracle import Register
    from tyollisyys_cli.explain import Cell, Trace

MONTH = date(2024, 7, 1)
BREAKDOWNS = [[], ["sex", "spell_length"]]


def explained(
    path: Path,
    indicator: str,
    region: str = "finland",
    by: Sequence[str] = (),
    month: date = MONTH,
    folders: QueryFolders = product.FOLDERS,
    threshold: int = 5,
) -> Trace:
    """Trace a figure of a loaded database."""
    catalogue = read_catalogue(folders)
    asked = tuple(catalogue.select([indicator]))
    request = Request(
        indicators=asked,
        regions=(product.regions()[region],),
        by=tuple(catalogue.select_dimensions(by, asked)),
        threshold=threshold,
    )
    with database.reading(path, folders) as connection:
        return trace(connection, folders, request, month)


def counts(cell: Cell) -> list[int | None]:
    """Return the counts of a cell's steps, None where one is not shown."""
    return [step.count for step in cell.steps]


def figure(cell: Cell) -> tuple[object, ...]:
    """Return the figure of a cell as a row of `tyo indicators` has it."""
    return tuple(vars(cell.figure).values())


def born(year: int, register: Register) -> Register:
    """Let everybody of a register be born in a year."""
    people = [{**row, "syntyv": str(year)} for row in register["YHENK"]]
    return {**register, "YHENK": people}


# ------------------------------------------------------------------- every figure of the program


@pytest.mark.parametrize("by", BREAKDOWNS, ids=lambda by: "-".join(by) or "all")
@pytest.mark.parametrize("indicator", product.catalogue().indicators)
def test_trace_has_the_very_figures_of_the_month(
    sample_database: Path, indicator: str, by: list[str]
) -> None:
    found = explained(sample_database, indicator, "raahe", by)
    frame = product.compute(sample_database, [indicator], ["raahe"], by, threshold=5).frame
    rows = frame.filter(frame["month"] == "2024-07").select(
        *by, "value", "numerator", "denominator", "status"
    )
    assert [(*cell.group, *figure(cell)) for cell in found.cells] == rows.rows()
    before = frame.filter(frame["month"] == "2024-06", frame["status"] == "ok")
    previous = {row[: len(by)]: row[len(by) :] for row in before.select(rows.columns).rows()}
    for cell in found.cells:
        if cell.figure.status == "ok" and cell.group in previous:
            assert cell.previous
            assert tuple(vars(cell.previous).values()) == previous[cell.group]


@pytest.mark.parametrize("by", BREAKDOWNS, ids=lambda by: "-".join(by) or "all")
@pytest.mark.parametrize("indicator", product.catalogue().indicators)
def test_steps_fall_to_the_figure_and_its_parts_give_the_value(
    sample_database: Path, indicator: str, by: list[str]
) -> None:
    found = explained(sample_database, indicator, "raahe", by, threshold=1)
    for cell in found.cells:
        now = cell.figure
        if now.status != "ok":
            assert counts(cell) == [None] * len(cell.steps)
            continue
        left = [one or 0 for one in counts(cell)]
        assert None not in counts(cell)
        assert left == sorted(left, reverse=True)
        assert left[-1] == (now.numerator if found.indicator.kind == "count" else now.denominator)
        if now.value is not None:
            parts = (now.numerator or 0) / (1 if now.denominator is None else now.denominator)
            assert now.value == pytest.approx(parts * found.scale, abs=5e-5)


@pytest.mark.parametrize("by", [["destination"], ["sex", "destination"]])
def test_destinations_of_a_trace_add_up_to_all_who_left(
    sample_database: Path, by: list[str]
) -> None:
    whole = explained(sample_database, "long_term_left", by=by[:-1], threshold=1)
    split = explained(sample_database, "long_term_left", by=by, threshold=1)
    for cell in whole.cells:
        parts = [one for one in split.cells if one.group[:-1] == cell.group]
        assert all(counts(one)[-1] == one.figure.numerator for one in parts)
        # Before the last step who stays would count as moved, a group that may have nobody.
        assert sum(counts(one)[-1] or 0 for one in parts) == counts(cell)[-1]
        assert sum(one.figure.numerator or 0 for one in parts) == cell.figure.numerator
        assert cell.figure.numerator


def test_last_step_of_a_movement_keeps_who_does_not_stay(sample_database: Path) -> None:
    # Who goes on being long-term unemployed in the cell stays; a part has more that go than all.
    (whole,) = explained(sample_database, "long_term_left", threshold=1).cells
    rows, moved = counts(whole)[-2:]
    assert rows
    assert moved
    assert rows > moved


def test_group_that_nobody_is_in_this_month_is_explained_as_tyo_indicators_reports_it(
    tmp_path: Path,
) -> None:
    # The women of Porvoo come in July.
    path = make_database(small_register(), tmp_path)
    cells = explained(path, "jobseekers", "porvoo", ["sex"], date(2024, 6, 1)).cells
    assert [(cell.group, figure(cell), counts(cell)) for cell in cells] == [
        (("man",), (None, None, None, "hidden"), [None]),
        (("woman",), (0.0, 0, None, "ok"), [0]),
    ]


# ---------------------------------------------------------------------------- counts drawn by hand


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load 40 clients of Raahe, 34 of them from January to July 2024.

    Unemployed: 9 aged 22 and 8 men and 7 women aged 44; working: 10 men aged 44. From July on: 6
    more unemployed aged 22.
    """
    return make_database(
        together(
            born(2002, seekers("young", 9)),
            seekers("men", 8),
            seekers("women", 7, sex="2"),
            seekers("working", 10, state="01"),
            born(2002, seekers("new", 6, start="01.07.2024")),
        ),
        tmp_path_factory.mktemp("drawn"),
    )


def test_steps_count_jobseekers_then_unemployed_then_young(drawn: Path) -> None:
    (cell,) = explained(drawn, "under_25", "raahe").cells
    assert [(step.condition, step.count) for step in cell.steps] == [
        ("model.periods", 40),
        ("unemployed", 30),
        ("age_group in ('15-19', '20-24')", 15),
    ]
    assert figure(cell) == (15.0, 15, None, "ok")


def test_steps_of_a_share_lead_to_its_denominator(drawn: Path) -> None:
    (cell,) = explained(drawn, "unemployed_share", "raahe").cells
    assert counts(cell) == [40]
    assert figure(cell) == (75.0, 30, 40, "ok")


def test_steps_of_a_flow_are_spells(drawn: Path) -> None:
    # 24 spells began in January and all still ran half a year later.
    found = explained(drawn, "flow_6_months", "raahe")
    (cell,) = found.cells
    assert (found.row_unit, counts(cell), figure(cell)) == ("spells", [24], (100.0, 24, 24, "ok"))


def test_movement_is_of_people_also_where_its_rows_are_not(drawn: Path) -> None:
    # A spell has a row for each of its edges, a period for what follows it.
    for movement in ("long_term_crossed", "long_term_left"):
        found = explained(drawn, movement, "raahe")
        assert (found.row_unit, numerator_unit(found)) == ("rows", "persons")


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        ("model.periods", "persons"),
        ("model.periods as p", "persons"),
        ("model.snapshot s", "persons"),
        ("model.unemployment_spells", "spells"),
        ("model.periods inner join model.persons using (person)", "rows"),
    ],
)
def test_rows_are_people_where_a_person_has_one_a_month(
    drawn: Path, source: str, unit: str
) -> None:
    found = explained(drawn, "jobseekers", "raahe")
    assert replace(found, query=replace(found.query, source=source)).row_unit == unit


def test_steps_of_a_group_are_those_of_its_people(drawn: Path) -> None:
    cells = explained(drawn, "unemployed", "raahe", ["sex"]).cells
    assert {cell.group: counts(cell) for cell in cells} == {
        ("man",): [33, 23],
        ("woman",): [7, 7],
    }


def test_month_before_and_its_difference(drawn: Path) -> None:
    shown = document(explained(drawn, "under_25", "raahe"), "en")["cells"][0]
    assert shown["previous"] == {
        "month": "2024-06",
        "value": 9.0,
        "numerator": 9,
        "denominator": None,
        "status": "ok",
    }
    assert shown["change"] == {"value": 6.0, "numerator": 6, "denominator": None}


def test_month_that_the_extract_does_not_reach_is_not_observable(drawn: Path) -> None:
    (cell,) = explained(drawn, "unemployed", "raahe", month=date(2025, 1, 1)).cells
    assert figure(cell) == (None, None, None, "not_observable")
    assert counts(cell) == [None, None]


def test_indicator_whose_table_is_missing_is_not_available(tmp_path: Path) -> None:
    searches = {"YTHAKU": seekers("A", 9)["YTHAKU"]}
    found = explained(make_database(searches, tmp_path), "unemployed")
    assert [figure(cell)[3] for cell in found.cells] == ["not_available"]
    assert counts(found.cells[0]) == [None, None]


# -------------------------------------------------------------------------------- hidden is hidden


def numbers_of(found: Trace) -> set[float]:
    """Return every number that a trace gives away, in its rows and in its document."""
    listed: list[object] = as_frame(found)["value"].to_list()
    for cell in document(found, "en")["cells"]:
        listed += [cell["value"], cell["numerator"], cell["denominator"], *cell["change"].values()]
        listed += [step["count"] for step in cell["steps"]]
        listed += (cell["previous"] or {}).values()
    return {one for one in listed if isinstance(one, (int, float))}


def test_hidden_figure_has_no_number_at_all(tmp_path: Path) -> None:
    path = make_database(together(seekers("few", 3), seekers("many", 20, state="01")), tmp_path)
    found = explained(path, "unemployed")
    assert [figure(cell) for cell in found.cells] == [(None, None, None, "hidden")]
    assert not numbers_of(found)
    assert set(as_frame(found)["status"]) == {"hidden"}
    assert found.cells[0].previous is None


def test_step_that_leaves_a_few_people_out_is_hidden(tmp_path: Path) -> None:
    # 12 of 15 are unemployed: 15 would tell that 3 are not.
    path = make_database(together(seekers("many", 12), seekers("few", 3, state="01")), tmp_path)
    (cell,) = explained(path, "unemployed").cells
    assert [(step.count, step.status) for step in cell.steps] == [(None, "hidden"), (12, "ok")]
    (cell,) = explained(path, "unemployed", threshold=3).cells
    assert counts(cell) == [15, 12]


def test_month_before_that_is_hidden_stays_so(tmp_path: Path) -> None:
    path = make_database(
        together(seekers("few", 3), seekers("new", 6, start="01.07.2024")), tmp_path
    )
    found = explained(path, "unemployed")
    shown = document(found, "en")["cells"][0]
    assert (shown["value"], shown["previous"]["status"]) == (9.0, "hidden")
    assert set(shown["change"].values()) == {None}
    assert numbers_of(found) == {9}


def test_no_number_of_the_sample_tells_of_a_few_people(sample_database: Path) -> None:
    by = ["municipality", "citizenship_group"]
    for indicator in ("under_25", "activation_rate_foreign", "inflow", "unemployment_duration"):
        for cell in explained(sample_database, indicator, "porvoo", by).cells:
            shown = [one for one in counts(cell) if one is not None]
            if cell.figure.status != "ok":
                assert not shown
            apart = {abs(one - other) for one in shown for other in shown}
            assert not (apart | set(shown)) & {1, 2, 3, 4}


# --------------------------------------------------------------------------- what it rests on


def refusing(few: int, many: int) -> Register:
    """Return 20 unemployed, and others with a day that is none and with an end before the start."""
    register = together(seekers("A", 20), seekers("few", few), seekers("many", many))
    ends = {"few": ("01.02.2024", "31.02.2024"), "many": ("01.03.2024", "01.02.2024")}
    for row in register["YTYOLL"]:
        wrong = ends.get(row["hid_e"].rstrip("0123456789"))
        if wrong:
            row["tappvh"], row["tppvm"] = wrong
    return register


def test_refused_rows_are_those_of_the_indicator_s_tables(tmp_path: Path) -> None:
    path = make_database(refusing(6, 7), tmp_path)
    found = explained(path, "unemployed")
    assert [(one.table, one.code, one.rows, one.persons) for one in found.refused] == [
        ("YTYOLL", "end_before_start", 7, 7),
        ("YTYOLL", "not_a_date", 6, 6),
    ]
    assert found.refused_persons == 13
    assert not explained(path, "jobseekers").refused


def test_refused_rows_of_a_few_persons_are_not_counted(tmp_path: Path) -> None:
    # 10 in all would tell the 3.
    found = explained(make_database(refusing(3, 7), tmp_path), "unemployed")
    assert [(one.rows, one.persons, one.status) for one in found.refused] == [
        (7, 7, "ok"),
        (None, None, "hidden"),
    ]
    assert found.refused_persons is None


def test_refused_rows_are_also_those_of_the_tables_behind_region_and_breakdown(
    tmp_path: Path,
) -> None:
    # Whose office is refused is no client of the trial; whose person is, has no sex.
    register = together(seekers("A", 20), seekers("gone", 6), seekers("bare", 7))
    for row in register["YHTSTO"][20:26]:
        row["muupv7"] = "31.02.2024"
    for row in register["YHENK"][26:]:
        row["sukup"] = "?"
    path = make_database(register, tmp_path)
    found = {
        (region, *by): [(one.table, one.persons) for one in explained(path, *rest).refused]
        for region, by in (("finland", ()), ("raahe", ()), ("raahe", ("sex",)))
        if (rest := ("jobseekers", region, by))
    }
    assert found == {
        ("finland",): [],
        ("raahe",): [("YHTSTO", 6)],
        ("raahe", "sex"): [("YHENK", 7), ("YHTSTO", 6)],
    }


def trained(course: str, count: int, register: Register) -> Register:
    """Let the first people of a register be trained in a course."""
    row = {"alpvm": "01.06.2024", "papvm": "31.12.2024", "alkood": "1", "ktunoh": course}
    return {"YTYOKOU": [{"hid_e": one["hid_e"], **row} for one in register["YHENK"][:count]]}


def test_refused_course_touches_all_who_were_trained_in_one_that_is_not_there(
    tmp_path: Path,
) -> None:
    people, others = seekers("A", 20), seekers("B", 20)
    courses = [{"ktuno": "K1", "kurslaji": "15"}, {"ktuno": "", "kurslaji": "15"}]
    register = together(people, others, trained("K1", 8, people), trained("K2", 9, others))
    path = make_database({**register, "KTYOKOU": courses}, tmp_path)
    found = explained(path, "in_service")
    assert [(one.table, one.rows, one.persons) for one in found.refused] == [("KTYOKOU", 1, 9)]
    assert found.refused_persons == 9


def test_service_rests_on_courses_and_mediated_jobs_too(sample_database: Path) -> None:
    tables = ["KTYOKOU", "YSIJOIT", "YTHAKU", "YTKOKE", "YTVALIT", "YTVPOLL", "YTYOKOU"]
    found = explained(sample_database, "jobseekers", by=["service_category"])
    assert [one.table for one in found.files] == tables
    found = explained(sample_database, "in_service")
    assert [one.table for one in found.files] == [*tables, "YTYOLL"]


def test_breakdown_by_service_tells_that_codes_stand_in_for_services(drawn: Path) -> None:
    def notes(by: list[str]) -> list[str]:
        return [note.id for note in explained(drawn, "jobseekers", by=by).notes]

    assert notes(["sex", "service_category"]) == ["services_stand_in"]
    assert notes(["sex"]) == []


def test_loaded_files_are_those_that_the_figure_rests_on(drawn: Path) -> None:
    found = explained(drawn, "jobseekers", "raahe", ["age_group"])
    assert [one.table for one in found.files] == ["YHENK", "YHTSTO", "YTHAKU"]
    assert all(len(one.sha256) == 64 for one in found.files)
    assert [one.table for one in explained(drawn, "jobseekers").files] == ["YTHAKU"]


def names_of(found: Trace) -> set[str]:
    """Return the names of the constants that a figure rests on."""
    return {one.name for one in found.policy if one.table == "constants"}


def test_policy_is_what_the_query_and_the_region_rest_on(drawn: Path) -> None:
    assert names_of(explained(drawn, "long_term_unemployed")) == {"long_term_months"}
    assert "repeat_days" in names_of(explained(drawn, "structural_unemployed"))
    assert names_of(explained(drawn, "outflow_open_market")) == {"open_market_follow_up_days"}
    tables = {one.table for one in explained(drawn, "jobseekers", "raahe", ["age_group"]).policy}
    assert tables == {"age_groups", "offices", "regions"}


def test_own_policy_says_where_it_stands_and_what_it_replaces(drawn: Path, tmp_path: Path) -> None:
    ours = product.FOLDERS.packaged_policy("constants")
    own = tmp_path / "constants.csv"
    changed = ours.read_text(encoding="utf-8").replace("long_term_months;12", "long_term_months;6")
    own.write_text(changed, encoding="utf-8")
    folders = QueryFolders(own=product.FOLDERS.own, policies=(("constants", own),))
    path = tmp_path / "tyo.duckdb"
    path.write_bytes(drawn.read_bytes())
    found = explained(path, "long_term_unemployed", "raahe", folders=folders)
    (months,) = [one for one in found.policy if one.name == "long_term_months"]
    assert (months.value, months.file, months.line, months.instead_of) == ("6", own, 2, "12")
    assert found.cells[0].figure.numerator == 24


# ------------------------------------------------------------------------------- a user's own query


_MEN = "select *, from model.periods where sex = 'man'"
_GROUPED = "select person, from_index, to_index, office, count(*) as numerator,"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (
            "select *, 1 as numerator, from model.periods where unemployed and sex = 'man'",
            [40, 30, 23],
        ),
        (f"with men as ({_MEN}) select *, 1 as numerator, from men where unemployed", [33, 23]),
        (f"select *, 1 as numerator, from ({_MEN}) as men where unemployed", [33, 23]),
        (f"{_GROUPED} from model.periods where unemployed and sex = 'man' group by all", [23]),
        ("select *, sex = 'man' as man, 1 as numerator, from model.periods where man", [40, 33]),
    ],
)
def test_own_query_is_taken_apart_as_far_as_it_can_be(
    drawn: Path, tmp_path: Path, sql: str, expected: list[int]
) -> None:
    added = add_indicator(tmp_path / "own", "men", an_indicator(sql))
    folders = QueryFolders(own=product.FOLDERS.own, added=(added,))
    (cell,) = explained(drawn, "men", "raahe", folders=folders).cells
    assert counts(cell) == expected
    assert cell.figure.numerator == expected[-1]
