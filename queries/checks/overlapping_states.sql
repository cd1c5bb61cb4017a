-- One row per pair of employment-status rows of a person that share a day. Rows of persons without
-- any overlap are left out first: comparing every pair of 6 million rows took five times as long.
with spells as (
    select
        hid_e as person,
        tappvh as start_date,
        coalesce(tppvm, date '9999-12-31') as last_day,
        row_number() over (partition by hid_e order by tappvh, tppvm, tyok1, tymsyy) as place,
        max(coalesce(tppvm, date '9999-12-31')) over (
            partition by hid_e
            order by tappvh, tppvm, tyok1, tymsyy
            rows between unbounded preceding and 1 preceding
        ) as last_day_before,
    from current.ytyoll
),

overlapping as (
    select distinct person,
    from spells
    where start_date <= last_day_before
),

candidates as (
    select spells.*,
    from spells
    inner join overlapping on spells.person = overlapping.person
)

select
    earlier.person,
    earlier.start_date,
    later.start_date as other_start_date,
from candidates as earlier
inner join candidates as later
    on
        earlier.person = later.person
        and earlier.place < later.place
        and earlier.last_day >= later.start_date
