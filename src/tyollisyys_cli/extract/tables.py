"""The default layout: the register's tables, their columns and what each column may hold."""

from __future__ import annotations

from dataclasses import dataclass

PERSON, START, END, DATE, YEAR, CODE, TEXT = (
    "person",
    "start",
    "end",
    "date",
    "year",
    "code",
    "text",
)


@dataclass(frozen=True)
class Column:
    """One column of a register table.

    `needed`: a file without it is refused, because figures rest on it. `values`: the only codes
    there are (None = any). `width`: codes are padded with zeros to it, or, for 1, `02` is cut to
    `2`. `shape`: what every code looks like, as a regular expression. `mandatory`: an empty cell
    quarantines the row.
    """

    name: str
    kind: str
    needed: bool = True
    values: frozenset[str] | None = None
    width: int = 0
    mandatory: bool = False
    lower: bool = False
    shape: str = ""


@dataclass(frozen=True)
class Table:
    """One register table; a planned row (a service) may start after the extract date.

    Rows of two deliveries are versions of one when they agree on person, `start` (a date, or for
    benefits a month) and `kind`.
    """

    name: str
    columns: tuple[Column, ...]
    planned: bool = False
    start: str = ""
    kind: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that two versions of a row have in common."""
        person = self.column(PERSON)
        return (
            *([person.name] if person else []),
            *([self.start] if self.start else []),
            *self.kind,
        )

    def column(self, kind: str) -> Column | None:
        """Return the first column of a kind."""
        return next((column for column in self.columns if column.kind == kind), None)


def _person() -> Column:
    return Column("hid_e", PERSON, mandatory=True)


def _start(name: str) -> Column:
    return Column(name, START, mandatory=True)


def _end(name: str) -> Column:
    return Column(name, END)


def _code(
    name: str,
    values: str = "",
    *,
    width: int = 0,
    mandatory: bool = False,
    needed: bool = True,
    lower: bool = False,
    shape: str = "",
) -> Column:
    """Return a column of codes: digits of its width, else letters and digits without blanks.

    Excel makes `1231.0` and `01231` of an office: neither is read as any office.
    """
    usual = f"[0-9]{{{width}}}" if width else "[0-9A-Z\u00c5\u00c4\u00d6]{1,4}"
    return Column(
        name,
        CODE,
        needed=needed,
        values=frozenset(values.split()) if values else None,
        width=width,
        mandatory=mandatory,
        lower=lower,
        shape=shape or usual if not values else "",
    )


def _course(name: str, *, mandatory: bool = False) -> Column:
    return Column(name, TEXT, mandatory=mandatory, shape="[0-9A-Za-z-]+")


def _other(*names: str) -> tuple[Column, ...]:
    """Return columns that no figure rests on yet: kept as they are, and allowed to be missing."""
    return tuple(Column(name, TEXT, needed=False) for name in names)


# KEHA_2022_jua_URA_002 and TEM_19912023_jua_*: published data dictionaries of the register.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "YHENK",
            (
                _person(),
                Column("syntyv", YEAR),
                _code("sukup", "1 2"),
                _code("kansah", width=3),
                _code("kiekd", "0 1 2"),
                _code("kasno", needed=False),
                _code("pkokdh", needed=False),
                Column("vppvmh", DATE, needed=False),
            ),
        ),
        Table(
            "YHKUNTA",
            (_person(), _code("kunnoh", width=3, shape=".*"), _start("muupv6"), _end("paapv6")),
            start="muupv6",
        ),
        Table(
            "YHTSTO",
            (
                _person(),
                _code("toinoh", width=4, mandatory=True),
                _start("muupv7"),
                _end("paapv7"),
            ),
            start="muupv7",
        ),
        Table(
            "YTHAKU",
            (
                _person(),
                _start("alkpv1"),
                _end("loppv1"),
                _code("hapkd", width=2, needed=False),
                _code("hedkd", needed=False),
                _code("otlupa", needed=False),
                *_other("tpskd", "esppv"),
            ),
            start="alkpv1",
        ),
        Table(
            "YTYOLL",
            (
                _person(),
                _start("tappvh"),
                _end("tppvm"),
                _code("tyok1", "0 1 2 3 4 5 6 7 8 9 z", width=1, mandatory=True, lower=True),
                _code("tymsyy", width=2, needed=False),
            ),
            start="tappvh",
        ),
        Table(
            "YSIJOIT",
            (
                _person(),
                _start("alkpv2"),
                _end("loppv2"),
                _code("sijkds", shape="[0-9A-Z]{2}"),
                *_other("kryhm", "saikd", "staskd", "tukipros", "oppisop", "sipkd"),
            ),
            planned=True,
            start="alkpv2",
            kind=("sijkds",),
        ),
        Table(
            "YTKOKE",
            (_person(), _start("alkpv4"), _end("loppv4"), *_other("kokeilu")),
            planned=True,
            start="alkpv4",
            kind=("kokeilu",),
        ),
        Table(
            "YTYOKOU",
            (
                _person(),
                _start("alpvm"),
                _end("papvm"),
                _code("alkood", width=1),
                _course("ktunoh"),
                *_other("pasyy"),
            ),
            planned=True,
            start="alpvm",
            kind=("ktunoh",),
        ),
        Table(
            "KTYOKOU",
            (
                _course("ktuno", mandatory=True),
                _code("kurslaji", width=2),
                Column("kalkpv", DATE, needed=False),
            ),
            kind=("ktuno",),
        ),
        Table(
            "YTVPOLL",
            (
                _person(),
                _start("alkpv7"),
                _end("loppv7"),
                _code("lausno", shape="[0-9A-Z]{2}"),
                _code("lausno7", needed=False),
                Column("rekpv", DATE, needed=False),
            ),
            planned=True,
            start="alkpv7",
            kind=("lausno",),
        ),
        Table(
            "YTVALIT",
            (_person(), _start("alkpv8"), _end("loppv8"), _code("vjskd"), *_other("ilmno")),
            planned=True,
            start="alkpv8",
            kind=("vjskd",),
        ),
        Table(
            "YTHAKSU",
            (_person(), Column("thspv", DATE, mandatory=True), _code("kotsk", width=2)),
            start="thspv",
            kind=("kotsk",),
        ),
        Table(
            "SUUNNITELMAT",
            (
                _person(),
                Column("allekpvm", DATE),
                Column("toimviimpvm", DATE),
                *_other("toimsuunlaji", "toimkasitelty"),
            ),
            start="allekpvm",
            kind=("toimsuunlaji",),
        ),
        Table(
            "YHTEYDENOTOT",
            (_person(), Column("yhtottopvm", DATE, mandatory=True), _code("yhtottotapa", width=2)),
            start="yhtottopvm",
            kind=("yhtottotapa",),
        ),
        Table(
            "YASSEGMENTTI",
            (
                _person(),
                _start("alkupv"),
                _end("paatpv"),
                _code("assegkdi", "00 01 02 03 05", width=2, mandatory=True),
            ),
            start="alkupv",
        ),
        Table(
            "VASTUUVIRKAILIJA",
            (_person(), Column("virkailija", TEXT), _start("alkupv"), _end("paatpv")),
            start="alkupv",
        ),
        Table(
            "VALMENNUS",
            (
                _person(),
                _start("alkupv"),
                _end("paatpv"),
                *_other("valmentaja", "vaihe", "ohjelma"),
            ),
            start="alkupv",
            kind=("ohjelma", "vaihe"),
        ),
        Table(
            "TYOSUHDE",
            (
                _person(),
                _start("alkupv"),
                _end("paatpv"),
                *_other(
                    "tyonantaja", "viikkotunnit", "tyoaika_pros", "palkkatuki", "tyollisyysavustus"
                ),
            ),
            start="alkupv",
        ),
        Table(
            "MITTARI",
            (
                _person(),
                Column("pvm", DATE, mandatory=True),
                *_other("mittari", "osio", "pisteet"),
            ),
            start="pvm",
            kind=("mittari", "osio"),
        ),
        Table(
            "SOSKUNT",
            (_person(), _start("alkupv"), _end("paatpv")),
            planned=True,
            start="alkupv",
        ),
        Table(
            "ETUUS",
            (_person(), *_other("kuukausi", "etuus", "paivat", "paivat_kertyma", "euroa")),
            start="kuukausi",
            kind=("etuus",),
        ),
    )
}

# The service tables; without any of them the employment codes of services stand in.
SERVICE_TABLES = ("YSIJOIT", "YTKOKE", "YTYOKOU", "YTVPOLL")
# All that services are read from: a course tells what a training was.
SERVICE_SOURCES = (*SERVICE_TABLES, "KTYOKOU", "YTVALIT")
