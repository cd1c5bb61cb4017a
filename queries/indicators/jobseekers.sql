/* ---
title.fi = "Työnhakijat laskentapäivänä"
title.sv = "Arbetssökande på beräkningsdagen"
title.en = "Jobseekers on the count day"
kind = "count"
unit = "persons"
direction = "neutral"
family = "jobseekers"
description.fi = """\
Henkilöt, joiden työnhaku on voimassa kuukauden laskentapäivänä (viimeisenä työpäivänä)."""
description.sv = """\
Personer vars jobbsökning är i kraft på månadens beräkningsdag (den sista arbetsdagen)."""
description.en = """\
Persons whose job search covers the month's count day (its last working day)."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU"]
order = 10
report = 1
--- */
-- One row per period of a jobseeker.
select
    *,
    1 as numerator,
from model.periods
