"""What the demonstration is about: an invented school and its three programmes of last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.demo.effects import MENTEE, MENTOR
from app.models import WaveKind
from app.programmes.operations import school_year_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models import ProgrammeRole

SCHOOL = "Школа № 0 (демонстрация)"
TIME_ZONE = "Europe/Moscow"

#: Of those who answered at entry, this share is gone by the exit.
LOST = 0.12

#: Every wave begins on the first Monday from this month and day, clear of holidays, …
BEGINS = {WaveKind.ENTRY: (9, 14), WaveKind.MID: (1, 19), WaveKind.EXIT: (4, 13)}

#: … and lasts so many weeks of five school days.
WAVE_WEEKS = 2


@dataclass(frozen=True, kw_only=True)
class Side:
    """The people of one role.

    Attributes
    ----------
    people
        How many; the classes share them evenly.
    unconsented
        So many whose family does not agree: they are asked nothing.
    late
        So many come after the entry wave.
    absent
        So many of the others are away half-way, or have not got round to it yet.
    """

    classes: tuple[str, ...]
    people: int
    unconsented: int = 0
    late: int = 0
    absent: int = 0


@dataclass(frozen=True, kw_only=True)
class Story:
    """One programme.

    Attributes
    ----------
    number
        Which effects it has.
    parents
        How many parents answered at the end; a third more were asked.
    is_sorted
        Open answers have been read, and those of entry and exit sorted into themes.
    stays_open
        A wave that was opened last week and takes answers, so that a visitor can give some.
    """

    number: int
    title: str
    role_models: str
    sides: Mapping[ProgrammeRole, Side]
    strategies: tuple[str, ...] = ()
    parents: int = 0
    is_sorted: bool = False
    stays_open: WaveKind | None = None


STORIES = (
    Story(
        number=1,
        title="Плечом к плечу",
        role_models="успевающий – неуспевающий, лидер – пассивный",
        strategies=("Общий школьный предмет", "Общее увлечение"),
        parents=33,
        is_sorted=True,
        sides={
            MENTEE: Side(
                classes=("6А", "6Б", "7А", "7Б"), people=52, unconsented=1, late=2, absent=3
            ),
            MENTOR: Side(
                classes=("8А", "9А", "9Б", "10А"), people=40, unconsented=1, late=1, absent=2
            ),
        },
    ),
    Story(
        number=2,
        title="Учимся вместе",
        role_models="успевающий – неуспевающий",
        # Half-way late, since neither report needs this wave and only one is open at a time.
        stays_open=WaveKind.MID,
        sides={
            MENTEE: Side(classes=("5А",), people=15, late=1, absent=5),
            MENTOR: Side(classes=("8Б",), people=15, absent=5),
        },
    ),
    Story(
        number=3,
        title="Новенький в классе",
        role_models="адаптированный – неадаптированный",
        sides={
            MENTEE: Side(classes=("7В",), people=8, absent=1),
            MENTOR: Side(classes=("9В",), people=8, absent=1),
        },
    ),
)


@dataclass(frozen=True)
class Calendar:
    """The days that the story needs; all of it is over today, but for the wave that stays open."""

    today: date

    @property
    def year(self) -> int:
        """The year in which the school year before today's began."""
        return school_year_of(self.today) - 1

    @property
    def starts_on(self) -> date:
        """The day on which programmes begin."""
        return date(self.year, 9, 1)

    @property
    def ends_on(self) -> date:
        """The day on which they end."""
        return date(self.year + 1, 5, 25)

    def days(self, story: Story, kind: WaveKind) -> tuple[date, ...]:
        """Return the school days of a wave; of one that stays open, those of last week."""
        if kind is story.stays_open:
            return _school_days(self.today - timedelta(days=self.today.weekday() + 7), weeks=1)
        month, day = BEGINS[kind]
        earliest = date(self.year + (month < self.starts_on.month), month, day)
        monday = earliest + timedelta(days=-earliest.weekday() % 7)
        return _school_days(monday, weeks=WAVE_WEEKS)


def _school_days(monday: date, *, weeks: int) -> tuple[date, ...]:
    return tuple(
        monday + timedelta(weeks=week, days=weekday)
        for week in range(weeks)
        for weekday in range(5)
    )
