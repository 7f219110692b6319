"""A school's own published definitions of questionnaires."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model


class OwnInstrument(Model):
    """One published version; like those of the library it never changes."""

    __tablename__ = "own_instrument"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(41), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The TOML file as it was handed in.
    definition: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    added_on: Mapped[date]
