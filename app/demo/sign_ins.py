"""Who can sign in to the demonstration: their passwords are derived, and stored nowhere."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

from app.database import db
from app.models import School, User

if TYPE_CHECKING:
    from app.models import Role


@dataclass(frozen=True, kw_only=True)
class DemoSignIn:
    """One account, as the sign-in page shows it."""

    login: str
    password: str
    roles: frozenset[Role]


def demo_password(login: str) -> str:
    """Return the password of an account of the demonstration, which only this installation has."""
    key = current_app.config["SECRET_KEY"]
    digest = hmac.digest(key.encode(), f"demo:{login}".encode(), "sha256")
    return base64.b32encode(digest).decode("ascii")[:12].lower()


def demo_sign_ins() -> list[DemoSignIn]:
    """Return everybody who works at the school of the demonstration."""
    users = db.session.query(User).join(School).filter(School.is_demo, User.is_active)
    return [
        DemoSignIn(login=user.login, password=demo_password(user.login), roles=user.roles)
        for user in users.order_by(User.id)
    ]
