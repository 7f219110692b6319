"""Item moments from the database are those of all answers, read a chunk at a time."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from analysis.moments import ItemMoments
from app.database import db, writing
from app.models import Arm, ProgrammeRole, Slip, Submission, WaveKind
from app.reports.frames import Asked, People
from app.reports.item_frames import CHUNK, answers_in_chunks, item_moments, yes_and_no
from instruments.registry import Registry
from instruments.scoring import item_score, keyed_scores
from tests.app.world import add_people, give, make_programme, make_school, wave_of

CODE = "anxiety-school"


def some_answers(instrument, number):
    """Return answers that differ from form to form; one in 17 skipped, one in 19 not shown."""
    answers = {}
    for place, item in enumerate(instrument.items):
        drawn = 5 * number + 3 * place * number
        if drawn % 19 != 7:
            score = item.choices[drawn % len(item.choices)].score
            answers[item.code] = None if drawn % 17 == 3 else score
    return answers


def hand_in_all(administration, forms, role=ProgrammeRole.MENTEE, arm=Arm.PROGRAMME):
    """Hand in each form for a person of its own."""
    codes = add_people(administration.wave.programme, role, len(forms), arm=arm)
    with writing() as session:
        for code, answers in zip(codes, forms, strict=True):
            session.add(
                Submission(
                    administration_id=administration.id,
                    person=session.get_one(Slip, code).person,
                    answers=answers,
                    answered_on=date(2026, 10, 5),
                )
            )


def moments_of(people, asked):
    """Return the moments of every scale of one wave."""
    return list(item_moments(people, [asked])[asked.administration_id].values())


@pytest.fixture
def given(app):
    """Return a questionnaire given at entry, and the mentees of its programme."""
    programme = make_programme(make_school())
    administration = give(wave_of(programme, WaveKind.ENTRY), CODE)
    people = People(programme.id, ProgrammeRole.MENTEE, Arm.PROGRAMME)
    return administration, people, Asked(administration.id, Registry().get(CODE))


def test_moments_are_those_of_all_complete_answers(given):
    """Of every scale; mentors, the comparison arm and other waves are not among them."""
    administration, people, asked = given
    instrument = asked.instrument
    forms = [some_answers(instrument, number) for number in range(40)]
    hand_in_all(administration, forms)
    hand_in_all(administration, forms[:2], role=ProgrammeRole.MENTOR)
    hand_in_all(administration, forms[:3], arm=Arm.COMPARISON)
    later = give(wave_of(administration.wave.programme, WaveKind.EXIT), CODE)
    hand_in_all(later, forms[:4])
    assert any(None in form.values() for form in forms)
    scores = [
        {item.code: item_score(item, form.get(item.code)) for item in instrument.items}
        for form in forms
    ]
    read = item_moments(people, [asked, Asked(later.id, instrument)])
    found = list(read[asked.administration_id].values())
    assert all(0 < moments.n <= 4 for moments in read[later.id].values())
    assert all(0 < moments.n < 40 for moments in found)
    assert found == [
        ItemMoments.from_rows(
            scale.item_codes, [keyed_scores(scale.keys, instrument, form) for form in scores]
        )
        for scale in instrument.scales
    ]


def test_without_a_form_there_are_moments_of_nobody(given):
    """A wave that nobody answered."""
    _administration, people, asked = given
    scales = asked.instrument.scales
    assert [moments.n for moments in moments_of(people, asked)] == [0] * len(scales)


def test_answers_come_in_chunks_as_they_are_read(given):
    """No list of everybody is ever made, by us or by the driver."""
    administration, people, asked = given
    form = {item.code: 1 for item in asked.instrument.items}
    hand_in_all(administration, [form] * (CHUNK + 1))
    chunks = answers_in_chunks(people, [asked])
    assert next(chunks) == (administration.id, [form] * CHUNK)
    if db.engine.dialect.name == "postgresql":
        # the rest is still with the server
        open_cursors = db.session.scalar(text("SELECT count(*) FROM pg_cursors"))
        assert open_cursors == 1
    assert list(chunks) == [(administration.id, [form])]
    assert {one.n for one in moments_of(people, asked)} == {CHUNK + 1}


def test_yes_and_no_are_counted_apart_from_silence(app):
    """Skipped and not shown are neither."""
    programme = make_programme(make_school())
    code = "stage1-pupil-pupil-mentee-exit"
    administration = give(wave_of(programme, WaveKind.EXIT), code)
    instrument = Registry().get(code)
    item = next(item for item in instrument.items if item.kind == "yes_no")
    forms = [{item.code: 1}, {item.code: 1}, {item.code: 0}, {item.code: None}, {}]
    hand_in_all(administration, forms)
    hand_in_all(administration, forms[:1], role=ProgrammeRole.MENTOR)
    people = People(programme.id, ProgrammeRole.MENTEE, Arm.PROGRAMME)
    assert yes_and_no(people, Asked(administration.id, instrument), item) == (2, 1)
