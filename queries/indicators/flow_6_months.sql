/* ---
title.fi = "Virta yli 6 kk työttömyyteen"
title.sv = "Flöde till över 6 mån. arbetslöshet"
title.en = "Flow into over 6 months of unemployment"
kind = "share"
unit = "%"
direction = "down"
family = "flow"
description.fi = """\
Osuus 6 kuukautta aiemmin alkaneista työttömyysjaksoista, jotka jatkuivat yhä 6 kuukauden \
kuluttua alkamispäivästään."""
description.sv = """\
Andelen av de arbetslöshetsperioder som började 6 månader tidigare och som ännu pågick 6 månader \
efter sin första dag."""
description.en = """\
Of the unemployment spells that started 6 months before, the share still running 6 months after \
their first day."""
source = "Työnvälitystilasto 1355"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 6
report = 9
coverage = "month"
--- */
-- One row per unemployment spell, in the month that lies 6 months after its start.
select
    *,
    start_month_index + 6 as from_index,
    start_month_index + 7 as to_index,
    case when end_date > cast(start_date + interval 6 month as date) then 1 else 0 end as numerator,
    1 as denominator,
from model.unemployment_spells
