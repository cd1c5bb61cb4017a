-- One row per unemployment spell and its first day, its last day or the day on which it became
-- long-term, with where and who the person was then. A spell that the extract date cuts has no last
-- day, and a spell that ended before that no long-term day.
with edges as (
    select
        person,
        'first' as edge,
        start_date as day,
        start_date,
        end_date,
        first_state as state,
    from model.unemployment_runs
    union all
    select
        unemployment_runs.person,
        'last' as edge,
        cast(unemployment_runs.end_date - interval 1 day as date) as day,
        unemployment_runs.start_date,
        unemployment_runs.end_date,
        unemployment_runs.last_state as state,
    from model.unemployment_runs
    cross join meta.extract
    where unemployment_runs.end_date <= extract.extract_date
    union all
    select
        unemployment_runs.person,
        'long_term' as edge,
        calendar.long_term_from as day,
        unemployment_runs.start_date,
        unemployment_runs.end_date,
        attribute_spells.value as state,
    from model.unemployment_runs
    inner join model.calendar
        on unemployment_runs.start_date = calendar.day
    -- A state is in force on every day of a spell. Of inner joins the engine would choose this one
    -- first, and pair every spell of a person with every state of theirs.
    left join model.attribute_spells
        on
            attribute_spells.kind = 'state'
            and unemployment_runs.person = attribute_spells.person
            and calendar.long_term_from >= attribute_spells.start_date
            and calendar.long_term_from < attribute_spells.end_date
    where calendar.long_term_from < unemployment_runs.end_date
),

municipalities as (
    select
        person,
        start_date,
        end_date,
        value,
    from model.attribute_spells
    where kind = 'municipality'
),

offices as (
    select
        person,
        start_date,
        end_date,
        value,
    from model.attribute_spells
    where kind = 'office'
),

lines as (
    select
        person,
        start_date,
        end_date,
        value,
    from model.attribute_spells
    where kind = 'service_line'
),

with_permit as (
    select distinct
        edges.person,
        edges.start_date,
        edges.edge,
    from edges
    inner join model.permits
        on
            edges.person = permits.person
            and edges.day >= permits.start_date
            and edges.day < permits.end_date
)

select
    edges.person,
    edges.edge,
    edges.day,
    edges.start_date,
    edges.end_date,
    starts.day_number as start_number,
    ends.day_number as end_number,
    starts.month_index as start_month_index,
    ends.month_index as end_month_index,
    -- The count days on which the spell is one of those that started lately.
    starts.count_day_index as survival_from_index,
    starts.survival_old_index as survival_to_index,
    edges.state,
    coalesce(municipalities.value, words.unknown) as municipality,
    coalesce(offices.value, words.unknown) as office,
    coalesce(lines.value, words.none) as service_line,
    coalesce(services_in_force.category, words.none) as service_category,
    spell_length_days.spell_length,
    coalesce(birth_years.age_group, words.unknown) as age_group,
    persons.sex,
    persons.language,
    persons.citizenship,
    case
        when with_permit.person is not null then words.ukraine
        else persons.citizenship_group
    end as citizenship_group,
    persons.education,
    persons.fund_member,
from edges
cross join model.words
inner join model.persons on edges.person = persons.person
inner join model.calendar as days on edges.day = days.day
inner join model.calendar as starts on edges.start_date = starts.day
inner join model.calendar as ends on edges.end_date = ends.day
-- Every day of a spell is of one class.
inner join model.spell_length_days
    on
        edges.start_date = spell_length_days.day
        and edges.day >= spell_length_days.from_day
        and edges.day < spell_length_days.to_day
left join municipalities
    on
        edges.person = municipalities.person
        and edges.day >= municipalities.start_date
        and edges.day < municipalities.end_date
left join offices
    on
        edges.person = offices.person
        and edges.day >= offices.start_date
        and edges.day < offices.end_date
left join lines
    on
        edges.person = lines.person
        and edges.day >= lines.start_date
        and edges.day < lines.end_date
left join with_permit
    on
        edges.person = with_permit.person
        and edges.start_date = with_permit.start_date
        and edges.edge = with_permit.edge
left join model.services_in_force
    on
        edges.person = services_in_force.person
        and edges.day >= services_in_force.start_date
        and edges.day < services_in_force.end_date
left join model.birth_years
    on persons.birth_year = birth_years.birth_year and days.year = birth_years.year
