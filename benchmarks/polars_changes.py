"""The measures in polars: what changes on which count day, summed up, then running sums.

It starts from the staging rows in Parquet, as the build of the model does from its tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

_FIRST, _LAST = pl.date(1900, 1, 1), pl.date(2200, 1, 1)


def measures(folder: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a folder of staging rows."""
    rows = read(folder)
    days = rows.pop("count_days")
    searches = rows["searches"].select("person_id").unique()
    persons = searches.sort("person_id").with_row_index("person")
    keyed = {
        name: persons.join(frame, on="person_id").drop("person_id") for name, frame in rows.items()
    }
    return answers({**keyed, "count_days": days})


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """Read the tables of a folder."""
    return {file.stem: pl.read_parquet(file) for file in folder.glob("*.parquet")}


def answers(rows: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return region, month, measure and value of rows under integer keys."""
    days = rows["count_days"]
    searches = _merged(rows["searches"])
    services = _merged(rows["services"])
    statuses = _in_force(rows["statuses"])
    residences = _in_force(rows["residences"])
    homes = _without_gaps(residences, searches.select("person").unique())
    without_work = statuses.filter(pl.col("code").is_in(["2", "3"]))
    unemployment = _merged(_overlap(searches, without_work))
    stocks = _stocks(searches, unemployment, _overlap(searches, services), homes, days)
    repeated = _repeatedly_unemployed(unemployment, homes, days)
    return pl.concat([stocks, repeated, _flows(unemployment, homes, days)])


def _merged(spells: pl.DataFrame) -> pl.DataFrame:
    """Make one spell of those that touch or overlap: person, start_date, end_date."""
    earlier_end = pl.col("end_date").cum_max().shift(1).over("person")
    is_new = (earlier_end < pl.col("start_date")).fill_null(value=True)
    return (
        spells.sort("person", "start_date")
        .with_columns(spell=is_new.cum_sum())
        .group_by("person", "spell", maintain_order=True)
        .agg(pl.col("start_date").first(), pl.col("end_date").max())
        .drop("spell")
    )


def _in_force(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave one code a day: the newest start, then the later end, then the lower code.

    Few people have rows that overlap; only theirs are cut at every start and end.
    """
    earlier_end = pl.col("end_date").cum_max().shift(1).over("person")
    rows = rows.sort("person", "start_date")
    overlapping = rows.filter(earlier_end > pl.col("start_date")).select("person").unique()
    crowded = rows.join(overlapping, on="person", how="semi")
    edges = pl.concat(
        [
            crowded.select("person", start_date="start_date"),
            crowded.select("person", start_date="end_date"),
        ]
    ).unique()
    pieces = edges.sort("person", "start_date").with_columns(
        end_date=pl.col("start_date").shift(-1).over("person")
    )
    winners = (
        pieces.join(crowded, on="person", suffix="_row")
        .filter(
            pl.col("start_date") >= pl.col("start_date_row"),
            pl.col("end_date") <= pl.col("end_date_row"),
        )
        .sort("start_date_row", "end_date_row", "code", descending=[True, True, False])
        .unique(["person", "start_date"], keep="first", maintain_order=True)
        .select("person", "start_date", "end_date", "code")
    )
    return pl.concat([rows.join(overlapping, on="person", how="anti"), winners])


def _without_gaps(residences: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Give everybody a home on every day, `unknown` where no residence is in force."""
    rows = residences.sort("person", "start_date")
    before = rows.select(
        "person",
        start_date=pl.col("end_date").shift(1, fill_value=_FIRST).over("person"),
        end_date="start_date",
    )
    after = rows.group_by("person").agg(start_date=pl.col("end_date").max(), end_date=_LAST)
    nowhere = people.join(rows, on="person", how="anti").with_columns(
        start_date=_FIRST, end_date=_LAST
    )
    gaps = pl.concat([before, after, nowhere]).filter(pl.col("start_date") < pl.col("end_date"))
    return pl.concat([rows, gaps.with_columns(code=pl.lit("unknown"))]).rename({"code": "region"})


def _overlap(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Return the days that both cover, with the other columns of both."""
    return (
        left.join(right, on="person", suffix="_right")
        .with_columns(
            start_date=pl.max_horizontal("start_date", "start_date_right"),
            end_date=pl.min_horizontal("end_date", "end_date_right"),
        )
        .filter(pl.col("start_date") < pl.col("end_date"))
        .drop("start_date_right", "end_date_right")
    )


def _stocks(
    searches: pl.DataFrame,
    unemployment: pl.DataFrame,
    services: pl.DataFrame,
    homes: pl.DataFrame,
    days: pl.DataFrame,
) -> pl.DataFrame:
    """Return the stocks and the days of unemployment so far on every count day."""
    long_term = unemployment.with_columns(start_date=pl.col("start_date").dt.offset_by("12mo"))
    spells = {
        "jobseekers": searches,
        "unemployed": unemployment,
        "long_term_unemployed": long_term.filter(pl.col("start_date") < pl.col("end_date")),
        "in_service": services,
        "both": _overlap(services, unemployment),
        "starts": unemployment.with_columns(value=_number("start_date")),
    }
    located = [
        _overlap(rows, homes).select(
            "region",
            "start_date",
            "end_date",
            measure=pl.lit(name),
            value="value" if "value" in rows.columns else pl.lit(1, pl.Int64),
        )
        for name, rows in spells.items()
    ]
    running = _running_sums(pl.concat(located), days)
    return (
        running.pivot("measure", list(spells), index=["region", "month_index"], values="value")
        .fill_null(0)
        .join(_numbered(days), on="month_index")
        .with_columns(
            broad_unemployment=pl.col("unemployed") + pl.col("in_service") - pl.col("both"),
            activation_rate=pl.col("in_service"),
            unemployment_duration=(_number("count_day") + 1) * pl.col("unemployed")
            - pl.col("starts"),
        )
        .drop("month_index", "count_day", "is_whole", "both", "starts")
        .unpivot(index=["region", "month"], variable_name="measure")
        .select("region", "month", "measure", "value")
    )


def _number(column: str) -> pl.Expr:
    """Return a date as a number of days."""
    return pl.col(column).to_physical().cast(pl.Int64)


def _numbered(days: pl.DataFrame) -> pl.DataFrame:
    return days.with_row_index("month_index").with_columns(pl.col("month_index").cast(pl.Int64))


def _month_index(column: str, days: pl.DataFrame) -> pl.Expr:
    """Return the number of the first count day on or after a date."""
    count_days: list[date] = days["count_day"].to_list()
    return pl.lit(pl.Series(count_days)).search_sorted(pl.col(column)).cast(pl.Int64)


def _running_sums(located: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Add each spell where it begins, take it away where it ends, and sum up over the months."""
    keys = ["region", "measure"]
    begins = located.select(*keys, "value", month_index=_month_index("start_date", days))
    ends = located.select(*keys, -pl.col("value"), month_index=_month_index("end_date", days))
    spine = (
        located.select("region")
        .unique()
        .join(located.select("measure").unique(), how="cross")
        .join(_numbered(days).select("month_index"), how="cross")
        .with_columns(value=pl.lit(0, pl.Int64))
        .select(*keys, "value", "month_index")
    )
    return (
        pl.concat([begins, ends, spine])
        .group_by(*keys, "month_index")
        .agg(pl.col("value").sum())
        .sort(*keys, "month_index")
        .with_columns(pl.col("value").cum_sum().over(keys))
    )


def _repeatedly_unemployed(
    unemployment: pl.DataFrame, homes: pl.DataFrame, days: pl.DataFrame
) -> pl.DataFrame:
    """Count those with 365 unemployed days in the last 16 months, not yet 12 months at once.

    The days in the window are all days up to the count day less those up to the window's start.
    """
    length = (pl.col("end_date") - pl.col("start_date")).dt.total_days()
    spells = unemployment.sort("person", "start_date").with_columns(
        earlier_days=length.cum_sum().over("person") - length
    )
    long_term_from = pl.col("start_date").dt.offset_by("12mo")
    person_months = (
        spells.with_columns(end_date=pl.min_horizontal("end_date", long_term_from))
        .with_columns(
            month_index=pl.int_ranges(
                _month_index("start_date", days), _month_index("end_date", days)
            )
        )
        .filter(pl.col("month_index").list.len() > 0)
        .explode("month_index")
        .join(_numbered(days), on="month_index")
        .with_columns(window_start=pl.col("count_day").dt.offset_by("-16mo"))
        .with_columns(
            days=pl.col("earlier_days") + _number("count_day") - _number("start_date") + 1
        )
        .filter(pl.col("days") >= 365)
    )
    at_window = spells.select("person", "earlier_days", "end_date", began="start_date")
    last_day = pl.min_horizontal(_number("window_start"), _number("end_date_right") - 1)
    before = pl.col("earlier_days_right") + last_day - _number("began") + 1
    return (
        person_months.sort("window_start")
        .join_asof(
            at_window.sort("began"),
            left_on="window_start",
            right_on="began",
            by="person",
            coalesce=False,
            check_sortedness=False,
        )
        .filter(pl.col("days") - before.fill_null(0) >= 365)
        .select(
            "person",
            "month",
            start_date="count_day",
            end_date=pl.col("count_day").dt.offset_by("1d"),
        )
        .pipe(_overlap, homes)
        .group_by("region", "month")
        .agg(value=pl.len().cast(pl.Int64))
        .select("region", "month", pl.lit("repeatedly_unemployed").alias("measure"), "value")
    )


def _flows(unemployment: pl.DataFrame, homes: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Count spells that began, that ended and that went on for 3, 6 and 12 months."""
    spells = unemployment.with_columns(spell_start="start_date", spell_end="end_date")
    located = _overlap(spells, homes)
    begun = located.filter(pl.col("start_date") == pl.col("spell_start"))
    ended = located.filter(pl.col("end_date") == pl.col("spell_end"))
    events = [
        begun.select("region", day="spell_start", measure=pl.lit("inflow")),
        ended.select("region", day="spell_end", measure=pl.lit("outflow")),
    ]
    for months in (3, 6, 12):
        later = pl.col("spell_start").dt.offset_by(f"{months}mo")
        goes_on = begun.filter(later < pl.col("spell_end"))
        name = pl.lit(f"flow_{months}_months")
        events.append(goes_on.select("region", day=later, measure=name))
    return (
        pl.concat(events)
        .with_columns(month=pl.col("day").dt.truncate("1mo"))
        .join(days.filter("is_whole"), on="month", how="semi")
        .group_by("region", "month", "measure")
        .agg(value=pl.len().cast(pl.Int64))
    )
