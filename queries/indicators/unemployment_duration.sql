/* ---
title.fi = "Käynnissä olevan työttömyyden keskimääräinen kesto"
title.sv = "Pågående arbetslöshetens genomsnittliga längd"
title.en = "Mean duration of ongoing unemployment"
kind = "mean"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Laskentapäivänä käynnissä olevien työttömyysjaksojen keskimääräinen kesto viikkoina jakson \
alusta laskentapäivään."""
description.sv = """\
Genomsnittlig längd i veckor för de arbetslöshetsperioder som pågår på beräkningsdagen, från \
periodens början."""
description.en = """\
Mean length in weeks, from the start of the spell to the count day, of the unemployment spells \
running on it."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 30
--- */
-- One row per period of an unemployed jobseeker; the spell grows by a day a day.
select
    *,
    1 - unemployment_start_number as numerator,
    1 as numerator_per_day,
    1 as denominator,
from model.periods
where unemployed
