"""Erases answers: with the code while their wave is open, later when a consent is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from app.answering.errors import NothingToEraseError, TooLateToEraseError
from app.answering.queries import stored_forms
from app.database import now_utc, writing
from app.models import Administration, Draft, ErasedForm, Participant, Submission, Wave

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from flask_sqlalchemy.session import Session
    from sqlalchemy import Select
    from sqlalchemy.orm import scoped_session

    from app.answering.queries import StoredForms
    from app.models import Programme


def check_erasable(person: int, moment: datetime) -> StoredForms:
    """Return what somebody could erase now.

    Raises
    ------
    NothingToEraseError
        Nothing is there, or only at waves that have closed.
    """
    stored = stored_forms(person, moment)
    if not stored.is_erasable:
        raise TooLateToEraseError if stored.n_closed else NothingToEraseError
    return stored


def erase_answers(person: int, *, moment: datetime | None = None) -> None:
    """Erase what somebody has begun or handed in at the waves that are open, at their own wish.

    It is written down nowhere.

    Raises
    ------
    NothingToEraseError
        Nothing is there, or only at waves that have closed.
    """
    with writing() as session:
        _hold(session, person)
        moment = moment or now_utc()
        check_erasable(person, moment)
        forms = select(Administration.id).join(Wave).where(Wave.is_open_at(moment))
        _erase(session, {person}, forms)


def _hold(session: scoped_session[Session], person: int) -> None:
    """Let none of the person's waves close, and none of their other tabs write, meanwhile.

    Everybody locks waves in one order, and people after waves.
    """
    programmes = select(Participant.programme_id).filter_by(person=person)
    session.execute(
        select(Wave.id)
        .where(Wave.programme_id.in_(programmes))
        .order_by(Wave.id)
        .with_for_update(read=True)
    )
    session.execute(
        select(Participant.person)
        .filter_by(person=person)
        .order_by(Participant.programme_id)
        .with_for_update(key_share=True)
    )


def erase_of_programme(
    session: scoped_session[Session], programme: Programme, persons: Collection[int]
) -> None:
    """Erase whatever people answered in a programme, inside an operation that holds its waves.

    Of waves that have been reported it is noted which forms are gone, until the next report: one
    that lacked a single form would tell what stood in it.
    """
    forms = select(Administration.id).join(Wave).where(Wave.programme_id == programme.id)
    reported = (
        select(Submission.administration_id, Submission.person)
        .where(Submission.person.in_(persons))
        .where(Submission.administration_id.in_(forms.where(Wave.reported_at.is_not(None))))
    )
    session.execute(insert(ErasedForm).from_select(["administration_id", "person"], reported))
    _erase(session, persons, forms)


def _erase(session: scoped_session[Session], persons: Collection[int], forms: Select[int]) -> None:
    """Erase drafts and submissions; what was made of them goes with these."""
    for table in (Draft, Submission):
        session.execute(
            delete(table)
            .where(table.person.in_(persons), table.administration_id.in_(forms))
            .execution_options(synchronize_session=False)
        )
