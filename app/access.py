"""Who may use a view: every one says so, and a test fails on silence."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from flask import abort
from flask_login import current_user

from app.auth.sessions import login_manager
from app.models import Role

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

#: Whoever opens the page: respondents, and staff before they sign in.
EVERYONE: frozenset[Role] = frozenset()

#: The two who run programmes and waves; in many schools they are one person.
PROGRAMME_STAFF = (Role.PSYCHOLOGIST, Role.CURATOR)

#: Any member of staff.
STAFF = tuple(Role)


def allow(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let these roles use a view; nobody else, and nobody who has not signed in.

    `@allow(*EVERYONE)` says that anybody may.
    """

    def declared(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if roles and not current_user.is_authenticated:
                return cast("R", login_manager.unauthorized())
            if roles and not current_user.roles & set(roles):
                abort(403)
            return view(*args, **kwargs)

        vars(checked)["roles"] = frozenset(roles)
        return checked

    return declared
