"""The SWOT table of a programme: lines that are proposed, confirmed, edited, added."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, one_of


class SwotCell(StrEnum):
    """Internal strong and weak sides, external opportunities and threats."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"


class SwotLine(Model):
    """A line that the curator decided on; what is only proposed is computed and has no row."""

    __tablename__ = "swot_line"
    __table_args__ = (
        UniqueConstraint("programme_id", "origin"),
        CheckConstraint("position > 0", name="position_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    cell: Mapped[SwotCell] = mapped_column(one_of(SwotCell, "cell"))
    #: Its place within the cell.
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    #: What it was proposed from, such as a rating or a theme; null: the curator's own.
    origin: Mapped[str | None] = mapped_column(String(200))
    #: How it was proposed when the curator decided.
    proposed: Mapped[str | None] = mapped_column(Text)
    #: Printed; a proposal that was turned down is kept so that it is not made again.
    is_confirmed: Mapped[bool]
