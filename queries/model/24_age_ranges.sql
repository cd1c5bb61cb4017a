-- One row per birth year and age group: the count days, from_index to to_index, half-open, on which
-- the people born then are of that group. They change it at the first count day of a year.
with years as (
    select
        calendar.year,
        min(count_days.month_index) as from_index,
        max(count_days.month_index) + 1 as to_index,
    from model.count_days
    inner join model.calendar on count_days.count_day = calendar.day
    group by calendar.year
)

select
    birth_years.birth_year,
    birth_years.rank,
    min(years.from_index) as from_index,
    max(years.to_index) as to_index,
from model.birth_years
inner join years on birth_years.year = years.year
group by birth_years.birth_year, birth_years.rank
