"""What a respondent may answer, and what has been answered so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import exists, literal, select, union_all

from app.answering.drafts import opened_draft
from app.answering.errors import (
    AllDoneError,
    AnsweredError,
    AnsweringError,
    ClosedError,
    NoConsentError,
    NotForRoleError,
    NothingLeftError,
    NotYetOpenError,
    WithdrawnError,
)
from app.database import db
from app.models import (
    HELPLINE,
    Administration,
    AdministrationRole,
    Draft,
    Participant,
    Person,
    Programme,
    School,
    Slip,
    Submission,
    Wave,
    WaveKind,
    is_asked,
)
from app.programmes.agreement import may_answer
from app.registries import registry_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from app.answering.answers import Stored
    from app.models import ProgrammeRole
    from instruments.model import Instrument


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """A form that a person is given at a wave that is open."""

    administration: Administration
    is_answered: bool


@dataclass(frozen=True, kw_only=True)
class StoredForms:
    """How many forms of a person are stored: begun or handed in at open waves, and at others."""

    n_begun: int
    n_handed_in: int
    n_closed: int

    @property
    def is_erasable(self) -> bool:
        """Whether the person may erase anything."""
        return self.n_begun + self.n_handed_in > 0


def person_of(code: str) -> int | None:
    """Return who holds a slip; None where there is no such code or it has been voided."""
    return db.session.scalar(select(Slip.person).filter_by(code=code, voided_on=None))


def asking_school() -> str | None:
    """Return the name of the school; None where the installation holds several."""
    names = db.session.scalars(select(School.name).limit(2)).all()
    return names[0] if len(names) == 1 else None


def helpline(person: int | None = None) -> str:
    """Return whom to call when things are bad: the number of a person's school, or of the only one.

    Where several schools ask and nobody says which, it is the one for all of Russia.
    """
    numbers = select(School.helpline)
    if person is not None:
        numbers = numbers.join(Person, Person.school_id == School.id).where(Person.id == person)
    found = db.session.scalars(numbers.limit(2)).all()
    return found[0] if len(found) == 1 else HELPLINE


def open_forms(person: int, moment: datetime) -> list[OpenForm]:
    """Return every form a person may answer now, in the order in which waves opened."""
    rows = db.session.execute(
        _open_to(person, moment)
        .add_columns(_has_handed_in(person))
        .where(may_answer())
        .order_by(Wave.opens_at, Wave.id, Administration.position, Administration.id)
    )
    return [OpenForm(administration=form, is_answered=done) for form, done in rows]


def stored_forms(person: int, moment: datetime) -> StoredForms:
    """Return how many forms a person has begun or handed in."""
    stored = union_all(
        select(literal("begun").label("state"), Draft.administration_id).filter_by(person=person),
        select(literal("handed_in"), Submission.administration_id).filter_by(person=person),
    ).subquery()
    rows = db.session.execute(
        select(stored.c.state, Wave.is_open_at(moment))
        .join(Administration, Administration.id == stored.c.administration_id)
        .join(Wave)
    )
    counts = Counter((state, bool(is_open)) for state, is_open in rows)
    return StoredForms(
        n_begun=counts["begun", True],
        n_handed_in=counts["handed_in", True],
        n_closed=counts["handed_in", False],
    )


def why_nothing(person: int, moment: datetime) -> AnsweringError:
    """Return why a person has nothing to answer now."""
    if _waits_for_consent(person, moment):
        return NoConsentError()
    if open_forms(person, moment):
        return AllDoneError() if is_last_wave(person, moment) else NothingLeftError()
    forms = db.session.scalars(_given_to(person)).all()
    if not forms and _has_withdrawn(person):
        return WithdrawnError()
    if any(form.wave.is_closed(moment) for form in forms):
        return ClosedError()
    return NotYetOpenError()


def next_programme(person: int, moment: datetime) -> Programme | None:
    """Return whose form a person goes on with; None where nothing is left."""
    left = (form for form in open_forms(person, moment) if not form.is_answered)
    form = next(left, None)
    return None if form is None else form.administration.wave.programme


def role_of(person: int, programme: Programme) -> ProgrammeRole:
    """Return what a person is in a programme that asks them."""
    return db.session.execute(
        select(Participant.role).filter_by(programme_id=programme.id, person=person)
    ).scalar_one()


def n_unanswered(person: int, moment: datetime) -> int:
    """Return how many forms a person may still answer now."""
    return sum(not form.is_answered for form in open_forms(person, moment))


def is_last_wave(person: int, moment: datetime) -> bool:
    """Say whether the exit wave of every programme that asks a person has begun."""
    begun = select(Wave.programme_id).where(Wave.kind == WaveKind.EXIT, Wave.opens_at <= moment)
    yet_to_come = exists().where(
        Participant.person == person,
        Participant.withdrawn_on.is_(None),
        Participant.programme_id.not_in(begun),
    )
    return not db.session.scalar(select(yet_to_come))


def answerable(administration_id: int, person: int, moment: datetime) -> Administration:
    """Return a form that a person may answer at a moment.

    Raises
    ------
    AnsweringError
        It is not given to the person, has been answered, its wave is not open, or a consent that
        the programme needs has not come.
    """
    found = db.session.execute(
        _given_to(person).add_columns(may_answer()).where(Administration.id == administration_id)
    ).one_or_none()
    if found is None:
        raise WithdrawnError if _has_withdrawn(person) else NotForRoleError
    form: Administration = found[0]
    if has_answered(administration_id, person):
        raise AnsweredError
    if form.wave.is_closed(moment):
        raise ClosedError
    if not form.wave.is_open(moment):
        raise NotYetOpenError
    if not found[1]:
        raise NoConsentError
    return form


def has_answered(administration_id: int, person: int) -> bool:
    """Say whether a person has handed a form in."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Submission.administration_id == administration_id, Submission.person == person
                )
            )
        )
    )


def draft_of(administration_id: int, person: int, key: bytes) -> dict[str, Stored]:
    """Return what has been answered but not handed in."""
    draft = db.session.get(Draft, (administration_id, person))
    return {} if draft is None else opened_draft(key, draft)


def definition_of(administration: Administration) -> Instrument:
    """Return exactly the version that is given."""
    school_id = administration.wave.programme.school_id
    return _definition(school_id, administration.reference, administration.sha256)


@lru_cache(maxsize=256)
def _definition(school_id: int, reference: str, sha256: str) -> Instrument:  # noqa: ARG001 - because the hash makes the key: the same version of another database may be another text
    return registry_of(school_id).get(reference)


def _given_to(person: int) -> Select[Administration]:
    return (
        select(Administration)
        .select_from(Administration)  # whatever columns a caller adds
        .join(Wave)
        .join(Programme)
        .join(Participant, Participant.programme_id == Programme.id)
        .join(AdministrationRole, is_asked())
        .where(Participant.person == person, Participant.withdrawn_on.is_(None))
    )


def _open_to(person: int, moment: datetime) -> Select[Administration]:
    """Return the forms of open waves that a person is given, with consent or without."""
    return _given_to(person).where(Wave.is_open_at(moment))


def _has_handed_in(person: int) -> ColumnElement[bool]:
    return exists().where(
        Submission.administration_id == Administration.id, Submission.person == person
    )


def _waits_for_consent(person: int, moment: datetime) -> bool:
    """Say whether there would be a form to answer, if only the papers had come."""
    waiting = _open_to(person, moment).where(~may_answer(), ~_has_handed_in(person))
    return db.session.scalar(waiting.limit(1)) is not None


def _has_withdrawn(person: int) -> bool:
    """Say whether the consent to any programme has been withdrawn."""
    withdrawn = exists().where(Participant.person == person, Participant.withdrawn_on.is_not(None))
    return bool(db.session.scalar(select(withdrawn)))
