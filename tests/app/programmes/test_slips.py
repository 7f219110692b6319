"""Slips are printed as wanted; a lost one is replaced, and its code dies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.database import db, writing
from app.models import AuditEvent, Programme, ProgrammeRole, Role, Slip
from app.programmes.codes import shown_code
from app.programmes.enrolment import add_people
from app.programmes.errors import RefusedError
from app.programmes.new_people import NewPerson
from app.programmes.slips import reissue_slip
from tests.app.world import make_programme, make_school, make_user, signed_in


@pytest.fixture
def programme(app):
    """Return a programme."""
    return make_programme(make_school("Гимназия на горе"))


@pytest.fixture
def codes(programme):
    """Return the codes of two mentees and a mentor."""
    people = [
        NewPerson(role=ProgrammeRole.MENTEE, class_name="5А"),
        NewPerson(role=ProgrammeRole.MENTEE, class_name="10Б"),
        NewPerson(role=ProgrammeRole.MENTOR, class_name="10Б"),
    ]
    return add_people(programme, people, more=False, by=None)


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


def printed(browser, programme, codes, **wanted):
    """Return which of the codes are on the page."""
    page = browser.get(f"/staff/programmes/{programme.id}/slips", query_string=wanted).text
    return [code for code in codes if shown_code(code) in page]


def test_a_slip_says_where_to_go_and_what_to_type(browser, programme, codes):
    """School, programme, address, code, number, role and class."""
    page = browser.get(f"/staff/programmes/{programme.id}/slips").text
    slip = page.split("<article")[1]
    words = ["Гимназия на горе", programme.title, "Где ответить: http://localhost<",
             shown_code(codes[0]), "№\u00a01", "наставляемый", "5А"]  # fmt: skip
    assert [word for word in words if word not in slip] == []
    assert page.count("<article") == 3
    other = browser.get(f"/staff/programmes/{programme.id}/slips?address=http://10.0.0.7:8000")
    assert other.text.count("Где ответить: http://10.0.0.7:8000<") == 3


@pytest.mark.parametrize(
    ("address", "is_only_here"),
    [
        ("http://localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://10.0.0.7:8000", False),
        ("zamer.school", False),
        ("http://[", False),
    ],
)
def test_an_address_that_no_phone_can_open_is_told(browser, programme, address, is_only_here):
    """Before the slips are printed."""
    page = browser.get(
        f"/staff/programmes/{programme.id}/slips", query_string={"address": address}
    ).text
    assert ("только на этом компьютере" in page) == is_only_here


def test_slips_are_chosen_by_role_class_and_day(browser, programme, codes):
    """New ones alone can be printed."""
    with writing() as session:
        slip = session.get_one(Slip, codes[1])
        slip.issued_on += timedelta(days=30)
        later = slip.issued_on.isoformat()
    assert printed(browser, programme, codes) == codes
    assert printed(browser, programme, codes, role="mentor") == codes[2:]
    assert printed(browser, programme, codes, class_name="10Б") == codes[1:]
    assert printed(browser, programme, codes, class_name="10Б", role="mentee") == [codes[1]]
    assert printed(browser, programme, codes, issued_from=later) == [codes[1]]
    assert printed(browser, programme, codes, role="?", issued_from="?", class_name="") == codes
    assert printed(browser, programme, codes, class_name="11") == []


@pytest.mark.parametrize("typed", ["2", "code"])
def test_a_lost_slip_is_found_voided_and_issued_again(browser, programme, codes, typed):
    """To the same participant, in one step, written down without the code."""
    address = f"/staff/programmes/{programme.id}/slips"
    lost = {"typed": shown_code(codes[1]) if typed == "code" else typed}
    found = browser.post(f"{address}/find", data=lost)
    assert found.location == f"{address}/2"
    assert shown_code(codes[1]) in browser.get(found.location).text
    page = browser.post(found.location, data={"code": codes[1]}, follow_redirects=True).text
    old = db.session.get_one(Slip, codes[1])
    new = db.session.query(Slip).filter_by(person=old.person, voided_on=None).one()
    assert old.voided_on == programme.school.today
    assert shown_code(new.code) in page
    assert shown_code(old.code) not in page
    assert "Новый листок выдан" in page
    assert "btn-outline-danger" not in page
    assert printed(browser, programme, [*codes, new.code]) == [codes[0], codes[2], new.code]
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.subject) == ("slip.reissue", f"{programme.id}/2")


def test_pressing_twice_issues_one_slip(browser, programme, codes):
    """The second press names a code that is void already."""
    address = f"/staff/programmes/{programme.id}/slips/1"
    browser.post(address, data={"code": codes[0]})
    page = browser.post(address, data={"code": codes[0]}, follow_redirects=True).text
    assert "больше не действует: выдан новый" in page
    assert db.session.query(Slip).count() == 4


@pytest.mark.parametrize("typed", ["4", "0", "", "абв", "000000005724", "9" * 30])
def test_whoever_is_not_there_is_not_found(browser, programme, codes, typed):
    """A number, a code, or neither."""
    address = f"/staff/programmes/{programme.id}/slips"
    found = browser.post(f"{address}/find", data={"typed": typed}, follow_redirects=True)
    assert found.request.path == address
    assert "нет участника" in found.text
    assert {browser.get(f"{address}/{n}").status_code for n in (0, 4, 10**30)} == {404}


def test_a_code_of_another_programme_is_not_voided(programme, codes):
    """Not even by whoever knows it."""
    other = make_programme(programme.school)
    with pytest.raises(RefusedError):
        reissue_slip(other, codes[0], number=1, by=None)
    assert db.session.get_one(Slip, codes[0]).voided_on is None


def test_a_number_and_the_code_of_somebody_else_are_refused(browser, programme, codes):
    """Otherwise the audit would name the wrong participant."""
    with pytest.raises(RefusedError) as refused:
        reissue_slip(programme, codes[1], number=1, by=None)
    assert refused.value.message.params["number"] == 1
    page = browser.post(
        f"/staff/programmes/{programme.id}/slips/1", data={"code": codes[1]}, follow_redirects=True
    ).text
    assert "код не участника № 1" in page.replace("\u00a0", " ")
    assert db.session.query(Slip).count() == 3
    assert db.session.query(AuditEvent).filter_by(action="slip.reissue").count() == 0


def test_many_at_once_issue_one_slip(app, programme, codes):
    """Whoever comes first; the others are refused, none waits for ever."""
    programme_id = programme.id

    def reissued(_number):
        with app.app_context():
            try:
                return reissue_slip(
                    db.session.get_one(Programme, programme_id), codes[0], number=1, by=None
                )
            except RefusedError:
                return None

    with ThreadPoolExecutor(8) as threads:
        fresh = [code for code in threads.map(reissued, range(8)) if code is not None]
    assert len(fresh) == 1
    db.session.rollback()
    assert db.session.query(Slip).count() == 4
