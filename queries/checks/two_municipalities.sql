-- One row per person with two different municipalities on one day.
with residences as (
    select
        hid_e as person,
        kunnoh as municipality,
        muupv6 as start_date,
        coalesce(paapv6, date '9999-12-31') as last_day,
    from current.yhkunta
)

select
    earlier.person,
    min(earlier.start_date) as start_date,
    min(later.start_date) as other_start_date,
from residences as earlier
inner join residences as later
    on
        earlier.person = later.person
        and earlier.municipality < later.municipality
        and earlier.start_date <= later.last_day
        and earlier.last_day >= later.start_date
group by earlier.person
