-- One row per placement through mediation, with its subsidised-job kind.
select
    ytvalit.hid_e as person_id,
    ytvalit.alkpv8 as start_date,
    first_day_after(ytvalit.loppv8, extract.extract_date) as end_date,
    ytvalit.vjskd as code,
from current.ytvalit
cross join meta.extract
where ytvalit.alkpv8 <= extract.extract_date
