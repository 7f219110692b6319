"""Every write to the people of a programme: added with codes, slips voided and issued again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import delete, func, insert, select

from app.audit import record
from app.database import now_utc, random_key, writing
from app.models import (
    Arm,
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
from app.programmes.labels import folded, may_name_somebody
from app.programmes.queries import class_order
from app.programmes.slips import unused_codes
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, ProgrammeRole, User

#: What people are gathered under by a text.
Titled = TypeVar("Titled", Strategy, MentoringGroup)

#: The longest texts, in characters.
LIMITS = {"class_name": 20, "group": 40, "strategy": 80}

#: The most people that are added at once.
MOST_PEOPLE = 5000

#: Shuffles by the system's own randomness.
RANDOM = secrets.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Somebody to be added; empty texts are not known or not wanted."""

    role: ProgrammeRole
    class_name: str = ""
    arm: Arm = Arm.PROGRAMME
    group: str = ""
    strategy: str = ""


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
        for table in listed:
            session.execute(delete(table).filter_by(programme_id=programme.id))
        session.execute(delete(Slip).where(Slip.person.in_(people)))
        session.execute(delete(Person).where(Person.id.in_(people)))
        record("people.remove", programme.id, school_id=programme.school_id, by=by)


def check_people(people: Sequence[NewPerson]) -> None:
    """Refuse nobody, too many, and what is written of somebody that may not be.

    Raises
    ------
    RefusedError
        As for `add_people`.
    """
    if not 0 < len(people) <= MOST_PEOPLE:
        raise RefusedError(
            N_("Between 1 and %(most)s people are added at once.", most=MOST_PEOPLE), "number"
        )
    for field, limit in LIMITS.items():
        if any(len(getattr(person, field)) > limit for person in people):
            raise RefusedError(N_("At most %(n)s characters.", n=limit), field)
    if any(may_name_somebody(person.group) for person in people):
        raise RefusedError(
            N_("Pairs and groups are called by numbers (1, 2, 3…): Zamer keeps no names."), "group"
        )


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


def store_people(
    session: scoped_session[Session],
    programme: Programme,
    people: Sequence[tuple[NewPerson, str]],
) -> list[int]:
    """Add people with their codes inside an operation, and return their keys.

    The school's table is as a rule in the order of names; nothing that is stored follows it.
    """
    keys = [random_key() for _ in people]
    shuffled = _shuffled(
        [(person, code, key) for (person, code), key in zip(people, keys, strict=True)]
    )
    strategies = titled(
        session,
        programme,
        model=Strategy,
        column="title",
        texts=(person.strategy for person, _ in people),
    )
    groups = titled(
        session,
        programme,
        model=MentoringGroup,
        column="label",
        texts=(person.group for person, _ in people),
    )
    session.execute(
        insert(Person), [{"id": key, "school_id": programme.school_id} for _, _, key in shuffled]
    )
    first = last_number(session, programme) + 1
    for number, (person, code, key) in enumerate(shuffled, start=first):
        strategy, group = strategies.get(folded(person.strategy)), groups.get(folded(person.group))
        session.add(_participant(programme, person, (key, number), strategy))
        session.add(Slip(code=code, person=key, issued_on=programme.school.today))
        if group is not None:
            session.add(_membership(programme, person, key, group))
    return keys


def last_number(session: scoped_session[Session], programme: Programme) -> int:
    """Return the highest number that any participant has."""
    numbers = select(func.max(Participant.number)).filter_by(programme_id=programme.id)
    return session.scalar(numbers) or 0


def _shuffled(people: Sequence[tuple[NewPerson, str, int]]) -> list[tuple[NewPerson, str, int]]:
    """Return people with what belongs to them by class and role, within them in no order."""
    shuffled = RANDOM.sample(people, len(people))
    return sorted(shuffled, key=lambda one: (class_order(one[0].class_name), one[0].role))


def _participant(
    programme: Programme, person: NewPerson, names: tuple[int, int], strategy: Strategy | None
) -> Participant:
    key, number = names
    return Participant(
        programme_id=programme.id,
        person=key,
        number=number,
        role=person.role,
        class_name=person.class_name,
        arm=person.arm,
        strategy_id=None if strategy is None else strategy.id,
    )


def _membership(
    programme: Programme, person: NewPerson, key: int, group: MentoringGroup
) -> Membership:
    return Membership(
        programme_id=programme.id,
        group_id=group.id,
        person=key,
        role=person.role,
        from_on=programme.starts_on,
    )


def titled(
    session: scoped_session[Session],
    programme: Programme,
    *,
    model: type[Titled],
    column: str,
    texts: Iterable[str],
) -> dict[str, Titled]:
    """Return the programme's strategies or groups by text, those of new people among them."""
    there = session.scalars(select(model).filter_by(programme_id=programme.id))
    found = {folded(getattr(one, column)): one for one in there}
    for text in _missing(found, texts):
        found[folded(text)] = model(**{"programme_id": programme.id, column: text})
    session.add_all(found.values())
    session.flush()
    return found


def _missing(found: Container[str], texts: Iterable[str]) -> list[str]:
    """Return each text that is not there yet once, in its first spelling; in no order."""
    first: dict[str, str] = {}
    for text in texts:
        if text and folded(text) not in found:
            first.setdefault(folded(text), text)
    return RANDOM.sample(list(first.values()), len(first))
