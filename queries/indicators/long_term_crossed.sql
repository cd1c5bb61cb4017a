/* ---
title.fi = "Pitkäaikaistyöttömyyteen: 12 kk täyttyi"
title.sv = "Till långtidsarbetslöshet: 12 mån. fylldes"
title.en = "Into long-term unemployment: 12 months full"
kind = "count"
unit = "persons"
direction = "down"
family = "long_term_flow"
description.fi = """\
Pitkäaikaistyöttömät, joiden työttömyys tuli edellisen laskentapäivän jälkeen täyteen 12 kuukautta \
heidän kuuluessaan alueeseen ja luokkaan."""
description.sv = """\
Långtidsarbetslösa vars arbetslöshet efter föregående beräkningsdag fyllde 12 månader medan de \
hörde till området och klassen."""
description.en = """\
Long-term unemployed whose unemployment became 12 months long after the previous count day, while \
they belonged to the region and the class."""
source.fi = "päivä, jona kuukaudet täyttyvät, on laskentapäivien välissä"
source.sv = "dagen då månaderna fylls ligger mellan de två beräkningsdagarna"
source.en = "the day that fills the months lies between the two count days"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 40
stock = "long_term_unemployed"
movement = "in"
--- */
-- One row per unemployment spell that became long-term, with where and who the person was on the
-- day that filled the months, from the first count day after it on.
select
    unemployment_edges.*,
    calendar.long_term_index as from_index,
    calendar.long_term_index + 1 as to_index,
    1 as numerator,
from model.unemployment_edges
inner join model.calendar on unemployment_edges.start_date = calendar.day
where unemployment_edges.edge = 'long_term'
