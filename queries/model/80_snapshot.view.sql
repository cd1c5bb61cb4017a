-- One row per jobseeker and count day: the periods, written out, for people and for checks. Each
-- holds on its own count day, so that an indicator can be counted from it too.
select
    count_days.month,
    count_days.count_day,
    searches.day as search_start,
    unemployments.day as unemployment_start,
    periods.person,
    count_days.month_index as from_index,
    count_days.month_index + 1 as to_index,
    periods.search_start_number,
    periods.unemployment_start_number,
    periods.unemployed,
    periods.in_service,
    periods.in_long_term_service,
    periods.in_several_services,
    periods.in_social_rehabilitation,
    periods.structural_group,
    periods.state,
    periods.municipality,
    periods.office,
    periods.service_line,
    periods.service_category,
    periods.spell_length,
    periods.age_group,
    periods.sex,
    periods.language,
    periods.citizenship,
    periods.citizenship_group,
    periods.education,
    periods.fund_member,
from model.periods
inner join model.count_days
    on
        periods.from_index <= count_days.month_index
        and periods.to_index > count_days.month_index
inner join model.calendar as searches on periods.search_start_number = searches.day_number
left join model.calendar as unemployments
    on periods.unemployment_start_number = unemployments.day_number
