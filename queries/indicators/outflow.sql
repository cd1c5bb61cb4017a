/* ---
title.fi = "Päättyneet työttömyysjaksot"
title.sv = "Avslutade arbetslöshetsperioder"
title.en = "Unemployment spells ended"
kind = "count"
unit = "spells"
direction = "up"
family = "movement"
description.fi = """\
Työttömyysjaksot, joiden jälkeinen ensimmäinen päivä on kuukauden aikana; alue ja luokat ovat \
jakson viimeisen päivän."""
description.sv = """\
Arbetslöshetsperioder vars första dag efter perioden infaller under månaden; region och klasser \
enligt periodens sista dag."""
description.en = """\
Unemployment spells whose first day after them lies in the month; region and classes are those \
of the spell's last day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 20
coverage = "month"
--- */
-- One row per ended unemployment spell, in the month of the first day after it.
select
    *,
    end_month_index as from_index,
    end_month_index + 1 as to_index,
    1 as numerator,
from model.unemployment_spell_ends
