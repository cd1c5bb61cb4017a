/* ---
title.fi = "Päättyneiden työttömyysjaksojen keskimääräinen kesto"
title.sv = "Avslutade arbetslöshetsperioders genomsnittliga längd"
title.en = "Mean duration of ended unemployment spells"
kind = "mean"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Kuukauden aikana päättyneiden työttömyysjaksojen keskimääräinen kesto viikkoina; alue ja luokat \
ovat jakson viimeisen päivän."""
description.sv = """\
Genomsnittlig längd i veckor för de arbetslöshetsperioder som upphörde under månaden; region och \
klasser enligt periodens sista dag."""
description.en = """\
Mean length in weeks of the unemployment spells that ended in the month; region and classes are \
those of the spell's last day."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YTYOLL"]
order = 50
coverage = "month"
--- */
-- One row per ended unemployment spell, in the month of the first day after it.
select
    *,
    end_month_index as from_index,
    end_month_index + 1 as to_index,
    end_number - start_number as numerator,
    1 as denominator,
from model.unemployment_spell_ends
