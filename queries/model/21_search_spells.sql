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

numbered as (
    select
        *,
        sum(case when earlier_end >= start_date then 0 else 1 end) over (
            partition by person
            order by start_date, end_date
            rows unbounded preceding
        ) as spell,
    from searches
)

select
    person,
    min(start_date) as start_date,
    max(end_date) as end_date,
from numbered
group by person, spell
