-- One row per job-search row with the permit of temporary protection.
select
    persons.person,
    searches.start_date,
    searches.end_date,
from staging.searches
inner join model.persons on searches.person_id = persons.person_id
where searches.permit = '1C'
