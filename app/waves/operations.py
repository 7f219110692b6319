"""Every write to when a wave is held: planned, opened, closed, opened again."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.answering.operations import erase_drafts_of_closed_waves
from app.answering.traces import forget_old_rows, write_in_key_order
from app.audit import record
from app.database import now_utc, writing
from app.models import Wave, WaveKind
from app.programmes.errors import RefusedError
from app.programmes.guards import has_begun, lock, waves_of
from app.programmes.planning import keep_default_plan
from app.programmes.queries import number_of_people
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import School, User

#: What a wave without a closing date closes at.
NEVER = datetime.max.replace(tzinfo=UTC)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """A wave under change, locked together with its programme.

    Attributes
    ----------
    others
        The programme's other waves.
    now
        The one moment that everything is judged by.
    """

    session: scoped_session[Session]
    wave: Wave
    others: dict[WaveKind, Wave]
    now: datetime

    @property
    def school(self) -> School:
        """The school whose days count."""
        return self.wave.programme.school


def plan_wave(
    wave: Wave, opens_on: date | None, closes_on: date | None, *, by: User | None
) -> None:
    """Set the dates: from the beginning of the one to the end of the other, in the school's zone.

    Of a wave that has opened the first date stays, whatever is given.

    Raises
    ------
    RefusedError
        The wave is not ready, the dates are not in order, or its answers are in a report.
    """
    with _holding(wave) as held:
        if wave.is_closed(held.now):
            raise RefusedError(N_("The wave is closed. To take answers again press “Open again”."))
        begun = has_begun(wave, held.now)
        opens_at = wave.opens_at if begun else _start_of(held, opens_on)
        _set_dates(held, opens_at, _end_of(held, closes_on))
        record("wave.plan", wave.id, school_id=held.school.id, by=by)


def open_wave(wave: Wave, closes_on: date | None, *, by: User | None) -> None:
    """Take answers from this moment on; again, if the wave has been closed.

    Raises
    ------
    RefusedError
        The wave is open already or not ready, the dates are not in order, or its answers are in a
        report.
    """
    with _holding(wave) as held:
        if wave.is_open(held.now):
            raise RefusedError(N_("The wave is open already."))
        _check_ready(held)
        again = wave.is_closed(held.now)
        _set_dates(held, wave.opens_at if again else held.now, _end_of(held, closes_on))
        action = "wave.reopen" if again else "wave.open"
        record(action, wave.id, school_id=held.school.id, by=by)


def close_wave(wave: Wave, *, by: User | None) -> None:
    """Take no more answers, erase what has been begun and not handed in, and leave no order.

    Raises
    ------
    RefusedError
        The wave is not open.
    """
    with _holding(wave) as held:
        if not wave.is_open(held.now):
            raise RefusedError(N_("The wave is not open."))
        wave.closes_at = held.now
        erase_drafts_of_closed_waves(held.session, held.now)
        write_in_key_order(held.session, [wave.id])
        record("wave.close", wave.id, school_id=held.school.id, by=by)
    forget_old_rows()


@contextmanager
def _holding(wave: Wave) -> Iterator[Held]:
    """Lock the programme and its waves, and take up what has come about since the last write."""
    with writing() as session:
        lock(session, wave.programme)
        others = waves_of(session, wave.programme)
        del others[wave.kind]
        held = Held(session, wave, others, now_utc())
        erase_drafts_of_closed_waves(session, held.now)
        yield held


def _start_of(held: Held, opens_on: date | None) -> datetime | None:
    """Return the beginning of the opening day, today at the earliest."""
    if opens_on is None:
        return None
    _check_ready(held)
    if opens_on < held.school.day_of(held.now):
        raise RefusedError(
            N_("This day is over. To open the wave now press “Open now”."), "opens_on"
        )
    return held.school.start_of(opens_on)


def _end_of(held: Held, closes_on: date | None) -> datetime | None:
    """Return the end of the closing day, which is not over yet."""
    if closes_on is None:
        return None
    closes_at = held.school.start_of(closes_on + DAY)
    if closes_at <= held.now:
        raise RefusedError(
            N_("This day is over. To close the wave now press “Close now”.")
            if held.wave.is_open(held.now)
            else N_("This day is over. Name a later one, or leave the field empty."),
            "closes_on",
        )
    return closes_at


def _check_ready(held: Held) -> None:
    """Refuse to open a wave that would ask nothing, or nobody."""
    if not held.wave.administrations:
        raise RefusedError(N_("Choose the questionnaires of this wave first (step 3)."))
    if number_of_people(held.wave.programme) == 0:
        raise RefusedError(N_("There are no participants yet: add them first (step 2)."))


def _set_dates(held: Held, opens_at: datetime | None, closes_at: datetime | None) -> None:
    wave = held.wave
    if wave.reported_at is not None:
        raise RefusedError(
            N_(
                "A report has been made of the answers of this wave, so it is never opened again: "
                "otherwise the difference of two reports could tell what somebody answered."
            )
        )
    if wave.programme.linked_at is not None:
        raise RefusedError(
            N_(
                "The answers of entry and exit have been paired and what they were paired by is "
                "erased, so no wave is opened again."
            )
        )
    if closes_at is not None and (opens_at is None or closes_at <= opens_at):
        raise RefusedError(N_("A wave closes after it has opened."), "closes_on")
    _check_order(held, opens_at, closes_at)
    wave.opens_at, wave.closes_at = opens_at, closes_at
    if wave.kind is WaveKind.ENTRY and opens_at is not None:
        keep_default_plan(wave.programme, wave, held.now)


def _check_order(held: Held, opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Keep entry before the other waves, and one wave open at a time."""
    if held.wave.kind is WaveKind.ENTRY:
        later = [other.opens_at for other in held.others.values() if not has_begun(other, held.now)]
        _check_entry_over(
            closes_at, [moment for moment in later if moment is not None], "closes_on"
        )
    if opens_at is None:
        return
    start = max(opens_at, held.now)
    if held.wave.kind is not WaveKind.ENTRY:
        _check_entry_over(held.others[WaveKind.ENTRY].closes_at, [start], "")
    for other in held.others.values():
        if (
            other.opens_at is not None
            and other.opens_at < (closes_at or NEVER)
            and start < (other.closes_at or NEVER)
        ):
            raise RefusedError(
                N_(
                    "Another wave is open or planned for the same time. Set the dates so that "
                    "one closes before the next opens."
                ),
                "closes_on",
            )


def _check_entry_over(closes_at: datetime | None, later: list[datetime], field: str) -> None:
    """Refuse a wave that would open before the entry wave is over."""
    if any(closes_at is None or closes_at > moment for moment in later):
        raise RefusedError(
            N_("Entry comes before the other waves: give it a closing date before they open."),
            field,
        )
