"""`tyo sample`: a synthetic register to try the program on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tyollisyys_cli.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(sample)


def sample(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write into.")],
    persons: Annotated[
        int | None,
        typer.Option(
            "--persons", metavar="N", help="People in the register; true scale without it."
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Same seed, same bytes.")] = 31,
    regions: Annotated[
        str, typer.Option("--regions", metavar="R,R", help="Trials to simulate.")
    ] = "raahe,porvoo",
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM")] = "2019-01",
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM")] = "2024-07",
) -> None:
    """Write a synthetic register: extract files of people who do not exist."""
    from tyollisyys_cli.sample import DEFAULT_PERSONS, write_sample
    from tyollisyys_cli.scope import parse_month

    first_month, last_month = parse_month(first), parse_month(last)
    if first_month is None or last_month is None or first_month > last_month:
        raise UsageError(f"--from {first} is after --to {last}", "swap them")
    written = write_sample(
        folder,
        persons=DEFAULT_PERSONS if persons is None else persons,
        seed=seed,
        regions=[name.strip() for name in regions.split(",") if name.strip()],
        first_month=first_month,
        last_month=last_month,
    )
    for table, rows in written.items():
        typer.echo(f"{table:<13} {rows:>10,} rows", err=True)
