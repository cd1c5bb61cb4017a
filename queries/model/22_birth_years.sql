-- One row per birth year, calendar year and the age group of that age: only the year is delivered.
with birth_years as (
    select distinct birth_year,
    from model.persons
),

years as (
    select distinct year,
    from model.calendar
)

select
    birth_years.birth_year,
    years.year,
    age_groups.rank,
    age_groups.age_group,
from birth_years
cross join years
inner join policy.age_groups
    on
        years.year - birth_years.birth_year >= age_groups.from_age
        and years.year - birth_years.birth_year < age_groups.to_age
