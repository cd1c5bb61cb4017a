"""People made by hand, beside those drawn at random: what a changed query showed to be missing.

Each drawing is of a few people in situations next to each other; the oracle says what they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import drawn_register

if TYPE_CHECKING:
    from tests.oracle import Register

# A permit of temporary protection that covers the first day of a spell alone (A), the day that
# fills the year alone, in two rows (B), the last day (C) and the day after it (D); the first of
# two spells (E).
PERMITS = {
    "YTHAKU": """
        person | start      | end        | permit
        A B    | 2022-12-01 |            |
        C D    | 2022-12-01 |            | 1A
        E      | 2022-12-01 |            |
        A      | 2023-01-10 | 2023-01-10 | 1C
        B      | 2022-12-20 | 2023-01-09 | 1C
        B      | 2024-01-09 | 2024-01-10 | 1C
        B      | 2024-01-10 | 2024-01-10 | 1C
        C      | 2024-02-20 | 2024-02-20 | 1C
        D      | 2024-01-11 | 2024-02-19 | 1C
        D      | 2024-02-21 |            | 1C
        E      | 2022-01-01 | 2022-04-30 | 1C
        """,
    "YTYOLL": """
        person  | start      | end        | state
        A B C D | 2023-01-10 | 2024-02-20 | unemployed
        E       | 2022-01-10 | 2022-03-31 | unemployed
        E       | 2023-01-10 | 2023-06-30 | unemployed
        """,
    "YHENK": """
        person    | birth_year | citizenship
        A B C D E | 1990       | 643
        """,
}

# Rows that touch on the first day of a spell, on the day that fills the year and on the last one
# (A), that cover these days alone (B), or all but them (C). D's state changes on the day that fills
# the year; E's last day is the last one before the extract, F's that of the extract.
PLACES = {
    "YTHAKU": """
        person      | start      | end
        A B C D E F | 2022-12-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        A B C  | 2023-01-10 | 2024-02-20 | unemployed
        D      | 2023-01-10 | 2024-01-09 | unemployed
        D      | 2024-01-10 | 2024-02-20 | laid_off
        E      | 2023-01-10 | 2024-03-30 | unemployed
        F      | 2023-01-10 | 2024-03-31 | unemployed
        """,
    "YHKUNTA": """
        person | start      | end        | municipality
        A      | 2022-12-01 | 2023-01-09 | 678
        A      | 2023-01-10 | 2024-01-09 | 748
        A      | 2024-01-10 | 2024-02-19 | 625
        A      | 2024-02-20 |            | 638
        B      | 2023-01-10 | 2023-01-10 | 678
        B      | 2024-01-10 | 2024-01-10 | 748
        B      | 2024-02-20 | 2024-02-20 | 625
        C      | 2022-12-01 | 2023-01-09 | 678
        C      | 2023-01-11 | 2024-01-09 | 748
        C      | 2024-01-11 | 2024-02-19 | 625
        C      | 2024-02-21 |            | 638
        """,
    "YHTSTO": """
        person | start      | end        | office
        A      | 2022-12-01 | 2023-01-09 | 1231
        A      | 2023-01-10 | 2024-01-09 | 1201
        A      | 2024-01-10 | 2024-02-19 | 1230
        A      | 2024-02-20 |            | 0234
        B      | 2023-01-10 | 2023-01-10 | 1231
        B      | 2024-01-10 | 2024-01-10 | 1201
        B      | 2024-02-20 | 2024-02-20 | 1230
        C      | 2022-12-01 | 2023-01-09 | 1231
        C      | 2023-01-11 | 2024-01-09 | 1201
        C      | 2024-01-11 | 2024-02-19 | 1230
        C      | 2024-02-21 |            | 0234
        """,
    "YASSEGMENTTI": """
        person | start      | end        | assegkdi
        A      | 2022-12-01 | 2023-01-09 | 01
        A      | 2023-01-10 | 2024-01-09 | 02
        A      | 2024-01-10 | 2024-02-19 | 03
        A      | 2024-02-20 |            | 05
        B      | 2023-01-10 | 2023-01-10 | 01
        B      | 2024-01-10 | 2024-01-10 | 02
        B      | 2024-02-20 | 2024-02-20 | 03
        C      | 2022-12-01 | 2023-01-09 | 01
        C      | 2023-01-11 | 2024-01-09 | 02
        C      | 2024-01-11 | 2024-02-19 | 03
        C      | 2024-02-21 |            | 05
        """,
    "YTKOKE": """
        person | start      | end        | kokeilu
        A      | 2022-12-01 | 2023-01-09 | 20
        A      | 2024-01-10 | 2024-02-19 | 20
        B      | 2023-01-10 | 2023-01-10 | 20
        B      | 2024-01-10 | 2024-01-10 | 20
        B      | 2024-02-20 | 2024-02-20 | 20
        C      | 2022-12-01 | 2023-01-09 | 20
        C      | 2023-01-11 | 2024-01-09 | 20
        C      | 2024-01-11 | 2024-02-19 | 20
        C      | 2024-02-21 |            | 20
        """,
    "YSIJOIT": """
        person | start      | end        | sijkds
        A      | 2023-01-10 | 2024-01-09 | 5T
        A      | 2024-02-20 |            | 5T
        """,
}

# States that end on the day before the search begins (A, C), or begin on the day after it ends (B,
# D); C and D have no other. E's code and office end on the eve of the day on which the code, and
# the offices of the trials, change their meaning; F's begin on that day.
TOUCHING = {
    "YTHAKU": """
        person | start      | end
        A C    | 2023-02-01 | 2023-06-30
        B D    | 2023-01-01 | 2023-01-31
        E F    | 2020-01-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        A C    | 2023-01-01 | 2023-01-31 | unemployed
        A      | 2023-02-01 | 2023-04-15 | laid_off
        B      | 2023-01-01 | 2023-01-31 | laid_off
        B D    | 2023-02-01 | 2023-04-15 | unemployed
        E      | 2022-03-01 | 2022-05-01 | part_time
        F      | 2022-05-02 | 2022-06-30 | part_time
        """,
    "YHTSTO": """
        person | start      | end        | office
        E      | 2020-01-01 | 2020-12-31 | 1231
        F      | 2021-01-01 | 2022-05-01 | 1231
        """,
}

# Of rows that are one: two begin on one day, one touches the longer of them, and two lie in a
# longer one, apart from each other. So do job searches (A), services of one category (B), of two
# that are one chain after a year of unemployment (C), and social rehabilitation (D).
ONE_SPELL = {
    "YTHAKU": """
        person | start      | end
        A      | 2023-01-10 | 2023-01-20
        A      | 2023-01-10 | 2023-02-25
        A      | 2023-02-26 | 2023-03-31
        A      | 2023-05-01 | 2023-09-30
        A      | 2023-06-01 | 2023-06-10
        A      | 2023-08-10 | 2023-08-15
        B C D  | 2022-01-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        C      | 2022-01-01 | 2023-01-09 | unemployed
        """,
    "YTKOKE": """
        person | start      | end        | kokeilu
        B      | 2023-01-10 | 2023-01-20 | 20
        B      | 2023-01-10 | 2023-02-25 | 20
        B      | 2023-02-26 | 2023-03-31 | 20
        B      | 2023-05-01 | 2023-09-30 | 20
        B      | 2023-06-01 | 2023-06-10 | 20
        B      | 2023-08-10 | 2023-08-15 | 20
        C      | 2023-01-10 | 2023-01-20 | 20
        C      | 2023-03-01 | 2023-04-30 | 20
        C      | 2023-05-01 | 2023-09-30 | 20
        C      | 2023-10-07 | 2023-11-30 | 20
        """,
    "YSIJOIT": """
        person | start      | end        | sijkds
        C      | 2023-01-10 | 2023-02-25 | 5T
        C      | 2023-06-01 | 2023-06-10 | 5T
        C      | 2023-08-10 | 2023-08-15 | 5T
        C      | 2023-12-09 |            | 5T
        """,
    "SOSKUNT": """
        person | start      | end
        D      | 2023-01-10 | 2023-01-20
        D      | 2023-01-10 | 2023-02-25
        D      | 2023-02-26 | 2023-03-31
        D      | 2023-05-01 | 2023-09-30
        D      | 2023-06-01 | 2023-06-10
        D      | 2023-08-10 | 2023-08-15
        """,
}

# Services after services: of the two before it the later one ended within twelve months (A), none
# did (B), and one ends on the day before it begins (C) or on its first day (D).
AFTER_SERVICE = {
    "YTHAKU": """
        person  | start      | end
        A B C D | 2021-01-01 |
        """,
    "YTKOKE": """
        person | start      | end        | kokeilu
        A      | 2021-02-01 | 2021-03-31 | 20
        A      | 2022-09-01 | 2022-10-15 | 20
        A      | 2023-02-01 |            | 20
        B      | 2021-02-01 | 2021-03-31 | 20
        B      | 2021-05-01 | 2021-06-30 | 20
        B      | 2023-02-01 |            | 20
        C      | 2023-02-01 |            | 20
        D      | 2023-02-01 |            | 20
        """,
    "YSIJOIT": """
        person | start      | end        | sijkds
        C      | 2022-09-01 | 2023-01-31 | 5T
        D      | 2022-09-01 | 2023-02-01 | 5T
        """,
}

# Rows that began (A) or ended (B) before any day that a rule reaches, of jobseekers of the first
# month that the register knows.
EARLY = {
    "YTHAKU": """
        person | start      | end
        A B    | 2018-06-01 | 2019-12-31
        """,
    "YTYOLL": """
        person | start      | end        | state
        A      | 2010-01-01 | 2018-10-31 | unemployed
        B      | 2010-01-01 | 2012-12-31 | unemployed
        """,
    "YHKUNTA": """
        person | start      | end        | municipality
        A      | 2010-01-01 | 2018-10-31 | 678
        B      | 2010-01-01 | 2012-12-31 | 678
        """,
    "YHTSTO": """
        person | start      | end        | office
        A      | 2010-01-01 | 2018-10-31 | 0234
        B      | 2010-01-01 | 2012-12-31 | 0234
        """,
    "YTKOKE": """
        person | start      | end        | kokeilu
        A      | 2010-01-01 | 2018-10-31 | 20
        A      | 2018-11-15 | 2019-02-28 | 20
        B      | 2010-01-01 | 2012-12-31 | 20
        B      | 2018-07-15 | 2019-02-28 | 20
        """,
    "SOSKUNT": """
        person | start      | end
        A      | 2010-01-01 | 2018-10-31
        B      | 2010-01-01 | 2012-12-31
        """,
}

# People of whom the register says little else: neither age nor place nor code (A, B), neither age
# nor place (C, D). A is in social rehabilitation, B in two services, C laid off in social
# rehabilitation after a service, D in the first of services after a year of unemployment.
LITTLE_KNOWN = {
    "YTHAKU": """
        person  | start      | end
        A B C D | 2022-01-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        C      | 2023-05-01 |            | laid_off
        D      | 2022-01-01 | 2023-04-30 | unemployed
        """,
    "YTKOKE": """
        person | start      | end        | kokeilu
        B      | 2023-01-01 | 2023-08-31 | 20
        C      | 2023-01-01 | 2023-04-30 | 20
        """,
    "YSIJOIT": """
        person | start      | end        | sijkds
        B      | 2023-03-01 | 2023-10-31 | 5T
        """,
    "KTYOKOU": """
        ktuno | kurslaji
        15001 | 15
        """,
    "YTYOKOU": """
        person | start      | end        | alkood | ktunoh
        D      | 2023-05-01 | 2023-12-31 | 1      | 15001
        """,
    "SOSKUNT": """
        person | start      | end
        A      | 2023-01-01 | 2023-06-30
        C      | 2023-06-01 |
        """,
}

# Work begins on the first day after a spell (A, and part-time B), on the 14th (C), on the 15th (D).
# E's spell ends with the search, whose row gives a reason; F's does too, but another row of the
# search goes on; G's row gives another reason. On H's and I's last day two status rows run: of
# these the later end (H) or the lower code (I) holds. J's row with a reason ends the day before.
OPEN_MARKET = {
    "YTHAKU": """
        person  | start      | end        | hapkd
        A B C D | 2022-12-01 |            |
        E F     | 2022-12-01 | 2023-02-20 | 03
        F       | 2023-01-20 | 2023-02-24 |
        G       | 2022-12-01 | 2023-02-20 | 02
        H I     | 2022-12-01 | 2023-02-20 |
        J       | 2022-12-01 |            |
        """,
    "YTYOLL": """
        person  | start      | end        | state       | tymsyy
        A B C D | 2023-01-10 | 2023-02-20 | unemployed  |
        E F G   | 2023-01-10 | 2023-02-20 | unemployed  | 02
        A       | 2023-02-21 | 2023-02-21 | open_market |
        B       | 2023-02-21 | 2023-02-21 | part_time   |
        C       | 2023-03-06 | 2023-04-20 | open_market |
        D       | 2023-03-07 | 2023-04-20 | open_market |
        H       | 2023-01-10 | 2023-02-20 | unemployed  | 02
        H       | 2023-01-10 | 2023-03-20 | unemployed  | 01
        I       | 2023-01-10 | 2023-03-20 | unemployed  | 01
        I       | 2023-01-10 | 2023-03-20 | laid_off    | 02
        J       | 2023-01-10 | 2023-02-19 | unemployed  | 16
        J       | 2023-02-20 | 2023-02-20 | laid_off    |
        """,
}

# Rows inside a longer one, apart from each other, after each of which it holds again (A). Of two
# that begin on one day the longer holds, and nobody else has the other's code (B); nor that of
# somebody who has never searched for a job (C).
NESTED = {
    "YTHAKU": """
        person | start      | end
        A B    | 2022-12-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        A      | 2023-01-10 | 2023-12-20 | unemployed
        A      | 2023-03-01 | 2023-04-15 | laid_off
        A      | 2023-06-01 | 2023-07-15 | part_time
        A      | 2023-09-01 | 2023-10-15 | laid_off
        """,
    "YHKUNTA": """
        person | start      | end        | municipality
        B      | 2022-12-01 | 2023-03-31 | 005
        B      | 2022-12-01 |            | 678
        C      | 2022-12-01 |            | 009
        """,
}

# Unemployed in three spells: the last two fill twelve of sixteen months while the sixteen months
# still begin in the first (A), or all three together would, but the first is before them (B).
REPEATED = {
    "YTHAKU": """
        person | start      | end
        A B    | 2021-01-01 |
        """,
    "YTYOLL": """
        person | start      | end        | state
        A      | 2022-06-01 | 2022-11-10 | unemployed
        A      | 2023-01-01 | 2023-07-19 | unemployed
        A      | 2023-07-29 |            | unemployed
        B      | 2021-01-01 | 2021-05-31 | unemployed
        B      | 2022-08-01 | 2022-12-31 | unemployed
        B      | 2023-10-01 |            | unemployed
        """,
}

DRAWINGS = (
    *(PERMITS, PLACES, TOUCHING, ONE_SPELL, AFTER_SERVICE, EARLY, LITTLE_KNOWN, OPEN_MARKET),
    *(NESTED, REPEATED),
)


def register() -> Register:
    """Lay all of them into one register, those of the first drawing as 0A, 0B, 0C."""
    found: Register = {}
    for number, drawing in enumerate(DRAWINGS):
        for table, rows in drawn_register(drawing, None, None).items():
            named = [
                row if table == "KTYOKOU" else {**row, "hid_e": f"{number}{row['hid_e']}"}
                for row in rows
            ]
            found.setdefault(table, []).extend(named)
    return found
