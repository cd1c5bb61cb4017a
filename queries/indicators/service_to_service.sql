/* ---
title.fi = "Palveluilta palveluille siirtyneet"
title.sv = "Från service till service"
title.en = "From service to service"
kind = "count"
unit = "persons"
direction = "down"
family = "structural"
description.fi = """\
Palvelussa olevat, joiden aiempi palvelu päättyi ennen nykyisen alkua ja enintään 12 kuukautta \
ennen laskentapäivää."""
description.sv = """\
Personer i service vars tidigare service upphörde före den nuvarande och högst 12 månader före \
beräkningsdagen."""
description.en = """\
Persons in a counted service whose earlier one ended before it began and within 12 months of the \
count day."""
source.fi = "Työnvälitystilasto; tulkinta aikavälistä on oma sopimuksemme"
source.sv = "Työnvälitystilasto; tolkningen av tidsfönstret är vår egen konvention"
source.en = "Työnvälitystilasto; the reading of the window is our convention"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 40
services = true
--- */
-- One row per period of a jobseeker in a service that followed another.
select
    *,
    1 as numerator,
from model.periods
where structural_group = 'service_to_service'
