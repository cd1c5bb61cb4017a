/* ---
title.fi = "Rinnasteiset pitkäaikaistyöttömät"
title.sv = "Med långtidsarbetslösa jämförbara"
title.en = "Repeatedly unemployed"
kind = "count"
unit = "persons"
direction = "down"
family = "structural"
description.fi = """\
Työttömät, jotka eivät ole pitkäaikaistyöttömiä mutta ovat olleet työttöminä vähintään 365 \
päivää viimeisten 16 kuukauden aikana."""
description.sv = """\
Arbetslösa som inte är långtidsarbetslösa men som varit arbetslösa i minst 365 dagar under de \
senaste 16 månaderna."""
description.en = """\
Unemployed persons, not long-term, with at least 365 unemployed days in the last 16 months."""
source.fi = "Työnvälitystilasto; 365 päivää 12 kuukautena on oma sopimuksemme"
source.sv = "Työnvälitystilasto; 365 dagar för 12 månader är vår egen konvention"
source.en = "Työnvälitystilasto; 365 days for 12 months is our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 20
--- */
-- One row per period of a repeatedly unemployed jobseeker.
select
    *,
    1 as numerator,
from model.periods
where structural_group = 'repeatedly_unemployed'
