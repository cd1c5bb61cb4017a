-- One row per code that has a meaning, what it means and when it means that.
with meanings as (
    select
        'state' as kind,
        code,
        value,
        valid_from,
        valid_to,
    from policy.employment_codes
    union all
    select
        'office' as kind,
        code,
        value,
        valid_from,
        valid_to,
    from policy.offices
    union all
    select
        'service_line' as kind,
        code,
        value,
        valid_from,
        valid_to,
    from policy.service_lines
    union all
    select
        'municipality' as kind,
        municipality as code,
        municipality as value,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to,
    from policy.municipalities
)

select
    attribute_codes.code_id,
    meanings.value,
    coalesce(meanings.valid_from, date '0001-01-01') as valid_from,
    coalesce(meanings.valid_to, date '9999-12-31') as valid_to,
from meanings
inner join model.attribute_codes
    on meanings.kind = attribute_codes.kind and meanings.code = attribute_codes.code
