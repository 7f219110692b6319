"""Who keeps the codes: a code opens what its holder has begun to answer, so few may read it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, cast

from flask import render_template
from flask_login import current_user

from app.database import db
from app.loading import get_programme_or_404
from app.models import Role
from app.programmes.guards import has_psychologist

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")


def holds_codes() -> bool:
    """Say whether whoever is signed in keeps the codes of their school.

    The psychologist does; in a school without one, whoever runs the waves instead.
    """
    return Role.PSYCHOLOGIST in current_user.roles or not has_psychologist(
        db.session, current_user.school.id
    )


def for_holders_of_codes(
    view: Callable[P, ResponseReturnValue],
) -> Callable[P, ResponseReturnValue]:
    """Refuse a view of a programme's codes, in words, to whoever does not keep them."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if holds_codes():
            return view(*args, **kwargs)
        programme = get_programme_or_404(cast("int", kwargs["programme_id"]))
        return render_template("programmes/not_holder.html", programme=programme), 403

    return checked
