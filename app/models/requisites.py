"""What a school's official papers bear: approval, grounds, signatures, its own Word template."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, one_of


class ApprovalKind(StrEnum):
    """How a school approves a paper."""

    HEAD = "head"
    ORDER = "order"
    PROTOCOL = "protocol"
    NONE = "none"


class Side(StrEnum):
    """At which edge of the page the approval stands."""

    LEFT = "left"
    RIGHT = "right"


class Requisites(Model):
    """The requisites of a school's reports; a school without a row has the defaults."""

    __tablename__ = "requisites"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    approval: Mapped[ApprovalKind] = mapped_column(
        one_of(ApprovalKind, "approval"), default=ApprovalKind.HEAD
    )
    approval_side: Mapped[Side] = mapped_column(one_of(Side, "approval_side"), default=Side.RIGHT)
    #: The first line of the block, such as «УТВЕРЖДАЮ»; empty: the usual one of its kind.
    approval_wording: Mapped[str] = mapped_column(String(200), default="")
    head_post: Mapped[str] = mapped_column(String(120), default="")
    head_name: Mapped[str] = mapped_column(String(120), default="")
    #: Number and date of the order or the protocol, as they are written.
    approval_number: Mapped[str] = mapped_column(String(40), default="")
    approval_date: Mapped[str] = mapped_column(String(40), default="")
    #: The acts a report names as its grounds.
    grounds: Mapped[str] = mapped_column(Text, default="")
    #: How the regional copy of the methodology numbers the appendix with the monitoring materials.
    appendix: Mapped[str] = mapped_column(String(40), default="")
    curator_post: Mapped[str] = mapped_column(String(120), default="")
    curator_name: Mapped[str] = mapped_column(String(120), default="")
    psychologist_post: Mapped[str] = mapped_column(String(120), default="")
    psychologist_name: Mapped[str] = mapped_column(String(120), default="")
    #: A school's own Word template.
    template: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    template_name: Mapped[str] = mapped_column(String(120), default="")
