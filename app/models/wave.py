"""A wave, and which questionnaires it gives to whom."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Instant, Model, now_utc, one_of
from app.models.participant import Participant
from app.models.programme import Arm, Programme, ProgrammeRole, Stratum

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

#: What stage 1 asks about: the course of mentoring, which only those who are in it can know.
PROCESS = "process"


class WaveKind(StrEnum):
    """When in the programme people are asked."""

    ENTRY = "entry"
    MID = "mid"
    EXIT = "exit"


class Wave(Model):
    """One time of asking; open from `opens_at` up to `closes_at`."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("programme_id", "kind"),
        CheckConstraint(
            "closes_at IS NULL OR (opens_at IS NOT NULL AND closes_at >= opens_at)",
            name="closes_after_opening",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    kind: Mapped[WaveKind] = mapped_column(one_of(WaveKind, "kind"))
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    #: When a report was first made of its answers; from then on they stay as they are.
    reported_at: Mapped[datetime | None] = mapped_column(Instant)

    programme: Mapped[Programme] = relationship()
    administrations: Mapped[list[Administration]] = relationship(
        back_populates="wave", order_by="Administration.position"
    )

    @classmethod
    def is_open_at(cls, moment: datetime) -> ColumnElement[bool]:
        """Return the condition under which answers are taken."""
        return and_(cls.opens_at <= moment, or_(cls.closes_at.is_(None), cls.closes_at > moment))

    def is_open(self, moment: datetime | None = None) -> bool:
        """Say whether answers are taken."""
        moment = moment or now_utc()
        return (
            self.opens_at is not None
            and self.opens_at <= moment
            and (self.closes_at is None or moment < self.closes_at)
        )

    def is_closed(self, moment: datetime | None = None) -> bool:
        """Say whether it has been held and is over, so that aggregates may be shown."""
        return self.closes_at is not None and self.closes_at <= (moment or now_utc())


class Administration(Model):
    """One questionnaire at one wave: exactly which version, and who gets it."""

    __tablename__ = "administration"
    __table_args__ = (
        UniqueConstraint("wave_id", "code"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    code: Mapped[str] = mapped_column(String(41))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    #: What it asks about, as its definition says.
    construct: Mapped[str] = mapped_column(String(20))
    #: Its place in the order in which the questionnaires are given.
    position: Mapped[int]

    wave: Mapped[Wave] = relationship(back_populates="administrations")
    given_to: Mapped[list[AdministrationRole]] = relationship(cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        """`CODE@n`, as the registry knows it."""
        return f"{self.code}@{self.version}"

    @property
    def roles(self) -> frozenset[ProgrammeRole]:
        """Who gets it."""
        return frozenset(given.role for given in self.given_to)


class AdministrationRole(Model):
    """One role that gets a questionnaire."""

    __tablename__ = "administration_role"
    __table_args__ = ({"sqlite_with_rowid": False},)

    administration_id: Mapped[int] = mapped_column(
        ForeignKey("administration.id"), primary_key=True
    )
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"), primary_key=True)


def is_asked(who: type[Participant | Stratum] = Participant) -> ColumnElement[bool]:
    """Return the condition under which a participant, or a stratum, is given a questionnaire.

    By role; whoever is only compared with is not asked about mentoring that they do not have.
    """
    return and_(
        AdministrationRole.administration_id == Administration.id,
        AdministrationRole.role == who.role,
        or_(Administration.construct != PROCESS, who.arm != Arm.COMPARISON),
    )
