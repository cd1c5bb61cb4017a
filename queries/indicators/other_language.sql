/* ---
title.fi = "Muut kuin suomen- ja ruotsinkieliset"
title.sv = "Andra än finsk- och svenskspråkiga"
title.en = "Other-language jobseekers"
kind = "count"
unit = "persons"
direction = "neutral"
family = "people"
description.fi = """\
Työnhakijat, joiden äidinkieli on muu kuin suomi tai ruotsi."""
description.sv = """\
Arbetssökande vars modersmål är något annat än finska eller svenska."""
description.en = """\
Jobseekers whose language is neither Finnish nor Swedish."""
source = "Työnvälitystilasto"
status = "official"
needs = ["YTHAKU", "YHENK"]
order = 10
report = 5
--- */
-- One row per period of a jobseeker of another language.
select
    *,
    1 as numerator,
from model.periods
where language = 'other'
