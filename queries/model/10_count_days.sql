-- One row per reported month: its number, its count day and the starts of the windows that end
-- there.
with policy_months as (
    select
        max(case when name = 'service_ended_min_months' then value end) as service_min,
        max(case when name = 'service_ended_max_months' then value end) as service_max,
        max(case when name = 'repeat_window_months' then value end) as repeat_window,
        max(case when name = 'survival_window_months' then value end) as survival_window,
    from policy.constants
),

months as (
    select
        workdays.month,
        max(workdays.day) as count_day,
    from staging.workdays
    where workdays.is_working_day
    group by workdays.month
),

reported as (
    select
        months.month,
        months.count_day,
    from months
    cross join meta.extract
    where
        months.count_day <= extract.extract_date
        and months.month >= (
            select workdays.month,
            from staging.workdays
            where workdays.day = (select min(start_date), from staging.searches)
        )
)

select
    cast(row_number() over (order by reported.month) - 1 as integer) as month_index,
    reported.month,
    reported.count_day,
    -- Whole days as integers: a duration is a difference of two of them. Day 1 is the earliest date
    -- that a load accepts, so 0 stands for no day.
    cast(date_diff('day', date '1849-12-31', reported.count_day) as integer) as day_number,
    cast(
        reported.count_day - policy_months.service_max * interval 1 month as date
    ) as service_window_start,
    cast(
        reported.count_day - policy_months.service_min * interval 1 month as date
    ) as service_window_end,
    cast(
        reported.count_day - policy_months.repeat_window * interval 1 month as date
    ) as repeat_window_start,
    cast(
        reported.count_day - policy_months.survival_window * interval 1 month as date
    ) as survival_window_start,
    cast(
        date_diff(
            'day',
            cast(
                reported.count_day - policy_months.repeat_window * interval 1 month as date
            ),
            reported.count_day
        ) as integer
    ) as repeat_window_days,
from reported
cross join policy_months
