-- One row per unemployment spell, with where and who the person was on its first day.
select *,
from model.unemployment_edges
where edge = 'first'
