"""Codes are for whoever keeps them: the psychologist, or a curator who has none beside them."""

from __future__ import annotations

import io

import pytest

from app.database import writing
from app.models import Participant, ProgrammeRole, Role, Slip
from app.programmes.codes import shown_code
from tests.app.world import add_people, make_programme, make_school, make_user, signed_in

SAID = "Листки с кодами и ответы в свободной форме ведёт психолог. Куратор видит только итоги."


@pytest.fixture
def programme(app):
    """Return a programme of a school that has a psychologist."""
    school = make_school()
    make_user(school, Role.PSYCHOLOGIST, login="psychologist")
    return make_programme(school)


@pytest.fixture
def code(programme):
    """Return the code of its only participant."""
    return add_people(programme, ProgrammeRole.MENTEE, 1, class_name="5А")[0]


@pytest.fixture
def curator(app, programme):
    """Return a curator's browser."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def table():
    """Return the upload of a table with one person."""
    return {"table-table": (io.BytesIO("роль\nнаставник\n".encode()), "list.csv")}


def test_a_curator_beside_a_psychologist_gets_no_slips(curator, programme, code):
    """On no way, in words, and with a way back; nothing is changed."""
    address = f"/staff/programmes/{programme.id}"
    answers = [
        curator.get(f"{address}/slips"),
        curator.get(f"{address}/slips/1"),
        curator.post(f"{address}/slips/find", data={"typed": "1"}),
        curator.post(f"{address}/slips/1", data={"code": code}),
        curator.post(f"{address}/people/table", data=table()),
    ]
    for answer in answers:
        assert answer.status_code == 403
        assert SAID in answer.text
        assert f'href="{address}"' in answer.text
        assert shown_code(code) not in answer.text
    with writing() as session:
        assert [slip.code for slip in session.query(Slip)] == [code]
        assert session.query(Participant).count() == 1


def test_a_curator_beside_a_psychologist_sees_people_without_codes(curator, programme, code):
    """Adds them by number, and writes consents down by number."""
    address = f"/staff/programmes/{programme.id}"
    for page in (curator.get(f"{address}/people").text, curator.get(f"{address}/consents").text):
        assert shown_code(code) not in page
        assert 'class="code"' not in page
        assert "<td>1</td>" in page
    page = curator.get(f"{address}/people").text
    assert "загружает психолог" in page
    assert "multipart" not in page
    added = {f"rows-{place}-role": "mentee" for place in range(6)}
    added |= {"rows-0-class_name": "6Б", "rows-0-number": "2", "more": "y"}
    assert curator.post(f"{address}/people", data=added).status_code == 302
    with writing() as session:
        assert session.query(Participant).count() == 3


@pytest.mark.parametrize("keeper", ["psychologist", "both", "alone", "left"])
def test_whoever_keeps_the_codes_sees_them(app, keeper):
    """The psychologist; a curator who is one, who has none, or whose psychologist has left."""
    school = make_school()
    make_user(make_school("Школа № 2"), Role.PSYCHOLOGIST)
    if keeper in {"both", "left"}:
        psychologist = make_user(school, Role.PSYCHOLOGIST)
        with writing():
            psychologist.is_active = keeper != "left"
    roles = {"psychologist": (Role.PSYCHOLOGIST,), "both": (Role.CURATOR, Role.PSYCHOLOGIST)}
    browser = signed_in(app, make_user(school, *roles.get(keeper, (Role.CURATOR,))))
    programme = make_programme(school)
    [code] = add_people(programme, ProgrammeRole.MENTEE, 1)
    for page in ("slips", "slips/1", "people", "consents"):
        answer = browser.get(f"/staff/programmes/{programme.id}/{page}")
        assert answer.status_code == 200
        assert shown_code(code) in answer.text
    assert "multipart" in browser.get(f"/staff/programmes/{programme.id}/people").text


def test_a_programme_of_another_school_is_not_there_for_a_curator_either(app, curator, code):
    """Whose codes they would not get anyway."""
    other = make_programme(make_school("Школа № 2"))
    assert curator.get(f"/staff/programmes/{other.id}/slips").status_code == 404
