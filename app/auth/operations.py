"""Everything that signing in, passwords and the first start write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit import record
from app.auth.accounts import typed_login
from app.auth.errors import WrongPasswordError
from app.auth.first_start import reserve_first_school
from app.auth.passwords import hash_password, is_outdated, is_password
from app.auth.sessions import end_all
from app.database import db, writing
from app.models import School, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.auth.accounts import NewAccount


def find_signing_in(login: str, password: str) -> User | None:
    """Return who has this login and this password, and still works here."""
    user = db.session.query(User).filter_by(login=typed_login(login)).one_or_none()
    if not is_password(password, None if user is None else user.password_hash):
        return None
    if user is None or not user.is_active:
        return None
    if is_outdated(user.password_hash):
        _renew_hash(user, password)
    return user


def _renew_hash(user: User, password: str) -> None:
    """Hash the same password by today's parameters, unless it was changed meanwhile."""
    outdated, renewed = user.password_hash, hash_password(password)
    with writing() as session:
        same = session.query(User).filter_by(id=user.id, password_hash=outdated)
        same.update({"password_hash": renewed})


def change_password(user: User, *, old: str, new: str) -> None:
    """Give a person the password they chose and end their sessions everywhere.

    Raises
    ------
    WrongPasswordError
        The old password is another one.
    """
    if not is_password(old, user.password_hash):
        raise WrongPasswordError
    password_hash = hash_password(new)
    with writing():
        user.password_hash = password_hash
        end_all(user.id)
        record("user.password", user.id, school_id=user.school_id, by=user)


def set_up_school(name: str, time_zone: str, accounts: Sequence[NewAccount]) -> User:
    """Make the first school with its staff, and return the first of them.

    Raises
    ------
    AlreadySetUpError
        Somebody was faster.
    """
    school = School(name=name, time_zone=time_zone)
    users = [account.user() for account in accounts]
    with writing() as session:
        reserve_first_school(session)
        for user in users:
            user.school = school
        session.add_all(users)
        session.flush()
        for user in users:
            record("user.add", user.id, school_id=school.id, by=users[0])
        record("school.set_up", school.id, school_id=school.id, by=users[0])
    return users[0]
