/* ---
title.fi = "Yli 50-vuotiaat työttömät"
title.sv = "Arbetslösa över 50 år"
title.en = "Unemployed over 50"
kind = "count"
unit = "persons"
direction = "down"
family = "people"
description.fi = """\
Vähintään 50-vuotiaat työttömät työnhakijat laskentapäivänä; ikä on laskentapäivän vuosi miinus \
syntymävuosi."""
description.sv = """\
Arbetslösa arbetssökande som fyllt 50 år på beräkningsdagen; åldern är beräkningsdagens år minus \
födelseåret."""
description.en = """\
Unemployed jobseekers of 50 or more on the count day; the age is the count day's year minus the \
birth year."""
source.fi = "Työnvälitystilasto; ikä syntymävuodesta on oma sopimuksemme"
source.sv = "Työnvälitystilasto; ålder enligt födelseår är vår egen konvention"
source.en = "Työnvälitystilasto; age from the birth year is our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL", "YHENK"]
order = 60
--- */
-- One row per period of an unemployed jobseeker of 50 or more.
select
    *,
    1 as numerator,
from model.periods
where unemployed and age_group in ('50-54', '55-59', '60-64', '65+')
