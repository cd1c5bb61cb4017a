-- One row per service of one category; touching and overlapping rows are one service.
with register_rows as (
    select
        'YSIJOIT' as register_table,
        person_id,
        start_date,
        end_date,
        code,
    from staging.placements
    union all
    select
        'YTKOKE' as register_table,
        person_id,
        start_date,
        end_date,
        code,
    from staging.work_trials
    union all
    select
        'KTYOKOU' as register_table,
        person_id,
        start_date,
        end_date,
        code,
    from staging.trainings
    union all
    select
        'YTVPOLL' as register_table,
        person_id,
        start_date,
        end_date,
        code,
    from staging.statements
    union all
    select
        'YTVALIT' as register_table,
        person_id,
        start_date,
        end_date,
        code,
    from staging.mediated_jobs
),

register_services as (
    select
        persons.person,
        service_codes.category,
        register_rows.start_date,
        register_rows.end_date,
    from register_rows
    inner join policy.service_codes
        on
            register_rows.register_table = service_codes.register_table
            and register_rows.code = service_codes.code
    inner join model.persons on register_rows.person_id = persons.person_id
),

-- Without any service table the employment codes of services stand in.
stand_ins as (
    select
        attribute_spells.person,
        service_codes.category,
        attribute_spells.start_date,
        attribute_spells.end_date,
    from model.attribute_spells
    inner join policy.employment_codes on attribute_spells.value = employment_codes.value
    inner join policy.service_codes
        on
            service_codes.register_table = 'YTYOLL'
            and employment_codes.code = service_codes.code
    where
        attribute_spells.kind = 'state'
        and not exists (
            select loaded_tables.register_table,
            from meta.loaded_tables
            where loaded_tables.register_table in ('YSIJOIT', 'YTKOKE', 'YTYOKOU', 'YTVPOLL')
        )
),

services as (
    select *, from register_services
    union all
    select *, from stand_ins
),

-- Rows with equal starts are one, so that every window has them in the same order.
longest as (
    select
        person,
        category,
        start_date,
        max(end_date) as end_date,
    from services
    group by person, category, start_date
),

ordered as (
    select
        *,
        max(end_date) over (
            partition by person, category
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from longest
),

-- A row that meets no earlier one begins a service, to which those after it belong.
with_services as (
    select
        *,
        max(case when earlier_end >= start_date then null else start_date end) over (
            partition by person, category
            order by start_date
            rows unbounded preceding
        ) as service_start,
    from ordered
)

select
    person,
    category,
    service_start as start_date,
    max(end_date) as end_date,
from with_services
group by person, category, service_start
order by person
