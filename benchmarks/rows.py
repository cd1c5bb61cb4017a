"""The rows that the plain versions start from: those of staging, as tables or as Parquet.

They are typed and cleaned, hold what the measures need and nothing else, and kinds of services and
codes of municipalities are looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measures import MONTHS
from tyollisyys_cli import database

if TYPE_CHECKING:
    from collections.abc import Mapping
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

TABLES = {
    "searches": """
        select person_id, start_date, end_date
        from staging.searches""",
    "statuses": """
        select person_id, start_date, end_date, code
        from staging.statuses""",
    "residences": """
        select person_id, start_date, end_date,
            coalesce(municipalities.municipality, 'unknown') as code
        from staging.residences
        left join policy.municipalities on residences.code = municipalities.municipality""",
    "services": f"""
        select person_id, start_date, end_date
        from ({_SERVICES}) as services
        inner join policy.service_codes using (register_table, code)""",
}

COUNT_DAYS = f"""
    select month, count_day, month + interval 1 month <= extract_date + 1 as is_whole
    from model.count_days
    cross join meta.extract
    order by month desc
    limit {MONTHS}"""


def write_staging(path: Path, folder: Path) -> None:
    """Write searches, statuses, residences, services and count_days of a loaded database.

    They are what the build of the model starts from, in the order of the database and under the
    pseudonyms. A row holds from start_date up to end_date; `is_whole`: the extract covers all of
    the month. The writing is not measured.
    """
    _write(path, folder, TABLES)


def write_ready(path: Path, folder: Path) -> None:
    """Write the same with the model's dense integer keys and the rows of a person together.

    That is more than the build of the model starts from.
    """
    ready = {
        name: f"""
            select persons.person, staged.* exclude (person_id)
            from ({sql}) as staged
            inner join model.persons using (person_id)
            order by all"""
        for name, sql in TABLES.items()
    }
    _write(path, folder, ready)


def _write(path: Path, folder: Path, tables: Mapping[str, str]) -> None:
    """Write the rows of each query, and the count days in order, as Parquet."""
    folder.mkdir(exist_ok=True)
    connection = database.connect(path, read_only=True)
    try:
        for name, sql in {**tables, "count_days": f"from ({COUNT_DAYS}) order by month"}.items():
            connection.execute(f"copy ({sql}) to '{folder}/{name}.parquet' (format parquet)")
    finally:
        connection.close()
