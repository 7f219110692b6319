"""Says whether the system is well: for whoever watches over the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, jsonify
from sqlalchemy.exc import SQLAlchemyError

from app.access import EVERYONE, allow
from app.database import db
from app.migrating import MIGRATIONS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)


def head_revision() -> str | None:
    """Return the revision that this code expects the database to be at."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def current_revision() -> str | None:
    """Return the revision that the database is at; None before the first migration."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@bp.get("/health")
@allow(*EVERYONE)
def health() -> ResponseReturnValue:
    """Tell whether the database answers and is of this version."""
    try:
        migrated = current_revision() == head_revision()
    except SQLAlchemyError:
        return jsonify(database="unavailable", migrations="unknown"), 503
    state = "current" if migrated else "outdated"
    return jsonify(database="ok", migrations=state), 200 if migrated else 503
