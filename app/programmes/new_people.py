"""People to be added: what may be written of them, and how they are stored with their slips."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, insert, select

from app.database import random_key
from app.models import (
    Arm,
    Membership,
    MentoringGroup,
    Participant,
    Person,
    Slip,
    Strategy,
)
from app.programmes.errors import RefusedError
from app.programmes.labels import folded, may_name_somebody
from app.programmes.queries import class_order
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, ProgrammeRole

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
