/* ---
title.fi = "Aktivointiaste, sosiaalinen kuntoutus mukaan"
title.sv = "Aktiveringsgrad med social rehabilitering"
title.en = "Activation rate with social rehabilitation"
kind = "share"
unit = "%"
direction = "up"
family = "activation"
description.fi = """\
Palveluissa tai sosiaalisessa kuntoutuksessa olevien osuus heistä ja työttömistä yhteensä \
laskentapäivänä; virallinen aste ei laske sosiaalista kuntoutusta."""
description.sv = """\
Andelen personer i service eller social rehabilitering av dem och de arbetslösa sammanlagt på \
beräkningsdagen; den officiella graden räknar inte social rehabilitering."""
description.en = """\
Persons in a counted service or in social rehabilitation as a share of them and the unemployed, \
on the count day; the official rate does not count social rehabilitation."""
source.fi = "Oma muunnelmamme taulukosta Työnvälitystilasto 12u4"
source.sv = "Vår variant av Työnvälitystilasto 12u4"
source.en = "Our variant of Työnvälitystilasto 12u4"
status = "convention"
needs = ["YTHAKU", "YTYOLL", "SOSKUNT"]
order = 50
services = true
variant_of = "activation_rate"
--- */
-- One row per period of a jobseeker who is unemployed, in a service or in social rehabilitation.
select
    *,
    case when in_service or in_social_rehabilitation then 1 else 0 end as numerator,
    1 as denominator,
from model.periods
where unemployed or in_service or in_social_rehabilitation
