/* ---
title.fi = "Työttömät työnhakijat"
title.sv = "Arbetslösa arbetssökande"
title.en = "Unemployed jobseekers"
kind = "count"
unit = "persons"
direction = "down"
family = "jobseekers"
description.fi = """\
Työnhakijat, jotka ovat laskentapäivänä työttömänä tai kokoaikaisesti lomautettuna."""
description.sv = """\
Arbetssökande som på beräkningsdagen är arbetslösa eller permitterade på heltid."""
description.en = """\
Jobseekers who are unemployed or laid off full time on the count day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 20
report = 2
--- */
-- One row per period of an unemployed jobseeker.
select
    *,
    1 as numerator,
from model.periods
where unemployed
