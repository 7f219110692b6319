"""Who answers in this browser: kept in the cookie under a key of its own, until they leave."""

from __future__ import annotations

from dataclasses import dataclass

from flask import session

from app.answering.errors import SessionLostError

#: Beside it the same cookie may hold a member of staff, who is left alone.
KEY = "respondent"


@dataclass(frozen=True)
class Respondent:
    """A person and the last digits of the code they typed."""

    person: int
    code_end: str


def begin(person: int, code: str) -> None:
    """Remember who answers, instead of whoever did before."""
    session[KEY] = [person, code[-4:]]


def current() -> Respondent:
    """Return who answers.

    Raises
    ------
    SessionLostError
        Nobody does.
    """
    if not is_there():
        raise SessionLostError
    return Respondent(*session[KEY])


def is_there() -> bool:
    """Say whether somebody answers in this browser."""
    return KEY in session


def end() -> None:
    """Forget who answered: the next one at this computer is somebody else."""
    session.pop(KEY, None)
