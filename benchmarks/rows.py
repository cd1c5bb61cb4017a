"""The rows that the plain versions start from: those of staging, as Parquet.

They are typed and cleaned, hold what the measures need and nothing else, stand in order under the
model's dense integer person keys, and services and homes are recoded. Writing them is not counted,
which is to the plain versions' advantage: the model is built from the register's own columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measures import MONTHS
from tyollisyys_cli import database

if TYPE_CHECKING:
    from pathlib import Path

_SERVICES = """
    select 'YSIJOIT' as register_table, * from staging.placements
    union all
    select 'YTKOKE' as register_table, * from staging.work_trials
    union all
    select 'KTYOKOU' as register_table, * from staging.trainings
    union all
    select 'YTVPOLL' as register_table, * from staging.statements
    union all
    select 'YTVALIT' as register_table, * from staging.mediated_jobs"""

_TABLES = {
    "searches": """
        select person, start_date, end_date
        from staging.searches
        inner join model.persons using (person_id)""",
    "statuses": """
        select person, start_date, end_date, code
        from staging.statuses
        inner join model.persons using (person_id)""",
    "residences": """
        select person, start_date, end_date,
            coalesce(municipalities.municipality, 'unknown') as code
        from staging.residences
        inner join model.persons using (person_id)
        left join policy.municipalities on residences.code = municipalities.municipality""",
    "services": f"""
        select person, start_date, end_date
        from ({_SERVICES}) as services
        inner join policy.service_codes using (register_table, code)
        inner join model.persons using (person_id)""",
}

_COUNT_DAYS = """
    select month, count_day, month + interval 1 month <= extract_date + 1 as is_whole
    from model.count_days
    cross join meta.extract
    order by month desc
    limit $months"""


def write_rows(path: Path, folder: Path) -> None:
    """Write searches, statuses, residences, services and count_days of a loaded database.

    A row holds from start_date up to end_date; `is_whole`: the extract covers all of the month.
    """
    folder.mkdir(exist_ok=True)
    connection = database.connect(path, read_only=True)
    try:
        for name, sql in _TABLES.items():
            rows = database.query(connection, f"{sql} order by all")
            rows.write_parquet(folder / f"{name}.parquet")
        days = database.query(connection, _COUNT_DAYS, {"months": MONTHS})
        days.sort("month").write_parquet(folder / "count_days.parquet")
    finally:
        connection.close()
