/* ---
title.fi = "Ulkomaalaiset"
title.sv = "Utländska medborgare"
title.en = "Foreign citizens"
kind = "count"
unit = "persons"
direction = "neutral"
family = "people"
description.fi = """\
Työnhakijat, joiden kansalaisuus on muu kuin Suomi."""
description.sv = """\
Arbetssökande vars medborgarskap är något annat än finskt."""
description.en = """\
Jobseekers whose citizenship is not Finnish."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YHENK"]
order = 20
--- */
-- One row per period of a jobseeker with a foreign citizenship.
select
    *,
    1 as numerator,
from model.periods
where citizenship not in ('246', 'unknown')
