/* ---
title.fi = "Pitkäaikaistyöttömyydestä poistuneet"
title.sv = "Lämnade långtidsarbetslösheten"
title.en = "Left long-term unemployment"
kind = "count"
unit = "persons"
direction = "up"
family = "long_term_flow"
description.fi = """\
Alueen ja luokan pitkäaikaistyöttömät edelliseltä laskentapäivältä, jotka eivät enää kuulu niihin; \
kohde on tilanne laskentapäivänä."""
description.sv = """\
Områdets och klassens långtidsarbetslösa från föregående beräkningsdag som inte längre hör till \
dem; destinationen är läget på beräkningsdagen."""
description.en = """\
Those who were among the long-term unemployed of the region and the class on the previous count \
day and no longer are; the destination is what holds on the count day."""
source.fi = "ei hakua, yhä pitkäaikaistyötön muualla, uusi jakso, muuten tila"
source.sv = "ingen sökning, långtidsarbetslös annanstans, ny period, annars läget"
source.en = "no search, still long-term elsewhere, a new spell, else the state"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 60
stock = "long_term_unemployed"
movement = "out"
own_dimensions = ["destination"]
--- */
-- One row per period of a long-term unemployed jobseeker, with what holds on the count day that
-- follows it.
select
    stock.*,
    case
        when later.person is null then 'search_ended'
        when later.structural_group = 'long_term_unemployed' then 'moved'
        when later.unemployed then 'new_spell'
        else later.state
    end as destination,
    1 as numerator,
from model.periods as stock
left join model.periods as later
    on stock.person = later.person and stock.to_index = later.from_index
where stock.structural_group = 'long_term_unemployed'
