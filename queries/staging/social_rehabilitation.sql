-- One row per row of social rehabilitation; one that starts after the extract date is only planned.
select
    soskunt.hid_e as person_id,
    soskunt.alkupv as start_date,
    first_day_after(soskunt.paatpv, extract.extract_date) as end_date,
from current.soskunt
cross join meta.extract
where soskunt.alkupv <= extract.extract_date
