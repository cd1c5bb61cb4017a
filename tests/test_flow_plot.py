"""What a drawing of flows shows, and what it must never show."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import polars as pl
import pytest

from tyollisyys_cli.drawing import PALETTE, REST_COLOUR
from tyollisyys_cli.errors import UsageError, WithheldError
from tyollisyys_cli.flow_plot import FlowFigure, check_cells, draw_flows
from tyollisyys_cli.flows import COUNTS

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


def row(month: str, region: str = "raahe", status: str = "ok", **counts: int) -> dict[str, object]:
    """Make a row of flows: what is not told is zero, and a row that is not shown has no count."""
    told = {one: counts.get(one, 0) if status == "ok" else None for one in COUNTS}
    return {"region": region, "month": month, **told, "status": status}


def table(*rows: dict[str, object]) -> pl.DataFrame:
    texts = dict.fromkeys(("region", "month", "status"), pl.String())
    return pl.DataFrame(list(rows), schema_overrides={**dict.fromkeys(COUNTS, pl.Int64()), **texts})


# In March 60 become 90: 50 and 10 come, 30 leave, to six destinations.
MARCH = row(
    "2024-03",
    opening=60,
    crossed=50,
    arrived=10,
    left_in_service=10,
    left_search_ended=8,
    left_outside=5,
    left_moved=4,
    left_part_time=2,
    left_subsidised=1,
    closing=90,
)
THREE = (row("2024-02", status="not_observable"), MARCH, row("2024-04", status="hidden"))


def figure(*regions: str, language: str = "en") -> FlowFigure:
    names = tuple((one, one.capitalize()) for one in regions or ("raahe",))
    return FlowFigure("Raahe & others", "Source: a test", names, language)


def words(path: Path) -> str:
    return path.with_name(f"{path.name}.alt.txt").read_text("utf-8").replace("\u00a0", " ")


def drawn(data: pl.DataFrame, of: FlowFigure, path: Path) -> ElementTree.Element:
    draw_flows(data, of, path)
    return ElementTree.fromstring(path.read_bytes())  # noqa: S314 our own file


def fills(svg: ElementTree.Element) -> list[str]:
    """Return the colours of everything that is filled; black is what SVG fills with untold."""
    styles = [node.get("style", "") for node in svg.iter(f"{SVG}path") if node.get("clip-path", "")]
    written = [one if "fill:" in one else "fill: #000000" for one in styles]
    return [one.upper() for style in written for one in re.findall(r"fill: (#\w{6})", style)]


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()).strip() for node in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_flows_give_the_same_bytes(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    # Matplotlib takes this for the clock: a date left in a file would differ.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    draw_flows(table(*THREE), figure(), first)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    alt = draw_flows(table(*THREE), figure(), second)
    assert first.read_bytes() == second.read_bytes()
    assert alt == tmp_path / f"second.{form}.alt.txt"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{name}.{form}{end}" for name in ("first", "second") for end in ("", ".alt.txt")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_words_tell_the_stock_who_came_and_who_left(tmp_path: Path) -> None:
    draw_flows(table(*THREE), figure(), tmp_path / "a.svg")
    assert words(tmp_path / "a.svg").splitlines() == [
        "Raahe & others",
        "Regions: Raahe. Months: Mar 2024–Apr 2024.",
        (
            "Raahe: long-term unemployed first 60 (Feb 2024), lowest 60 (Feb 2024), highest 90 "
            "(Mar 2024), latest 90 (Mar 2024). In the months shown (1) 60 came: crossed 12 months "
            "50, already long-term 10. 30 left: a service 10, job search ended 8, outside the "
            "labour force 5, others 7. Months hidden to protect small groups: 1."
        ),
        "Left: others: another region or group, part-time work, subsidised work.",
        "Source: a test",
    ]


@pytest.mark.parametrize(
    ("language", "legend"),
    [
        ("fi", ["Tuli: 12 kk täyttyi", "Poistui: työnhaku päättyi", "Poistui: muut"]),
        ("sv", ["Kom: 12 mån. fylldes", "Lämnade: jobbsökningen upphörde", "Lämnade: övriga"]),
        ("en", ["Came: crossed 12 months", "Left: job search ended", "Left: others"]),
    ],
)
def test_legend_has_the_groups_of_the_words(
    tmp_path: Path, language: str, legend: list[str]
) -> None:
    svg = drawn(table(*THREE), figure(language=language), tmp_path / "a.svg")
    assert set(legend) <= set(texts(svg))
    names = [one.partition(": ")[2] for one in legend]
    assert all(f"{name} " in words(tmp_path / "a.svg") for name in names)


def test_five_groups_have_a_colour_and_all_others_are_grey(tmp_path: Path) -> None:
    found = fills(drawn(table(*THREE), figure(), tmp_path / "a.svg"))
    bars = [one for one in found if one in (*PALETTE, REST_COLOUR)]
    # A bar has one part for each group, and the legend repeats it.
    assert {one: bars.count(one) for one in bars} == dict.fromkeys((*PALETTE, REST_COLOUR), 2)


def test_lone_destination_beside_the_named_ones_keeps_its_name(tmp_path: Path) -> None:
    four = row(
        "2024-03",
        opening=40,
        left_in_service=9,
        left_outside=8,
        left_moved=7,
        left_part_time=6,
        closing=10,
    )
    svg = drawn(table(four), figure(), tmp_path / "a.svg")
    assert "Left: part-time work" in texts(svg)
    assert "Left: others" not in texts(svg)


def test_groups_are_the_same_in_every_region(tmp_path: Path) -> None:
    few = row("2024-03", "porvoo", opening=9, left_moved=9)
    draw_flows(table(MARCH, few), figure("raahe", "porvoo"), tmp_path / "a.svg")
    # 13 moved in all, the most; to whom nobody of Porvoo went has a zero there.
    porvoo = words(tmp_path / "a.svg").splitlines()[3]
    assert "9 left: another region or group 9, a service 0, job search ended 0, others 0." in porvoo


def test_hidden_month_is_marked_and_no_month_is_drawn_as_zero(tmp_path: Path) -> None:
    with_hidden = drawn(table(*THREE), figure(), tmp_path / "a.svg")
    without = drawn(table(MARCH), figure(), tmp_path / "b.svg")
    assert "#EBEBEB" in fills(with_hidden)
    assert "#EBEBEB" not in fills(without)
    marked = [one for one in texts(with_hidden) if one.startswith("× on a pale ground")]
    assert len(marked) == 1


def test_no_file_is_drawn_where_every_month_is_hidden(tmp_path: Path) -> None:
    hidden = table(MARCH).with_columns(status=pl.lit("hidden"))
    with pytest.raises(WithheldError):
        draw_flows(hidden, figure(), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_months_that_cannot_be_known_are_left_out(tmp_path: Path) -> None:
    svg = drawn(table(*THREE), figure(), tmp_path / "a.svg")
    assert "Mar 2024" in texts(svg)
    assert "Feb 2024" not in texts(svg)


@pytest.mark.parametrize(
    ("status", "note"),
    [
        ("hidden", "No figures: hidden to protect small groups"),
        ("not_observable", "Not available: cannot be observed in these months"),
        ("not_available", "Not available: the extract lacks what it needs"),
    ],
)
def test_region_without_figures_says_why(
    tmp_path: Path, status: str, note: str, recwarn: pytest.WarningsRecorder
) -> None:
    data = table(MARCH, row("2024-03", "porvoo", status=status))
    both = drawn(data, figure("raahe", "porvoo"), tmp_path / "a.svg")
    assert texts(both).count(note) == 2
    assert f"Porvoo: {note}." in words(tmp_path / "a.svg")
    alone = drawn(data.filter(region="porvoo"), figure("porvoo"), tmp_path / "b.svg")
    assert texts(alone).count(note) == 2
    assert not any(one.startswith("×") for one in texts(alone))
    assert not list(recwarn)


@pytest.mark.parametrize(
    ("regions", "names"),
    [
        (["raahe"], ["man", "woman"]),
        (["raahe", "porvoo"], ["Raahe, man", "Raahe, woman", "Porvoo"]),
    ],
)
def test_every_group_has_its_own_panels_under_its_name(
    tmp_path: Path, regions: list[str], names: list[str]
) -> None:
    # Nothing is known of the first month of any group, nor of any month of Porvoo.
    groups = ({**MARCH, "sex": "man"}, {**MARCH, "sex": "woman", "closing": 91, "arrived": 11})
    unknown = (row("2024-02", status="not_observable"), row("2024-03", "porvoo", status="hidden"))
    whole = FlowFigure("Raahe", "Source: a test", figure(*regions).regions, "en", ("sex",))
    svg = drawn(table(*unknown, *groups), whole, tmp_path / "a.svg")
    said = words(tmp_path / "a.svg").splitlines()[2 : 2 + len(names)]
    assert [one.partition(":")[0] for one in said] == names
    assert ["highest 90" in one for one in said[:2]] == [True, False]
    assert ["highest 91" in one for one in said[:2]] == [False, True]
    assert all(sum(text.startswith(f"{name}: ") for text in texts(svg)) == 2 for name in names)


def test_breakdown_with_more_groups_than_a_page_has_room_for_is_refused(tmp_path: Path) -> None:
    ages = [{**MARCH, "age_group": f"{start}-{start + 4}"} for start in range(20, 45, 5)]
    whole = FlowFigure("Raahe", "Source: a test", figure().regions, "en", ("age_group",))
    with pytest.raises(UsageError, match="4 regions or groups, not of 5"):
        draw_flows(table(*ages), whole, tmp_path / "a.svg")
    assert not list(tmp_path.iterdir())


def test_page_has_room_for_four_regions() -> None:
    check_cells(range(4))
    with pytest.raises(UsageError, match="4 regions or groups, not of 5"):
        check_cells(range(5))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_text_leaves_the_page_or_meets_another(tmp_path: Path, language: str) -> None:
    """Titles of panels side by side: each ends before the next begins."""
    names = ("raahe", "porvoo", "finland", "helsinki")
    data = table(*({**MARCH, "region": one} for one in names))
    svg = drawn(data, figure(*names, language=language), tmp_path / "a.svg")
    width = float(svg.get("viewBox", "").split()[2])
    columns = [one for one in texts(svg) if one.startswith(("Raahe:", "Helsinki:"))]
    assert len(columns) >= 4
    for node in svg.iter(f"{SVG}text"):
        x = re.search(r"translate\(([\d.]+)", node.get("transform", ""))
        left = float(x.group(1)) if x else float(node.get("x", "0"))
        assert 0 <= left < width
