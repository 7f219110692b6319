"""What follows when a consent is withdrawn: answers and name go, the slip opens nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.answering.erasing import erase_of_programme
from app.audit import record
from app.education.drawing import erase_results
from app.models import Consent, ConsentState, Participant, SealedName

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User


def follow_consents(
    session: scoped_session[Session],
    programme: Programme,
    persons: Collection[int],
    *,
    by: User | None,
) -> None:
    """Erase what is kept of those who have withdrawn a paper; let others answer again.

    Inside an operation that has locked the programme and its waves, and written down the papers
    of `persons`. What has been erased does not come back with the consent.
    """
    withdrawn = _withdrawn(session, programme, persons)
    people = session.scalars(
        select(Participant)
        .where(Participant.programme_id == programme.id, Participant.person.in_(persons))
        .order_by(Participant.number)
    ).all()
    gone = [one for one in people if one.person in withdrawn and one.withdrawn_on is None]
    if gone:
        persons_gone = {one.person for one in gone}
        erase_of_programme(session, programme, persons_gone)
        erase_results(session, programme, persons_gone)
        session.execute(
            delete(SealedName).where(
                SealedName.programme_id == programme.id, SealedName.person.in_(persons_gone)
            )
        )
    for one in gone:
        one.withdrawn_on, one.age, one.sex = programme.school.today, None, None
        subject = f"{programme.id}/{one.number}"
        record("answers.erase", subject, school_id=programme.school_id, by=by)
    for one in people:
        if one.person not in withdrawn:
            one.withdrawn_on = None


def _withdrawn(
    session: scoped_session[Session], programme: Programme, persons: Collection[int]
) -> set[int]:
    """Return who has withdrawn either paper."""
    return set(
        session.scalars(
            select(Consent.person).where(
                Consent.programme_id == programme.id,
                Consent.person.in_(persons),
                Consent.state == ConsentState.WITHDRAWN,
            )
        )
    )
