"""Educational results before and after: marks, quality of knowledge, lessons missed."""

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
    String,
    text,
)
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
    #: Of the titles of the columns, keyed by the installation's secret: a title may be a name.
    header_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: By how the table was read, what is read to the number of its column.
    columns: Mapped[dict[str, Any]] = mapped_column(Json)


class EducationImport(Model):
    """A table of one role's results as it was handed in.

    One that a report has drawn on is kept when another takes its place: the next report is only
    made when the two differ by enough people for none to be told apart.
    """

    __tablename__ = "education_import"
    __table_args__ = (
        Index(
            "ix_education_import_current",
            "programme_id",
            "role",
            unique=True,
            sqlite_where=text("replaced_on IS NULL"),
            postgresql_where=text("replaced_on IS NULL"),
        ),
    )

    id: Mapped[int] = random_id()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    imported_on: Mapped[date]
    #: Whether its rows know whose they are.
    is_tied: Mapped[bool]
    #: Whether a report has shown a figure of it.
    is_drawn_on: Mapped[bool] = mapped_column(default=False)
    #: When another table took its place, or it was removed.
    replaced_on: Mapped[date | None]


class EducationResult(Model):
    """One measure of one pupil before and after; exact, numerator and denominator.

    Measures of one pupil are not tied to each other. Only where the programme keeps names does a
    row know whose it is: elsewhere marks would give a code away. A row with neither value is what
    is left of somebody whose consent was withdrawn after a report: nothing but that it was there.
    """

    __tablename__ = "education_result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "person"], ["participant.programme_id", "participant.person"]
        ),
        CheckConstraint(
            "entry_denominator > 0 AND exit_denominator > 0", name="denominators_positive"
        ),
        Index("ix_education_result_import", "import_id", "measure"),
    )

    id: Mapped[int] = random_id()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    import_id: Mapped[int] = mapped_column(Key, ForeignKey("education_import.id"))
    measure: Mapped[Measure] = mapped_column(one_of(Measure, "measure"))
    #: Only in `confidential`.
    person: Mapped[int | None] = mapped_column(Key)
    #: Null where the pupil has none for that term.
    entry_numerator: Mapped[int | None] = mapped_column(BigInteger)
    entry_denominator: Mapped[int | None] = mapped_column(BigInteger)
    exit_numerator: Mapped[int | None] = mapped_column(BigInteger)
    exit_denominator: Mapped[int | None] = mapped_column(BigInteger)
