/* ---
title.fi = "Työttömyydestä avoimille työmarkkinoille"
title.sv = "Från arbetslöshet till den öppna arbetsmarknaden"
title.en = "From unemployment to the open labour market"
kind = "share"
unit = "%"
direction = "up"
family = "movement"
description.fi = """\
Osuus kuukauden aikana päättyneistä työttömyysjaksoista, joita seurasi 14 päivän kuluessa työ \
avoimilla markkinoilla tai osa-aikatyö tai joiden päättymissyy on sellainen."""
description.sv = """\
Andelen av de arbetslöshetsperioder som upphörde under månaden och som inom 14 dagar följdes av \
arbete på den öppna marknaden eller deltidsarbete, eller som upphörde av sådan orsak."""
description.en = """\
Of the unemployment spells that ended in the month, the share followed within 14 days by work in \
the open market or part-time work, or ended for such a reason."""
source.fi = "14 päivää; syyt 01 03 16 päättyneellä rivillä tai haulla"
source.sv = "14 dagar; orsak 01 03 16 på den avslutade raden eller sökningen"
source.en = "14 days; reasons 01 03 16 of the row or the search that ended"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 30
coverage = "month"
wait = "open_market_follow_up_days"
--- */
-- One row per ended unemployment spell, in the month of the first day after it.
select
    *,
    end_month_index as from_index,
    end_month_index + 1 as to_index,
    to_open_market as numerator,
    1 as denominator,
from model.unemployment_spell_ends
