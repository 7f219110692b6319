"""Addresses to print, and the button that pairs."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.database import db
from app.models import AuditEvent, LinkageMode, Role, Stratum, WaveKind
from app.selfcodes.tokens import shown_token
from tests.app.selfcodes.classes import (
    CHILDREN,
    add_stratum,
    hold_waves,
    make_self_coded,
    self_codes,
)
from tests.app.selfcodes.test_linking import EXIT, counts
from tests.app.world import make_programme, make_school, make_user, signed_in, wave_of


@pytest.fixture
def programme(app):
    """Return a programme with one address."""
    return make_self_coded()


@pytest.fixture
def curator(app, programme):
    """Return the browser of a curator."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def addresses(programme) -> str:
    """Return where the page of addresses is."""
    return f"/staff/programmes/{programme.id}/addresses"


def test_a_class_has_a_sheet_with_its_address(programme, curator):
    """Under the address that was asked for; the class, and how many it is for."""
    [stratum] = db.session.scalars(select(Stratum))
    page = curator.get(f"{addresses(programme)}?address=http://192.168.1.5:8000/").text
    assert f"http://192.168.1.5:8000/a/{shown_token(str(stratum.token))}" in page
    assert page.count('class="address"') == 1
    assert "7А" in page


def test_the_button_makes_what_is_missing(programme, curator):
    """Written down without the addresses themselves."""
    add_stratum(programme, class_name="8Б")
    assert curator.get(addresses(programme)).text.count('class="address"') == 1
    page = curator.post(addresses(programme), follow_redirects=True).text
    assert page.count('class="address"') == 2
    events = db.session.scalars(select(AuditEvent).filter_by(action="address.make")).all()
    assert {event.subject for event in events} == {str(programme.id)}


def test_a_small_class_gets_no_address(programme, curator):
    """Nothing is made before it is put together with another."""
    add_stratum(programme, n=4, class_name="8Б")
    page = curator.post(addresses(programme), follow_redirects=True).text
    assert 'role="alert"' in page
    assert db.session.query(Stratum).filter(Stratum.token.is_(None)).count() == 1


def test_slips_are_no_step_of_this_way(programme, curator):
    """And addresses none of another."""
    page = curator.get(f"/staff/programmes/{programme.id}").text
    assert addresses(programme) in page
    assert f"/staff/programmes/{programme.id}/slips" not in page
    other = make_programme(programme.school)
    assert curator.get(addresses(other)).status_code == 302
    assert addresses(other) not in curator.get(f"/staff/programmes/{other.id}").text


def test_pairing_waits_for_both_waves_and_is_shown_afterwards(programme, curator):
    """Nothing to press before; counts after."""
    path = f"/staff/programmes/{programme.id}/link"
    assert "<button" not in curator.get(path).text.split("<h1>")[1]
    curator.post(path)
    hold_waves(programme, CHILDREN, EXIT)
    assert "<button" in curator.get(path).text.split("<h1>")[1]
    page = curator.post(path, follow_redirects=True).text
    assert [f"<td>{n}</td>" in page for n in (12, 8, 2, 0, 4)] == [True] * 5
    assert self_codes() == []
    assert len(counts()) == 1


def test_another_schools_programme_is_not_there(app, programme):
    """Neither its addresses nor its pairs."""
    stranger = signed_in(app, make_user(make_school("Школа № 2"), Role.CURATOR))
    for path in (addresses(programme), f"/staff/programmes/{programme.id}/link"):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path).status_code == 404


def test_a_wave_opens_without_anybody_being_listed(programme, curator):
    """Those who are invited are enough; nobody is a participant before they answer."""
    wave = wave_of(programme, WaveKind.ENTRY)
    curator.post(f"/staff/waves/{wave.id}", data={"open_now": "1"})
    db.session.expire_all()
    assert wave_of(programme, WaveKind.ENTRY).is_open()


def test_a_programme_may_choose_this_way(app, programme, curator):
    """It is offered at the first step."""
    curator.post("/staff/programmes/new", data={
        "title": "Без листков", "mentoring_form": "pupil-pupil", "year_kind": "school",
        "starts_on": date(2026, 9, 1).isoformat(), "ends_on": date(2027, 5, 31).isoformat(),
        "linkage_mode": "self_code", "k": "5",
    })  # fmt: skip
    db.session.rollback()
    made = db.session.query(type(programme)).filter_by(title="Без листков").one()
    assert made.linkage_mode is LinkageMode.SELF_CODE
