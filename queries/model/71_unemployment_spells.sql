-- One row per unemployment spell, with where and who the person was on its first day.
with first_days as (
    select
        unemployment_runs.person,
        unemployment_runs.start_date,
        max(
            case when attribute_spells.kind = 'municipality' then attribute_spells.value end
        ) as municipality,
        max(case when attribute_spells.kind = 'office' then attribute_spells.value end) as office,
        max(
            case when attribute_spells.kind = 'service_line' then attribute_spells.value end
        ) as service_line,
    from model.unemployment_runs
    inner join model.attribute_spells
        on
            unemployment_runs.person = attribute_spells.person
            and unemployment_runs.start_date >= attribute_spells.start_date
            and unemployment_runs.start_date < attribute_spells.end_date
    where attribute_spells.kind <> 'state'
    group by unemployment_runs.person, unemployment_runs.start_date
),

permits as (
    select
        persons.person,
        searches.start_date,
        searches.end_date,
    from staging.searches
    inner join model.persons on searches.person_id = persons.person_id
    where searches.permit = '1C'
),

with_permit as (
    select distinct
        unemployment_runs.person,
        unemployment_runs.start_date,
    from model.unemployment_runs
    inner join permits
        on
            unemployment_runs.person = permits.person
            and unemployment_runs.start_date >= permits.start_date
            and unemployment_runs.start_date < permits.end_date
)

select
    unemployment_runs.person,
    unemployment_runs.start_date,
    unemployment_runs.end_date,
    starts.month_index as start_month_index,
    ends.month_index as end_month_index,
    unemployment_runs.first_state as state,
    coalesce(first_days.municipality, 'unknown') as municipality,
    coalesce(first_days.office, 'unknown') as office,
    coalesce(first_days.service_line, 'none') as service_line,
    coalesce(services_in_force.category, 'none') as service_category,
    coalesce(age_groups.age_group, 'unknown') as age_group,
    persons.sex,
    persons.language,
    persons.citizenship,
    case
        when with_permit.person is not null then 'ukraine'
        else persons.citizenship_group
    end as citizenship_group,
    persons.education,
    persons.fund_member,
from model.unemployment_runs
inner join model.persons on unemployment_runs.person = persons.person
inner join model.calendar as starts on unemployment_runs.start_date = starts.day
inner join model.calendar as ends on unemployment_runs.end_date = ends.day
left join first_days
    on
        unemployment_runs.person = first_days.person
        and unemployment_runs.start_date = first_days.start_date
left join with_permit
    on
        unemployment_runs.person = with_permit.person
        and unemployment_runs.start_date = with_permit.start_date
left join model.services_in_force
    on
        unemployment_runs.person = services_in_force.person
        and unemployment_runs.start_date >= services_in_force.start_date
        and unemployment_runs.start_date < services_in_force.end_date
left join policy.age_groups
    on
        date_diff('year', date '1900-01-01', unemployment_runs.start_date)
        + 1900
        - persons.birth_year >= age_groups.from_age
        and date_diff('year', date '1900-01-01', unemployment_runs.start_date)
        + 1900
        - persons.birth_year < age_groups.to_age
