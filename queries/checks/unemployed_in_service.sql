-- One row per person who is unemployed on a day on which a counted service runs.
select
    unemployment_runs.person,
    min(unemployment_runs.start_date) as start_date,
    min(service_spells.start_date) as other_start_date,
from model.unemployment_runs
inner join model.service_spells
    on
        unemployment_runs.person = service_spells.person
        and unemployment_runs.start_date < service_spells.end_date
        and unemployment_runs.end_date > service_spells.start_date
group by unemployment_runs.person
