-- One row per value of an attribute, under an integer that is dense within its kind.
with distinct_values as (
    select distinct
        kind,
        value,
    from model.attribute_spells
)

select
    kind,
    value,
    cast(row_number() over (partition by kind order by value) as integer) as value_id,
from distinct_values
