/* ---
title.fi = "Virta yli 1 kk työttömyyteen"
title.sv = "Flöde till över 1 mån. arbetslöshet"
title.en = "Flow into over 1 month of unemployment"
kind = "share"
unit = "%"
direction = "down"
family = "flow"
description.fi = """\
Osuus kuukautta aiemmin alkaneista työttömyysjaksoista, jotka jatkuivat yhä kuukauden kuluttua \
alkamispäivästään."""
description.sv = """\
Andelen av de arbetslöshetsperioder som började en månad tidigare och som ännu pågick en månad \
efter sin första dag."""
description.en = """\
Of the unemployment spells that started a month before, the share still running a month after \
their first day."""
source = "Työnvälitystilasto 1355"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 1
coverage = "month"
--- */
-- One row per unemployment spell, in the month after the one of its start.
select
    *,
    start_month_index + 1 as from_index,
    start_month_index + 2 as to_index,
    case when end_date > cast(start_date + interval 1 month as date) then 1 else 0 end as numerator,
    1 as denominator,
from model.unemployment_spells
