"""Run every mutant of the query files past the tests; exit code 1 for one without a reason.

One that takes too long was not noticed either: nobody saw a wrong figure.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.mutants.judge import TESTS, Verdict, judged_now
from tests.mutants.mutate import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = TESTS.parent
QUERIES = ROOT / "queries"
LISTED = Path(__file__).parent / "equivalent.toml"
REMEMBERED = ROOT / "out" / "mutants.jsonl"
BATTERY_FILES = (
    *(f"tests/{name}.py" for name in ("battery", "oracle", "people", "product", "registers")),
    *("tests/test_against_oracle.py", "tests/drawn"),
)
UNNOTICED = ("survived", "takes too long")
LAYERS = ("indicators", "macros", "staging", "model", "checks")

Reasons = dict[tuple[str, str], str]


def main() -> int:
    """Judge the mutants and say which survived."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="query files; all by default")
    parser.add_argument(
        "--survivors",
        action="store_true",
        help="only those that survived without a reason the last time",
    )
    arguments = parser.parse_args()
    files = [file.resolve() for file in arguments.files] or query_files()
    found = [each for file in files for each in mutants_of(file)]
    if arguments.survivors:
        survived = {key for key, (_, one) in remembered().items() if one.outcome in UNNOTICED}
        found = [each for each in found if _key(each) in survived - listed().keys()]
    verdicts = judged(found)
    return report(verdicts, found, whole=not arguments.survivors)


def query_files() -> list[Path]:
    """Return every query file, the quickest layers first."""
    return [file for layer in LAYERS for file in sorted((QUERIES / layer).glob("*.sql"))]


def mutants_of(file: Path) -> list[Mutant]:
    """Return every mutant of a query file."""
    return mutants(file.relative_to(QUERIES).as_posix(), file.read_text(encoding="utf-8"))


def judged(found: list[Mutant]) -> list[Verdict]:
    """Judge the mutants on which no verdict stands."""
    known = {_key(each): one for each in found if (one := standing(each))}
    new = [each for each in found if _key(each) not in known]
    say(f"{len(found)} mutants, {len(known)} of them judged before")
    REMEMBERED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, REMEMBERED.open("a", encoding="utf-8") as file:
        for number, verdict in enumerate(judged_now(new, Path(folder)), 1):
            state = digest(new[number - 1], verdict)
            file.write(json.dumps({"state": state, **asdict(verdict)}) + "\n")
            file.flush()
            known[_key(verdict)] = verdict
            if verdict.outcome in UNNOTICED:
                say(f"{number}/{len(new)} {verdict.outcome}: {verdict.file}: {verdict.change}")
            elif number % 50 == 0:
                say(f"{number}/{len(new)}")
    return [known[_key(each)] for each in found]


def standing(mutant: Mutant) -> Verdict | None:
    """Return the last verdict on a mutant if what it rests on is as it was."""
    state, verdict = remembered().get(_key(mutant), ("", None))
    return verdict if verdict and state == digest(mutant, verdict) else None


def digest(mutant: Mutant, verdict: Verdict) -> str:
    """Return a hash of what a verdict rests on: the mutant's text and the tests that noticed it.

    A mutant that nothing noticed rests on everything. Changes elsewhere could hide one from the
    tests that noticed it before: without out/mutants.jsonl all are judged anew.
    """
    hashed = hashlib.sha256(mutant.sql.encode())
    for text in _texts(_witnesses(verdict)):
        hashed.update(text)
    return hashed.hexdigest()


def _witnesses(verdict: Verdict) -> tuple[str, ...]:
    """Return the files and folders that a verdict rests on beside its mutant."""
    if verdict.outcome in UNNOTICED:
        return ("queries", "src", "tests")
    noticed = re.search(r"tests/\S+\.py", verdict.by)
    return (noticed[0],) if noticed else BATTERY_FILES


@cache
def _texts(names: tuple[str, ...]) -> list[bytes]:
    """Read the files, and the code and tables of the folders, of these names."""
    paths = [path for name in names for path in (ROOT / name, *sorted((ROOT / name).rglob("*")))]
    return [path.read_bytes() for path in paths if path.suffix in (".sql", ".csv", ".py")]


@cache
def remembered() -> dict[tuple[str, str], tuple[str, Verdict]]:
    """Return the last verdict on each mutant, and the hash of what it rested on."""
    lines = REMEMBERED.read_text(encoding="utf-8").splitlines() if REMEMBERED.exists() else []
    read = [(one.pop("state"), Verdict(**one)) for one in map(json.loads, lines)]
    return {_key(verdict): (state, verdict) for state, verdict in read}


def _key(one: Mutant | Verdict) -> tuple[str, str]:
    """Return what names a mutant."""
    return one.file, one.change


def report(verdicts: Iterable[Verdict], found: list[Mutant], *, whole: bool) -> int:
    """Print the counts, the survivors and what is listed wrongly; 1 if there are any."""
    verdicts, reasons = list(verdicts), listed()
    survived = {_key(one): one.outcome for one in verdicts if one.outcome in UNNOTICED}
    judged_files = {one.file for one in verdicts}
    counts = Counter(one.outcome for one in verdicts)
    explained = survived.keys() & reasons.keys()
    say(", ".join(f"{counts[name]} {name}" for name in sorted(counts)))
    say(f"{len(explained)} of the survivors are listed with a reason")
    unexplained = sorted(survived.keys() - explained)
    wrong = [f"{survived[key]}: {': '.join(key)}" for key in unexplained]
    every = {_key(each) for each in found}
    for file, change in sorted(reasons.keys() - survived.keys()):
        if file in judged_files and (whole or (file, change) in every):
            what = "noticed by the tests" if (file, change) in every else "no such mutant"
            wrong.append(f"listed, but {what}: {file}: {change}")
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return 1 if wrong else 0


def listed() -> Reasons:
    """Read the mutants that change nothing, with the reason."""
    groups = tomllib.loads(LISTED.read_text(encoding="utf-8")).get("equivalent", [])
    return {
        (group["file"], change): group["reason"] for group in groups for change in group["changes"]
    }


def say(text: str) -> None:
    """Tell the one who waits."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
