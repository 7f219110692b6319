"""Whoever answered may take it back with the code, as long as the wave is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answering.erasing import erase_answers
from app.answering.errors import NothingToEraseError, TooLateToEraseError
from app.database import db, now_utc, writing
from app.models import (
    AuditEvent,
    Draft,
    Participant,
    ProgrammeRole,
    ResponseQuality,
    Score,
    Submission,
    WaveKind,
)
from tests.app.answering.conftest import MENTEE_FORM, give_kinds, make_asked
from tests.app.answering.way import Child, Page, drafts, person_with, submissions
from tests.app.world import close_wave, give, hand_in, make_programme, open_wave, wave_of

#: A text that stands nowhere but in an answer.
TOLD = "аквамариновый дирижабль"


@pytest.fixture
def child(app, asked):
    """Return a child who has sent the first form and begun the second."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.answer_form("1")
    child.press("next", **dict.fromkeys(child.page.questions, "1"))
    return child


def confirm(child):
    """Press the button of the page that is open."""
    sent = {**child.page.fields}
    child.page = Page(child.client.post("/erase", data=sent, follow_redirects=True))
    return child.page


def stored():
    """Count what is kept of anybody's answers."""
    db.session.rollback()
    return [
        db.session.query(table).count() for table in (Submission, Score, ResponseQuality, Draft)
    ]


def test_the_way_from_a_question_to_nothing_stored(asked, child):
    """The button keeps what was marked, the page asks first, and the code begins anew."""
    assert 0 not in stored()
    page = child.press("erase", **dict.fromkeys(child.page.questions, "2"))
    assert page.path == "/erase"
    assert 0 not in stored()
    assert confirm(child).path == "/"
    assert 'class="notice message"' in child.page.html
    assert stored() == [0, 0, 0, 0]
    assert child.enter(asked.codes[0]).path == f"/forms/{asked.forms[0].id}/1"
    assert not any(child.page.fields.get(name) for name in child.page.questions)
    child.answer_all("1")
    assert len(submissions()) == 2


def test_going_on_instead_loses_nothing(child):
    """What was marked on the page that was left is there."""
    page = child.press("erase", **dict.fromkeys(child.page.questions, "2"))
    assert 'href="/forms"' in page.html
    assert 2 in drafts()[0].values()
    assert child.open("/forms").path.startswith("/forms/")


def test_nothing_is_offered_where_nothing_is_stored(app, asked):
    """On the first page of the first form; the address itself says so."""
    child = Child(app)
    page = child.enter(asked.codes[0])
    assert 'value="erase"' not in page.html
    page = child.open("/erase")
    assert page.status == 200
    assert "button" in page.html
    assert "/erase" not in page.html


def test_who_has_sent_everything_can_still_erase_it(app, asked):
    """The page at the code leads there; that of thanks has forgotten who it was."""
    child = Child(app)
    child.enter(asked.codes[0])
    assert "/erase" not in child.answer_all().html
    assert child.open("/erase").status == 403
    page = child.enter(asked.codes[0])
    assert 'href="/erase"' in page.html
    child.open("/erase")
    confirm(child)
    assert stored() == [0, 0, 0, 0]


def test_after_the_wave_has_closed_the_page_says_whom_to_ask(asked, child):
    """Also where the question was still open in the browser."""
    child.open("/erase")
    before = stored()
    close_wave(asked.wave)
    page = confirm(child)
    assert page.status == 403
    assert stored() == before
    assert child.open("/erase").status == 403
    with pytest.raises(TooLateToEraseError):
        erase_answers(asked.person)


def test_only_this_persons_open_waves_are_erased(app, asked):
    """Not another's answers, nor those of a wave that is over."""
    other = make_programme(asked.school)
    earlier = give(wave_of(other, WaveKind.ENTRY), "engagement", ProgrammeRole.MENTEE)
    with writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=asked.person, number=1, role=ProgrammeRole.MENTEE
            )
        )
    close_wave(wave_of(other, WaveKind.ENTRY))
    neighbour = make_asked(MENTEE_FORM)
    hand_in(earlier, asked.codes[0])
    hand_in(asked.forms[0], asked.codes[0])
    hand_in(neighbour.forms[0], *neighbour.codes)
    child = Child(app)
    child.enter(asked.codes[0])
    child.open("/erase")
    confirm(child)
    kept = {(one.administration_id, one.person) for one in submissions()}
    assert kept == {
        (earlier.id, asked.person),
        (neighbour.forms[0].id, person_with(neighbour.codes[0])),
    }


def test_a_page_of_another_code_erases_nothing(app, asked):
    """Two tabs of a browser share a cookie; the second code is whoever typed last."""
    other = make_asked(MENTEE_FORM)
    hand_in(asked.forms[0], asked.codes[0])
    hand_in(other.forms[0], other.codes[0])
    child = Child(app)
    child.enter(asked.codes[0])
    shown = child.open("/erase")
    child.client.post("/", data={"code": other.codes[0]})
    page = child.client.post("/erase", data={**shown.fields})
    assert page.status_code == 403
    assert len(submissions()) == 2


def test_nobody_is_told_and_nothing_is_written_down(app, asked, child):
    """No event of audit, no line in the log."""
    child.open("/erase")
    confirm(child)
    db.session.rollback()
    assert db.session.query(AuditEvent).count() == 0
    log = Path(app.config["INSTANCE"]) / "log/zamer.log"
    assert not log.exists() or asked.codes[0] not in log.read_text("utf-8")


def test_without_anything_stored_it_is_refused(asked):
    """The operation itself says so, before and after the wave."""
    for _ in range(2):
        with pytest.raises(NothingToEraseError) as refused:
            erase_answers(asked.person, moment=now_utc())
        assert refused.type is NothingToEraseError
        close_wave(asked.wave)


def test_no_page_shows_what_has_been_sent(app):
    """A slip can be found by anyone: every address is tried with the code."""
    asked = make_asked()
    give_kinds(asked)
    other = give(wave_of(asked.programme, WaveKind.EXIT), "engagement", ProgrammeRole.MENTEE)
    open_wave(wave_of(asked.programme, WaveKind.EXIT))
    child = Child(app)
    child.enter(asked.codes[0])
    while child.page.path.startswith(f"/forms/{asked.forms[0].id}/"):
        marks = {
            name: TOLD if name == "kd08" else "7" if name == "kd07" else "skip"
            for name in child.page.questions
            if child.page.options[name] or name in {"kd07", "kd08"}
        }
        child.press(child.forward, **marks)
    assert TOLD in str(submissions()[0].answers)
    addresses = ["/", "/forms", "/erase", "/thanks"] + [
        f"/forms/{form}/{number}"
        for form in (asked.forms[0].id, other.id)
        for number in range(1, 9)
    ]
    for address in addresses:
        child.enter(asked.codes[0])
        assert TOLD not in child.open(address).html, address
        child.enter(asked.codes[0])
        sent = child.client.post(address, data={**child.page.fields, "action": "back"})
        assert TOLD not in sent.text, address
