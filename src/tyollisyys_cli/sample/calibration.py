"""Every number that shapes the simulated careers: monthly hazards, their shifts, the regions.

A hazard is an expected number of moves per person and month. The hazards were set by hand until
the clients of Raahe's trial showed the shape that the trial's final report (31.12.2024) publishes;
nothing here is a series that the output follows, only what people do and when it changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum


class State(IntEnum):
    """What a person is doing. `OFF` is outside the register: no job search."""

    OFF = 0
    UNEMPLOYED = 1
    LAID_OFF = 2
    REDUCED_WEEK = 3
    OPEN_MARKET = 4
    PART_TIME = 5
    OUTSIDE = 6
    EDUCATION = 7
    SUBSIDY = 8
    START_UP = 9
    TRIAL = 10
    TRAINING = 11
    COACHING = 12
    REHABILITATION = 13
    STUDY = 14


S = State
SERVICES = (S.SUBSIDY, S.START_UP, S.TRIAL, S.TRAINING, S.COACHING, S.REHABILITATION, S.STUDY)
WITHOUT_WORK = (S.UNEMPLOYED, S.LAID_OFF)
JOBS = (S.OPEN_MARKET, S.PART_TIME)

Hazards = dict[State, float]

# The target that equals the source is a row written again without a change, as officers do.
HAZARDS: dict[State, Hazards] = {
    S.UNEMPLOYED: {
        S.OPEN_MARKET: 0.075,
        S.PART_TIME: 0.016,
        S.OFF: 0.095,
        S.OUTSIDE: 0.008,
        S.EDUCATION: 0.003,
        S.LAID_OFF: 0.001,
        S.SUBSIDY: 0.0090,
        S.START_UP: 0.0010,
        S.TRIAL: 0.0130,
        S.TRAINING: 0.0075,
        S.COACHING: 0.0080,
        S.REHABILITATION: 0.0140,
        S.STUDY: 0.0060,
        S.UNEMPLOYED: 0.34,
    },
    S.LAID_OFF: {
        S.OFF: 0.19,
        S.OPEN_MARKET: 0.05,
        S.REDUCED_WEEK: 0.02,
        S.UNEMPLOYED: 0.02,
        S.TRAINING: 0.003,
        S.LAID_OFF: 0.05,
    },
    S.REDUCED_WEEK: {S.OFF: 0.12, S.OPEN_MARKET: 0.05, S.LAID_OFF: 0.05, S.UNEMPLOYED: 0.03},
    S.OPEN_MARKET: {
        S.OFF: 0.28,
        S.UNEMPLOYED: 0.15,
        S.PART_TIME: 0.01,
        S.SUBSIDY: 0.004,
        S.OPEN_MARKET: 0.03,
    },
    S.PART_TIME: {S.OFF: 0.09, S.UNEMPLOYED: 0.10, S.OPEN_MARKET: 0.03, S.PART_TIME: 0.05},
    S.OUTSIDE: {S.OFF: 0.10, S.UNEMPLOYED: 0.13, S.STUDY: 0.01},
    S.EDUCATION: {S.OFF: 0.10, S.UNEMPLOYED: 0.08},
    S.SUBSIDY: {S.UNEMPLOYED: 0.02, S.OPEN_MARKET: 0.01},
    S.START_UP: {S.UNEMPLOYED: 0.01},
    S.TRIAL: {S.UNEMPLOYED: 0.05, S.OPEN_MARKET: 0.02},
    S.TRAINING: {S.UNEMPLOYED: 0.03, S.OPEN_MARKET: 0.02},
    S.COACHING: {S.UNEMPLOYED: 0.04},
    S.REHABILITATION: {S.UNEMPLOYED: 0.03, S.OUTSIDE: 0.01},
    S.STUDY: {S.UNEMPLOYED: 0.015, S.OFF: 0.01, S.OPEN_MARKET: 0.008},
    S.OFF: {
        S.UNEMPLOYED: 0.042,
        S.LAID_OFF: 0.004,
        S.REDUCED_WEEK: 0.001,
        S.OPEN_MARKET: 0.005,
        S.PART_TIME: 0.005,
        S.OUTSIDE: 0.003,
        S.TRAINING: 0.001,
        S.STUDY: 0.002,
    },
}

# A first registration: what the person is doing on the first day.
ENTRIES: Hazards = {
    S.UNEMPLOYED: 0.83,
    S.LAID_OFF: 0.05,
    S.REDUCED_WEEK: 0.01,
    S.OPEN_MARKET: 0.05,
    S.PART_TIME: 0.03,
    S.OUTSIDE: 0.03,
}

# The stock of the first day. Jobseekers in services are about a fifth of it.
INITIAL: Hazards = {
    S.UNEMPLOYED: 0.60,
    S.LAID_OFF: 0.03,
    S.REDUCED_WEEK: 0.01,
    S.OPEN_MARKET: 0.08,
    S.PART_TIME: 0.04,
    S.OUTSIDE: 0.04,
    S.SUBSIDY: 0.05,
    S.TRIAL: 0.02,
    S.TRAINING: 0.03,
    S.COACHING: 0.01,
    S.REHABILITATION: 0.05,
    S.STUDY: 0.04,
}

# Time in the state (in unemployment: time without work) changes what happens next.
BAND_MONTHS = (1, 3, 6, 12, 24)
"""Upper ends, in months, of all duration bands but the last."""
_JOB_BANDS = (1.50, 1.15, 0.95, 0.64, 0.16, 0.10)
BANDS: dict[tuple[State, State], tuple[float, ...]] = {
    **{(S.UNEMPLOYED, job): _JOB_BANDS for job in (S.OPEN_MARKET, S.PART_TIME, S.OFF)},
    (S.UNEMPLOYED, S.SUBSIDY): (0.2, 0.7, 1.1, 1.3, 1.0, 0.6),
    (S.UNEMPLOYED, S.TRIAL): (0.6, 1.1, 1.3, 1.2, 0.7, 0.4),
    (S.UNEMPLOYED, S.TRAINING): (0.6, 1.0, 1.2, 1.0, 0.7, 0.4),
    (S.UNEMPLOYED, S.COACHING): (0.3, 1.2, 1.2, 1.0, 0.7, 0.5),
    (S.UNEMPLOYED, S.REHABILITATION): (0.1, 0.6, 1.2, 1.6, 1.4, 1.0),
    (S.UNEMPLOYED, S.STUDY): (0.8, 1.0, 1.0, 0.8, 0.5, 0.3),
    **{(S.LAID_OFF, job): (1.0, 1.0, 0.8, 0.6, 0.5, 0.4) for job in (S.OFF, S.OPEN_MARKET)},
    **{(S.OFF, target): (1.2, 1.8, 1.6, 1.1, 0.6, 0.3) for target in HAZARDS[S.OFF]},
}

# Services are planned for a while: shortest, longest length in days, even between them.
PLANNED_DAYS: dict[State, tuple[int, int]] = {
    S.SUBSIDY: (90, 300),
    S.START_UP: (180, 365),
    S.TRIAL: (30, 120),
    S.TRAINING: (60, 240),
    S.COACHING: (21, 80),
    S.REHABILITATION: (90, 270),
    S.STUDY: (120, 500),
}

# What follows a service that ran to its planned end.
AFTER_SERVICE: dict[State, Hazards] = {
    S.SUBSIDY: {S.UNEMPLOYED: 0.50, S.OPEN_MARKET: 0.25, S.OFF: 0.13, S.SUBSIDY: 0.12},
    S.START_UP: {S.UNEMPLOYED: 0.30, S.OFF: 0.70},
    S.TRIAL: {
        S.UNEMPLOYED: 0.62,
        S.SUBSIDY: 0.12,
        S.OPEN_MARKET: 0.12,
        S.TRIAL: 0.06,
        S.OFF: 0.08,
    },
    S.TRAINING: {
        S.UNEMPLOYED: 0.60,
        S.OPEN_MARKET: 0.17,
        S.OFF: 0.10,
        S.TRAINING: 0.05,
        S.TRIAL: 0.08,
    },
    S.COACHING: {S.UNEMPLOYED: 0.80, S.TRIAL: 0.10, S.OPEN_MARKET: 0.05, S.TRAINING: 0.05},
    S.REHABILITATION: {S.REHABILITATION: 0.50, S.UNEMPLOYED: 0.46, S.OUTSIDE: 0.04},
    S.STUDY: {S.UNEMPLOYED: 0.48, S.OFF: 0.32, S.STUDY: 0.10, S.OPEN_MARKET: 0.10},
}

# How people differ: three levels of employability, three age groups, three origins.
FRAILTY_SHARES = (0.42, 0.36, 0.22)
"""Shares of new jobseekers who find work easily, with effort, hardly."""
FRAILTY_SHARES_INITIAL = (0.28, 0.41, 0.31)
"""The same in the stock of the first day: who finds work easily has already left."""
FRAILTY_JOB = (1.65, 0.90, 0.32)
FRAILTY_REHABILITATION = (0.10, 0.70, 2.6)
FRAILTY_RETURN = (0.85, 1.1, 1.4)
AGE_JOB = (1.15, 1.0, 0.55)
AGE_SERVICE = (1.25, 1.0, 0.55)
ORIGIN_JOB = (1.0, 0.80, 0.55)
"""Finnish and Swedish speakers, other languages, Ukrainians under temporary protection."""
ORIGIN_SERVICE = (1.0, 1.6, 2.0)
ORIGIN_STUDY = (1.0, 3.6, 5.5)
ORIGIN_REHABILITATION = (1.0, 0.4, 0.1)
AGE_LIMITS = (30, 55)

PENSION_AGE = 65
PENSION_HAZARD = 0.4


@dataclass(frozen=True)
class Shift:
    """From `first` to `last`, both included, moves from `sources` to `targets` times `factor`."""

    first: date
    last: date
    sources: tuple[State, ...]
    targets: tuple[State, ...]
    factor: float


_EVER = (date(2000, 1, 1), date(2100, 1, 1))
_COUNTY = (date(2023, 1, 1), _EVER[1])
NATIONAL_SHIFTS = (
    # The epidemic: layoffs in spring 2020, fewer jobs and services, a second rise in the winter.
    Shift(date(2020, 3, 15), date(2020, 5, 31), (S.OFF, S.OPEN_MARKET), (S.LAID_OFF,), 9.0),
    Shift(date(2020, 3, 15), date(2020, 8, 31), (S.UNEMPLOYED,), (S.OPEN_MARKET, S.OFF), 0.92),
    Shift(date(2020, 10, 1), date(2021, 2, 28), (S.OFF,), (S.UNEMPLOYED, S.LAID_OFF), 1.25),
    Shift(date(2020, 3, 15), date(2020, 8, 31), (S.UNEMPLOYED,), SERVICES, 0.60),
    # Recovery: fewer people return to the register until autumn 2022.
    Shift(date(2021, 5, 1), date(2022, 9, 14), (S.OFF,), (S.UNEMPLOYED, S.LAID_OFF), 0.88),
    # Wellbeing services counties took rehabilitative work over.
    Shift(*_COUNTY, (S.UNEMPLOYED,), (S.REHABILITATION,), 0.08),
    Shift(*_COUNTY, (S.REHABILITATION,), (S.REHABILITATION,), 0.15),
    Shift(*_COUNTY, (S.UNEMPLOYED,), (S.TRIAL,), 1.15),
    Shift(*_COUNTY, (S.UNEMPLOYED,), (S.SUBSIDY,), 1.10),
    # The Nordic service model brought part-time work into the register as a state of its own.
    Shift(date(2022, 5, 2), _EVER[1], (S.UNEMPLOYED, S.OFF), (S.PART_TIME,), 1.3),
    # The downturn of the second half of 2023 and of 2024.
    Shift(date(2023, 9, 1), _EVER[1], (S.UNEMPLOYED,), (S.OPEN_MARKET, S.OFF), 0.92),
)
COUNTIES_TAKE_OVER = date(2023, 1, 1)
COUNTIES_END_SHARE = 0.8
"""Share of running rehabilitative work that ends within three months of the take-over."""

# January to December.
SEASON_WORK = (0.80, 0.85, 0.95, 1.05, 1.30, 1.35, 0.90, 1.20, 1.05, 0.90, 0.85, 0.80)
SEASON_JOB_END = (1.20, 0.90, 0.90, 0.95, 0.95, 1.10, 1.10, 1.10, 0.95, 0.95, 1.00, 1.35)
SEASON_SERVICE = (1.20, 1.15, 1.10, 1.05, 0.90, 0.60, 0.35, 1.35, 1.50, 1.20, 1.00, 0.50)
SEASON_ENTRY = (1.20, 0.95, 0.90, 0.85, 0.90, 1.30, 1.05, 1.05, 0.95, 0.95, 0.95, 1.15)


RETURNERS = 2.0
RETURNERS_MONTHS = 11.0
"""People who had left the register before the first day and come back to it later: at first two
for each new person, then fewer, as those who return are more and more people of the sample."""


@dataclass(frozen=True)
class Profile:
    """One region at true scale: its jobseekers on the first day and who enters in a month."""

    stock: float
    entries: float
    foreign_share: float
    foreign_share_initial: float
    ukrainians: float
    """People under temporary protection who register in the first two years from 3/2022."""
    shifts: tuple[Shift, ...]


_STEEL = (S.OFF, S.OPEN_MARKET)
RAAHE = Profile(
    stock=2010,
    entries=35.8,
    foreign_share=0.103,
    foreign_share_initial=0.068,
    ukrainians=170,
    shifts=(
        # The region's large employers lay off from autumn 2022 and dismiss a year later.
        Shift(date(2022, 9, 15), date(2022, 12, 31), _STEEL, (S.LAID_OFF,), 7.0),
        Shift(date(2022, 9, 15), date(2023, 12, 31), (S.LAID_OFF,), (S.OFF, S.OPEN_MARKET), 0.13),
        Shift(date(2022, 9, 15), date(2023, 8, 15), (S.LAID_OFF,), (S.UNEMPLOYED,), 0.3),
        Shift(date(2023, 8, 16), date(2023, 12, 31), (S.LAID_OFF,), (S.UNEMPLOYED,), 16.0),
        Shift(date(2022, 10, 1), date(2023, 6, 30), (S.OFF,), (S.UNEMPLOYED,), 0.85),
        # From late 2023 fewer people come, so the stock grows older and searches longer.
        Shift(date(2023, 11, 1), _EVER[1], (S.OFF,), (S.UNEMPLOYED,), 0.58),
    ),
)
PORVOO = Profile(
    stock=3210,
    entries=56.5,
    foreign_share=0.145,
    foreign_share_initial=0.11,
    ukrainians=260,
    shifts=(Shift(date(2023, 1, 1), _EVER[1], (S.OFF,), (S.UNEMPLOYED,), 0.88),),
)
PROFILES = {"raahe": RAAHE, "porvoo": PORVOO}
GENERIC = PORVOO
"""A trial without calibration of its own has Porvoo's size and no events of its own."""

UKRAINIANS_FROM = date(2022, 3, 1)
UKRAINIAN_MONTHS = (5, 12, 14, 12, 9, 7, 6, 5, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3)
"""Weights of the months from 3/2022 in which people under temporary protection register."""

MOVE_SHARE = 0.07
"""Share of people who move once; half of them leave the region."""
ARRIVAL_SHARE = 0.03
"""Share of people who registered elsewhere and moved into the region during their career."""
# Benefit days are paid five a week: 300, 400 and 500 days are these calendar days.
BENEFIT_DAYS = (420, 560, 700)
"""Earnings-related allowance: under three years of work, longer, from 58 years of age."""
# Half a year of work in 28 months earns a new allowance; one stretch of four months stands for it.
REQUALIFYING_DAYS = 120
