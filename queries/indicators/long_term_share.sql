/* ---
title.fi = "Pitkäaikaistyöttömien osuus työttömistä"
title.sv = "Andelen långtidsarbetslösa av de arbetslösa"
title.en = "Long-term share of the unemployed"
kind = "share"
unit = "%"
direction = "down"
family = "structural"
description.fi = """\
Vähintään 12 kuukautta yhtäjaksoisesti työttöminä olleiden osuus työttömistä laskentapäivänä."""
description.sv = """\
Andelen av de arbetslösa som på beräkningsdagen har varit arbetslösa i minst 12 månader utan \
avbrott."""
description.en = """\
Persons unemployed for at least 12 months without a break as a share of the unemployed, on the \
count day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 15
--- */
-- One row per period of an unemployed jobseeker.
select
    *,
    case when structural_group = 'long_term_unemployed' then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
where unemployed
