"""What a figure shows, and what it must never show."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import polars as pl
import pytest

from tyollisyys_cli import plotting
from tyollisyys_cli.errors import UsageError, WithheldError
from tyollisyys_cli.plotting import Event, Figure, Series
from tyollisyys_cli.resources import query_folders

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"

SHARE = Series("activation_rate_long_term", "Pitkäaikaistyöttömien aktivointiaste", "%")
COUNT = Series("jobseekers", "Työnhakijat laskentapäivänä", "henkilöä")
WEEKS = Series("search_duration", "Työnhaun keskimääräinen kesto", "viikkoa")


def frame(table: str) -> pl.DataFrame:
    """Read `indicator | region | month | value` lines; a value that is a word is a status."""
    rows: list[tuple[str, str, str, float | None, str]] = []
    for line in table.strip().splitlines():
        indicator, region, month, cell = (part.strip() for part in line.split("|"))
        number = re.fullmatch(r"[\d.]+", cell)
        rows.append((indicator, region, month, float(cell) if number else None, cell))
    columns = ["indicator", "region", "month", "value", "status"]
    is_number = pl.col("value").is_not_null()
    table_frame = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
    return table_frame.with_columns(
        pl.col("value").cast(pl.Float64),
        status=pl.when(is_number).then(pl.lit("ok")).otherwise(pl.col("status")),
    )


def months(series: Series, cells: str, region: str = "raahe") -> pl.DataFrame:
    """Make one line from 2024-01 on: `months(SHARE, "20.5 hidden 21")`."""
    lines = [
        f"{series.id} | {region} | 2024-{month:02} | {cell}"
        for month, cell in enumerate(cells.split(), start=1)
    ]
    return frame("\n".join(lines))


def figure(*series: Series, regions: tuple[str, ...] = ("raahe",), language: str = "fi") -> Figure:
    return Figure(
        title="Raahe & muut",
        caption="Lähde: testi",
        series=series,
        regions=tuple((region, region.capitalize()) for region in regions),
        events=(),
        language=language,
    )


def drawn(data: pl.DataFrame, of: Figure, path: Path) -> ElementTree.Element:
    plotting.draw(data, of, path)
    return ElementTree.fromstring(path.read_bytes())  # noqa: S314 our own file


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()).strip() for node in svg.iter(f"{SVG}text")]


def strokes(svg: ElementTree.Element) -> list[int]:
    """Return the number of points of every line of the first region: black, without a fill."""
    paths = [node for node in svg.iter(f"{SVG}path") if "fill: none" in node.get("style", "")]
    black = [path.get("d", "") for path in paths if "stroke: #000000" in path.get("style", "")]
    return [len(re.findall(r"[ML]", d)) for d in black]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pl.concat([months(SHARE, "20 21 hidden 23 hidden 25"), months(COUNT, "9 8 7 6 5 9")])
    of = replace(figure(SHARE, COUNT), events=tuple(plotting.read_events(query_folders())))
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    # Matplotlib takes this for the clock: a date left in a file would differ.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    plotting.draw(data, of, first)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    alt = plotting.draw(data, of, second)
    assert first.read_bytes() == second.read_bytes()
    assert alt == tmp_path / f"second.{form}.alt.txt"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{name}.{form}{end}" for name in ("first", "second") for end in ("", ".alt.txt")
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            (
                "ensimmäinen 1 700 henkilöä (1/2024), pienin 1 650 henkilöä (2/2024), "
                "suurin 1 900 henkilöä (5/2024), viimeisin 1 800 henkilöä (6/2024), "
                "2 kuukautta suojattu pienten ryhmien vuoksi."
            ),
        ),
        (
            "sv",
            (
                "första 1 700 henkilöä (1/2024), lägsta 1 650 henkilöä (2/2024), "
                "högsta 1 900 henkilöä (5/2024), senaste 1 800 henkilöä (6/2024), "
                "2 månader dolda för att skydda små grupper."
            ),
        ),
        (
            "en",
            (
                "first 1,700 henkilöä (Jan 2024), lowest 1,650 henkilöä (Feb 2024), "
                "highest 1,900 henkilöä (May 2024), latest 1,800 henkilöä (Jun 2024), "
                "2 months hidden to protect small groups."
            ),
        ),
    ],
)
def test_alt_text_names_first_lowest_highest_and_latest(
    tmp_path: Path, language: str, sentence: str
) -> None:
    data = months(COUNT, "1700 1650 hidden hidden 1900 1800")
    alt = plotting.draw(data, figure(COUNT, language=language), tmp_path / "a.png").read_text(
        "utf-8"
    )
    assert f"{COUNT.title}: {sentence}" in alt.replace("\u00a0", " ")


def test_shares_are_written_with_one_decimal_of_the_language(tmp_path: Path) -> None:
    data = months(SHARE, "20.04 31.96")
    finnish = plotting.draw(data, figure(SHARE), tmp_path / "a.png").read_text("utf-8")
    english = plotting.draw(data, figure(SHARE, language="en"), tmp_path / "b.png")
    assert "pienin 20,0\u00a0% (1/2024), suurin 32,0\u00a0% (2/2024)" in finnish
    assert "lowest 20.0% (Jan 2024), highest 32.0% (Feb 2024)" in english.read_text("utf-8")


def test_a_hidden_month_is_a_gap_and_a_month_alone_a_point(tmp_path: Path) -> None:
    svg = drawn(months(SHARE, "20 21 22 hidden 24 hidden 26 27"), figure(SHARE), tmp_path / "a.svg")
    assert sorted(strokes(svg)) == [2, 3]
    points = [node for node in svg.iter(f"{SVG}use") if "#000000" in node.get("style", "")]
    assert len(points) == 1
    whole = drawn(months(SHARE, "20 21 22 23 24 25 26 27"), figure(SHARE), tmp_path / "b.svg")
    assert strokes(whole) == [8]


def test_a_month_that_is_missing_from_the_frame_is_a_gap_too(tmp_path: Path) -> None:
    data = months(SHARE, "20 21 22 23").filter(pl.col("month") != "2024-03")
    assert strokes(drawn(data, figure(SHARE), tmp_path / "a.svg")) == [2]


def test_what_is_hidden_changes_nothing_but_the_count_of_hidden_months(tmp_path: Path) -> None:
    """The parts of a hidden row, should they come along, leave no trace in the picture."""
    data = months(COUNT, "50 51 hidden 53")
    parts = data.with_columns(
        numerator=pl.when(pl.col("status") == "hidden").then(777_777.0).otherwise("value")
    )
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    plotting.draw(data, figure(COUNT), first)
    plotting.draw(parts, figure(COUNT), second)
    assert first.read_bytes() == second.read_bytes()
    assert "3/2024" not in (tmp_path / "b.svg.alt.txt").read_text("utf-8")


def test_a_frame_with_a_value_behind_a_hidden_status_is_refused(tmp_path: Path) -> None:
    data = months(COUNT, "50 51 52").with_columns(
        status=pl.when(pl.col("month") == "2024-02").then(pl.lit("hidden")).otherwise("status")
    )
    with pytest.raises(WithheldError, match="hides: 1") as refusal:
        plotting.draw(data, figure(COUNT), tmp_path / "a.png")
    assert "51" not in refusal.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_panel_without_figures_says_why(tmp_path: Path) -> None:
    data = pl.concat(
        [
            months(SHARE, "hidden hidden"),
            months(WEEKS, "not_observable not_observable"),
            months(COUNT, "not_available not_available"),
        ]
    )
    of = replace(figure(SHARE, WEEKS, COUNT, language="en"), events=(_event("2024-02-01"),))
    seen = " ".join(texts(drawn(data, of, tmp_path / "a.svg")))
    assert "No figures: hidden to protect small groups" in seen
    assert "Not available: cannot be observed in these months" in seen
    assert "Not available: the extract lacks what it needs" in seen
    assert "①" not in seen


def _event(day: str) -> Event:
    return Event(date.fromisoformat(day), {"fi": "Muutos", "sv": "Ändring", "en": "Change"})


def test_panels_come_in_the_order_asked_for(tmp_path: Path) -> None:
    series = (WEEKS, COUNT, SHARE)
    data = pl.concat([months(one, "10 11 12") for one in (COUNT, SHARE, WEEKS)])
    seen = " ".join(texts(drawn(data, figure(*series), tmp_path / "a.svg")))
    places = [seen.index(one.title.split(" ")[0]) for one in series]
    assert places == sorted(places)


def test_regions_are_named_at_their_lines_and_one_region_is_not(tmp_path: Path) -> None:
    regions = ("raahe", "oulu", "porvoo")
    data = pl.concat(
        [
            months(SHARE, "20 21 22 23 24 25", "raahe"),
            months(SHARE, "20 21 22 23 24 25", "oulu"),
            months(SHARE, " ".join(["hidden"] * 6), "porvoo"),
        ]
    )
    several = texts(drawn(data, figure(SHARE, regions=regions), tmp_path / "a.svg"))
    assert {"Raahe", "Oulu", "Porvoo:", "ei lukuja"} <= set(several)
    single = texts(drawn(data, figure(SHARE), tmp_path / "b.svg"))
    assert "Raahe" not in single


def test_labels_keep_order_distance_and_limits() -> None:
    spread = plotting._spread  # pyright: ignore[reportPrivateUsage]
    assert spread([2.0, 8.0], [1.0, 1.0], 0.0, 10.0) == [2.0, 8.0]
    assert spread([5.0, 5.0], [1.0, 1.0], 0.0, 10.0) == [4.5, 5.5]
    assert spread([0.0, 0.0, 9.9], [1.0, 1.0, 1.0], 0.0, 10.0) == [0.5, 1.5, 9.5]


def test_only_events_within_the_months_are_marked(tmp_path: Path) -> None:
    inside, outside = _event("2024-02-01"), replace(_event("2023-12-31"), labels={"fi": "Ennen"})
    of = replace(figure(COUNT), events=(outside, inside))
    seen = " ".join(texts(drawn(months(COUNT, "9 8 7"), of, tmp_path / "a.svg")))
    assert "① Muutos 1.2.2024" in seen.replace("\u00a0", " ")
    assert "Ennen" not in seen
    assert "②" not in seen


def test_counts_start_from_zero_and_a_cut_axis_is_admitted(tmp_path: Path) -> None:
    counts = texts(drawn(months(COUNT, "900 905 910"), figure(COUNT), tmp_path / "a.svg"))
    shares = texts(drawn(months(SHARE, "60 61 62"), figure(SHARE), tmp_path / "b.svg"))
    assert "0" in counts
    assert "0" not in shares
    assert "Pystyakseli ei ala nollasta." in shares
    assert "Pystyakseli ei ala nollasta." not in counts


def test_an_svg_carries_its_title_and_text_alternative(tmp_path: Path) -> None:
    svg = drawn(months(COUNT, "9 8 7"), figure(COUNT), tmp_path / "a.svg")
    assert svg.findtext(f"{SVG}title") == "Raahe & muut"
    assert svg.findtext(f"{SVG}desc") == (tmp_path / "a.svg.alt.txt").read_text("utf-8")


def test_text_from_data_is_text(tmp_path: Path) -> None:
    """A dollar sign is no formula, a control character no defect of the file."""
    of = replace(figure(COUNT), title="a $x^2$ <b>\x1b[31m", caption="漢")
    seen = texts(drawn(months(COUNT, "9 8 7"), of, tmp_path / "a.svg"))
    assert "a $x^2$ <b> [31m" in seen


def test_another_suffix_is_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        plotting.draw(months(COUNT, "9 8"), figure(COUNT), tmp_path / "raahe.jpg")
    assert ".png, .svg or .pdf" in refusal.value.hint


def test_a_folder_that_does_not_exist_is_explained(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        plotting.draw(months(COUNT, "9 8"), figure(COUNT), tmp_path / "none" / "raahe.png")


def test_every_event_has_a_label_in_every_language() -> None:
    events = plotting.read_events(query_folders())
    assert [event.date for event in events] == sorted(event.date for event in events)
    assert date(2022, 5, 2) in [event.date for event in events]
    for event in events:
        assert set(event.labels) == set(plotting.LANGUAGES)
        assert all(event.labels.values())
