-- One row per spell of social rehabilitation; touching and overlapping rows are one spell. The
-- activation rate does not count it, so it is no service of the model.
-- Rows with equal starts are one, so that every window has them in the same order.
with register_rows as (
    select
        persons.person,
        social_rehabilitation.start_date,
        max(social_rehabilitation.end_date) as end_date,
    from staging.social_rehabilitation
    inner join model.persons on social_rehabilitation.person_id = persons.person_id
    group by persons.person, social_rehabilitation.start_date
),

ordered as (
    select
        *,
        max(end_date) over (
            partition by person
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from register_rows
),

-- A row that meets no earlier one begins a spell, to which those after it belong.
with_spells as (
    select
        *,
        max(case when earlier_end >= start_date then null else start_date end) over (
            partition by person
            order by start_date
            rows unbounded preceding
        ) as spell_start,
    from ordered
)

select
    person,
    spell_start as start_date,
    max(end_date) as end_date,
from with_spells
group by person, spell_start
