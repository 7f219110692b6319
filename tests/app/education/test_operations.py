"""What is kept of marks: replaced, erased, reduced, and never so that two reports tell of a few."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import select

from app.database import db
from app.education.operations import HandedIn, hand_in, remove
from app.models import (
    ConsentState,
    EducationResult,
    Measure,
    Participant,
    ProgrammeRole,
)
from app.programmes.errors import RefusedError
from app.reports import keeping
from app.reports import operations as reports
from tests.app import world
from tests.app.education.way import hand_in_marks, kept, reported

MENTEE = ProgrammeRole.MENTEE
K = 3

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: Twelve pupils.
MARKS = [(n + 1, n + 2) for n in range(12)]


@pytest.fixture
def programme(app):
    """Return a programme without names."""
    return world.make_programme(world.make_school(), k=K)


def test_values_are_exact_and_their_rows_have_random_numbers(programme):
    """Thirds stay thirds; nobody's row tells when it came."""
    third = [(Fraction(13, 3), None, None), (None, Fraction(14, 3), None)]
    handed = HandedIn(role=MENTEE, is_tied=False, rows={Measure.MEAN_MARK: third})
    hand_in(programme, handed, {}, by=None)
    held = db.session.scalars(select(EducationResult)).all()
    assert {(one.entry_numerator, one.entry_denominator) for one in held} == {(13, 3), (None, None)}
    assert {(one.exit_numerator, one.exit_denominator) for one in held} == {(14, 3), (None, None)}
    assert all(one.id > 2**20 for one in held)


@ON_ONE
def test_the_report_compares_what_was_handed_in(programme):
    """By role and measure; nothing of a role that has none."""
    assert reported(programme) is None
    hand_in_marks(programme, MARKS)
    [found] = reported(programme)
    assert (found["scale"], found["role"], found["n_matched"]) == ("mean_mark", "mentee", 12)
    assert found["difference"]["mean"] == 1


@ON_ONE
def test_whatever_no_report_has_drawn_on_may_be_replaced(programme):
    """Even by a table that differs for one pupil; the former rows are gone."""
    hand_in_marks(programme, MARKS)
    hand_in_marks(programme, [*MARKS[:-1], (20, 30)])
    assert len(kept()) == 12
    reports.keep_answers(db.session.merge(programme), 1)
    hand_in_marks(db.session.merge(programme), MARKS)


def test_after_a_report_one_corrected_mark_is_refused(programme):
    """And many are not; what was reported is compared with, however often it is replaced."""
    hand_in_marks(programme, MARKS)
    reports.keep_answers(programme, 2)
    for changed in ([*MARKS[:-1], (12, 20)], MARKS[:-1], [*MARKS, (20, 30)]):
        with pytest.raises(RefusedError):
            hand_in_marks(db.session.merge(programme), changed)
    others = [(entry + 20, exit_ + 30) for entry, exit_ in MARKS]
    hand_in_marks(db.session.merge(programme), others)
    with pytest.raises(RefusedError):
        hand_in_marks(db.session.merge(programme), [*MARKS[:-1], (12, 20)])
    remove(db.session.merge(programme), MENTEE, by=None)
    with pytest.raises(RefusedError):
        hand_in_marks(db.session.merge(programme), MARKS[1:])
    hand_in_marks(db.session.merge(programme), MARKS)
    [found] = reported(programme)
    assert found["difference"]["mean"] == 1


@ON_ONE
def test_another_table_for_the_wrong_one_is_taken(programme):
    """Two columns were mixed up: the first report stays, the second is made."""
    hand_in_marks(programme, [(exit_, entry) for entry, exit_ in MARKS[:5]])
    assert reported(programme)[0]["difference"]["mean"] == -1
    hand_in_marks(db.session.merge(programme), [(n + 30, n + 32) for n in range(5)])
    assert reported(programme)[0]["difference"]["mean"] == 2


@ON_ONE
def test_a_list_under_k_was_never_shown(programme):
    """So any other may follow."""
    hand_in_marks(programme, MARKS[: K - 1])
    assert reported(programme)[0]["entry"] is None
    hand_in_marks(db.session.merge(programme), MARKS[:K])
    assert reported(programme)[0]["entry"] is not None


@ON_ONE
def test_what_is_replaced_while_a_report_is_being_made_stops_it(programme):
    """Nobody could say which of the two it shows."""
    hand_in_marks(programme, MARKS)
    job_id = reports.request_report(db.session.merge(programme), 2, by=None)
    job = reports.begin(job_id)
    hand_in_marks(job.programme, [(entry + 20, exit_ + 30) for entry, exit_ in MARKS])
    with pytest.raises(RefusedError):
        keeping.check_settled(db.session, db.session.merge(programme), 2)


@ON_ONE
def test_a_programme_without_names_ties_nobody(programme):
    """However it was asked."""
    [code] = world.add_people(programme, MENTEE, 1)
    world.consent(code, ConsentState.RECEIVED, ConsentState.RECEIVED)
    person = db.session.scalar(select(Participant.person))
    tied = {Measure.MISSED: [(Fraction(1), Fraction(2), person)]}
    with pytest.raises(RefusedError):
        hand_in(programme, HandedIn(role=MENTEE, is_tied=True, rows=tied), {}, by=None)
    assert kept() == []
