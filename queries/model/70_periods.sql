-- One row per jobseeker and run of count days on which nothing that the snapshot says changes.
-- from_index and to_index are numbers of count days, half-open.
with changes as (
    select
        person,
        from_index as month_index,
        kind,
        value,
    from model.marks
    union all
    select
        person,
        to_index as month_index,
        kind,
        -value as value,
    from model.marks
),

-- The default frame takes in all changes of one count day, so their order does not matter.
running as (
    select
        person,
        month_index as from_index,
        lead(month_index) over so_far as to_index,
        sum(case when kind = 'search_start' then value else 0 end) over so_far as search_start,
        sum(case when kind = 'permit' then value else 0 end) over so_far as permit,
        sum(case when kind = 'state' then value else 0 end) over so_far as state,
        sum(case when kind = 'municipality' then value else 0 end) over so_far as municipality,
        sum(case when kind = 'office' then value else 0 end) over so_far as office,
        sum(case when kind = 'service_line' then value else 0 end) over so_far as service_line,
        sum(case when kind = 'age_group' then value else 0 end) over so_far as age_group,
        sum(case when kind = 'unemployment_start' then value else 0 end)
            over so_far
            as unemployment_start,
        sum(case when kind = 'long_term' then value else 0 end) over so_far as long_term,
        sum(case when kind = 'repeated' then value else 0 end) over so_far as repeated,
        sum(case when kind = 'after_service' then value else 0 end) over so_far as after_service,
        sum(case when kind = 'service_rank' then value else 0 end) over so_far as service_rank,
        sum(case when kind = 'service_after_service' then value else 0 end)
            over so_far
            as service_after_service,
        sum(case when kind = 'long_term_chain' then value else 0 end)
            over so_far
            as long_term_chain,
    from changes
    window so_far as (partition by person order by month_index)
),

-- The last change of a count day is followed by a later one: it has seen all the others.
runs as (
    select *,
    from running
    where to_index > from_index and search_start > 0
),

flags as (
    select
        *,
        unemployment_start > 0 as unemployed,
        service_rank > 0 as in_service,
        long_term > 0 as is_long_term,
        repeated > 0 as is_repeated,
        unemployment_start > 0 and after_service > 0 as is_after_service,
        service_rank > 0 and service_after_service > 0 as is_service_after_service,
        service_rank > 0 and long_term_chain > 0 as in_long_term_service,
    from runs
)

select
    flags.person,
    flags.from_index,
    flags.to_index,
    cast(flags.search_start as integer) as search_start_number,
    cast(flags.unemployment_start as integer) as unemployment_start_number,
    flags.unemployed,
    flags.in_service,
    flags.in_long_term_service,
    case
        when flags.is_long_term then 'long_term_unemployed'
        when flags.is_repeated then 'repeatedly_unemployed'
        when flags.is_after_service then 'service_to_unemployed'
        when flags.is_service_after_service then 'service_to_service'
    end as structural_group,
    coalesce(states.value, 'unknown') as state,
    coalesce(municipalities.value, 'unknown') as municipality,
    coalesce(offices.value, 'unknown') as office,
    coalesce(service_lines.value, 'none') as service_line,
    coalesce(service_categories.category, 'none') as service_category,
    coalesce(age_groups.age_group, 'unknown') as age_group,
    persons.sex,
    persons.language,
    persons.citizenship,
    case
        when flags.permit > 0 then 'ukraine'
        else persons.citizenship_group
    end as citizenship_group,
    persons.education,
    persons.fund_member,
from flags
inner join model.persons on flags.person = persons.person
left join model.attribute_values as states on flags.state = states.value_id
left join model.attribute_values as municipalities
    on flags.municipality = municipalities.value_id
left join model.attribute_values as offices on flags.office = offices.value_id
left join model.attribute_values as service_lines on flags.service_line = service_lines.value_id
left join policy.service_categories on flags.service_rank = service_categories.rank
left join policy.age_groups on flags.age_group = age_groups.rank
