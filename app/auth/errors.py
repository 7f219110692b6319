"""What the rules about accounts refuse.

ValueError
├── AlreadySetUpError       a school is there already
├── LoginTakenError         somebody has this login
├── WrongPasswordError      it is not the password
└── LastAdministratorError  nobody would be left to administrate
"""

from __future__ import annotations


class AlreadySetUpError(ValueError):
    """A school is there already: the first start is over."""


class LoginTakenError(ValueError):
    """Somebody, perhaps of another school, has this login."""

    def __init__(self, login: str) -> None:
        self.login = login
        super().__init__(login)


class WrongPasswordError(ValueError):
    """It is not the password of this person."""


class LastAdministratorError(ValueError):
    """Without this administrator nobody could let anybody in."""

    def __init__(self, login: str) -> None:
        self.login = login
        super().__init__(login)
