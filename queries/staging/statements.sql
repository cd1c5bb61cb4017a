-- One row per labour-policy statement: the URA code where it names a service, else the A-TMT code.
select
    ytvpoll.hid_e as person_id,
    ytvpoll.alkpv7 as start_date,
    first_day_after(ytvpoll.loppv7, extract.extract_date) as end_date,
    case when service_codes.code is null then ytvpoll.lausno7 else ytvpoll.lausno end as code,
from current.ytvpoll
cross join meta.extract
left join policy.service_codes
    on service_codes.register_table = 'YTVPOLL' and ytvpoll.lausno = service_codes.code
where ytvpoll.alkpv7 <= extract.extract_date
