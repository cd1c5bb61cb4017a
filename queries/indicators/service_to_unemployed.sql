/* ---
title.fi = "Palveluilta työttömäksi jääneet"
title.sv = "Arbetslösa efter service"
title.en = "Unemployed after a service"
kind = "count"
unit = "persons"
direction = "down"
family = "structural"
description.fi = """\
Työttömät, jotka eivät kuulu edellisiin ryhmiin ja joiden palvelu päättyi 3–12 kuukautta ennen \
laskentapäivää."""
description.sv = """\
Arbetslösa som inte hör till de föregående grupperna och vars service upphörde 3–12 månader före \
beräkningsdagen."""
description.en = """\
Unemployed persons in neither group above whose counted service ended 3 to 12 months before the \
count day."""
source.fi = "Työnvälitystilasto; aikavälin rajat ovat oma sopimuksemme"
source.sv = "Työnvälitystilasto; tidsfönstrets gränser är vår egen konvention"
source.en = "Työnvälitystilasto; the windows' edges are our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 30
services = true
--- */
-- One row per period of a jobseeker who is unemployed some months after a service.
select
    *,
    1 as numerator,
from model.periods
where structural_group = 'service_to_unemployed'
