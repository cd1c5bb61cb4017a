/* ---
title.fi = "Virta yli 3 kk työttömyyteen"
title.sv = "Flöde till över 3 mån. arbetslöshet"
title.en = "Flow into over 3 months of unemployment"
kind = "share"
unit = "%"
direction = "down"
family = "flow"
description.fi = """\
Osuus 3 kuukautta aiemmin alkaneista työttömyysjaksoista, jotka jatkuivat yhä 3 kuukauden \
kuluttua alkamispäivästään."""
description.sv = """\
Andelen av de arbetslöshetsperioder som började 3 månader tidigare och som ännu pågick 3 månader \
efter sin första dag."""
description.en = """\
Of the unemployment spells that started 3 months before, the share still running 3 months after \
their first day."""
source = "Työnvälitystilasto 1355"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 3
report = 8
coverage = "month"
--- */
-- One row per unemployment spell, in the month that lies 3 months after its start.
select
    *,
    start_month_index + 3 as from_index,
    start_month_index + 4 as to_index,
    case when end_date > cast(start_date + interval 3 month as date) then 1 else 0 end as numerator,
    1 as denominator,
from model.unemployment_spells
