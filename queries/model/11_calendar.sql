-- One row per day: where it stands among the count days, so that no later model does date
-- arithmetic.
-- Each *_index is a number of count days, so it is also the first month_index from which a rule
-- holds.
with long_term as (
    select value as months,
    from policy.constants
    where name = 'long_term_months'
),

days as (
    select
        workdays.day,
        workdays.month,
        cast(date_diff('day', date '1849-12-31', workdays.day) as integer) as day_number,
        workdays.year,
        cast(workdays.day + long_term.months * interval 1 month as date) as long_term_from,
    from staging.workdays
    cross join long_term
)

select
    days.day,
    days.day_number,
    days.long_term_from,
    days.year,
    -- The month that the day lies in; a day outside the reported months gets the nearest number.
    cast(count(*) filter (where count_days.month < days.month) as integer) as month_index,
    -- First count day on or after the day.
    cast(count(*) filter (where count_days.count_day < days.day) as integer)
        as count_day_index,
    -- First count day that lies twelve months or more after the day.
    cast(count(*) filter (where count_days.count_day < days.long_term_from) as integer)
        as long_term_index,
    -- A service that ended on the day is recent from the first of these up to the second.
    cast(count(*) filter (where count_days.service_window_end < days.day) as integer)
        as service_recent_index,
    cast(count(*) filter (where count_days.service_window_start < days.day) as integer)
        as service_old_index,
    -- First count day whose 16-month window starts on the day or later.
    cast(count(*) filter (where count_days.repeat_window_start < days.day) as integer)
        as repeat_window_index,
    -- First count day by which a spell that started on the day is too old for the survival median.
    cast(count(*) filter (where count_days.survival_window_start < days.day) as integer)
        as survival_old_index,
from days
cross join model.count_days
group by days.day, days.month, days.day_number, days.year, days.long_term_from
