/* ---
title.fi = "Rakennetyöttömät"
title.sv = "Strukturellt arbetslösa"
title.en = "Structurally unemployed"
kind = "count"
unit = "persons"
direction = "down"
family = "structural"
description.fi = """\
Pitkäaikaistyöttömät, rinnasteiset pitkäaikaistyöttömät, palveluilta työttömäksi jääneet ja \
palveluilta palveluille siirtyneet yhteensä; henkilö on vain yhdessä ryhmässä."""
description.sv = """\
Långtidsarbetslösa, jämförbara, arbetslösa efter service och från service till service \
sammanlagt; en person hör till bara en grupp."""
description.en = """\
Long-term, repeatedly, after-service and service-to-service unemployed together; a person is in \
one group only."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 50
report = 3
services = true
--- */
-- One row per period of a structurally unemployed jobseeker.
select
    *,
    1 as numerator,
from model.periods
where structural_group is not null
