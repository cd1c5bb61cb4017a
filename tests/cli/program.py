"""Runs `tyo` as a user does, and makes the small registers that its tests load."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from tests.product import load_register

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle import Register, Row

EXTRACT_DATE = date(2024, 7, 31)
OPEN = "11.11.2222"
# Offices of the trials of Raahe, Porvoo and Pori, with a municipality of each.
OFFICES = {"1231": "678", "0234": "638", "1430": "609"}
MALE, FEMALE = "1", "2"
UNEMPLOYED, LAID_OFF, OPEN_MARKET = "02", "03", "01"


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Return stdout as text."""
        return self.raw.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return stdout as the rows of a CSV."""
        return list(csv.DictReader(io.StringIO(self.out)))


class Tyo(Protocol):
    """Runs `tyo` with the arguments given."""

    def __call__(self, *arguments: str | Path) -> Ran:
        """Run one command."""
        ...


def run_process(
    *arguments: str | Path,
    folder: Path,
    environment: dict[str, str] | None = None,
    seconds: float = 60,
) -> Ran:
    """Run `tyo` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tyollisyys_cli", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        timeout=seconds,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode())


# ------------------------------------------------------------------------------ small registers


def seekers(
    name: str,
    count: int,
    *,
    start: str = "08.01.2024",
    end: str = OPEN,
    state: str = UNEMPLOYED,
    sex: str = MALE,
    office: str = "1231",
    citizenship: str = "246",
) -> Register:
    """Make jobseekers that are alike: clients of an office, in one state for the whole search."""
    ids = [f"{name}{number}" for number in range(count)]
    rows: dict[str, Row] = {
        "YHENK": {"syntyv": "1980", "sukup": sex, "kansah": citizenship, "kiekd": "0"},
        "YHKUNTA": {"kunnoh": OFFICES[office], "muupv6": "01.01.2000", "paapv6": OPEN},
        "YHTSTO": {"toinoh": office, "muupv7": start, "paapv7": OPEN},
        "YTHAKU": {"alkpv1": start, "loppv1": end},
        "YTYOLL": {"tappvh": start, "tppvm": end, "tyok1": state},
    }
    return {table: [{"hid_e": one, **row} for one in ids] for table, row in rows.items()}


def together(*registers: Register) -> Register:
    """Put the people of several registers into one."""
    tables = {table for register in registers for table in register}
    return {
        table: [row for register in registers for row in register.get(table, [])]
        for table in sorted(tables)
    }


def small_register() -> Register:
    """Return two trials with people to show and people to hide.

    Raahe: 12 unemployed men from January on, 3 women on the open market from January on. Porvoo: 6
    men laid off and 6 women on the open market from July on, and 3 men laid off in June alone.
    """
    return together(
        seekers("M", 12),
        seekers("F", 3, sex=FEMALE, state=OPEN_MARKET),
        seekers("P", 6, office="0234", start="01.07.2024", state=LAID_OFF),
        seekers("Q", 6, office="0234", start="01.07.2024", state=OPEN_MARKET, sex=FEMALE),
        seekers("R", 3, office="0234", start="03.06.2024", end="30.06.2024", state=LAID_OFF),
    )


def make_database(register: Register, folder: Path) -> Path:
    """Load a register into a new database in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return load_register(register, EXTRACT_DATE, folder)[0]


def an_indicator(sql: str, *, kind: str = "count", title: str = "Oma", **header: str) -> str:
    """Return the text of an indicator file; a header value that is empty leaves its key out."""
    lines = {
        "title.fi": f'"{title} fi"',
        "title.sv": f'"{title} sv"',
        "title.en": f'"{title} en"',
        "kind": f'"{kind}"',
        "unit": '"persons"',
        "direction": '"neutral"',
        "family": '"own"',
        "description.fi": '"Kuvaus"',
        "description.sv": '"Beskrivning"',
        "description.en": '"Description"',
        "source": '"us"',
        "status": '"convention"',
        "needs": '["YTHAKU"]',
        **header,
    }
    block = "\n".join(f"{key} = {value}" for key, value in lines.items() if value)
    return f"/* ---\n{block}\n--- */\n-- One row per period of a jobseeker.\n{sql}\n"


def add_indicator(folder: Path, name: str, text: str) -> Path:
    """Write an indicator file into a folder of queries; return that folder."""
    (folder / "indicators").mkdir(parents=True, exist_ok=True)
    (folder / "indicators" / f"{name}.sql").write_text(text, encoding="utf-8")
    return folder
