-- One row per unemployment spell: job search and an unemployed state together, without a break.
with together as (
    select
        search_spells.person,
        greatest(search_spells.start_date, attribute_spells.start_date) as start_date,
        least(search_spells.end_date, attribute_spells.end_date) as end_date,
        attribute_spells.value as state,
    from model.attribute_spells
    inner join model.search_spells
        on
            attribute_spells.person = search_spells.person
            and attribute_spells.start_date < search_spells.end_date
            and attribute_spells.end_date > search_spells.start_date
    where
        attribute_spells.kind = 'state'
        and attribute_spells.value in (
            select value,
            from policy.employment_codes
            where unemployed = '1'
        )
),

numbered as (
    select
        person,
        start_date,
        end_date,
        state,
        case
            when
                lag(end_date) over (partition by person order by start_date) = start_date
                then 0
            else 1
        end as is_new,
        case
            when
                lead(start_date) over (partition by person order by start_date) = end_date
                then null
            else state
        end as last_state,
    from together
),

grouped as (
    select
        *,
        sum(is_new) over (
            partition by person
            order by start_date
            rows unbounded preceding
        ) as spell,
    from numbered
)

select
    person,
    min(start_date) as start_date,
    max(end_date) as end_date,
    max(case when is_new = 1 then state end) as first_state,
    max(last_state) as last_state,
from grouped
group by person, spell
order by person
