"""Names that people type: folding them to one spelling, and the nearest ones to a wrong one."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Letters that Unicode does not split into a base letter and a mark, as å, ä, ö and é are split.
_UNSPLIT = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ł": "l", "ŋ": "n", "ŧ": "t"})
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
_LABELLED = re.compile(r"(?P<name>.*?)(?P<label> \([^()]*\))?", re.DOTALL)

# On names of five letters, 0.7 forgives one wrong letter and two swapped, but not two wrong ones.
_NEAR = 0.7


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return one spelling for all the ways to type a name: `Raahen seutu` -> `raahen-seutu`.

    Case is folded, letters lose their marks (å ä ö é -> a a o e), and every run of spaces,
    dashes and underscores is one `-`, none at the ends.
    """
    split = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in split if not unicodedata.combining(c))
    return _SEPARATORS.sub("-", letters.translate(_UNSPLIT)).strip("-")


def closest(text: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Return the candidates spelt nearly as the text, nearest first, at most `limit`.

    Those that hold it, as words of theirs, come first. Of candidates that fold to one spelling the
    first is kept; equally near ones are in the order given.
    """
    first: dict[str, str] = {}
    for candidate in candidates:
        first.setdefault(fold(candidate), candidate)
    wanted = fold(text)
    scored = [(_likeness(wanted, folded), name) for folded, name in first.items()]
    near = [pair for pair in scored if pair[0] >= _NEAR]
    return [name for _, name in sorted(near, key=lambda pair: -pair[0])[:limit]]


def unknown_name(kind: str, text: str, candidates: Iterable[str], hint_command: str) -> UsageError:
    """Build the error for a name that is none of the candidates, with the nearest of them.

    A candidate can carry a label in brackets, `raahe (trial)`, which is shown but not compared.
    There is one candidate for each thing that `hint_command` lists: the hint counts them.
    """
    labels = [_parts(candidate) for candidate in candidates]
    shown: dict[str, str] = {}
    for name, label in labels:
        shown.setdefault(name, f"'{name}'{label}")
    near = [shown[name] for name in closest(text, shown)]
    listing = f"`{hint_command}` lists all {len(labels)}"
    hint = f"did you mean {_either(near)}? {listing}" if near else listing
    return UsageError(f"no {kind} named '{text}'", hint)


def _likeness(wanted: str, name: str) -> float:
    """Return how alike two folded names are, 0 to 2; 0 where they cannot be near.

    It is 0 to 1 by their letters, and 1 more where the name holds the words that are wanted.
    """
    matcher = difflib.SequenceMatcher(None, wanted, name, autojunk=False)
    if f"-{wanted}-" in f"-{name}-":
        return 1 + matcher.ratio()
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    return matcher.ratio()


def _parts(candidate: str) -> tuple[str, str]:
    """Split `raahe (trial)` into the name and its label with the space before it."""
    match = _LABELLED.fullmatch(candidate)
    return (match["name"], match["label"] or "") if match else (candidate, "")


def _either(words: Sequence[str]) -> str:
    """Join as `a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
