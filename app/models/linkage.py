"""What pairs the people of `self_code`: kept until the programme is matched, and then erased."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Key, Model, one_of
from app.models.programme import ProgrammeRole


class SelfCode(Model):
    """One person's answers to the questions that pair two waves, sealed."""

    __tablename__ = "self_code"
    __table_args__ = (
        UniqueConstraint("wave_id", "role", "fingerprint"),
        {"sqlite_with_rowid": False},
    )

    person: Mapped[int] = mapped_column(Key, ForeignKey("person.id"), primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("wave.id"))
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"))
    #: Keyed by the installation's secret: lets the same answers go on at the same wave.
    fingerprint: Mapped[str] = mapped_column(String(64))
    #: Item to answer, as `app.sealing` keeps it.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class LinkageCount(Model):
    """What became of pairing one role; all that is left once the self-made codes are erased."""

    __tablename__ = "linkage_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    role: Mapped[ProgrammeRole] = mapped_column(one_of(ProgrammeRole, "role"), primary_key=True)
    #: People with a code of their own at entry, and at exit.
    entered: Mapped[int]
    left: Mapped[int]
    exact: Mapped[int]
    tolerant: Mapped[int]
    #: People of either wave with more than one possible partner.
    ambiguous: Mapped[int]
    #: People of either wave with none.
    unmatched: Mapped[int]
