/* ---
title.fi = "Kaikkien aktivointiaste"
title.sv = "Aktiveringsgrad, alla"
title.en = "Activation rate, all"
kind = "share"
unit = "%"
direction = "up"
family = "activation"
description.fi = """\
Palveluissa olevien osuus työttömistä ja palveluissa olevista laskentapäivänä."""
description.sv = """\
Andelen personer i service av arbetslösa och personer i service på beräkningsdagen."""
description.en = """\
Persons in a counted service as a share of those unemployed or in a service, on the count day."""
source = "Työnvälitystilasto 12u4"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 20
report = 11
services = true
--- */
-- One row per period of a jobseeker who is unemployed or in a service.
select
    *,
    case when in_service then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
where unemployed or in_service
