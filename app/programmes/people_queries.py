"""The participants of a programme, one by one: numbers, codes, pairs, who has answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.database import db
from app.models import (
    Administration,
    Arm,
    Consent,
    Membership,
    MentoringGroup,
    Participant,
    ProgrammeRole,
    Slip,
    Strategy,
    Submission,
    Wave,
    WaveKind,
)
from app.programmes.agreement import has_agreed
from app.programmes.codes import is_code, typed_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Row, Select

    from app.models import ConsentState, Paper, Programme

#: Participants on one page, and on one that has fields for each of them.
PAGE, FIELDS_PAGE = 500, 200


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which participants are wanted; None is all of them.

    Attributes
    ----------
    issued_from
        Only slips issued on this day or later.
    with_consent
        Only of people whose two papers have both come.
    """

    role: ProgrammeRole | None = None
    class_name: str | None = None
    issued_from: date | None = None
    with_consent: bool = False


def people(
    programme: Programme,
    chosen: Chosen | None = None,
    page: int | None = 1,
    *,
    size: int = PAGE,
) -> Sequence[Row[tuple[int, int, ProgrammeRole, str, Arm, str | None, str, date]]]:
    """Return number, person, role, class_name, arm, strategy, code and issued_on of participants.

    Parameters
    ----------
    page
        Counted from 1; None is everybody.
    size
        How many stand on a page.
    """
    query = _people(programme)
    if chosen and chosen.with_consent:
        query = query.where(has_agreed())
    listed = query.subquery()
    wanted = select(listed).order_by(listed.c.number)
    for column, value in (
        (listed.c.role, chosen and chosen.role),
        (listed.c.class_name, chosen and chosen.class_name),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if chosen and chosen.issued_from is not None:
        wanted = wanted.where(listed.c.issued_on >= chosen.issued_from)
    if page is not None:
        wanted = wanted.limit(size).offset((page - 1) * size)
    return db.session.execute(wanted).all()


def one_person(
    programme: Programme, number: int
) -> Row[tuple[int, int, ProgrammeRole, str, Arm, str | None, str, date]] | None:
    """Return the participant of this number, as `people` does."""
    listed = _people(programme).subquery()
    return db.session.execute(select(listed).where(listed.c.number == number)).one_or_none()


def find_number(programme: Programme, typed: str) -> int | None:
    """Return the number of whoever has this number or valid code; None where nobody has."""
    text = typed_code(typed)
    listed = _people(programme).subquery()
    found = select(listed.c.number)
    if is_code(text):
        found = found.where(listed.c.code == text)
    elif text.isascii() and text.isdigit() and len(text) < 10:
        found = found.where(listed.c.number == int(text))
    else:
        return None
    return db.session.scalar(found)


def groups_of(programme: Programme, persons: Sequence[int]) -> dict[int, str]:
    """Return the labels of the pairs and groups that people are in."""
    rows = db.session.execute(
        select(Membership.person, MentoringGroup.label)
        .join(MentoringGroup)
        .where(Membership.programme_id == programme.id, Membership.person.in_(persons))
        .order_by(MentoringGroup.label)
    )
    labels: dict[int, list[str]] = {}
    for person, label in rows:
        labels.setdefault(person, []).append(label)
    return {person: ", ".join(found) for person, found in labels.items()}


def groups_without_mentor(programme: Programme) -> list[str]:
    """Return the labels of pairs and groups that nobody leads."""
    mentors = (
        select(Membership.group_id)
        .where(Membership.programme_id == programme.id, Membership.role == ProgrammeRole.MENTOR)
        .scalar_subquery()
    )
    return list(
        db.session.scalars(
            select(MentoringGroup.label)
            .where(MentoringGroup.programme_id == programme.id, MentoringGroup.id.not_in(mentors))
            .order_by(MentoringGroup.label)
        )
    )


def answered_waves(programme: Programme, persons: Sequence[int]) -> set[tuple[int, WaveKind]]:
    """Return who has handed in a questionnaire at which wave."""
    rows = db.session.execute(
        select(Submission.person, Wave.kind)
        .join(Administration, Administration.id == Submission.administration_id)
        .join(Wave)
        .where(Wave.programme_id == programme.id, Submission.person.in_(persons))
        .distinct()
    )
    return {(person, kind) for person, kind in rows}


def consents_of(
    programme: Programme, persons: Sequence[int]
) -> dict[tuple[int, Paper], ConsentState]:
    """Return how far the papers of people have come."""
    consents = db.session.scalars(
        select(Consent).where(Consent.programme_id == programme.id, Consent.person.in_(persons))
    )
    return {(consent.person, consent.paper): consent.state for consent in consents}


def days_of_issue(programme: Programme) -> list[date]:
    """Return the days on which valid slips were issued, the last first."""
    return list(
        db.session.scalars(
            select(Slip.issued_on)
            .join(Participant, Participant.person == Slip.person)
            .where(Participant.programme_id == programme.id, Slip.voided_on.is_(None))
            .distinct()
            .order_by(Slip.issued_on.desc())
        )
    )


def _people(programme: Programme) -> Select[*tuple[Any, ...]]:
    """Return everybody of a programme with their valid slips."""
    return (
        select(
            Participant.number,
            Participant.person,
            Participant.role,
            Participant.class_name,
            Participant.arm,
            Strategy.title.label("strategy"),
            Slip.code,
            Slip.issued_on,
        )
        .outerjoin(Strategy, Strategy.id == Participant.strategy_id)
        .join(Slip, (Slip.person == Participant.person) & Slip.voided_on.is_(None))
        .where(Participant.programme_id == programme.id)
    )
