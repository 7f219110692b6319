"""Four ways of pairing answers, consent that counts, drafts and names under seal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

MODES = ("codes_list", "codes_hat", "self_code", "confidential")
ROLES = ("mentee", "mentor")
STATES = ("given", "received", "refused", "withdrawn")


def upgrade() -> None:
    """Go forward; answers that were begun and not handed in cannot be sealed, and are erased.

    Programmes that are there already go on without waiting for consents, as they have so far.
    """
    _make_strata()
    _widen_programme()
    _widen_participant()
    _widen_others()
    op.drop_table("draft")
    _make_draft(sa.Column("sealed", sa.LargeBinary(), nullable=False))
    _make_counts()
    _make_self_codes()
    _make_vaults()
    op.create_table(
        "erased_form",
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        _foreign("erased_form", "administration_id", "administration"),
        _foreign("erased_form", "person", "person"),
        sa.PrimaryKeyConstraint("administration_id", "person", name=op.f("pk_erased_form")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "screening",
        sa.Column("submission_id", KEY, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("verdict", _one_of("verdict", "calm", "worrying"), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_screening_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "item", name=op.f("pk_screening")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Go back; what only the newer tables know is lost, programmes of newer modes among it."""
    for table in (
        "screening",
        "erased_form",
        "sealed_name",
        "vault",
        "self_code",
        "linkage_count",
        "consent_count",
        "draft",
    ):
        op.drop_table(table)
    _make_draft(sa.Column("answers", _json(), nullable=False))
    _narrow_others()
    _narrow_participant()
    _narrow_programme()
    op.drop_table("stratum")


def _of_programme() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("consent_required", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("named_role", sa.String(length=32), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reduced_at", sa.DateTime(timezone=True), nullable=True),
    )


def _of_participant() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("stratum_id", sa.Integer(), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
    )


def _of_others() -> dict[str, tuple[sa.Column[object], ...]]:
    return {
        "consent": (_required("version", sa.Integer(), "1"),),
        "school": (
            _required("full_name", sa.String(length=300), ""),
            _required("address", sa.String(length=300), ""),
            _required("head", sa.String(length=120), ""),
            _required("helpline", sa.String(length=60), "8-800-2000-122"),
        ),
    }


def _required(name: str, kind: sa.types.TypeEngine[object], default: str) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def _make_strata() -> None:
    op.create_table(
        "stratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("role", *ROLES), nullable=False),
        sa.Column("class_name", sa.String(length=20), nullable=False),
        sa.Column("arm", _one_of("arm", "programme", "comparison"), nullable=False),
        sa.Column("strategy_id", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=True),
        sa.CheckConstraint("n > 0", name=op.f("ck_stratum_holds_people")),
        _foreign("stratum", "programme_id", "programme"),
        _foreign("stratum", "strategy_id", "strategy"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("token", name=op.f("uq_stratum_token")),
    )
    op.create_index(op.f("ix_stratum_programme_id"), "stratum", ["programme_id"], unique=False)


def _widen_programme() -> None:
    with op.batch_alter_table("programme") as table:
        table.drop_constraint(op.f("ck_programme_linkage_mode"), type_="check")
        for column in _of_programme():
            table.add_column(column)
        table.create_check_constraint(
            op.f("ck_programme_linkage_mode"), _is_in("linkage_mode", MODES)
        )
        table.create_check_constraint(op.f("ck_programme_named_role"), _is_in("named_role", ROLES))


def _narrow_programme() -> None:
    op.execute("UPDATE programme SET linkage_mode = 'codes_list'")
    with op.batch_alter_table("programme") as table:
        table.drop_constraint(op.f("ck_programme_named_role"), type_="check")
        table.drop_constraint(op.f("ck_programme_linkage_mode"), type_="check")
        for column in _of_programme():
            table.drop_column(column.name)
        table.create_check_constraint(
            op.f("ck_programme_linkage_mode"), _is_in("linkage_mode", MODES[:1])
        )


def _widen_participant() -> None:
    with op.batch_alter_table("participant") as table:
        for column in _of_participant():
            table.add_column(column)
        table.create_check_constraint(op.f("ck_participant_sex"), _is_in("sex", ("female", "male")))
        table.create_foreign_key(
            op.f("fk_participant_stratum_id_stratum"), "stratum", ["stratum_id"], ["id"]
        )


def _narrow_participant() -> None:
    with op.batch_alter_table("participant") as table:
        table.drop_constraint(op.f("fk_participant_stratum_id_stratum"), type_="foreignkey")
        table.drop_constraint(op.f("ck_participant_sex"), type_="check")
        for column in _of_participant():
            table.drop_column(column.name)


def _widen_others() -> None:
    for table, columns in _of_others().items():
        for column in columns:
            op.add_column(table, column)


def _narrow_others() -> None:
    for table, columns in _of_others().items():
        for column in columns:
            op.drop_column(table, column.name)


def _make_draft(answers: sa.Column[object]) -> None:
    op.create_table(
        "draft",
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        answers,
        _foreign("draft", "administration_id", "administration"),
        _foreign("draft", "person", "person"),
        sa.PrimaryKeyConstraint("administration_id", "person", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )


def _make_counts() -> None:
    op.create_table(
        "consent_count",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("role", *ROLES), nullable=False),
        sa.Column("class_name", sa.String(length=20), nullable=False),
        sa.Column("paper", _one_of("paper", "personal", "testing"), nullable=False),
        sa.Column("state", _one_of("state", *STATES), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_consent_count_counts_people")),
        _foreign("consent_count", "programme_id", "programme"),
        sa.PrimaryKeyConstraint(
            "programme_id", "role", "class_name", "paper", "state", name=op.f("pk_consent_count")
        ),
        sqlite_with_rowid=False,
    )
    counts = ("entered", "left", "exact", "tolerant", "ambiguous", "unmatched")
    op.create_table(
        "linkage_count",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("role", *ROLES), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        _foreign("linkage_count", "programme_id", "programme"),
        sa.PrimaryKeyConstraint("programme_id", "role", name=op.f("pk_linkage_count")),
        sqlite_with_rowid=False,
    )


def _make_self_codes() -> None:
    op.create_table(
        "self_code",
        sa.Column("person", KEY, nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("role", _one_of("role", *ROLES), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _foreign("self_code", "person", "person"),
        _foreign("self_code", "wave_id", "wave"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_self_code")),
        sa.UniqueConstraint(
            "wave_id", "role", "fingerprint", name=op.f("uq_self_code_wave_id_role_fingerprint")
        ),
        sqlite_with_rowid=False,
    )


def _make_vaults() -> None:
    op.create_table(
        "vault",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("by_passphrase", sa.LargeBinary(), nullable=False),
        sa.Column("by_recovery", sa.LargeBinary(), nullable=False),
        _foreign("vault", "programme_id", "programme"),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_vault")),
    )
    op.create_table(
        "sealed_name",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["vault.programme_id"],
            name=op.f("fk_sealed_name_programme_id_vault"),
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "person"],
            ["participant.programme_id", "participant.person"],
            name=op.f("fk_sealed_name_programme_id_person_participant"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "person", name=op.f("pk_sealed_name")),
        sqlite_with_rowid=False,
    )


def _foreign(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _one_of(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _is_in(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(
        postgresql.JSONB(none_as_null=True), "postgresql"
    )
