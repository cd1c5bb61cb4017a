-- One row per person who has two or more open job searches, or two or more open states.
with open_spells as (
    select
        hid_e as person,
        'YTHAKU' as register_table,
        alkpv1 as start_date,
    from current.ythaku
    where loppv1 is null
    union all
    select
        hid_e as person,
        'YTYOLL' as register_table,
        tappvh as start_date,
    from current.ytyoll
    where tppvm is null
),

repeated as (
    select
        person,
        register_table,
        min(start_date) as start_date,
        max(start_date) as other_start_date,
    from open_spells
    group by person, register_table
    having count(*) > 1
)

select
    person,
    min(start_date) as start_date,
    max(other_start_date) as other_start_date,
from repeated
group by person
