"""Everything that administrators write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from app.audit import record
from app.auth.accounts import give_roles
from app.auth.errors import LastAdministratorError, LoginTakenError
from app.auth.passwords import hash_password
from app.auth.sessions import end_all
from app.database import writing
from app.models import HELPLINE, Role, School, User

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.auth.accounts import NewAccount


def add_user(school: School, account: NewAccount, *, by: User | None) -> User:
    """Let somebody new sign in.

    Raises
    ------
    LoginTakenError
        Somebody has this login, perhaps at another school.
    """
    user = account.user()
    with writing() as session:
        user.school_id = school.id
        session.add(user)
        try:
            session.flush()
        except IntegrityError as error:
            raise LoginTakenError(account.login) from error
        record("user.add", user.id, school_id=school.id, by=by)
    return user


def change_roles(user: User, roles: AbstractSet[Role], *, by: User | None) -> None:
    """Let a person do this from now on, and nothing else.

    Raises
    ------
    LastAdministratorError
        They are the only administrator, and would cease to be.
    """
    with writing() as session:
        if Role.ADMINISTRATOR not in roles:
            _keep_an_administrator(session, user)
        give_roles(user, roles)
        record("user.roles", user.id, school_id=user.school_id, by=by)


def set_password(user: User, password: str, *, by: User | None) -> None:
    """Give a person another password and end their sessions everywhere."""
    password_hash = hash_password(password)
    with writing():
        user.password_hash = password_hash
        end_all(user.id)
        record("user.password", user.id, school_id=user.school_id, by=by)


def deactivate(user: User, *, by: User | None) -> None:
    """Let a person sign in no more; what they did stays theirs.

    Raises
    ------
    LastAdministratorError
        They are the only administrator.
    """
    with writing() as session:
        _keep_an_administrator(session, user)
        user.is_active = False
        end_all(user.id)
        record("user.deactivate", user.id, school_id=user.school_id, by=by)


def activate(user: User, *, by: User | None) -> None:
    """Let a person sign in again."""
    with writing():
        user.is_active = True
        record("user.activate", user.id, school_id=user.school_id, by=by)


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """What a school is called, by which clock it lives, and what its papers say of it.

    Attributes
    ----------
    helpline
        Whom a child may call; none given is the one for all of Russia.
    """

    name: str
    time_zone: str
    full_name: str = ""
    address: str = ""
    head: str = ""
    helpline: str = HELPLINE


def change_school(school: School, facts: SchoolFacts, *, by: User | None) -> None:
    """Call the school so, and count its days in this zone."""
    with writing():
        school.name, school.time_zone = facts.name, facts.time_zone
        school.full_name, school.address, school.head = facts.full_name, facts.address, facts.head
        school.helpline = facts.helpline or HELPLINE
        record("school.change", school.id, school_id=school.id, by=by)


def _keep_an_administrator(session: scoped_session[Session], user: User) -> None:
    """Refuse to lose the only administrator; two who remove each other wait for one another."""
    session.query(School).filter_by(id=user.school_id).with_for_update().one()
    session.refresh(user)
    others = session.query(User).filter(
        User.school_id == user.school_id, User.id != user.id, User.is_administrator, User.is_active
    )
    if user.is_administrator and user.is_active and others.count() == 0:
        raise LastAdministratorError(user.login)
