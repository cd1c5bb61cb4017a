"""Writes frames: machine formats and tables, to stdout or whole to a file. Data in, text out."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import polars as pl

from tyollisyys_cli.errors import ReaderGoneError, UsageError
from tyollisyys_cli.files import write_file
from tyollisyys_cli.table_text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console, RenderableType

FORMATS = ("table", "csv", "json", "jsonl", "md", "parquet")
_BY_SUFFIX = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "md",
    ".parquet": "parquet",
    ".txt": "table",
}
# A spreadsheet runs a text that begins with one of these as a formula.
_FORMULA_START = r"^[=+\-@\t\r]"


def choose_format(asked: str | None, file: Path | None) -> str:
    """Return the format asked for, else the one of the file's suffix, else a table.

    Raises UsageError for an unknown format or suffix.
    """
    file = _real(file)
    if asked:
        if asked not in FORMATS:
            raise UsageError(f"no format '{asked}'", f"one of {', '.join(FORMATS)}")
        return asked
    if file is None:
        return "table"
    if file.suffix.lower() not in _BY_SUFFIX:
        raise UsageError(
            f"{file}: the suffix does not say the format",
            f"one of {', '.join(_BY_SUFFIX)}, or say --format",
        )
    return _BY_SUFFIX[file.suffix.lower()]


def encode(frame: pl.DataFrame, form: str) -> bytes:
    """Return a frame in a machine format: UTF-8 without BOM, rows ended with a line feed.

    `csv` uses commas and decimal points; texts that a spreadsheet would run get a leading `'`.
    """
    buffer = io.BytesIO()
    if form == "csv":
        _without_formulas(frame).write_csv(buffer)
    elif form == "parquet":
        frame.write_parquet(buffer)
    elif form == "md":
        return _markdown(frame).encode()
    elif form == "jsonl":
        _with_numbers(frame).write_ndjson(buffer)
    else:
        return _json(frame)
    return buffer.getvalue()


def _json(frame: pl.DataFrame) -> bytes:
    """Return a list with an object per row, a row per line."""
    buffer = io.BytesIO()
    _with_numbers(frame).write_ndjson(buffer)
    lines = buffer.getvalue().decode().rstrip("\n").split("\n")
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _with_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Have decimal numbers be numbers in JSON, too, not texts."""
    return frame.with_columns(pl.selectors.decimal().cast(pl.Float64))


def as_json(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON for people and programs."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _without_formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Put `'` before every text that a spreadsheet would take for a formula."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_FORMULA_START))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.String
    )


def _markdown(frame: pl.DataFrame) -> str:
    """Return a pipe table; numbers stand to the right."""
    rules = ["---:" if kind.is_numeric() else "---" for kind in frame.schema.values()]
    rows = [[_cell(value) for value in row] for row in frame.iter_rows()]
    names = [_cell(name) for name in frame.columns]
    return "".join(f"| {' | '.join(row)} |\n" for row in (names, rules, *rows))


def _cell(value: object) -> str:
    """Return a value as text that cannot break out of its cell."""
    shown = "" if value is None else str(value)
    return printable(shown).replace("\\", "\\\\").replace("|", "\\|")


def _real(file: Path | None) -> Path | None:
    """Return the file to write to; `-` is standard output, as everywhere."""
    return None if file is None or str(file) == "-" else file


def write(content: bytes, file: Path | None) -> None:
    """Write to stdout, or whole to a file that only its owner can read.

    Raises UsageError when it cannot be written, ReaderGoneError when nobody reads on.
    """
    if file := _real(file):
        write_file(content, file)
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except (OSError, AttributeError) as error:  # a closed stdout is None
        reason = "it is closed" if sys.stdout is None else error  # pyright: ignore[reportUnnecessaryComparison]
        raise UsageError(
            f"standard output cannot be written: {reason}", "write to a file with -o FILE"
        ) from error


def render(parts: Iterable[RenderableType], *, width: int, to_file: bool) -> bytes:
    """Return rich parts as text, so many columns wide.

    Colour codes are for a terminal only, and not where NO_COLOR is set.
    """
    from rich.console import Console  # 50 ms that machine formats do without

    buffer = io.StringIO()
    is_terminal = not to_file and bool(sys.stdout) and sys.stdout.isatty()  # closed: None
    # A console of an early Windows prints the codes of colours as they are.
    is_terminal = is_terminal and not Console(file=sys.stdout).legacy_windows
    console: Console = Console(
        file=buffer,
        width=width,
        force_terminal=is_terminal,
        no_color=not is_terminal or bool(os.environ.get("NO_COLOR")),
        highlight=False,
        markup=False,
        emoji=False,
    )
    parts = list(parts)
    # On a narrow terminal lines wrap; cut cells and vanished columns would be lost.
    unbounded = console.options.update(max_width=sys.maxsize)
    needed = (console.measure(part, options=unbounded).minimum for part in parts)
    console.width = max([console.width, *needed])
    for part in parts:
        console.print(part)
    lines = buffer.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines).encode()


def width_of(file: Path | None) -> int:
    """Return how wide a table may be: 100 columns in a file, else as the terminal, or 80."""
    import shutil

    return 100 if _real(file) else shutil.get_terminal_size((80, 24)).columns


def remarks(sentences: Sequence[str]) -> list[RenderableType]:
    """Return sentences that end a table, each with a capital."""
    from rich.text import Text

    shown = [printable(one[:1].upper() + one[1:]) for one in sentences]
    return [Text(one, style="dim") for one in shown]


def write_frame(
    frame: pl.DataFrame, form: str, file: Path | None, table: Sequence[RenderableType] = ()
) -> None:
    """Write a frame in a format; `table` is what the format `table` shows instead of plain rows."""
    if form == "table":
        from tyollisyys_cli.plain_table import PlainTable  # draws in rich: see `render`

        parts = table or [PlainTable(frame)]
        content = render(parts, width=width_of(file), to_file=_real(file) is not None)
    else:
        content = encode(frame, form)
    write(content, file)
