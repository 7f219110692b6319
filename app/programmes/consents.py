"""Every write to consents: how far the two papers have come, by person or counted."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.audit import record
from app.database import writing
from app.models import Consent, ConsentCount, ConsentState, Paper, Participant
from app.programmes.consent_counts import invited_by_class, too_many
from app.programmes.errors import RefusedError
from app.programmes.guards import lock, waves_of
from app.programmes.papers import PAPER_VERSION
from app.programmes.withdrawal import follow_consents
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User
    from app.programmes.consent_counts import Pile

#: What a paper that arrives does not overrule.
FINAL = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


def set_consents(
    programme: Programme,
    states: Mapping[tuple[int, Paper], ConsentState | None],
    *,
    by: User | None,
    erasing: bool = False,
) -> None:
    """Write down the state of papers by person and paper; None is not recorded.

    Parameters
    ----------
    erasing
        Whether it is known that withdrawing a paper erases the person's answers for good.

    Raises
    ------
    RefusedError
        A paper would be withdrawn and `erasing` is False.
    """
    with writing() as session:
        lock(session, programme)
        persons = {person for person, _ in states}
        waves_of(session, programme)  # nobody hands anything in meanwhile
        there = _consents(session, programme, persons)
        if not erasing and _withdraws(there, states):
            raise RefusedError(
                N_(
                    "Nothing has been saved yet: withdrawing a consent erases the answers for "
                    "good. Tick the box if that is meant."
                ),
                "erasing",
            )
        for (person, paper), state in states.items():
            _set(session, programme, there.get((person, paper)), (person, paper, state))
        session.flush()
        follow_consents(session, programme, persons, by=by)
        record("consents.set", programme.id, school_id=programme.school_id, by=by)


def give_all(programme: Programme, class_name: str, *, by: User | None) -> None:
    """Write down that both papers have been given out to a class; what is further stays."""
    _fill(programme, class_name, ConsentState.GIVEN, keep=frozenset(ConsentState), by=by)


def receive_all(programme: Programme, class_name: str, *, by: User | None) -> None:
    """Write down that both papers of a class are received, except those refused or withdrawn."""
    _fill(programme, class_name, ConsentState.RECEIVED, keep=FINAL, by=by)


def set_counts(programme: Programme, counts: Mapping[Pile, int], *, by: User | None) -> None:
    """Write down how many papers stand how, instead of what was written down before.

    Raises
    ------
    RefusedError
        Of a role and class there are more papers than people.
    """
    with writing() as session:
        lock(session, programme)
        for pile, people in too_many(invited_by_class(programme), counts):
            raise RefusedError(
                N_("There are more papers than people here: %(n)s.", n=people), pile.field
            )
        session.execute(delete(ConsentCount).filter_by(programme_id=programme.id))
        session.add_all(
            ConsentCount(programme_id=programme.id, **pile._asdict(), n=n)
            for pile, n in counts.items()
            if n
        )
        record("consents.count", programme.id, school_id=programme.school_id, by=by)


def _fill(
    programme: Programme,
    class_name: str,
    state: ConsentState,
    *,
    keep: frozenset[ConsentState],
    by: User | None,
) -> None:
    """Let every paper of a class stand so, except those whose state is one to keep."""
    with writing() as session:
        lock(session, programme)
        people = session.scalars(
            select(Participant.person).filter_by(programme_id=programme.id, class_name=class_name)
        ).all()
        there = _consents(session, programme, people)
        for person, paper in product(people, Paper):
            held = there.get((person, paper))
            if held is None or held.state not in keep:
                _set(session, programme, held, (person, paper, state))
        record(f"consents.{state}", programme.id, school_id=programme.school_id, by=by)


def _consents(
    session: scoped_session[Session], programme: Programme, people: Iterable[int]
) -> dict[tuple[int, Paper], Consent]:
    consents = session.scalars(
        select(Consent).where(Consent.programme_id == programme.id, Consent.person.in_(people))
    )
    return {(consent.person, consent.paper): consent for consent in consents}


def _withdraws(
    there: Mapping[tuple[int, Paper], Consent],
    states: Mapping[tuple[int, Paper], ConsentState | None],
) -> bool:
    """Say whether any paper would be withdrawn that has not been."""
    return any(
        state is ConsentState.WITHDRAWN
        and (key not in there or there[key].state is not ConsentState.WITHDRAWN)
        for key, state in states.items()
    )


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
                version=PAPER_VERSION,
            )
        )
    elif held.state is not state:
        # What comes back signed is the text that was given out.
        if state is ConsentState.GIVEN or (
            state is ConsentState.RECEIVED and held.state is not ConsentState.GIVEN
        ):
            held.version = PAPER_VERSION
        held.state, held.changed_on = state, programme.school.today
