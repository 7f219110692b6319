"""Makes the people and programmes that tests of pages need."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from app.database import db, now_utc, writing
from app.models import (
    Administration,
    AdministrationRole,
    Consent,
    ConsentState,
    MentoringForm,
    Paper,
    Participant,
    Person,
    Programme,
    ProgrammeRole,
    Role,
    School,
    Slip,
    StaffSession,
    Submission,
    User,
    Wave,
    WaveKind,
    YearKind,
)
from app.programmes.codes import new_code
from instruments.registry import Registry

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


def make_school(name: str = "Школа № 1", time_zone: str = "Europe/Moscow") -> School:
    """Return a school."""
    school = School(name=name, time_zone=time_zone)
    with writing() as session:
        session.add(school)
    return school


def make_user(school: School, *roles: Role, login: str = "") -> User:
    """Return a member of staff, whose password nobody knows."""
    user = User(
        school_id=school.id,
        login=login or f"user-{secrets.token_hex(4)}",
        password_hash="",
        is_psychologist=Role.PSYCHOLOGIST in roles,
        is_curator=Role.CURATOR in roles,
        is_administrator=Role.ADMINISTRATOR in roles,
    )
    with writing() as session:
        session.add(user)
    return user


def signed_in(app: Flask, user: User) -> FlaskClient:
    """Return a browser in which the person is signed in."""
    token = secrets.token_urlsafe(8)
    with writing() as session:
        session.add(
            StaffSession(token_sha256=hashlib.sha256(token.encode()).hexdigest(), user_id=user.id)
        )
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def make_programme(school: School, **more: object) -> Programme:
    """Return a programme with its three waves, none of them held."""
    facts: dict[str, object] = {
        "title": "Помогаем учиться",
        "mentoring_form": MentoringForm.PUPIL_PUPIL,
        "year_kind": YearKind.SCHOOL,
        "year": 2026,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 5, 31),
        "consent_required": False,
    }
    programme = Programme(school_id=school.id, **(facts | more))
    with writing() as session:
        session.add(programme)
        session.flush()
        session.add_all(Wave(programme_id=programme.id, kind=kind) for kind in WaveKind)
    return programme


def wave_of(programme: Programme, kind: WaveKind) -> Wave:
    """Return one of the programme's waves."""
    return db.session.query(Wave).filter_by(programme_id=programme.id, kind=kind).one()


def give(wave: Wave, code: str, *roles: ProgrammeRole) -> Administration:
    """Give a questionnaire of the library at a wave."""
    instrument = Registry().get(code)
    administration = Administration(
        wave_id=wave.id,
        code=instrument.code,
        version=instrument.version,
        sha256=instrument.sha256,
        construct=instrument.construct,
        position=len(wave.administrations) + 1,
        given_to=[AdministrationRole(role=role) for role in roles or tuple(ProgrammeRole)],
    )
    with writing() as session:
        session.add(administration)
    return administration


def open_wave(wave: Wave) -> None:
    """Take answers since long ago."""
    with writing():
        wave.opens_at, wave.closes_at = LONG_AGO, None


def close_wave(wave: Wave) -> None:
    """Take no more answers."""
    with writing():
        wave.opens_at, wave.closes_at = LONG_AGO, now_utc() - timedelta(seconds=1)


def add_people(programme: Programme, role: ProgrammeRole, n: int, **more: object) -> list[str]:
    """Add participants and return their codes."""
    codes = [new_code() for _ in range(n)]
    there = db.session.query(Participant).filter_by(programme_id=programme.id).count()
    with writing() as session:
        for number, code in enumerate(codes, start=there + 1):
            person = Person(school_id=programme.school_id)
            session.add(person)
            session.flush()
            session.add(
                Participant(
                    programme_id=programme.id,
                    person=person.id,
                    number=number,
                    role=role,
                    **more,
                )
            )
            session.add(Slip(code=code, person=person.id, issued_on=date(2026, 9, 1)))
    return codes


def consent(code: str, personal: ConsentState | None, testing: ConsentState | None) -> None:
    """Write down how far the two papers of whoever holds a code have come."""
    [person] = (
        db.session.query(Participant)
        .join(Slip, Slip.person == Participant.person)
        .where(Slip.code == code)
    )
    states = {Paper.PERSONAL: personal, Paper.TESTING: testing}
    with writing() as session:
        for paper, state in states.items():
            if state is not None:
                session.add(
                    Consent(
                        programme_id=person.programme_id,
                        person=person.person,
                        paper=paper,
                        state=state,
                        changed_on=date(2026, 9, 7),
                    )
                )


def hand_in(administration: Administration, *codes: str) -> None:
    """Hand the questionnaire in for everybody with one of the codes, without an answer."""
    with writing() as session:
        for slip in session.query(Slip).where(Slip.code.in_(codes)):
            session.add(
                Submission(
                    administration_id=administration.id,
                    person=slip.person,
                    answers={},
                    answered_on=date(2026, 10, 5),
                )
            )
