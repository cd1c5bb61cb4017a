/* ---
title.fi = "Palveluissa olevat"
title.sv = "Personer i service"
title.en = "Persons in a service"
kind = "count"
unit = "persons"
direction = "up"
family = "activation"
description.fi = """\
Työnhakijat, jotka ovat laskentapäivänä aktivointiasteeseen laskettavassa palvelussa."""
description.sv = """\
Arbetssökande som på beräkningsdagen deltar i en service som räknas in i aktiveringsgraden."""
description.en = """\
Jobseekers in a service that the activation rate counts, on the count day."""
source = "Työnvälitystilasto 12u4"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 10
services = true
--- */
-- One row per period of a jobseeker in a counted service.
select
    *,
    1 as numerator,
from model.periods
where in_service
