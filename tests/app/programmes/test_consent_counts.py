"""Where nobody is listed papers are counted by role and class."""

from __future__ import annotations

import pytest

from app.database import db, writing
from app.models import (
    Arm,
    AuditEvent,
    ConsentCount,
    ConsentState,
    LinkageMode,
    Paper,
    ProgrammeRole,
    Role,
    Stratum,
    WaveKind,
)
from app.programmes.consent_counts import Pile, counts_of
from app.programmes.consents import set_counts
from app.programmes.enrolment import remove_everybody
from app.programmes.errors import RefusedError
from app.programmes.overview import consent_counts
from app.programmes.queries import participation
from tests.app.world import (
    add_people,
    give,
    make_programme,
    make_school,
    make_user,
    signed_in,
    wave_of,
)

MENTEE, MENTOR = ProgrammeRole
PERSONAL, TESTING = Paper
RECEIVED, GIVEN = ConsentState.RECEIVED, ConsentState.GIVEN


@pytest.fixture(params=[LinkageMode.CODES_HAT, LinkageMode.SELF_CODE])
def programme(app, request):
    """Return a programme that lists nobody, with two stacks of one class and one of mentors."""
    programme = make_programme(make_school(), linkage_mode=request.param, consent_required=True)
    with writing() as session:
        for role, class_name, n in ((MENTEE, "10 А", 7), (MENTEE, "5Б", 5), (MENTEE, "5Б", 6),
                                    (MENTOR, "", 5)):  # fmt: skip
            session.add(Stratum(programme_id=programme.id, role=role, class_name=class_name, n=n))
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a curator's browser."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def received(role, class_name, personal, testing):
    """Return so many papers that have come."""
    return {
        Pile(role, class_name, PERSONAL, RECEIVED): personal,
        Pile(role, class_name, TESTING, RECEIVED): testing,
    }


def test_the_page_has_a_number_for_each_state(browser, programme):
    """Classes as large as their stacks together; what is typed is kept, nobody is named."""
    address = f"/staff/programmes/{programme.id}/consents"
    page = browser.get(address).text
    assert page.count('inputmode="numeric"') == 3 * 2 * 4
    assert page.index("5Б") < page.index("10 А")
    typed = {"personal_received_mentee_5Б": "9", "testing_received_mentee_5Б": "11",
             "personal_refused_mentee_5Б": "2", "testing_given_mentor_": "5"}  # fmt: skip
    assert browser.post(address, data=typed).status_code == 302
    assert counts_of(programme) == {
        Pile(MENTEE, "5Б", PERSONAL, RECEIVED): 9,
        Pile(MENTEE, "5Б", TESTING, RECEIVED): 11,
        Pile(MENTEE, "5Б", PERSONAL, ConsentState.REFUSED): 2,
        Pile(MENTOR, "", TESTING, GIVEN): 5,
    }
    page = browser.get(address).text
    assert 'value="11"' in page
    assert [event.action for event in db.session.query(AuditEvent)] == ["consents.count"]
    browser.post(address, data=typed | {"testing_given_mentor_": ""})
    assert len(counts_of(programme)) == 3


@pytest.mark.parametrize(
    "typed",
    [
        {"personal_received_mentee_5Б": "8", "personal_refused_mentee_5Б": "4"},
        {"personal_received_mentee_5Б": "-1"},
        {"personal_received_mentee_5Б": "много"},
        {"personal_received_mentee_5Б": "99999999999999"},
    ],
)
def test_what_cannot_be_is_refused_next_to_its_field(browser, programme, typed):
    """More papers than people, less than none, no number: nothing is stored."""
    page = browser.post(f"/staff/programmes/{programme.id}/consents", data=typed)
    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert db.session.query(ConsentCount).count() == 0


def test_more_papers_than_people_are_refused_by_the_operation(programme):
    """Whoever calls it; also for a class that is not there."""
    for counts in (received(MENTEE, "5Б", 12, 1), received(MENTEE, "6А", 1, 0)):
        with pytest.raises(RefusedError):
            set_counts(programme, counts, by=None)
    assert counts_of(programme) == {}


def test_participation_counts_whoever_may_have_brought_both(programme):
    """The smaller number of the two papers; a class without papers has none."""
    give(wave_of(programme, WaveKind.ENTRY), "engagement", MENTEE)
    add_people(programme, MENTEE, 7, class_name="10 А")
    add_people(programme, MENTEE, 11, class_name="5Б")
    assert {row.consented for row in participation(programme)} == {None}
    assert consent_counts(programme).agreed is None
    set_counts(programme, received(MENTEE, "5Б", 9, 10) | received(MENTOR, "", 5, 4), by=None)
    assert [(row.class_name, row.consented) for row in participation(programme)] == [
        (None, 9), ("5Б", 9), ("10 А", 0),
    ]  # fmt: skip
    counts = consent_counts(programme)
    assert (counts.agreed, counts.waiting) == (13, 0)


def test_a_class_in_both_arms_has_one_count_for_both(programme):
    """So it says nothing of either, and of the whole role of an arm."""
    give(wave_of(programme, WaveKind.ENTRY), "engagement", MENTEE)
    with writing() as session:
        session.query(Stratum).filter_by(programme_id=programme.id, n=6).one().arm = Arm.COMPARISON
    set_counts(programme, received(MENTEE, "10 А", 7, 7), by=None)
    assert [(row.arm, row.class_name, row.consented) for row in participation(programme)] == [
        ("programme", None, None), ("programme", "5Б", None), ("programme", "10 А", 7),
        ("comparison", None, None), ("comparison", "5Б", None),
    ]  # fmt: skip


def test_whoever_takes_everybody_out_takes_the_counts_too(programme):
    """Otherwise they would be somebody else's."""
    set_counts(programme, received(MENTEE, "5Б", 9, 10), by=None)
    remove_everybody(programme, by=None)
    assert counts_of(programme) == {}


def test_a_programme_without_stacks_has_nothing_to_count(app):
    """The page says so."""
    programme = make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT)
    browser = signed_in(app, make_user(programme.school, Role.CURATOR))
    page = browser.get(f"/staff/programmes/{programme.id}/consents")
    assert page.status_code == 200
    assert "alert-info" in page.text
