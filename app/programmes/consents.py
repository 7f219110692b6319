"""Every write to consents: two papers per participant, and how far each has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.audit import record
from app.database import writing
from app.models import Consent, ConsentState, Paper, Participant
from app.programmes.guards import lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User

#: What a paper that arrives does not overrule.
FINAL = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


def set_consents(
    programme: Programme,
    states: Mapping[tuple[int, Paper], ConsentState | None],
    *,
    by: User | None,
) -> None:
    """Write down the state of papers by person and paper; None is not recorded."""
    with writing() as session:
        lock(session, programme)
        people = {person for person, _ in states}
        _let_answers_finish(session, programme, people)
        there = _consents(session, programme, people)
        for (person, paper), state in states.items():
            _set(session, programme, there.get((person, paper)), (person, paper, state))
        record("consents.set", programme.id, school_id=programme.school_id, by=by)


def receive_all(programme: Programme, class_name: str, *, by: User | None) -> None:
    """Write down that both papers of a class are received, except those refused or withdrawn."""
    with writing() as session:
        lock(session, programme)
        people = session.scalars(
            select(Participant.person).filter_by(programme_id=programme.id, class_name=class_name)
        ).all()
        there = _consents(session, programme, people)
        for person in people:
            for paper in Paper:
                held = there.get((person, paper))
                if held is None or held.state not in FINAL:
                    _set(session, programme, held, (person, paper, ConsentState.RECEIVED))
        record("consents.receive", programme.id, school_id=programme.school_id, by=by)


def _let_answers_finish(
    session: scoped_session[Session], programme: Programme, people: Iterable[int]
) -> None:
    """Wait for whoever is handing in, and let them wait: a consent that ends stops what follows."""
    session.execute(
        select(Participant.person)
        .where(Participant.programme_id == programme.id, Participant.person.in_(people))
        .order_by(Participant.person)
        .with_for_update(key_share=True)
    )


def _consents(
    session: scoped_session[Session], programme: Programme, people: Iterable[int]
) -> dict[tuple[int, Paper], Consent]:
    consents = session.scalars(
        select(Consent).where(Consent.programme_id == programme.id, Consent.person.in_(people))
    )
    return {(consent.person, consent.paper): consent for consent in consents}


def _set(
    session: scoped_session[Session],
    programme: Programme,
    held: Consent | None,
    wanted: tuple[int, Paper, ConsentState | None],
) -> None:
    person, paper, state = wanted
    if state is None:
        if held is not None:
            session.delete(held)
    elif held is None:
        session.add(
            Consent(
                programme_id=programme.id,
                person=person,
                paper=paper,
                state=state,
                changed_on=programme.school.today,
            )
        )
    elif held.state is not state:
        held.state, held.changed_on = state, programme.school.today
