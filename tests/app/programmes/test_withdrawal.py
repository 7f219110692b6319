"""A consent that is withdrawn erases what was answered; who withdrew is counted."""

from __future__ import annotations

from datetime import date

import pytest

from app.answering.operations import hand_in, save_draft
from app.database import db
from app.models import (
    AuditEvent,
    Consent,
    ConsentState,
    Draft,
    ErasedForm,
    Paper,
    Participant,
    ProgrammeRole,
    ResponseQuality,
    Role,
    Score,
    Screening,
    Submission,
    Verdict,
    WaveKind,
)
from app.programmes.consents import set_consents
from app.programmes.errors import RefusedError
from app.programmes.queries import participation, turnout
from app.reports.operations import keep_answers
from app.sealing import new_key
from tests.app import world
from tests.app.answering.way import Child, person_with

ENTRY, EXIT = WaveKind.ENTRY, WaveKind.EXIT
ANSWERS = {"se01": 2, "se02": 1}
FORM = "self-esteem"


class School:
    """Four mentees who have answered at entry; the first has begun at exit, too."""

    def __init__(self):
        self.programme = world.make_programme(world.make_school())
        self.codes = world.add_people(self.programme, ProgrammeRole.MENTEE, 4, class_name="7А")
        self.persons = [person_with(code) for code in self.codes]
        entry, exit_ = (world.wave_of(self.programme, kind) for kind in (ENTRY, EXIT))
        self.entry, self.exit = (world.give(wave, FORM) for wave in (entry, exit_))
        world.open_wave(entry)
        for person in self.persons:
            hand_in(self.entry.id, person, ANSWERS)
        world.close_wave(entry)
        world.open_wave(exit_)
        save_draft(self.exit.id, self.persons[0], ANSWERS, key=new_key())
        self.consents = f"/staff/programmes/{self.programme.id}/consents"

    def withdraw(self, *places, state=ConsentState.WITHDRAWN, paper=Paper.TESTING):
        """Write a state of a paper down for these people."""
        states = {(self.persons[place], paper): state for place in places}
        set_consents(self.programme, states, by=None, erasing=True)
        db.session.rollback()


@pytest.fixture
def school(app):
    """Return the school."""
    return School()


def kept(person):
    """Count what is kept of one person's answers."""
    db.session.rollback()
    return [
        db.session.query(table).filter_by(person=person).count()
        for table in (Submission, Score, ResponseQuality, Draft)
    ]


@pytest.mark.parametrize("paper", Paper)
def test_either_paper_erases_everything_of_this_person_alone(school, paper):
    """Forms, scores, drafts, and what the psychologist judged of open answers."""
    [form] = db.session.query(Submission).filter_by(person=school.persons[0])
    with world.writing() as session:
        session.add(Screening(submission_id=form.id, item="se01", verdict=Verdict.CALM))
    school.withdraw(0, paper=paper)
    assert kept(school.persons[0]) == [0, 0, 0, 0]
    assert db.session.query(Screening).count() == 0
    assert kept(school.persons[1])[0] == 1
    first, second, *_ = db.session.query(Participant).order_by(Participant.number)
    assert isinstance(first.withdrawn_on, date)
    assert second.withdrawn_on is None


def test_another_programme_keeps_what_was_answered_there(school):
    """Each has its own papers."""
    other = world.make_programme(school.programme.school)
    form = world.give(world.wave_of(other, ENTRY), FORM)
    with world.writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=school.persons[0], number=1, role=ProgrammeRole.MENTEE
            )
        )
    world.hand_in(form, school.codes[0])
    school.withdraw(0)
    assert [
        one.administration_id
        for one in db.session.query(Submission).filter_by(person=school.persons[0])
    ] == [form.id]


def test_the_slip_opens_nothing_until_the_consent_is_back(app, school):
    """What has been erased stays so; the form begins anew."""
    child = Child(app)
    page = child.enter(school.codes[0])
    opened = page.path
    school.withdraw(0)
    assert child.press("next").status == 403
    assert child.open(opened).status == 403
    assert child.enter(school.codes[0]).path == "/forms"
    assert "button" in child.page.html
    school.withdraw(0, state=None)
    assert db.session.query(Participant.withdrawn_on).filter_by(number=1).scalar() is None
    assert child.enter(school.codes[0]).path == opened
    child.answer_all("1")
    assert kept(school.persons[0])[0] == 1
    assert [
        one.administration_id
        for one in db.session.query(Submission).filter_by(person=school.persons[0])
    ] == [school.exit.id]


def test_one_paper_that_stays_withdrawn_keeps_the_door_shut(school):
    """Whichever is given back."""
    school.withdraw(0)
    school.withdraw(0, paper=Paper.PERSONAL)
    day = db.session.query(Participant.withdrawn_on).filter_by(number=1).scalar()
    school.withdraw(0, state=ConsentState.RECEIVED)
    assert db.session.query(Participant.withdrawn_on).filter_by(number=1).scalar() == day
    school.withdraw(0, state=ConsentState.RECEIVED, paper=Paper.PERSONAL)
    assert db.session.query(Participant.withdrawn_on).filter_by(number=1).scalar() is None


def test_the_page_warns_and_wants_a_tick(app, school):
    """Without it nothing is saved, not even the other states."""
    browser = world.signed_in(app, world.make_user(school.programme.school, Role.CURATOR))
    assert 'name="erasing"' in browser.get(school.consents).text
    marked = {"personal_1": "withdrawn", "testing_1": "received", "personal_2": "received"}
    page = browser.post(school.consents, data=marked)
    assert page.status_code == 200
    assert 'id="erasing-error"' in page.text
    assert '<option selected value="withdrawn">' in page.text
    assert db.session.query(Consent).count() == 0
    assert kept(school.persons[0])[0] == 1
    assert browser.post(school.consents, data=marked | {"erasing": "y"}).status_code == 302
    assert kept(school.persons[0])[0] == 0
    # what is withdrawn already needs no tick
    assert browser.post(school.consents, data=marked | {"personal_3": "given"}).status_code == 302


def test_the_operation_itself_wants_it_said(school):
    """Whoever calls it."""
    states = {(school.persons[0], Paper.TESTING): ConsentState.WITHDRAWN}
    with pytest.raises(RefusedError):
        set_consents(school.programme, states, by=None)


def test_audit_names_the_number_and_nothing_else(school):
    """Once per person, not again for the second paper."""
    school.withdraw(0, 2)
    school.withdraw(0, paper=Paper.PERSONAL)
    events = db.session.query(AuditEvent).filter_by(action="answers.erase").order_by(AuditEvent.id)
    number = school.programme.id
    assert [event.subject for event in events] == [f"{number}/1", f"{number}/3"]


def test_who_withdrew_is_counted_apart(app, school):
    """The invited are those who may answer and those who withdrew."""
    school.withdraw(0, 1)
    rows = participation(school.programme)
    assert {(row.wave, row.invited, row.answered, row.withdrawn) for row in rows} == {
        ("entry", 4, 2, 2),
        ("exit", 4, 0, 2),
    }
    assert turnout(row for row in rows if row.wave == "exit").silent == 2
    browser = world.signed_in(app, world.make_user(school.programme.school, Role.CURATOR))
    assert browser.get(f"/staff/programmes/{school.programme.id}").status_code == 200


def test_forms_a_report_has_drawn_on_are_noted(school):
    """Those of other waves could not be missed by anybody."""
    keep_answers(school.programme, 2)
    school.withdraw(0)
    noted = [(one.administration_id, one.person) for one in db.session.query(ErasedForm)]
    assert noted == [(school.entry.id, school.persons[0])]
