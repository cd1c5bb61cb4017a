/* ---
title.fi = "Virta yli 12 kk työttömyyteen"
title.sv = "Flöde till över 12 mån. arbetslöshet"
title.en = "Flow into over 12 months of unemployment"
kind = "share"
unit = "%"
direction = "down"
family = "flow"
description.fi = """\
Osuus 12 kuukautta aiemmin alkaneista työttömyysjaksoista, jotka jatkuivat yhä 12 kuukauden \
kuluttua alkamispäivästään."""
description.sv = """\
Andelen av de arbetslöshetsperioder som började 12 månader tidigare och som ännu pågick 12 \
månader efter sin första dag."""
description.en = """\
Of the unemployment spells that started 12 months before, the share still running 12 months \
after their first day."""
source = "Työnvälitystilasto 1355"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 12
report = 10
coverage = "month"
--- */
-- One row per unemployment spell, in the month that lies 12 months after its start.
select
    *,
    start_month_index + 12 as from_index,
    start_month_index + 13 as to_index,
    case when end_date > cast(start_date + interval 12 month as date) then 1 else 0 end
        as numerator,
    1 as denominator,
from model.unemployment_spells
