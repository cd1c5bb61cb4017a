-- One row per person and run of days on which the same service ranks first among those that run,
-- and how many categories of services run.
with boundaries as (
    select
        person,
        start_date as day,
    from model.service_spells
    union
    select
        person,
        end_date as day,
    from model.service_spells
),

segments as (
    select
        person,
        day as start_date,
        lead(day) over (partition by person order by day) as end_date,
    from boundaries
),

-- The end of the person's latest service that had ended when this one started: on one day the ends
-- come before the starts.
ends_and_starts as (
    select
        person,
        end_date as day,
        end_date,
        false as is_start,
    from model.service_spells
    union
    select
        person,
        start_date as day,
        cast(null as date) as end_date,
        true as is_start,
    from model.service_spells
),

running_ends as (
    select
        person,
        day,
        is_start,
        max(end_date) over (
            partition by person
            order by day, is_start
            rows unbounded preceding
        ) as earlier_end,
    from ends_and_starts
),

earlier_ends as (
    select
        person,
        day as start_date,
        earlier_end,
    from running_ends
    where is_start
),

candidates as (
    select
        segments.person,
        segments.start_date,
        segments.end_date,
        service_categories.value as category,
        service_categories.value_id as service_rank,
        earlier_ends.earlier_end,
        row_number() over (
            partition by segments.person, segments.start_date
            order by service_categories.value_id
        ) as precedence,
        count(*) over (partition by segments.person, segments.start_date) as services,
    from segments
    inner join model.service_spells
        on
            segments.person = service_spells.person
            and segments.start_date >= service_spells.start_date
            and segments.start_date < service_spells.end_date
    inner join model.attribute_values as service_categories
        on
            service_categories.kind = 'service_category'
            and service_spells.category = service_categories.value
    inner join earlier_ends
        on
            service_spells.person = earlier_ends.person
            and service_spells.start_date = earlier_ends.start_date
)

select
    person,
    start_date,
    end_date,
    category,
    service_rank,
    earlier_end,
    services,
from candidates
where precedence = 1
order by person
