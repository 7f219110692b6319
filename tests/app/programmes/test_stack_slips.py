"""Slips drawn from a hat are printed by stacks, and nothing on them or about them is one child's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.database import db, writing
from app.models import LinkageMode, Participant, ProgrammeRole, Role, Slip, Stratum
from app.programmes.codes import shown_code
from app.programmes.new_people import NewPerson
from app.programmes.strata import PACK, add_strata
from tests.app.world import make_programme, make_school, make_user, signed_in

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR


@pytest.fixture
def programme(app):
    """Return a programme with two stacks."""
    programme = make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT)
    people = [NewPerson(role=MENTEE, class_name="7А")] * 30 + [NewPerson(role=MENTOR)] * 6
    add_strata(programme, people, more=False, merge=False, by=None)
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


def printed(browser, programme, **wanted):
    """Return the codes of each stack on the page, in its order."""
    page = browser.get(f"/staff/programmes/{programme.id}/slips", query_string=wanted).text
    return [
        [code.replace(" ", "") for code in re.findall(r"\d{4} \d{4} \d{4}", stack)]
        for stack in page.split('<section class="stack">')[1:]
    ]


def codes_of(stratum, **more):
    """Return the codes of a stack by number, the first first."""
    return [
        code
        for (code,) in db.session.query(Slip.code)
        .join(Participant, Participant.person == Slip.person)
        .filter(Participant.stratum_id == stratum.id)
        .order_by(Participant.number)
    ]


def strata():
    """Return the mentees' stack and the mentors'."""
    return db.session.query(Stratum).order_by(Stratum.id).all()


def test_every_stack_stands_under_its_heading(browser, programme):
    """With all its slips, in an order that follows no number; no number stands on a slip."""
    page = browser.get(f"/staff/programmes/{programme.id}/slips").text
    headings = re.findall(r'<h2 class="stack-title">(.*?)</h2>', page)
    assert headings == ["Стопка 1: наставляемые, 7А", "Стопка 2: наставники"]
    mentees, mentors = printed(browser, programme)
    first, second = strata()
    assert (set(mentees), set(mentors)) == (set(codes_of(first)), set(codes_of(second)))
    assert mentees != codes_of(first)
    slips = page.split('<article class="slip">')[1:]
    assert len(slips) == 36
    assert all("№" not in slip.split("slip-how")[1].split("</article>")[0] for slip in slips)
    assert "Найти" not in page


def test_one_stack_or_only_new_slips_are_printed(browser, programme):
    """What makes no sense asks for all."""
    first, second = strata()
    with writing() as session:
        late = session.get_one(Slip, codes_of(second)[-1])
        late.issued_on += timedelta(days=30)
        day = late.issued_on.isoformat()
    assert [len(stack) for stack in printed(browser, programme, stack=second.id)] == [6]
    assert printed(browser, programme, issued_from=day) == [[late.code]]
    assert printed(browser, programme, stack=first.id, issued_from=day) == []
    for stack in (10**30, second.id + 1, "?"):
        assert [len(one) for one in printed(browser, programme, stack=stack)] == [30, 6]


def test_a_lost_slip_gives_a_pack_to_draw_from(browser, programme):
    """It alone is shown then; a page that is loaded again issues nothing more."""
    address = f"/staff/programmes/{programme.id}/slips"
    second = strata()[1]
    done = browser.post(f"{address}/extra", data={"lost-stratum": second.id})
    assert done.location == f"{address}?stack={second.id}&newest=1"
    for _ in range(2):
        page = browser.get(done.location).text
        assert page.count('<article class="slip">') == PACK
    fresh = codes_of(second)[-PACK:]
    assert sorted(fresh) == printed(browser, programme, stack=second.id, newest=1)[0]
    assert db.session.query(Slip).count() == 36 + PACK
    known = {"lost-stratum": second.id, "lost-lost": shown_code(fresh[0])}
    browser.post(f"{address}/extra", data=known)
    assert len(codes_of(second)) == 6 + 2 * PACK
    assert fresh[0] not in printed(browser, programme)[1]
    page = browser.post(f"{address}/extra", data=known).text
    assert "нет такого действующего кода" in page
    assert db.session.query(Slip).count() == 36 + 2 * PACK


@pytest.mark.parametrize("stratum", ["", "?", str(10**30), "0"])
def test_a_stack_that_is_none_gives_no_slips(browser, programme, stratum):
    """Another programme's neither."""
    address = f"/staff/programmes/{programme.id}/slips/extra"
    assert browser.post(address, data={"lost-stratum": stratum}).status_code == 200
    other = make_programme(programme.school, linkage_mode=LinkageMode.CODES_HAT)
    foreign = {"lost-stratum": strata()[0].id}
    assert (
        browser.post(f"/staff/programmes/{other.id}/slips/extra", data=foreign).status_code == 200
    )
    assert db.session.query(Slip).count() == 36


def test_stacks_are_printed_by_whoever_keeps_codes(app, programme, browser):
    """A curator beside a psychologist sees how many there are, and adds to them."""
    curator = signed_in(app, make_user(programme.school, Role.CURATOR))
    address = f"/staff/programmes/{programme.id}"
    assert curator.get(f"{address}/slips").status_code == 403
    assert curator.post(f"{address}/slips/extra").status_code == 403
    assert 'id="stacks"' in curator.get(f"{address}/people").text
