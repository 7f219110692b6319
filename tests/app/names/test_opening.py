"""Names are opened on purpose, for ten minutes, and everything about it is written down."""

from __future__ import annotations

import re

import pytest

from app.auth.sessions import end_all
from app.database import db, writing
from app.models import (
    AuditEvent,
    LinkageMode,
    Participant,
    ProgrammeRole,
    Role,
    SealedName,
    Vault,
)
from app.names import operations
from app.names.facts import PersonFacts
from app.names.keyring import EXTENSION
from app.names.naming import set_facts
from app.names.recovery import is_recovery_key, new_recovery_key, typed_recovery_key
from tests.app.names.way import NAMES, OTHER, PASSPHRASE, audited, page_of, unlock
from tests.app.world import add_people, make_programme, make_school, make_user, signed_in

NAME = NAMES[0]


@pytest.fixture
def person(programme, opened):
    """Return the participant of the programme, whose name is sealed."""
    add_people(programme, ProgrammeRole.MENTEE, 1, class_name="5А")
    participant = db.session.query(Participant).one()
    set_facts(programme, {participant.person: PersonFacts(name=NAME)}, opened, by=None)
    return participant


@pytest.fixture
def events(person):
    """Return a function that gives what has been written down since the name was sealed."""
    before = len(audited())
    return lambda: audited()[before:]


def new_passphrase(text=OTHER, **more):
    """Return the fields of a new passphrase."""
    return {"new": text, "again": text} | more


def shown_key(page):
    """Return the recovery key that a page shows."""
    [shown] = re.findall(r'id="recovery-key">([^<]+)<', page)
    return typed_recovery_key(shown)


def test_the_first_visit_asks_for_a_passphrase_and_says_twice_what_losing_it_means(
    browser, programme
):
    """Above the fields, and at the tick without which nothing is made."""
    page = browser.get(page_of(programme), follow_redirects=True).text
    assert page.count("имена потеряны") == 2
    refused = browser.post(page_of(programme, "/vault"), data=new_passphrase())
    assert refused.status_code == 200
    assert db.session.query(Vault).count() == 0
    made = browser.post(page_of(programme, "/vault"), data=new_passphrase(sure="y"))
    assert is_recovery_key(shown_key(made.text))
    assert "имена потеряны" in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert audited() == ["vault.create", "names.open"]
    assert "Закрыть имена" in browser.get(page_of(programme)).text


@pytest.mark.parametrize(
    "fields",
    [new_passphrase("коротко"), {"new": OTHER, "again": PASSPHRASE}],
    ids=["short", "mistyped"],
)
def test_a_bad_passphrase_makes_no_vault(browser, programme, fields):
    """And says what is wrong."""
    page = browser.post(page_of(programme, "/vault"), data=fields | {"sure": "y"}).text
    assert "invalid-feedback" in page
    assert db.session.query(Vault).count() == 0


def test_a_second_vault_does_not_replace_the_first(browser, programme, person):
    """The names of the first would be lost."""
    before = db.session.query(Vault.by_passphrase).scalar()
    browser.post(page_of(programme, "/vault"), data=new_passphrase(sure="y"))
    assert db.session.query(Vault.by_passphrase).scalar() == before
    assert browser.get(page_of(programme, "/vault")).location == page_of(programme)


def test_the_passphrase_opens_the_names_for_ten_minutes(browser, programme, person, clock, events):
    """Whoever reads on has to open them again."""
    assert NAME not in browser.get(page_of(programme)).text
    assert unlock(browser, programme).location == page_of(programme)
    clock.now += 599
    answer = browser.get(page_of(programme))
    assert NAME in answer.text
    assert '<meta http-equiv="refresh" content="1">' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    clock.now += 1
    assert NAME not in browser.get(page_of(programme)).text
    assert browser.get(page_of(programme, "/labels")).location == page_of(programme)
    assert browser.get(page_of(programme, "/edit")).location == page_of(programme)
    assert events() == ["names.open"]


def test_an_opening_is_written_down_once_with_the_number_of_the_programme(
    browser, programme, person, psychologist
):
    """By whom, never with a name."""
    unlock(browser, programme)
    for end in ("", "", "/labels", "/edit"):
        assert NAME in browser.get(page_of(programme, end)).text
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.subject) == ("names.open", str(programme.id))
    assert (event.user_id, event.school_id) == (psychologist.id, programme.school_id)


def test_a_wrong_passphrase_opens_nothing_and_is_written_down(browser, programme, person, events):
    """Every time."""
    for _ in range(2):
        answer = unlock(browser, programme, OTHER)
        assert answer.status_code == 403
        assert "Это не парольная фраза" in answer.text
        assert OTHER not in answer.text
    assert NAME not in browser.get(page_of(programme)).text
    assert events() == ["names.refuse", "names.refuse"]


@pytest.mark.parametrize("how", ["close", "sign out", "ended elsewhere"])
def test_names_close(app, browser, programme, person, psychologist, how):
    """By the button, with the session, and with a session that ends elsewhere."""
    unlock(browser, programme)
    with browser.session_transaction() as cookie:
        held = dict(cookie)
    if how == "close":
        browser.post(page_of(programme, "/close"))
    elif how == "sign out":
        browser.post("/staff/sign-out")
        with browser.session_transaction() as cookie:
            cookie.update(held)
    else:
        with writing():
            end_all(psychologist.id)
    if how != "ended elsewhere":
        assert app.extensions[EXTENSION].held(held["_user_id"], programme.id) is None
    assert NAME not in browser.get(page_of(programme)).text
    assert NAME not in signed_in(app, psychologist).get(page_of(programme)).text


def test_another_browser_of_the_same_person_opens_by_itself(
    app, browser, programme, psychologist, person
):
    """What one has opened the other has not."""
    unlock(browser, programme)
    other = signed_in(app, psychologist)
    assert NAME not in other.get(page_of(programme)).text
    assert NAME in browser.get(page_of(programme)).text


@pytest.mark.parametrize("roles", [(Role.CURATOR,), (Role.ADMINISTRATOR,)])
@pytest.mark.parametrize("is_alone", [True, False])
def test_nobody_but_a_psychologist_opens_names(
    app, programme, person, psychologist, roles, is_alone
):
    """Not even with the passphrase, nor a curator whose psychologist has left."""
    with writing():
        psychologist.is_active = not is_alone
    other = signed_in(app, make_user(programme.school, *roles))
    for end in ("", "/vault", "/passphrase", "/recovery", "/lost", "/edit", "/labels"):
        assert other.get(page_of(programme, end)).status_code == 403
    before = audited()
    assert unlock(other, programme).status_code == 403
    assert audited() == before


def test_a_psychologist_of_another_school_finds_nothing(app, clock, programme, person):
    """Nor learns that there is something."""
    other = signed_in(app, make_user(make_school("Школа № 2"), Role.PSYCHOLOGIST))
    assert unlock(other, programme).status_code == 404


def test_guessing_has_to_wait(make_app):
    """After ten wrong passphrases even the right one is not tried."""
    app = make_app(RATELIMIT_ENABLED=True)
    with app.app_context():
        user = make_user(make_school(), Role.PSYCHOLOGIST)
        programme = make_programme(user.school, linkage_mode=LinkageMode.CONFIDENTIAL)
        operations.create_vault(programme, PASSPHRASE, by=user)
        browser = signed_in(app, user)
        codes = [unlock(browser, programme, OTHER).status_code for _ in range(11)]
        assert codes == [403] * 10 + [429]
        assert unlock(browser, programme).status_code == 429
        answer = browser.post(page_of(programme, "/paper"), data={"paper-passphrase": PASSPHRASE})
        assert answer.status_code == 429


def test_the_paper_opens_the_names_and_gives_another_passphrase(
    browser, programme, person, recovery_key, events
):
    """The old passphrase opens nothing any more; the paper stays."""
    for _ in range(2):
        answer = browser.post(
            page_of(programme, "/recovery"), data=new_passphrase(recovery=recovery_key.lower())
        )
        assert answer.location == page_of(programme)
    assert NAME in browser.get(page_of(programme)).text
    assert events() == ["vault.recover", "names.open"] * 2
    browser.post(page_of(programme, "/close"))
    assert unlock(browser, programme).status_code == 403
    assert unlock(browser, programme, OTHER).status_code == 302


def test_another_paper_opens_nothing(browser, programme, person, events):
    """What cannot be a key is not even tried."""
    wrong = new_passphrase(recovery=new_recovery_key())
    assert browser.post(page_of(programme, "/recovery"), data=wrong).status_code == 403
    mistyped = new_passphrase(recovery="AAAAA")
    assert browser.post(page_of(programme, "/recovery"), data=mistyped).status_code == 200
    assert events() == ["names.refuse"]
    assert unlock(browser, programme).status_code == 302


def test_changing_the_passphrase_needs_the_one_so_far(
    app, browser, programme, psychologist, person, events
):
    """Other browsers that had opened the names open them anew."""
    other = signed_in(app, psychologist)
    unlock(other, programme)
    address = page_of(programme, "/passphrase")
    assert browser.post(address, data=new_passphrase(passphrase=OTHER)).status_code == 403
    assert browser.post(address, data=new_passphrase(passphrase=PASSPHRASE)).status_code == 302
    assert NAME in browser.get(page_of(programme)).text
    assert NAME not in other.get(page_of(programme)).text
    assert unlock(other, programme).status_code == 403
    assert unlock(other, programme, OTHER).status_code == 302
    assert events() == [
        "names.open", "names.refuse", "vault.passphrase", "names.open", "names.refuse", "names.open",
    ]  # fmt: skip


def test_a_new_paper_makes_the_old_one_worthless(browser, programme, person, recovery_key):
    """It is shown once, and needs the passphrase."""
    address = page_of(programme, "/paper")
    refused = browser.post(address, data={"paper-passphrase": OTHER})
    assert refused.status_code == 403
    page = browser.post(address, data={"paper-passphrase": PASSPHRASE}).text
    renewed = shown_key(page)
    recovery = page_of(programme, "/recovery")
    old = new_passphrase(recovery=recovery_key)
    assert browser.post(recovery, data=old).status_code == 403
    assert browser.post(recovery, data=new_passphrase(recovery=renewed)).status_code == 302


def test_whoever_has_lost_both_begins_anew_without_the_names(browser, programme, person, events):
    """People, codes and answers stay; the tick is asked for."""
    address = page_of(programme, "/lost")
    assert browser.post(address).status_code == 200
    assert db.session.query(SealedName).count() == 1
    browser.post(address, data={"sure": "y"})
    assert db.session.query(SealedName).count() == db.session.query(Vault).count() == 0
    assert db.session.query(Participant).count() == 1
    assert events() == ["names.erase"]
    browser.post(page_of(programme, "/vault"), data=new_passphrase(sure="y"))
    assert NAME not in browser.get(page_of(programme)).text


def test_a_damaged_record_is_named_and_the_others_open(browser, programme, person):
    """One bit of one name; saving other fields does not take it away."""
    with writing():
        kept = db.session.query(SealedName).one()
        kept.sealed = kept.sealed[:-1] + bytes([kept.sealed[-1] ^ 1])
    unlock(browser, programme)
    page = browser.get(page_of(programme)).text
    assert "запись повреждена" in page
    assert NAME not in page
    fields = {"name_1": "", "age_1": "12", "sex_1": ""}
    browser.post(page_of(programme, "/edit"), data=fields)
    assert db.session.query(SealedName).count() == 1
    browser.post(page_of(programme, "/edit"), data=fields | {"name_1": NAMES[1]})
    assert NAMES[1] in browser.get(page_of(programme)).text
