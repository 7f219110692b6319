"""Who answers in this browser: kept in the cookie under a key of its own, until they leave."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import g, session, url_for
from sqlalchemy import select

from app.answering.drafts import code_digest, draft_key
from app.answering.errors import ClosedError, SessionIdleError, SessionLostError, SlipVoidedError
from app.database import db, now_utc
from app.models import SelfCode, Slip, Wave
from app.settings import IDLE

#: Beside it the same cookie may hold a member of staff, who is left alone.
KEY = "respondent"

#: The address that the last one came by: it is a whole class's, and the next one begins there.
ADDRESS = "address"

#: The programmes whose promise they have read, and whose questions they agreed to be asked.
AGREED = "agreed"

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Respondent:
    """Whoever answers.

    Attributes
    ----------
    code_end
        The last digits of the code they typed; empty where they have none.
    draft_key
        Opens what they have begun.
    """

    person: int
    code_end: str
    draft_key: bytes


def begin(person: int, code: str) -> None:
    """Remember who answers, instead of whoever did before."""
    _remember(person, code[-4:], code)


def begin_without_slip(person: int) -> None:
    """Remember who answers without a code: nobody but this browser opens what they have begun."""
    _remember(person, "", secrets.token_urlsafe())


def came_by(token: str | None) -> None:
    """Remember by which address somebody came; None is the page for codes."""
    if token is None:
        session.pop(ADDRESS, None)
    else:
        session[ADDRESS] = token


def has_address() -> bool:
    """Say whether whoever is at this browser came by an address, and so has no slip."""
    return ADDRESS in session


def first_page() -> str:
    """Return where the next one begins."""
    if has_address():
        return url_for("selfcodes.begin", token=session[ADDRESS])
    return url_for("answering.code")


def current() -> Respondent:
    """Return who answers; asked for again in the same request it is not looked up again.

    Raises
    ------
    SessionLostError
        Nobody does, nobody has for half an hour, or their slip has been voided.
    ClosedError
        They have no slip, and the wave at which they began is over.
    """
    if KEY not in g:
        setattr(g, KEY, _held())
    respondent: Respondent = getattr(g, KEY)
    return respondent


def is_there() -> bool:
    """Say whether somebody answers in this browser."""
    return KEY in session


def agree(programme_id: int) -> None:
    """Remember, until the code is typed in again, that whoever answers wants to."""
    session[AGREED] = [*session.get(AGREED, []), programme_id]


def has_agreed(programme_id: int) -> bool:
    """Say whether whoever answers wants to answer the questions of a programme."""
    return programme_id in session.get(AGREED, [])


def end() -> None:
    """Forget who answered: the next one at this computer is somebody else."""
    session.pop(KEY, None)
    session.pop(AGREED, None)
    g.pop(KEY, None)


def _remember(person: int, code_end: str, code: str) -> None:
    end()
    session[KEY] = [person, code_end, code_digest(code), _minute()]


def _held() -> Respondent:
    """Read the cookie, and mark it as seen: whoever goes away without a word is forgotten."""
    if not is_there():
        raise SessionLostError
    person, code_end, digest, seen = session[KEY]
    now = _minute()
    if (now - seen) * MINUTE > IDLE:
        raise SessionIdleError
    if code_end:
        _check_slip(person, digest)
    else:
        _check_wave(person)
    if seen != now:
        session[KEY] = [person, code_end, digest, now]
    return Respondent(person, code_end, draft_key(digest))


def _check_slip(person: int, digest: str) -> None:
    code = db.session.scalar(select(Slip.code).filter_by(person=person, voided_on=None))
    if code is None or not hmac.compare_digest(code_digest(code), digest):
        raise SlipVoidedError


def _check_wave(person: int) -> None:
    """Refuse whoever began without a slip at another wave: there they are somebody else."""
    wave = db.session.scalar(
        select(Wave).join(SelfCode, SelfCode.wave_id == Wave.id).where(SelfCode.person == person)
    )
    if wave is None or not wave.is_open():
        end()
        raise ClosedError


def _minute() -> int:
    """Return this minute; a cookie need not know more of when somebody answers."""
    return int(now_utc().timestamp()) // 60
