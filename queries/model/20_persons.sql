-- One row per person who has ever searched for a job, under a dense integer key.
with jobseekers as (
    select distinct person_id,
    from staging.searches
)

select
    cast(row_number() over (order by jobseekers.person_id) as integer) as person,
    jobseekers.person_id,
    persons.birth_year,
    coalesce(persons.sex, 'unknown') as sex,
    coalesce(persons.language, 'unknown') as language,
    coalesce(persons.citizenship, 'unknown') as citizenship,
    coalesce(persons.citizenship_group, 'unknown') as citizenship_group,
    coalesce(persons.education, 'unknown') as education,
    coalesce(persons.fund_member, 'unknown') as fund_member,
from jobseekers
left join staging.persons on jobseekers.person_id = persons.person_id
