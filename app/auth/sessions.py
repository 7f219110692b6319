"""Who is signed in, kept on the server: a copied cookie is worth nothing after signing out."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user

from app.database import db, now_utc, writing
from app.models import StaffSession, User
from app.names.keyring import keyring
from app.settings import IDLE

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Role, School

#: How long a session that is in use may go unmarked: not every click has to write.
UNMARKED = timedelta(minutes=1)

login_manager = LoginManager()


class SignedIn(UserMixin):
    """A member of staff in one browser."""

    def __init__(self, token: str, user: User) -> None:
        self._token = token
        self.user = user

    def get_id(self) -> str:
        """Return what the cookie holds: a token of this session, not the user's number."""
        return self._token

    @property
    def roles(self) -> frozenset[Role]:
        """What the person may do."""
        return self.user.roles

    @property
    def school(self) -> School:
        """The school everything is reached through."""
        return self.user.school


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@login_manager.user_loader
def load(token: str) -> SignedIn | None:
    """Return who holds the token, unless the session has ended or been idle too long."""
    held = db.session.get(StaffSession, _sha256(token))
    if held is None or not held.user.is_active:
        return None
    user, idle = held.user, now_utc() - held.seen_at
    if idle > IDLE:
        return None
    if idle > UNMARKED:
        _mark(held.token_sha256)
    return SignedIn(token, user)


def _mark(token_sha256: str) -> None:
    """Remember that the session is in use, unless it ends at this moment."""
    with writing() as connection:
        held = connection.query(StaffSession).filter_by(token_sha256=token_sha256)
        held.update({"seen_at": now_utc()})


@login_manager.unauthorized_handler
def ask_to_sign_in() -> ResponseReturnValue:
    """Send whoever has to sign in to where it is done, and afterwards back to what they read."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("auth.sign_in", next=wanted))


def begin(user: User) -> None:
    """Sign a person in; whatever the browser held before is forgotten."""
    token = secrets.token_urlsafe(32)
    with writing() as connection:
        connection.query(StaffSession).filter(StaffSession.seen_at < now_utc() - IDLE).delete()
        connection.add(StaffSession(token_sha256=_sha256(token), user_id=user.id))
    session.clear()
    login_user(SignedIn(token, user))


def end(signed_in: SignedIn) -> None:
    """Sign this browser out, here and on the server, and close the names it has opened."""
    keyring().close_all(signed_in.get_id())
    with writing() as connection:
        connection.query(StaffSession).filter_by(token_sha256=_sha256(signed_in.get_id())).delete()
    logout_user()
    session.clear()


def end_all(user_id: int) -> None:
    """End every session of a person; called inside an operation that changes who they are."""
    db.session.query(StaffSession).filter_by(user_id=user_id).delete()
