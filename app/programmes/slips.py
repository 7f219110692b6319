"""Every write to slips: a lost one is voided and another is issued to the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answering.drafts import reseal_drafts
from app.audit import record
from app.database import writing
from app.models import Participant, Slip
from app.programmes.codes import new_code
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from instruments.messages import N_

if TYPE_CHECKING:
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User

#: Codes looked up at a time.
CHUNK = 500


def unused_codes(session: scoped_session[Session], n: int) -> list[str]:
    """Return codes that nobody has had."""
    codes: dict[str, None] = {}
    while len(codes) < n:
        fresh = {new_code() for _ in range(min(CHUNK, n - len(codes)))}
        taken = session.scalars(select(Slip.code).where(Slip.code.in_(fresh)))
        codes |= dict.fromkeys(fresh.difference(taken))
    return list(codes)


def reissue_slip(programme: Programme, code: str, *, number: int, by: User | None) -> str:
    """Void a code and return another for the same participant, in one step.

    Parameters
    ----------
    number
        The participant's number, which the code must belong to; it is what is written down.

    Raises
    ------
    RefusedError
        The code is no longer valid, or the participant has never had it.
    """
    with writing() as session:
        lock(session, programme)
        slip = session.scalar(
            select(Slip)
            .join(Participant, Participant.person == Slip.person)
            .where(
                Participant.programme_id == programme.id,
                Participant.number == number,
                Slip.code == code,
            )
            .with_for_update(of=Slip)
        )
        if slip is None:
            raise RefusedError(
                N_(
                    "This is not the code of participant No. %(number)s. "
                    "Find the participant again.",
                    number=number,
                )
            )
        if slip.voided_on is not None:
            raise RefusedError(N_("This code is no longer valid; a newer slip has been issued."))
        today = programme.school.today
        slip.voided_on = today
        session.flush()
        (fresh,) = unused_codes(session, 1)
        session.add(Slip(code=fresh, person=slip.person, issued_on=today))
        reseal_drafts(session, slip.person, old_code=code, new_code=fresh)
        subject = f"{programme.id}/{number}"
        record("slip.reissue", subject, school_id=programme.school_id, by=by)
    return fresh
