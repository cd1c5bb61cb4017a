"""Every defect that an extract can have: its code, what is counted, and its words.

A defect of level `file` refuses the file, `row` keeps a row out, `repair` is put right and counted,
and `conflict` is found between rows after loading: nothing is changed then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tyollisyys_cli.errors import InputError
from tyollisyys_cli.extract.masking import masked
from tyollisyys_cli.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE, ROW, REPAIR, CONFLICT = "file", "row", "repair", "conflict"
Words = tuple[str, str, str]


@dataclass(frozen=True)
class Defect:
    """One kind of defect; `sentence` and `cure` are in Finnish, Swedish and English."""

    code: str
    level: str
    unit: str
    """What its count counts: rows, cells, lines, letters, files, pairs or persons."""
    sentence: Words
    cure: Words


# ruff: noqa: E501 - a sentence a line, so that its three languages can be compared
_AGAIN: Words = (
    "toimita tiedosto uudelleen",
    "leverera filen på nytt",
    "deliver the file again",
)
_UTF8: Words = (
    "toimita tiedosto UTF-8-merkistössä",
    "leverera filen i UTF-8",
    "deliver the file in UTF-8",
)
_CORRECT: Words = (
    "korjaa rivi lähteessä ja toimita poiminta uudelleen",
    "rätta raden i källan och leverera uttaget på nytt",
    "correct the row at its source and deliver the extract again",
)
_CODES: Words = (
    "korjaa koodi, tai kerro sen vastine asettelutiedostossa",
    "rätta koden, eller ange dess motsvarighet i en layoutfil",
    "correct the code, or say in a layout file which code it is",
)
_QUOTES: Words = (
    "toimita tiedosto uudelleen niin, että lainausmerkit kentän sisällä on kahdennettu",
    "leverera filen på nytt med citattecken inne i fält fördubblade",
    "deliver the file again with quotes doubled inside quoted fields",
)
_NOTHING: Words = ("ei tarvitse tehdä mitään", "inget behöver göras", "nothing needs to be done")
_LOOK: Words = (
    "tarkista rivit lähteessä: `tyo sql` näyttää ne mallista",
    "kontrollera raderna i källan: `tyo sql` visar dem i modellen",
    "look the rows up at their source: `tyo sql` shows them in the model",
)

_ALL = (
    # files that are refused whole
    Defect(
        "not_regular_file",
        FILE,
        "files",
        ("ei ole tavallinen tiedosto", "är inte en vanlig fil", "is not a regular file"),
        ("nimeä tiedosto tai kansio", "ange en fil eller en mapp", "name a file or a folder"),
    ),
    Defect(
        "unreadable_file",
        FILE,
        "files",
        (
            "tiedostoa ei voi lukea: {value}",
            "filen kan inte läsas: {value}",
            "the file cannot be read: {value}",
        ),
        _AGAIN,
    ),
    Defect(
        "unknown_format",
        FILE,
        "files",
        (
            "ei ole CSV-, Excel- (.xlsx) eikä Parquet-tiedosto",
            "är varken CSV, Excel (.xlsx) eller Parquet",
            "is neither CSV, Excel (.xlsx) nor Parquet",
        ),
        (
            "tallenna tiedosto CSV- tai xlsx-muodossa",
            "spara filen som CSV eller xlsx",
            "save the file as CSV or xlsx",
        ),
    ),
    Defect(
        "empty_file",
        FILE,
        "files",
        ("tiedosto on tyhjä", "filen är tom", "the file is empty"),
        _AGAIN,
    ),
    Defect(
        "header_only",
        FILE,
        "files",
        (
            "tiedostossa on vain otsikkorivi",
            "filen har bara en rubrikrad",
            "the file has a header and no rows",
        ),
        _AGAIN,
    ),
    Defect(
        "html",
        FILE,
        "files",
        (
            "tiedosto on verkkosivu (HTML), ei poiminta",
            "filen är en webbsida (HTML), inte ett uttag",
            "the file is a web page (HTML), not an extract",
        ),
        (
            "lataa itse tiedosto, ei sivua",
            "ladda ner själva filen, inte sidan",
            "download the file itself, not the page",
        ),
    ),
    Defect(
        "archive_too_large",
        FILE,
        "files",
        (
            "pakattu tiedosto purkautuu liian suureksi",
            "det packade innehållet blir för stort",
            "the archive grows too large when it is unpacked",
        ),
        (
            "pura tiedosto itse ja tarkista se",
            "packa upp filen själv och kontrollera den",
            "unpack the file yourself and look at it",
        ),
    ),
    Defect(
        "archive_of_several",
        FILE,
        "files",
        (
            "paketissa on {value} tiedostoa, pitäisi olla yksi",
            "arkivet har {value} filer, det ska vara en",
            "the archive holds {value} files instead of one",
        ),
        (
            "pakkaa jokainen taulu omaan tiedostoonsa",
            "packa varje tabell i en egen fil",
            "pack each table into a file of its own",
        ),
    ),
    Defect(
        "nul_bytes",
        FILE,
        "files",
        (
            "tiedostossa on NUL-tavuja, joten se ei ole tekstiä",
            "filen har NUL-byte och är alltså inte text",
            "the file has NUL bytes, so it is not text",
        ),
        _UTF8,
    ),
    Defect(
        "undecodable",
        FILE,
        "files",
        (
            "tavu {value} ei ole mikään merkki tiedoston merkistössä",
            "byten {value} är inget tecken i filens teckenkodning",
            "byte {value} means nothing in the file's encoding",
        ),
        _UTF8,
    ),
    Defect(
        "mixed_encodings",
        FILE,
        "files",
        (
            "tiedostossa on kahta merkistöä sekaisin",
            "filen blandar två teckenkodningar",
            "the file is in two encodings",
        ),
        _UTF8,
    ),
    Defect(
        "spoiled_letters",
        FILE,
        "files",
        (
            "kirjaimia on pilaantunut matkalla (kuten ä -> Ã¤)",
            "bokstäver har förstörts på vägen (som ä -> Ã¤)",
            "letters were spoiled on the way (as ä -> Ã¤)",
        ),
        _UTF8,
    ),
    Defect(
        "no_header",
        FILE,
        "files",
        (
            "otsikkoriviä ei löydy",
            "ingen rubrikrad hittas",
            "no header row was found",
        ),
        (
            "lisää otsikkorivi, tai kerro sarakkeiden nimet asettelutiedostossa (`tyo layout`)",
            "lägg till en rubrikrad, eller ange kolumnernas namn i en layoutfil (`tyo layout`)",
            "add a header row, or name the columns in a layout file (`tyo layout`)",
        ),
    ),
    Defect(
        "missing_column",
        FILE,
        "files",
        (
            "sarake '{column}' puuttuu; tiedostossa on {found}",
            "kolumnen '{column}' saknas; filen har {found}",
            "no column '{column}'; the file has {found}",
        ),
        (
            "toimita sarake, tai kerro sen nimi asettelutiedostossa (`tyo layout`); mitään ei ladattu",
            "leverera kolumnen, eller ange dess namn i en layoutfil (`tyo layout`); inget lästes in",
            "deliver the column, or name it in a layout file (`tyo layout`); nothing was loaded",
        ),
    ),
    Defect(
        "repeated_column",
        FILE,
        "files",
        (
            "sarake '{column}' on kahdesti",
            "kolumnen '{column}' finns två gånger",
            "column '{column}' stands twice",
        ),
        (
            "toimita jokainen sarake kerran",
            "leverera varje kolumn en gång",
            "deliver each column once",
        ),
    ),
    Defect(
        "unclosed_quote",
        FILE,
        "files",
        (
            "lainausmerkki jää auki tai on väärässä paikassa",
            "ett citattecken stängs inte eller står på fel plats",
            "a quote is not closed or stands in the wrong place",
        ),
        _QUOTES,
    ),
    Defect(
        "swallowed_rows",
        FILE,
        "files",
        (
            "rivinvaihto sarakkeessa '{column}': irralliset lainausmerkit ovat voineet niellä rivejä",
            "radbyte i kolumnen '{column}': lösa citattecken kan ha svalt rader",
            "a line break inside '{column}': stray quotes may have swallowed rows",
        ),
        _QUOTES,
    ),
    Defect(
        "cut_record",
        FILE,
        "files",
        ("viimeinen rivi on katkennut", "den sista raden är avhuggen", "the last row is cut"),
        _AGAIN,
    ),
    Defect(
        "field_too_long",
        FILE,
        "files",
        (
            "kenttä on yli 64 kilotavua",
            "ett fält är längre än 64 kilobyte",
            "a field is longer than 64 kilobytes",
        ),
        _QUOTES,
    ),
    Defect(
        "fewer_rows",
        FILE,
        "files",
        (
            "taulussa {table} on {rows} riviä, edellisessä toimituksessa {earlier}",
            "tabellen {table} har {rows} rader, {earlier} i den förra leveransen",
            "table {table} has {rows} rows, {earlier} in the delivery before",
        ),
        (
            "tarkista, ettei poiminta ole vajaa; jos se on oikein, kerro sen jakso (--period) tai lisää --accept-shrink",
            "kontrollera att uttaget är helt; om det stämmer, ange dess period (--period) eller lägg till --accept-shrink",
            "check that the extract is whole; if it is right, state its period (--period) or add --accept-shrink",
        ),
    ),
    Defect(
        "no_table",
        FILE,
        "files",
        (
            "nimi ei kerro, mikä rekisterin taulu tiedosto on",
            "namnet säger inte vilken registertabell filen är",
            "the name does not say which register table it is",
        ),
        (
            "kirjoita taulun nimi tiedoston nimeen (kuten YTHAKU.csv), tai käytä asettelutiedostoa; taulut ovat {found}",
            "skriv tabellens namn i filnamnet (som YTHAKU.csv), eller använd en layoutfil; tabellerna är {found}",
            "put the table's name into the file name (as YTHAKU.csv), or use a layout file; the tables are {found}",
        ),
    ),
    Defect(
        "layout_sheet",
        FILE,
        "files",
        (
            "työkirjassa ei ole taulukkoa '{value}'",
            "arbetsboken har inget blad '{value}'",
            "the workbook has no sheet '{value}'",
        ),
        (
            "korjaa asettelutiedoston avain sheet",
            "rätta sheet i layoutfilen",
            "correct the layout file's key sheet",
        ),
    ),
    # rows that are kept out
    Defect(
        "missing_person",
        ROW,
        "rows",
        (
            "henkilön tunnus puuttuu",
            "personens identifikation saknas",
            "the person's id is missing",
        ),
        _CORRECT,
    ),
    Defect(
        "missing_start",
        ROW,
        "rows",
        ("alkamispäivä puuttuu", "startdatum saknas", "the start date is missing"),
        _CORRECT,
    ),
    Defect(
        "missing_value",
        ROW,
        "rows",
        (
            "pakollinen arvo puuttuu",
            "ett obligatoriskt värde saknas",
            "a mandatory value is missing",
        ),
        _CORRECT,
    ),
    Defect(
        "not_a_date",
        ROW,
        "rows",
        (
            "'{value}' ei ole päivämäärä tiedoston muodossa",
            "'{value}' är inget datum i filens format",
            "'{value}' is not a date as the file writes them",
        ),
        _CORRECT,
    ),
    Defect(
        "two_digit_year",
        ROW,
        "rows",
        (
            "vuosi on kahdella numerolla: '{value}'",
            "årtalet har två siffror: '{value}'",
            "the year has two digits: '{value}'",
        ),
        _CORRECT,
    ),
    Defect(
        "month_first_date",
        ROW,
        "rows",
        (
            "kuukausi on ennen päivää: '{value}'",
            "månaden står före dagen: '{value}'",
            "the month stands before the day: '{value}'",
        ),
        _CORRECT,
    ),
    Defect(
        "end_before_start",
        ROW,
        "rows",
        (
            "päättyy ennen alkuaan: '{value}'",
            "slutar före sin början: '{value}'",
            "ends before it starts: '{value}'",
        ),
        _CORRECT,
    ),
    Defect(
        "start_after_extract_date",
        ROW,
        "rows",
        (
            "alkaa poimintapäivän jälkeen: '{value}'",
            "börjar efter uttagsdatumet: '{value}'",
            "starts after the extract date: '{value}'",
        ),
        (
            "tarkista poimintapäivä ja rivi",
            "kontrollera uttagsdatumet och raden",
            "check the extract date and the row",
        ),
    ),
    Defect(
        "not_a_year",
        ROW,
        "rows",
        (
            "'{value}' ei ole syntymävuosi",
            "'{value}' är inget födelseår",
            "'{value}' is not a year of birth",
        ),
        _CORRECT,
    ),
    Defect(
        "unknown_code",
        ROW,
        "rows",
        (
            "koodia '{value}' ei ole sarakkeen '{column}' luokituksessa",
            "koden '{value}' finns inte i klassificeringen för '{column}'",
            "'{value}' is not a code of the column '{column}'",
        ),
        _CODES,
    ),
    Defect(
        "unknown_municipality",
        ROW,
        "rows",
        (
            "kuntaa '{value}' ei ole kuntaluokituksessa",
            "kommunen '{value}' finns inte i kommunindelningen",
            "'{value}' is not in the classification of municipalities",
        ),
        _CODES,
    ),
    Defect(
        "too_few_fields",
        ROW,
        "rows",
        (
            "rivillä on liian vähän kenttiä ({value})",
            "raden har för få fält ({value})",
            "the row has too few fields ({value})",
        ),
        _CORRECT,
    ),
    Defect(
        "too_many_fields",
        ROW,
        "rows",
        (
            "rivillä on liikaa kenttiä ({value})",
            "raden har för många fält ({value})",
            "the row has too many fields ({value})",
        ),
        _CORRECT,
    ),
    Defect(
        "control_character",
        ROW,
        "rows",
        (
            "kentässä on ohjausmerkki",
            "fältet har ett styrtecken",
            "the field has a control character",
        ),
        _CORRECT,
    ),
    Defect(
        "identity_code",
        ROW,
        "rows",
        (
            "henkilötunnus väärässä sarakkeessa",
            "en personbeteckning i fel kolumn",
            "an identity code in a wrong column",
        ),
        _CORRECT,
    ),
    Defect(
        "invalid_identity_code",
        ROW,
        "rows",
        (
            "henkilötunnuksen tarkiste tai päivä on väärin",
            "personbeteckningens kontrolltecken eller datum är fel",
            "the identity code's check character or date is wrong",
        ),
        _CORRECT,
    ),
    Defect(
        "rounded_person",
        ROW,
        "rows",
        (
            "Excel on pyöristänyt henkilön tunnuksen (kuten 1,23457E+11)",
            "Excel har avrundat personens identifikation (som 1,23457E+11)",
            "Excel has rounded the person's id (as 1,23457E+11)",
        ),
        (
            "toimita tunnukset tekstinä",
            "leverera identifikationerna som text",
            "deliver the ids as text",
        ),
    ),
    Defect(
        "forgotten_person",
        ROW,
        "rows",
        (
            "henkilö on poistettu komennolla `tyo forget`",
            "personen har raderats med `tyo forget`",
            "the person was removed with `tyo forget`",
        ),
        _NOTHING,
    ),
    # what is put right, and counted
    Defect(
        "byte_order_mark",
        REPAIR,
        "files",
        (
            "tavujärjestysmerkki ohitettu",
            "byteordningsmärke hoppades över",
            "a byte order mark was passed over",
        ),
        _NOTHING,
    ),
    Defect(
        "mixed_line_ends",
        REPAIR,
        "lines",
        ("rivinvaihdot olivat sekaisin", "radsluten var blandade", "line ends were mixed"),
        _NOTHING,
    ),
    Defect(
        "padding",
        REPAIR,
        "cells",
        (
            "tyhjää kentän ympärillä poistettu",
            "blanktecken runt fält togs bort",
            "blanks around a field were removed",
        ),
        _NOTHING,
    ),
    Defect(
        "letter_case",
        REPAIR,
        "cells",
        (
            "koodin kirjainkoko yhtenäistetty",
            "kodens skiftläge gjordes enhetligt",
            "the letter case of a code was made one",
        ),
        _NOTHING,
    ),
    Defect(
        "open_end",
        REPAIR,
        "cells",
        (
            "merkintä luettu avoimeksi päättymispäiväksi",
            "märkning lästes som öppet slutdatum",
            "a mark was read as an open end date",
        ),
        _NOTHING,
    ),
    Defect(
        "exact_duplicate",
        REPAIR,
        "rows",
        (
            "täsmälleen sama rivi toistuu, luettu kerran",
            "exakt samma rad upprepas, lästes en gång",
            "exactly the same row again, read once",
        ),
        _NOTHING,
    ),
    Defect(
        "excel_serials",
        REPAIR,
        "cells",
        (
            "Excelin päivänumero luettu päivämääräksi",
            "Excels dagnummer lästes som datum",
            "Excel's day number was read as a date",
        ),
        _NOTHING,
    ),
    Defect(
        "title_lines",
        REPAIR,
        "lines",
        (
            "otsikkorivien yläpuolinen rivi ohitettu",
            "rad ovanför rubrikraden hoppades över",
            "a line above the header was passed over",
        ),
        _NOTHING,
    ),
    Defect(
        "total_lines",
        REPAIR,
        "lines",
        ("summarivi ohitettu", "summarad hoppades över", "a line of totals was passed over"),
        _NOTHING,
    ),
    Defect(
        "repeated_header",
        REPAIR,
        "lines",
        (
            "toistuva otsikkorivi ohitettu",
            "upprepad rubrikrad hoppades över",
            "a repeated header was passed over",
        ),
        _NOTHING,
    ),
    Defect(
        "sep_line",
        REPAIR,
        "lines",
        (
            "Excelin sep=-rivi ohitettu",
            "Excels sep=-rad hoppades över",
            "Excel's sep= line was passed over",
        ),
        _NOTHING,
    ),
    Defect(
        "trailing_delimiters",
        REPAIR,
        "rows",
        (
            "rivien lopussa oli ylimääräinen erotin",
            "raderna slutade med en extra avgränsare",
            "rows ended in a spare delimiter",
        ),
        _NOTHING,
    ),
    Defect(
        "decomposed_letters",
        REPAIR,
        "letters",
        (
            "hajotetut kirjaimet (a + ¨) yhdistetty",
            "uppdelade bokstäver (a + ¨) fogades ihop",
            "letters in parts (a + ¨) were joined",
        ),
        _NOTHING,
    ),
    # what rows say against each other
    Defect(
        "overlapping_states",
        CONFLICT,
        "pairs",
        (
            "saman henkilön kaksi työllisyyskoodia on voimassa samaan aikaan; uudempi alku ratkaisee",
            "två sysselsättningskoder för samma person gäller samtidigt; den senare starten avgör",
            "two employment codes of one person are in force at once; the later start holds",
        ),
        _LOOK,
    ),
    Defect(
        "two_open_spells",
        CONFLICT,
        "persons",
        (
            "henkilöllä on samassa taulussa kaksi avointa jaksoa",
            "personen har två öppna perioder i samma tabell",
            "a person has two open spells in one table",
        ),
        _LOOK,
    ),
    Defect(
        "unemployed_in_service",
        CONFLICT,
        "persons",
        (
            "työttömänä ja palvelussa samana päivänä; lasketaan palvelussa olevaksi ja työttömäksi",
            "arbetslös och i service samma dag; räknas som bådadera",
            "unemployed and in a service on the same day; counted as both",
        ),
        _LOOK,
    ),
    Defect(
        "two_municipalities",
        CONFLICT,
        "persons",
        (
            "kaksi kotikuntaa samana päivänä; uudempi alku ratkaisee",
            "två hemkommuner samma dag; den senare starten avgör",
            "two municipalities on one day; the later start holds",
        ),
        _LOOK,
    ),
    Defect(
        "changed_rows",
        CONFLICT,
        "rows",
        (
            "uudempi toimitus on korvannut rivin",
            "en nyare leverans har ersatt raden",
            "a later delivery replaced the row",
        ),
        _NOTHING,
    ),
    Defect(
        "removed_rows",
        CONFLICT,
        "rows",
        (
            "rivi puuttuu uudemmasta toimituksesta, joka kattaa sen alun",
            "raden saknas i en nyare leverans som täcker dess början",
            "the row is missing from a later delivery that covers its start",
        ),
        _NOTHING,
    ),
)

DEFECTS: dict[str, Defect] = {defect.code: defect for defect in _ALL}


class _Values(dict[str, str]):
    """Values of a sentence; one that is not given shows as `...`."""

    def __missing__(self, key: str) -> str:
        return "..."


def sentence(code: str, language: str, values: Mapping[str, str]) -> str:
    """Return what is wrong, in `fi`, `sv` or `en`, with the values filled in."""
    words = DEFECTS[code].sentence[LANGUAGES.index(language)]
    return words.format_map(_Values(values))


def cure(code: str, language: str, values: Mapping[str, str]) -> str:
    """Return what to do about it."""
    return DEFECTS[code].cure[LANGUAGES.index(language)].format_map(_Values(values))


class FileRefusedError(InputError):
    """An extract file was refused whole; `code` names the defect, `values` fill its sentence."""

    def __init__(self, code: str, file: Path, line: int | None = None, **values: str) -> None:
        self.code, self.file, self.line, self.values = code, file, line, values
        super().__init__(*self.told("en"))

    def told(self, language: str) -> tuple[str, str]:
        """Return what is wrong and what to do about it, in `fi`, `sv` or `en`."""
        at = "" if self.line is None else f" line {self.line}"
        words = sentence(self.code, language, self.values)
        return f"{masked(str(self.file))}{at}: {words}", cure(self.code, language, self.values)


def documentation() -> str:
    """Return `docs/defects.md`: every code with the sentences that a user sees."""
    levels = {
        FILE: "Files that are refused whole",
        ROW: "Rows that are kept out",
        REPAIR: "What is put right and counted",
        CONFLICT: "What rows say against each other",
    }
    lines = ["# Defects of extracts, by code", ""]
    for level, title in levels.items():
        lines += [f"## {title}", "", "| code | counted in | suomi | svenska | English |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        lines += [_documented(defect) for defect in _ALL if defect.level == level]
        lines.append("")
    return "\n".join(lines)


def _documented(defect: Defect) -> str:
    """Return the row of a defect; what to do follows what is wrong."""
    cells = (f"{said}; {todo}" for said, todo in zip(defect.sentence, defect.cure, strict=True))
    words = " | ".join(cell.replace("|", "\\|") for cell in cells)
    return f"| `{defect.code}` | {defect.unit} | {words} |"
