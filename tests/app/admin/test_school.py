"""The administrator says what the school is called and by which clock it lives."""

from __future__ import annotations

import pytest

from app.database import db
from app.models import HELPLINE, AuditEvent, Role
from tests.app.world import make_school, make_user, signed_in


@pytest.fixture
def school(app):
    """Return a school in Moscow's zone."""
    return make_school("Школа № 1", "Europe/Moscow")


@pytest.fixture
def client(app, school):
    """Return a browser in which its administrator is signed in."""
    return signed_in(app, make_user(school, Role.ADMINISTRATOR))


def test_the_page_shows_what_is_so_now(client):
    """The name in its field, the zone chosen."""
    page = client.get("/staff/school").text
    assert 'value="Школа № 1"' in page
    assert '<option selected value="Europe/Moscow">' in page


def test_name_and_zone_are_changed_and_audited(client, school):
    """Spaces around the name are not part of it."""
    form = {"name": " Лицей № 2 ", "time_zone": "Asia/Omsk"}
    assert client.post("/staff/school", data=form).location == "/staff/school"
    assert (school.name, school.time_zone) == ("Лицей № 2", "Asia/Omsk")
    assert [event.action for event in db.session.query(AuditEvent)] == ["school.change"]


def test_requisites_and_the_helpline_are_changed(client, school):
    """What papers and pupils read; whoever empties the helpline gets the one for all of Russia."""
    form = {"name": "Школа № 1", "time_zone": "Europe/Moscow", "full_name": " МБОУ «Школа № 1» ",
            "address": "г. Омск, ул. Мира, 1", "head": "директор Н. Н. Вымыслова",
            "helpline": "8-800-555-00-00"}  # fmt: skip
    client.post("/staff/school", data=form)
    assert school.full_name == "МБОУ «Школа № 1»"
    assert (school.address, school.head) == (form["address"], form["head"])
    assert school.helpline == "8-800-555-00-00"
    assert 'value="8-800-555-00-00"' in client.get("/staff/school").text
    client.post("/staff/school", data=form | {"helpline": " "})
    assert school.helpline == HELPLINE


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"time_zone": "UTC"},
        {"name": "Ш" * 201},
        {"address": "Ш" * 301},
        {"helpline": "8" * 61},
    ],
)
def test_what_is_wrong_changes_nothing(client, school, change):
    """The page is shown again."""
    form = {"name": "Лицей", "time_zone": "Asia/Omsk"} | change
    assert client.post("/staff/school", data=form).status_code == 200
    assert school.name == "Школа № 1"
    assert db.session.query(AuditEvent).count() == 0
