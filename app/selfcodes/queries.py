"""Which address leads where, and who is who at an open wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.answering.errors import ClosedError, NotForRoleError, NotYetOpenError
from app.database import db
from app.models import (
    Administration,
    LinkageCount,
    LinkageMode,
    Programme,
    ProgrammeRole,
    SelfCode,
    Stratum,
    Wave,
    WaveKind,
    is_asked,
)
from app.programmes.queries import waves_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@dataclass(frozen=True)
class Linkable:
    """Whether the people of a programme can be paired now.

    Attributes
    ----------
    is_linked
        They have been.
    is_over
        The entry and the exit wave are closed.
    """

    is_linked: bool
    is_over: bool


def stratum_of(token: str) -> Stratum | None:
    """Return whom an address is for; None where it leads nowhere, or to fewer than k people."""
    return db.session.scalar(
        select(Stratum)
        .join(Programme)
        .where(
            Stratum.token == token,
            Stratum.n >= Programme.k,
            Programme.linkage_mode == LinkageMode.SELF_CODE,
        )
    )


def wave_to_answer(stratum: Stratum, waves: Iterable[Wave], moment: datetime) -> Wave:
    """Return the wave that is open to whoever comes by an address.

    Raises
    ------
    AnsweringError
        None is, or it asks these people nothing.
    """
    held = list(waves)
    wave = next((wave for wave in held if wave.is_open(moment)), None)
    if wave is None:
        raise ClosedError if any(wave.is_closed(moment) for wave in held) else NotYetOpenError
    if wave.reported_at is not None or wave.programme.linked_at is not None:
        raise ClosedError
    asked = exists().where(
        Stratum.id == stratum.id, Administration.wave_id == wave.id, is_asked(Stratum)
    )
    if not db.session.scalar(select(asked)):
        raise NotForRoleError
    return wave


def waves_of_address(stratum: Stratum) -> list[Wave]:
    """Return the waves of the programme that an address belongs to."""
    return list(db.session.scalars(select(Wave).filter_by(programme_id=stratum.programme_id)))


def person_with(wave_id: int, role: ProgrammeRole, fingerprint: str) -> int | None:
    """Return who gave these answers to the short questions at a wave."""
    return db.session.scalar(
        select(SelfCode.person).filter_by(wave_id=wave_id, role=role, fingerprint=fingerprint)
    )


def linkable(programme: Programme, moment: datetime) -> Linkable:
    """Return whether the people of a programme can be paired now."""
    both = [wave for wave in waves_in_order(programme) if wave.kind is not WaveKind.MID]
    return Linkable(
        is_linked=programme.linked_at is not None,
        is_over=all(wave.is_closed(moment) for wave in both),
    )


def linkage_counts(programme: Programme) -> list[LinkageCount]:
    """Return what became of pairing each role, mentees first; none before it was done."""
    counts = db.session.scalars(select(LinkageCount).filter_by(programme_id=programme.id))
    return sorted(counts, key=lambda count: list(ProgrammeRole).index(count.role))
