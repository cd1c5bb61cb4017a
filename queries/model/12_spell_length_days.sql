-- One row per day and class of spell length: the days, from_day to to_day, half-open, on which a
-- spell that began on the day is of that class, and the count days among them. A class that
-- begins after the calendar ends has no row; to_index is null where it ends after that.
with edges as (
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
    firsts.count_day_index as from_index,
    ends.count_day_index as to_index,
from edges
inner join model.calendar as firsts on edges.from_day = firsts.day
left join model.calendar as ends on edges.to_day = ends.day
