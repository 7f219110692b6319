"""Names are typed in for people added by number, and nothing typed is lost."""

from __future__ import annotations

import pytest

from app.database import db
from app.models import Participant, ProgrammeRole, SealedName, Sex
from app.names import operations
from app.names.errors import NamesClosedError
from app.names.facts import PersonFacts
from app.names.naming import set_facts
from tests.app.names.way import NAMES, OTHER, PASSPHRASE, audited, let_in, page_of, unlock
from tests.app.world import add_people, make_programme

FIELDS = {
    "name_1": f" {NAMES[0]}  ", "age_1": "11", "sex_1": "female",
    "name_2": NAMES[0], "age_2": "", "sex_2": "",
}  # fmt: skip


@pytest.fixture
def two(programme, opened):
    """Return the numbers of two people of one class; a third is of another."""
    add_people(programme, ProgrammeRole.MENTEE, 2, class_name="5А")
    add_people(programme, ProgrammeRole.MENTOR, 1, class_name="10Б")
    return db.session.query(Participant).order_by(Participant.number).limit(2).all()


def test_names_are_typed_in_class_by_class(browser, programme, two, opened):
    """And stand on the page of names; labels hold no codes."""
    let_in(browser, programme, opened)
    page = browser.get(page_of(programme, "/edit")).text
    assert "name_2" in page
    assert "name_3" not in page
    assert "name_3" in browser.get(page_of(programme, "/edit?class_name=10Б")).text
    answer = browser.post(page_of(programme, "/edit"), data=FIELDS)
    assert answer.status_code == 302
    listed = browser.get(page_of(programme)).text
    assert listed.count(NAMES[0]) == 2
    assert "Участников без имени: 1" in listed
    labels = browser.get(page_of(programme, "/labels")).text
    assert labels.count(NAMES[0]) == 2
    assert 'class="code"' not in labels
    assert (two[0].age, two[0].sex) == (11, Sex.FEMALE)
    assert audited()[-1] == "names.set"


def test_two_equal_names_are_sealed_differently(browser, programme, two, opened):
    """Nobody sees in the database that they are."""
    let_in(browser, programme, opened)
    browser.post(page_of(programme, "/edit"), data=FIELDS)
    one, other = db.session.query(SealedName.sealed).all()
    assert one != other
    assert len(one.sealed) == len(other.sealed)


def test_whoever_types_longer_than_ten_minutes_loses_nothing(browser, programme, two, clock):
    """The page comes back with everything on it, and asks for the passphrase."""
    unlock(browser, programme)
    clock.now += 601
    page = browser.post(page_of(programme, "/edit"), data=FIELDS).text
    assert NAMES[0] in page
    assert 'name="passphrase"' in page
    assert db.session.query(SealedName).count() == 0
    refused = browser.post(page_of(programme, "/edit"), data=FIELDS | {"passphrase": OTHER})
    assert refused.status_code == 403
    assert NAMES[0] in refused.text
    saved = browser.post(page_of(programme, "/edit"), data=FIELDS | {"passphrase": PASSPHRASE})
    assert saved.status_code == 302
    assert db.session.query(SealedName).count() == 2
    assert audited()[-3:] == ["names.refuse", "names.open", "names.set"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_1": "Я" * 121},
        {"age_1": "5"},
        {"age_1": "сто"},
        {"sex_1": "x"},
        {"name_1": "а\u200bя"},
    ],
    ids=["long", "young", "no number", "no sex", "unseen"],
)
def test_what_cannot_be_is_refused_next_to_its_field(browser, programme, two, wrong, opened):
    """Nothing of the page is saved."""
    let_in(browser, programme, opened)
    page = browser.post(page_of(programme, "/edit"), data=FIELDS | wrong).text
    assert "invalid-feedback" in page
    assert db.session.query(SealedName).count() == 0


def test_a_name_that_is_emptied_goes(browser, programme, two, opened):
    """And one that stays the same is not sealed anew."""
    let_in(browser, programme, opened)
    browser.post(page_of(programme, "/edit"), data=FIELDS)
    kept = db.session.query(SealedName).filter_by(person=two[1].person).one().sealed
    browser.post(page_of(programme, "/edit"), data=FIELDS | {"name_1": "", "age_1": ""})
    assert [one.sealed for one in db.session.query(SealedName)] == [kept]
    assert two[0].age is None


def test_a_key_of_an_erased_vault_seals_nothing(programme, two, opened):
    """What it sealed the new vault could not open."""
    facts = {two[0].person: PersonFacts(name=NAMES[0])}
    operations.erase_names(programme, by=None)
    with pytest.raises(NamesClosedError):
        set_facts(programme, facts, opened, by=None)
    operations.create_vault(programme, OTHER, by=None)
    with pytest.raises(NamesClosedError):
        set_facts(programme, facts, opened, by=None)
    assert db.session.query(SealedName).count() == 0


def test_nobody_of_another_programme_gets_a_name(programme, psychologist, opened):
    """Whatever key of a person is asked for."""
    other = make_programme(psychologist.school)
    add_people(other, ProgrammeRole.MENTEE, 1)
    stranger = db.session.query(Participant).one()
    set_facts(programme, {stranger.person: PersonFacts(name="Я", age=11)}, opened, by=None)
    assert db.session.query(SealedName).count() == 0
    assert stranger.age is None
