"""What other systems call the register's tables, columns and codes in Finnish, Swedish and English.

All words are folded: no marks, no case, `-` between words. Headers and file names are regular
expressions that are searched for; the more of a header one covers, the better it fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tyollisyys_cli.extract.tables import END, PERSON, START

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_WORDS: Mapping[str, str] = {
    "YHENK": r"henkilot|asiakkaat|asiakastiedot|hakijat|personer|persons|people|clients|kunder",
    "YHKUNTA": r"kotikun|asuinkun|kunta|kunnat|kommun|municipalit|residence|bostad",
    "YHTSTO": r"toimisto|kontor|byra|office",
    "YTHAKU": r"tyonha|haku|jobbsok|arbetssok|job-?search|search",
    "YTYOLL": r"tyollisyys|sysselsattning|employment|status|spells|jaksot",
    "YSIJOIT": r"sijoit|palkkatu|starttira|placering|lonesubv|placement|pay-?subsid",
    "YTKOKE": r"kokeilu|arbetsprov|trial",
    "YTYOKOU": r"tyovoimakoul|koulutukse|koulutusjak|utbildning|training",
    "KTYOKOU": r"kurssi|kurser|kurslist|course",
    "YTVPOLL": r"lausun|utlatand|statement",
    "YTVALIT": r"vality|formedl|mediat",
    "YTHAKSU": r"suunnitel|planer|plans?($|-)",
    "SUUNNITELMAT": r"^suunnitelmat",
    "YHTEYDENOTOT": r"yhteyden|kontakt|contact",
    "YASSEGMENTTI": r"palvelulinj|servicelinj|service-?line|segment",
    "VASTUUVIRKAILIJA": r"virkailij|omavalmentaj|handlagg|case-?worker",
    "VALMENNUS": r"valmennus|coaching",
    "TYOSUHDE": r"tyosuht|tyosuhde|anstallning|jobs?($|-)",
    "MITTARI": r"mittari|kykyviisari|matare|instrument",
    "SOSKUNT": r"sosiaali|soskunt|social",
    "ETUUS": r"etuu|forman|benefit",
}

# By our column, else by its kind.
HEADER_WORDS: Mapping[str, str] = {
    PERSON: (
        r"henkilo-?tunn[a-z]*|henkilo-?(id|numero|nro)|hlo-?(tunn[a-z]*|id|nro)|henkilo|hetu|"
        r"asiakas-?(tunn[a-z]*|numero|nro|id)?|asiakkaan|(tyon)?hakijan?-?(tunn[a-z]*|id)?|"
        r"person-?(beteckning|nummer|id|nr|kod|number|code)?|personal-?(identity|id)[a-z-]*|"
        r"(kund|klient|client|customer|jobseeker)-?(id|nr|nummer|number|code|kod)?|"
        r"pseudonym[a-z]*|ssn|identit[a-z-]*|(^|-)(hid|pid|id)($|-)|tunniste|tunnus"
    ),
    START: (
        r"alk(u|aa|aen|oi|amis|pv)[a-z]*(-(pvm|paiva[a-z]*))?|aloit[a-z]*(-(pvm|paiva[a-z]*))?|"
        r"start[a-z]*(-(date|datum))?|begin[a-z]*(-date)?|borj[a-z]*|(valid-)?from(-date)?|"
        r"fran(-och-med|-o-m)?|fr\.?-?o\.?-?m\.?|inled[a-z]*|muuttopv[a-z]*|since|voimaan[a-z]*"
    ),
    END: (
        r"lop(pu|et|puu|pv)[a-z]*(-(pvm|paiva[a-z]*))?|paat(ty|os|pv)[a-z]*(-(pvm|paiva[a-z]*))?|"
        r"(^|-)end[a-z]*(-date)?|slut[a-z]*|avslut[a-z]*|upphor[a-z]*|till(-och-med|-o-m)?|"
        r"t\.?-?o\.?-?m\.?$|(valid-)?until|(valid-)?(^|-)to($|-)(date)?|asti|saakka|stop[a-z]*"
    ),
    "syntyv": r"syntyma-?(vuosi|aika)|synt[a-z]*|fodelse-?ar|(year-of-birth|birth-?year)|born|ika",
    "sukup": r"sukupuoli|suku-?p|(^|-)kon($|-)|juridiskt-kon|sex|gender",
    "kansah": r"kansalaisuus|kansal[a-z]*|medborgar[a-z]*|citizenship|nationality|kansa",
    "kiekd": r"aidinkieli|(asiointi|palvelu)?kieli|modersmal|(service)?sprak|(service-)?language",
    "kasno": r"(tyottomyys)?kassa|(arbetsloshets|a-)?kassa|unemployment-fund|fund",
    "pkokdh": r"(pohja)?koulutus(aste|taso)?|utbildning(sniva)?|(basic-)?education",
    "vppvmh": (
        r"paivitetty|(viimeisin-)?paivitys[a-z]*|uppdater[a-z]*|(last-)?update[a-z]*|muokattu"
    ),
    "kunnoh": (
        r"(koti|asuin)?-?kun(ta|nan)-?(koodi|numero|nro|tunnus)?|"
        r"(hem|boende)?-?kommun-?(kod|nummer)?|(home-)?municipality(-code)?"
    ),
    "toinoh": (
        r"(te-|tyo-?voima-?|tyollisyys)?toimisto-?(koodi|numero|nro|tunnus)?|toimipiste|"
        r"(arbetskrafts-?)?(kontor|byra)(et)?s?-?(kod|nummer)?|office(-code)?"
    ),
    "hapkd": (
        r"(haun-|hakemuksen-)?(paattymis|loppumis)-?(en-)?syy|slutorsak|(end-)?reason|orsak|syy"
    ),
    "hedkd": r"(edeltava|aiempi|aikaisempi)-?[a-z]*|tidigare-?[a-z]*|(activity-)?before",
    "otlupa": r"(oleskelu|tyo)?lupa[a-z]*|(uppehalls|arbets)?tillstand|(residence-)?permit",
    "tyok1": (
        r"tyollisyys-?(koodi|tilanne|tila|status|tieto)?|tyollisyyden-(koodi|tila)|"
        r"tyovoima-?(koodi|status|tila)|sysselsattnings?-?(kod|status|lage|situation)?|"
        r"employment-?(code|status|state)?|labou?r-?(market|force)-?(status|state)|"
        r"status|tila|state|tilanne|lage"
    ),
    "tymsyy": r"(muutos|muutoksen|paattymis)-?syy|(andrings|slut)?orsak|(change-)?reason|syy",
    "sijkds": (
        r"sijoitus-?(laji|koodi|tyyppi)?|sijoituksen-laji|tukimuoto|tuki-?laji|"
        r"placerings?-?(typ|slag|kod)?|placement-?(kind|type|code)?|laji|kind|typ"
    ),
    "kokeilu": r"kokeilun?-?(laji|tyyppi|paikka)?|provnings?-?(typ|slag)?|trial-?(kind|type)?",
    "pasyy": r"paattymis-?syy|slutorsak|(end-)?reason|syy",
    "alkood": r"(alkamis|aloitus)-?(koodi|tieto)|aloittanut|aloitti|alkoi|borjade|paborjat|started",
    "ktunoh": (
        r"(kurssin?|koulutuksen?|koulutus)-?(tunnus|numero|nro|id)|kurssi|"
        r"kurs-?(nummer|nr|kod|id)?|course-?(number|id|code)?"
    ),
    "ktuno": (
        r"(kurssin?|koulutuksen?|koulutus)-?(tunnus|numero|nro|id)|kurssi|"
        r"kurs-?(nummer|nr|kod|id)?|course-?(number|id|code)?|tunnus|id"
    ),
    "kurslaji": (
        r"(kurssin?|koulutus)-?(laji|tyyppi)|kurs-?(typ|slag)|course-?(kind|type)|laji|kind"
    ),
    "kalkpv": r"(kurssin-)?alk[a-z]*(-(pvm|paiva[a-z]*))?|(kursens?-)?start[a-z]*|begin[a-z]*",
    "lausno": r"lausun(to|non)?-?(numero|koodi|laji|tyyppi|nro)?|utlatande[a-z-]*|statement[a-z-]*",
    "lausno7": r"(uusi|a-?tmt)-?lausun[a-z-]*|nytt-utlatande[a-z-]*|new-statement[a-z-]*",
    "rekpv": r"(anto|annettu|kirjaus|kirjattu|rekisterointi)-?[a-z]*|givet|registrer[a-z]*|given",
    "ilmno": r"(ilmoitus|tyopaikka)-?(numero|nro|tunnus)|annons[a-z]*|vacancy[a-z-]*",
    "vjskd": r"(tyon?|valitys)-?(laji|tyyppi|koodi)|valitys|formedling[a-z]*|mediation[a-z-]*",
    "thspv": (
        r"(suunnitelman?-)?(laatimis|laadittu|tehty|paivays|pvm|paiva)[a-z]*|upprattad|"
        r"(plan-?)?(datum|date)|made"
    ),
    "kotsk": (
        r"(suunnitelman?-?)(laji|tyyppi|koodi)|plan-?(typ|slag|kod|kind|type|code)|laji|kind|typ"
    ),
    "allekpvm": r"allekirj[a-z]*|undertecknad?[a-z]*|signed[a-z-]*|signature[a-z-]*",
    "toimviimpvm": r"(tarkistus|seuranta|viimeistaan)[a-z-]*|uppfoljning[a-z]*|review[a-z-]*",
    "yhtottopvm": (
        r"(yhteyden(oton|otto)-?)?(pvm|paiva[a-z]*)|kontakt-?datum|(contact-?)?(date|datum)|datum"
    ),
    "yhtottotapa": (
        r"(yhteyden(oton|otto)-?)?(tapa|laji|tyyppi)|kontakt-?(satt|typ|slag)|"
        r"contact-?(kind|type|way|channel)"
    ),
    "assegkdi": r"palvelulinja|linja|segment[a-z]*|servicelinje|service-?line|linje",
    "virkailija": r"(vastuu)?virkailija|asiantuntija|omavalmentaja|handlaggare|case-?worker",
    "valmentaja": r"valmentaja|coach",
    "vaihe": r"vaihe|fas|phase",
    "ohjelma": r"ohjelma|program[a-z]*",
    "tyonantaja": r"tyonantaja[a-z-]*|arbetsgivare|employer",
    "viikkotunnit": r"viikkotunnit|veckotimmar|weekly-hours",
    "palkkatuki": r"palkkatuki|lonesubvention|pay-subsidy",
    "pvm": r"pvm|paiva[a-z]*|datum|date",
    "mittari": r"mittari|matare|instrument",
    "osio": r"osio|kysymys|item|question|fraga",
    "pisteet": r"pisteet|poang|score",
    "kuukausi": r"kuukausi|kk|manad|month",
    "etuus": r"etuus|etuuslaji|forman|benefit",
    "euroa": r"euroa?|eur|summa|belopp|amount",
}

# Our column -> our code -> what others write for it.
CODE_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tyok1": {
        "0": (
            *("tyollistetty", "tyollistetty-toimenpitein", "palkkatuettu", "palkkatuella-tyossa"),
            *("palkkatuettu-tyo", "palkkatuetussa-tyossa", "palkkatuella-tyollistetty"),
            *("tuetussa-tyossa", "sysselsatt-med-stod", "sysselsatt-genom-atgarder"),
            *(
                "sysselsatt-med-atgarder",
                "lonesubventionerat-arbete",
                "i-lonesubventionerat-arbete",
            ),
            *("subsidised", "subsidized", "employed-by-a-measure", "in-subsidised-work"),
            *("subsidised-work", "subsidised-employment", "pay-subsidy"),
        ),
        "1": (
            *("tyossa", "toissa", "tyollinen", "tyollistynyt", "tyossa-yleisilla-tyomarkkinoilla"),
            *("yleisilla-tyomarkkinoilla", "avoimilla-tyomarkkinoilla", "avoimet-tyomarkkinat"),
            *("tyossa-avoimilla-tyomarkkinoilla", "i-arbete", "arbetar", "sysselsatt"),
            *("pa-oppna-arbetsmarknaden", "pa-den-oppna-arbetsmarknaden", "oppna-arbetsmarknaden"),
            *("working", "employed", "at-work", "in-work", "open-market", "open-labour-market"),
            *("on-the-open-labour-market", "in-employment"),
        ),
        "2": (
            *("tyoton", "tyottomana", "tyoton-tyonhakija", "kokonaan-tyoton"),
            *("arbetslos", "arbetslos-arbetssokande", "helt-arbetslos"),
            *("unemployed", "unemployed-jobseeker", "jobless"),
        ),
        "3": (
            *("lomautettu", "lomautettuna", "kokoaikaisesti-lomautettu", "kokoaikainen-lomautus"),
            *("permitterad", "permitterad-pa-heltid", "heltidspermitterad"),
            *("laid-off", "temporarily-laid-off", "fully-laid-off", "furloughed", "layoff"),
        ),
        "4": (
            *("lyhennetty-tyoviikko", "lyhennetylla-tyoviikolla", "lyhennettya-tyoviikkoa-tekeva"),
            *("forkortad-arbetsvecka", "i-forkortad-arbetsvecka", "reduced-week"),
            *("reduced-working-week", "shortened-working-week", "short-time-work"),
        ),
        "5": (
            *("tyovoiman-ulkopuolella", "tyovoiman-ulkopuolella-oleva", "tyovoiman-ulkopuolinen"),
            *("utanfor-arbetskraften", "utanfor-arbetsmarknaden", "outside-the-labour-force"),
            *("outside-labour-force", "outside-the-labor-force", "outside", "inactive"),
        ),
        "6": (
            *("tyottomyyselake", "tyottomyyselakkeella", "arbetsloshetspension"),
            *("med-arbetsloshetspension", "unemployment-pension"),
        ),
        "7": (
            *("palvelussa", "palvelu", "tyollistymista-edistavassa-palvelussa"),
            *("tyollistymista-edistava-palvelu", "tyollisyytta-edistavassa-palvelussa"),
            *("i-service", "i-sysselsattningsframjande-service", "i-tjanst"),
            *("in-service", "in-a-service", "service", "in-services"),
            *("in-an-employment-promoting-service", "in-employment-promoting-service"),
        ),
        "8": (
            *("koulutuksessa", "koulutus", "opiskelija", "opiskelee", "opiskelemassa"),
            *("i-utbildning", "studerande", "studerar", "under-utbildning"),
            *("in-education", "education", "student", "studying", "in-training"),
        ),
        "9": (
            *("osa-aikatyo", "osa-aikatyossa", "osa-aikainen", "osa-aikainen-tyo"),
            *("deltidsarbete", "i-deltidsarbete", "deltidsarbetande", "deltid"),
            *("part-time", "part-time-work", "in-part-time-work", "working-part-time"),
        ),
        "z": (
            *("tuntematon", "ei-tietoa", "ei-tiedossa", "okand", "uppgift-saknas", "ingen-uppgift"),
            *("unknown", "not-known"),
        ),
    },
    "sukup": {
        "1": ("mies", "man", "male", "m", "miehet"),
        "2": ("nainen", "kvinna", "female", "woman", "n", "k", "f", "naiset"),
    },
    "kiekd": {
        "0": ("suomi", "finska", "finnish", "fi", "fin"),
        "1": ("ruotsi", "svenska", "swedish", "sv", "swe"),
        "2": (
            *("muu", "muu-kieli", "annat", "annat-sprak", "ovrig", "other", "other-language"),
            *("englanti", "engelska", "english", "en", "venaja", "ryska", "russian", "ru"),
            *("viro", "estniska", "estonian", "et", "arabia", "arabiska", "arabic", "ar"),
            *("ukraina", "ukrainska", "ukrainian", "uk", "somali", "somaliska", "so"),
        ),
    },
    "kansah": {
        "246": ("suomi", "suomen-kansalainen", "finland", "finsk", "finnish", "fi", "fin"),
        "752": ("ruotsi", "sverige", "sweden", "se", "swe"),
        "233": ("viro", "estland", "estonia", "ee", "est"),
        "643": ("venaja", "ryssland", "russia", "ru", "rus"),
        "804": ("ukraina", "ukraine", "ua", "ukr"),
    },
    "kunnoh": {
        "197": ("norja", "norge", "norway"),
        "198": ("ruotsi", "sverige", "sweden"),
        "200": ("ulkomaat", "muu-ulkomaat", "utlandet", "ovriga-utlandet", "abroad"),
    },
    "alkood": {"1": ("alkoi", "aloittanut", "aloitti", "kylla", "ja", "yes", "started", "k")},
    "kurslaji": {
        "14": ("valmennus", "traning", "coaching"),
        "15": ("koulutus", "tyovoimakoulutus", "arbetskraftsutbildning", "training"),
        "16": ("muutosturvakoulutus", "omstallningsskyddsutbildning", "change-security-training"),
    },
    "kotsk": {
        "00": ("tyollistymissuunnitelma", "sysselsattningsplan", "employment-plan"),
        "01": ("kotoutumissuunnitelma", "integrationsplan", "integration-plan"),
        "02": ("aktivointisuunnitelma", "aktiveringsplan", "activation-plan"),
        "07": (
            *("monialainen-tyollistymissuunnitelma", "monialainen-suunnitelma"),
            *("sektorsovergripande-sysselsattningsplan", "multi-sector-plan"),
        ),
    },
    "assegkdi": {
        "00": ("ei-palvelulinjaa", "ei-linjaa", "ingen-servicelinje", "none", "no-service-line"),
        "01": ("tyonvalitys", "arbetsformedling", "job-mediation"),
        "02": ("osaamisen-kehittaminen", "osaaminen", "kompetensutveckling", "skills"),
        "03": ("tuettu-tyollistyminen", "stodd-sysselsattning", "supported-employment"),
        "05": ("monialainen-palvelu", "monialainen", "sektorsovergripande-service", "multi-sector"),
    },
}
