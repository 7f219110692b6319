"""Finds a programme for a page that only some ways of pairing have: elsewhere it is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort

from app.loading import get_programme_or_404
from app.programmes.modes import mode_of

if TYPE_CHECKING:
    from app.models import Programme


def listed_programme_or_404(programme_id: int) -> Programme:
    """Return a programme of the school whose people are listed one by one."""
    programme = get_programme_or_404(programme_id)
    return programme if mode_of(programme).lists_people else abort(404)


def counted_programme_or_404(programme_id: int) -> Programme:
    """Return a programme of the school whose people are only counted by strata."""
    programme = get_programme_or_404(programme_id)
    return programme if not mode_of(programme).lists_people else abort(404)
