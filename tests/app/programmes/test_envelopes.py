"""Labels for envelopes have a number and room for a name, which no computer learns."""

from __future__ import annotations

import re

import pytest

from app.models import ProgrammeRole, Role
from app.programmes.codes import shown_code
from app.programmes.enrolment import add_people
from app.programmes.new_people import NewPerson
from tests.app.world import make_programme, make_school, make_user, signed_in


@pytest.fixture
def programme(app):
    """Return a programme whose school keeps a list."""
    return make_programme(make_school())


@pytest.fixture
def codes(programme):
    """Return the codes of two mentees and a mentor."""
    people = [
        NewPerson(role=ProgrammeRole.MENTEE, class_name="5А"),
        NewPerson(role=ProgrammeRole.MENTEE, class_name="10Б"),
        NewPerson(role=ProgrammeRole.MENTOR, class_name="10Б"),
    ]
    return add_people(programme, people, more=False, by=None)


def labelled(browser, programme, **wanted):
    """Return the numbers on the labels."""
    page = browser.get(
        f"/staff/programmes/{programme.id}/slips/envelopes", query_string=wanted
    ).text
    return [int(number) for number in re.findall(r'label-number">№ ?\s?(\d+)<', page)]


def test_a_label_says_who_is_meant_and_not_the_code(app, programme, codes):
    """As many as slips, chosen as they are."""
    browser = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))
    page = browser.get(f"/staff/programmes/{programme.id}/slips/envelopes").text
    label = page.split('<article class="label">')[1]
    assert [word for word in ("наставляемый", "5А", "Имя:") if word not in label] == []
    assert [code for code in codes if shown_code(code) in page or code in page] == []
    assert labelled(browser, programme) == [1, 2, 3]
    assert labelled(browser, programme, role="mentor") == [3]
    assert labelled(browser, programme, class_name="10Б") == [2, 3]
    assert labelled(browser, programme, class_name="11") == []


def test_the_page_of_slips_leads_to_the_labels_of_the_same_slips(app, programme, codes):
    """What is chosen there is chosen here."""
    browser = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))
    page = browser.get(f"/staff/programmes/{programme.id}/slips?role=mentor").text
    [way] = re.findall(r'href="([^"]*/slips/envelopes[^"]*)"', page)
    assert browser.get(way).text.count('<article class="label">') == 1


def test_labels_are_for_whoever_keeps_the_codes(app, programme, codes):
    """Envelopes are theirs."""
    make_user(programme.school, Role.PSYCHOLOGIST)
    curator = signed_in(app, make_user(programme.school, Role.CURATOR))
    address = f"/staff/programmes/{programme.id}/slips/envelopes"
    assert curator.get(address).status_code == 403
