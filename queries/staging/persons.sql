-- One row per person: the register overwrites a person's row in place, so the latest update holds.
with latest as (
    select
        *,
        row_number() over (
            partition by hid_e
            order by
                vppvmh desc nulls last,
                syntyv asc,
                sukup asc,
                kansah asc,
                kiekd asc,
                kasno asc,
                pkokdh asc
        ) as version,
    from current.yhenk
)

select
    latest.hid_e as person_id,
    cast(latest.syntyv as integer) as birth_year,
    case latest.sukup when '1' then 'man' when '2' then 'woman' else 'unknown' end as sex,
    case latest.kiekd when '1' then 'sv' when '2' then 'other' else 'fi' end as language,
    coalesce(latest.kansah, '246') as citizenship,
    case
        when latest.kansah is null then 'finland'
        else coalesce(citizenships.citizenship_group, 'other')
    end as citizenship_group,
    coalesce(latest.pkokdh, 'unknown') as education,
    case when latest.kasno is null then 'no' else 'yes' end as fund_member,
from latest
left join policy.citizenships on latest.kansah = citizenships.code
where latest.version = 1
