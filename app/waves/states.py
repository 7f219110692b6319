"""How a wave stands, in words and in the days of its school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask_babel import format_date
from flask_babel import gettext as _

if TYPE_CHECKING:
    from datetime import date

    from app.models import Wave

#: A closing day ends at the beginning of the next.
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class State:
    """How a wave stands now.

    Attributes
    ----------
    opens_on, closes_on
        Its first and last day in the school's zone.
    """

    is_open: bool
    is_closed: bool
    has_begun: bool
    opens_on: date | None
    closes_on: date | None

    @property
    def text(self) -> str:
        """What the staff read."""
        if self.opens_on is None:
            return str(_("no dates yet"))
        if self.is_closed:
            return str(_("closed on %(day)s", day=shown_day(self.closes_on)))
        if self.is_open and self.closes_on is None:
            return str(_("is open"))
        if self.is_open:
            return str(_("open until %(day)s inclusive", day=shown_day(self.closes_on)))
        return str(_("opens on %(day)s", day=shown_day(self.opens_on)))


def state_of(wave: Wave) -> State:
    """Return how a wave stands."""
    school = wave.programme.school
    return State(
        is_open=wave.is_open(),
        is_closed=wave.is_closed(),
        has_begun=wave.is_open() or wave.is_closed(),
        opens_on=wave.opens_at and school.day_of(wave.opens_at),
        closes_on=wave.closes_at and school.day_of(wave.closes_at - INSTANT),
    )


def shown_day(day: date | None) -> str:
    """Return a day as people write it."""
    return "" if day is None else str(format_date(day, "dd.MM.yyyy"))
