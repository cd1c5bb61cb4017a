/* ---
title.fi = "Ukrainalaiset ja tilapäistä suojelua saavat"
title.sv = "Ukrainare och personer med tillfälligt skydd"
title.en = "Ukrainians and persons under temporary protection"
kind = "count"
unit = "persons"
direction = "neutral"
family = "people"
description.fi = """\
Työnhakijat, jotka ovat Ukrainan kansalaisia tai joiden työnhaussa on tilapäisen suojelun lupa \
(1C)."""
description.sv = """\
Arbetssökande som är ukrainska medborgare eller vars jobbsökning har tillstånd för tillfälligt \
skydd (1C)."""
description.en = """\
Jobseekers who are citizens of Ukraine, or whose job search has the permit of temporary \
protection (1C)."""
source.fi = "Työnvälitystilasto; kansalaisuus tai lupa on oma sopimuksemme"
source.sv = "Työnvälitystilasto; medborgarskap eller tillstånd är vår egen konvention"
source.en = "Työnvälitystilasto; citizenship or permit is our convention"
status = "convention"
needs = ["YTHAKU", "YHENK"]
order = 30
--- */
-- One row per period of a jobseeker from Ukraine.
select
    *,
    1 as numerator,
from model.periods
where citizenship_group = 'ukraine'
