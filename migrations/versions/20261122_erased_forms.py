"""Which forms were erased after a report, instead of how many: their people must not stand out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward; nothing could be erased so far."""
    op.create_table(
        "erased_form",
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administration.id"],
            name=op.f("fk_erased_form_administration_id_administration"),
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_erased_form_person_person")
        ),
        sa.PrimaryKeyConstraint("administration_id", "person", name=op.f("pk_erased_form")),
        sqlite_with_rowid=False,
    )
    op.drop_column("wave", "erased_forms")


def downgrade() -> None:
    """Go back; that forms are missing from the last report is forgotten."""
    op.add_column(
        "wave", sa.Column("erased_forms", sa.Integer(), nullable=False, server_default="0")
    )
    op.drop_table("erased_form")
