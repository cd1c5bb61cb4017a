/* ---
title.fi = "Alle 30-vuotiaat työttömät"
title.sv = "Arbetslösa under 30 år"
title.en = "Unemployed under 30"
kind = "count"
unit = "persons"
direction = "down"
family = "people"
description.fi = """\
Alle 30-vuotiaat työttömät työnhakijat laskentapäivänä; ikä on laskentapäivän vuosi miinus \
syntymävuosi. Alle 15-vuotiaan ikää pidetään tuntemattomana."""
description.sv = """\
Arbetslösa arbetssökande under 30 år på beräkningsdagen; åldern är beräkningsdagens år minus \
födelseåret. En ålder under 15 räknas som okänd."""
description.en = """\
Unemployed jobseekers under 30 on the count day; the age is the count day's year minus the birth \
year. An age below 15 counts as unknown."""
source.fi = "Työnvälitystilasto; ikä syntymävuodesta on oma sopimuksemme"
source.sv = "Työnvälitystilasto; ålder enligt födelseår är vår egen konvention"
source.en = "Työnvälitystilasto; age from the birth year is our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL", "YHENK"]
order = 50
--- */
-- One row per period of an unemployed jobseeker under 30.
select
    *,
    1 as numerator,
from model.periods
where unemployed and age_group in ('15-19', '20-24', '25-29')
