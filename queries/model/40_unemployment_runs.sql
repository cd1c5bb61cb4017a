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

pieces as (
    select
        *,
        case
            when
                lag(end_date) over (partition by person order by start_date) = start_date
                then 0
            else 1
        end as is_first,
        case
            when
                lead(start_date) over (partition by person order by start_date) = end_date
                then 0
            else 1
        end as is_last,
    from together
),

-- A spell needs its first and its last piece, which stand next to each other without those between.
outer_pieces as (
    select
        person,
        start_date,
        state as first_state,
        is_first,
        case
            when is_last = 1 then end_date
            else lead(end_date) over (partition by person order by start_date)
        end as end_date,
        case
            when is_last = 1 then state
            else lead(state) over (partition by person order by start_date)
        end as last_state,
    from pieces
    where is_first = 1 or is_last = 1
)

select
    person,
    start_date,
    end_date,
    first_state,
    last_state,
from outer_pieces
where is_first = 1
order by person
