-- One row per service-line row of the register, with the register's own code.
select
    yassegmentti.hid_e as person_id,
    yassegmentti.alkupv as start_date,
    first_day_after(yassegmentti.paatpv, extract.extract_date) as end_date,
    yassegmentti.assegkdi as code,
from current.yassegmentti
cross join meta.extract
where yassegmentti.alkupv <= extract.extract_date
