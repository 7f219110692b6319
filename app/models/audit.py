"""Who did what on the staff's side; answering leaves no trace here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Instant, Model, now_utc


class AuditEvent(Model):
    """One act of a member of staff."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    #: Null for the command line.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    happened_at: Mapped[datetime] = mapped_column(Instant, default=now_utc)
    #: A verb and its object, such as `wave.close`.
    action: Mapped[str] = mapped_column(String(40))
    #: The number of what it was done to; never a code, a name or an answer.
    subject: Mapped[str] = mapped_column(String(60), default="")
