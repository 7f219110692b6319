"""Who has agreed: conditions that pages, answering and imports put to the database alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from app.models import Consent, ConsentState, Paper, Participant, Programme
from app.programmes.modes import MODES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

#: The ways of pairing in which everybody has papers of their own; in the others they are counted.
LISTING = tuple(mode for mode, rules in MODES.items() if rules.lists_people)


def has_agreed() -> ColumnElement[bool]:
    """Return the condition under which both papers of a participant have come signed."""
    received = (
        select(func.count())
        .select_from(Consent)
        .where(
            Consent.programme_id == Participant.programme_id,
            Consent.person == Participant.person,
            Consent.state == ConsentState.RECEIVED,
        )
        .correlate(Participant)
        .scalar_subquery()
    )
    return received == len(Paper)


def may_answer() -> ColumnElement[bool]:
    """Return the condition under which a participant of a programme may be measured at all."""
    return or_(
        Programme.consent_required.is_(False),
        Programme.linkage_mode.not_in(LISTING),
        has_agreed(),
    )


def asks_each_person(programme: Programme) -> bool:
    """Say whether a programme measures nobody whose own two papers have not come."""
    return programme.consent_required and programme.linkage_mode in LISTING
