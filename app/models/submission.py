"""What was answered, the scores it gives, and what has been begun but not handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Json, Key, Model, random_id
from app.models.wave import Administration


class Submission(Model):
    """One questionnaire handed in by one person; written once.

    No clock time, address or browser is kept, and the random key tells no order.
    """

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("administration_id", "person"),)

    id: Mapped[int] = random_id()
    administration_id: Mapped[int] = mapped_column(ForeignKey("administration.id"))
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), index=True)
    #: Item code to answer: null was skipped, absent was not shown.
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    #: The date in the school's zone.
    answered_on: Mapped[date]

    administration: Mapped[Administration] = relationship()


class Score(Model):
    """A scale score, exact: numerator and denominator in lowest terms; a missing one has no row."""

    __tablename__ = "score"
    __table_args__ = (
        CheckConstraint("denominator > 0", name="denominator_positive"),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(
        Key, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    scale: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: Which rules of scoring gave it.
    scoring_version: Mapped[int] = mapped_column(primary_key=True)
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)


class Draft(Model):
    """Answers that have been given but not handed in; gone when they are, or the wave closes."""

    __tablename__ = "draft"
    __table_args__ = ({"sqlite_with_rowid": False},)

    administration_id: Mapped[int] = mapped_column(
        ForeignKey("administration.id"), primary_key=True
    )
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
