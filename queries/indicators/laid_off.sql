/* ---
title.fi = "Kokoaikaisesti lomautetut"
title.sv = "Permitterade på heltid"
title.en = "Laid off full time"
kind = "count"
unit = "persons"
direction = "down"
family = "jobseekers"
description.fi = """\
Työnhakijat, jotka ovat laskentapäivänä kokoaikaisesti lomautettuina; he sisältyvät työttömiin."""
description.sv = """\
Arbetssökande som är permitterade på heltid på beräkningsdagen; de ingår i de arbetslösa."""
description.en = """\
Jobseekers who are laid off full time on the count day; they are included in the unemployed."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 40
--- */
-- One row per period of a jobseeker who is laid off full time.
select
    *,
    1 as numerator,
from model.periods
where state = 'laid_off'
