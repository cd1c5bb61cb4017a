"""Splits an indicator's query into the steps by which it narrows down its rows, and counts them.

The steps are the query's own words: where its rows come from, then each condition of its `where`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tyollisyys_cli import database, movements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tyollisyys_cli.catalogue import Indicator
    from tyollisyys_cli.database import Token
    from tyollisyys_cli.scope import Members

# What makes a row of the answer out of several, or leaves rows out otherwise than by `where`: a
# condition that is taken out of such a query would change the rows that are left.
_UNSPLIT = {
    *("group", "having", "qualify", "window", "over", "distinct", "limit", "offset"),
    *("sample", "tablesample", "union", "intersect", "except"),
}
_OPENING, _CLOSING = "([{", ")]}"
# A person has one row a month in these; a join can make more of it.
_OF_PEOPLE = re.compile(r"model\.(periods|snapshot)( (as )?\w+)?")


@dataclass(frozen=True)
class Steps:
    """How a query narrows down its rows: those of `source`, then those that meet each condition."""

    source: str
    """What stands behind `from`, as `model.periods`; empty for all that the query selects."""
    conditions: tuple[str, ...]
    """Each condition of `where` in the file's own words; all of them hold of a row that counts."""
    sql: str
    """The select without its `where`, each condition being a column `condition N` instead."""
    parts: Mapping[str, str]
    """The expression behind every column that the select names: `in_service` for numerator."""
    movement: str = ""
    """The header's own words on who of the rows moves; empty for no movement."""

    @property
    def row_unit(self) -> str:
        """Return what the rows are: persons, spells or, of a user's own query, rows."""
        if "unemployment_spell" in self.source:
            return "spells"
        return "persons" if _OF_PEOPLE.fullmatch(self.source) else "rows"

    @property
    def of_persons(self) -> bool:
        """Whether a person is in a month's figure once at most, as one who moves is too."""
        return self.row_unit == "persons" or bool(self.movement)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the words of every step."""
        return (self.source, *self.conditions, *filter(None, [self.movement]))


def steps_to(indicator: Indicator) -> Steps:
    """Split an indicator's query; of a movement the last step keeps who moves."""
    keys = ("stock", "movement", "other_than")
    header = {key: getattr(indicator, key) for key in keys}
    words = ", ".join(f'{key} = "{value}"' for key, value in header.items() if value)
    return replace(steps_of(indicator.sql), movement=words)


def steps_of(sql: str) -> Steps:
    """Split a select at its top level; one that cannot be split has a source and no conditions."""
    tokens = database.tokens(sql)
    words = _top_level(tokens)
    select, source, where = (_first(words, one, tokens) for one in ("select", "from", "where"))
    whole = Steps("", (), sql, {})
    if select is None or source is None or not select < source < (where or len(tokens)):
        return whole
    parts = _named(tokens[select + 1 : source])
    if any(token.text.lower() in _UNSPLIT for token in _plain(tokens, words, select)):
        return Steps("", (), sql, parts)
    end = len(tokens) if where is None else where
    conditions = [] if where is None else _conditions(tokens[where + 1 :])
    comma = "" if tokens[source - 1].text == "," else ","
    columns = "".join(f'\n({one}) as "{column(i)}",' for i, one in enumerate(conditions))
    return Steps(
        source=_text(tokens[source + 1 : end]),
        conditions=tuple(conditions),
        sql=f"{_text(tokens[:source])}{comma}{columns}\n{_text(tokens[source:end])}",
        parts=parts,
    )


def column(place: int) -> str:
    """Return the name of the column that says whether a row meets a condition."""
    return f"condition {place + 1}"


def _plain(tokens: Sequence[Token], words: Mapping[int, str], select: int) -> list[Token]:
    """Return the tokens of the select that could make it one that cannot be split.

    `is distinct from` compares; only `distinct` behind `select` leaves rows out.
    """
    return [
        token
        for place, token in enumerate(tokens)
        if token.kind == "keyword" and (place in words or token.text.lower() == "over")
        if token.text.lower() != "distinct" or place == select + 1
    ]


def _top_level(tokens: Sequence[Token]) -> dict[int, str]:
    """Return the places of the words outside brackets and `case`, in lower case."""
    found: dict[int, str] = {}
    depth = 0
    for place, token in enumerate(tokens):
        word = token.text.lower()
        if word in _CLOSING or (token.kind == "keyword" and word == "end"):
            depth -= 1
        if depth == 0:
            found[place] = word
        if word in _OPENING or (token.kind == "keyword" and word == "case"):
            depth += 1
    return found


def _first(words: Mapping[int, str], word: str, tokens: Sequence[Token]) -> int | None:
    """Return the place of a word's first use; `from` of `is distinct from` is another."""
    return next(
        (
            place
            for place, found in words.items()
            if found == word
            and tokens[place].kind == "keyword"
            and not (word == "from" and tokens[place - 1].text.lower() == "distinct")
        ),
        None,
    )


def _conditions(tokens: Sequence[Token]) -> list[str]:
    """Split what stands behind `where` at every `and` that joins two conditions."""
    words = _top_level(tokens)
    if "or" in words.values():
        return [_text(tokens)]
    ends: list[int] = []
    is_between = False
    for place, word in words.items():
        if word == "and" and not is_between:
            ends.append(place)
        is_between = word == "between" or (is_between and word != "and")
    starts = [0, *(place + 1 for place in ends)]
    return [
        _text(tokens[first:last]) for first, last in zip(starts, [*ends, len(tokens)], strict=True)
    ]


def _named(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the expression behind every `as name` of a select's list."""
    words = _top_level(tokens)
    found: dict[str, str] = {}
    start = 0
    for place in [*(place for place, word in words.items() if word == ","), len(tokens)]:
        item = tokens[start:place]
        if len(item) > 2 and item[-2].text.lower() == "as":
            found[item[-1].text.lower()] = _text(_condition_of(item[:-2]))
        start = place + 1
    return found


def _condition_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the condition of `case when condition then 1 else 0 end`, else the tokens."""
    words = [token.text.lower() for token in tokens]
    is_flag = words[:2] == ["case", "when"] and words[-5:] == ["then", "1", "else", "0", "end"]
    return tokens[2:-5] if is_flag and words.count("when") == 1 else tokens


def _text(tokens: Sequence[Token]) -> str:
    """Return tokens as they stand in the file, every gap between them being one space."""
    return "".join(f"{token.text}{' ' if token.gap else ''}" for token in tokens).strip()


# ------------------------------------------------------------------------------------- counting


def count_steps(
    connection: database.Connection,
    indicator: Indicator,
    by: Sequence[str],
    group: Members,
    month_index: int,
) -> tuple[Steps, pl.DataFrame]:
    """Count the rows that are left after each step, on one count day.

    Columns: region, the breakdown, `step 0` for the rows of the source, `step 1` and so on for
    those that meet the conditions up to that one. A cell without any row is not there. Where the
    conditions do not leave the very rows of the query, it is one step.
    """
    steps = steps_to(indicator)
    whole = replace(steps, source="", conditions=(), sql=indicator.sql)
    counted = _counted(connection, indicator, steps, by, group, month_index)
    if not steps.conditions:
        return steps, counted
    all_rows = _counted(connection, indicator, whole, by, group, month_index)
    agree = _left(counted, steps).equals(_left(all_rows, whole))
    return (steps, counted) if agree else (whole, all_rows)


def _left(counted: pl.DataFrame, steps: Steps) -> pl.DataFrame:
    """Return the cells in which the last step leaves rows, and how many."""
    names = [f"step {place}" for place in range(len(steps.texts))]
    rows = counted.select(pl.exclude(names), rows=names[-1])
    return rows.filter(pl.col("rows") > 0).sort(pl.all())


def _counted(
    connection: database.Connection,
    indicator: Indicator,
    steps: Steps,
    by: Sequence[str],
    group: Members,
    month_index: int,
) -> pl.DataFrame:
    """Count the rows that are left after each step of one way to split the query."""
    view = f"{indicator.id} in steps"
    database.define_indicators(connection, {view: (indicator.file, steps.sql)})
    parameters: database.Parameters = {
        "members": [code for code, _ in group.pairs],
        "regions": [region for _, region in group.pairs],
        "first": month_index,
        "end": month_index + 1,
    }
    statement = _statement(indicator, view, len(steps.conditions), by, group)
    return database.query_indicator(connection, statement, parameters, indicator.file)


def _statement(
    indicator: Indicator, view: str, conditions: int, by: Sequence[str], group: Members
) -> str:
    """Return the statement that counts rows; identifiers are the program's own."""
    met = [f'figures."{column(place)}"' for place in range(conditions)]
    if indicator.stock:
        met.append(movements.has_moved(indicator, by, group))
    counts = ", ".join(
        f'count(*) filter (where {" and ".join(["true", *met[:place]])}) as "step {place}"'
        for place in range(len(met) + 1)
    )
    join = f"figures.{group.column} = members.member" if group.column else "true"
    return f"""
        with members as (
            select unnest($members) as member, unnest($regions) as region
        ),
        counted as (
            select region, {"".join(f"figures.{name}, " for name in by)}{counts}
            from {movements.relation(view, indicator.movement)} as figures
            inner join members on {join}
            where from_index < $end and to_index > $first
            group by all
        )
        from counted"""  # noqa: S608
