"""The measures in pandas: one count day after the other.

polars only reads the files: pandas needs a package for Parquet that the project does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

_STOCKS = [
    *("jobseekers", "unemployed", "long_term_unemployed", "repeatedly_unemployed"),
    *("in_service", "broad_unemployment", "activation_rate", "unemployment_duration"),
]
_DAY = pd.Timedelta(days=1)
_YEAR, _WINDOW = pd.DateOffset(months=12), pd.DateOffset(months=16)


def measures(folder: Path) -> pl.DataFrame:
    """Return region, month, measure and value of a folder of plain rows."""
    days, services = _read(folder, "count_days"), _read(folder, "services")
    searches = _merged(_read(folder, "searches"))
    statuses, homes = _in_force(_read(folder, "statuses")), _in_force(_read(folder, "residences"))
    without_work = statuses[statuses["code"].isin(["2", "3"])]
    unemployment = _merged(_overlap(searches, without_work))
    unemployment["long_term_from"] = unemployment["start_date"] + _YEAR
    stocks = [
        _stocks(month, count_day, searches, unemployment, services, homes)
        for month, count_day in zip(days["month"], days["count_day"], strict=True)
    ]
    found = pd.concat([*stocks, _flows(unemployment, homes, days)])
    return pl.DataFrame({name: found[name].to_numpy() for name in found.columns})


def _read(folder: Path, name: str) -> pd.DataFrame:
    rows = pl.read_parquet(folder / f"{name}.parquet")
    return pd.DataFrame({column: rows[column].to_numpy() for column in rows.columns})


def _merged(spells: pd.DataFrame) -> pd.DataFrame:
    """Make one spell of those that touch or overlap: person, start_date, end_date."""
    spells = spells.sort_values(["person", "start_date"])
    latest_end = spells.groupby("person")["end_date"].cummax()
    earlier_end = latest_end.groupby(spells["person"]).shift()
    spells["spell"] = (~(earlier_end >= spells["start_date"])).cumsum()
    return spells.groupby("spell").agg(
        person=("person", "first"), start_date=("start_date", "first"), end_date=("end_date", "max")
    )


def _in_force(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave one code a day: the newest start, then the later end, then the lower code.

    Few people have rows that overlap; only theirs are cut at every start and end.
    """
    rows = rows.sort_values(["person", "start_date"])
    latest_end = rows.groupby("person")["end_date"].cummax()
    earlier_end = latest_end.groupby(rows["person"]).shift()
    overlapping = rows.loc[earlier_end > rows["start_date"], "person"]
    is_crowded = rows["person"].isin(overlapping)
    crowded = rows[is_crowded]
    starts = crowded[["person", "start_date"]]
    ends = crowded[["person", "end_date"]].rename(columns={"end_date": "start_date"})
    pieces = pd.concat([starts, ends]).drop_duplicates().sort_values(["person", "start_date"])
    pieces["end_date"] = pieces.groupby("person")["start_date"].shift(-1)
    pairs = pieces.merge(crowded, on="person", suffixes=("", "_row"))
    covers = (pairs["start_date"] >= pairs["start_date_row"]) & (
        pairs["end_date"] <= pairs["end_date_row"]
    )
    winners = (
        pairs[covers]
        .sort_values(["start_date_row", "end_date_row", "code"], ascending=[False, False, True])
        .drop_duplicates(["person", "start_date"])
    )
    return pd.concat([rows[~is_crowded], winners[["person", "start_date", "end_date", "code"]]])


def _overlap(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return the days that both cover."""
    pairs = left.merge(right, on="person", suffixes=("", "_right"))
    start = pairs[["start_date", "start_date_right"]].max(axis=1)
    end = pairs[["end_date", "end_date_right"]].min(axis=1)
    both = pd.DataFrame({"person": pairs["person"], "start_date": start, "end_date": end})
    return both[both["start_date"] < both["end_date"]]


def _covering(spells: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    return spells[(spells["start_date"] <= day) & (spells["end_date"] > day)]


def _stocks(
    month: pd.Timestamp,
    count_day: pd.Timestamp,
    searches: pd.DataFrame,
    unemployment: pd.DataFrame,
    services: pd.DataFrame,
    homes: pd.DataFrame,
) -> pd.DataFrame:
    """Return the stocks and the days of unemployment so far on one count day."""
    now = _covering(unemployment, count_day)
    spells = now[["person", "start_date", "long_term_from"]]
    people = _covering(searches, count_day)[["person"]].merge(spells, on="person", how="left")
    people = people.merge(_covering(homes, count_day)[["person", "code"]], on="person", how="left")
    unemployed, person = people["start_date"].notna(), people["person"]
    in_service = person.isin(_covering(services, count_day)["person"])
    long_term = people["long_term_from"] <= count_day
    repeated = unemployed & ~long_term & person.isin(_with_365_days(unemployment, count_day))
    days = (count_day - people["start_date"]).dt.days + 1
    flags = {
        "jobseekers": 1,
        "unemployed": unemployed,
        "long_term_unemployed": long_term,
        "repeatedly_unemployed": repeated,
        "in_service": in_service,
        "broad_unemployment": unemployed | in_service,
        "activation_rate": in_service,
        "unemployment_duration": days.fillna(0),
        "region": people["code"].fillna("unknown"),
    }
    sums = people.assign(**flags).groupby("region")[_STOCKS].sum().astype("int64")
    return sums.reset_index().melt("region", var_name="measure").assign(month=month)


def _with_365_days(unemployment: pd.DataFrame, count_day: pd.Timestamp) -> pd.Series:
    """Return who was unemployed for 365 days of the 16 months that end on the count day."""
    first, after = count_day - _WINDOW + _DAY, count_day + _DAY
    inside = unemployment[(unemployment["start_date"] < after) & (unemployment["end_date"] > first)]
    start, end = inside["start_date"], inside["end_date"]
    length = end.where(end < after, after) - start.where(start > first, first)
    total = length.dt.days.groupby(inside["person"]).sum()
    return total[total >= 365].index.to_series()


def _flows(unemployment: pd.DataFrame, homes: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """Count spells that began, that ended and that went on for 3, 6 and 12 months."""
    unemployment = unemployment.assign(last_day=unemployment["end_date"] - _DAY)
    begun = _located(unemployment, "start_date", homes)
    ended = _located(unemployment, "last_day", homes)
    events = [_events(begun, begun["start_date"], "inflow")]
    events.append(_events(ended, ended["end_date"], "outflow"))
    for months in (3, 6, 12):
        later = begun["start_date"] + pd.DateOffset(months=months)
        goes_on = later < begun["end_date"]
        events.append(_events(begun[goes_on], later[goes_on], f"flow_{months}_months"))
    counted = (
        pd.concat(events).value_counts(["region", "month", "measure"]).reset_index(name="value")
    )
    return counted[counted["month"].isin(days.loc[days["is_whole"], "month"])]


def _located(spells: pd.DataFrame, column: str, homes: pd.DataFrame) -> pd.DataFrame:
    """Add the region in which the person lived on a day of the spell."""
    pairs = spells.reset_index(names="spell").merge(homes, on="person", suffixes=("", "_home"))
    covers = (pairs["start_date_home"] <= pairs[column]) & (pairs["end_date_home"] > pairs[column])
    found = pairs[covers].set_index("spell")["code"]
    return spells.assign(region=found.reindex(spells.index).fillna("unknown"))


def _events(spells: pd.DataFrame, day: pd.Series, measure: str) -> pd.DataFrame:
    month = day.dt.to_period("M").dt.to_timestamp()
    return pd.DataFrame({"region": spells["region"], "month": month, "measure": measure})
