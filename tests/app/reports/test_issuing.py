"""A draft is issued as it was read: numbered, dated, frozen, and only while it is up to date."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from app.database import db
from app.models import (
    BOTH_STAGES,
    AuditEvent,
    Conclusion,
    ConclusionKind,
    ConsentState,
    IssuedReport,
    Paper,
    Programme,
    ProgrammeRole,
    ReportForm,
    ReportJob,
    Role,
    WaveKind,
)
from app.programmes.consents import set_consents
from app.programmes.errors import RefusedError
from app.reports import issuing, keeping, making, operations, queries
from app.reports.worker import Worker
from app.requisites.operations import change_requisites
from tests.app import world
from tests.app.answering.way import person_with
from tests.app.reports.conftest import PlainFiles

K = 3

#: Whatever is not about transactions is the same on both databases.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class School:
    """A programme of six mentees who answered at entry, and its curator."""

    def __init__(self):
        self.school = world.make_school()
        self.curator = world.make_user(self.school, Role.CURATOR)
        programme = world.make_programme(self.school, k=K)
        self.number = programme.id
        codes = world.add_people(programme, ProgrammeRole.MENTEE, 6)
        self.persons = [person_with(code) for code in codes]
        wave = world.wave_of(programme, WaveKind.ENTRY)
        world.hand_in(world.give(wave, "self-esteem", ProgrammeRole.MENTEE), *codes)
        world.close_wave(wave)

    @property
    def programme(self):
        """The programme as it is now."""
        db.session.rollback()
        return db.session.get_one(Programme, self.number)

    def draft(self, stage=2):
        """Make a draft and return its job."""
        job_id = operations.request_report(self.programme, stage, by=self.curator)
        making.make(job_id)
        return db.session.get_one(ReportJob, job_id)

    def issue(self, draft):
        """Issue a draft and return what was issued."""
        asked = issuing.request_issue(draft, by=self.curator)
        making.make(asked.job_id)
        job = db.session.get_one(ReportJob, asked.job_id)
        return queries.issue_of(job)

    def sign(self, name):
        """Let the curator be called so from now on."""
        change_requisites(self.school, {"curator_name": name}, by=self.curator)

    def withdraw(self, *places):
        """Withdraw the consents of these people."""
        states = {(self.persons[one], Paper.TESTING): ConsentState.WITHDRAWN for one in places}
        set_consents(self.programme, states, by=None, erasing=True)


@pytest.fixture
def school(app, plain_files):
    """Return the school."""
    return School()


def text_of(job, form=ReportForm.FULL, format_="pdf"):
    """Return what a file says."""
    return queries.file_of(job, form, format_).content.decode()


def test_an_issue_is_the_draft_with_a_number_and_a_date(school):
    """In every file; what it was computed from, and by what, is kept with it."""
    draft = school.draft()
    assert "ПРОЕКТ" in text_of(draft)
    issued = school.issue(draft)
    day = issued.issued_on
    assert (issued.number, issued.changes) == (1, [])
    for form, format_ in ((ReportForm.FULL, "docx"), (ReportForm.SITE, "html")):
        text = text_of(issued.job, form, format_)
        assert "ПРОЕКТ" not in text
        assert text.startswith(f"{format_}\n№ 1 от {day:%d.%m.%Y}\n\n{day.isoformat()}\n")
        assert (
            text.partition("Программа")[2]
            == text_of(draft, form, format_).partition("Программа")[2]
        )
    assert text_of(issued.job, format_="json") == text_of(draft, format_="json")
    assert issued.job.source_sha256 == draft.source_sha256
    assert issued.versions.keys() >= {"zamer", "python", "scipy", "typst"}
    for file in issued.job.files:
        assert file.sha256 == hashlib.sha256(file.content).hexdigest()
    events = db.session.scalars(select(AuditEvent).filter_by(action="report.issue")).all()
    assert [event.subject for event in events] == [str(issued.job_id)]


def test_a_draft_is_issued_once(school):
    """Whoever presses the button again is led to the same; a job left behind does no harm."""
    draft = school.draft()
    asked = issuing.request_issue(draft, by=school.curator)
    again = issuing.request_issue(draft, by=school.curator)
    assert (asked.is_new, again.is_new, again.job_id) == (True, False, asked.job_id)
    with world.writing() as session:
        late = ReportJob(
            programme_id=school.number, stage=2, draft_id=draft.id, requested_by=school.curator.id
        )
        session.add(late)
    making.make(asked.job_id)
    with pytest.raises(RefusedError):
        making.make(late.id)
    assert db.session.query(IssuedReport).count() == 1
    assert issuing.request_issue(draft, by=school.curator) == again


def test_two_who_issue_at_once_get_two_numbers(school, monkeypatch):
    """Whoever is slower writes the files once more, with the next number in them."""
    slow, fast = school.draft(), school.draft()
    numbers = []

    def overtaken(forms, **more):
        if not numbers:
            numbers.append(0)
            numbers.append(school.issue(fast).number)
        return PlainFiles(forms, **more)

    monkeypatch.setattr(making, "BegunFiles", overtaken)
    issued = school.issue(slow)
    assert (numbers[1], issued.number) == (1, 2)
    assert "№ 2 от" in text_of(issued.job)


@ON_SQLITE
def test_numbers_count_the_issues_of_a_stage(school):
    """Each stage of each programme has its own."""
    assert [school.issue(school.draft(stage)).number for stage in (1, 1, 2)] == [1, 2, 1]


@ON_SQLITE
def test_nobody_signs_what_nobody_read(app, school, monkeypatch):
    """Where anything has changed since the draft was made it is refused, and the page says what."""
    monkeypatch.setattr(Worker, "ask", lambda _worker, _job_id: None)
    draft = school.draft()
    school.sign("А. А. Новая")
    browser = world.signed_in(app, school.curator)
    page = browser.post(f"/staff/reports/{draft.id}/issue").headers["Location"]
    with pytest.raises(RefusedError):
        making.make(int(page.rpartition("/")[2]))
    shown = browser.get(page).text
    assert "Изменились: реквизиты (1)." in shown
    assert "Построить отчёт ещё раз" in shown
    assert f'href="/staff/programmes/{school.number}/conclusions/{draft.stage}"' in shown
    assert db.session.query(IssuedReport).count() == 0
    assert school.issue(school.draft()).number == 1


@ON_SQLITE
def test_nobody_signs_a_sentence_whose_results_have_changed(app, school):
    """The page warns, and issuing is refused until the sentence has been read again."""
    with world.writing() as session:
        sentence = Conclusion(
            programme_id=school.number, stage=2, kind=ConclusionKind.CONCLUSION, position=1,
            origin="change/anxiety", drafted="Тревога ниже.", text="Тревога заметно ниже.",
        )  # fmt: skip
        session.add(sentence)
    draft = school.draft()
    page = world.signed_in(app, school.curator).get(f"/staff/reports/{draft.id}").text
    assert "Перечитать: 1" in page
    with pytest.raises(RefusedError, match="to be read again: 1"):
        school.issue(draft)
    with world.writing() as session:
        session.get_one(Conclusion, sentence.id).drafted = None  # read: nothing is drafted now
    assert school.issue(school.draft()).number == 1


@ON_SQLITE
def test_other_answers_make_a_draft_out_of_date(school):
    """At least k forms are gone: a new draft may be made, and only that may be issued."""
    draft = school.draft()
    school.withdraw(0, 1, 2)
    with pytest.raises(RefusedError, match="Отозваны согласия"):
        school.issue(draft)
    assert school.issue(school.draft()).number == 1


@ON_SQLITE
def test_a_draft_that_cannot_be_made_again_stays_valid(school):
    """Fewer than k forms are gone: the difference would tell of them, so the draft is issued."""
    draft = school.draft()
    school.withdraw(0)
    with pytest.raises(RefusedError):
        school.draft()
    issued = school.issue(draft)
    assert text_of(issued.job, format_="json") == text_of(draft, format_="json")


def test_a_reissue_says_what_has_changed(app, school):
    """On the page before it is issued, on the page after, and in the report itself."""
    first = school.issue(school.draft())
    school.sign("А. А. Новая")
    draft = school.draft()
    said = "Ответы те же. Изменились: реквизиты (1)."
    browser = world.signed_in(app, school.curator)
    assert said in browser.get(f"/staff/reports/{draft.id}").text
    second = school.issue(draft)
    assert " ".join(second.changes) == said
    day = f"{first.issued_on:%d.%m.%Y}"
    for form in ReportForm:
        told = " ".join(text_of(second.job, form).split())
        assert f"По сравнению с № 1 от {day}: {said}".casefold() in told.casefold()
    page = browser.get(f"/staff/reports/{second.job_id}").text
    assert said in page
    assert "Выпущен" in page


@ON_SQLITE
def test_a_report_of_both_stages_draws_on_the_waves_of_both(school):
    """It is a summary, made and issued like any other report."""
    waves = keeping.check_may_be_made(db.session, school.programme, BOTH_STAGES)
    assert [wave.kind for wave in waves] == [WaveKind.ENTRY]
    issued = school.issue(school.draft(BOTH_STAGES))
    assert {file.form for file in issued.job.files} == {ReportForm.SUMMARY}
    assert "I и II этапов" in text_of(issued.job, ReportForm.SUMMARY)
