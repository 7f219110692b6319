"""Sentences of a report's conclusions: drafted from results, edited by people."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, one_of


class ConclusionKind(StrEnum):
    """What a sentence is for."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    GAP = "gap"
    CONCLUSION = "conclusion"
    RECOMMENDATION = "recommendation"


class Conclusion(Model):
    """A sentence that somebody touched; one nobody touched is only drafted and has no row."""

    __tablename__ = "conclusion"
    __table_args__ = (
        UniqueConstraint("programme_id", "stage", "origin"),
        CheckConstraint("stage IN (1, 2)", name="stage_known"),
        CheckConstraint("position > 0", name="position_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    stage: Mapped[int]
    kind: Mapped[ConclusionKind] = mapped_column(one_of(ConclusionKind, "kind"))
    #: Its place within its kind.
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    #: Which draft it stands for; null: somebody's own sentence.
    origin: Mapped[str | None] = mapped_column(String(200))
    #: What the draft said when the sentence was last read; another draft asks for re-reading.
    drafted: Mapped[str | None] = mapped_column(Text)
    #: Not printed.
    is_struck: Mapped[bool] = mapped_column(default=False)
