"""Scores in the order of persons, so that entry and exit meet; how forms were filled in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward.

    How a form was filled in follows from its questionnaire, which no migration knows: forms that
    are there already have no row of it.
    """
    op.execute(
        "CREATE TABLE carried AS "
        "SELECT submission.administration_id, submission.person, score.scale, "
        "score.scoring_version, score.numerator, score.denominator "
        "FROM score JOIN submission ON submission.id = score.submission_id"
    )
    op.drop_table("score")
    op.create_table(
        "score",
        sa.Column("person", KEY, nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=60), nullable=False),
        sa.Column("scoring_version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("denominator > 0", name=op.f("ck_score_denominator_positive")),
        _of_submission("score"),
        sa.PrimaryKeyConstraint(
            "person", "administration_id", "scale", "scoring_version", name=op.f("pk_score")
        ),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO score "
        "(person, administration_id, scale, scoring_version, numerator, denominator) "
        "SELECT person, administration_id, scale, scoring_version, numerator, denominator "
        "FROM carried ORDER BY person, administration_id, scale, scoring_version"
    )
    op.drop_table("carried")
    op.create_index(
        "ix_score_scale",
        "score",
        ["administration_id", "scale", "scoring_version", "person"],
        postgresql_include=["numerator", "denominator"],
        sqlite_where=sa.text("0"),
    )
    op.create_table(
        "response_quality",
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("missing", sa.Double(), nullable=False),
        sa.Column("longest_run", sa.Integer(), nullable=False),
        sa.Column("variance", sa.Double(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        _of_submission("response_quality"),
        sa.PrimaryKeyConstraint("administration_id", "person", name=op.f("pk_response_quality")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_response_quality_flagged",
        "response_quality",
        ["administration_id", "person"],
        sqlite_where=sa.text("flagged = 1"),
        postgresql_where=sa.text("flagged"),
    )


def _of_submission(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["administration_id", "person"],
        ["submission.administration_id", "submission.person"],
        name=op.f(f"fk_{table}_administration_id_person_submission"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Go back; how forms were filled in is lost."""
    op.drop_table("response_quality")
    op.execute(
        "CREATE TABLE carried AS "
        "SELECT submission.id AS submission_id, score.scale, score.scoring_version, "
        "score.numerator, score.denominator "
        "FROM score JOIN submission ON submission.administration_id = score.administration_id "
        "AND submission.person = score.person"
    )
    op.drop_table("score")
    op.create_table(
        "score",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("scale", sa.String(length=60), nullable=False),
        sa.Column("scoring_version", sa.Integer(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("denominator > 0", name=op.f("ck_score_denominator_positive")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_score_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "scale", "scoring_version", name=op.f("pk_score")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO score (submission_id, scale, scoring_version, numerator, denominator) "
        "SELECT submission_id, scale, scoring_version, numerator, denominator "
        "FROM carried ORDER BY submission_id, scale, scoring_version"
    )
    op.drop_table("carried")
