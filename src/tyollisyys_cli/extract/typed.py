"""The cells of Excel and Parquet files as text, read in a process of their own.

A damaged file can end whoever reads it: a cell in the far corner of a sheet asks for 500 GB, a day
millions of years away is a panic. Here it ends a process beside the load, which refuses the file.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli.extract.defects import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import fastexcel

EXCEL, PARQUET = "Excel", "Parquet"
_MEMORY = 4 * 1024**3
_FINLAND = "Europe/Helsinki"
Sheet = tuple[str, pl.DataFrame | None]


def read_typed(path: Path, kind: str, data: bytes, sheet: str = "") -> list[Sheet]:
    """Return the sheets of a file with their names, all or the one named; a Parquet file has one.

    Dates are ISO dates, whole numbers have no point. A sheet is None when it cannot be read;
    raises FileRefusedError when the file cannot.
    """
    # -P: no module in the current folder takes the place of one of ours.
    command = (sys.executable, "-P", "-m", __name__, kind, sheet)
    done = subprocess.run(
        command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise FileRefusedError("unreadable_file", path, value=kind)
    return list(_received(done.stdout))


def _received(answer: bytes) -> Iterator[Sheet]:
    """Yield the sheets of an answer."""
    file = io.BytesIO(answer)
    while line := file.readline():
        name, size = json.loads(line)
        yield name, pl.read_ipc(file.read(size)) if size else None


# ----------------------------------------------------------------------- in the process of its own


def main(kind: str, sheet: str) -> None:
    """Read a file from stdin and write its sheets to stdout: a line with name and size, cells."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    for name, cells in _workbook(data, sheet) if kind == EXCEL else [("", _parquet(data))]:
        body = io.BytesIO()
        if cells is not None:
            cells.write_ipc(body)
        head = json.dumps([name, body.tell()]) + "\n"
        sys.stdout.buffer.write(head.encode() + body.getvalue())


def _limit_memory() -> None:
    """Let the process fail before the machine does, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core would hold the ids of persons


def _workbook(data: bytes, sheet: str) -> Iterator[Sheet]:
    """Yield the sheets from their first row on: cells as they stand."""
    import fastexcel  # 30 ms

    book = fastexcel.read_excel(data)
    load: Callable[..., fastexcel.ExcelSheet] = book.load_sheet  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    for name in book.sheet_names:
        if sheet in ("", name):
            try:
                cells = load(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            except fastexcel.FastExcelError:
                yield name, None
            else:
                yield name, cells


def _parquet(data: bytes) -> pl.DataFrame:
    """Return the columns of a Parquet file."""
    frame = pl.read_parquet(io.BytesIO(data))
    return frame.select([_as_text(frame[name]).alias(name) for name in frame.columns])


def _as_text(cells: pl.Series) -> pl.Series:
    """Return a typed column as the text that the same column of a CSV file has."""
    if cells.dtype.is_float():
        cells = _whole(cells)
    elif cells.dtype.is_nested():  # no column of ours: in one, every row is refused
        cells = pl.select(pl.when(cells.is_not_null()).then(pl.lit("[...]"))).to_series()
    elif cells.dtype == pl.Binary:
        texts = [one if one is None else one.decode(errors="replace") for one in cells]
        cells = pl.Series(texts, dtype=pl.String)
    elif cells.dtype == pl.Boolean:
        cells = cells.cast(pl.Int8)
    elif cells.dtype.is_decimal():
        cells = cells.cast(pl.String).str.replace(r"\.0+$", "")
    elif isinstance(cells.dtype, pl.Datetime) and cells.dtype.time_zone:
        # Midnight in Finland is the day before in UTC.
        cells = cells.dt.convert_time_zone(_FINLAND).dt.replace_time_zone(None)
    return cells.cast(pl.String, strict=False).fill_null("")


def _whole(cells: pl.Series) -> pl.Series:
    """Return numbers as text, whole ones without a point."""
    whole = cells.cast(pl.Int64, strict=False)
    is_whole = (whole.cast(cells.dtype) == cells).fill_null(value=False)
    texts = pl.when(is_whole).then(whole.cast(pl.String)).otherwise(cells.cast(pl.String))
    return pl.select(texts).to_series()


if __name__ == "__main__":
    arguments: Sequence[str] = sys.argv[1:]
    main(*arguments)
