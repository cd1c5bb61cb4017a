-- One row per person, kind of thing that is true of them and range of count days on which it is.
-- Ranges of one kind never overlap: on a count day each kind has one value, an integer, or none.
with spells as (
    select
        person,
        'search_start' as kind,
        start_date,
        end_date,
        cast(date_diff('day', date '1849-12-31', start_date) as integer) as value,
    from model.search_spells
    union all
    select
        attribute_spells.person,
        attribute_spells.kind,
        attribute_spells.start_date,
        attribute_spells.end_date,
        attribute_values.value_id as value,
    from model.attribute_spells
    inner join model.attribute_values
        on
            attribute_spells.kind = attribute_values.kind
            and attribute_spells.value = attribute_values.value
    union all
    select
        person,
        'unemployment_start' as kind,
        start_date,
        end_date,
        cast(date_diff('day', date '1849-12-31', start_date) as integer) as value,
    from model.unemployment_runs
    union all
    -- By the day: with the index of the calendar the engine compares all its days with each other.
    -- A spell that ends before has none; beyond the calendar it would count as begun before it.
    select
        unemployment_runs.person,
        'long_term' as kind,
        calendar.long_term_from as start_date,
        unemployment_runs.end_date,
        1 as value,
    from model.unemployment_runs
    inner join model.calendar on unemployment_runs.start_date = calendar.day
    where calendar.long_term_from < unemployment_runs.end_date
    union all
    select
        person,
        'service_rank' as kind,
        start_date,
        end_date,
        service_rank as value,
    from model.services_in_force
    union all
    select
        person,
        'several_services' as kind,
        start_date,
        end_date,
        1 as value,
    from model.services_in_force
    where services > 1
    union all
    select
        person,
        'social_rehabilitation' as kind,
        start_date,
        end_date,
        1 as value,
    from model.social_rehabilitation_spells
    union all
    select
        person,
        'long_term_chain' as kind,
        start_date,
        end_date,
        1 as value,
    from model.service_chains
    where after_long_term = 1
),

-- A spell that began before the calendar does has run since the first count day; one that ended
-- before it says nothing.
covered as (
    select
        spells.person,
        spells.kind,
        coalesce(starts.count_day_index, 0) as from_index,
        ends.count_day_index as to_index,
        spells.value,
    from spells
    left join model.calendar as starts on spells.start_date = starts.day
    inner join model.calendar as ends on spells.end_date = ends.day
),

-- A spell is of the first class from its start: only the later ones are marked.
spell_lengths as (
    select
        unemployment_runs.person,
        'spell_length' as kind,
        spell_length_days.from_index,
        least(ends.count_day_index, spell_length_days.to_index) as to_index,
        spell_length_days.rank - 1 as value,
    from model.unemployment_runs
    inner join model.spell_length_days on unemployment_runs.start_date = spell_length_days.day
    inner join model.calendar as ends on unemployment_runs.end_date = ends.day
    where spell_length_days.rank > 1
),

repeated as (
    select
        person,
        'repeated' as kind,
        from_index,
        to_index,
        1 as value,
    from model.repeat_ranges
),

-- Searches that meet, and services that ended within months of each other, give overlapping ranges.
overlapping as (
    select
        permits.person,
        'permit' as kind,
        starts.count_day_index as from_index,
        ends.count_day_index as to_index,
    from model.permits
    inner join model.calendar as starts on permits.start_date = starts.day
    inner join model.calendar as ends on permits.end_date = ends.day
    union all
    select
        service_spells.person,
        'after_service' as kind,
        calendar.service_recent_index as from_index,
        calendar.service_old_index as to_index,
    from model.service_spells
    inner join model.calendar on service_spells.end_date = calendar.day
),

-- Each loses what earlier ones hold. In which order equal starts come changes nothing in all.
disjoint as (
    select
        person,
        kind,
        greatest(
            from_index,
            max(to_index) over (
                partition by person, kind
                order by from_index
                rows between unbounded preceding and 1 preceding
            )
        ) as from_index,
        to_index,
        1 as value,
    from overlapping
),

-- The service in force followed another one, as long as that one ended within twelve months. Where
-- the end of that one lies in the calendar, the days after it do too.
service_after_service as (
    select
        services_in_force.person,
        'service_after_service' as kind,
        starts.count_day_index as from_index,
        least(ends.count_day_index, earlier.service_old_index) as to_index,
        1 as value,
    from model.services_in_force
    inner join model.calendar as earlier on services_in_force.earlier_end = earlier.day
    inner join model.calendar as starts on services_in_force.start_date = starts.day
    inner join model.calendar as ends on services_in_force.end_date = ends.day
),

-- Four of five birthdays lie outside the years in which the person searches for a job.
searched as (
    select
        person,
        min(start_date) as start_date,
        max(end_date) as end_date,
    from model.search_spells
    group by person
),

-- Every search lies in the calendar. Of eleven groups a person has one or two in these years: the
-- conditions leave out the others at once, where the last query would have to compute them first.
ages as (
    select
        searched.person,
        'age_group' as kind,
        greatest(age_ranges.from_index, starts.count_day_index) as from_index,
        least(age_ranges.to_index, ends.count_day_index) as to_index,
        age_ranges.rank as value,
    from searched
    inner join model.persons on searched.person = persons.person
    inner join model.age_ranges on persons.birth_year = age_ranges.birth_year
    inner join model.calendar as starts on searched.start_date = starts.day
    inner join model.calendar as ends on searched.end_date = ends.day
    where
        starts.count_day_index < age_ranges.to_index
        and ends.count_day_index > age_ranges.from_index
),

marks as (
    select *, from covered
    union all
    select *, from spell_lengths
    union all
    select *, from repeated
    union all
    select *, from disjoint
    union all
    select *, from service_after_service
    union all
    select *, from ages
)

select
    person,
    kind,
    from_index,
    to_index,
    value,
from marks
where from_index < to_index
