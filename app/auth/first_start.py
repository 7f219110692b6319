"""The first start: whoever holds the one-time address sets the school up, once."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, redirect, request, url_for
from sqlalchemy import exists, select, text

from app.auth.errors import AlreadySetUpError
from app.database import db
from app.models import School
from app.settings import secret

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

SET_UP_TOKEN_FILE = "setup-token"  # noqa: S105 - because it is a file's name

#: Views that are of use before there is a school.
_VIEWS = {"auth.set_up", "auth.load_demonstration", "auth.not_set_up"}

#: Blueprints that are, whatever they show; None holds static files.
_BLUEPRINTS = {None, "bootstrap", "health"}


def set_up_token(instance: Path) -> str:
    """Return the secret of the one-time address, made when it is first asked for."""
    return secret(instance, SET_UP_TOKEN_FILE)


def is_set_up() -> bool:
    """Say whether there is a school."""
    return bool(db.session.scalar(select(exists().where(School.id.is_not(None)))))


def reserve_first_school(session: scoped_session[Session]) -> None:
    """Make sure, inside an operation, that the school it is about to add will be the first.

    SQLite has one writer anyway; on PostgreSQL whoever comes second waits here.

    Raises
    ------
    AlreadySetUpError
        There is a school.
    """
    if db.engine.dialect.name == "postgresql":
        session.execute(text("LOCK TABLE school IN EXCLUSIVE MODE"))
    if is_set_up():
        raise AlreadySetUpError


def opens_set_up(token: str) -> bool:
    """Say whether this is the one-time address, and there is no school yet."""
    path = _token_path()
    expected = path.read_bytes() if path.exists() else b""
    is_token = bool(expected) and secrets.compare_digest(expected, token.encode())
    return is_token and not is_set_up()


def forget_token() -> None:
    """Let the one-time address lead nowhere."""
    _token_path().unlink(missing_ok=True)


def send_to_explanation() -> ResponseReturnValue | None:
    """Show, before there is a school, what has to be done first.

    That there is one is remembered: a school is never deleted.
    """
    if request.blueprint in _BLUEPRINTS or request.endpoint in _VIEWS:
        return None
    known = current_app.extensions.setdefault("zamer-set-up", set())
    if not known and not is_set_up():
        return redirect(url_for("auth.not_set_up"))
    known.add(True)
    return None


def _token_path() -> Path:
    return Path(current_app.config["INSTANCE"]) / SET_UP_TOKEN_FILE
