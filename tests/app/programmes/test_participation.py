"""Who was invited, agreed and answered is counted by the database, never person by person."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from analysis.stage1_inputs import Participation
from app.database import db
from app.models import Arm, ConsentState, Paper, ProgrammeRole, WaveKind
from app.programmes.consents import set_consents
from app.programmes.people_queries import people
from app.programmes.queries import participation, turnout
from tests.app.world import add_people, give, hand_in, make_programme, make_school, wave_of

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR


@pytest.fixture
def programme(app):
    """Return a programme whose mentees alone are asked half-way."""
    programme = make_programme(make_school())
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem")
    give(wave_of(programme, WaveKind.ENTRY), "engagement", MENTEE)
    give(wave_of(programme, WaveKind.MID), "engagement", MENTEE)
    return programme


def row(wave, role, *numbers, **more):
    """Return a row: invited, consented, answered."""
    invited, consented, answered = numbers
    place = {"arm": None, "class_name": None} | more
    return Participation(wave=wave, role=role, invited=invited, consented=consented,
                         answered=answered, **place)  # fmt: skip


def test_nobody_is_invited_where_nothing_is_given(programme):
    """Mentors half-way, and everybody at exit."""
    add_people(programme, MENTEE, 3)
    add_people(programme, MENTOR, 2)
    assert participation(programme) == [
        row("entry", "mentee", 3, None, 0), row("entry", "mentor", 2, None, 0),
        row("mid", "mentee", 3, None, 0),
    ]  # fmt: skip
    assert turnout(participation(programme)).silent == 8


def test_one_questionnaire_of_several_counts_as_an_answer(programme):
    """Two are not two people."""
    codes = add_people(programme, MENTEE, 3)
    for questionnaire in wave_of(programme, WaveKind.ENTRY).administrations:
        hand_in(questionnaire, codes[0])
    hand_in(wave_of(programme, WaveKind.ENTRY).administrations[1], codes[1])
    rows = participation(programme)
    assert [(one.wave, one.answered) for one in rows] == [("entry", 2), ("mid", 0)]


def test_classes_follow_their_role_and_arms_are_kept_apart(programme):
    """5 comes before 10."""
    add_people(programme, MENTEE, 2, class_name="10А")
    add_people(programme, MENTEE, 1, class_name="5Б")
    add_people(programme, MENTEE, 4, class_name="5Б", arm=Arm.COMPARISON)
    entry = [one for one in participation(programme) if one.wave == "entry"]
    assert entry == [
        row("entry", "mentee", 3, None, 0, arm="programme"),
        row("entry", "mentee", 1, None, 0, arm="programme", class_name="5Б"),
        row("entry", "mentee", 2, None, 0, arm="programme", class_name="10А"),
        row("entry", "mentee", 4, None, 0, arm="comparison"),
        row("entry", "mentee", 4, None, 0, arm="comparison", class_name="5Б"),
    ]
    assert turnout(entry).invited == 7


def test_the_comparison_arm_is_not_invited_to_speak_of_mentoring(programme):
    """Where a wave asks about the course of mentoring alone, only those who have it are counted."""
    give(wave_of(programme, WaveKind.EXIT), "stage1-pupil-pupil-mentee-exit", MENTEE)
    add_people(programme, MENTEE, 3)
    add_people(programme, MENTEE, 4, arm=Arm.COMPARISON)
    invited = {(one.wave, one.arm): one.invited for one in participation(programme)}
    assert invited == {
        ("entry", "programme"): 3, ("entry", "comparison"): 4,
        ("mid", "programme"): 3, ("mid", "comparison"): 4,
        ("exit", "programme"): 3,
    }  # fmt: skip


def test_whoever_agreed_to_both_papers_is_counted(programme):
    """When both have come signed: a paper that was only given out agrees to nothing yet."""
    add_people(programme, MENTEE, 4)
    ends = [
        ("received", "received"),
        ("received", "withdrawn"),
        ("given", None),
        ("given", "received"),
    ]
    states = {
        (person.person, paper): state and ConsentState(state)
        for person, papers in zip(people(programme), ends, strict=True)
        for paper, state in zip(Paper, papers, strict=True)
    }
    set_consents(programme, states, by=None, erasing=True)
    assert participation(programme)[0] == row("entry", "mentee", 4, 1, 0, withdrawn=1)


def test_another_programme_is_not_counted(programme):
    """Nor its answers."""
    other = make_programme(programme.school)
    hand_in(give(wave_of(other, WaveKind.ENTRY), "self-esteem"), *add_people(other, MENTEE, 2))
    assert participation(programme) == []
    assert participation(other) == [row("entry", "mentee", 2, None, 2)]


def test_the_database_counts(programme):
    """The same number of statements and of rows for few and for many."""
    add_people(programme, MENTEE, 30)
    fetched = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: fetched.append(call[2]))
    participation(programme)
    counts = [statement for statement in fetched if "participant" in statement]
    assert len(counts) == 1
    assert "GROUP BY" in counts[0]
