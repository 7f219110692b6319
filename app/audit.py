"""Writes down who did what, inside the operation that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.database import db
from app.models import AuditEvent

if TYPE_CHECKING:
    from app.models import User


def record(action: str, subject: object, *, school_id: int, by: User | None) -> None:
    """Add an event to the transaction of the operation.

    Parameters
    ----------
    action
        A noun and a verb, such as `wave.close`.
    subject
        The number of what it was done to; never a code, a name or an answer.
    by
        None for the command line.
    """
    db.session.add(
        AuditEvent(
            school_id=school_id,
            user_id=None if by is None else by.id,
            action=action,
            subject=str(subject),
        )
    )
