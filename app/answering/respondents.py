"""Who answers in this browser: kept in the cookie under a key of its own, until they leave."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta

from flask import g, session
from sqlalchemy import select

from app.answering.drafts import code_digest, draft_key
from app.answering.errors import SessionIdleError, SessionLostError, SlipVoidedError
from app.database import db, now_utc
from app.models import Slip
from app.settings import IDLE

#: Beside it the same cookie may hold a member of staff, who is left alone.
KEY = "respondent"

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Respondent:
    """Whoever answers.

    Attributes
    ----------
    code_end
        The last digits of the code they typed.
    draft_key
        Opens what they have begun.
    """

    person: int
    code_end: str
    draft_key: bytes


def begin(person: int, code: str) -> None:
    """Remember who answers, instead of whoever did before."""
    end()
    session[KEY] = [person, code[-4:], code_digest(code), _minute()]


def current() -> Respondent:
    """Return who answers; asked for again in the same request it is not looked up again.

    Raises
    ------
    SessionLostError
        Nobody does, nobody has for half an hour, or their slip has been voided.
    """
    if KEY not in g:
        setattr(g, KEY, _held())
    respondent: Respondent = getattr(g, KEY)
    return respondent


def is_there() -> bool:
    """Say whether somebody answers in this browser."""
    return KEY in session


def end() -> None:
    """Forget who answered: the next one at this computer is somebody else."""
    session.pop(KEY, None)
    g.pop(KEY, None)


def _held() -> Respondent:
    """Read the cookie, and mark it as seen: whoever goes away without a word is forgotten."""
    if not is_there():
        raise SessionLostError
    person, code_end, digest, seen = session[KEY]
    now = _minute()
    if (now - seen) * MINUTE > IDLE:
        raise SessionIdleError
    code = db.session.scalar(select(Slip.code).filter_by(person=person, voided_on=None))
    if code is None or not hmac.compare_digest(code_digest(code), digest):
        raise SlipVoidedError
    if seen != now:
        session[KEY] = [person, code_end, digest, now]
    return Respondent(person, code_end, draft_key(digest))


def _minute() -> int:
    """Return this minute; a cookie need not know more of when somebody answers."""
    return int(now_utc().timestamp()) // 60
