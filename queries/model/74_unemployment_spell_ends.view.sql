-- One row per unemployment spell that has ended, with where and who the person was on its last day.
select
    unemployment_edges.*,
    case when open_market_exits.person is null then 0 else 1 end as to_open_market,
from model.unemployment_edges
left join model.open_market_exits
    on
        unemployment_edges.person = open_market_exits.person
        and unemployment_edges.end_date = open_market_exits.end_date
where unemployment_edges.edge = 'last'
