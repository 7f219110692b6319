"""The curator's workshop, educational results, parents and partners, papers with requisites."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

#: In the order in which they may be dropped: what points at another before that.
TABLES = (
    "answer_theme", "coded_answer", "theme", "swot_line", "indicator_value", "indicator",
    "curator_form", "involvement", "report_companion", "conclusion", "requisites",
    "education_result", "education_import", "journal_layout", "guest_answer", "guest_survey",
)  # fmt: skip


def upgrade() -> None:
    """Go forward; files of reports that are there are whole reports."""
    _make_appraisal()
    _make_coding()
    _make_conclusions()
    _make_education()
    _make_guests()
    _widen_reports()


def downgrade() -> None:
    """Go back; what only the newer tables know is lost, summaries and drafts among it."""
    _narrow_reports()
    for table in TABLES:
        op.drop_table(table)


def _widen_reports() -> None:
    with op.batch_alter_table("report_job") as table:
        table.add_column(sa.Column("draft_id", KEY, nullable=True))
        table.add_column(sa.Column("drafts", JSON, nullable=True))
        table.add_column(sa.Column("parts", JSON, nullable=True))
        table.add_column(sa.Column("refusal", sa.Text(), nullable=True))
        table.add_column(sa.Column("frozen", sa.LargeBinary(), nullable=True))
        table.create_foreign_key(
            op.f("fk_report_job_draft_id_report_job"), "report_job", ["draft_id"], ["id"]
        )
        table.drop_constraint(op.f("ck_report_job_stage_known"), type_="check")
        table.create_check_constraint(op.f("ck_report_job_stage_known"), "stage IN (0, 1, 2)")
    with op.batch_alter_table("report_file") as table:
        table.add_column(
            sa.Column(
                "form",
                _one_of("form", "full", "summary", "site"),
                nullable=False,
                server_default="full",
            )
        )
        table.drop_constraint(op.f("pk_report_file"), type_="primary")
        table.create_primary_key(op.f("pk_report_file"), ["job_id", "form", "format"])
    with op.batch_alter_table("report_file") as table:
        table.alter_column("form", server_default=None)
    for name, empty in (("changes", "[]"), ("versions", "{}")):
        with op.batch_alter_table("issued_report") as table:
            table.add_column(sa.Column(name, JSON, nullable=False, server_default=empty))
        with op.batch_alter_table("issued_report") as table:
            table.alter_column(name, server_default=None)


def _narrow_reports() -> None:
    for statement in (
        "UPDATE report_job SET draft_id = NULL",
        "DELETE FROM report_file WHERE form <> 'full'",
        "DELETE FROM report_file WHERE job_id IN (SELECT id FROM report_job WHERE stage = 0)",
        "DELETE FROM issued_report WHERE stage = 0",
        "DELETE FROM report_companion",
        "DELETE FROM report_job WHERE stage = 0",
    ):
        op.execute(statement)
    for name in ("changes", "versions"):
        with op.batch_alter_table("issued_report") as table:
            table.drop_column(name)
    with op.batch_alter_table("report_file") as table:
        table.drop_constraint(op.f("pk_report_file"), type_="primary")
        table.drop_constraint(op.f("ck_report_file_form"), type_="check")
        table.create_primary_key(op.f("pk_report_file"), ["job_id", "format"])
        table.drop_column("form")
    with op.batch_alter_table("report_job") as table:
        table.drop_constraint(op.f("fk_report_job_draft_id_report_job"), type_="foreignkey")
        table.drop_constraint(op.f("ck_report_job_stage_known"), type_="check")
        table.create_check_constraint(op.f("ck_report_job_stage_known"), "stage IN (1, 2)")
        for name in ("frozen", "refusal", "parts", "drafts"):
            table.drop_column(name)
        table.drop_column("draft_id")


def _make_appraisal() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("unit", _one_of("unit", "count", "percent"), nullable=False),
        sa.Column("direction", _one_of("direction", "more", "less", "none"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_indicator_position_positive")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_indicator_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("school_id", "title", name=op.f("uq_indicator_school_id_title")),
    )
    op.create_table(
        "curator_form",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=41), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_curator_form_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "code", name=op.f("pk_curator_form")),
    )
    op.create_table(
        "indicator_value",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("at_start", sa.String(length=40), nullable=True),
        sa.Column("at_end", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
            name=op.f("fk_indicator_value_indicator_id_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_indicator_value_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "indicator_id", name=op.f("pk_indicator_value")),
    )
    op.create_table(
        "involvement",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("involved", sa.Integer(), nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pupils > 0 AND involved BETWEEN 0 AND pupils",
            name=op.f("ck_involvement_part_of_whole"),
        ),
        sa.CheckConstraint("target BETWEEN 0 AND 100", name=op.f("ck_involvement_target_percent")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_involvement_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_involvement")),
    )


def _make_coding() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_theme_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("programme_id", "title", name=op.f("uq_theme_programme_id_title")),
    )
    op.create_table(
        "swot_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "cell", _one_of("cell", "strength", "weakness", "opportunity", "threat"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_swot_line_position_positive")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_swot_line_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swot_line")),
        sa.UniqueConstraint(
            "programme_id", "origin", name=op.f("uq_swot_line_programme_id_origin")
        ),
    )
    op.create_table(
        "coded_answer",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column(
            "cell", _one_of("cell", "strength", "weakness", "opportunity", "threat"), nullable=True
        ),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_coded_answer_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "item", name=op.f("pk_coded_answer")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer_theme",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id", "item"],
            ["coded_answer.submission_id", "coded_answer.item"],
            name=op.f("fk_answer_theme_submission_id_item_coded_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["theme.id"],
            name=op.f("fk_answer_theme_theme_id_theme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "item", "theme_id", name=op.f("pk_answer_theme")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_answer_theme_theme_id"), "answer_theme", ["theme_id"])


def _make_conclusions() -> None:
    op.create_table(
        "conclusion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _one_of("kind", "strength", "weakness", "gap", "conclusion", "recommendation"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("drafted", sa.Text(), nullable=True),
        sa.Column("is_struck", sa.Boolean(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_conclusion_position_positive")),
        sa.CheckConstraint("stage IN (1, 2)", name=op.f("ck_conclusion_stage_known")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_conclusion_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusion")),
        sa.UniqueConstraint(
            "programme_id", "stage", "origin", name=op.f("uq_conclusion_programme_id_stage_origin")
        ),
    )
    op.create_table(
        "requisites",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "approval", _one_of("approval", "head", "order", "protocol", "none"), nullable=False
        ),
        sa.Column("approval_side", _one_of("approval_side", "left", "right"), nullable=False),
        sa.Column("approval_wording", sa.String(length=200), nullable=False),
        sa.Column("head_post", sa.String(length=120), nullable=False),
        sa.Column("head_name", sa.String(length=120), nullable=False),
        sa.Column("approval_number", sa.String(length=40), nullable=False),
        sa.Column("approval_date", sa.String(length=40), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("appendix", sa.String(length=40), nullable=False),
        sa.Column("curator_post", sa.String(length=120), nullable=False),
        sa.Column("curator_name", sa.String(length=120), nullable=False),
        sa.Column("psychologist_post", sa.String(length=120), nullable=False),
        sa.Column("psychologist_name", sa.String(length=120), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=True),
        sa.Column("template_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_requisites_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_requisites")),
    )
    op.create_table(
        "report_companion",
        sa.Column("job_id", KEY, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["report_job.id"],
            name=op.f("fk_report_companion_job_id_report_job"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_report_companion_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("job_id", "programme_id", name=op.f("pk_report_companion")),
    )


def _make_education() -> None:
    op.create_table(
        "journal_layout",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("header_sha256", sa.String(length=64), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_journal_layout_school_id_school")
        ),
        sa.PrimaryKeyConstraint("school_id", "header_sha256", name=op.f("pk_journal_layout")),
    )
    op.create_table(
        "education_import",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("role", "mentee", "mentor"), nullable=False),
        sa.Column("imported_on", sa.Date(), nullable=False),
        sa.Column("is_tied", sa.Boolean(), nullable=False),
        sa.Column("is_drawn_on", sa.Boolean(), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_education_import_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_import")),
    )
    op.create_index(
        "ix_education_import_current",
        "education_import",
        ["programme_id", "role"],
        unique=True,
        sqlite_where=sa.text("replaced_on IS NULL"),
        postgresql_where=sa.text("replaced_on IS NULL"),
    )
    op.create_table(
        "education_result",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("measure", _one_of("measure", "mean_mark", "quality", "missed"), nullable=False),
        sa.Column("person", KEY, nullable=True),
        sa.Column("entry_numerator", sa.BigInteger(), nullable=True),
        sa.Column("entry_denominator", sa.BigInteger(), nullable=True),
        sa.Column("exit_numerator", sa.BigInteger(), nullable=True),
        sa.Column("exit_denominator", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "entry_denominator > 0 AND exit_denominator > 0",
            name=op.f("ck_education_result_denominators_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["education_import.id"],
            name=op.f("fk_education_result_import_id_education_import"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "person"],
            ["participant.programme_id", "participant.person"],
            name=op.f("fk_education_result_programme_id_person_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
            name=op.f("fk_education_result_programme_id_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education_result")),
    )
    op.create_index("ix_education_result_import", "education_result", ["import_id", "measure"])


def _make_guests() -> None:
    op.create_table(
        "guest_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("audience", _one_of("audience", "parent", "partner"), nullable=False),
        sa.Column("code", sa.String(length=41), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_reported", sa.Boolean(), nullable=False),
        sa.CheckConstraint("invited >= 0", name=op.f("ck_guest_survey_invited_counts_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_guest_survey_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_survey")),
        sa.UniqueConstraint(
            "programme_id", "audience", name=op.f("uq_guest_survey_programme_id_audience")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_guest_survey_token")),
    )
    op.create_table(
        "guest_answer",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["guest_survey.id"], name=op.f("fk_guest_answer_survey_id_guest_survey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_answer")),
    )
    op.create_index(op.f("ix_guest_answer_survey_id"), "guest_answer", ["survey_id"])


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
