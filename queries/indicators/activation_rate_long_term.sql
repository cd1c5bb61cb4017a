/* ---
title.fi = "Pitkäaikaistyöttömien aktivointiaste"
title.sv = "Långtidsarbetslösas aktiveringsgrad"
title.en = "Activation rate, long-term unemployed"
kind = "share"
unit = "%"
direction = "up"
family = "activation"
description.fi = """\
Vähintään 12 kuukauden työttömyyden jälkeen palveluun siirtyneiden osuus heistä ja \
pitkäaikaistyöttömistä yhteensä."""
description.sv = """\
Andelen som kommit till service efter minst 12 månaders arbetslöshet av dem och de \
långtidsarbetslösa sammanlagt."""
description.en = """\
Persons in services that followed at least 12 months of unemployment, as a share of them and the \
long-term unemployed."""
source.fi = "Työnvälitystilasto; ketjut, joissa tauko on enintään 7 päivää, ovat oma sopimuksemme"
source.sv = "Työnvälitystilasto; kedjor med uppehåll på högst 7 dagar är vår egen konvention"
source.en = "Työnvälitystilasto; chains with gaps of at most 7 days are our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 30
report = 12
services = true
--- */
-- One row per period of a long-term unemployed jobseeker, now or before the service.
select
    *,
    case when in_long_term_service then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
where in_long_term_service or structural_group = 'long_term_unemployed'
