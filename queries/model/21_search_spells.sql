-- One row per job-search spell; touching and overlapping rows of the register are one spell.
with searches as (
    select
        persons.person,
        searches.start_date,
        searches.end_date,
        max(searches.end_date) over (
            partition by persons.person
            order by searches.start_date, searches.end_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from staging.searches
    inner join model.persons on searches.person_id = persons.person_id
),

-- A row that meets no earlier one begins a spell, to which those after it belong.
with_spells as (
    select
        *,
        max(case when earlier_end >= start_date then null else start_date end) over (
            partition by person
            order by start_date, end_date
            rows unbounded preceding
        ) as spell_start,
    from searches
)

select
    person,
    spell_start as start_date,
    max(end_date) as end_date,
from with_spells
group by person, spell_start
