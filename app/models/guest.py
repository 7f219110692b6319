"""Parents and partners: asked once about a programme, by an address, without a code."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Json, Model, one_of, random_id
from app.models.programme import Programme


class Audience(StrEnum):
    """Who is asked from outside the pairs."""

    PARENT = "parent"
    PARTNER = "partner"


class GuestSurvey(Model):
    """One questionnaire for one audience of a programme, behind an address of its own."""

    __tablename__ = "guest_survey"
    __table_args__ = (
        UniqueConstraint("programme_id", "audience"),
        CheckConstraint("invited >= 0", name="invited_counts_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    audience: Mapped[Audience] = mapped_column(one_of(Audience, "audience"))
    code: Mapped[str] = mapped_column(String(41))
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    #: What the address ends with.
    token: Mapped[str] = mapped_column(String(16), unique=True)
    #: How many were asked, as the curator knows; null: not known.
    invited: Mapped[int | None]
    #: Answers are taken; results are shown once they are not.
    is_open: Mapped[bool] = mapped_column(default=True)
    #: Whether a report has drawn on the answers: then it stays closed.
    is_reported: Mapped[bool] = mapped_column(default=False)

    programme: Mapped[Programme] = relationship()


class GuestAnswer(Model):
    """One form that came in; its random key was made with the page, so none counts twice."""

    __tablename__ = "guest_answer"

    id: Mapped[int] = random_id()
    survey_id: Mapped[int] = mapped_column(ForeignKey("guest_survey.id"), index=True)
    #: Item code to answer: null was skipped.
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
