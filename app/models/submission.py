"""What was answered, the scores it gives, and what has been begun but not handed in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Json, Key, Model, one_of, random_id
from app.models.wave import Administration


class Verdict(StrEnum):
    """What an open answer calls for."""

    CALM = "calm"
    WORRYING = "worrying"


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


def _of_submission() -> ForeignKeyConstraint:
    """Tie a row to the submission of the same person and form, and let it go with that."""
    return ForeignKeyConstraint(
        ["administration_id", "person"],
        ["submission.administration_id", "submission.person"],
        ondelete="CASCADE",
    )


class Score(Model):
    """A scale score, exact: numerator and denominator in lowest terms; a missing one has no row.

    What is counted lies together. SQLite keeps rows in the order of their key: a person's entry and
    exit are found next to each other, and by comparing one number. PostgreSQL finds the scores of
    a scale in an index of its own and need not look at the rows at all.
    """

    __tablename__ = "score"
    __table_args__ = (
        _of_submission(),
        CheckConstraint("denominator > 0", name="denominator_positive"),
        Index(
            "ix_score_scale",
            "administration_id",
            "scale",
            "scoring_version",
            "person",
            postgresql_include=["numerator", "denominator"],
            sqlite_where=text("0"),  # there it would only repeat the table, so it holds nothing
        ),
        {"sqlite_with_rowid": False},
    )

    person: Mapped[int] = mapped_column(Key, primary_key=True)
    administration_id: Mapped[int] = mapped_column(primary_key=True)
    scale: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: Which rules of scoring gave it.
    scoring_version: Mapped[int] = mapped_column(primary_key=True)
    numerator: Mapped[int] = mapped_column(BigInteger)
    denominator: Mapped[int] = mapped_column(BigInteger)


class ResponseQuality(Model):
    """How a form was filled in, as `analysis.quality` judged it when it was handed in.

    A form from before forms were judged has no row: nothing is known of it.
    """

    __tablename__ = "response_quality"
    __table_args__ = (
        _of_submission(),
        Index(  # few are flagged, and they are counted by themselves
            "ix_response_quality_flagged",
            "administration_id",
            "person",
            sqlite_where=text("flagged = 1"),
            postgresql_where=text("flagged"),
        ),
        {"sqlite_with_rowid": False},
    )

    administration_id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(Key, primary_key=True)
    #: Share of the items shown that were not answered.
    missing: Mapped[float]
    #: Items in the longest run of one answer.
    longest_run: Mapped[int]
    #: Of the person's answers within a response set; null where there are too few.
    variance: Mapped[float | None]
    #: Whether it looks careless; no figure leaves the form out for it.
    flagged: Mapped[bool]


class Screening(Model):
    """What the psychologist judged of one open answer; nobody else reads it before."""

    __tablename__ = "screening"
    __table_args__ = ({"sqlite_with_rowid": False},)

    submission_id: Mapped[int] = mapped_column(
        Key, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(one_of(Verdict, "verdict"))


class ErasedForm(Model):
    """A form that was erased after a report had drawn on it; forgotten at the next report.

    What was answered is gone; whose it was stays so long, since a report is only made again when
    the people it lacks are enough not to be told apart.
    """

    __tablename__ = "erased_form"
    __table_args__ = ({"sqlite_with_rowid": False},)

    administration_id: Mapped[int] = mapped_column(
        ForeignKey("administration.id"), primary_key=True
    )
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), primary_key=True)


class Draft(Model):
    """Answers that have been given but not handed in; gone when they are, or the wave closes."""

    __tablename__ = "draft"
    __table_args__ = ({"sqlite_with_rowid": False},)

    administration_id: Mapped[int] = mapped_column(
        ForeignKey("administration.id"), primary_key=True
    )
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), primary_key=True)
    #: The answers under a key that the code and the installation's secret make together.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
