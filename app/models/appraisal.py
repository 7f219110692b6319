"""What the curator enters: pupils involved, questionnaires of their own, indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import ExactDecimal, Json, Model, one_of

#: Per cent of a school's pupils that one order asks for.
DEFAULT_TARGET = 70


class Involvement(Model):
    """How many of the school's pupils are in any mentoring, as the curator counts them."""

    __tablename__ = "involvement"
    __table_args__ = (
        CheckConstraint("pupils > 0 AND involved BETWEEN 0 AND pupils", name="part_of_whole"),
        CheckConstraint("target BETWEEN 0 AND 100", name="target_percent"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    involved: Mapped[int]
    pupils: Mapped[int]
    #: Per cent.
    target: Mapped[int] = mapped_column(default=DEFAULT_TARGET)


class CuratorForm(Model):
    """One questionnaire that the curator filled in of a programme: `curator` or `criteria`."""

    __tablename__ = "curator_form"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(41), primary_key=True)
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    #: Item code to answer; null was skipped.
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    filled_on: Mapped[date]


class IndicatorUnit(StrEnum):
    """What an indicator counts in."""

    COUNT = "count"
    PERCENT = "percent"


class IndicatorDirection(StrEnum):
    """Which way an indicator gets better."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Indicator(Model):
    """One line of a school's table of indicators."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("school_id", "title"),
        CheckConstraint("position > 0", name="position_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    title: Mapped[str] = mapped_column(String(300))
    unit: Mapped[IndicatorUnit] = mapped_column(one_of(IndicatorUnit, "unit"))
    direction: Mapped[IndicatorDirection] = mapped_column(one_of(IndicatorDirection, "direction"))
    position: Mapped[int]
    #: No longer asked for; programmes that have filled it in keep it.
    is_retired: Mapped[bool] = mapped_column(default=False)


class IndicatorValue(Model):
    """An indicator of a programme at its start and at its end; null: not known."""

    __tablename__ = "indicator_value"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    at_start: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    at_end: Mapped[Decimal | None] = mapped_column(ExactDecimal)
