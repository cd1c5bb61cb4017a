-- One row per work trial; the register's table holds nothing else, so one code stands for all.
select
    ytkoke.hid_e as person_id,
    ytkoke.alkpv4 as start_date,
    first_day_after(ytkoke.loppv4, extract.extract_date) as end_date,
    'any' as code,
from current.ytkoke
cross join meta.extract
where ytkoke.alkpv4 <= extract.extract_date
