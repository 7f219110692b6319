"""What the roles are called, and what each of them sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from app.models import Role

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

ROLE_NAMES = {
    Role.PSYCHOLOGIST: _l("psychologist"),
    Role.CURATOR: _l("curator"),
    Role.ADMINISTRATOR: _l("administrator"),
}

ROLE_SEES = {
    Role.PSYCHOLOGIST: _l(
        "Chooses questionnaires, holds waves, keeps the slips with codes and makes both reports; "
        "sees who has answered, and results of groups only."
    ),
    Role.CURATOR: _l(
        "Runs the programme and makes both reports; sees how many have answered, and results "
        "of groups only."
    ),
    Role.ADMINISTRATOR: _l("Adds staff, gives roles and passwords; sees no answers."),
}


def role_names(roles: AbstractSet[Role]) -> str:
    """Return the names of roles, always in the same order."""
    return ", ".join(str(ROLE_NAMES[role]) for role in Role if role in roles)
