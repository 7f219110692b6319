"""PostgreSQL stores the files of reports as they are: packed already, they only cost time."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward; it is true of files stored from now on."""
    _store("EXTERNAL")


def downgrade() -> None:
    """Go back to what PostgreSQL does by itself."""
    _store("EXTENDED")


def _store(how: str) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE report_file ALTER COLUMN content SET STORAGE {how}")
