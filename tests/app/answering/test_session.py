"""A child who goes away is forgotten, also without a word; what was answered stays."""

from __future__ import annotations

import base64
import zlib

import pytest

from app.programmes.slips import reissue_slip
from tests.app.answering.way import Child, drafts


@pytest.fixture
def child(app, asked):
    """Return a child who has answered the first page."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    assert child.page.path.endswith("/2")
    return child


def asks_for_the_code(page):
    """Say whether the browser is asked who answers."""
    return page.status == 403 and "code" in page.options


def test_a_voided_slip_ends_what_it_had_opened(app, asked, child):
    """At once, in words; the new slip goes on where the old one was."""
    fresh = reissue_slip(asked.programme, asked.codes[0], number=1, by=None)
    page = child.press("next", st01=5, st02=5, st03=5)
    assert asks_for_the_code(page)
    assert "Этот листок больше не действует" in page.text
    assert drafts() == [{"st30": 1}]
    assert asks_for_the_code(child.open("/forms"))
    assert child.enter(fresh).path.endswith("/2")


def test_half_an_hour_without_a_word_ends_the_session(app, asked, child):
    """Whoever comes then may be somebody else; the code opens it again."""
    address = child.page.path
    with child.client.session_transaction() as cookie:
        *who, seen = cookie["respondent"]
        cookie["respondent"] = [*who, seen - 31]
    page = child.open(address)
    assert asks_for_the_code(page)
    assert "полчаса" in page.text
    assert drafts() == [{"st30": 1}]
    assert child.enter(asked.codes[0]).path == address


def test_whoever_goes_on_is_seen(app, child):
    """Half an hour counts from the last page, not from the code."""
    for _ in range(2):
        with child.client.session_transaction() as cookie:
            *who, now = cookie["respondent"]
            cookie["respondent"] = [*who, now - 29]
        assert child.open(child.page.path).status == 200
        with child.client.session_transaction() as cookie:
            assert cookie["respondent"][3] >= now


def test_the_first_page_ends_the_session(app, asked, child):
    """On a shared computer the next one begins there."""
    address = child.page.path
    child.open("/")
    assert asks_for_the_code(child.open(address))
    assert drafts() == [{"st30": 1}]


def test_the_cookie_holds_no_code(app, asked, child):
    """A person, the end of the code, a digest of it, and a minute."""
    with child.client.session_transaction() as cookie:
        person, code_end, digest, minute = cookie["respondent"]
    assert (person, code_end) == (asked.person, asked.codes[0][-4:])
    assert asked.codes[0] not in f"{person}{digest}{minute}"
    payload = child.client.get_cookie("zamer").value.removeprefix(".").split(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    text = zlib.decompress(raw) if child.client.get_cookie("zamer").value[0] == "." else raw
    assert asked.codes[0].encode() not in text


def test_digests_differ_by_installation(app, make_app, asked):
    """Nobody else can try out which code it is."""
    made = set()
    for installation in (app, make_app(SECRET_KEY="another")):
        client = installation.test_client()
        client.post("/", data={"code": asked.codes[0]})
        with client.session_transaction() as cookie:
            made.add(cookie["respondent"][2])
    assert len(made) == 2


def test_a_form_of_an_impossible_number_is_not_there(app, asked, child):
    """It is no error of ours; nor is a page of one."""
    for path in (f"/forms/{10**30}/1", f"/forms/{2**31}/1", f"/forms/{2**63}/1"):
        assert child.client.get(path).status_code == 404
        assert child.client.post(path).status_code in {404, 405}
    assert child.client.get(f"/forms/{2**31 - 1}/1").status_code == 403
    assert child.client.get(f"/forms/{asked.forms[0].id}/{10**30}").status_code == 302
