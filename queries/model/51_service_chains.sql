-- One row per chain of services with short gaps between them, and whether it followed a year of
-- unemployment: the spell that covers the chain's first day, or ended the day before it.
with gap as (
    select value as days,
    from policy.constants
    where name = 'service_chain_gap_days'
),

-- Services with equal starts are one, so that every window has them in the same order.
longest as (
    select
        person,
        start_date,
        max(end_date) as end_date,
    from model.service_spells
    group by person, start_date
),

ordered as (
    select
        *,
        max(end_date) over (
            partition by person
            order by start_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end,
    from longest
),

-- A service that follows no earlier one begins a chain, to which those after it belong.
with_chains as (
    select
        ordered.person,
        ordered.end_date,
        max(
            case
                when date_diff('day', ordered.earlier_end, ordered.start_date) <= gap.days then null
                else ordered.start_date
            end
        ) over (
            partition by ordered.person
            order by ordered.start_date
            rows unbounded preceding
        ) as chain_start,
    from ordered
    cross join gap
),

chains as (
    select
        person,
        chain_start as start_date,
        max(end_date) as end_date,
    from with_chains
    group by person, chain_start
)

-- Between two spells of unemployment lies a day: one at most is near the chain's first day.
select
    chains.person,
    chains.start_date,
    chains.end_date,
    case when calendar.long_term_from <= chains.start_date then 1 else 0 end as after_long_term,
from chains
left join model.unemployment_runs
    on
        chains.person = unemployment_runs.person
        and chains.start_date >= unemployment_runs.start_date
        and chains.start_date <= unemployment_runs.end_date
left join model.calendar on unemployment_runs.start_date = calendar.day
order by chains.person
