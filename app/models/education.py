"""Educational results before and after: marks, quality of knowledge, lessons missed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Json, Key, Model, one_of, random_id
from app.models.programme import ProgrammeRole


class Measure(StrEnum):
    """What an electronic journal says of a pupil for a term."""

    MEAN_MARK = "mean_mark"
    QUALITY = "quality"
    MISSED = "missed"


class JournalLayout(Model):
    """Where a school's electronic journal writes what; found again by the header of its table."""

    __tablename__ = "journal_layout"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    #: SHA-256 of the titles of the columns.
    header_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: What is read to the number of its column.
    columns: Mapped[dict[str, Any]] = mapped_column(Json)


class EducationResult(Model):
    """One measure of one pupil before and after; exact, numerator and denominator.

    Measures of one pupil are not tied to each other. Only where the programme keeps names does a
    row know whose it is: elsewhere marks would give a code away.
    """

    __tablename__ = "education_result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "person"], ["participant.programme_id", "participant.person"]
        ),
        CheckConstraint(
            "entry_denominator > 0 AND exit_denominator > 0", name="denominators_positive"
        ),
        Index("ix_education_result_programme", "programme_id", "role", "measure"),
    )

    id: Mapped[int] = random_id()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    measure: Mapped[Measure] = mapped_column(one_of(Measure, "measure"))
    #: Only in `confidential`.
    person: Mapped[int | None] = mapped_column(Key)
    #: Null where the pupil has none for that term.
    entry_numerator: Mapped[int | None] = mapped_column(BigInteger)
    entry_denominator: Mapped[int | None] = mapped_column(BigInteger)
    exit_numerator: Mapped[int | None] = mapped_column(BigInteger)
    exit_denominator: Mapped[int | None] = mapped_column(BigInteger)
