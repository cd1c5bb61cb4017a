/* ---
title.fi = "Työttömien osuus työnhakijoista"
title.sv = "Andel arbetslösa av arbetssökande"
title.en = "Unemployed as a share of jobseekers"
kind = "share"
unit = "%"
direction = "down"
family = "jobseekers"
description.fi = """\
Työttömien ja kokoaikaisesti lomautettujen osuus työnhakijoista laskentapäivänä."""
description.sv = """\
Andelen arbetslösa och på heltid permitterade av de arbetssökande på beräkningsdagen."""
description.en = """\
Unemployed and fully laid-off persons as a share of jobseekers on the count day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 30
--- */
-- One row per period of a jobseeker.
select
    *,
    case when unemployed then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
