"""Who can sign in to the demonstration: their passwords are derived, and stored nowhere."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from app.auth.passwords import is_password
from app.database import db
from app.models import Role, School, User
from app.sealing import keyed_digest

#: Who works at the school, under which login.
STAFF = {
    "psychologist": Role.PSYCHOLOGIST,
    "curator": Role.CURATOR,
    "admin": Role.ADMINISTRATOR,
}


@dataclass(frozen=True, kw_only=True)
class DemoSignIn:
    """One account, as the sign-in page shows it."""

    login: str
    password: str
    roles: frozenset[Role]


def demo_password(login: str) -> str:
    """Return the password of an account of the demonstration, which only this installation has."""
    digest = bytes.fromhex(keyed_digest(f"demo:{login}"))
    return base64.b32encode(digest).decode("ascii")[:12].lower()


def demo_sign_ins() -> list[DemoSignIn]:
    """Return the accounts of the demonstration itself, as long as their passwords are theirs."""
    users = (
        db.session.query(User)
        .join(School)
        .filter(School.is_demo, User.is_active, User.login.in_(STAFF))
    )
    return [
        DemoSignIn(login=user.login, password=demo_password(user.login), roles=user.roles)
        for user in users.order_by(User.id)
        if _opens(demo_password(user.login), user.password_hash)
    ]


@lru_cache(maxsize=2 * len(STAFF))
def _opens(password: str, password_hash: str) -> bool:
    """Say whether this is the password; a check is slow on purpose, so each is made once."""
    return is_password(password, password_hash)
