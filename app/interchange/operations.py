"""What comes in from files: answers of a programme, a school's own questionnaires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.answering.operations import store_submission
from app.audit import record
from app.database import db, writing
from app.interchange.submissions import read_coded_answers, refuse_codes
from app.models import (
    Administration,
    OwnInstrument,
    Participant,
    Programme,
    School,
    Slip,
    Submission,
    Wave,
    is_asked,
)
from app.programmes.agreement import may_answer
from app.programmes.codes import shown_code
from app.programmes.guards import lock
from app.registries import registry_of
from instruments.messages import N_, Message, Problem, ProblemsError
from instruments.publication import to_publish

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.interchange.tables import Table
    from app.models import User


@dataclass(frozen=True, kw_only=True)
class _Holder:
    """Whose code it is, and whether they are asked this and may answer."""

    person: int
    is_asked: bool
    may_answer: bool
    has_withdrawn: bool


def import_submissions(programme: Programme, kind: str, reference: str, table: Table) -> int:
    """Store the answers of a table, all or nothing, and return how many forms they are.

    Raises
    ------
    TableError
        A cell, or the table, cannot be used.
    ProblemsError
        The wave takes no such answers.
    """
    administration = _administration(programme, kind, reference)
    instrument = registry_of(programme.school_id).get(administration.reference)
    read = read_coded_answers(table, instrument)
    with writing() as session:
        lock(session, programme)  # no consent is taken back while answers that need it come in
        wave = session.get_one(Wave, administration.wave_id, with_for_update=True)
        _check_wave(wave)
        holders = _holders(administration)
        answered = set(
            session.scalars(
                select(Submission.person).filter_by(administration_id=administration.id)
            )
        )
        refuse_codes(table, read, lambda one: _against(one.code, holders.get(one.code), answered))
        day = programme.school.today
        if wave.is_closed() and wave.closes_at is not None:
            day = programme.school.day_of(wave.closes_at)
        for one in read:
            store_submission(
                session,
                administration,
                person=holders[one.code].person,
                answers=one.answers,
                answered_on=day,
            )
        record("answers.import", administration.id, school_id=programme.school_id, by=None)
    return len(read)


def _administration(programme: Programme, kind: str, reference: str) -> Administration:
    """Return the questionnaire of a wave, or say which there are."""
    given = db.session.scalars(
        select(Administration)
        .join(Wave)
        .where(Wave.programme_id == programme.id, Wave.kind == kind)
    ).all()
    for administration in given:
        if reference == administration.reference:
            return administration
    raise _problem(
        N_("--instrument %(reference)s", reference=reference),
        N_("this wave does not give it"),
        N_("answers are taken in for a questionnaire of the wave, in the version it gives"),
        N_(
            "name one of: %(known)s",
            known=", ".join(administration.reference for administration in given) or "—",
        ),
    )


def _check_wave(wave: Wave) -> None:
    """Refuse answers of a wave that has not been opened, or has been reported."""
    if wave.reported_at is not None:
        raise _problem(
            N_("--wave %(wave)s", wave=wave.kind.value),
            N_("a report has been made of its answers"),
            N_("from then on they stay as they are, or two reports would tell single answers"),
            N_("take the answers in before the first report is made"),
        )
    if not (wave.is_open() or wave.is_closed()):
        raise _problem(
            N_("--wave %(wave)s", wave=wave.kind.value),
            N_("it has not been opened"),
            N_("answers belong to a wave that is open or was"),
            N_("open the wave on the programme's page first"),
        )


def _holders(administration: Administration) -> Mapping[str, _Holder]:
    """Return who holds each valid code of the programme."""
    asked = exists().where(Administration.id == administration.id, is_asked())
    rows = db.session.execute(
        select(
            Slip.code,
            Slip.person,
            asked.correlate(Participant),
            may_answer(),
            Participant.withdrawn_on,
        )
        .join(Participant, Participant.person == Slip.person)
        .join(Programme, Programme.id == Participant.programme_id)
        .where(
            Participant.programme_id == administration.wave.programme_id, Slip.voided_on.is_(None)
        )
    )
    return {
        code: _Holder(person=person, is_asked=asked, may_answer=may, has_withdrawn=day is not None)
        for code, person, asked, may, day in rows
    }


def _against(
    code: str, holder: _Holder | None, answered: set[int]
) -> tuple[Message, Message, Message] | None:
    """Return what speaks against taking a row in: what, the rule, what to do."""
    if holder is None:
        return (
            N_("the programme has no such code, or it was voided"),
            N_("answers belong to a participant with a valid code"),
            N_("check the programme and the slip"),
        )
    if holder.has_withdrawn:
        return (
            N_("the consent of the person with this code has been withdrawn"),
            N_("whoever has withdrawn gives no answers"),
            N_("delete the row"),
        )
    if not holder.is_asked:
        return (
            N_("the person with this code is not asked this"),
            N_(
                "a questionnaire is given to certain roles; "
                "the comparison arm is not asked about mentoring"
            ),
            N_("check the code and the questionnaire"),
        )
    if holder.person in answered:
        return (
            N_("the answers of this code are there already"),
            N_("a questionnaire is answered once per wave"),
            N_("delete the row"),
        )
    if not holder.may_answer:
        return (
            N_("both consents of code %(code)s have not come", code=shown_code(code)),
            N_("in this programme nobody is measured before both of their papers are received"),
            N_("mark the consents as received when you have them, or delete the row"),
        )
    return None


def _problem(place: Message, what: Message, rule: Message, remedy: Message) -> ProblemsError:
    return ProblemsError((Problem(place=place, what=what, rule=rule, remedy=remedy),))


def add_instruments(
    school: School, files: Mapping[Path, bytes], *, by: User | None = None
) -> list[str]:
    """Publish a school's own definitions and return their references; known ones are left out.

    Parameters
    ----------
    by
        None for the command line.

    Raises
    ------
    InstrumentError
        Anything is wrong with any of them; nothing has been published.
    """
    with writing() as session:
        return publish_instruments(session, school, files, by=by)


def publish_instruments(
    session: scoped_session[Session],
    school: School,
    files: Mapping[Path, bytes],
    *,
    by: User | None,
) -> list[str]:
    """Publish definitions inside an operation; as `add_instruments`."""
    session.get_one(School, school.id, with_for_update=True)
    new = to_publish(files, registry_of(school.id))
    session.add_all(
        OwnInstrument(
            school_id=school.id,
            code=one.code,
            version=one.version,
            definition=one.toml,
            sha256=one.sha256,
            added_on=school.today,
        )
        for one in new
    )
    for one in new:
        record("instrument.add", one.reference, school_id=school.id, by=by)
    return [one.reference for one in new]
