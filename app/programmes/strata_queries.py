"""What is counted of strata, where nobody is listed: nothing here is drawn from answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from analysis.stage1_inputs import Participation
from app.database import db
from app.models import (
    Administration,
    Participant,
    Slip,
    Stratum,
    Submission,
    Wave,
    WaveKind,
    is_asked,
)

if TYPE_CHECKING:
    from datetime import date

    from app.models import Programme


def strata_of(programme: Programme) -> list[Stratum]:
    """Return the strata in the order in which they were made, which their numbers follow."""
    found = select(Stratum).filter_by(programme_id=programme.id).order_by(Stratum.id)
    return list(db.session.scalars(found))


def answered_by_stratum(programme: Programme) -> dict[tuple[int, WaveKind], int]:
    """Return how many people of a stratum have handed in anything at a wave."""
    rows = db.session.execute(
        select(Participant.stratum_id, Wave.kind, func.count(Submission.person.distinct()))
        .join(Submission, Submission.person == Participant.person)
        .join(Administration, Administration.id == Submission.administration_id)
        .join(Wave, Wave.id == Administration.wave_id)
        .where(
            Participant.programme_id == programme.id,
            Participant.stratum_id.is_not(None),
            Wave.programme_id == programme.id,
        )
        .group_by(Participant.stratum_id, Wave.kind)
    )
    return {(stratum, kind): n for stratum, kind, n in rows if stratum is not None}


def by_stratum(programme: Programme) -> list[Participation]:
    """Return how many were invited and answered, by wave, role, arm and class.

    Whoever lost a slip and got another is still one that was invited.
    """
    answered = answered_by_stratum(programme)
    rows: dict[tuple[str, ...], Participation] = {}
    for kind, stratum in _invited(programme):
        row = Participation(
            wave=kind.value,
            role=stratum.role.value,
            arm=stratum.arm.value,
            class_name=stratum.class_name,
            invited=stratum.n,
            consented=None,
            answered=answered.get((stratum.id, kind), 0),
        )
        key = row.wave, row.role, stratum.arm.value, stratum.class_name
        there = rows.get(key)
        rows[key] = row if there is None else _together(there, row)
    return list(rows.values())


def _together(one: Participation, other: Participation) -> Participation:
    """Return the row of two strata of one class, which follow different strategies."""
    return replace(one, invited=one.invited + other.invited, answered=one.answered + other.answered)


def _invited(programme: Programme) -> list[tuple[WaveKind, Stratum]]:
    """Return which strata are given anything at which wave."""
    is_given = exists().where(Administration.wave_id == Wave.id, is_asked(Stratum))
    rows = db.session.execute(
        select(Wave.kind, Stratum)
        .join(Wave, Wave.programme_id == Stratum.programme_id)
        .where(Stratum.programme_id == programme.id, is_given.correlate(Stratum, Wave))
    )
    return [(kind, stratum) for kind, stratum in rows]


@dataclass(frozen=True, kw_only=True)
class ChosenStacks:
    """Which slips are wanted; None is all of them.

    Attributes
    ----------
    issued_from
        Only slips issued on this day or later.
    newest
        Only so many of each stack, those issued last.
    """

    stratum_id: int | None = None
    issued_from: date | None = None
    newest: int | None = None


def codes_by_stratum(programme: Programme, chosen: ChosenStacks) -> dict[int, list[str]]:
    """Return the valid codes of each stratum, in an order that means nothing."""
    last = func.row_number().over(
        partition_by=Participant.stratum_id, order_by=Participant.number.desc()
    )
    listed = (
        select(Participant.stratum_id, Slip.code, Slip.issued_on, last.label("place"))
        .join(Slip, (Slip.person == Participant.person) & Slip.voided_on.is_(None))
        .where(Participant.programme_id == programme.id, Participant.stratum_id.is_not(None))
        .subquery()
    )
    wanted = select(listed.c.stratum_id, listed.c.code).order_by(listed.c.code)
    if chosen.stratum_id is not None:
        wanted = wanted.where(listed.c.stratum_id == chosen.stratum_id)
    if chosen.issued_from is not None:
        wanted = wanted.where(listed.c.issued_on >= chosen.issued_from)
    if chosen.newest is not None:
        wanted = wanted.where(listed.c.place <= chosen.newest)
    codes: dict[int, list[str]] = {}
    for stratum, code in db.session.execute(wanted):
        codes.setdefault(stratum, []).append(code)
    return codes
