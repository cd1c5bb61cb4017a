/* ---
title.fi = "Aktivointiaste ilman kuntouttavaa työtoimintaa"
title.sv = "Aktiveringsgrad utan arbetsverksamhet i rehabiliteringssyfte"
title.en = "Activation rate without rehabilitative work"
kind = "share"
unit = "%"
direction = "up"
family = "activation"
description.fi = """\
Muussa palvelussa kuin kuntouttavassa työtoiminnassa olevien osuus työttömistä ja kaikissa \
palveluissa olevista laskentapäivänä."""
description.sv = """\
Andelen personer i annan service än arbetsverksamhet i rehabiliteringssyfte av arbetslösa och \
personer i service på beräkningsdagen."""
description.en = """\
Persons in a counted service other than rehabilitative work as a share of those unemployed or in \
any counted service, on the count day."""
source.fi = "Oma muunnelmamme taulukosta Työnvälitystilasto 12u4"
source.sv = "Vår variant av Työnvälitystilasto 12u4"
source.en = "Our variant of Työnvälitystilasto 12u4"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 60
services = true
variant_of = "activation_rate"
--- */
-- One row per period of a jobseeker who is unemployed or in a service.
select
    *,
    case
        when not in_service then 0
        when service_category <> 'rehabilitative_work' or in_several_services then 1
        else 0
    end as numerator,
    1 as denominator,
from model.periods
where unemployed or in_service
