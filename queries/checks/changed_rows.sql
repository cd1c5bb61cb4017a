-- One row per row of the register that a later delivery replaced.
select
    person,
    start_date,
    superseded_by as other_start_date,
from meta.superseded
where reason = 'replaced'
