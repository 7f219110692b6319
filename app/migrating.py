"""Brings the database to the version this code expects."""

from __future__ import annotations

from pathlib import Path

from flask_migrate import Migrate, upgrade

#: Beside the package, in a checkout and where it is installed.
MIGRATIONS = Path(__file__).parent.parent / "migrations"

#: SQLite alters a table by copying it, hence batches.
migrate = Migrate(directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)


def migrate_to_head() -> None:
    """Apply the migrations that are missing; needs an application context."""
    upgrade(directory=str(MIGRATIONS))
