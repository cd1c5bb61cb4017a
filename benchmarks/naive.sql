-- One row per municipality, month and measure: months joined to spells by range.
with register_rows as (
    select
        'status' as kind,
        person,
        start_date,
        end_date,
        code,
    from statuses
    union all
    select
        'residence' as kind,
        person,
        start_date,
        end_date,
        code,
    from residences
),

-- Few people have rows that overlap; only theirs are cut at every start and end, and of the rows
-- that cover a piece the newest start wins, then the later end, then the lower code.
marked as (
    select
        *,
        max(end_date) over (
            partition by kind, person
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) > start_date as is_overlapping,
    from register_rows
),

crowded_people as (
    select distinct
        kind,
        person,
    from marked
    where is_overlapping
),

crowded as (
    select register_rows.*,
    from register_rows
    inner join crowded_people using (kind, person)
),

edges as (
    select
        kind,
        person,
        start_date as day,
    from crowded
    union
    select
        kind,
        person,
        end_date as day,
    from crowded
),

pieces as (
    select
        kind,
        person,
        day as start_date,
        lead(day) over (partition by kind, person order by day) as end_date,
    from edges
),

winners as (
    select
        pieces.kind,
        pieces.person,
        pieces.start_date,
        pieces.end_date,
        crowded.code,
    from pieces
    inner join crowded
        on
            pieces.kind = crowded.kind
            and pieces.person = crowded.person
            and pieces.start_date >= crowded.start_date
            and pieces.end_date <= crowded.end_date
    qualify row_number() over (
        partition by pieces.kind, pieces.person, pieces.start_date
        order by crowded.start_date desc, crowded.end_date desc, crowded.code asc
    ) = 1
),

in_force as (
    select register_rows.*,
    from register_rows
    anti join crowded_people using (kind, person)
    union all
    select *,
    from winners
),

homes as (
    select
        person,
        start_date,
        end_date,
        code as municipality,
    from in_force
    where kind = 'residence'
),

numbered_searches as (
    select
        *,
        coalesce(
            max(end_date) over (
                partition by person
                order by start_date
                rows between unbounded preceding and 1 preceding
            ) < start_date,
            true
        ) as is_new,
    from searches
),

grouped_searches as (
    select
        *,
        count(case when is_new then 1 end) over (
            partition by person
            order by start_date asc, is_new desc
            rows unbounded preceding
        ) as number,
    from numbered_searches
),

search_spells as (
    select
        person,
        min(start_date) as start_date,
        max(end_date) as end_date,
    from grouped_searches
    group by person, number
),

unemployed_pieces as (
    select
        in_force.person,
        greatest(in_force.start_date, search_spells.start_date) as start_date,
        least(in_force.end_date, search_spells.end_date) as end_date,
    from in_force
    inner join search_spells
        on
            in_force.person = search_spells.person
            and in_force.start_date < search_spells.end_date
            and in_force.end_date > search_spells.start_date
    where in_force.kind = 'status' and in_force.code in ('2', '3')
),

numbered_pieces as (
    select
        *,
        coalesce(
            lag(end_date) over (partition by person order by start_date) < start_date, true
        ) as is_new,
    from unemployed_pieces
),

grouped_pieces as (
    select
        *,
        count(case when is_new then 1 end) over (
            partition by person
            order by start_date
            rows unbounded preceding
        ) as number,
    from numbered_pieces
),

unemployment_spells as (
    select
        person,
        min(start_date) as start_date,
        max(end_date) as end_date,
    from grouped_pieces
    group by person, number
),

jobseekers as (
    select
        count_days.month,
        count_days.count_day,
        search_spells.person,
    from count_days
    inner join search_spells
        on
            count_days.count_day >= search_spells.start_date
            and count_days.count_day < search_spells.end_date
),

unemployed as (
    select
        count_days.month,
        count_days.count_day,
        unemployment_spells.person,
        unemployment_spells.start_date,
    from count_days
    inner join unemployment_spells
        on
            count_days.count_day >= unemployment_spells.start_date
            and count_days.count_day < unemployment_spells.end_date
),

in_service as (
    select distinct
        count_days.month,
        services.person,
    from count_days
    inner join services
        on
            count_days.count_day >= services.start_date
            and count_days.count_day < services.end_date
),

-- 365 unemployed days within the 16 months that end on the count day.
repeatedly as (
    select
        unemployed.month,
        unemployed.person,
    from unemployed
    inner join unemployment_spells as spells
        on
            unemployed.person = spells.person
            and unemployed.count_day >= spells.start_date
            and unemployed.count_day - interval 16 month < spells.end_date
    where unemployed.count_day < unemployed.start_date + interval 12 month
    group by unemployed.month, unemployed.count_day, unemployed.person
    having
        sum(
            date_diff(
                'day',
                greatest(
                    spells.start_date,
                    cast(unemployed.count_day - interval 16 month as date) + 1
                ),
                least(spells.end_date, unemployed.count_day + 1)
            )
        ) >= 365
),

people as (
    select
        coalesce(homes.municipality, 'unknown') as region,
        jobseekers.month,
        unemployed.person is not null as is_unemployed,
        in_service.person is not null as is_in_service,
        repeatedly.person is not null as is_repeatedly_unemployed,
        unemployed.start_date + interval 12 month <= jobseekers.count_day as is_long_term,
        date_diff('day', unemployed.start_date, jobseekers.count_day) + 1 as days,
    from jobseekers
    left join homes
        on
            jobseekers.person = homes.person
            and jobseekers.count_day >= homes.start_date
            and jobseekers.count_day < homes.end_date
    left join unemployed
        on jobseekers.person = unemployed.person and jobseekers.month = unemployed.month
    left join in_service
        on jobseekers.person = in_service.person and jobseekers.month = in_service.month
    left join repeatedly
        on jobseekers.person = repeatedly.person and jobseekers.month = repeatedly.month
),

stocks as (
    select
        region,
        month,
        count(*) as jobseekers,
        count(*) filter (where is_unemployed) as unemployed,
        count(*) filter (where is_long_term) as long_term_unemployed,
        count(*) filter (where is_repeatedly_unemployed) as repeatedly_unemployed,
        count(*) filter (where is_in_service) as in_service,
        count(*) filter (where is_unemployed or is_in_service) as broad_unemployment,
        count(*) filter (where is_in_service) as activation_rate,
        coalesce(sum(days), 0) as unemployment_duration,
    from people
    group by region, month
),

-- Spells belong where the person lived on their first day, ended ones where on their last.
starts as (
    select
        coalesce(homes.municipality, 'unknown') as region,
        spells.start_date,
        spells.end_date,
    from unemployment_spells as spells
    left join homes
        on
            spells.person = homes.person
            and spells.start_date >= homes.start_date
            and spells.start_date < homes.end_date
),

ends as (
    select
        coalesce(homes.municipality, 'unknown') as region,
        spells.end_date,
    from unemployment_spells as spells
    left join homes
        on
            spells.person = homes.person
            and spells.end_date > homes.start_date
            and spells.end_date <= homes.end_date
),

events as (
    select
        region,
        date_trunc('month', start_date) as month,
        'inflow' as measure,
    from starts
    union all
    select
        region,
        date_trunc('month', end_date) as month,
        'outflow' as measure,
    from ends
    union all
    select
        region,
        date_trunc('month', start_date) + interval 3 month as month,
        'flow_3_months' as measure,
    from starts
    where start_date + interval 3 month < end_date
    union all
    select
        region,
        date_trunc('month', start_date) + interval 6 month as month,
        'flow_6_months' as measure,
    from starts
    where start_date + interval 6 month < end_date
    union all
    select
        region,
        date_trunc('month', start_date) + interval 12 month as month,
        'flow_12_months' as measure,
    from starts
    where start_date + interval 12 month < end_date
),

flows as (
    select
        events.region,
        count_days.month,
        events.measure,
        count(*) as value,
    from events
    inner join count_days on events.month = count_days.month
    where count_days.is_whole
    group by events.region, count_days.month, events.measure
)

select
    region,
    month,
    measure,
    value,
from stocks
unpivot (
    value for measure in (
        jobseekers,
        unemployed,
        long_term_unemployed,
        repeatedly_unemployed,
        in_service,
        broad_unemployment,
        activation_rate,
        unemployment_duration
    )
)
union all
select *,
from flows
