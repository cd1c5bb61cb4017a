"""The constructs that the model and the indicators do without, so that a second engine runs them.

Rewriting the files for another engine does not fail on most of these: some give other figures in
silence, as a day of the week that is counted from Sunday, others fail only when they run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import sqlglot
from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every function that is used; one that is not among them needs a look at the other engine first.
FUNCTIONS = (
    *(exp.And, exp.Or, exp.Xor, exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Exists),
    *(exp.Cast, exp.Greatest, exp.Least, exp.Abs, exp.DateDiff),
    *(exp.Count, exp.Sum, exp.Min, exp.Max, exp.Avg, exp.BitwiseXorAgg),
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead),
)
WITHOUT_FRAME = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead)
LISTS = (exp.Array, exp.ArrayAgg, exp.Bracket, exp.Struct, exp.ToMap, exp.Lambda)
INTEGERS = exp.DataType.INTEGER_TYPES
# Columns that hold dates have such names in this repository.
_DATE = re.compile(r"(^|_)(date|day|month|day_from|valid_from|valid_to|earlier_end|term_from)$")


def findings(sql: str) -> list[tuple[int, str]]:
    """Return the line and the name of every construct in a file that another engine lacks."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    found = {(_line(node), name) for node in tree.walk() for name in _names(node)}
    return sorted(found)


def _line(node: exp.Expr) -> int:
    """Return the first line of a node that is known; of one without words, its neighbours'."""
    while True:
        lines = [each.meta["line"] for each in node.walk() if "line" in each.meta]
        if lines or node.parent is None:
            return min(lines, default=1)
        node = node.parent


def _names(node: exp.Expr) -> Iterator[str]:
    """Name what is wrong with one node, whatever is below it."""
    yield from _functions(node)
    yield from _dates(node)
    yield from _windows(node)
    yield from _shapes(node)


def _functions(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, exp.Anonymous):
        yield f"function or macro {node.name.lower()}()"
    elif isinstance(node, LISTS):
        yield "list, struct or lambda"
    elif isinstance(node, (exp.Unnest, exp.Explode)):
        if not _stands_alone(node):
            yield "unnest beside a join or under a cast"
    elif isinstance(node, exp.Func) and not isinstance(node, FUNCTIONS):
        yield f"function {node.sql_name().lower()}()"
    if isinstance(node, exp.AggFunc) and node.find(exp.Order):
        yield "ordered aggregate"


def _stands_alone(node: exp.Expr) -> bool:
    """Tell if unnest is the only thing that its subquery takes rows from, and is not converted."""
    query = node.find_ancestor(exp.Select)
    joins = query.args.get("joins") if query else None
    return not joins and not isinstance(node.parent, (exp.Cast, exp.Join))


def _dates(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, (exp.Add, exp.Sub)) and _is_interval(node.expression):
        parent = node.parent
        if not (isinstance(parent, exp.Cast) and parent.to.this == exp.DataType.Type.DATE):
            yield "date plus interval that is not cast to a date"
    elif isinstance(node, exp.Sub) and _is_date(node.this) and _is_date(node.expression):
        yield "date minus date: date_diff('day', ...)"
    if isinstance(node, exp.DateDiff) and node.text("unit").lower() not in ("day", ""):
        yield "date_diff() by another unit than the day: a calendar table"
    if isinstance(node, exp.Cast) and node.to.this in INTEGERS and _is_fraction(node.this):
        yield "cast of a fraction to an integer"


def _is_interval(node: exp.Expr) -> bool:
    """Tell if an expression is an interval, or some number times one."""
    plain = node.unnest()
    if isinstance(plain, exp.Mul):
        return any(isinstance(each, exp.Interval) for each in (plain.this, plain.expression))
    return isinstance(plain, exp.Interval)


def _is_date(node: exp.Expr) -> bool:
    """Tell if an expression is a date, as far as one can see."""
    plain = node.unnest()
    if isinstance(plain, exp.Cast):
        return plain.to.this == exp.DataType.Type.DATE
    return isinstance(plain, exp.Column) and bool(_DATE.search(plain.name.lower()))


def _is_fraction(node: exp.Expr) -> bool:
    """Tell if a number may have decimals: a division, a mean, a decimal number."""
    return any(
        isinstance(each, (exp.Div, exp.Avg))
        or (isinstance(each, exp.Literal) and each.is_number and not each.is_int)
        or (isinstance(each, exp.Cast) and each.to.this in exp.DataType.REAL_TYPES)
        for each in node.walk(prune=lambda it: isinstance(it, (exp.Count, exp.DateDiff)))
    )


def _windows(node: exp.Expr) -> Iterator[str]:
    if not isinstance(node, exp.Window) or node.arg_key == "windows":
        return  # a named window is looked at where it is used
    named = _named(node)
    order = node.args.get("order") or (named and named.args.get("order"))
    spec = cast(
        "exp.WindowSpec | None", node.args.get("spec") or (named and named.args.get("spec"))
    )
    if not order and not node.args.get("partition_by") and not named:
        yield "over () without an order"
    is_framed = spec is not None and str(spec.args.get("kind")).lower() == "rows"
    if order and not is_framed and not isinstance(_called(node), WITHOUT_FRAME):
        yield "ordered window without a frame of rows"


def _named(node: exp.Window) -> exp.Expr | None:
    """Return the window of the `window` clause that a call names."""
    query = node.find_ancestor(exp.Select)
    windows = cast("list[exp.Expr]", (query.args.get("windows") if query else None) or [])
    return next((each for each in windows if each.name == node.alias), None)


def _called(node: exp.Window) -> exp.Expr:
    """Return the function that is called over a window."""
    called = node.this
    return called.this if isinstance(called, (exp.IgnoreNulls, exp.RespectNulls)) else called


def _shapes(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, exp.Join) and node.method.upper() in ("ASOF", "POSITIONAL"):
        yield f"{node.method.lower()} join"
    if isinstance(node, exp.Pivot):
        yield "pivot"
    if isinstance(node, exp.Qualify):
        yield "qualify"
    if isinstance(node, exp.Columns):
        yield "columns()"
    if isinstance(node, exp.Star) and any(node.args.values()):
        yield "* exclude or replace"
    if isinstance(node, exp.Group) and node.args.get("all"):
        yield "group by all"
    if isinstance(node, exp.Ordered) and isinstance(node.this, exp.Var):
        yield "order by all"
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        yield "distinct on"
