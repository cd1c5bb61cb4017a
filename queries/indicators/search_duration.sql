/* ---
title.fi = "Työnhaun keskimääräinen kesto"
title.sv = "Jobbsökningens genomsnittliga längd"
title.en = "Mean duration of job search"
kind = "mean"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Laskentapäivänä voimassa olevien työnhakujen keskimääräinen kesto viikkoina työnhaun alusta \
laskentapäivään."""
description.sv = """\
Genomsnittlig längd i veckor för de jobbsökningar som är i kraft på beräkningsdagen, från \
sökningens början."""
description.en = """\
Mean length in weeks, from the start of the search to the count day, of the searches in force on \
it."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU"]
order = 10
report = 6
--- */
-- One row per period of a jobseeker; the search grows by a day a day.
select
    *,
    1 - search_start_number as numerator,
    1 as numerator_per_day,
    1 as denominator,
from model.periods
