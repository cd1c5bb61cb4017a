-- One row per spell of one state, municipality, office or line in force: spells never overlap, but
-- one can go on as the one before. Where rows overlap the newest start holds, on equal starts the
-- later end, then the lower code.
-- Stored by kind and person: most files after this one read one kind, some a range of persons.
with attribute_rows as (
    select
        -- A person and a kind as one number: 11 million rows are sorted and compared by it sooner.
        (cast(persons.person as bigint) << 10) + attribute_codes.kind_id as owner,
        register_rows.start_date,
        register_rows.end_date,
        attribute_codes.code_id,
    from model.register_rows
    inner join model.persons on register_rows.person_id = persons.person_id
    inner join model.attribute_codes
        on
            register_rows.kind = attribute_codes.kind
            and register_rows.code = attribute_codes.code
),

neighbours as (
    select
        *,
        lag(end_date) over kind_of_person as earlier_end,
        lag(code_id) over kind_of_person as earlier_code,
        lead(start_date) over kind_of_person as next_start,
        lead(code_id) over kind_of_person as next_code,
    from attribute_rows
    window kind_of_person as (partition by owner order by start_date)
),

-- Rows that overlap stand next to each other. Few people have any: all their rows go the long way.
crowded as (
    select distinct owner,
    from neighbours
    where next_start < end_date
),

-- The others' rows follow each other. Of those that go on with the same code the outer two tell
-- all: of 500,000 persons a third of the rows lies between.
marked as (
    select
        neighbours.owner,
        neighbours.start_date,
        neighbours.end_date,
        neighbours.code_id,
        case
            when
                neighbours.earlier_end = neighbours.start_date
                and neighbours.earlier_code = neighbours.code_id
                then 0
            else 1
        end as is_first,
        case
            when
                neighbours.next_start = neighbours.end_date
                and neighbours.next_code = neighbours.code_id
                then 0
            else 1
        end as is_last,
    from neighbours
    left join crowded
        on neighbours.owner = crowded.owner
    where crowded.owner is null
),

ends_of_runs as (
    select
        *,
        lead(end_date) over (partition by owner order by start_date) as last_end,
    from marked
    where is_first <> is_last
),

crowded_rows as (
    select
        neighbours.owner,
        neighbours.start_date,
        neighbours.end_date,
        neighbours.code_id,
    from neighbours
    inner join crowded
        on neighbours.owner = crowded.owner
),

ordered as (
    select
        *,
        lead(start_date) over kind_of_person as next_start,
        max(end_date) over (
            partition by owner
            order by start_date asc, end_date asc, code_id desc
            rows unbounded preceding
        ) as latest_end,
    from crowded_rows
    window kind_of_person as (
        partition by owner
        order by start_date asc, end_date asc, code_id desc
    )
),

-- Of rows with equal starts the last one stands.
standing_rows as (
    select *,
    from ordered
    where next_start is null or next_start > start_date
),

-- When a row ends inside an earlier one, the newest row that still runs is in force again.
covered_ends as (
    select
        ended.owner,
        ended.end_date as resumed_at,
        ended.start_date as ended_start,
        max(running.start_date) as running_start,
    from standing_rows as ended
    inner join standing_rows as running
        on
            ended.owner = running.owner
            and ended.end_date >= running.start_date
            and ended.end_date < running.end_date
    where ended.end_date < ended.latest_end
    group by ended.owner, ended.start_date, ended.end_date
),

resumptions as (
    select
        owner,
        resumed_at,
        running_start,
    from covered_ends
    where running_start < ended_start
),

-- Two rows can end inside an earlier one on the same day: it is resumed once. Here and below the
-- least of a date and a null is the date.
resumed as (
    select
        resumptions.owner,
        resumptions.resumed_at as start_date,
        least(running.end_date, min(later.start_date)) as end_date,
        running.code_id,
    from resumptions
    inner join standing_rows as running
        on
            resumptions.owner = running.owner
            and resumptions.running_start = running.start_date
    left join standing_rows as later
        on
            resumptions.owner = later.owner
            and resumptions.resumed_at < later.start_date
    group by
        resumptions.owner,
        resumptions.resumed_at,
        running.end_date,
        running.code_id
),

in_force as (
    select
        owner,
        start_date,
        end_date,
        code_id,
    from marked
    where is_first = 1 and is_last = 1
    union all
    select
        owner,
        start_date,
        last_end as end_date,
        code_id,
    from ends_of_runs
    where is_first = 1
    union all
    select
        owner,
        start_date,
        least(end_date, next_start) as end_date,
        code_id,
    from standing_rows
    union all
    select *, from resumed
)

-- A code that changed its meaning splits the spell on that day.
select
    cast(in_force.owner >> 10 as integer) as person,
    attribute_codes.kind,
    greatest(in_force.start_date, attribute_meanings.valid_from) as start_date,
    least(in_force.end_date, attribute_meanings.valid_to) as end_date,
    coalesce(attribute_meanings.value, attribute_codes.value_without_meaning) as value,
from in_force
inner join model.attribute_codes on in_force.code_id = attribute_codes.code_id
left join model.attribute_meanings
    on
        in_force.code_id = attribute_meanings.code_id
        and in_force.start_date < attribute_meanings.valid_to
        and in_force.end_date > attribute_meanings.valid_from
order by attribute_codes.kind, person
