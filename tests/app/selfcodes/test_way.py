"""From the blackboard to the thanks, without a slip."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import request

from app.answering.drafts import opened_draft
from app.database import db, now_utc, writing
from app.models import (
    AuditEvent,
    Draft,
    ProgrammeRole,
    Stratum,
    WaveKind,
)
from app.selfcodes.elements import opened_elements
from app.selfcodes.operations import make_addresses
from app.selfcodes.tokens import shown_token
from tests.app.answering.way import Child, submissions
from tests.app.selfcodes.classes import (
    CHILDREN,
    add_stratum,
    address_of,
    answer,
    answers_of,
    asked,
    come,
    make_self_coded,
    participants,
    self_codes,
)
from tests.app.world import add_people, close_wave, give, open_wave, wave_of

FIRST, SECOND = CHILDREN[:2]


@pytest.fixture
def programme(app):
    """Return a programme whose entry wave is open."""
    programme = make_self_coded()
    open_wave(wave_of(programme, WaveKind.ENTRY))
    return programme


@pytest.fixture
def address(programme):
    """Return the address of its class."""
    return address_of(programme)


def test_address_questions_once_more_forms_thanks(app, programme, address):
    """A person is there when the answers were found right, and as the address says."""
    child = Child(app)
    child.open(address)
    assert child.page.html.count('id="promise"') == 1
    assert not child.page.html.count('name="q_')
    child.press("agree")
    assert len(child.page.questions) == 8
    child.press("check", **answers_of(FIRST))
    assert 'value="confirm"' in child.page.html
    assert participants() == []
    child.press("confirm")
    assert child.page.path.startswith("/forms/")
    assert child.answer_all("2").path == "/thanks"
    [one] = participants()
    assert (one.role, one.class_name) == (ProgrammeRole.MENTEE, "7А")
    assert one.stratum_id is not None
    assert len(submissions()) == 1


def test_whoever_does_not_want_to_is_asked_nothing(app, address):
    """Nobody is there for it, and the next one begins at the same address."""
    child = Child(app)
    child.open(address)
    page = child.press("decline")
    assert (page.status, page.path) == (200, "/declined")
    assert address in page.html
    assert participants() == []


def test_the_answers_are_read_back_and_can_be_corrected(app, address):
    """What is typed stands there, the first letter of a whole name only; nothing is stored."""
    child = asked(app, address)
    child.press("check", **(answers_of(FIRST) | {"q_mother": "елена", "q_brothers": "00"}))
    assert "Елена" not in child.page.html
    assert "елена" not in child.page.html
    assert child.page.fields["q_mother"] == ["Е"]
    assert "карие" in child.page.text
    child.press("change")
    assert child.page.fields["q_mother"] == ["Е"]
    assert child.page.fields["q_brothers"] == ["0"]
    child.press("check", q_mother="О")
    child.press("confirm")
    [code] = self_codes()
    elements = opened_elements(code.sealed, wave_id=code.wave_id, person=code.person)
    assert (elements["mother"], elements["cohort"]) == ("о", "2019")


def test_one_answer_may_be_unknown_and_not_two(app, address):
    """With two missing nobody could be found; it says so kindly."""
    child = asked(app, address)
    two = answers_of("А Е 3 ? ? 0 0 brown")
    assert child.press("check", **two).path == address
    assert 'value="confirm"' not in child.page.html
    assert 'role="alert"' in child.page.html
    child.press("check", q_birthplace="П")
    assert child.press("confirm").path.startswith("/forms/")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("mother_day", "32"), ("mother_day", "8 марта"), ("brothers", "-1"), ("own", "7"),
        ("eyes", "red"), ("sisters", None), ("mother_day", ["3", "dont-know"]), ("own", "…"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_asked_again(app, address, code, wrong):
    """With a word beside the question; everything else stays as it was typed."""
    child = asked(app, address)
    child.press("check", **(answers_of(FIRST) | {f"q_{code}": wrong}))
    assert f"q_{code}-error" in child.page.html or 'class="error"' in child.page.html
    kept = "q_mother" if code != "mother" else "q_own"
    assert child.page.fields[kept] == [answers_of(FIRST)[kept]]
    assert child.press("confirm").path == address
    assert participants() == []


def test_the_same_answers_go_on_as_the_same_person_and_show_nothing(app, programme, address):
    """However they are written; what had been begun is not shown, for others may know them."""
    give(wave_of(programme, WaveKind.ENTRY), "engagement", ProgrammeRole.MENTEE)
    child = come(app, address, FIRST)
    child.answer_form("2")
    child.answer_page("2")
    again = come(app, address, "A е 03 л п 0 00 brown")
    assert len(participants()) == 1
    assert again.page.path.startswith("/forms/")
    assert all(again.page.fields[name] == [] for name in again.page.questions)
    assert again.answer_all("2").path == "/thanks"
    assert len(submissions()) == 2
    done = come(app, address, FIRST)
    assert done.page.status == 200
    assert not done.page.questions
    assert len(participants()) == 1


def test_nobody_but_the_browser_opens_what_was_begun(app, address):
    """The key of a draft hangs on a token of the session, and not on the answers."""
    child = come(app, address, FIRST)
    with child.client.session_transaction() as cookie:
        first = cookie["respondent"]
    child.answer_page("2")
    again = come(app, address, FIRST)
    with again.client.session_transaction() as cookie:
        second = cookie["respondent"]
    assert first[0] == second[0]
    assert first[2] != second[2]
    assert first[1] == ""
    for draft in db.session.query(Draft):
        assert opened_draft(b"0" * 32, draft) == {}


def test_two_children_are_two_people(app, address):
    """One answer tells them apart; numbers follow nobody's order."""
    answer(app, address, *CHILDREN)
    people = participants()
    assert len({one.person for one in people}) == 12
    numbers = [one.number for one in people]
    assert len(set(numbers)) == 12
    assert max(numbers) > 12


def test_an_address_is_read_off_a_blackboard(app, programme, address):
    """With a dash, in capitals; anything else is not there."""
    token = address.removeprefix("/a/")
    client = app.test_client()
    for typed in (shown_token(token), token.upper()):
        assert client.get(f"/a/{typed}").status_code == 200
    for typed in (token[:-1], "x", "a" * 500):
        assert client.get(f"/a/{typed}").status_code == 404


def test_an_address_for_fewer_than_k_is_not_there(app, programme, address):
    """Whatever made it so small since."""
    with writing() as session:
        session.query(Stratum).update({"n": 4})
    assert app.test_client().get(address).status_code == 404


def test_before_and_after_the_wave_nobody_is_asked(app, programme, address):
    """A kind page, and no question."""
    wave = wave_of(programme, WaveKind.ENTRY)
    with writing():
        wave.opens_at = now_utc() + timedelta(days=1)
    before = Child(app).open(address)
    assert (before.status, before.questions) == (403, [])
    assert "листок" not in before.text.lower()
    close_wave(wave)
    after = Child(app).open(address)
    assert (after.status, after.questions) == (403, [])
    assert "листок" not in after.text.lower()


def test_whom_the_wave_asks_nothing_is_not_asked_the_short_questions(app, programme):
    """Mentors, where only mentees get questionnaires."""
    add_stratum(programme, role=ProgrammeRole.MENTOR, class_name="10А")
    make_addresses(programme, by=None)
    assert asked(app, address_of(programme, "10А")).page.questions == []


def test_the_session_ends_with_the_wave(app, programme, address):
    """At the next wave whoever began at this one would be somebody else."""
    child = come(app, address, FIRST)
    form = child.page.path
    close_wave(wave_of(programme, WaveKind.ENTRY))
    page = child.open(form)
    assert page.status == 403
    with child.client.session_transaction() as cookie:
        assert "respondent" not in cookie
    open_wave(wave_of(programme, WaveKind.EXIT))
    assert child.open("/forms").questions == []
    assert address in child.page.html


def test_half_an_hour_of_silence_leads_back_to_the_address(app, address):
    """Not to the page for codes, which nobody here has."""
    child = come(app, address, FIRST)
    form = child.page.path
    with child.client.session_transaction() as cookie:
        *who, seen = cookie["respondent"]
        cookie["respondent"] = [*who, seen - 31]
    page = child.open(form)
    assert page.status == 403
    assert f'href="{address}"' in page.html
    assert 'name="code"' not in page.html


def test_leaving_and_the_page_for_codes_forget_who_answered(app, address):
    """On a shared computer the next one begins at the address, or with a slip at the first page."""
    child = come(app, address, FIRST)
    form = child.page.path
    assert child.press("leave").path == address
    assert child.open(form).status == 403
    assert 'name="code"' in child.open("/").html
    assert 'name="code"' in child.open(form).html


def test_a_cookie_of_somebody_with_a_slip_needs_the_slip(app, programme, address):
    """Whoever has no code in the cookie must have begun without one."""
    add_people(programme, ProgrammeRole.MENTEE, 1)
    [one] = participants()
    child = come(app, address, FIRST)
    with child.client.session_transaction() as cookie:
        _person, *rest = cookie["respondent"]
        cookie["respondent"] = [one.person, *rest]
    assert child.open("/forms").status == 403


def test_nothing_is_left_in_logs_audit_addresses_or_cookies(app, address, caplog, tmp_path):
    """The answers to the short questions stand in one place, sealed."""
    seen = []
    app.before_request_funcs[None].append(lambda: seen.append(request.url))
    before = db.session.query(AuditEvent).count()
    with caplog.at_level(logging.DEBUG):
        child = come(app, address, "Щ Е 3 Л П 0 0 brown")
    assert db.session.query(AuditEvent).count() == before
    logs = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.log"))
    assert "Щ" not in caplog.text + logs
    assert not any("q_" in url or "?" in url for url in seen)
    with child.client.session_transaction() as cookie:
        assert "щ" not in str(dict(cookie)).lower()


def test_what_is_sealed_has_one_length(app, address):
    """However long the answers are."""
    answer(app, address, *CHILDREN[:3])
    assert len({len(code.sealed) for code in self_codes()}) == 1


def test_unknown_addresses_and_floods_are_limited(make_app):
    """A computer class shares one network address and gets through."""
    app = make_app(RATELIMIT_ENABLED=True)
    with app.app_context():
        programme = make_self_coded()
        open_wave(wave_of(programme, WaveKind.ENTRY))
        address = address_of(programme)
        client = app.test_client()
        for child in CHILDREN:
            sent = answers_of(child)
            assert client.post(address, data=sent | {"action": "check"}).status_code == 200
            assert client.post(address, data=sent | {"action": "confirm"}).status_code == 302
        for _ in range(60):
            assert client.get("/a/bcdfgbcdfg").status_code == 404
        assert client.get("/a/bcdfgbcdfg").status_code == 429
        db.session.remove()
