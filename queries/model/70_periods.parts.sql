-- One row per jobseeker and run of count days on which nothing that the snapshot says changes.
-- from_index and to_index are numbers of count days, half-open.
-- The marks are packed into two integers in which each kind has its own bits, for a running value
-- over millions of changes costs by the column: at 500,000 persons fourteen sums took 28 s.
with packing as (
    select
        kind,
        number,
        first_bit,
    from (
        values
        ('search_start', 'spells', 0),
        ('unemployment_start', 'spells', 17),
        ('age_group', 'spells', 34),
        ('service_rank', 'spells', 41),
        ('spell_length', 'spells', 48),
        ('long_term', 'spells', 55),
        ('repeated', 'spells', 56),
        ('service_after_service', 'spells', 57),
        ('long_term_chain', 'spells', 58),
        ('state', 'places', 0),
        ('service_line', 'places', 7),
        ('municipality', 'places', 14),
        ('office', 'places', 28),
        ('permit', 'places', 44),
        ('after_service', 'places', 45),
        ('social_rehabilitation', 'places', 46),
        ('several_services', 'places', 47)
    ) as packing (kind, number, first_bit)
),

weights as (
    select
        kind,
        case when number = 'spells' then cast(1 as bigint) << first_bit else 0 end as spells_weight,
        case when number = 'places' then cast(1 as bigint) << first_bit else 0 end as places_weight,
    from packing
),

ends_of_marks as (
    select edge,
    from (values ('begins'), ('ends')) as ends_of_marks (edge)
),

-- A mark flips the bits of its value where it begins, and flips them back where it ends: marks of
-- one kind never overlap, so that between the two the bits are the value.
changes as (
    select
        marks.person,
        case
            when ends_of_marks.edge = 'begins' then marks.from_index
            else marks.to_index
        end as month_index,
        marks.value * weights.spells_weight as spells,
        marks.value * weights.places_weight as places,
    from model.marks
    inner join weights on marks.kind = weights.kind
    cross join ends_of_marks
),

packed as (
    select
        person,
        month_index,
        bit_xor(spells) as spells,
        bit_xor(places) as places,
    from changes
    group by person, month_index
),

-- Where what begins is as what ends, the two cancel out: of 500,000 persons 0.3 of 7.5 million
-- changes.
running as (
    select
        person,
        month_index as from_index,
        lead(month_index) over (partition by person order by month_index) as to_index,
        bit_xor(spells) over (
            partition by person
            order by month_index
            rows unbounded preceding
        ) as spells,
        bit_xor(places) over (
            partition by person
            order by month_index
            rows unbounded preceding
        ) as places,
    from packed
    where spells <> 0 or places <> 0
),

unpacked as (
    select
        person,
        from_index,
        to_index,
        spells & 131071 as search_start,
        (spells >> 17) & 131071 as unemployment_start,
        (spells >> 34) & 127 as age_group,
        (spells >> 41) & 127 as service_rank,
        ((spells >> 48) & 127) + 1 as spell_length,
        (spells >> 55) & 1 as long_term,
        (spells >> 56) & 1 as repeated,
        (spells >> 57) & 1 as service_after_service,
        (spells >> 58) & 1 as long_term_chain,
        places & 127 as state,
        (places >> 7) & 127 as service_line,
        (places >> 14) & 16383 as municipality,
        (places >> 28) & 65535 as office,
        (places >> 44) & 1 as permit,
        (places >> 45) & 1 as after_service,
        (places >> 46) & 1 as social_rehabilitation,
        (places >> 47) & 1 as several_services,
    from running
),

flags as (
    select
        *,
        unemployment_start > 0 as unemployed,
        service_rank > 0 as in_service,
        long_term > 0 as is_long_term,
        repeated > 0 as is_repeated,
        unemployment_start > 0 and after_service > 0 as is_after_service,
        service_after_service > 0 as is_service_after_service,
        service_rank > 0 and long_term_chain > 0 as in_long_term_service,
        social_rehabilitation > 0 as in_social_rehabilitation,
        several_services > 0 as in_several_services,
    from unpacked
    where search_start > 0 and to_index is not null
)

select
    flags.person,
    flags.from_index,
    flags.to_index,
    cast(flags.search_start as integer) as search_start_number,
    cast(nullif(flags.unemployment_start, 0) as integer) as unemployment_start_number,
    flags.unemployed,
    flags.in_service,
    flags.in_long_term_service,
    flags.in_several_services,
    flags.in_social_rehabilitation,
    case
        when flags.is_long_term then words.long_term_unemployed
        when flags.is_repeated then words.repeatedly_unemployed
        when flags.is_after_service then words.service_to_unemployed
        when flags.is_service_after_service then words.service_to_service
    end as structural_group,
    coalesce(states.value, words.unknown) as state,
    coalesce(municipalities.value, words.unknown) as municipality,
    coalesce(offices.value, words.unknown) as office,
    coalesce(service_lines.value, words.none) as service_line,
    coalesce(service_categories.value, words.none) as service_category,
    coalesce(spell_lengths.value, words.none) as spell_length,
    coalesce(age_groups.value, words.unknown) as age_group,
    persons.sex,
    persons.language,
    persons.citizenship,
    case
        when flags.permit > 0 then words.ukraine
        else persons.citizenship_group
    end as citizenship_group,
    persons.education,
    persons.fund_member,
from flags
cross join model.words
inner join model.persons on flags.person = persons.person
left join model.attribute_values as states
    on states.kind = 'state' and flags.state = states.value_id
left join model.attribute_values as municipalities
    on municipalities.kind = 'municipality' and flags.municipality = municipalities.value_id
left join model.attribute_values as offices
    on offices.kind = 'office' and flags.office = offices.value_id
left join model.attribute_values as service_lines
    on service_lines.kind = 'service_line' and flags.service_line = service_lines.value_id
left join model.attribute_values as service_categories
    on
        service_categories.kind = 'service_category'
        and flags.service_rank = service_categories.value_id
left join model.attribute_values as age_groups
    on age_groups.kind = 'age_group' and flags.age_group = age_groups.value_id
left join model.attribute_values as spell_lengths
    on
        flags.unemployed
        and spell_lengths.kind = 'spell_length'
        and flags.spell_length = spell_lengths.value_id
