"""Two reports, before and after answers were erased, never differ by few people."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.database import db
from app.models import (
    Administration,
    ConsentState,
    ErasedForm,
    JobState,
    Paper,
    Participant,
    Programme,
    ProgrammeRole,
    ReportJob,
    Role,
    Submission,
    WaveKind,
)
from app.programmes.consents import set_consents
from app.programmes.errors import RefusedError
from app.reports import keeping, making, operations
from app.reports.reissue import Gone, stand_out
from app.reports.worker import Worker
from tests.app import world
from tests.app.answering.way import person_with
from tests.app.conftest import run

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR
K = 3

#: Forms 1 and 2 are of the entry wave, 3 of the exit wave.
WAVES = {1: 1, 2: 1, 3: 2}

people = st.lists(
    st.builds(Gone, st.sampled_from("ab"), st.frozensets(st.sampled_from(list(WAVES)), min_size=1)),
    max_size=16,
)


@given(people, st.integers(3, 5))
def test_no_difference_of_two_figures_is_drawn_from_few(gone, k):
    """A figure has a base: people with a form of one wave, or of each of two, of a kind or of all.

    The attacker subtracts the figures of two reports, and these differences from each other.
    """
    if stand_out(gone, WAVES, k):
        return
    for kinds in ({"a"}, {"b"}, {"a", "b"}):
        for entry, exit_ in product((1, 2), (3,)):
            patterns = Counter(
                (entry in forms, exit_ in forms) for kind, forms in gone if kind in kinds
            )
            with_entry, with_exit = (
                sum(n for pattern, n in patterns.items() if pattern[place]) for place in (0, 1)
            )
            both = patterns[True, True]
            for n in (with_entry, with_exit, both, with_entry - both, with_exit - both):
                assert n == 0 or n >= k


@given(people)
def test_whoever_cannot_be_told_apart_does_not_stand_out(gone):
    """Nobody at all, and as many of each as there have to be."""
    assert not stand_out([], WAVES, K)
    assert not stand_out([one for one in gone for _ in range(K)], WAVES, K)


def test_many_forms_of_one_person_are_one_person():
    """However many questionnaires there are."""
    assert stand_out([Gone("a", frozenset(WAVES))], WAVES, K)
    assert stand_out([Gone(kind, frozenset({1})) for kind in "aab"], WAVES, K)


class School:
    """Eight mentees and five mentors who answered two questionnaires at entry and exit."""

    def __init__(self):
        self.programme = world.make_programme(world.make_school(), k=K)
        self.number = self.programme.id
        self.persons = [
            person_with(code)
            for role, n in ((MENTEE, 8), (MENTOR, 5))
            for code in world.add_people(self.programme, role, n)
        ]
        for kind in (WaveKind.ENTRY, WaveKind.EXIT):
            wave = world.wave_of(self.programme, kind)
            for code in ("self-esteem", "anxiety-school"):
                form = world.give(wave, code)
                with world.writing() as session:
                    session.add_all(
                        Submission(
                            administration_id=form.id,
                            person=person,
                            answers={},
                            answered_on=self.programme.starts_on,
                        )
                        for person in self.persons
                    )
            world.close_wave(wave)

    def withdraw(self, *places):
        """Withdraw the consents of these people, one after another."""
        for place in places:
            states = {(self.persons[place], Paper.TESTING): ConsentState.WITHDRAWN}
            programme = db.session.get_one(Programme, self.number)
            set_consents(programme, states, by=None, erasing=True)

    def bases(self):
        """Return how many forms there are of each questionnaire and role."""
        db.session.rollback()
        rows = db.session.execute(
            select(Submission.administration_id, Participant.role).join(
                Participant, Participant.person == Submission.person
            )
        )
        return Counter(map(tuple, rows))


@pytest.fixture
def school(app):
    """Return the school."""
    return School()


def test_an_attacker_with_every_report_learns_nothing_of_few(school):
    """After each withdrawal a report of either stage is asked for; those made are compared."""
    made = [school.bases()]
    operations.keep_answers(school.programme, 2)
    refused = 0
    for place in (0, 8, 1, 9, 2, 3, 10, 4, 5, 6, 7, 11):
        school.withdraw(place)
        for stage in (1, 2):
            try:
                operations.keep_answers(school.programme, stage)
            except RefusedError:
                refused += 1
            else:
                made.append(school.bases())
    for before, after in pairwise(made):
        for base in before:
            assert before[base] == after[base] or before[base] - after[base] >= K
    assert refused > 0
    assert len({tuple(bases.values()) for bases in made}) > 2


def test_the_page_and_the_command_say_why(app, school, monkeypatch):
    """And that the report there is stays valid; once enough have withdrawn it is made."""
    monkeypatch.setattr(Worker, "warm", lambda _worker: None)  # because it starts a process
    monkeypatch.setenv("ZAMER_DATABASE_URL", app.config["DATABASE_URL"])
    monkeypatch.setenv("ZAMER_INSTANCE", app.config["INSTANCE"])
    command = ("report", "stage2", "--programme", school.programme.id, "--format", "json")
    number = school.programme.id
    assert json.loads(run(*command).out)["flow"][0]["entry"] == 8
    school.withdraw(0, 1)
    done = run(*command)
    assert (done.code, done.out) == (2, "")
    assert str(K) in done.err
    browser = world.signed_in(app, world.make_user(school.programme.school, Role.CURATOR))
    asked = browser.post(f"/staff/reports/programmes/{number}/2", follow_redirects=True)
    assert asked.text.count("alert-info") == 3
    assert "alert-warning" in asked.text
    assert db.session.query(ReportJob).count() == 0
    school.withdraw(2)
    flow = json.loads(run(*command).out)["flow"][0]
    assert (flow["people"], flow["entry"], flow["withdrawn"]) == (8, 5, 3)
    assert db.session.query(ErasedForm).count() == 0


def test_a_report_before_anybody_withdraws_may_be_made_again(school):
    """As often as one likes; a wave nobody has reported may lack anybody."""
    school.withdraw(0)
    for _ in range(2):
        for stage in (1, 2):
            operations.keep_answers(school.programme, stage)
    assert db.session.query(ErasedForm).count() == 0


def test_what_is_erased_while_a_report_is_being_made_stops_it(app, school):
    """Whether it had been read or not: nobody could say which answers the report lacks."""
    job_id = operations.request_report(school.programme, 2, by=None)
    operations.begin(job_id)
    school.withdraw(0)
    with pytest.raises(RefusedError):
        making.make(job_id)
    job = db.session.get_one(ReportJob, job_id)
    assert job.state is not JobState.DONE
    assert job.files == []


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_report_is_of_one_moment(app, school, monkeypatch, moment):
    """Of the answers as they were when it was begun, or of none."""
    real = making.report_of

    def withdrawing(programme, stage, words):
        with app.app_context():  # another request
            school.withdraw(0)
            db.session.remove()
        return real(programme, stage, words)

    if moment == "before":
        check = keeping.check_settled
        monkeypatch.setattr(
            keeping, "check_settled", lambda *call: (school.withdraw(0), check(*call))
        )
        with pytest.raises(RefusedError):
            making.report_file(school.programme, 2, "json")
        return
    monkeypatch.setattr(making, "report_of", withdrawing)
    report = json.loads(making.report_file(school.programme, 2, "json"))
    assert report["flow"][0]["entry"] == 8
    with pytest.raises(RefusedError):
        operations.keep_answers(school.programme, 2)


def test_forms_are_noted_of_reported_waves_only(school):
    """Stage 1 shows nothing of the answers before the exit wave is closed."""
    world.open_wave(world.wave_of(school.programme, WaveKind.EXIT))
    operations.keep_answers(school.programme, 2)
    school.withdraw(0)
    operations.keep_answers(school.programme, 1)
    with pytest.raises(RefusedError):
        operations.keep_answers(school.programme, 2)
    entry = world.wave_of(school.programme, WaveKind.ENTRY)
    forms = db.session.scalars(select(Administration.id).filter_by(wave_id=entry.id)).all()
    noted = db.session.scalars(select(ErasedForm.administration_id)).all()
    assert sorted(noted) == sorted(forms)
