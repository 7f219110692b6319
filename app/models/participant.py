"""The people of a programme, known by a number and a code, never by a name."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Key, Model, one_of, random_id
from app.models.programme import Arm, Programme, ProgrammeRole, Strategy


class Paper(StrEnum):
    """What a family agrees to: two papers."""

    PERSONAL = "personal"
    TESTING = "testing"


class ConsentState(StrEnum):
    """How far a paper has come."""

    GIVEN = "given"
    RECEIVED = "received"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Sex(StrEnum):
    """What a table of norms may ask for."""

    FEMALE = "female"
    MALE = "male"


class Person(Model):
    """Somebody who answers; the key is random and means nothing outside."""

    __tablename__ = "person"

    id: Mapped[int] = random_id()
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)


class Slip(Model):
    """A code on paper; a lost one is voided and another is issued to the same person."""

    __tablename__ = "slip"
    __table_args__ = (
        Index(
            "ix_slip_person_valid",
            "person",
            unique=True,
            sqlite_where=text("voided_on IS NULL"),
            postgresql_where=text("voided_on IS NULL"),
        ),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"))
    issued_on: Mapped[date]
    voided_on: Mapped[date | None]


class Participant(Model):
    """A person in a programme, as they were placed at entry."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("programme_id", "number"), {"sqlite_with_rowid": False})

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), primary_key=True)
    #: What staff call the person by; within a class it follows no list that has names.
    number: Mapped[int]
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    #: Class or work place, as the school writes it; empty where there is none.
    class_name: Mapped[str] = mapped_column(String(20), default="")
    arm: Mapped[Arm] = mapped_column(one_of(Arm, "arm"), default=Arm.PROGRAMME)
    strategy_id: Mapped[int | None] = mapped_column(ForeignKey("strategy.id"))
    #: The stack or address the person came by; null where people are listed one by one.
    stratum_id: Mapped[int | None] = mapped_column(ForeignKey("stratum.id"))
    #: Full years at entry, and sex: for tables of norms, in `confidential` only.
    age: Mapped[int | None]
    sex: Mapped[Sex | None] = mapped_column(one_of(Sex, "sex"))
    #: When what they had answered was erased because the consent was withdrawn.
    withdrawn_on: Mapped[date | None]

    programme: Mapped[Programme] = relationship()
    strategy: Mapped[Strategy | None] = relationship()


class Consent(Model):
    """The state of one paper of one participant."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "person"], ["participant.programme_id", "participant.person"]
        ),
        {"sqlite_with_rowid": False},
    )

    programme_id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int] = mapped_column(Key, primary_key=True)
    paper: Mapped[Paper] = mapped_column(one_of(Paper, "paper"), primary_key=True)
    state: Mapped[ConsentState] = mapped_column(one_of(ConsentState, "state"))
    changed_on: Mapped[date]
    #: Which version of the paper was given out.
    version: Mapped[int] = mapped_column(default=1)


class ConsentCount(Model):
    """How many papers of one role and class have come so far, where nobody is listed."""

    __tablename__ = "consent_count"
    __table_args__ = (
        CheckConstraint("n > 0", name="counts_people"),
        {"sqlite_with_rowid": False},
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"), primary_key=True)
    class_name: Mapped[str] = mapped_column(String(20), primary_key=True)
    paper: Mapped[Paper] = mapped_column(one_of(Paper, "paper"), primary_key=True)
    state: Mapped[ConsentState] = mapped_column(one_of(ConsentState, "state"), primary_key=True)
    n: Mapped[int]
