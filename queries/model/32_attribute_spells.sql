-- One row per spell of one state, municipality, office or line in force: spells never overlap.
-- Where rows overlap the newest start holds, on equal starts the later end, then the lower code.
with ranked as (
    select
        *,
        row_number() over (
            partition by person, kind, start_date
            order by end_date desc, code asc
        ) as precedence,
    from model.attribute_rows
),

newest as (
    select
        person,
        kind,
        start_date,
        end_date,
        code,
        max(end_date) over (
            partition by person, kind
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from ranked
    where precedence = 1
),

-- When a row ends inside an earlier one, the newest row that still runs is in force again.
resumptions as (
    select
        ended.person,
        ended.kind,
        ended.end_date as resumed_at,
        max(running.start_date) as running_start,
    from newest as ended
    inner join newest as running
        on
            ended.person = running.person
            and ended.kind = running.kind
            and ended.end_date >= running.start_date
            and ended.end_date < running.end_date
    where ended.end_date < ended.earlier_end
    group by ended.person, ended.kind, ended.start_date, ended.end_date
    having max(running.start_date) < ended.start_date
),

pieces as (
    select
        person,
        kind,
        start_date,
        end_date,
        code,
    from newest
    union
    select
        resumptions.person,
        resumptions.kind,
        resumptions.resumed_at as start_date,
        newest.end_date,
        newest.code,
    from resumptions
    inner join newest
        on
            resumptions.person = newest.person
            and resumptions.kind = newest.kind
            and resumptions.running_start = newest.start_date
),

in_force as (
    select
        person,
        kind,
        start_date,
        least(
            end_date,
            coalesce(
                lead(start_date) over (partition by person, kind order by start_date),
                end_date
            )
        ) as end_date,
        code,
    from pieces
)

-- A code that changed its meaning splits the spell on that day.
select
    in_force.person,
    in_force.kind,
    greatest(
        in_force.start_date, coalesce(attribute_codes.valid_from, in_force.start_date)
    ) as start_date,
    least(in_force.end_date, coalesce(attribute_codes.valid_to, in_force.end_date)) as end_date,
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
