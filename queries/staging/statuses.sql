-- One row per employment-status row of the register, with the register's own code.
select
    ytyoll.hid_e as person_id,
    ytyoll.tappvh as start_date,
    first_day_after(ytyoll.tppvm, extract.extract_date) as end_date,
    ytyoll.tyok1 as code,
    ytyoll.tymsyy as change_reason,
from current.ytyoll
cross join meta.extract
where ytyoll.tappvh <= extract.extract_date
