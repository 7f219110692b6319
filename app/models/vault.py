"""Names of `confidential`, sealed: neither the database nor the installation can open them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Key, Model


class Vault(Model):
    """The key of a programme's names, sealed twice: under a passphrase, and for recovery."""

    __tablename__ = "vault"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    #: Of Argon2id, which makes a key of the passphrase.
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    by_passphrase: Mapped[bytes] = mapped_column(LargeBinary)
    by_recovery: Mapped[bytes] = mapped_column(LargeBinary)


class SealedName(Model):
    """The name of one participant under the key of the programme's vault."""

    __tablename__ = "sealed_name"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "person"], ["participant.programme_id", "participant.person"]
        ),
        {"sqlite_with_rowid": False},
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("vault.programme_id"), primary_key=True)
    person: Mapped[int] = mapped_column(Key, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
