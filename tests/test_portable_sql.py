"""The model and the indicators keep to the SQL that a second engine runs with the same figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portable import findings

QUERIES = Path(__file__).parents[1] / "queries"
FILES = [file for layer in ("model", "indicators") for file in (QUERIES / layer).glob("*.sql")]

WRONG = {
    "select isodow(day) from t": "function dayofweek_iso()",
    "select date_trunc('month', day) from t": "function timestamp_trunc()",
    "select month(day) from t": "function month()",
    "select list(x order by y) from t": "ordered aggregate",
    "select list(x) from t": "list, struct or lambda",
    "select [x, y] from t": "list, struct or lambda",
    "select {'x': 1} from t": "list, struct or lambda",
    "select list_transform(xs, lambda x: x + 1) from t": "list, struct or lambda",
    "select list_contains(xs, 1) from t": "function array_contains()",
    "select * from t qualify row_number() over (order by x) = 1": "qualify",
    "select cast(2.5 as int)": "cast of a fraction to an integer",
    "select (x / 2)::integer from t": "cast of a fraction to an integer",
    "select cast(avg(x) as bigint) from t": "cast of a fraction to an integer",
    "select end_date - start_date from t": "date minus date: date_diff('day', ...)",
    "select t.day - date '2024-01-01' from t": "date minus date: date_diff('day', ...)",
    "select date_diff('year', birthday, day) from t": (
        "date_diff() by another unit than the day: a calendar table"
    ),
    "select day + interval 1 month from t": "date plus interval that is not cast to a date",
    "select 1 from t where day - months * interval 1 month < x": (
        "date plus interval that is not cast to a date"
    ),
    "select * from a asof join b on a.day >= b.day": "asof join",
    "select first_day_after(a, b) from t": "function or macro first_day_after()",
    "select try_strptime(x, '%d') from t": "function or macro try_strptime()",
    "select * from t pivot (sum(x) for y in ('a', 'b'))": "pivot",
    "select lag(x) over () from t": "over () without an order",
    "select quantile_cont(x, 0.5) from t": "function percentile_cont()",
    "select median(x) from t": "function median()",
    "select t.x, u.y from t cross join unnest(t.ys) as u(y)": (
        "unnest beside a join or under a cast"
    ),
    "select unnest(ys)::date from t": "unnest beside a join or under a cast",
    "select sum(x) over (partition by y order by z) from t": (
        "ordered window without a frame of rows"
    ),
    "select max(x) over (order by z range unbounded preceding) from t": (
        "ordered window without a frame of rows"
    ),
    "select sum(x) over w from t window w as (partition by y order by z)": (
        "ordered window without a frame of rows"
    ),
    "select x, count(*) from t group by all": "group by all",
    "select x from t order by all": "order by all",
    "select * exclude (x) from t": "* exclude or replace",
    "select * replace (1 as x) from t": "* exclude or replace",
    "select max(columns(*)) from t": "columns()",
    "select distinct on (x) x, y from t": "distinct on",
}
RIGHT = [
    "select month from calendar",
    "select count(x), coalesce(max(y), 0) from t order by x",
    "select *, row_number() over (partition by y order by z) as place from t",
    "select cast(count(*) as integer), cast(x as integer), (7 // 2)::bigint from t",
    "select date_diff('day', start_date, end_date), end_number - start_number from t",
    "select cast(day + interval 1 month as date), cast(day - m * interval 1 month as date) from t",
    "select * from a left join b on a.day >= b.day",
    "select lag(x) over (order by z), sum(x) over (partition by y) from t",
    "select unnest(ys) as y from t",
    "select sum(x) over (partition by y order by z rows unbounded preceding) from t",
    "select sum(x) over w from t window w as (order by z rows unbounded preceding)",
    "select lead(x) over w from t window w as (partition by y order by z)",
    "select x, count(*) from t group by x",
    "select distinct x, y from t",
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_file_has_only_what_a_second_engine_runs(file: Path) -> None:
    found = findings(file.read_text(encoding="utf-8"))
    assert not found, "".join(f"\n{file}:{line}: {construct}" for line, construct in found)


@pytest.mark.parametrize(("sql", "construct"), WRONG.items(), ids=WRONG)
def test_construct_that_a_second_engine_lacks_is_found(sql: str, construct: str) -> None:
    assert (1, construct) in findings(sql)


@pytest.mark.parametrize("sql", RIGHT)
def test_what_every_engine_has_is_left_alone(sql: str) -> None:
    assert findings(sql) == []


def test_the_line_of_the_construct_is_told() -> None:
    assert findings("-- A comment.\nselect\n    x,\n    median(y) as y,\nfrom t") == [
        (4, "function median()")
    ]
