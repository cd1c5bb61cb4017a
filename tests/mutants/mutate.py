"""Every change of a single operator that can be made in a query file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import sqlglot
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterator

# What each comparison, connective, sum and choice of the least or greatest becomes.
_PAIRS: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.GT: exp.GTE,
    exp.EQ: exp.NEQ,
    exp.And: exp.Or,
    exp.Add: exp.Sub,
    exp.Min: exp.Max,
    exp.Least: exp.Greatest,
}
_SWAPS = _PAIRS | {new: old for old, new in _PAIRS.items()}
_SIDES = ("LEFT", "RIGHT", "")


@dataclass(frozen=True)
class Mutant:
    """A query file with one operator changed."""

    file: str
    """The file within queries/."""
    change: str
    """Where and what, as `reported: a < b -> a <= b`; as stable as the words around it."""
    sql: str


def mutants(file: str, text: str) -> list[Mutant]:
    """Return every mutant of a file's text; the header of an indicator stays as it is."""
    header, mark, _ = text.partition("--- */\n")
    tree = sqlglot.parse_one(text, dialect="duckdb")
    found: list[Mutant] = []
    seen = Counter[str]()
    for index, node in enumerate(tree.walk()):
        for change, new in _changes(node):
            place = f"{_place(node)}: {change}"
            seen[place] += 1
            name = place if seen[place] == 1 else f"{place} ({seen[place]})"
            sql = _with(tree, index, new).sql("duckdb", comments=False)
            found.append(Mutant(file, name, (header + mark if mark else "") + sql + "\n"))
    return found


Edit = tuple[str, dict[str, object] | exp.Expr | None]


def _with(tree: exp.Expr, index: int, new: dict[str, object] | exp.Expr | None) -> exp.Expr:
    """Copy the tree with one node replaced, removed, or changed in some of its arguments."""
    copy = tree.copy()
    node = next(each for number, each in enumerate(copy.walk()) if number == index)
    if isinstance(new, dict):
        for name, value in new.items():
            node.set(name, value)
    elif new is None:
        node.pop()
    else:
        node.replace(new.copy())
    return copy


def _changes(node: exp.Expr) -> Iterator[Edit]:
    """Give what can be changed at a node: the words for it, and the change."""
    yield from _swapped(node)
    yield from _dropped(node)
    yield from _stepped(node)
    yield from _joined(node)
    yield from _ordered(node)


def _swapped(node: exp.Expr) -> Iterator[Edit]:
    """Give the opposite operator over the same operands."""
    if swap := _SWAPS.get(type(node)):
        new = swap(**{name: value for name, value in node.copy().args.items() if value is not None})
        yield f"{_text(node)} -> {_text(new)}", _closed(new, node)
    if isinstance(node, exp.Union):
        # An explicit union of all rows becomes one of distinct rows, and the other way round.
        words = ("union", "union all") if node.args.get("distinct") else ("union all", "union")
        yield " -> ".join(words), {"distinct": not node.args.get("distinct")}


def _dropped(node: exp.Expr) -> Iterator[Edit]:
    """Give the expression without a distinct, a coalesce or a not."""
    if isinstance(node, exp.Distinct):
        yield "distinct dropped", None
    if isinstance(node, (exp.Coalesce, exp.Not)):
        inner = cast("exp.Expr", node.this)
        yield f"{_text(node)} -> {_text(inner)}", _closed(inner, node)


def _stepped(node: exp.Expr) -> Iterator[Edit]:
    """Give the next and the previous integer, within an interval and a window's frame too."""
    if not isinstance(node, exp.Literal) or isinstance(node.parent, exp.DataTypeParam):
        return
    if node.is_string and not isinstance(node.parent, exp.Interval):
        return
    if not node.name.isdigit():
        return
    for step in (1, -1):
        new = exp.Literal(this=str(int(node.name) + step), is_string=node.is_string)
        yield f"{_text(_around(node))}, {node.name} -> {new.name}", new


def _joined(node: exp.Expr) -> Iterator[Edit]:
    """Give the other sides of a join that has a condition."""
    if not isinstance(node, exp.Join) or not node.args.get("on"):
        return
    side = node.side
    for other in _SIDES:
        if other != side:
            words = [(each or "inner").lower() for each in (side, other)]
            yield (
                f"{words[0]} join {node.alias_or_name} -> {words[1]}",
                {"side": other or None, "kind": None if other else "INNER"},
            )


def _ordered(node: exp.Expr) -> Iterator[Edit]:
    """Give the other direction; where nulls stand is the engine's habit in both."""
    if isinstance(node, exp.Ordered):
        words = ("desc", "asc") if node.args.get("desc") else ("asc", "desc")
        yield f"{_text(node.this)} {words[0]} -> {words[1]}", {"desc": not node.args.get("desc")}


def _closed(new: exp.Expr, old: exp.Expr) -> exp.Expr:
    """Put brackets around what would otherwise be read as a part of what is around it."""
    needs = isinstance(new, (exp.Binary, exp.Not, exp.In)) and isinstance(
        old.parent, (exp.Binary, exp.Unary)
    )
    return exp.Paren(this=new) if needs and not isinstance(old.parent, exp.Paren) else new


def _around(node: exp.Expr) -> exp.Expr:
    """Return the smallest expression around a number that tells where it is."""
    parent = cast("exp.Expr", node.parent)
    while isinstance(parent, (exp.Interval, exp.Cast, exp.Paren, exp.WindowSpec, exp.Neg)):
        parent = cast("exp.Expr", parent.parent)
    return parent


def _place(node: exp.Expr) -> str:
    """Return the name of the query that the node is in, `select` for the last one."""
    query = node.find_ancestor(exp.CTE)
    return query.alias if query else "select"


def _text(node: exp.Expr) -> str:
    """Write an expression on one line, in lower case."""
    return node.sql("duckdb", comments=False).replace("\n", " ").lower()
