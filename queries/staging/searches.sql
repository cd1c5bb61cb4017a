-- One row per job-search row of the register.
select
    ythaku.hid_e as person_id,
    ythaku.alkpv1 as start_date,
    first_day_after(ythaku.loppv1, extract.extract_date) as end_date,
    ythaku.hapkd as end_reason,
    ythaku.otlupa as permit,
from current.ythaku
cross join meta.extract
where ythaku.alkpv1 <= extract.extract_date
