"""An indicator's query is taken apart into its steps: where rows come from, then each condition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import product
from tyollisyys_cli.disclosure import safe_steps
from tyollisyys_cli.query_steps import steps_of

K = 5


def conditions(where: str) -> tuple[str, ...]:
    """Return the conditions of a select with this `where`."""
    return steps_of(f"select *, 1 as numerator, from model.periods where {where}").conditions


def test_rows_come_from_what_stands_behind_from() -> None:
    assert steps_of("select *, from model.periods").source == "model.periods"
    joined = "model.periods\n    inner join model.persons using (person)"
    assert steps_of(f"select *, from {joined} where a").source == joined.replace("\n    ", " ")


def test_every_and_of_the_where_is_a_step() -> None:
    assert conditions("unemployed and age_group = '65+' and sex = 'man'") == (
        "unemployed",
        "age_group = '65+'",
        "sex = 'man'",
    )


@pytest.mark.parametrize(
    "where",
    [
        "unemployed or in_service and sex = 'man'",
        "(unemployed and in_service)",
        "case when a and b then c and d end",
        "age between 15 and 24",
        "sex = 'man and wife'",
        '"a and b" = 1',
    ],
)
def test_and_that_joins_no_two_conditions_of_the_whole_is_no_step(where: str) -> None:
    assert conditions(where) == (where,)


def test_and_after_a_between_is_a_step() -> None:
    assert conditions("age between 15 and 24 and not sex = 'man'") == (
        "age between 15 and 24",
        "not sex = 'man'",
    )


def test_conditions_are_the_file_s_words_without_its_comments_and_line_breaks() -> None:
    where = "(unemployed\n    or in_service) -- both, and more\n    and sex = 'mies ä'"
    assert conditions(where) == ("(unemployed or in_service)", "sex = 'mies ä'")


def test_is_distinct_from_is_a_comparison() -> None:
    found = steps_of("select *, a is distinct from b as c, from d where e is distinct from f and g")
    assert (found.source, found.conditions) == ("d", ("e is distinct from f", "g"))


def test_where_of_a_part_is_not_that_of_the_whole() -> None:
    found = steps_of("with a as (select * from b where c and d) select *, from a where e and f")
    assert (found.source, found.conditions) == ("a", ("e", "f"))


@pytest.mark.parametrize(
    "sql",
    [
        "select person, from model.periods where a and b group by person",
        "select distinct person, from model.periods where a and b",
        "select *, row_number() over (order by person) as n, from model.periods where a and b",
        "select * from model.periods where a and b union all select * from model.periods",
        "select * from model.periods where a and b qualify c",
        "select * from model.periods where a and b limit 5",
        "from model.periods select * where a and b",
        "no query at all",
    ],
)
def test_query_whose_rows_depend_on_each_other_is_one_step(sql: str) -> None:
    found = steps_of(sql)
    assert (found.source, found.conditions, found.sql) == ("", (), sql)


def test_what_counts_is_told_in_the_file_s_words() -> None:
    sql = """
        select
            *,
            case when in_service then 1 else 0 end as numerator,
            -- All of them.
            1 as denominator,
        from model.periods"""
    assert steps_of(sql).parts == {"numerator": "in_service", "denominator": "1"}
    other = "case when a then 0 when b then 1 else 0 end"
    assert steps_of(f"select {other} as numerator from c").parts == {"numerator": other}


@pytest.mark.parametrize("indicator", product.catalogue().indicators)
def test_every_indicator_of_the_program_has_a_source(indicator: str) -> None:
    sql = product.catalogue().indicators[indicator].sql
    found = steps_of(sql)
    assert found.source.startswith("model.")
    assert (" where " in " ".join(sql.split())) == bool(found.conditions)


# ------------------------------------------------------------------------ which counts are shown


@pytest.mark.parametrize(
    ("counts", "figure", "safe"),
    [
        ([100, 40], [40], [True, True]),
        ([43, 40], [40], [False, True]),  # 3 are not in the figure
        ([40, 40], [40], [True, True]),  # nobody is left out
        ([50, 43, 40], [40], [True, False, True]),
        ([46, 43, 40], [40], [True, False, True]),
        ([100, 97, 40], [40], [False, True, True]),
        ([3, 0], [0], [False, True]),
        ([9, 4, 0], [0], [True, False, True]),
        ([60, 60], [60, 12], [True, True]),
        ([63, 60], [60, 12], [False, True]),
    ],
)
def test_count_is_hidden_that_tells_of_a_few_people(
    counts: list[int], figure: list[int], safe: list[bool]
) -> None:
    assert safe_steps(counts, figure, K) == safe


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(1, 10))
def test_no_two_shown_counts_differ_by_a_few_people(numbers: list[int], threshold: int) -> None:
    counts = sorted(numbers, reverse=True)
    figure = counts[-1] if counts[-1] >= threshold else 0
    safe = safe_steps(counts, [figure], threshold)
    shown = [figure, *(count for count, one in zip(counts, safe, strict=True) if one)]
    apart = {abs(one - other) for one in shown for other in shown}
    assert not apart & set(range(1, threshold))
    assert not set(shown) & set(range(1, threshold))
