-- One row per value of an attribute, under a dense integer key.
with distinct_values as (
    select distinct
        kind,
        value,
    from model.attribute_spells
)

select
    cast(row_number() over (order by kind, value) as integer) as value_id,
    kind,
    value,
from distinct_values
