/* ---
title.fi = "Lyhennetyllä työviikolla"
title.sv = "På förkortad arbetsvecka"
title.en = "On a reduced working week"
kind = "count"
unit = "persons"
direction = "neutral"
family = "jobseekers"
description.fi = """\
Työnhakijat, jotka ovat laskentapäivänä lyhennetyllä työviikolla; he eivät sisälly työttömiin."""
description.sv = """\
Arbetssökande som på beräkningsdagen har förkortad arbetsvecka; de ingår inte i de arbetslösa."""
description.en = """\
Jobseekers on a reduced working week on the count day; they are not included in the unemployed."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 50
--- */
-- One row per period of a jobseeker on a reduced working week.
select
    *,
    1 as numerator,
from model.periods
where state = 'reduced_week'
