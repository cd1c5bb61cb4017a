/* ---
title.fi = "Pitkäaikaistyöttöminä muualta tulleet"
title.sv = "Långtidsarbetslösa som kom utifrån"
title.en = "Arrived already long-term unemployed"
kind = "count"
unit = "persons"
direction = "neutral"
family = "long_term_flow"
description.fi = """\
Pitkäaikaistyöttömät, jotka eivät olleet alueen ja luokan pitkäaikaistyöttömiä edellisenä \
laskentapäivänä ja joiden 12 kuukautta olivat täyttyneet jo muualla."""
description.sv = """\
Långtidsarbetslösa som inte hörde till områdets och klassens långtidsarbetslösa på föregående \
beräkningsdag och vars 12 månader hade fyllts någon annanstans."""
description.en = """\
Long-term unemployed who were not among those of the region and the class on the previous count \
day, and whose 12 months had become full elsewhere."""
source.fi = "asiakkaan siirto, muutto, syntymäpäivä, joka tuo ikäryhmään"
source.sv = "en överföring, en flytt, en födelsedag in i åldersgruppen"
source.en = "a transfer, a move, a birthday into the age group"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 50
stock = "long_term_unemployed"
movement = "in"
other_than = "long_term_crossed"
--- */
-- One row per period of a long-term unemployed jobseeker, which may begin by coming from elsewhere.
select
    *,
    1 as numerator,
from model.periods
where structural_group = 'long_term_unemployed'
