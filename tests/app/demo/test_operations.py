"""The demonstration fills an empty database on either kind, all of it or nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import func, select

from analysis.words import Words
from app.answering.queries import open_forms, person_of
from app.auth.passwords import is_password
from app.database import db, now_utc
from app.demo.free_codes import demo_codes
from app.demo.operations import SchoolThereError, fill_demonstration
from app.demo.sign_ins import demo_sign_ins
from app.demo.story import STORIES
from app.models import (
    Administration,
    CodedAnswer,
    Consent,
    ConsentState,
    Participant,
    Programme,
    ProgrammeRole,
    ResponseQuality,
    Role,
    School,
    Screening,
    Slip,
    Strategy,
    Submission,
    User,
    Wave,
    WaveKind,
)
from app.programmes.codes import is_code, typed_code
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.world import make_school


@pytest.fixture
def demonstration(app):
    """Return an application on a filled database."""
    fill_demonstration()
    return app


def answered_by(kind):
    """Count the people who answered a wave, by programme and role."""
    rows = db.session.execute(
        select(Participant.programme_id, Participant.role)
        .join(Submission, Submission.person == Participant.person)
        .join(Administration)
        .join(Wave)
        .where(Wave.kind == kind)
        .group_by(Participant.programme_id, Participant.role, Participant.person)
    )
    return Counter(map(tuple, rows))


def counted(model):
    """Count the rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model))


def test_it_holds_what_it_promises(demonstration):
    """Three programmes, everybody with a slip and two papers, and it is filled only once."""
    first, second, third = db.session.scalars(select(Programme).order_by(Programme.id))
    mentee, mentor = ProgrammeRole
    assert answered_by(WaveKind.ENTRY) == {
        (first.id, mentee): 49, (first.id, mentor): 38,
        (second.id, mentee): 14, (second.id, mentor): 15,
        (third.id, mentee): 8, (third.id, mentor): 8,
    }  # fmt: skip
    assert [counted(model) for model in (Participant, Slip, Strategy)] == [138, 138, 2]
    assert counted(ResponseQuality) == counted(Submission)
    assert all(is_code(code) for code in db.session.scalars(select(Slip.code)))
    states = Counter(db.session.scalars(select(Consent.state)))
    assert states == {ConsentState.RECEIVED: 2 * 138 - 2, ConsentState.REFUSED: 2}
    with pytest.raises(SchoolThereError):
        fill_demonstration()
    assert counted(Programme) == 3
    open_answers_have_themes(first.id)


def open_answers_have_themes(programme_id):
    """Of both roles at entry and exit, with quotations; what was written half-way waits."""
    keep_answers(db.session.get_one(Programme, programme_id), 1)
    found = report_of(db.session.get_one(Programme, programme_id), 1, Words()).results.open_answers
    shown = Counter()
    for one in found:
        shown[one.role, one.wave] += sum(theme.n is not None for theme in one.themes)
    assert min(shown[role, wave] for role in ProgrammeRole for wave in ("entry", "exit")) > 3
    assert shown["mentee", "mid"] == 0
    assert any(theme.cell == "strength" for one in found for theme in one.themes)
    assert any(one.quotations for one in found)
    assert 0 < counted(CodedAnswer) < counted(Screening)


def test_every_wave_but_one_is_over_and_held_its_answers(demonstration):
    """Both reports of every programme can be made; nobody answered before or after a wave."""
    still_open = [wave for wave in db.session.scalars(select(Wave)) if not wave.is_closed()]
    assert [(wave.programme.title, wave.kind) for wave in still_open] == [
        (story.title, story.stays_open) for story in STORIES if story.stays_open
    ]
    rows = db.session.execute(
        select(Wave, Submission.answered_on)
        .join(Administration, Administration.wave_id == Wave.id)
        .join(Submission, Submission.administration_id == Administration.id)
        .distinct()
    )
    for wave, day in rows:
        assert wave.is_open(wave.programme.school.start_of(day))


def test_a_visitor_can_sign_in_and_answer(demonstration):
    """The sign-in page shows three accounts, and a code of each role with a form left."""
    page = demonstration.test_client().get("/staff/sign-in").text
    for sign_in in demo_sign_ins():
        user = db.session.scalars(select(User).filter_by(login=sign_in.login)).one()
        assert is_password(sign_in.password, user.password_hash)
        assert sign_in.password in page
    assert {role for one in demo_sign_ins() for role in one.roles} == set(Role)
    assert [free.role for free in demo_codes()] == list(ProgrammeRole)
    for free in demo_codes():
        assert free.code in page
        person = person_of(typed_code(free.code))
        assert [form.is_answered for form in open_forms(person, now_utc())] == [False]


def test_it_never_mixes_with_a_school_that_is_there(app):
    """It says why in a sentence and leaves everything as it was."""
    make_school()
    with pytest.raises(SchoolThereError, match="already holds a school"):
        fill_demonstration()
    assert [counted(model) for model in (School, User, Programme)] == [1, 0, 0]
