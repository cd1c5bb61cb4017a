/* ---
title.fi = "Työnhaun keskimääräinen kesto, työttömät työnhakijat"
title.sv = "Jobbsökningens genomsnittliga längd, arbetslösa"
title.en = "Mean duration of job search, unemployed"
kind = "mean"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Työttömien työnhakijoiden työnhaun keskimääräinen kesto viikkoina työnhaun alusta \
laskentapäivään."""
description.sv = """\
De arbetslösas genomsnittliga jobbsökningstid i veckor, från sökningens början till \
beräkningsdagen."""
description.en = """\
Mean length in weeks of the job searches of the unemployed, from the start of the search to the \
count day."""
source = "Työnvälitystilasto 1207"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 20
report = 7
variant_of = "search_duration"
--- */
-- One row per period of an unemployed jobseeker; the search grows by a day a day.
select
    *,
    1 - search_start_number as numerator,
    1 as numerator_per_day,
    1 as denominator,
from model.periods
where unemployed
