"""After its term a programme is reduced to its reports: nothing that leads to a person is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.answering.operations import hand_in
from app.database import db, now_utc, writing
from app.models import (
    AnswerTheme,
    AuditEvent,
    CodedAnswer,
    Consent,
    ConsentState,
    Draft,
    EducationImport,
    EducationResult,
    ErasedForm,
    IssuedReport,
    Measure,
    Membership,
    MentoringGroup,
    Paper,
    Participant,
    Programme,
    ProgrammeRole,
    ReportJob,
    Role,
    Screening,
    SealedName,
    SelfCode,
    Slip,
    Submission,
    Theme,
    Vault,
    Verdict,
    Wave,
    WaveKind,
)
from app.programmes.consents import receive_all, set_consents
from app.programmes.errors import RefusedError
from app.programmes.reducing import is_due, reduce_programme
from app.reports import issuing, making
from app.reports.operations import keep_answers
from app.reports.worker import Worker
from instruments.registry import Registry
from tests.app import world
from tests.app.answering.way import person_with
from tests.app.conftest import run

FORM = "self-esteem"
ANSWERS = {item.code: 1 for item in Registry().get(FORM).items}


def ended(**more):
    """Return a programme of last year whose entry and exit waves six mentees have answered."""
    dates = {"starts_on": date(2025, 9, 1), "ends_on": date(2026, 5, 31), "year": 2025}
    programme = world.make_programme(world.make_school(), **(dates | more))
    codes = world.add_people(programme, ProgrammeRole.MENTEE, 6)
    for kind in (WaveKind.ENTRY, WaveKind.EXIT):
        wave = world.wave_of(programme, kind)
        form = world.give(wave, FORM)
        world.open_wave(wave)
        for code in codes:
            hand_in(form.id, person_with(code), ANSWERS)
        world.close_wave(wave)
    return programme


@pytest.fixture
def programme(app, monkeypatch):
    """Return such a programme; commands work on its database."""
    monkeypatch.setenv("ZAMER_DATABASE_URL", app.config["DATABASE_URL"])
    monkeypatch.setenv("ZAMER_INSTANCE", app.config["INSTANCE"])
    return ended()


def reduce(programme, *options):
    """Run the command."""
    done = run("reduce", "--programme", programme.id, *options)
    db.session.rollback()
    return done


def filled(table):
    """Count a table's rows."""
    return db.session.scalar(select(func.count()).select_from(table))


def tables_of_people():
    """Return every table whose rows lead to a person, however long the way."""
    tables, leading = db.metadata.tables, {"person"}
    while True:
        found = {
            name
            for name, table in tables.items()
            if any(key.column.table.name in leading for key in table.foreign_keys)
        }
        if found <= leading:
            return [tables[name] for name in sorted(leading)]
        leading |= found


def fill_the_rest(programme):
    """Put a row into each table of people that answering does not fill."""
    first = db.session.query(Participant).order_by(Participant.number).first()
    form = db.session.query(Submission).filter_by(person=first.person).first()
    whose = {"programme_id": programme.id, "person": first.person}
    group = MentoringGroup(programme_id=programme.id, label="1")
    with writing() as session:
        session.add(group)
        session.add(Vault(programme_id=programme.id, salt=b"", by_passphrase=b"", by_recovery=b""))
        session.flush()
        session.add_all([
            SealedName(**whose, sealed=b""),
            Membership(**whose, group_id=group.id, role=first.role, from_on=programme.starts_on),
            Consent(**whose, paper=Paper.TESTING, state=ConsentState.GIVEN, changed_on=programme.starts_on),
            Screening(submission_id=form.id, item="se01", verdict=Verdict.CALM),
            CodedAnswer(submission_id=form.id, item="se01"),
            Theme(id=1, programme_id=programme.id, title="Помощь"),
        ])  # fmt: skip
        session.flush()
        session.add_all([
            EducationImport(id=1, programme_id=programme.id, role=first.role, is_tied=True,
                            imported_on=programme.ends_on),
            AnswerTheme(submission_id=form.id, item="se01", theme_id=1),
            Draft(administration_id=form.administration_id, person=first.person, sealed=b""),
            ErasedForm(administration_id=form.administration_id, person=first.person),
            SelfCode(person=first.person, wave_id=world.wave_of(programme, WaveKind.ENTRY).id,
                     role=first.role, fingerprint="", sealed=b""),
        ])  # fmt: skip
        session.flush()
        session.add(EducationResult(**whose, import_id=1, measure=Measure.MISSED))


def test_nothing_that_leads_to_a_person_is_left(programme):
    """Every such table, those of later versions too; the programme, its waves and reports stay."""
    for stage in (1, 2):
        keep_answers(programme, stage)
    fill_the_rest(programme)
    assert [table.name for table in tables_of_people() if not filled(table)] == []
    assert reduce_programme(programme, by=None).forms == 12
    db.session.rollback()
    assert [table.name for table in tables_of_people() if filled(table)] == []
    assert db.session.query(Vault).count() == db.session.query(MentoringGroup).count() == 0
    assert db.session.query(Wave).count() == 3
    assert db.session.query(Theme).count() == 1
    [event] = db.session.query(AuditEvent)
    assert (event.action, event.subject) == ("programme.reduce", str(programme.id))


def test_the_command_keeps_both_reports_and_says_what_went(app, programme):
    """Byte for byte as they were made; they can still be issued."""
    done = reduce(programme)
    assert (done.code, done.err) == (0, "")
    assert [word for word in done.out.split() if word.strip(",.").isdigit()] == [
        "12,", "0,", "6,", "6,", "0,", "0.",
    ]  # fmt: skip
    assert db.session.get_one(Programme, programme.id).reduced_at is not None
    jobs = db.session.query(ReportJob).order_by(ReportJob.stage).all()
    assert [(job.stage, len(job.files)) for job in jobs] == [(1, 10), (2, 10)]
    curator = world.make_user(programme.school, Role.CURATOR)
    browser = world.signed_in(app, curator)
    assert browser.get(f"/staff/reports/{jobs[1].id}/full/json").json["flow"][0]["entry"] == 6
    making.make(issuing.request_issue(jobs[1], by=curator).job_id)
    assert db.session.query(IssuedReport).count() == 1


def test_a_dry_run_says_the_same_and_erases_nothing(programme):
    """Nor does it make a report."""
    done = reduce(programme, "--dry-run")
    assert done.code == 0
    assert "12" in done.out
    assert db.session.query(Submission).count() == 12
    assert db.session.query(ReportJob).count() == db.session.query(AuditEvent).count() == 0


def test_before_its_term_or_with_a_wave_open_it_is_refused(programme):
    """In words; nothing is made and nothing erased."""
    wave = world.wave_of(programme, WaveKind.MID)
    world.open_wave(wave)
    outcomes = [reduce(programme)]
    world.close_wave(wave)
    with writing():
        programme.ends_on = programme.school.today
    outcomes.append(reduce(programme, "--dry-run"))
    assert [(done.code, done.out) for done in outcomes] == [(2, "")] * 2
    assert all(done.err.strip() for done in outcomes)
    assert filled(ReportJob) == 0
    assert filled(Submission) == 12


def test_answers_nobody_has_seen_are_not_erased(programme):
    """Whoever calls the operation itself."""
    keep_answers(programme, 1)
    with writing():
        world.wave_of(programme, WaveKind.EXIT).reported_at = None
    with pytest.raises(RefusedError):
        reduce_programme(programme, by=None)
    assert filled(Submission) == 12


def test_where_few_have_withdrawn_the_last_report_stays(programme):
    """A new one would tell their answers; one that only a file holds is told of."""
    person = db.session.query(Participant.person).filter_by(number=1).scalar()
    keep_answers(programme, 2)
    set_consents(
        programme, {(person, Paper.TESTING): ConsentState.WITHDRAWN}, by=None, erasing=True
    )
    done = reduce(programme)
    assert done.code == 0
    assert len(done.err.strip().splitlines()) == 2
    assert filled(ReportJob) == 0
    assert filled(Participant) == 0


def test_who_is_in_another_programme_keeps_slip_and_answers_there(programme):
    """The slip lasts; only what was answered here goes."""
    other = world.make_programme(programme.school)
    person = db.session.query(Participant.person).filter_by(number=1).scalar()
    form = world.give(world.wave_of(other, WaveKind.ENTRY), FORM)
    with writing() as session:
        session.add(
            Participant(programme_id=other.id, person=person, number=1, role=ProgrammeRole.MENTOR)
        )
    world.open_wave(world.wave_of(other, WaveKind.ENTRY))
    hand_in(form.id, person, ANSWERS)
    assert reduce(programme).code == 0
    assert db.session.scalars(select(Slip.person)).all() == [person]
    assert [one.administration_id for one in db.session.query(Submission)] == [form.id]


def test_afterwards_pages_say_so_and_nothing_can_be_changed(app, programme, monkeypatch):
    """Every page of the programme opens; what would write or compute is refused in words."""
    monkeypatch.setattr(Worker, "warm", lambda _worker: None)  # because it starts a process
    for stage in (1, 2):
        keep_answers(programme, stage)
    reduce_programme(programme, by=None)
    browser = world.signed_in(app, world.make_user(programme.school, Role.PSYCHOLOGIST))
    address = f"/staff/programmes/{programme.id}"
    for page in ("", "/edit", "/people", "/forms", "/slips", "/consents", "/plan"):
        assert browser.get(f"{address}{page}").status_code == 200, page
    assert "alert-info" in browser.get(address).text
    assert browser.get("/staff/programmes/").status_code == 200
    report = browser.post(f"/staff/reports/programmes/{programme.id}/2", follow_redirects=True)
    assert "alert-warning" in report.text
    received = browser.post(f"{address}/consents/received", follow_redirects=True)
    assert received.request.path == address
    assert "alert-warning" in received.text
    with pytest.raises(RefusedError):
        receive_all(programme, "", by=None)
    assert reduce(programme).code == 2
    assert filled(ReportJob) == 0


@pytest.mark.parametrize(("days", "is_told"), [(364, False), (365, True)])
def test_from_a_year_after_the_end_the_pages_remind(app, days, is_told):
    """Until it is done."""
    programme = ended()
    with writing():
        programme.ends_on = programme.school.today - timedelta(days=days)
        programme.starts_on = programme.ends_on - timedelta(days=1)
    assert is_due(programme) is is_told
    browser = world.signed_in(app, world.make_user(programme.school, Role.CURATOR))
    page = browser.get(f"/staff/programmes/{programme.id}").text
    assert (f"zamer reduce --programme {programme.id}" in page) is is_told
    assert ("text-danger-emphasis" in browser.get("/staff/programmes/").text) is is_told
    with writing():
        programme.reduced_at = now_utc()
    assert not is_due(programme)
    assert "zamer reduce" not in browser.get(f"/staff/programmes/{programme.id}").text
