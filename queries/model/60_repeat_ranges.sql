-- One row per unemployment spell and range of count days on which the person, not yet unemployed
-- for twelve months, has been unemployed for at least 365 days of the last 16 months.
-- The days in the window are (days of earlier spells inside it) + (days of this spell so far).
-- While the window starts in a gap between spells, the first part stands still and the second
-- grows by one a day, so the rule holds from one day on. While the window starts inside a spell,
-- both move, the sum changes only with the length of the window (484 to 490 days), and each month
-- is looked at alone.
with runs as (
    select
        unemployment_runs.person,
        starts.day_number as start_number,
        ends.day_number as end_number,
        starts.count_day_index as from_index,
        least(ends.count_day_index, starts.long_term_index) as to_index,
        starts.repeat_window_index as window_at_start,
        ends.repeat_window_index as window_at_end,
        coalesce(
            sum(ends.day_number - starts.day_number) over (
                partition by unemployment_runs.person
                order by unemployment_runs.start_date
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as earlier_days,
        coalesce(
            lag(ends.repeat_window_index) over (
                partition by unemployment_runs.person
                order by unemployment_runs.start_date
            ),
            starts.count_day_index
        ) as window_at_previous_end,
    from model.unemployment_runs
    inner join model.calendar as starts on unemployment_runs.start_date = starts.day
    inner join model.calendar as ends on unemployment_runs.end_date = ends.day
),

rule as (
    select value as days,
    from policy.constants
    where name = 'repeat_days'
),

-- The window starts in the gap before the spell `first`, and holds it and all spells after it.
window_in_gap as (
    select
        current_run.person,
        greatest(current_run.from_index, first_run.window_at_previous_end) as from_index,
        least(current_run.to_index, first_run.window_at_start) as to_index,
        current_run.start_number
        + greatest(
            rule.days - 1 - (current_run.earlier_days - first_run.earlier_days), 0
        ) as holds_from_number,
    from runs as current_run
    inner join runs as first_run
        on
            current_run.person = first_run.person
            and current_run.start_number >= first_run.start_number
            and current_run.from_index < first_run.window_at_start
            and current_run.to_index > first_run.window_at_previous_end
    cross join rule
),

-- The window starts inside the spell `first`.
window_in_spell as (
    select
        current_run.person,
        greatest(current_run.from_index, first_run.window_at_start) as from_index,
        least(current_run.to_index, first_run.window_at_end) as to_index,
        current_run.earlier_days
        - first_run.earlier_days
        - current_run.start_number
        + first_run.start_number as days_without_window,
    from runs as current_run
    inner join runs as first_run
        on
            current_run.person = first_run.person
            and current_run.start_number >= first_run.start_number
            and current_run.from_index < first_run.window_at_end
            and current_run.to_index > first_run.window_at_start
)

select
    window_in_gap.person,
    greatest(window_in_gap.from_index, calendar.count_day_index) as from_index,
    window_in_gap.to_index,
from window_in_gap
inner join model.calendar on window_in_gap.holds_from_number = calendar.day_number
where greatest(window_in_gap.from_index, calendar.count_day_index) < window_in_gap.to_index
union all
select
    window_in_spell.person,
    count_days.month_index as from_index,
    count_days.month_index + 1 as to_index,
from window_in_spell
cross join rule
inner join model.count_days
    on
        window_in_spell.from_index <= count_days.month_index
        and window_in_spell.to_index > count_days.month_index
where window_in_spell.days_without_window + count_days.repeat_window_days >= rule.days
order by person
