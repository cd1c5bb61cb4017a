"""The user's language, and every text of the program that changes with it."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tyollisyys_cli.regions import Region

LANGUAGES = ("fi", "sv", "en")
NBSP = "\u00a0"

# ruff: noqa: E501 - a sentence a line, so that its three languages can be compared
_TEXTS: dict[str, tuple[str, str, str]] = {
    # headings of the table
    "latest": ("Viimeisin", "Senaste", "Latest"),
    "month_change": ("±1 kk", "±1 mån.", "±1 month"),
    "year_change": ("±1 v", "±1 år", "±1 year"),
    "nobody": (
        "ei ketään pyydettyinä kuukausina",
        "ingen under de önskade månaderna",
        "nobody in the months asked for",
    ),
    "trend_one": ("1 kuukausi", "1 månad", "1 month"),
    "trend": ("{months} kuukautta", "{months} månader", "{months} months"),
    "year_ago": ("Vuosi sitten", "För ett år sedan", "A year ago"),
    "trials_median": ("Kokeilujen mediaani", "Försökens median", "Median of trials"),
    "trials_range": ("Kokeilujen vaihteluväli", "Försökens spridning", "Range of trials"),
    "trials_count": ("Kokeiluja", "Antal försök", "Number of trials"),
    "left_out": (
        "Taulukkoon eivät mahdu: {columns}. Ne ovat muodoissa csv, json, jsonl, md ja parquet.",
        "Ryms inte i tabellen: {columns}. De finns i formaten csv, json, jsonl, md och parquet.",
        "No room in the table for: {columns}. Formats csv, json, jsonl, md and parquet have them.",
    ),
    "indicator": ("Tunnusluku", "Indikator", "Indicator"),
    "extract_date": ("poimintapäivä", "uttagsdatum", "extract date"),
    "legend.hidden": (
        "suojattu, ettei pieni ryhmä paljastu",
        "dold för att skydda små grupper",
        "hidden to protect small groups",
    ),
    "legend.not_observable": ("ei tiedossa", "inte känd", "not known"),
    "legend.not_available": (
        "taulua ei ole ladattu",
        "tabellen är inte inläst",
        "table not loaded",
    ),
    # families of indicators
    "family.jobseekers": ("Työnhakijat", "Arbetssökande", "Jobseekers"),
    "family.structural": (
        "Rakennetyöttömyys",
        "Strukturell arbetslöshet",
        "Structural unemployment",
    ),
    "family.people": ("Väestöryhmät", "Befolkningsgrupper", "Groups of people"),
    "family.duration": ("Kestot", "Varaktighet", "Durations"),
    "family.flow": ("Virrat", "Flöden", "Flows"),
    "family.movement": (
        "Alkaneet ja päättyneet jaksot",
        "Påbörjade och avslutade perioder",
        "Spells begun and ended",
    ),
    "family.long_term_flow": (
        "Pitkäaikaistyöttömyyden muutos",
        "Långtidsarbetslöshetens förändring",
        "Change of long-term unemployment",
    ),
    "family.activation": ("Aktivointi", "Aktivering", "Activation"),
    # the flows of long-term unemployment
    "flows.title": (
        "pitkäaikaistyöttömyyden muutos",
        "långtidsarbetslöshetens förändring",
        "change of long-term unemployment",
    ),
    "flows.month": ("Kuukausi", "Månad", "Month"),
    "flows.year": ("Vuosi", "År", "Year"),
    "flows.opening": ("Alussa", "I början", "Opening"),
    "flows.crossed": ("12 kk täyttyi", "Fyllde 12 mån.", "Crossed"),
    "flows.arrived": ("Tuli muualta", "Kom utifrån", "Arrived"),
    "flows.left": ("Poistui", "Lämnade", "Left"),
    "flows.closing": ("Lopussa", "I slutet", "Closing"),
    "flows.left_open_market": (
        "avoimille työmarkkinoille",
        "till öppna arbetsmarknaden",
        "open market",
    ),
    "flows.left_part_time": ("osa-aikatyöhön", "till deltidsarbete", "part-time work"),
    "flows.left_subsidised": ("tuettuun työhön", "till subventionerat arbete", "subsidised work"),
    "flows.left_in_service": ("palveluun", "till service", "a service"),
    "flows.left_in_education": ("koulutukseen", "till utbildning", "education"),
    "flows.left_outside": (
        "työvoiman ulkopuolelle",
        "utanför arbetskraften",
        "outside the labour force",
    ),
    "flows.left_new_spell": (
        "uuteen työttömyysjaksoon",
        "till en ny arbetslöshetsperiod",
        "a new spell",
    ),
    "flows.left_reduced_week": (
        "lyhennetylle työviikolle",
        "till förkortad arbetsvecka",
        "a reduced week",
    ),
    "flows.left_unknown": ("tuntemattomaan", "okänt", "unknown"),
    "flows.left_search_ended": ("työnhaku päättyi", "jobbsökningen upphörde", "job search ended"),
    "flows.left_moved": (
        "toiselle alueelle tai toiseen ryhmään",
        "till en annan region eller grupp",
        "another region or group",
    ),
    "flows.destinations": ("Poistuivat: {list}.", "Lämnade: {list}.", "Left to: {list}."),
    "flows.destinations_of_shown": (
        "Näytettyinä kuukausina poistuivat: {list}.",
        "Lämnade under de månader som visas: {list}.",
        "In the months shown left to: {list}.",
    ),
    "flows.sentence": (
        "Muutos {change}: {from} henkilöstä kuun {first} alussa {to} henkilöön kuun {last} lopussa; 12 kk täyttyi täällä {crossed} henkilöllä, jo pitkäaikaistyöttömänä tuli {arrived}, poistui {left}.",
        "Förändringen {change}: från {from} personer i början av {first} till {to} i slutet av {last}; {crossed} fyllde 12 månader här, {arrived} kom som redan långtidsarbetslösa, {left} lämnade.",
        "Of the change of {change}, from {from} at the start of {first} to {to} at the end of {last}: {crossed} crossed 12 months here, {arrived} arrived already long-term, {left} left.",
    ),
    "flows.years": (
        "Kokonaiset kalenterivuodet, koska kuukausia on suojattu:",
        "Hela kalenderår, eftersom månader är dolda:",
        "Whole calendar years, as months are hidden:",
    ),
    "flows.some_hidden": (
        "Kuukausia on suojattu, joten koko muutosta ei eritellä. Vähemmän ryhmiä tai suurempi alue näyttää enemmän.",
        "Månader är dolda, så hela förändringen delas inte upp. Färre grupper eller ett större område visar mer.",
        "Months are hidden, so the whole change is not split. Fewer groups or a larger region show more.",
    ),
    # the page of plots
    "panel.hidden": (
        "Ei lukuja: suojattu pienten ryhmien vuoksi",
        "Inga siffror: dolda för att skydda små grupper",
        "No figures: hidden to protect small groups",
    ),
    "panel.not_available": (
        "Ei saatavilla: aineistosta puuttuu tarvittava tieto",
        "Inte tillgängligt: uppgiften saknas i materialet",
        "Not available: the extract lacks what it needs",
    ),
    "panel.nobody": (
        "Ei lukua: ei ketään, josta laskea",
        "Inget tal: ingen att räkna",
        "No figure: nobody to count",
    ),
    "panel.not_observable": (
        "Ei saatavilla: ei havaittavissa näinä kuukausina",
        "Inte tillgängligt: kan inte observeras dessa månader",
        "Not available: cannot be observed in these months",
    ),
    "panel.no_line": ("ei lukuja", "inga siffror", "no figures"),
    "panel.gap_hidden": (
        "Puuttuva kohta viivassa: luku on suojattu pienten ryhmien vuoksi.",
        "Lucka i linjen: siffran är dold för att skydda små grupper.",
        "Gap in a line: the figure is hidden to protect small groups.",
    ),
    "panel.gap_both": (
        "Puuttuva kohta viivassa: luku on suojattu pienten ryhmien vuoksi tai sitä ei ole.",
        "Lucka i linjen: siffran är dold för att skydda små grupper eller saknas.",
        "Gap in a line: the figure is hidden to protect small groups, or there is none.",
    ),
    "panel.gap_missing": (
        "Puuttuva kohta viivassa: lukua ei ole.",
        "Lucka i linjen: siffran saknas.",
        "Gap in a line: there is no figure.",
    ),
    "panel.axis": (
        "Pystyakseli ei ala nollasta kaikissa paneeleissa.",
        "Den lodräta axeln börjar inte från noll i alla paneler.",
        "The vertical axis does not start from zero in every panel.",
    ),
    "panel.axis_single": (
        "Pystyakseli ei ala nollasta.",
        "Den lodräta axeln börjar inte från noll.",
        "The vertical axis does not start from zero.",
    ),
    "panel.rest": ("Harmaat viivat:", "Grå linjer:", "Grey lines:"),
    "panel.events": ("Merkityt ajankohdat:", "Markerade tidpunkter:", "Marked dates:"),
    "panel.regions": ("Alueet:", "Områden:", "Regions:"),
    "panel.region": ("Alue:", "Område:", "Region:"),
    "panel.months": ("Kuukaudet:", "Månader:", "Months:"),
    "panel.first": ("ensimmäinen", "första", "first"),
    "panel.lowest": ("pienin", "lägsta", "lowest"),
    "panel.highest": ("suurin", "högsta", "highest"),
    "panel.latest": ("viimeisin", "senaste", "latest"),
    "panel.only": ("ainoa luku", "enda siffran", "only figure"),
    "panel.hidden_one": (
        "1 kuukausi suojattu pienten ryhmien vuoksi",
        "1 månad dold för att skydda små grupper",
        "1 month hidden to protect small groups",
    ),
    "panel.hidden_many": (
        "{n} kuukautta suojattu pienten ryhmien vuoksi",
        "{n} månader dolda för att skydda små grupper",
        "{n} months hidden to protect small groups",
    ),
    "panel.missing_one": (
        "1 kuukausi ilman lukua",
        "1 månad utan siffra",
        "1 month without a figure",
    ),
    "panel.missing_many": (
        "{n} kuukautta ilman lukua",
        "{n} månader utan siffra",
        "{n} months without a figure",
    ),
    # an indicator beside its variants
    "variants.month": ("Kuukausi", "Månad", "Month"),
    "variants.value": ("Arvo", "Värde", "Value"),
    "variants.numerator": ("Osoittaja", "Täljare", "Numerator"),
    "variants.denominator": ("Nimittäjä", "Nämnare", "Denominator"),
    "variants.difference": (
        "± niin monta henkilöä enemmän tai vähemmän kuin: {main}",
        "± så många personer fler eller färre än: {main}",
        "± so many persons more or fewer than: {main}",
    ),
    # the drawing of the flows
    "flows.plot_title": (
        "{region}: pitkäaikaistyöttömyyden muutos",
        "{region}: långtidsarbetslöshetens förändring",
        "{region}: change of long-term unemployment",
    ),
    "flows.plot_stock": (
        "Pitkäaikaistyöttömät laskentapäivänä (henkilöä)",
        "Långtidsarbetslösa på beräkningsdagen (personer)",
        "Long-term unemployed on the count day (persons)",
    ),
    "flows.plot_flows": (
        "Kuukauden aikana tulleet ylöspäin, poistuneet alaspäin (henkilöä)",
        "De som kom under månaden uppåt, de som lämnade nedåt (personer)",
        "Came in the month upward, left downward (persons)",
    ),
    "flows.plot_years": (
        "Vuoden aikana tulleet ylöspäin, poistuneet alaspäin (henkilöä)",
        "De som kom under året uppåt, de som lämnade nedåt (personer)",
        "Came in the year upward, left downward (persons)",
    ),
    "flows.plot_in": ("Tuli:", "Kom:", "Came:"),
    "flows.plot_out": ("Poistui:", "Lämnade:", "Left:"),
    "flows.plot_crossed": ("12 kk täyttyi", "12 mån. fylldes", "crossed 12 months"),
    "flows.plot_arrived": (
        "jo pitkäaikaistyöttömänä",
        "redan långtidsarbetslös",
        "already long-term",
    ),
    "flows.plot_others": ("muut", "övriga", "others"),
    "flows.plot_left": ("kaikkiaan", "totalt", "in all"),
    "flows.plot_mark": (
        "× vaalealla pohjalla: luvut on suojattu pienten ryhmien vuoksi; ne eivät ole nollia.",
        "× på ljus botten: siffrorna är dolda för att skydda små grupper; de är inte noll.",
        "× on a pale ground: the figures are hidden to protect small groups; they are not zero.",
    ),
    "flows.plot_whole_years": (
        "Kokonaiset kalenterivuodet; muita kuukausia (vaalea pohja) ei ole piirretty.",
        "Hela kalenderår; andra månader (ljus botten) är inte ritade.",
        "Whole calendar years; other months (pale ground) are not drawn.",
    ),
    "flows.plot_alt": (
        "Alueet: {regions}. Kuukaudet: {months}.",
        "Områden: {regions}. Månader: {months}.",
        "Regions: {regions}. Months: {months}.",
    ),
    "flows.plot_alt_stock": (
        "pitkäaikaistyöttömiä ensimmäiseksi {first}, vähiten {low}, eniten {high}, viimeksi {last}.",
        "långtidsarbetslösa först {first}, minst {low}, mest {high}, senast {last}.",
        "long-term unemployed first {first}, lowest {low}, highest {high}, latest {last}.",
    ),
    "flows.plot_alt_came": (
        "Näytetyissä kuukausissa ({periods}) tuli {total}: {list}.",
        "Under de månader som visas ({periods}) kom {total}: {list}.",
        "In the months shown ({periods}) {total} came: {list}.",
    ),
    "flows.plot_alt_left": (
        "Poistui {total}: {list}.",
        "{total} lämnade: {list}.",
        "{total} left: {list}.",
    ),
    "flows.plot_alt_came_years": (
        "Näytetyissä kokonaisissa vuosissa ({periods}) tuli {total}: {list}.",
        "Under de hela år som visas ({periods}) kom {total}: {list}.",
        "In the whole years shown ({periods}) {total} came: {list}.",
    ),
    "flows.plot_alt_left_years": ("Poistui {total}.", "{total} lämnade.", "{total} left."),
    "flows.plot_alt_hidden_stock": (
        "Kuukausia, joiden määrä on suojattu: {months}.",
        "Månader vars antal är dolt: {months}.",
        "Months whose stock is hidden: {months}.",
    ),
    "flows.plot_alt_hidden": (
        "Suojattuja kuukausia pienten ryhmien vuoksi: {months}.",
        "Dolda månader för att skydda små grupper: {months}.",
        "Months hidden to protect small groups: {months}.",
    ),
    # the trace of a figure
    "explain.official": ("virallinen määritelmä", "officiell definition", "official definition"),
    "explain.convention": ("oma määritelmä", "egen definition", "our own convention"),
    "explain.changed": (
        "oma sääntö muuttaa määritelmää: {rules}",
        "egen regel ändrar definitionen: {rules}",
        "changed by own policy: {rules}",
    ),
    "explain.stands_in": (
        "oma kysely ohjelman kyselyn tilalla",
        "egen fråga i stället för programmets",
        "own query in place of the program's",
    ),
    "explain.variant_of": ("muunnelma luvusta", "variant av", "variant of"),
    "explain.from.model.periods": (
        "työnhakijat laskentapäivänä",
        "arbetssökande på beräkningsdagen",
        "jobseekers on the count day",
    ),
    "explain.from.model.unemployment_spells": (
        "kuukauteen kuuluvat työttömyysjaksot",
        "arbetslöshetsperioder som hör till månaden",
        "unemployment spells that belong to the month",
    ),
    "explain.from.model.unemployment_spell_ends": (
        "kuukauden aikana päättyneet työttömyysjaksot",
        "arbetslöshetsperioder som upphörde under månaden",
        "unemployment spells that ended in the month",
    ),
    "explain.rows": ("kyselyn rivit", "frågans rader", "rows of the query"),
    "explain.denominator": ("nimittäjä", "nämnare", "denominator"),
    "explain.numerator": ("osoittaja", "täljare", "numerator"),
    "explain.value": ("arvo", "värde", "value"),
    "explain.kind.median": (
        " (mediaani: osoittaja on mediaani kertaa henkilöt)",
        " (median: täljaren är medianen gånger personerna)",
        " (median: the numerator is the median times the persons)",
    ),
    "explain.kind.survival": (
        " (Kaplan-Meier-mediaani: osoittaja on mediaani kertaa jaksot)",
        " (Kaplan-Meier-median: täljaren är medianen gånger perioderna)",
        " (Kaplan-Meier median: the numerator is the median times the spells)",
    ),
    "explain.over_nobody": (
        "Ei arvoa: nimittäjä on nolla.",
        "Inget värde: nämnaren är noll.",
        "No value: the denominator is zero.",
    ),
    "explain.previous": (
        "Edellinen kuukausi {month}: {value}; muutos: {changes}.",
        "Föregående månad {month}: {value}; förändring: {changes}.",
        "Month before, {month}: {value}; change: {changes}.",
    ),
    "explain.previous_without": (
        "Edellinen kuukausi {month}: {reason}",
        "Föregående månad {month}: {reason}",
        "Month before, {month}: {reason}",
    ),
    "explain.no_previous": (
        "Edelliseltä kuukaudelta {month} ei ole lukua.",
        "För föregående månad {month} finns inget tal.",
        "No figure for the month before, {month}.",
    ),
    "explain.flows": (
        "Mistä muutos johtuu: {command}",
        "Vad förändringen beror på: {command}",
        "What made the change: {command}",
    ),
    "explain.ok": ("Ei arvoa.", "Inget värde.", "No value."),
    "explain.hidden": (
        "Suojattu: luku, sen nimittäjä tai loput ovat {least}–{most}.",
        "Dolt: talet, dess nämnare eller resten är {least}–{most}.",
        "Hidden: it, its denominator or the rest is a count of {least} to {most}.",
    ),
    "explain.hidden_movement": (
        "Suojattu: luku tai muu samalla `tyo flows` -rivillä on {least}–{most}.",
        "Dolt: talet eller ett annat på samma rad i `tyo flows` är {least}–{most}.",
        "Hidden: it or another count in the same row of `tyo flows` is {least} to {most}.",
    ),
    "explain.not_available": (
        "Ei saatavilla: tarvittavaa taulua ei ole ladattu.",
        "Inte tillgängligt: en tabell som behövs är inte inläst.",
        "Not available: a table that it needs is not loaded.",
    ),
    "explain.not_observable": (
        "Ei tiedossa poimintapäivänä.",
        "Inte känt på uttagsdatumet.",
        "Not known at the extract date.",
    ),
    "explain.not_observable_movement": (
        "Ei tiedossa: poimintapäivänä, tai aineiston tai kokeilun ensimmäinen kuukausi, jona kaikki saapuvat.",
        "Inte känt: på uttagsdatumet, eller materialets eller försökets första månad, då alla anländer.",
        "Not known: at the extract date, or in the first month of the extract or of a trial, in which all arrive.",
    ),
    "explain.not_observable_survival": (
        "Ei tiedossa: poimintapäivänä, tai alle puolet jaksoista on päättynyt.",
        "Inte känt: på uttagsdatumet, eller färre än hälften av perioderna har avslutats.",
        "Not known: at the extract date, or as fewer than half of the spells have ended.",
    ),
    "explain.protection": ("Suojaus", "Skydd", "Protection"),
    "explain.rule": (
        "Luvut {least}–{most} ja niihin perustuvat suhteet on suojattu.",
        "Antalen {least}–{most} och kvoter som bygger på dem är dolda.",
        "Counts of {least} to {most}, and ratios that rest on one, are hidden.",
    ),
    "explain.steps_hidden": (
        "Vaihe merkitään ..., jos se on tällainen luku tai eroaa sellaisen verran toisesta.",
        "Ett steg är ... där det är ett sådant antal eller skiljer sig så från ett annat.",
        "A step is ... where it is such a count, or differs by one from another that is shown.",
    ),
    "explain.query": ("Kysely", "Fråga", "Query"),
    "explain.files": ("Ladatut tiedostot", "Inlästa filer", "Loaded files"),
    "explain.policy": ("Säännöt", "Regler", "Policy"),
    "explain.policy_rows": ("{count} riviä", "{count} rader", "{count} rows"),
    "explain.package": ("ohjelman oma", "programmets egen", "the program's own"),
    "explain.instead": (
        "{place}, arvon {ours} sijaan",
        "{place}, i stället för {ours}",
        "{place}, instead of {ours}",
    ),
    "explain.refused": ("Hylätyt rivit", "Avvisade rader", "Refused rows"),
    "explain.nothing_refused": (
        "Näistä tauluista ei hylätty yhtään riviä.",
        "Ingen rad i dessa tabeller avvisades.",
        "No row of these tables was refused.",
    ),
    "explain.no_bounds": (
        "Koko rekisterissä {persons} henkilön rivejä; ei tiedetä, kuinka paljon ne siirtäisivät lukua: henkilöllä voi olla monta jaksoa.",
        "I hela registret rader för {persons} personer; det är inte känt hur mycket de skulle flytta talet: en person kan ha flera perioder.",
        "Rows of {persons} persons in the whole register; how far they could move the figure is not known: a person can have several spells.",
    ),
    "explain.reach": (
        "Koko rekisterissä {persons} henkilön rivejä: enintään niin moni voisi puuttua luvusta tai olla siinä liikaa.",
        "I hela registret rader för {persons} personer: högst så många kan saknas eller vara för många i talet.",
        "Rows of {persons} persons in the whole register: at most so many could be missing from the figure or too many in it.",
    ),
    # units
    "unit.persons": ("henkilöä", "personer", "persons"),
    "unit.spells": ("jaksoa", "perioder", "spells"),
    "unit.rows": ("riviä", "rader", "rows"),
    "unit.days": ("päivää", "dagar", "days"),
    "unit.weeks": ("viikkoa", "veckor", "weeks"),
    "unit.%": ("%", "%", "%"),
    # tyo check
    "check.reach": (
        "Kuinka paljon hylätyt rivit voisivat enintään siirtää viimeisen kuukauden lukuja (Suomi):",
        "Så mycket kunde de avvisade raderna högst flytta den senaste månadens tal (Finland):",
        "How far the refused rows could at most move the latest month's figures (Finland):",
    ),
    "check.no_bounds": (
        "Tyhjä: ei tiedetä. Henkilöllä voi olla kuukaudessa monta jaksoa, eikä keskiarvolla ja mediaanilla ole rajoja.",
        "Tomt: inte känt. En person kan ha flera perioder i en månad, och ett medelvärde eller en median har inga gränser.",
        "Empty: not known. A person can have several spells in a month, and a mean or a median has no bounds.",
    ),
    "check.no_reach": (
        "Hylättyjä rivejä ei ole: luvut eivät siirry.",
        "Inga rader avvisades: talen flyttas inte.",
        "No rows were refused: no figure moves.",
    ),
    # what `tyo layout` could not match
    "layout.proposed": (
        "`tyo layout` ehdottaa tätä: lue se läpi, ennen kuin lataat sillä.",
        "Föreslagen av `tyo layout`: läs igenom den innan du laddar med den.",
        "Proposed by `tyo layout`: look it through before you load with it.",
    ),
    "layout.inclusive": (
        'tai "exclusive": ensimmäinen päivä, joka ei enää kuulu jaksoon',
        'eller "exclusive": den första dagen som inte hör till perioden',
        'or "exclusive": the first day not in the state',
    ),
    "layout.exclusive": (
        'seuraavat jaksot alkavat päättymispäivänä; muuten "inclusive"',
        'de följande perioderna börjar på slutdagen; annars "inclusive"',
        'the next spells begin on the end day; else "inclusive"',
    ),
    "layout.matched": (
        "{table}, tunnistettuja sarakkeita {count}",
        "{table}, {count} kolumner kändes igen",
        "{table}, {count} columns matched",
    ),
    "layout.no_table": (
        "ei tunnistettu: mikään taulu ei sovi sen nimeen ja sarakkeisiin",
        "kändes inte igen: ingen tabell passar namnet och kolumnerna",
        "not matched: no table fits its name and columns",
    ),
    "layout.other_columns": (
        (
            "ei tunnistettu: myös {table}, mutta eri sarakkein kuin {other}; tee sille oma asettelu ja "
            "lataa se erikseen"
        ),
        (
            "kändes inte igen: också {table}, men med andra kolumner än {other}; gör en egen layout och "
            "ladda den för sig"
        ),
        (
            "not matched: {table} too, but with other columns than {other}: make a layout of its own "
            "and load it by itself"
        ),
    ),
    "layout.missing": (
        "ei tunnistettu: sarakkeelle {column} ei löytynyt otsikkoa",
        "kändes inte igen: ingen rubrik för {column}",
        "not matched: no header for {column}",
    ),
    "layout.header": (
        "ei tunnistettu: otsikko {header} (arvot: {values})",
        "kändes inte igen: rubriken {header} (värden: {values})",
        "not matched: header {header} (values: {values})",
    ),
    "layout.header_twice": (
        "ei tunnistettu: otsikko {header} (on kahdesti tai tyhjä; arvot: {values})",
        "kändes inte igen: rubriken {header} (står två gånger eller är tom; värden: {values})",
        "not matched: header {header} (stands twice or is empty; values: {values})",
    ),
    "layout.column": (
        "ei tunnistettu: sarake {header} (arvot: {values})",
        "kändes inte igen: kolumn {header} (värden: {values})",
        "not matched: column {header} (values: {values})",
    ),
    "layout.column_twice": (
        "ei tunnistettu: sarake {header} (otsikko on kahdesti tai tyhjä; arvot: {values})",
        (
            "kändes inte igen: kolumn {header} (rubriken står två gånger eller är tom; värden: "
            "{values})"
        ),
        "not matched: column {header} (its header stands twice or is empty; values: {values})",
    ),
    "layout.values": (
        "ei tunnistettu: otsikon {header} ({column}) arvot, jotka eivät ole koodejamme: {values}",
        (
            "kändes inte igen: värden under rubriken {header} ({column}) som inte är våra koder: "
            "{values}"
        ),
        "not matched: values of header {header} ({column}) that are none of our codes: {values}",
    ),
    "layout.month_first": (
        "ei tunnistettu: päivämäärissä on kuukausi ensin; pyydä lähettäjältä toista kirjoitustapaa",
        "kändes inte igen: datum med månaden först; be avsändaren skriva dem på annat sätt",
        "not matched: dates with the month first: ask the sender for another way to write them",
    ),
    "layout.hint": (
        (
            "lisää puuttuva käsin: `meidän sarake = heidän otsikko` tai `heidän arvo = meidän koodi`; "
            "sarakkeen, jota mikään luku ei tarvitse, voi jättää pois"
        ),
        (
            "lägg till för hand det som saknas: `vår kolumn = deras rubrik` eller `deras värde = vår "
            "kod`; en kolumn som inget tal behöver kan lämnas bort"
        ),
        (
            "add what is missing by hand, `our column = their header` or `their value = our code`; a "
            "column that no figure needs can stay out"
        ),
    ),
    # kinds of region
    "kind.trial": ("kokeilu", "försök", "trial"),
    "kind.area": ("seutu", "region", "area"),
    "kind.employment_area": ("työllisyysalue", "sysselsättningsområde", "employment area"),
    "kind.municipality": ("kunta", "kommun", "municipality"),
    "kind.country": ("koko maa", "hela landet", "whole country"),
    "kind.unknown": ("kotikunta tuntematon", "hemkommun okänd", "municipality unknown"),
    # regions whose names are not in the classification of municipalities
    "region.country": ("Suomi", "Finland", "Finland"),
    "region.unknown": (
        "Kunta tuntematon tai ulkomaat",
        "Kommun okänd eller utomlands",
        "Municipality unknown or abroad",
    ),
    # the plot
    "plot.title": (
        "{region}: kuukausittaiset tunnusluvut",
        "{region}: månatliga indikatorer",
        "{region}: monthly indicators",
    ),
    "plot.caption": (
        "Laskettu rekisterin poiminnasta {date}. {hidden}",
        "Beräknat ur registrets uttag {date}. {hidden}",
        "Computed from the register extract of {date}. {hidden}",
    ),
    "plot.hidden": (
        "Alle {threshold} henkilön luvut on suojattu.",
        "Tal under {threshold} personer är dolda.",
        "Counts under {threshold} persons are hidden.",
    ),
    "nothing_hidden": (
        "Mitään lukua ei ole suojattu.",
        "Inget tal är dolt.",
        "No count is hidden.",
    ),
    # the user's own policy, beside figures
    "own.policy": (
        "omat sääntötaulut: {files}",
        "egna regeltabeller: {files}",
        "own policy tables: {files}",
    ),
    "own.queries": (
        "omat kyselyt ohjelman kyselyjen tilalla: {files}",
        "egna frågor i stället för programmets: {files}",
        "own queries in place of the program's: {files}",
    ),
    "own.constant": (
        "{name} = {value} arvon {ours} sijaan",
        "{name} = {value} i stället för {ours}",
        "{name} = {value} instead of {ours}",
    ),
    "own.region": (
        "oma alue {region} ({file})",
        "egen region {region} ({file})",
        "own region {region} ({file})",
    ),
    # what the policy tables hold
    "policy.age_groups": ("ikäryhmät", "åldersgrupper", "age groups"),
    "policy.citizenships": (
        "kansalaisuuksien ryhmät",
        "grupper av medborgarskap",
        "groups of citizenships",
    ),
    "policy.constants": (
        "määritelmien luvut: kuukaudet, päivät ja aukot",
        "definitionernas tal: månader, dagar och luckor",
        "numbers of the definitions: months, days and gaps",
    ),
    "policy.dimensions": ("erittelyt", "uppdelningar", "breakdowns"),
    "policy.employment_codes": (
        "työllisyyskoodit: tila ja onko työtön",
        "sysselsättningskoder: status och om arbetslös",
        "employment codes: state, and whether unemployed",
    ),
    "policy.events": (
        "uudistukset kuvien aika-akselilla",
        "reformer på figurernas tidsaxel",
        "reforms on the time axis of plots",
    ),
    "policy.municipalities": (
        "kunnat, maakunnat ja työllisyysalueet",
        "kommuner, landskap och sysselsättningsområden",
        "municipalities, regions and employment areas",
    ),
    "policy.offices": (
        "kokeilujen toimistot ja niiden voimassaolo",
        "försökens byråer och deras giltighet",
        "offices of the trials, and when they count",
    ),
    "policy.open_market": (
        "mikä on siirtymä avoimille työmarkkinoille",
        "vad som är övergång till öppna arbetsmarknaden",
        "what leads to the open labour market",
    ),
    "policy.regions": (
        "alueet: kokeilut, seudut, työllisyysalueet, kunnat",
        "regioner: försök, områden, sysselsättningsområden, kommuner",
        "regions: trials, areas, employment areas, municipalities",
    ),
    "policy.service_categories": (
        "palvelut ja niiden järjestys",
        "tjänster och deras ordning",
        "services and their rank",
    ),
    "policy.service_codes": (
        "mikä rekisterin koodi on mikä palvelu",
        "vilken kod i registret är vilken tjänst",
        "which code of the register is which service",
    ),
    "policy.value_titles": (
        "arvojen nimet taulukoissa",
        "värdenas namn i tabeller",
        "names of values in tables",
    ),
    "policy.service_lines": ("palvelulinjat", "servicelinjer", "service lines"),
    "policy.spell_lengths": (
        "työttömyyden keston luokat",
        "klasser för arbetslöshetens längd",
        "classes of the length of unemployment",
    ),
    # notes beside figures
    "note.region": (
        "alue {region}: {name} ({kind})",
        "region {region}: {name} ({kind})",
        "region {region}: {name} ({kind})",
    ),
    "note.trial_by_residence": (
        "{region}: toimistotaulua YHTSTO ei ole ladattu, joten kokeilun asiakkaat on korvattu kuntien asukkailla",
        "{region}: byråtabellen YHTSTO är inte inläst, så försökets kunder ersätts av kommunernas invånare",
        "{region}: no office table YHTSTO is loaded, so residents of its municipalities stand in for the trial's clients",
    ),
    "note.region_not_available": (
        "{region}: ei saatavilla: vaatii taulun YHKUNTA",
        "{region}: inte tillgänglig: kräver tabellen YHKUNTA",
        "{region}: not available: needs YHKUNTA",
    ),
    "note.trial_not_available": (
        "{region}: ei saatavilla: vaatii taulun YHTSTO, tai taulun YHKUNTA ja tunnetut kunnat",
        "{region}: inte tillgänglig: kräver tabellen YHTSTO, eller tabellen YHKUNTA och kända kommuner",
        "{region}: not available: needs YHTSTO, or YHKUNTA and a known list of municipalities",
    ),
    "note.not_available": (
        "{indicator}: ei saatavilla: vaatii taulun {tables}",
        "{indicator}: inte tillgänglig: kräver tabellen {tables}",
        "{indicator}: not available: needs {tables}",
    ),
    "note.services_stand_in": (
        "palvelutauluja ei ole ladattu: työllisyyskoodit 0, 7 ja 8 korvaavat palvelut",
        "inga tjänstetabeller är inlästa: sysselsättningskoderna 0, 7 och 8 ersätter tjänsterna",
        "no service table is loaded: employment codes 0, 7 and 8 stand in for services",
    ),
    "note.services_missing": (
        "palveluista puuttuu {categories}: taulua {tables} ei ole ladattu",
        "bland tjänsterna saknas {categories}: tabellen {tables} är inte inläst",
        "services lack {categories}: {tables} not loaded",
    ),
    "note.trial_flow": (
        "{region}: yli N kk:n virta on tyhjä, kunnes kokeilun alusta on kulunut N kk",
        "{region}: flödet över N mån. är tomt tills N månader gått från försökets början",
        "{region}: the flow past N months is empty until N months after the trial's start",
    ),
    "note.trials": (
        "kokeiluvertailussa {count}/{all} kokeilua: muilla ei ole poiminnassa työnhakijoita",
        "jämförelsen omfattar {count}/{all} försök: de övriga har inga arbetssökande i uttaget",
        "compared with {count} of {all} trials: the others have no jobseeker in the extract",
    ),
    "note.no_jobseekers": (
        "{region}: poiminnassa ei ole yhtään työnhakijaa",
        "{region}: uttaget har inga arbetssökande",
        "{region}: the extract has no jobseeker",
    ),
    "note.not_observable": (
        "poiminta ei kata yhtään pyydetyistä kuukausista",
        "uttaget täcker ingen av de önskade månaderna",
        "the extract covers none of the months asked for",
    ),
    "note.extract_date": (
        "poimintapäiväksi jää {known}: aiempi lataus ulottuu päivää {given} pidemmälle",
        "uttagsdatum förblir {known}: en tidigare inläsning når längre än {given}",
        "the extract date stays {known}: an earlier load reaches further than {given}",
    ),
    "note.breakdown": (
        "erittelyssä suojattu luku voi olla laskettavissa summasta: tarkista ennen julkaisua",
        "i en uppdelning kan ett dolt tal ibland räknas ut ur summan: kontrollera före publicering",
        "in a breakdown a hidden count can sometimes be computed from the total: check before publishing",
    ),
    "note.overlap": (
        "alueen ja sen osien luvuista suojattu luku voi olla laskettavissa: tarkista ennen julkaisua",
        "ur ett områdes och dess delars tal kan ett dolt tal ibland räknas ut: kontrollera före publicering",
        "from a region and its parts a hidden count can sometimes be computed: check before publishing",
    ),
    "note.left_out_file": (
        "{file} jätettiin pois: ei poimintatiedosto, jonka nimessä on rekisterin taulu",
        "{file} utelämnades: ingen uttagsfil med en av registrets tabeller i namnet",
        "{file} was left out: not an extract file with a register table in its name",
    ),
    "note.orphans": (
        "{count} koulutuksen kurssia ei ole taulussa KTYOKOU: niitä ei lasketa palveluiksi",
        "{count} utbildningar har en kurs som saknas i KTYOKOU: de räknas inte som tjänster",
        "{count} trainings have a course that KTYOKOU does not have; they count as no service",
    ),
    "note.replaced": (
        "{table}: {count} aiempien toimitusten riviä korvattiin myöhempien riveillä",
        "{table}: {count} rader i tidigare leveranser ersattes av dem i senare",
        "{table}: {count} rows of earlier deliveries were replaced by those of later ones",
    ),
    "note.removed": (
        "{table}: {count} riviä poistettiin: myöhempi toimitus kattaa niiden ajan, mutta niitä ei siinä ole",
        "{table}: {count} rader togs bort: en senare leverans täcker deras tid men saknar dem",
        "{table}: {count} rows were removed: a later delivery covers their period and lacks them",
    ),
    "note.extracts_keep": (
        "henkilö on yhä poimintatiedostoissa: poista tai korjaa ne",
        "personen finns kvar i uttagsfilerna: ta bort eller rätta dem",
        "the extract files still have the person: delete or correct them",
    ),
    "note.nothing_loaded": (
        "mitään ei ole enää ladattuna; `tyo load PATH...` lataa poimintoja",
        "ingenting är längre inläst; `tyo load PATH...` läser in uttag",
        "nothing is loaded any more; `tyo load PATH...` loads extracts",
    ),
    "hint.refused_rows": (
        "`tyo check --rows` luettelee hylätyt rivit tiedostoineen ja arvoineen; `tyo check` kertoo, mitä ne tekevät luvuille",
        "`tyo check --rows` listar de avvisade raderna med fil, rad och värde; `tyo check` säger vad de gör med talen",
        "`tyo check --rows` lists the refused rows with file, line and value; `tyo check` says what they do to the figures",
    ),
    "hint.superseded": (
        '`tyo sql "from meta.superseded"` luettelee ne',
        '`tyo sql "from meta.superseded"` listar dem',
        '`tyo sql "from meta.superseded"` lists them',
    ),
    "note.unprotected": (
        "henkilötason tiedot eivät ole suojattuja: älä julkaise niitä",
        "uppgifterna på personnivå är oskyddade: publicera dem inte",
        "person-level results are not protected: do not publish them",
    ),
    "note.truncated": (
        "vain {limit} ensimmäistä riviä: lisää --limit tai rajaa kyselyä",
        "bara de {limit} första raderna: öka --limit eller begränsa frågan",
        "only the first {limit} rows: raise --limit or narrow the query",
    ),
    "note.threshold": (
        "kynnys {threshold}: pieniä lukuja näkyy; merkitty lokiin {log}",
        "tröskel {threshold}: små tal visas; antecknat i loggen {log}",
        "threshold {threshold}: small counts are shown; written to the log {log}",
    ),
}


def choose_language(asked: str | None) -> str:
    """Return the language asked for, else the system's, else `en`; raises UsageError."""
    if asked:
        wanted = asked.replace("-", "_").lower().partition("_")[0]  # fi, fi_FI, fi-FI
        if wanted not in LANGUAGES:
            raise UsageError(
                f"no language '{asked}'", f"--lang and TYO_LANG take {', '.join(LANGUAGES)}"
            )
        return wanted
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    names = [os.environ.get(name, "") for name in variables]
    system = next((name for name in names if name), None) or locale.getlocale()[0] or ""
    code = system[:2].lower()
    # Windows names a language in English: Finnish_Finland.
    code = {"fi": "fi", "sv": "sv", "sw": "sv"}.get(code, code)
    return code if code in LANGUAGES else "en"


def text(name: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """Return a text in the language, with its values filled in."""
    return _TEXTS[name][LANGUAGES.index(language)].format(**(values or {}))


def text_or(name: str, language: str, otherwise: str) -> str:
    """Return a text, or something else where there is none: a user's own family or unit."""
    return text(name, language) if name in _TEXTS else otherwise


def number(value: float, language: str, decimals: int = 0, *, sign: bool = False) -> str:
    """Write a number as the language does: 1 234,5 in Finnish and Swedish, 1,234.5 in English.

    Numbers that round to zero have no sign, and the minus is the real one.
    """
    rounded = round(value, decimals) + 0.0
    form = f"{'+' if sign and rounded else ''},.{decimals}f"
    written = format(rounded, form)
    if language != "en":
        written = written.replace(",", NBSP).replace(".", ",")
    return written.replace("-", "\u2212")


def region_name(region: Region, language: str) -> str:
    """Return a region's name: the Finnish one in English, but for the whole country and nowhere."""
    return text_or(f"region.{region.kind}", language, region.name(language))


_ENGLISH_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def day(value: date, language: str) -> str:
    """Write a day as the language does: 31.7.2024 in Finnish and Swedish, 31 Jul 2024 in English."""
    if language == "en":
        return f"{value.day} {_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.day}.{value.month}.{value.year}"


def month(value: date, language: str) -> str:
    """Write a month: 7/2024 in Finnish and Swedish, Jul 2024 in English."""
    if language == "en":
        return f"{_ENGLISH_MONTHS[value.month - 1]} {value.year}"
    return f"{value.month}/{value.year}"
