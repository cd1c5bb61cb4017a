"""Run every mutant of the query files past the tests; exit code 1 for one without a reason."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import asdict
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
LAYERS = ("indicators", "macros", "staging", "model", "checks")

Reasons = dict[tuple[str, str], str]


def main() -> int:
    """Judge the mutants and say which survived."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="query files; all by default")
    parser.add_argument(
        "--survivors", action="store_true", help="only those that survived the last time"
    )
    arguments = parser.parse_args()
    files = [file.resolve() for file in arguments.files] or query_files()
    found = [each for file in files for each in mutants_of(file)]
    if arguments.survivors:
        survived = {(one.file, one.change) for one in remembered(None) if one.outcome == "survived"}
        found = [each for each in found if (each.file, each.change) in survived]
    verdicts = judged(found)
    return report(verdicts, found, whole=not arguments.survivors)


def query_files() -> list[Path]:
    """Return every query file, the quickest layers first."""
    return [file for layer in LAYERS for file in sorted((QUERIES / layer).glob("*.sql"))]


def mutants_of(file: Path) -> list[Mutant]:
    """Return every mutant of a query file."""
    return mutants(file.relative_to(QUERIES).as_posix(), file.read_text(encoding="utf-8"))


def judged(found: list[Mutant]) -> list[Verdict]:
    """Judge the mutants that were not judged before with the same files and tests."""
    state = digest()
    known = {(one.file, one.change): one for one in remembered(state)}
    new = [each for each in found if (each.file, each.change) not in known]
    say(f"{len(found)} mutants, {len(found) - len(new)} of them judged before")
    REMEMBERED.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, REMEMBERED.open("a", encoding="utf-8") as file:
        for number, verdict in enumerate(judged_now(new, Path(folder)), 1):
            file.write(json.dumps({"state": state, **asdict(verdict)}) + "\n")
            file.flush()
            known[verdict.file, verdict.change] = verdict
            if verdict.outcome == "survived":
                say(f"{number}/{len(new)} {verdict.file}: {verdict.change}")
            elif number % 50 == 0:
                say(f"{number}/{len(new)}")
    return [known[each.file, each.change] for each in found]


def digest() -> str:
    """Return a hash of everything that a verdict rests on."""
    hashed = hashlib.sha256()
    for folder in ("queries", "src", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".sql", ".csv", ".py"):
                hashed.update(file.read_bytes())
    return hashed.hexdigest()


def remembered(state: str | None) -> list[Verdict]:
    """Return the last verdict on each mutant, with these files and tests or with any."""
    lines = REMEMBERED.read_text(encoding="utf-8").splitlines() if REMEMBERED.exists() else []
    read = [json.loads(line) for line in lines]
    last = {(one["file"], one["change"]): one for one in read if state in (None, one["state"])}
    return [Verdict(one["file"], one["change"], one["outcome"], one["by"]) for one in last.values()]


def report(verdicts: Iterable[Verdict], found: list[Mutant], *, whole: bool) -> int:
    """Print the counts, the survivors and what is listed wrongly; 1 if there are any."""
    verdicts, reasons = list(verdicts), listed()
    survived = {(one.file, one.change) for one in verdicts if one.outcome == "survived"}
    judged_files = {one.file for one in verdicts}
    counts = Counter(one.outcome for one in verdicts)
    explained = survived & reasons.keys()
    say(", ".join(f"{counts[name]} {name}" for name in sorted(counts)))
    say(f"{len(explained)} of the survivors are listed with a reason")
    wrong = [f"survived: {file}: {change}" for file, change in sorted(survived - explained)]
    every = {(each.file, each.change) for each in found}
    for file, change in sorted(reasons.keys() - survived):
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
