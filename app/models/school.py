"""A school, the people who work in it, and where they are signed in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Instant, Model, now_utc

#: The children's helpline of all Russia.
HELPLINE = "8-800-2000-122"


class Role(StrEnum):
    """What a member of staff may do."""

    PSYCHOLOGIST = "psychologist"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class School(Model):
    """A school, and the zone its days are counted in."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: An IANA name, such as Asia/Kamchatka.
    time_zone: Mapped[str] = mapped_column(String(64))
    #: As papers call it, where that is more than its name; its address; who heads it.
    full_name: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    head: Mapped[str] = mapped_column(String(120), default="")
    #: Whom a child may call when things are bad.
    helpline: Mapped[str] = mapped_column(String(60), default=HELPLINE)
    #: Holds simulated people; every page says so.
    is_demo: Mapped[bool] = mapped_column(default=False)

    def day_of(self, moment: datetime) -> date:
        """Return the date in the school at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def start_of(self, day: date) -> datetime:
        """Return the moment at which a day begins in the school."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.time_zone))

    @property
    def today(self) -> date:
        """The date in the school now."""
        return self.day_of(now_utc())


class User(Model):
    """A member of staff."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("is_psychologist OR is_curator OR is_administrator", name="has_a_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    #: In lower case; what is typed at sign-in, whatever its case.
    login: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_psychologist: Mapped[bool] = mapped_column(default=False)
    is_curator: Mapped[bool] = mapped_column(default=False)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    #: Somebody who has left cannot sign in; what they did stays theirs.
    is_active: Mapped[bool] = mapped_column(default=True)

    school: Mapped[School] = relationship()

    @property
    def roles(self) -> frozenset[Role]:
        """What this person may do."""
        held = {
            Role.PSYCHOLOGIST: self.is_psychologist,
            Role.CURATOR: self.is_curator,
            Role.ADMINISTRATOR: self.is_administrator,
        }
        return frozenset(role for role, has in held.items() if has)


class StaffSession(Model):
    """One signed-in browser; ending it here ends it there."""

    __tablename__ = "staff_session"

    #: SHA-256 of the token in the cookie: the table alone lets nobody in.
    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    seen_at: Mapped[datetime] = mapped_column(Instant, default=now_utc)

    user: Mapped[User] = relationship()
