"""What an account of a member of staff is made of, and by which rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.auth.passwords import SHORTEST, hash_password
from app.models import Role, User

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_LOGIN = re.compile(r"[\w.@-]{2,64}")


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to be made."""

    login: str
    password: str
    roles: frozenset[Role]

    def user(self) -> User:
        """Return the member of staff, of no school yet; hashing the password takes its time."""
        user = User(login=typed_login(self.login), password_hash=hash_password(self.password))
        give_roles(user, self.roles)
        return user


def give_roles(user: User, roles: AbstractSet[Role]) -> None:
    """Let a member of staff hold these roles and no others."""
    user.is_psychologist = Role.PSYCHOLOGIST in roles
    user.is_curator = Role.CURATOR in roles
    user.is_administrator = Role.ADMINISTRATOR in roles


def typed_login(text: str | None) -> str:
    """Return the login that was meant: whatever the case, without spaces around it."""
    return unicodedata.normalize("NFKC", text or "").strip().lower()


def is_login(login: str) -> bool:
    """Say whether it can be a login: letters of any alphabet, digits and . _ - @."""
    return _LOGIN.fullmatch(login) is not None


def is_long_enough(password: str) -> bool:
    """Say whether a password has as many characters as it must."""
    return len(password) >= SHORTEST


def is_the_login(password: str, login: str) -> bool:
    """Say whether somebody took their login for a password."""
    return typed_login(password) == typed_login(login)
