"""Any frame as a table for people: at every width, nothing of it is lost."""

from __future__ import annotations

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.measure import Measurement

from tyollisyys_cli.plain_table import PlainTable

FRAME = pl.DataFrame(
    {
        "id": ["activation_rate_without_rehabilitative_work", "unemployed"],
        "persons": [1_234_567, None],
        "source": ["a sentence of short words that may wrap at any of them", ""],
    }
)


def drawn(frame: pl.DataFrame, width: int, *, terminal: bool) -> list[str]:
    """Return the lines of a table drawn at a width, or as wide as it needs at least."""
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None)
    table = PlainTable(frame)
    unbounded = console.options.update(max_width=10_000)
    console.width = max(width, Measurement.get(console, unbounded, table).minimum)
    with console.capture() as captured:
        console.print(table)
    return [line.rstrip() for line in captured.get().splitlines()]


def test_a_table_with_room_has_a_line_per_row() -> None:
    lines = drawn(FRAME, 200, terminal=True)
    assert [line.split() for line in lines[2:]] == [
        f"activation_rate_without_rehabilitative_work 1234567 {FRAME['source'][0]}".split(),
        ["unemployed"],
    ]


def test_words_wrap_before_any_is_broken() -> None:
    lines = drawn(FRAME, 80, terminal=True)
    assert max(map(len, lines)) <= 80
    assert lines[2].split()[:3] == ["activation_rate_without_rehabilitative_work", "1234567", "a"]


def test_a_narrow_terminal_breaks_words_but_no_number() -> None:
    lines = drawn(FRAME, 40, terminal=True)
    assert max(map(len, lines)) <= 40
    assert "1234567" in lines[2].split()
    broken = "".join(line[:15].strip() for line in lines[2:-1])
    assert broken == "activation_rate_without_rehabilitative_work"


def test_a_pipe_keeps_words_whole_at_any_width() -> None:
    words = " ".join(drawn(FRAME, 20, terminal=False)).split()
    assert {"activation_rate_without_rehabilitative_work", "1234567", "sentence"} <= set(words)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_table_without_rows_has_its_heading(terminal: bool) -> None:  # noqa: FBT001
    assert drawn(FRAME.clear(), 80, terminal=terminal)[0].split() == ["id", "persons", "source"]


LETTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="─")


@given(
    texts=st.lists(st.text(LETTERS, max_size=60), min_size=1, max_size=4),
    width=st.integers(1, 120),
    terminal=st.booleans(),
)
def test_no_character_is_lost_at_any_width(texts: list[str], width: int, terminal: bool) -> None:  # noqa: FBT001
    numbers = [10**place for place in range(len(texts))]
    frame = pl.DataFrame({"text": texts, "number": numbers, "again": texts})
    shown = "".join("".join(drawn(frame, width, terminal=terminal)).split())
    cells = ["text", "number", "again", *texts, *texts, *map(str, numbers)]
    assert sorted(shown.replace("─", "")) == sorted("".join(cells))
