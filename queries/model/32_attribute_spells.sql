-- One row per spell of one state, municipality, office or line in force: spells never overlap.
-- Where rows overlap the newest start holds, on equal starts the later end, then the lower code.
with ordered as (
    select
        person,
        kind,
        start_date,
        end_date,
        code,
        lead(start_date) over kind_of_person as next_start,
        max(end_date) over (
            partition by person, kind
            order by start_date asc, end_date asc, code desc
            rows unbounded preceding
        ) as latest_end,
    from model.attribute_rows
    window kind_of_person as (
        partition by person, kind
        order by start_date asc, end_date asc, code desc
    )
),

-- Of rows with equal starts the last one stands.
register_rows as (
    select *,
    from ordered
    where next_start is null or next_start > start_date
),

-- When a row ends inside an earlier one, the newest row that still runs is in force again.
covered_ends as (
    select
        ended.person,
        ended.kind,
        ended.end_date as resumed_at,
        ended.start_date as ended_start,
        max(running.start_date) as running_start,
    from register_rows as ended
    inner join register_rows as running
        on
            ended.person = running.person
            and ended.kind = running.kind
            and ended.end_date >= running.start_date
            and ended.end_date < running.end_date
    where ended.end_date < ended.latest_end
    group by ended.person, ended.kind, ended.start_date, ended.end_date
),

resumptions as (
    select
        person,
        kind,
        resumed_at,
        running_start,
    from covered_ends
    where running_start < ended_start
),

-- Two rows can end inside an earlier one on the same day: it is resumed once. Here and below the
-- least of a date and a null is the date.
resumed as (
    select
        resumptions.person,
        resumptions.kind,
        resumptions.resumed_at as start_date,
        least(running.end_date, min(later.start_date)) as end_date,
        running.code,
    from resumptions
    inner join register_rows as running
        on
            resumptions.person = running.person
            and resumptions.kind = running.kind
            and resumptions.running_start = running.start_date
    left join register_rows as later
        on
            resumptions.person = later.person
            and resumptions.kind = later.kind
            and resumptions.resumed_at < later.start_date
    group by
        resumptions.person,
        resumptions.kind,
        resumptions.resumed_at,
        running.end_date,
        running.code
),

in_force as (
    select
        person,
        kind,
        start_date,
        least(end_date, next_start) as end_date,
        code,
    from register_rows
    union all
    select *, from resumed
)

-- A code that changed its meaning splits the spell on that day.
select
    in_force.person,
    in_force.kind,
    greatest(in_force.start_date, attribute_codes.valid_from) as start_date,
    least(in_force.end_date, attribute_codes.valid_to) as end_date,
    case
        when attribute_codes.value is not null then attribute_codes.value
        when in_force.kind = 'municipality' then 'unknown'
        else in_force.code
    end as value,
from in_force
left join model.attribute_codes
    on
        in_force.kind = attribute_codes.kind
        and in_force.code = attribute_codes.code
        and in_force.start_date < attribute_codes.valid_to
        and in_force.end_date > attribute_codes.valid_from
