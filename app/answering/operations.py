"""Keeps answers: drafts on the way, one submission with its scores at the end."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.exc import IntegrityError

from analysis.quality import form_quality
from app.answering.answers import stored_answer
from app.answering.drafts import sealed_draft
from app.answering.errors import AnsweredError, ClosedError
from app.answering.pages import shown_items
from app.answering.queries import answerable, definition_of, has_answered
from app.answering.traces import forget_old_rows, waves_that_tell, write_in_key_order
from app.database import now_utc, writing
from app.models import (
    Administration,
    Draft,
    Participant,
    ResponseQuality,
    Score,
    Submission,
    Wave,
)
from instruments.scoring import SCORING_VERSION, score

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.answering.answers import Stored
    from instruments.model import Instrument


class HandedIn(Enum):
    """What became of a form that was handed in."""

    STORED = auto()
    ALREADY_THERE = auto()


def hand_in(
    administration_id: int,
    person: int,
    answers: Mapping[str, object],
    *,
    moment: datetime | None = None,
) -> HandedIn:
    """Store a form with its scores; handed in again it stays as it was.

    Parameters
    ----------
    moment
        When it is; by default the moment at which nothing can close the wave any more.

    Raises
    ------
    AnsweringError
        The form is not given to the person, or its wave is not open.
    AnswerError
        An answer is not one of its item's.
    """
    try:
        with writing() as session:
            form, moment = _locked(session, administration_id, person, moment)
            day = form.wave.programme.school.day_of(moment)
            store_submission(session, form, person=person, answers=answers, answered_on=day)
            session.execute(
                delete(Draft).filter_by(administration_id=administration_id, person=person)
            )
    except AnsweredError:
        return HandedIn.ALREADY_THERE
    except IntegrityError:
        # Whoever stores without asking first, as an import does, may have been faster.
        if not has_answered(administration_id, person):
            raise
        return HandedIn.ALREADY_THERE
    return HandedIn.STORED


def store_submission(
    session: scoped_session[Session],
    administration: Administration,
    *,
    person: int,
    answers: Mapping[str, object],
    answered_on: date,
) -> None:
    """Store one person's answers with all that follows, inside a transaction of the caller's.

    Their scores and how the form was filled in follow from them. Answers stand under item codes.
    Of a shown item an absent answer is a skipped one; the answer to an item that the other answers
    hide is dropped.

    Raises
    ------
    AnswerError
        An answer is not one of its item's.
    IntegrityError
        The person has answered this form.
    """
    instrument = definition_of(administration)
    kept = {
        item.code: stored_answer(item, answers.get(item.code))
        for item in shown_items(instrument, answers)
    }
    whose = {"administration_id": administration.id, "person": person}
    session.execute(insert(Submission).values(**whose, answers=kept, answered_on=answered_on))
    rows = [
        {
            **whose,
            "scale": scale,
            "scoring_version": SCORING_VERSION,
            "numerator": found.value.numerator,
            "denominator": found.value.denominator,
        }
        for scale, found in score(instrument, kept).items()
        if found.value is not None
    ]
    if rows:
        session.execute(insert(Score), rows)
    session.execute(insert(ResponseQuality).values(**whose, **_quality(instrument, kept)))


def _quality(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, float | None]:
    """Return how a form was filled in, as it is kept."""
    found = form_quality(instrument, answers)
    return {
        "missing": float(found.missing),
        "longest_run": found.longest_run,
        "variance": None if found.variance is None else float(found.variance),
        "flagged": found.flagged,
    }


def save_draft(
    administration_id: int,
    person: int,
    answers: Mapping[str, Stored],
    *,
    key: bytes,
    moment: datetime | None = None,
) -> None:
    """Keep what has been answered so far, instead of what was kept before.

    Parameters
    ----------
    key
        The respondent's, which seals it.

    Raises
    ------
    AnsweringError
        The form is not given to the person, has been handed in, or its wave is not open.
    """
    with writing() as session:
        _locked(session, administration_id, person, moment)
        draft = session.get(Draft, (administration_id, person))
        if draft is None:
            draft = Draft(administration_id=administration_id, person=person)
            session.add(draft)
        draft.sealed = sealed_draft(key, administration_id, person, answers)


def erase_drafts_of_closed_waves(session: scoped_session[Session], moment: datetime) -> None:
    """Erase what was begun and not handed in at waves that are over, by their date or by hand.

    What another transaction holds is left to it, or to the next: nobody waits for a stranger.
    """
    left = (
        select(Draft.administration_id, Draft.person)
        .join(Administration, Administration.id == Draft.administration_id)
        .join(Wave)
        .where(Wave.closes_at <= moment)
        .with_for_update(of=Draft, skip_locked=True)
    )
    session.execute(
        delete(Draft)
        .where(tuple_(Draft.administration_id, Draft.person).in_(left))
        .execution_options(synchronize_session=False)
    )


def tidy_closed_waves() -> None:
    """Leave no draft and no order in waves that closed by their date while nobody was there."""
    with writing() as session:
        now = now_utc()
        erase_drafts_of_closed_waves(session, now)
        write_in_key_order(session, waves_that_tell(session, now))
    forget_old_rows()


def _locked(
    session: scoped_session[Session], administration_id: int, person: int, moment: datetime | None
) -> tuple[Administration, datetime]:
    """Return a form that may be answered and the moment of that, holding whatever could change it.

    The wave cannot close before the commit, and of one person's tabs only one writes at a time.
    Whoever has waited for a lock is judged by when the waiting ended: the wave may have closed and
    been reported meanwhile.
    """
    wave = session.scalar(
        select(Wave)
        .join(Administration)
        .where(Administration.id == administration_id)
        .with_for_update(read=True, of=Wave)
    )
    if wave is not None:
        session.execute(
            select(Participant.person)
            .filter_by(programme_id=wave.programme_id, person=person)
            .with_for_update(key_share=True)
        )
    moment = moment or now_utc()
    form = answerable(administration_id, person, moment)
    if form.wave.reported_at is not None:
        raise ClosedError
    return form, moment
