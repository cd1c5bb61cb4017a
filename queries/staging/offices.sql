-- One row per office row of the register, with the register's own code.
select
    yhtsto.hid_e as person_id,
    yhtsto.muupv7 as start_date,
    first_day_after(yhtsto.paapv7, extract.extract_date) as end_date,
    yhtsto.toinoh as code,
from current.yhtsto
cross join meta.extract
where yhtsto.muupv7 <= extract.extract_date
