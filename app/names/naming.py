"""Every write to the names, ages and sexes of people; each needs the names to be open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.audit import record
from app.database import writing
from app.models import Participant, SealedName
from app.names.operations import open_vault
from app.names.vaults import opened_name, sealed_name
from app.programmes.enrolment import enrol
from app.programmes.new_people import check_people
from app.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User
    from app.names.facts import PersonFacts
    from app.names.vaults import OpenVault
    from app.programmes.new_people import NewPerson


def add_named_people(
    programme: Programme,
    people: Sequence[tuple[NewPerson, PersonFacts]],
    opened: OpenVault,
    *,
    more: bool,
    by: User | None,
) -> list[str]:
    """Add people with their names and return their codes, in their order.

    Raises
    ------
    NamesClosedError
        The vault is another by now.
    RefusedError
        As for `enrolment.add_people`.
    """
    newcomers = [person for person, _ in people]
    check_people(newcomers)
    with writing() as session:
        open_vault(session, programme, opened)
        codes, keys = enrol(session, programme, newcomers, more=more)
        session.flush()
        named = {key: facts for key, (_, facts) in zip(keys, people, strict=True)}
        _set_facts(session, programme, opened, named)
        record("people.add", programme.id, school_id=programme.school_id, by=by)
    return codes


def set_facts(
    programme: Programme,
    facts: Mapping[int, PersonFacts],
    opened: OpenVault,
    *,
    by: User | None,
) -> None:
    """Write down names, ages and sexes by person; an empty name erases the one that is there.

    Raises
    ------
    NamesClosedError
        The vault is another by now.
    """
    with writing() as session:
        open_vault(session, programme, opened)
        _set_facts(session, programme, opened, facts)
        record("names.set", programme.id, school_id=programme.school_id, by=by)


def _set_facts(
    session: scoped_session[Session],
    programme: Programme,
    opened: OpenVault,
    facts: Mapping[int, PersonFacts],
) -> None:
    people = session.scalars(
        select(Participant).where(
            Participant.programme_id == programme.id, Participant.person.in_(facts)
        )
    )
    kept = session.scalars(
        select(SealedName).where(
            SealedName.programme_id == programme.id, SealedName.person.in_(facts)
        )
    )
    names = {name.person: name for name in kept}
    for participant in people:
        new = facts[participant.person]
        participant.age, participant.sex = new.age, new.sex
        _set_name(session, participant, names.get(participant.person), (opened.key, new.name))


def _set_name(
    session: scoped_session[Session],
    participant: Participant,
    kept: SealedName | None,
    new: tuple[bytes, str],
) -> None:
    key, name = new
    place = participant.programme_id, participant.person
    if kept is None:
        if name:
            fresh = sealed_name(key, *place, name)
            session.add(SealedName(programme_id=place[0], person=place[1], sealed=fresh))
        return
    try:
        there = opened_name(key, kept)
    except SealBrokenError:
        # it was shown as damaged, so an empty field does not mean that it is to go
        there = ""
    if name == there:
        return
    if name:
        kept.sealed = sealed_name(key, *place, name)
    else:
        session.delete(kept)
