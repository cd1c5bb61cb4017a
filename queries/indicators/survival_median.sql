/* ---
title.fi = "Työttömyysjakson mediaanikesto (Kaplan-Meier)"
title.sv = "Arbetslöshetsperiodens medianlängd (Kaplan-Meier)"
title.en = "Median length of an unemployment spell (Kaplan-Meier)"
kind = "survival"
unit = "weeks"
direction = "down"
family = "duration"
description.fi = """\
Viikot, joiden jälkeen puolet viimeisten 12 kuukauden aikana alkaneista työttömyysjaksoista on \
päättynyt; avoimet jaksot sensuroidaan laskentapäivään."""
description.sv = """\
Veckor efter vilka hälften av de arbetslöshetsperioder som börjat under de senaste 12 månaderna \
har upphört; öppna perioder censureras på beräkningsdagen."""
description.en = """\
Weeks after which half of the unemployment spells started in the last 12 months have ended; open \
spells are censored at the count day."""
source.fi = "12 kuukautta; alue ja luokat jakson ensimmäiseltä päivältä"
source.sv = "12 månader; område och klasser enligt periodens första dag"
source.en = "12 months; region and classes of the spell's first day"
status = "convention"
needs = ["YTHAKU", "YTYOLL"]
order = 60
--- */
-- One row per unemployment spell, on the count days by which it has started within some months; it
-- grows by a day a day until end_number, the first day after it.
select
    *,
    survival_from_index as from_index,
    survival_to_index as to_index,
    1 - start_number as numerator,
    1 as numerator_per_day,
    1 as denominator,
from model.unemployment_spells
