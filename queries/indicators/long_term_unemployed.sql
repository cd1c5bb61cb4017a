/* ---
title.fi = "Pitkäaikaistyöttömät"
title.sv = "Långtidsarbetslösa"
title.en = "Long-term unemployed"
kind = "count"
unit = "persons"
direction = "down"
family = "structural"
description.fi = """\
Työttömät, joiden työttömyys on laskentapäivänä jatkunut yhtäjaksoisesti vähintään 12 kuukautta; \
lomautus ei katkaise jaksoa."""
description.sv = """\
Arbetslösa vars arbetslöshet på beräkningsdagen har pågått i minst 12 månader utan avbrott; \
permittering bryter inte perioden."""
description.en = """\
Unemployed persons whose spell has lasted at least 12 months without a break on the count day; a \
layoff does not break it."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 10
report = 4
--- */
-- One row per period of a long-term unemployed jobseeker.
select
    *,
    1 as numerator,
from model.periods
where structural_group = 'long_term_unemployed'
