/* ---
title.fi = "Ulkomaalaisten aktivointiaste"
title.sv = "Utländska medborgares aktiveringsgrad"
title.en = "Activation rate, foreign citizens"
kind = "share"
unit = "%"
direction = "up"
family = "activation"
description.fi = """\
Ulkomaan kansalaisten aktivointiaste: palveluissa olevien osuus työttömistä ja palveluissa \
olevista."""
description.sv = """\
Utländska medborgares aktiveringsgrad: andelen i service av arbetslösa och personer i service."""
description.en = """\
Activation rate of foreign citizens: those in a counted service as a share of those unemployed \
or in a service."""
source = "Työnvälitystilasto 12u4"
status = "official"
needs = ["YTHAKU", "YTYOLL", "YHENK"]
order = 40
report = 13
services = true
--- */
-- One row per period of a foreign jobseeker who is unemployed or in a service.
select
    *,
    case when in_service then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
where (unemployed or in_service) and citizenship not in ('246', 'unknown')
