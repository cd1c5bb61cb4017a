-- One row per day and class of spell length: the count days on which a spell that began on the day
-- is of that class, from_index to to_index, and the days, from_day to to_day, both half-open.
with limits as (
    select cast(count(*) as integer) as months,
    from model.count_days
),

edges as (
    select
        calendar.day,
        spell_lengths.rank,
        spell_lengths.spell_length,
        cast(calendar.day + spell_lengths.from_months * interval 1 month as date) as from_day,
        cast(calendar.day + spell_lengths.to_months * interval 1 month as date) as to_day,
    from model.calendar
    cross join policy.spell_lengths
)

select
    edges.day,
    edges.rank,
    edges.spell_length,
    edges.from_day,
    edges.to_day,
    coalesce(first_days.count_day_index, limits.months) as from_index,
    coalesce(last_days.count_day_index, limits.months) as to_index,
from edges
cross join limits
left join model.calendar as first_days on edges.from_day = first_days.day
left join model.calendar as last_days on edges.to_day = last_days.day
