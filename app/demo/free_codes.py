"""Codes with which a visitor can answer as somebody of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from app.database import db, now_utc
from app.models import (
    Administration,
    AdministrationRole,
    Membership,
    Participant,
    Programme,
    ProgrammeRole,
    School,
    Slip,
    Submission,
    Wave,
)
from app.programmes.agreement import may_answer
from app.programmes.codes import shown_code
from app.programmes.words import ROLES

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True)
class FreeCode:
    """A code with something left to answer, as it stands on a slip."""

    role: ProgrammeRole
    code: str

    @property
    def role_name(self) -> str:
        """What the role is called on the staff's pages."""
        return str(ROLES[self.role])


def demo_codes() -> list[FreeCode]:
    """Return a code per role whose holder has not answered a form that is open."""
    found = ((role, db.session.scalar(_free(role))) for role in ProgrammeRole)
    return [FreeCode(role, shown_code(code)) for role, code in found if code is not None]


def _free(role: ProgrammeRole) -> Select[str]:
    """Find the code of somebody who is still in the programme and has an open form left."""
    now = now_utc()
    answered = exists().where(
        Submission.administration_id == Administration.id, Submission.person == Slip.person
    )
    left = exists().where(Membership.person == Slip.person, Membership.to_on.is_not(None))
    return (
        select(Slip.code)
        .join(Participant, Participant.person == Slip.person)
        .join(Programme, Programme.id == Participant.programme_id)
        .join(School)
        .join(Wave, Wave.programme_id == Programme.id)
        .join(Administration)
        .join(AdministrationRole)
        .where(
            School.is_demo,
            Slip.voided_on.is_(None),
            Participant.role == role,
            AdministrationRole.role == role,
            Wave.opens_at <= now,
            or_(Wave.closes_at.is_(None), Wave.closes_at > now),
            ~answered,
            ~left,
            may_answer(),
        )
        .order_by(Slip.person)
        .limit(1)
    )
