"""Every write to the people of a programme: added with codes, slips voided and issued again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from app.audit import record
from app.database import now_utc, writing
from app.education.drawing import erase_results
from app.models import (
    Consent,
    ConsentCount,
    Membership,
    MentoringGroup,
    Participant,
    Person,
    SealedName,
    Slip,
    Strategy,
    Stratum,
)
from app.programmes.errors import Mixed, MixedGroupsError, RefusedError
from app.programmes.guards import check_listing, has_begun, lock, waves_of
from app.programmes.labels import folded
from app.programmes.new_people import check_people, store_people
from app.programmes.slips import unused_codes
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User
    from app.programmes.new_people import NewPerson


def add_people(
    programme: Programme, people: Sequence[NewPerson], *, more: bool, by: User | None
) -> list[str]:
    """Add people and return their codes, in their order.

    Parameters
    ----------
    more
        Whether it is known that the programme has people already.

    Raises
    ------
    RefusedError
        Nobody, too many, a text that is too long, a pair that may be called by a name, or people
        are there and `more` is False.
    MixedGroupsError
        Members of one group follow different strategies.
    """
    check_people(people)
    with writing() as session:
        lock(session, programme)
        codes, _ = enrol(session, programme, people, more=more)
        record("people.add", programme.id, school_id=programme.school_id, by=by)
    return codes


def enrol(
    session: scoped_session[Session],
    programme: Programme,
    people: Sequence[NewPerson],
    *,
    more: bool,
) -> tuple[list[str], list[int]]:
    """Add people inside an operation that holds the programme; return their codes and keys.

    Raises
    ------
    RefusedError, MixedGroupsError
        As for `add_people`.
    """
    check_listing(programme, lists_people=True)
    there = _number_of_people(session, programme)
    if there and not more:
        raise RefusedError(
            N_("The programme already has participants: %(n)s. Mark “add more”.", n=there),
            "more",
        )
    _check_strategies(session, programme, people)
    codes = unused_codes(session, len(people))
    return codes, store_people(session, programme, list(zip(people, codes, strict=True)))


def remove_everybody(programme: Programme, *, by: User | None) -> None:
    """Take all people out again with their codes, as long as no wave has opened.

    Raises
    ------
    RefusedError
        A wave has opened.
    """
    with writing() as session:
        lock(session, programme)
        if any(has_begun(wave, now_utc()) for wave in waves_of(session, programme).values()):
            raise RefusedError(N_("A wave has opened: the participants stay."))
        people = list(
            session.scalars(select(Participant.person).filter_by(programme_id=programme.id))
        )
        listed = (
            Membership,
            Consent,
            ConsentCount,
            SealedName,
            Participant,
            Stratum,
            MentoringGroup,
            Strategy,
        )
        erase_results(session, programme, people)
        for table in listed:
            session.execute(delete(table).filter_by(programme_id=programme.id))
        session.execute(delete(Slip).where(Slip.person.in_(people)))
        session.execute(delete(Person).where(Person.id.in_(people)))
        record("people.remove", programme.id, school_id=programme.school_id, by=by)


def _number_of_people(session: scoped_session[Session], programme: Programme) -> int:
    counted = select(func.count()).select_from(Participant).filter_by(programme_id=programme.id)
    return session.scalar(counted) or 0


def _check_strategies(
    session: scoped_session[Session], programme: Programme, people: Iterable[NewPerson]
) -> None:
    """Refuse a group whose members, there already or to come, follow different strategies."""
    followed = {
        folded(label): strategy or ""
        for label, strategy in session.execute(
            select(MentoringGroup.label, Strategy.title)
            .join(Membership)
            .join(
                Participant,
                (Participant.programme_id == Membership.programme_id)
                & (Participant.person == Membership.person),
            )
            .outerjoin(Strategy)
            .where(MentoringGroup.programme_id == programme.id)
        )
    }
    mixed = []
    for index, person in enumerate(people):
        others = followed.setdefault(folded(person.group), person.strategy)
        if person.group and folded(person.strategy) != folded(others):
            mixed.append(
                Mixed(index=index, group=person.group, strategy=person.strategy, others=others)
            )
    if mixed:
        raise MixedGroupsError(tuple(mixed))
