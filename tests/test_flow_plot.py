"""What a drawing of flows shows, and what it must never show."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import polars as pl
import pytest

from tyollisyys_cli.drawing import PALETTE, REST_COLOUR
from tyollisyys_cli.errors import UsageError, WithheldError
from tyollisyys_cli.flow_frames import COUNTS, SUMS, Flows
from tyollisyys_cli.flow_plot import FlowFigure, check_cells, draw_flows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


MONTHS = [f"{year}-{i:02}" for year in (2021, 2022, 2023, 2024) for i in range(1, 13)]
BEFORE = dict(zip(MONTHS[1:], MONTHS, strict=False))


def row(
    month: str,
    region: str = "raahe",
    status: str = "ok",
    of: Sequence[str] = COUNTS,
    **counts: int,
) -> dict[str, object]:
    """Make a row of flows: what is not told is zero, and a row that is not shown has no count."""
    told = {one: counts.get(one, 0) if status == "ok" else None for one in of}
    return {"region": region, "month": month, **told, "status": status}


def shown(*rows: dict[str, object], years: Sequence[dict[str, object]] = ()) -> Flows:
    """Make flows of rows of months, whose stock is shown where they are, and of rows of years.

    The stock of a month is its closing, that of the month before the first its opening.
    """
    texts = dict.fromkeys(("region", "month", "status"), pl.String())
    counts = dict.fromkeys((*COUNTS, "left"), pl.Int64())
    by = dict.fromkeys(("sex", "age_group"), pl.String())
    months, whole_years = (pl.DataFrame(of, schema=texts | by | counts) for of in (rows, years))
    keys = ["region", "month", "sex", "age_group"]
    before = months.filter(status="ok").unique("region", keep="first", maintain_order=True)
    stocks = [
        before.with_columns(month=pl.col("month").replace(BEFORE), stock="opening"),
        months.with_columns(stock="closing"),
    ]
    return Flows(
        frame=months.select(*keys, *COUNTS, "status"),
        stock=pl.concat(stocks).unique(keys, keep="first").select(*keys, "stock", "status"),
        years=whole_years.select(*keys, *SUMS, "status"),
        extract_date=date(2024, 7, 31),
        notes=(),
    )


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
YEAR = row("2023", of=SUMS, opening=40, crossed=45, arrived=5, left=30, closing=60)
THREE = (row("2024-02", status="not_observable"), MARCH, row("2024-04", status="hidden"))


def figure(*regions: str, language: str = "en") -> FlowFigure:
    names = tuple((one, one.capitalize()) for one in regions or ("raahe",))
    return FlowFigure("Raahe & others", "Source: a test", names, language)


def words(path: Path) -> str:
    return path.with_name(f"{path.name}.alt.txt").read_text("utf-8").replace("\u00a0", " ")


def drawn(data: Flows, of: FlowFigure, path: Path) -> ElementTree.Element:
    draw_flows(data, of, path)
    return ElementTree.fromstring(path.read_bytes())  # noqa: S314 our own file


def fills(svg: ElementTree.Element) -> list[str]:
    """Return the colours of everything that is filled; black is what SVG fills with untold."""
    styles = [node.get("style", "") for node in svg.iter(f"{SVG}path") if node.get("clip-path", "")]
    written = [one if "fill:" in one else "fill: #000000" for one in styles]
    return [one.upper() for style in written for one in re.findall(r"fill: (#\w{6})", style)]


def spans(svg: ElementTree.Element, colour: str) -> list[tuple[float, float]]:
    """Return the left and right edge of everything that is filled with a colour, from the left."""
    found: list[tuple[float, float]] = []
    for node in svg.iter(f"{SVG}path"):
        if f"fill: {colour}".lower() in node.get("style", "").lower() and node.get("clip-path"):
            edges = [
                float(x) for x, _ in re.findall(r"[ML] ([\d.-]+) ([\d.-]+)", node.get("d", ""))
            ]
            found.append((min(edges), max(edges)))
    return sorted(found)


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()).strip() for node in svg.iter(f"{SVG}text")]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_flows_give_the_same_bytes(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    # Matplotlib takes this for the clock: a date left in a file would differ.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    draw_flows(shown(*THREE), figure(), first)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    alt = draw_flows(shown(*THREE), figure(), second)
    assert first.read_bytes() == second.read_bytes()
    assert alt == tmp_path / f"second.{form}.alt.txt"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{name}.{form}{end}" for name in ("first", "second") for end in ("", ".alt.txt")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_words_tell_the_stock_who_came_and_who_left(tmp_path: Path) -> None:
    draw_flows(shown(*THREE), figure(), tmp_path / "a.svg")
    assert words(tmp_path / "a.svg").splitlines() == [
        "Raahe & others",
        "Regions: Raahe. Months: Mar 2024–Apr 2024.",
        (
            "Raahe: long-term unemployed first 60 (Feb 2024), lowest 60 (Feb 2024), highest 90 "
            "(Mar 2024), latest 90 (Mar 2024). Months whose stock is hidden: 1. In the months "
            "shown (1) 60 came: crossed 12 months 50, already long-term 10. 30 left: a service "
            "10, job search ended 8, outside the labour force 5, others 7. Months hidden to "
            "protect small groups: 1."
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
    svg = drawn(shown(*THREE), figure(language=language), tmp_path / "a.svg")
    assert set(legend) <= set(texts(svg))
    names = [one.partition(": ")[2] for one in legend]
    assert all(f"{name} " in words(tmp_path / "a.svg") for name in names)


def test_five_groups_have_a_colour_and_all_others_are_grey(tmp_path: Path) -> None:
    found = fills(drawn(shown(*THREE), figure(), tmp_path / "a.svg"))
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
    svg = drawn(shown(four), figure(), tmp_path / "a.svg")
    assert "Left: part-time work" in texts(svg)
    assert "Left: others" not in texts(svg)


def test_groups_are_the_same_in_every_region(tmp_path: Path) -> None:
    few = row("2024-03", "porvoo", opening=9, left_moved=9)
    draw_flows(shown(MARCH, few), figure("raahe", "porvoo"), tmp_path / "a.svg")
    # 13 moved in all, the most; to whom nobody of Porvoo went has a zero there.
    porvoo = words(tmp_path / "a.svg").splitlines()[3]
    assert "9 left: another region or group 9, a service 0, job search ended 0, others 0." in porvoo


def test_hidden_month_is_marked_and_no_month_is_drawn_as_zero(tmp_path: Path) -> None:
    with_hidden = drawn(shown(*THREE), figure(), tmp_path / "a.svg")
    without = drawn(shown(MARCH), figure(), tmp_path / "b.svg")
    assert "#EBEBEB" in fills(with_hidden)
    assert "#EBEBEB" not in fills(without)
    marked = [one for one in texts(with_hidden) if one.startswith("× on a pale ground")]
    assert len(marked) == 1


def test_no_file_is_drawn_where_every_month_is_hidden(tmp_path: Path) -> None:
    data = shown(MARCH, years=[YEAR])
    for name in ("frame", "stock", "years"):
        exposed = getattr(data, name).with_columns(status=pl.lit("hidden"))
        with pytest.raises(WithheldError):
            draw_flows(replace(data, **{name: exposed}), figure(), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_months_that_cannot_be_known_are_left_out(tmp_path: Path) -> None:
    svg = drawn(shown(*THREE), figure(), tmp_path / "a.svg")
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
    silent = row("2024-03", "porvoo", status=status)
    both = drawn(shown(MARCH, silent), figure("raahe", "porvoo"), tmp_path / "a.svg")
    assert texts(both).count(note) == 2
    assert f"Porvoo: {note}." in words(tmp_path / "a.svg")
    alone = drawn(shown(silent), figure("porvoo"), tmp_path / "b.svg")
    assert texts(alone).count(note) == 2
    assert not any(one.startswith("×") for one in texts(alone))
    assert not list(recwarn)


def hidden_months() -> Flows:
    """Make the years 2022 and 2023 and half a year more, all months hidden; 2023 is shown."""
    months = [f"{year}-{i:02}" for year in (2022, 2023, 2024) for i in range(1, 13)][:30]
    hidden = shown(*(row(one, status="hidden") for one in months), years=[YEAR])
    known = shown(*(row(one, opening=40 + i, closing=41 + i) for i, one in enumerate(months)))
    return replace(hidden, stock=known.stock)


def test_whole_years_stand_for_hidden_months_below_the_stock(tmp_path: Path) -> None:
    svg = drawn(hidden_months(), figure(), tmp_path / "a.svg")
    assert "Came in the year upward, left downward (persons)" in texts(svg)
    assert "Whole calendar years; other months (pale ground) are not drawn." in texts(svg)
    assert [one for one in texts(svg) if one.startswith(("Came:", "Left:"))] == [
        "Came: crossed 12 months",
        "Came: already long-term",
        "Left: in all",
    ]
    # A bar of the year has a part for each group, and the legend repeats it.
    bars = [one for one in fills(svg) if one in PALETTE]
    assert {one: bars.count(one) for one in bars} == dict.fromkeys(PALETTE[:2], 2)
    assert words(tmp_path / "a.svg").splitlines()[2] == (
        "Raahe: long-term unemployed first 40 (Dec 2021), lowest 40 (Dec 2021), highest 70 "
        "(Jun 2024), latest 70 (Jun 2024). In the whole years shown (1) 50 came: crossed 12 "
        "months 45, already long-term 5. 30 left. Months hidden to protect small groups: 18."
    )


def test_months_outside_the_years_that_are_shown_are_marked_as_hidden(tmp_path: Path) -> None:
    """The grounds of 2022 and of half of 2024 are as wide as that, and the bar nearly a year."""
    svg = drawn(hidden_months(), figure(), tmp_path / "a.svg")
    assert any(one.startswith("× on a pale ground") for one in texts(svg))
    half, whole = sorted(last - first for first, last in spans(svg, "#EBEBEB"))
    assert whole == pytest.approx(2 * half, rel=0.01)
    years = [last - first for first, last in spans(svg, PALETTE[1]) if last - first > half / 2]
    # A millimetre (60 of 1,440 points make an inch) is free at either side of a bar.
    assert years == [pytest.approx(whole - 2 * 72 / 25.4, rel=0.01)]


def test_months_that_no_year_holds_have_a_pale_ground_and_no_cross(tmp_path: Path) -> None:
    """They are shown in the table: here white would say that nobody came."""
    hidden = [row(f"2023-{i:02}", status="hidden") for i in range(1, 13)]
    still = [row(f"2024-{i:02}", opening=49, closing=49) for i in range(1, 7)]
    svg = drawn(shown(*hidden, *still, years=[YEAR]), figure(), tmp_path / "a.svg")
    # The other ground is that of the stock, hidden in 2023.
    of_stock, of_months = (last - first for first, last in spans(svg, "#EBEBEB"))
    assert of_months == pytest.approx(of_stock / 2, rel=0.01)
    assert "Months hidden" not in words(tmp_path / "a.svg")


def test_one_that_nobody_is_in_is_not_in_the_legend(tmp_path: Path) -> None:
    svg = drawn(
        shown(row("2024-01", opening=40, crossed=9, closing=49)), figure(), tmp_path / "a.svg"
    )
    came = [one for one in texts(svg) if one.startswith(("Came:", "Left:"))]
    assert came == ["Came: crossed 12 months"]


def test_what_shows_more_people_stands_months_or_whole_years(tmp_path: Path) -> None:
    by_month, by_year = (
        f"Came in the {one} upward, left downward (persons)" for one in ("month", "year")
    )
    months = [row(f"2023-{i:02}", opening=40, crossed=9, closing=49) for i in range(1, 13)]
    hidden = [row(f"2023-{i:02}", status="hidden") for i in range(1, 13)]
    for shown_months, expected in ((9, by_month), (8, by_year)):
        data = shown(*months[:shown_months], *hidden[shown_months:], years=[YEAR])
        assert expected in texts(drawn(data, figure(), tmp_path / "a.svg"))
    # Side by side all have the same: the 27 of Porvoo alone would stand by month.
    raahe = shown(*hidden, years=[YEAR])
    porvoo = shown(
        *({**one, "region": "porvoo"} for one in months[:3]),
        row("2023-04", "porvoo", status="hidden"),
    )
    both = Flows(
        pl.concat([raahe.frame, porvoo.frame]),
        pl.concat([raahe.stock, porvoo.stock]),
        raahe.years,
        raahe.extract_date,
        (),
    )
    found = texts(drawn(both, figure("raahe", "porvoo"), tmp_path / "a.svg"))
    assert not any("Came in the month" in one for one in found)
    assert "No figures: hidden to protect small groups" in found
    assert (
        "Came in the year upward, left downward (persons): No figures: hidden to protect"
        in words(tmp_path / "a.svg")
    )


def test_hidden_stock_breaks_the_line_and_a_lone_month_is_a_point(tmp_path: Path) -> None:
    months = [row(f"2024-{i:02}", opening=9, closing=9) for i in range(2, 7)]
    data = shown(*months)
    names = pl.col("month").is_in(["2024-02", "2024-04"])
    stock = data.stock.with_columns(
        stock=pl.when(~names).then("stock"),
        status=pl.when(names).then(pl.lit("hidden")).otherwise("status"),
    )
    svg = drawn(replace(data, stock=stock), figure(), tmp_path / "a.svg")
    # January and March stand alone: the grounds between them are two months wide.
    first, second = spans(svg, "#EBEBEB")
    assert second[0] == pytest.approx(first[1])
    assert "Months whose stock is hidden: 2." in words(tmp_path / "a.svg")
    assert any(one.startswith("× on a pale ground") for one in texts(svg))


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
    svg = drawn(shown(*unknown, *groups), whole, tmp_path / "a.svg")
    said = words(tmp_path / "a.svg").splitlines()[2 : 2 + len(names)]
    assert [one.partition(":")[0] for one in said] == names
    assert ["highest 90" in one for one in said[:2]] == [True, False]
    assert ["highest 91" in one for one in said[:2]] == [False, True]
    assert all(sum(text.startswith(f"{name}: ") for text in texts(svg)) == 2 for name in names)


def test_breakdown_with_more_groups_than_a_page_has_room_for_is_refused(tmp_path: Path) -> None:
    ages = [{**MARCH, "age_group": f"{start}-{start + 4}"} for start in range(20, 45, 5)]
    whole = FlowFigure("Raahe", "Source: a test", figure().regions, "en", ("age_group",))
    with pytest.raises(UsageError, match="4 regions or groups, not of 5"):
        draw_flows(shown(*ages), whole, tmp_path / "a.svg")
    assert not list(tmp_path.iterdir())


def test_page_has_room_for_four_regions() -> None:
    check_cells(range(4))
    with pytest.raises(UsageError, match="4 regions or groups, not of 5"):
        check_cells(range(5))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_text_leaves_the_page_or_meets_another(tmp_path: Path, language: str) -> None:
    """Titles of panels side by side: each ends before the next begins."""
    names = ("raahe", "porvoo", "finland", "helsinki")
    data = shown(*({**MARCH, "region": one} for one in names))
    svg = drawn(data, figure(*names, language=language), tmp_path / "a.svg")
    width = float(svg.get("viewBox", "").split()[2])
    columns = [one for one in texts(svg) if one.startswith(("Raahe:", "Helsinki:"))]
    assert len(columns) >= 4
    for node in svg.iter(f"{SVG}text"):
        x = re.search(r"translate\(([\d.]+)", node.get("transform", ""))
        left = float(x.group(1)) if x else float(node.get("x", "0"))
        assert 0 <= left < width
