-- One row per value that an attribute can have, under an integer that is dense within its kind.
with distinct_values as (
    select
        kind,
        value_without_meaning as value,
    from model.attribute_codes
    union
    select
        attribute_codes.kind,
        attribute_meanings.value,
    from model.attribute_codes
    inner join model.attribute_meanings
        on attribute_codes.code_id = attribute_meanings.code_id
)

select
    kind,
    value,
    cast(row_number() over (partition by kind order by value) as integer) as value_id,
from distinct_values
union all
select
    'service_category' as kind,
    category as value,
    rank as value_id,
from policy.service_categories
union all
select
    'age_group' as kind,
    age_group as value,
    rank as value_id,
from policy.age_groups
union all
select
    'spell_length' as kind,
    spell_length as value,
    rank as value_id,
from policy.spell_lengths
