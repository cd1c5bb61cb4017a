-- One row per pair of employment-status rows of a person that share a day. Rows of persons without
-- any overlap are left out first: comparing every pair of 6 million rows took five times as long.
with spells as (
    select
        hid_e as person,
        tappvh as start_date,
        coalesce(tppvm, date '9999-12-31') as last_day,
        row_number() over rows_of_person as place,
        lead(tappvh) over rows_of_person as next_start,
    from current.ytyoll
    window rows_of_person as (partition by hid_e order by tappvh, tppvm, tyok1, tymsyy)
),

-- A row that shares a day with any later one shares a day with the next.
overlapping as (
    select person,
    from spells
    where next_start <= last_day
),

candidates as (
    select *,
    from spells
    where person in (select person, from overlapping)
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
