"""The questionnaires a school may give: the library and what it has published itself."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.models import OwnInstrument
from instruments.registry import OwnDefinition, Registry, SchoolRegistry

#: One for the process: its files are read once.
LIBRARY = Registry()


def registry_of(school_id: int) -> SchoolRegistry:
    """Return the library together with the school's own definitions."""
    own = db.session.scalars(select(OwnInstrument).filter_by(school_id=school_id))
    return SchoolRegistry(
        LIBRARY,
        [
            OwnDefinition(
                code=one.code, version=one.version, toml=one.definition, sha256=one.sha256
            )
            for one in own
        ],
    )
