"""Two papers per participant, class by class."""

from __future__ import annotations

import pytest

from app.database import db, writing
from app.models import AuditEvent, Consent, ConsentState, Paper, ProgrammeRole, Role, WaveKind
from app.programmes import consents
from app.programmes.consents import give_all, receive_all, set_consents
from app.programmes.enrolment import add_people
from app.programmes.new_people import NewPerson
from app.programmes.people_queries import consents_of, people
from tests.app.world import (
    close_wave,
    make_programme,
    make_school,
    make_user,
    open_wave,
    signed_in,
    wave_of,
)


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
    browser.post(
        f"{address}?class_name=5А", data=cleared | {"testing_2": "withdrawn", "erasing": "y"}
    )
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
    set_consents(
        programme, {(first, Paper.PERSONAL): ConsentState.WITHDRAWN}, by=None, erasing=True
    )
    assert "оба документа — у 1 из 3" in browser.get(address).text


def test_all_of_a_class_are_given_out_at_once(browser, programme):
    """What is further stays; then they come back, and it is written down who did it."""
    first = people(programme)[0].person
    set_consents(programme, {(first, Paper.TESTING): ConsentState.REFUSED}, by=None)
    address = f"/staff/programmes/{programme.id}/consents"
    assert "/consents/given?" in browser.get(address).text
    browser.post(f"{address}/given?class_name=5А")
    assert states(programme) == [("given", "refused"), ("given", "given"), (None, None)]
    browser.post(f"{address}/received?class_name=5А")
    browser.post(f"{address}/given?class_name=5А")
    assert states(programme) == [("received", "refused"), ("received", "received"), (None, None)]
    assert browser.post(f"{address}/withdrawn?class_name=5А").status_code == 404
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions[-3:] == ["consents.given", "consents.received", "consents.given"]


def test_a_signed_paper_is_the_version_that_was_given_out(programme, monkeypatch):
    """A later text does not change what somebody has signed; whoever gets it anew signs the new."""
    versions = {}
    persons = [row.person for row in people(programme)]
    give_all(programme, "5А", by=None)
    monkeypatch.setattr(consents, "PAPER_VERSION", 2)
    receive_all(programme, "5А", by=None)
    receive_all(programme, "6Б", by=None)
    lost = {(persons[1], paper): ConsentState.GIVEN for paper in Paper}
    set_consents(programme, lost, by=None)
    refused = {(persons[0], paper): ConsentState.WITHDRAWN for paper in Paper}
    set_consents(programme, refused, by=None, erasing=True)
    for consent in db.session.query(Consent):
        versions.setdefault(consent.person, set()).add(consent.version)
    assert [versions[person] for person in persons] == [{1}, {2}, {2}]


def test_pages_tell_how_many_cannot_answer_yet(browser, programme):
    """The programme, the waves as long as they are not over, the slips; not where none is needed."""
    wave = wave_of(programme, WaveKind.ENTRY)
    pages = [
        f"/staff/programmes/{programme.id}",
        f"/staff/waves/{wave.id}",
        f"/staff/programmes/{programme.id}/slips",
    ]
    assert all("without-consent" not in browser.get(page).text for page in pages)
    with writing():
        programme.consent_required = True
    receive_all(programme, "5А", by=None)
    for page in pages:
        shown = browser.get(page).text.split('id="without-consent"')[1].split("</p>")[0]
        assert ": 1." in shown
        assert f"/staff/programmes/{programme.id}/consents" in shown
    open_wave(wave)
    assert "without-consent" in browser.get(pages[1]).text
    close_wave(wave)
    assert "without-consent" not in browser.get(pages[1]).text
    receive_all(programme, "6Б", by=None)
    assert all("without-consent" not in browser.get(page).text for page in pages)


def test_slips_are_handed_out_on_receipt(browser, programme):
    """Only those whose papers have come are printed, unless all are asked for."""
    address = f"/staff/programmes/{programme.id}/slips"
    assert browser.get(address).text.count('class="slip-code') == 3
    assert 'name="consent"' not in browser.get(address).text
    with writing():
        programme.consent_required = True
    assert browser.get(address).text.count('class="slip-code') == 0
    give_all(programme, "5А", by=None)
    assert browser.get(address).text.count('class="slip-code') == 0
    receive_all(programme, "5А", by=None)
    assert browser.get(address).text.count('class="slip-code') == 2
    assert browser.get(f"{address}?class_name=6Б").text.count('class="slip-code') == 0
    assert browser.get(f"{address}?consent=all").text.count('class="slip-code') == 3
