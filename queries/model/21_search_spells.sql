-- One row per job-search spell; touching and overlapping rows of the register are one spell.
-- Rows with equal starts are one, so that every window has them in the same order.
with searches as (
    select
        persons.person,
        searches.start_date,
        max(searches.end_date) as end_date,
    from staging.searches
    inner join model.persons on searches.person_id = persons.person_id
    group by persons.person, searches.start_date
),

ordered as (
    select
        *,
        max(end_date) over (
            partition by person
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from searches
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
order by person
