-- One row per residence row of the register, with the register's own code.
select
    yhkunta.hid_e as person_id,
    yhkunta.muupv6 as start_date,
    first_day_after(yhkunta.paapv6, extract.extract_date) as end_date,
    coalesce(yhkunta.kunnoh, 'unknown') as code,
from current.yhkunta
cross join meta.extract
where yhkunta.muupv6 <= extract.extract_date
