"""Whose pages names stand on: a psychologist's, in a programme that keeps them, once opened."""

from __future__ import annotations

from functools import wraps
from math import ceil
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.loading import get_programme_or_404
from app.names.keyring import keyring
from app.names.queries import vault_of
from app.names.vaults import OpenVault, mark_of
from app.programmes.modes import mode_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from app.models import Programme


def where_names_are_kept(
    view: Callable[[Programme], ResponseReturnValue],
) -> Callable[[int], ResponseReturnValue]:
    """Give a view the programme, and lead back from one that keeps no names."""

    @wraps(view)
    def checked(programme_id: int) -> ResponseReturnValue:
        programme = get_programme_or_404(programme_id)
        if mode_of(programme).has_names:
            return view(programme)
        flash(_("This programme keeps no names."), "warning")
        return redirect(url_for("programmes.show", programme_id=programme.id))

    return checked


def open_names(programme: Programme) -> OpenVault | None:
    """Return what opens the names in this browser; None where they are closed."""
    held = keyring().held(current_user.get_id(), programme.id)
    vault = vault_of(programme)
    if held is None or vault is None or mark_of(vault) != held.mark:
        return None
    return held


def hold_open(programme: Programme, vault: OpenVault) -> None:
    """Let the names be open in this browser for a while."""
    keyring().hold(current_user.get_id(), programme.id, vault)


def close_names(programme: Programme) -> None:
    """Close the names in this browser."""
    keyring().close(current_user.get_id(), programme.id)


def seconds_left(programme: Programme) -> int:
    """Return how long the names stay open in this browser, in whole seconds begun."""
    return ceil(keyring().seconds_left(current_user.get_id(), programme.id))
