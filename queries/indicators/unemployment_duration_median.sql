/* ---
title.fi = "Käynnissä olevan työttömyyden mediaanikesto"
title.sv = "Pågående arbetslöshetens medianlängd"
title.en = "Median duration of ongoing unemployment"
kind = "median"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Laskentapäivänä käynnissä olevien työttömyysjaksojen keston mediaani viikkoina jakson alusta \
laskentapäivään."""
description.sv = """\
Medianlängd i veckor för de arbetslöshetsperioder som pågår på beräkningsdagen, från periodens \
början."""
description.en = """\
Median length in weeks, from the start of the spell to the count day, of the unemployment spells \
running on it."""
source.fi = "Työnvälitystilasto; mediaani on oma sopimuksemme"
source.sv = "Työnvälitystilasto; medianen är vår egen konvention"
source.en = "Työnvälitystilasto; the median is our convention"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 40
variant_of = "unemployment_duration"
--- */
-- One row per period of an unemployed jobseeker; the spell grows by a day a day.
select
    *,
    1 - unemployment_start_number as numerator,
    1 as numerator_per_day,
    1 as denominator,
from model.periods
where unemployed
