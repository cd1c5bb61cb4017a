-- One row per jobseeker and count day: the periods, written out, for people and for checks.
select
    count_days.month,
    count_days.count_day,
    searches.day as search_start,
    unemployments.day as unemployment_start,
    periods.*,
from model.periods
inner join model.count_days
    on
        periods.from_index <= count_days.month_index
        and periods.to_index > count_days.month_index
inner join model.calendar as searches on periods.search_start_number = searches.day_number
left join model.calendar as unemployments
    on periods.unemployment_start_number = unemployments.day_number
