"""Every write of `self_code`: addresses are made, somebody begins, two waves are paired."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit import record
from app.database import now_utc, writing
from app.models import LinkageMode, Participant, Person, Programme, SelfCode, Stratum, Wave
from app.programmes.errors import RefusedError
from app.programmes.guards import lock, waves_of
from app.programmes.operations import school_year_of
from app.programmes.strata_queries import strata_of
from app.selfcodes.elements import cohort_of, elements_of, fingerprint, sealed_elements
from app.selfcodes.linking import link_people
from app.selfcodes.queries import linkable, person_with, wave_to_answer
from app.selfcodes.tokens import new_token
from instruments.messages import N_

if TYPE_CHECKING:
    from datetime import datetime

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import User
    from app.selfcodes.elements import Elements

#: The largest number that a participant may have.
LARGEST_NUMBER = 2**31 - 1


def make_addresses(programme: Programme, *, by: User | None) -> int:
    """Give an address to every stratum that has none and return how many were made.

    Raises
    ------
    RefusedError
        Answers are paired otherwise, or an address would be for fewer than k people.
    """
    with writing() as session:
        lock(session, programme)
        _check_mode(programme)
        waiting = [stratum for stratum in strata_of(programme) if stratum.token is None]
        if any(stratum.n < programme.k for stratum in waiting):
            raise RefusedError(
                N_(
                    "An address is for %(k)s people or more, so that nobody can be recognised. "
                    "Put smaller classes together (step 2).",
                    k=programme.k,
                )
            )
        for stratum in waiting:
            stratum.token = new_token()
        if waiting:
            record("address.make", programme.id, school_id=programme.school_id, by=by)
    return len(waiting)


def enter(stratum: Stratum, answers: Elements, *, moment: datetime | None = None) -> int:
    """Return who answers: somebody new, or whoever gave the same answers at this wave.

    It is somebody's own doing and leaves no trace in the audit.

    Parameters
    ----------
    answers
        Question code to answer, enough of them (`are_enough`).

    Raises
    ------
    AnsweringError
        No wave is open, or it asks these people nothing.
    """
    wave: Wave | None = None
    try:
        with writing() as session:
            wave = _open_wave(session, stratum, moment)
            elements = _elements(stratum, answers)
            whose = fingerprint(elements, wave_id=wave.id, role=stratum.role)
            found = person_with(wave.id, stratum.role, whose)
            return found or _add_person(session, stratum, wave, elements)
    except IntegrityError:
        # Two tabs: the other was faster.
        if wave is None:
            raise
        whose = fingerprint(_elements(stratum, answers), wave_id=wave.id, role=stratum.role)
        found = person_with(wave.id, stratum.role, whose)
        if found is None:
            raise
        return found


def link_programme(programme: Programme, *, by: User | None) -> None:
    """Pair the people of the entry and the exit wave, and erase what they were paired by.

    Raises
    ------
    RefusedError
        Answers are paired otherwise, a wave is not over, or this has been done.
    """
    with writing() as session:
        lock(session, programme)
        waves_of(session, programme)
        _check_mode(programme)
        state = linkable(programme, now_utc())
        if state.is_linked:
            raise RefusedError(N_("The answers of entry and exit have been paired already."))
        if not state.is_over:
            raise RefusedError(N_("Answers are paired once the entry and exit waves are closed."))
        link_people(session, programme, by=by)


def _check_mode(programme: Programme) -> None:
    if programme.linkage_mode is not LinkageMode.SELF_CODE:
        raise RefusedError(N_("In this programme answers are paired by codes on slips."))


def _open_wave(session: scoped_session[Session], stratum: Stratum, moment: datetime | None) -> Wave:
    """Return the wave that is open, which cannot close before the commit.

    The programme comes first, as everywhere: the new participant holds on to it, too.
    """
    session.execute(
        select(Programme.id)
        .filter_by(id=stratum.programme_id)
        .with_for_update(read=True, key_share=True)
    )
    waves = session.scalars(
        select(Wave)
        .filter_by(programme_id=stratum.programme_id)
        .order_by(Wave.id)
        .with_for_update(read=True)
    )
    return wave_to_answer(stratum, waves, moment or now_utc())


def _elements(stratum: Stratum, answers: Elements) -> dict[str, str | None]:
    """Return the elements of a code; strata bear the classes of the programme's first year."""
    year = school_year_of(stratum.programme.starts_on)
    return elements_of(answers, cohort_of(stratum.class_name, year))


def _add_person(
    session: scoped_session[Session], stratum: Stratum, wave: Wave, elements: Elements
) -> int:
    person = Person(school_id=stratum.programme.school_id)
    session.add(person)
    session.flush()
    session.add(
        Participant(
            programme_id=stratum.programme_id,
            person=person.id,
            number=_unused_number(session, stratum.programme_id),
            role=stratum.role,
            class_name=stratum.class_name,
            arm=stratum.arm,
            strategy_id=stratum.strategy_id,
            stratum_id=stratum.id,
        )
    )
    session.add(
        SelfCode(
            person=person.id,
            wave_id=wave.id,
            role=stratum.role,
            fingerprint=fingerprint(elements, wave_id=wave.id, role=stratum.role),
            sealed=sealed_elements(elements, wave_id=wave.id, person=person.id),
        )
    )
    return person.id


def _unused_number(session: scoped_session[Session], programme_id: int) -> int:
    """Return a random number that nobody has: one that counts on would tell who came when."""
    while True:
        number = secrets.randbelow(LARGEST_NUMBER) + 1
        taken = select(Participant.person).filter_by(programme_id=programme_id, number=number)
        if session.scalar(taken) is None:
            return number
