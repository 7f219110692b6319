"""The way with names needs a psychologist, and its pages are there only where it is chosen."""

from __future__ import annotations

import pytest

from app.database import db, writing
from app.models import LinkageMode, Programme, Role, Vault
from tests.app.names.way import page_of
from tests.app.world import make_programme, make_school, make_user, signed_in

FILLED_IN = {
    "title": "Вместе", "mentoring_form": "pupil-pupil", "year_kind": "school",
    "starts_on": "2026-09-01", "ends_on": "2027-05-31", "k": "5", "linkage_mode": "confidential",
    "consent_required": "y",
}  # fmt: skip

SAID = "Имена хранит психолог"


@pytest.mark.parametrize("who", ["nobody", "left", "elsewhere"])
def test_a_school_without_a_psychologist_keeps_no_names(app, who):
    """Neither in a new programme nor in one that is there."""
    school = make_school()
    if who == "elsewhere":
        make_user(make_school("Школа № 2"), Role.PSYCHOLOGIST)
    elif who == "left":
        left = make_user(school, Role.PSYCHOLOGIST)
        with writing():
            left.is_active = False
    curator = signed_in(app, make_user(school, Role.CURATOR))
    assert SAID in curator.post("/staff/programmes/new", data=FILLED_IN).text
    assert db.session.query(Programme).count() == 0
    programme = make_programme(school)
    address = f"/staff/programmes/{programme.id}/edit"
    assert SAID in curator.post(address, data=FILLED_IN).text
    assert programme.linkage_mode is LinkageMode.CODES_LIST


def test_a_curator_chooses_it_where_a_psychologist_works(app, psychologist):
    """And finds no link to the names."""
    curator = signed_in(app, make_user(psychologist.school, Role.CURATOR))
    curator.post("/staff/programmes/new", data=FILLED_IN)
    programme = db.session.query(Programme).one()
    assert programme.linkage_mode is LinkageMode.CONFIDENTIAL
    for end in ("", "/people"):
        address = f"/staff/programmes/{programme.id}{end}"
        assert page_of(programme) not in curator.get(address).text
        assert page_of(programme) in signed_in(app, psychologist).get(address).text


def test_a_programme_that_keeps_no_names_has_no_pages_for_them(browser, psychologist):
    """They lead back to the programme."""
    programme = make_programme(psychologist.school)
    for end in ("", "/vault", "/passphrase", "/recovery", "/lost", "/edit", "/labels"):
        answer = browser.get(page_of(programme, end))
        assert answer.location == f"/staff/programmes/{programme.id}"
    browser.post(
        page_of(programme, "/vault"),
        data={"new": "a1b2c3d4e5f6", "again": "a1b2c3d4e5f6", "sure": "y"},
    )
    assert db.session.query(Vault).count() == 0


def test_labels_of_envelopes_bear_the_names(browser, programme):
    """Nobody is told to write by hand what is kept here."""
    address = f"/staff/programmes/{programme.id}/slips"
    page = browser.get(address).text
    assert page_of(programme, "/labels") in page
    assert "имён не хранит" not in page
    assert browser.get(f"{address}/envelopes").location == page_of(programme, "/labels")


def test_another_way_takes_the_empty_vault_along(browser, programme, opened):
    """Nobody is asked for a passphrase that locks nothing."""
    address = f"/staff/programmes/{programme.id}/edit"
    browser.post(address, data=FILLED_IN | {"title": "Другое"})
    assert db.session.query(Vault).count() == 1
    browser.post(address, data=FILLED_IN | {"linkage_mode": "codes_list"})
    assert programme.linkage_mode is LinkageMode.CODES_LIST
    assert db.session.query(Vault).count() == 0
