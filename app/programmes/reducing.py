"""Reduces a programme to its reports: what single people answered goes, and who they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import aliased

from app.answering.traces import forget_old_rows
from app.audit import record
from app.database import db, now_utc, writing
from app.models import (
    Administration,
    AnswerTheme,
    CodedAnswer,
    Consent,
    Draft,
    EducationImport,
    EducationResult,
    ErasedForm,
    GuestAnswer,
    GuestSurvey,
    Membership,
    MentoringGroup,
    Participant,
    Person,
    ResponseQuality,
    Score,
    Screening,
    SealedName,
    SelfCode,
    Slip,
    Submission,
    Vault,
    Wave,
)
from app.programmes.errors import RefusedError
from app.programmes.guards import REDUCED, lock, waves_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Select

    from app.models import Programme, User

#: After its last day a programme may keep single answers so long before it is reminded.
REMINDED_AFTER = timedelta(days=365)

#: Keys that are deleted at a time.
CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """What is erased: how many of each."""

    forms: int
    drafts: int
    people: int
    slips: int
    consents: int
    names: int


def is_due(programme: Programme) -> bool:
    """Say whether a year has passed since the programme ended and single answers are still kept."""
    if programme.reduced_at is not None:
        return False
    return programme.school.today >= programme.ends_on + REMINDED_AFTER


def check_term(programme: Programme) -> None:
    """Let a programme be reduced that is over.

    Raises
    ------
    RefusedError
        It has been reduced, its last day has not passed, or a wave is open or planned.
    """
    if programme.reduced_at is not None:
        raise RefusedError(REDUCED)
    if programme.school.today <= programme.ends_on:
        raise RefusedError(
            N_(
                "The programme lasts until %(day)s: its answers are needed until then.",
                day=programme.ends_on.strftime("%d.%m.%Y"),
            )
        )
    waves = db.session.scalars(select(Wave).filter_by(programme_id=programme.id))
    if any(wave.opens_at is not None and not wave.is_closed() for wave in waves):
        raise RefusedError(N_("A wave is open or planned. Close it, or clear its dates, first."))


def what_would_go(programme: Programme) -> Reduction:
    """Count what reducing the programme would erase."""
    counted = {
        table: db.session.scalar(select(func.count()).select_from(table).where(condition)) or 0
        for table, condition in _parts(programme)
    }
    return Reduction(
        forms=counted[Submission],
        drafts=counted[Draft],
        people=counted[Participant],
        slips=counted[Slip],
        consents=counted[Consent],
        names=counted[SealedName],
    )


def reduce_programme(programme: Programme, *, by: User | None) -> Reduction:
    """Erase single answers and whatever leads to people; reports, waves and counts stay.

    A person of another programme, too, keeps the slip and what was answered there.

    Raises
    ------
    RefusedError
        As `check_term`, or there are answers that no report has drawn on.
    """
    with writing() as session:
        lock(session, programme)
        waves = waves_of(session, programme)
        check_term(programme)
        _check_reported(waves.values())
        gone = what_would_go(programme)
        persons = session.scalars(_only_here(programme)).all()
        for table, condition in _parts(programme):
            session.execute(
                delete(table).where(condition).execution_options(synchronize_session=False)
            )
        for start in range(0, len(persons), CHUNK):
            session.execute(delete(Person).where(Person.id.in_(persons[start : start + CHUNK])))
        programme.reduced_at = now_utc()
        record("programme.reduce", programme.id, school_id=programme.school_id, by=by)
    forget_old_rows()
    return gone


def _check_reported(waves: Iterable[Wave]) -> None:
    """Refuse to erase what has never been reported."""
    if any(wave.is_closed() and wave.reported_at is None for wave in waves):
        raise RefusedError(N_("Make both reports first: nobody has seen what was answered."))


def _parts(programme: Programme) -> list[tuple[type[Any], ColumnElement[bool]]]:
    """Return what goes, in the order in which it may: what leads to something before that."""
    waves = select(Wave.id).where(Wave.programme_id == programme.id)
    forms = select(Administration.id).where(Administration.wave_id.in_(waves))
    submissions = select(Submission.id).where(Submission.administration_id.in_(forms))
    guests = select(GuestSurvey.id).where(GuestSurvey.programme_id == programme.id)
    of_forms = (Score, ResponseQuality, Submission, Draft, ErasedForm)
    of_programme = (SealedName, Vault, Membership, MentoringGroup, Consent)
    marks = (EducationResult, EducationImport)
    return [
        (AnswerTheme, AnswerTheme.submission_id.in_(submissions)),
        (CodedAnswer, CodedAnswer.submission_id.in_(submissions)),
        (Screening, Screening.submission_id.in_(submissions)),
        *((table, table.administration_id.in_(forms)) for table in of_forms),
        (GuestAnswer, GuestAnswer.survey_id.in_(guests)),
        (SelfCode, SelfCode.wave_id.in_(waves)),
        *((table, table.programme_id == programme.id) for table in (*of_programme, *marks)),
        (Slip, Slip.person.in_(_only_here(programme))),
        (Participant, Participant.programme_id == programme.id),
    ]


def _only_here(programme: Programme) -> Select[int]:
    """Return the persons of the programme who are in no other."""
    other = aliased(Participant)
    elsewhere = exists().where(
        other.person == Participant.person, other.programme_id != programme.id
    )
    return select(Participant.person).where(Participant.programme_id == programme.id, ~elsewhere)
