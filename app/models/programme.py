"""A mentoring programme: its form, year and rules, its strategies, its pairs and groups."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from analysis.disclosure import DEFAULT_K, LARGEST_K, SMALLEST_K
from app.database import Instant, Json, Key, Model, one_of
from app.models.school import School


class MentoringForm(StrEnum):
    """Who mentors whom."""

    PUPIL_PUPIL = "pupil-pupil"
    TEACHER_PUPIL = "teacher-pupil"
    TEACHER_TEACHER = "teacher-teacher"
    STUDENT_PUPIL = "student-pupil"
    EMPLOYER_PUPIL = "employer-pupil"
    EMPLOYER_STUDENT = "employer-student"


class ProgrammeRole(StrEnum):
    """What a participant is in the programme."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class Arm(StrEnum):
    """Whether a participant is mentored, or only measured to compare with."""

    PROGRAMME = "programme"
    COMPARISON = "comparison"


class LinkageMode(StrEnum):
    """How answers of two waves find each other."""

    CODES_LIST = "codes_list"
    CODES_HAT = "codes_hat"
    SELF_CODE = "self_code"
    CONFIDENTIAL = "confidential"


class YearKind(StrEnum):
    """A school year (2026/27) or a calendar year (2026)."""

    SCHOOL = "school"
    CALENDAR = "calendar"


class Programme(Model):
    """One school, one year, one form of mentoring."""

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
        CheckConstraint(f"k BETWEEN {SMALLEST_K} AND {LARGEST_K}", name="k_in_range"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    mentoring_form: Mapped[MentoringForm] = mapped_column(one_of(MentoringForm, "mentoring_form"))
    #: What the school calls its role models, such as «лидер – пассивный»; empty where it has none.
    role_models: Mapped[str] = mapped_column(String(200), default="")
    year_kind: Mapped[YearKind] = mapped_column(one_of(YearKind, "year_kind"))
    #: The year it begins in.
    year: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Like `k`, fixed once the first answer is in.
    linkage_mode: Mapped[LinkageMode] = mapped_column(
        one_of(LinkageMode, "linkage_mode"), default=LinkageMode.CODES_LIST
    )
    k: Mapped[int] = mapped_column(default=DEFAULT_K)
    #: Whether nobody answers before both of their papers have come.
    consent_required: Mapped[bool] = mapped_column(default=True)
    #: A role of two to six adults that agreed to be shown one by one; it has no statistics.
    named_role: Mapped[ProgrammeRole | None] = mapped_column(one_of(ProgrammeRole, "named_role"))
    #: When people of `self_code` were paired and what they were paired by was erased.
    linked_at: Mapped[datetime | None] = mapped_column(Instant)
    #: When answers were reduced to the reports that had been made of them.
    reduced_at: Mapped[datetime | None] = mapped_column(Instant)
    #: What is to be tested and how, as `analysis.plan` keeps it; null: the default, from the entry
    #: wave's questionnaires, which stay as they are once it has opened.
    plan: Mapped[dict[str, Any] | None] = mapped_column(Json)

    school: Mapped[School] = relationship()

    @property
    def year_text(self) -> str:
        """The year as people write it."""
        if self.year_kind is YearKind.CALENDAR:
            return str(self.year)
        return f"{self.year}/{(self.year + 1) % 100:02}"


class Strategy(Model):
    """A way of forming pairs that the programme wants to compare."""

    __tablename__ = "strategy"
    __table_args__ = (UniqueConstraint("programme_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[str] = mapped_column(String(80))


class Stratum(Model):
    """So many people of one kind who are not told apart: a stack of slips, or one address."""

    __tablename__ = "stratum"
    __table_args__ = (CheckConstraint("n > 0", name="holds_people"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    class_name: Mapped[str] = mapped_column(String(20), default="")
    arm: Mapped[Arm] = mapped_column(one_of(Arm, "arm"), default=Arm.PROGRAMME)
    strategy_id: Mapped[int | None] = mapped_column(ForeignKey("strategy.id"))
    #: How many people are invited.
    n: Mapped[int]
    #: What the address of `self_code` ends with; null in other modes.
    token: Mapped[str | None] = mapped_column(String(16), unique=True)

    programme: Mapped[Programme] = relationship()
    strategy: Mapped[Strategy | None] = relationship()


class MentoringGroup(Model):
    """A pair, or a mentor with several mentees, under a label that names nobody."""

    __tablename__ = "mentoring_group"
    __table_args__ = (UniqueConstraint("programme_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    label: Mapped[str] = mapped_column(String(40))


class Membership(Model):
    """Who was in which group, as what, from when to when; mentors are replaced in winter."""

    __tablename__ = "membership"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "person"], ["participant.programme_id", "participant.person"]
        ),
        UniqueConstraint("group_id", "person", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column()
    group_id: Mapped[int] = mapped_column(ForeignKey("mentoring_group.id"))
    person: Mapped[int] = mapped_column(Key)
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
