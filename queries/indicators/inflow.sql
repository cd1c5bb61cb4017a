/* ---
title.fi = "Alkaneet työttömyysjaksot"
title.sv = "Påbörjade arbetslöshetsperioder"
title.en = "Unemployment spells begun"
kind = "count"
unit = "spells"
direction = "down"
family = "movement"
description.fi = """\
Työttömyysjaksot, joiden ensimmäinen päivä on kuukauden aikana; alue ja luokat ovat tuon päivän."""
description.sv = """\
Arbetslöshetsperioder vars första dag infaller under månaden; region och klasser enligt den \
dagen."""
description.en = """\
Unemployment spells whose first day lies in the month; region and classes are those of that day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 10
coverage = "month"
--- */
-- One row per unemployment spell, in the month of its first day.
select
    *,
    start_month_index as from_index,
    start_month_index + 1 as to_index,
    1 as numerator,
from model.unemployment_spells
