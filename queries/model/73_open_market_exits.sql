-- One row per unemployment spell that led to the open market: work began within some days of its
-- end, or the register gives such a reason for its end. The reason is that of the status row in
-- force on the spell's last day, or of the search, where that ended with the spell: the reason of
-- one that goes on belongs to another day.
with follow_up as (
    select value as days,
    from policy.constants
    where name = 'open_market_follow_up_days'
),

ended as (
    select
        unemployment_runs.person,
        persons.person_id,
        unemployment_runs.end_date,
    from model.unemployment_runs
    inner join model.persons on unemployment_runs.person = persons.person
),

followed_by_work as (
    select
        unemployment_runs.person,
        unemployment_runs.end_date,
    from model.unemployment_runs
    cross join follow_up
    inner join model.attribute_spells
        on
            unemployment_runs.person = attribute_spells.person
            and unemployment_runs.end_date < attribute_spells.end_date
            and cast(
                unemployment_runs.end_date + follow_up.days * interval 1 day as date
            ) > attribute_spells.start_date
    inner join policy.open_market
        on open_market.sign = 'state' and attribute_spells.value = open_market.code
    where attribute_spells.kind = 'state'
),

-- Which row is in force is asked only where one that ends with the spell gives such a reason.
ended_with_reason as (
    select distinct
        ended.person,
        ended.person_id,
        ended.end_date,
    from staging.statuses
    inner join policy.open_market
        on open_market.sign = 'reason' and statuses.change_reason = open_market.code
    inner join ended
        on statuses.person_id = ended.person_id and statuses.end_date = ended.end_date
),

statuses_on_last_day as (
    select
        ended_with_reason.person,
        ended_with_reason.end_date,
        statuses.change_reason,
        statuses.end_date as row_end,
        rank() over (
            partition by ended_with_reason.person, ended_with_reason.end_date
            order by statuses.start_date desc, statuses.end_date desc, statuses.code asc
        ) as precedence,
    from ended_with_reason
    inner join staging.statuses
        on
            ended_with_reason.person_id = statuses.person_id
            and ended_with_reason.end_date > statuses.start_date
            and ended_with_reason.end_date <= statuses.end_date
),

status_reasons as (
    select
        statuses_on_last_day.person,
        statuses_on_last_day.end_date,
    from statuses_on_last_day
    inner join policy.open_market
        on
            open_market.sign = 'reason'
            and statuses_on_last_day.change_reason = open_market.code
    where
        statuses_on_last_day.precedence = 1
        and statuses_on_last_day.row_end = statuses_on_last_day.end_date
),

search_reasons as (
    select
        ended.person,
        ended.end_date,
    from ended
    inner join model.search_spells
        on
            ended.person = search_spells.person
            and ended.end_date = search_spells.end_date
    inner join staging.searches
        on
            ended.person_id = searches.person_id
            and ended.end_date = searches.end_date
    inner join policy.open_market
        on open_market.sign = 'reason' and searches.end_reason = open_market.code
)

select *, from followed_by_work
union
select *, from status_reasons
union
select *, from search_reasons
