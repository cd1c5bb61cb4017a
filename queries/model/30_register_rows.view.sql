-- One row per register row that says where a jobseeker stands: state, municipality, office, line.
select
    'state' as kind,
    person_id,
    start_date,
    end_date,
    code,
from staging.statuses
union all
select
    'municipality' as kind,
    person_id,
    start_date,
    end_date,
    code,
from staging.residences
union all
select
    'office' as kind,
    person_id,
    start_date,
    end_date,
    code,
from staging.offices
union all
select
    'service_line' as kind,
    person_id,
    start_date,
    end_date,
    code,
from staging.service_lines
