"""What needs a process of its own: pipes, consoles, terminals and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.program import EXTRACT_DATE, run_process

SAMPLE = Path(__file__).parents[2] / "sample_data"
TYO = (sys.executable, "-m", "tyollisyys_cli")
FIGURES = ("indicators", "jobseekers", "-r", "raahe")
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a Unix terminal or signal")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_console_of_another_code_page(tmp_path: Path, database: Path, encoding: str) -> None:
    ran = run_process(*FIGURES, folder=tmp_path, environment={"PYTHONIOENCODING": encoding})
    assert database
    assert (ran.code, ran.err) == (0, "")
    assert "▄" in ran.out


@unix
@pytest.mark.parametrize(
    "command", [("regions", "--format", "csv"), ("regions",), ("--help",), ("sql", "from range(9)")]
)
def test_reader_that_has_seen_enough(
    tmp_path: Path, database: Path, command: tuple[str, ...]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*TYO, *command], cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert database
    err = done.stderr.decode()
    assert "Traceback" not in err
    assert "error" not in err


@unix
def test_closed_stdout_is_told(tmp_path: Path) -> None:
    """As `tyo regions >&-` in a script."""
    command = f"'{sys.executable}' -m tyollisyys_cli regions --format csv >&-"
    ran = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert ran.returncode == 2
    assert "standard output cannot be written: it is closed" in ran.stderr.decode()


@unix
def test_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*TYO, "regions"], cwd=tmp_path, stdout=writing, check=False)
    os.close(writing)
    assert done.returncode == 0


WRITING = ("policy regions", "catalogue", "layout YTYOLL.csv")
HELPING = ("--help", "--version", "flows --help")


@unix
@pytest.mark.parametrize(
    ("command", "redirection"),
    [
        *((command, ">&-") for command in WRITING),
        *((command, "> /dev/full") for command in (*WRITING, *HELPING)),
    ],
)
def test_stdout_that_takes_nothing(tmp_path: Path, command: str, redirection: str) -> None:
    file = tmp_path / "YTYOLL.csv"
    file.write_text("hid_e;tyolkd;alkpvm;paattpvm\nA;02;01.01.2024;\n", encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m tyollisyys_cli {command} {redirection}', sys.executable],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        check=False,
    )
    err = done.stderr.decode()
    assert done.returncode == 2
    assert "error: standard output cannot be written" in err
    assert "Traceback" not in err


@unix
@pytest.mark.parametrize("wait", [0.02, 0.05, 0.15])
def test_interrupt_at_start_is_quiet(tmp_path: Path, wait: float) -> None:
    # Until it says so, Python itself is starting, and not quiet when that is interrupted.
    start = "from tyollisyys_cli.__main__ import main; print(flush=True); main()"
    started = subprocess.Popen(
        [sys.executable, "-c", start, "regions"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout
    started.stdout.readline()
    time.sleep(wait)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=30)
    assert (started.returncode in (0, 130), err) == (True, b"")


@unix
def test_interrupt_while_nobody_reads_a_pipe(tmp_path: Path, database: Path) -> None:
    pipe = tmp_path / "figures.csv"
    os.mkfifo(pipe)
    started = subprocess.Popen(
        [*TYO, "indicators", "-r", "raahe", "--format", "csv", "-o", pipe],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    assert database
    time.sleep(3)
    assert started.poll() is None
    started.send_signal(signal.SIGINT)
    try:
        started.communicate(timeout=5)
    finally:
        started.kill()
    assert started.returncode == 130
    assert pipe.is_fifo()


@unix
def test_interrupt_while_the_engine_works(tmp_path: Path, database: Path) -> None:
    statement = "select count(*) from range(1000000) a, range(1000000) b"
    started = subprocess.Popen(
        [*TYO, "sql", statement],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert database
    time.sleep(1.5)
    started.send_signal(signal.SIGINT)
    try:
        out, err = started.communicate(timeout=5)
    finally:
        started.kill()
    assert (started.returncode, out) == (130, b"")
    assert b"error" not in err


def on_terminal(*arguments: str | Path, folder: Path) -> tuple[int, str]:
    """Run `tyo` with its stderr on a terminal; return its code and what the terminal got."""
    import pty

    terminal, stderr = pty.openpty()
    started = subprocess.Popen(
        [*TYO, *map(str, arguments)], cwd=folder, stdout=subprocess.DEVNULL, stderr=stderr
    )
    os.close(stderr)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux says so when the last writer has closed the terminal
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    return started.wait(), shown.decode()


@unix
def test_progress_of_a_long_load_stands_on_a_terminal_only(tmp_path: Path) -> None:
    """The whole sample: 3 s of work."""
    code, shown = on_terminal(
        *("load", SAMPLE, "--db", "sample.duckdb", "--key", "key"), folder=tmp_path
    )
    assert code == 0
    assert "\rloading model/" in shown
    table = run_process("indicators", "-r", "raahe", "--db", "sample.duckdb", folder=tmp_path)
    assert f"{EXTRACT_DATE.year}" in table.out.splitlines()[0]
    assert "\x1b" not in table.err + table.out
    assert len(table.out.splitlines()) > 25


@unix
def test_no_progress_for_what_is_quick(tmp_path: Path, database: Path) -> None:
    assert database
    code, shown = on_terminal(*FIGURES, folder=tmp_path)
    assert (code, shown) == (0, "")


def test_module_and_command_are_the_same(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("tyo")
    if not command.exists():
        pytest.skip("the command is not installed beside the interpreter")
    by_command = subprocess.run([command, "--version"], capture_output=True, check=True)
    assert by_command.stdout == run_process("--version", folder=tmp_path).raw
