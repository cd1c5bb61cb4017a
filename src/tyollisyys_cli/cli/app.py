"""The application: its commands, and what becomes of their errors."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Abort, TyperException

from tyollisyys_cli.cli import (
    catalogue,
    check,
    explain,
    flows,
    forget,
    indicators,
    layout,
    load,
    loads,
    plot,
    policy,
    sample,
    sql,
    variants,
)
from tyollisyys_cli.cli.options import Db, Lang, Queries, remember
from tyollisyys_cli.cli.typer_values import read_plainly
from tyollisyys_cli.errors import InputError, ReaderGoneError, TyoError, UsageError
from tyollisyys_cli.extract.masking import masked

# What the system says of a stream that takes no more.
_UNWRITABLE = (errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF)

app = typer.Typer(
    name="tyo",
    help="Monthly indicators of Finnish employment services, from the register's own extracts.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    *(sample, load, loads, check, layout, forget),
    *(indicators, flows, variants, explain, plot, sql, catalogue, policy),
):
    module.register(app)
read_plainly()


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # 45 ms that no other command needs

        typer.echo(f"tyo {version('tyollisyys-cli')}")
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    db: Db = None,
    lang: Lang = None,
    queries: Queries = None,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the options that stand before the command."""
    remember(context, db, lang, queries)


def run() -> int:
    """Run the command line and return its exit code; errors are told on stderr."""
    try:
        return app(args=sys.argv[1:] or ["--help"], standalone_mode=False, prog_name="tyo") or 0
    except ReaderGoneError:
        _hush()
        return 0
    except TyoError as error:
        _tell(error.message, error.hint)
        return error.exit_code
    except TyperException as error:
        _tell(error.format_message(), "`tyo --help` and `tyo COMMAND --help` list the options")
        return error.exit_code
    except Abort:
        return 130
    except KeyboardInterrupt:
        raise
    except Exception as error:
        if os.environ.get("TYO_DEBUG"):
            raise
        if str(error) == "Query interrupted":  # what the engine makes of Ctrl-C
            return 130
        known = _explained(error)
        _tell(known.message, known.hint)
        return known.exit_code


def _hush() -> None:
    """Lead what is still buffered nowhere: nobody takes it, and Python would complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explained(error: Exception) -> TyoError:
    """Return what to tell of an error that no command has explained."""
    if isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None:
        _hush()
        return UsageError(
            f"standard output cannot be written: {error.strerror}", "write to a file with -o FILE"
        )
    if isinstance(error, UnicodeEncodeError):
        return UsageError("what was typed has bytes that are no text", "type it in UTF-8")
    if isinstance(error, OSError) and error.filename is not None:
        file = os.fsdecode(error.filename)
        return InputError(f"{file}: {error.strerror}", "name another file or folder")
    return TyoError(
        f"tyo failed in a way it should not: {type(error).__name__} in {_place(error)}",
        "please report this; TYO_DEBUG=1 shows where it happened",
    )


def _place(error: BaseException) -> str:
    """Return file and line where an error arose, without its message: that may hold data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{Path(trace.tb_frame.f_code.co_filename).name} line {trace.tb_lineno}"


def _tell(message: str, hint: str) -> None:
    """Write an error and what to do next to stderr, without an identity code that was typed."""
    typer.echo(f"error: {masked(message)}", err=True)
    if hint:
        typer.echo(f"hint: {masked(hint)}", err=True)
