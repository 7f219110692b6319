"""Questions that operations ask inside their transaction, with what they ask about locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.models import Administration, Programme, Submission, User, Wave
from app.programmes.errors import RefusedError
from app.programmes.modes import mode_of
from instruments.messages import N_

if TYPE_CHECKING:
    from datetime import datetime

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import WaveKind


#: Said wherever something is wanted of answers and people that are gone.
REDUCED = N_(
    "The programme has been reduced to its reports: those stay, and nothing can be changed or "
    "computed any more."
)


def lock(session: scoped_session[Session], programme: Programme) -> None:
    """Let nobody else change the programme, its people or its waves until this is written.

    Raises
    ------
    RefusedError
        It has been reduced to its reports.
    """
    session.refresh(programme, with_for_update=True)
    if programme.reduced_at is not None:
        raise RefusedError(REDUCED)


def waves_of(session: scoped_session[Session], programme: Programme) -> dict[WaveKind, Wave]:
    """Return the waves as they are now, by their kind, locked: answers wait meanwhile."""
    waves = session.scalars(
        select(Wave)
        .filter_by(programme_id=programme.id)
        .order_by(Wave.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {wave.kind: wave for wave in waves}


def check_listing(programme: Programme, *, lists_people: bool) -> None:
    """Refuse people who were meant for another way of pairing: it may just have been changed."""
    if mode_of(programme).lists_people is not lists_people:
        raise RefusedError(
            N_("The way of pairing has been changed meanwhile. Open this page again.")
        )


def has_answers(session: scoped_session[Session], programme: Programme) -> bool:
    """Say whether the first answer is in."""
    submission = (
        select(Submission.id)
        .join(Administration)
        .join(Wave)
        .where(Wave.programme_id == programme.id)
        .limit(1)
    )
    return session.scalar(submission) is not None


def answered(session: scoped_session[Session], administration_id: int) -> bool:
    """Say whether anybody has handed the questionnaire in."""
    submission = select(Submission.id).filter_by(administration_id=administration_id).limit(1)
    return session.scalar(submission) is not None


def has_psychologist(session: scoped_session[Session], school_id: int) -> bool:
    """Say whether a psychologist works at the school."""
    works_here = exists().where(User.school_id == school_id, User.is_psychologist, User.is_active)
    return bool(session.scalar(select(works_here)))


def has_begun(wave: Wave, moment: datetime) -> bool:
    """Say whether answers have ever been taken, whether or not they still are."""
    return wave.opens_at is not None and wave.opens_at <= moment
