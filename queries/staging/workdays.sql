-- One row per day that a rule can reach, and whether people work on it.
-- Series of dates and days of the week are where engines differ, so they stay in staging.
with limits as (
    select
        cast(
            date_trunc('month', (select min(start_date), from staging.searches))
            - to_months((
                select max(value), from policy.constants
                where name like '%_months'
            ))
            as date
        ) as first_day,
        -- The month of the latest end is whole, so its last working day is known.
        last_day(first_day_after(null, extract.extract_date)) as last_day,
    from meta.extract
),

days as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day,
    from limits
)

select
    days.day,
    cast(date_trunc('month', days.day) as date) as month,
    cast(year(days.day) as integer) as year,
    isodow(days.day) <= 5 and holidays.day is null as is_working_day,
from days
left join policy.holidays on days.day = holidays.day
