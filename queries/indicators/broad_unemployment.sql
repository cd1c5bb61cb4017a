/* ---
title.fi = "Laaja työttömyys"
title.sv = "Bred arbetslöshet"
title.en = "Broad unemployment"
kind = "count"
unit = "persons"
direction = "down"
family = "jobseekers"
description.fi = """\
Työnhakijat, jotka ovat laskentapäivänä työttöminä tai aktivointiasteeseen laskettavassa \
palvelussa."""
description.sv = """\
Arbetssökande som på beräkningsdagen är arbetslösa eller i en service som räknas in i \
aktiveringsgraden."""
description.en = """\
Jobseekers who are unemployed, or in a service that the activation rate counts, on the count \
day."""
source = "Työnvälitystilasto 12u4"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 60
services = true
variant_of = "unemployed"
--- */
-- One row per period of a jobseeker who is unemployed or in a service.
select
    *,
    1 as numerator,
from model.periods
where unemployed or in_service
