"""Two papers per participant, class by class; nobody is stopped by them."""

from __future__ import annotations

import pytest

from app.database import db
from app.models import Consent, ConsentState, Paper, ProgrammeRole, Role
from app.programmes.consents import receive_all, set_consents
from app.programmes.enrolment import NewPerson, add_people
from app.programmes.people_queries import consents_of, people
from tests.app.world import make_programme, make_school, make_user, signed_in


@pytest.fixture
def programme(app):
    """Return a programme with two mentees in 5А and one in 6Б."""
    programme = make_programme(make_school())
    classes = ["5А", "5А", "6Б"]
    mentees = [NewPerson(role=ProgrammeRole.MENTEE, class_name=name) for name in classes]
    add_people(programme, mentees, more=False, by=None)
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a curator's browser."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def states(programme):
    """Return the states of all participants: personal data, then testing."""
    persons = [row.person for row in people(programme)]
    held = consents_of(programme, persons)
    return [tuple(held.get((person, paper)) for paper in Paper) for person in persons]


def test_each_paper_of_a_class_is_written_down(browser, programme):
    """What is cleared is forgotten; other classes are not touched."""
    address = f"/staff/programmes/{programme.id}/consents"
    marked = {
        "personal_1": "received",
        "testing_1": "refused",
        "personal_2": "given",
        "testing_2": "",
    }
    browser.post(f"{address}?class_name=5А", data=marked)
    assert states(programme) == [("received", "refused"), ("given", None), (None, None)]
    cleared = dict.fromkeys(marked, "")
    browser.post(f"{address}?class_name=5А", data=cleared | {"testing_2": "withdrawn"})
    assert states(programme) == [(None, None), (None, "withdrawn"), (None, None)]
    assert "6Б" in browser.get(address).text


def test_a_large_class_is_shown_by_pages(browser, programme):
    """Two hundred on each; saving one page leaves the others alone, and stays there."""
    mentees = [NewPerson(role=ProgrammeRole.MENTEE, class_name="7В")] * 201
    add_people(programme, mentees, more=True, by=None)
    address = f"/staff/programmes/{programme.id}/consents?class_name=7В"
    first, second = browser.get(address).text, browser.get(f"{address}&page=2").text
    assert (first.count('name="personal_'), second.count('name="personal_')) == (200, 1)
    assert "Следующая страница" in first
    assert "Предыдущая страница" in second
    assert browser.get(f"{address}&page={10**30}").text.count('name="personal_') == 1
    number = second.split('name="personal_')[1].split('"')[0]
    saved = browser.post(f"{address}&page=2", data={f"personal_{number}": "received"})
    assert saved.location.endswith("page=2")
    assert db.session.query(Consent).count() == 1
    form = first.split("/consents/received?", 1)[1].split('"')[0]
    assert "page=1" in form
    browser.post(f"/staff/programmes/{programme.id}/consents/received?class_name=7В&page=2")
    assert db.session.query(Consent).count() == 402


def test_a_state_that_is_none_is_refused(browser, programme):
    """Nothing is stored."""
    address = f"/staff/programmes/{programme.id}/consents"
    page = browser.post(address, data={"personal_1": "может быть"}).text
    assert "invalid-feedback" in page
    assert db.session.query(Consent).count() == 0


def test_a_whole_class_is_marked_at_once(browser, programme):
    """But a refusal is not overruled."""
    first = people(programme)[0].person
    set_consents(programme, {(first, Paper.TESTING): ConsentState.REFUSED}, by=None)
    address = f"/staff/programmes/{programme.id}/consents/received?class_name=5А"
    assert browser.post(address).status_code == 302
    assert states(programme) == [("received", "refused"), ("received", "received"), (None, None)]


def test_the_programmes_page_counts_who_agreed(browser, programme):
    """To both papers; nothing is counted where nothing was written down."""
    address = f"/staff/programmes/{programme.id}"
    assert "пока не отмечены" in browser.get(address).text
    receive_all(programme, "5А", by=None)
    first = people(programme)[0].person
    set_consents(programme, {(first, Paper.PERSONAL): ConsentState.WITHDRAWN}, by=None)
    assert "оба документа — у 1 из 3" in browser.get(address).text
