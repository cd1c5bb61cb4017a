-- One row per subsidised placement; one that starts after the extract date is only planned.
select
    ysijoit.hid_e as person_id,
    ysijoit.alkpv2 as start_date,
    first_day_after(ysijoit.loppv2, extract.extract_date) as end_date,
    ysijoit.sijkds as code,
from current.ysijoit
cross join meta.extract
where ysijoit.alkpv2 <= extract.extract_date
