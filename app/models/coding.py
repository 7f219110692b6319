"""What the curator made of open answers: themes, a cell of the SWOT table, quotations released."""

from __future__ import annotations

from sqlalchemy import ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Key, Model, one_of
from app.models.swot import SwotCell

#: A theme may be a sentence.
LONGEST_THEME = 300


class Theme(Model):
    """What several open answers of a programme speak of, in the curator's words."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("programme_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    title: Mapped[str] = mapped_column(String(LONGEST_THEME))


class CodedAnswer(Model):
    """One open answer that the curator has read; it goes with the form that it is of."""

    __tablename__ = "coded_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    submission_id: Mapped[int] = mapped_column(
        Key, ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: What it speaks of; null where it belongs to no cell.
    cell: Mapped[SwotCell | None] = mapped_column(one_of(SwotCell, "cell"))
    #: Whether a report may quote it word for word.
    released: Mapped[bool] = mapped_column(default=False)


class AnswerTheme(Model):
    """One theme of one open answer; an answer may have several."""

    __tablename__ = "answer_theme"
    __table_args__ = (
        ForeignKeyConstraint(
            ["submission_id", "item"],
            ["coded_answer.submission_id", "coded_answer.item"],
            ondelete="CASCADE",
        ),
        {"sqlite_with_rowid": False},
    )

    submission_id: Mapped[int] = mapped_column(Key, primary_key=True)
    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    theme_id: Mapped[int] = mapped_column(
        ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, index=True
    )
