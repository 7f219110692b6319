"""Nobody is left alone with an error: every dead end says what happened and what to do."""

from __future__ import annotations

import pytest

from app.database import now_utc, writing
from app.models import Participant, ProgrammeRole, WaveKind
from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, drafts, submissions
from tests.app.world import close_wave, give, make_programme, open_wave, wave_of


def test_a_wave_that_is_closed_says_so(app, asked):
    """At the code already."""
    close_wave(asked.wave)
    page = Child(app).enter(asked.codes[0])
    assert page.status == 403
    assert "Анкета уже закрыта" in page.text


@pytest.mark.parametrize("opens_at", [None, "tomorrow"])
def test_a_wave_that_is_not_open_yet_says_so(app, opens_at):
    """With a date or without."""
    asked = make_asked(MENTEE_FORM)
    with writing():
        asked.wave.opens_at = opens_at and now_utc().replace(year=now_utc().year + 1)
    page = Child(app).enter(asked.codes[0])
    assert page.status == 403
    assert "Анкета ещё не открыта" in page.text


@pytest.mark.parametrize("action", ["next", "back", "leave"])
def test_a_wave_that_closes_on_the_way_takes_no_more_answers(app, asked, action):
    """The page says so; the draft stays as it was."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    before = drafts()
    close_wave(asked.wave)
    page = child.press(action, st01=5, st02=5, st03=5)
    assert page.status == 403
    assert "Анкета уже закрыта" in page.text
    assert "не засчитана" in page.text
    assert drafts() == before
    assert "На первую страницу" in page.text
    assert "Дальше" not in page.text


def test_sending_after_the_wave_has_closed_is_told(app, asked):
    """Nothing is lost silently."""
    child = Child(app)
    child.enter(asked.codes[0])
    page = child.go_to_the_end()
    close_wave(asked.wave)
    page = child.press("send", **dict.fromkeys(page.questions, "skip"))
    assert "Анкета уже закрыта" in page.text
    assert submissions() == []


def test_whoever_has_answered_everything_is_thanked(app, asked):
    """And not asked again."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.answer_all()
    page = child.enter(asked.codes[0])
    assert page.status == 200
    assert "Спасибо, все анкеты уже заполнены" in page.text
    assert "Листок с кодом ещё понадобится" in page.text


def test_after_the_exit_wave_the_slip_has_done_its_service(app):
    """On the page of thanks and at the code; with another programme to come it is kept."""
    asked = make_asked()
    last = wave_of(asked.programme, WaveKind.EXIT)
    give(last, "engagement", ProgrammeRole.MENTEE)
    open_wave(last)
    child = Child(app)
    child.enter(asked.codes[0])
    for page in (child.answer_all(), child.enter(asked.codes[0])):
        assert "Листок можно отдать тому, кто его дал" in page.text
        assert "понадобится" not in page.text
    other = make_programme(asked.school)
    with writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=asked.person, number=1, role=ProgrammeRole.MENTOR
            )
        )
    assert "Листок с кодом ещё понадобится" in child.enter(asked.codes[0]).text


def test_thanks_opened_again_promises_nothing_about_the_slip(app, asked):
    """Who answered is forgotten, and with it which wave it was."""
    page = Child(app).open("/thanks")
    assert "Все ответы сохранены" in page.text
    assert "Листок" not in page.text


def test_a_form_that_has_been_handed_in_leads_on(app, asked):
    """A page of it may still be open in another tab."""
    child = Child(app)
    page = child.enter(asked.codes[0])
    first = page.path
    child.answer_form()
    page = child.open(first)
    assert page.status == 200
    assert "Эта анкета уже отправлена" in page.text
    assert child.open("/forms").path.startswith(f"/forms/{asked.forms[1].id}/")


def test_a_form_of_another_role_or_programme_is_not_for_this_code(app, asked):
    """Neither is one that does not exist."""
    other = make_programme(asked.school)
    for_mentors = give(asked.wave, "engagement", ProgrammeRole.MENTOR)
    elsewhere = give(wave_of(other, WaveKind.ENTRY), MENTEE_FORM)
    child = Child(app)
    child.enter(asked.codes[0])
    for form_id in (for_mentors.id, elsewhere.id, 10**6):
        page = child.open(f"/forms/{form_id}/1")
        assert page.status == 403
        assert "Эта анкета не для этого кода" in page.text
        assert "Кнопка «Дальше» откроет нужную анкету" in page.text


def test_a_lost_session_asks_for_the_code_again(app, asked):
    """Whoever has sent everything need do nothing; nobody else is frightened either."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    with child.client.session_transaction() as cookie:
        cookie.clear()
    page = child.press("next", st01=5)
    assert page.status == 403
    assert "Если анкеты уже отправлены, больше ничего делать не нужно" in page.text
    assert "Последнюю страницу нужно заполнить ещё раз" in page.text
    assert "code" in page.options
    page = child.open("/forms")
    assert "ответы с прежних страниц сохранены" in page.text
    assert "Последнюю страницу" not in page.text
    assert child.enter(asked.codes[0]).path.endswith("/2")


def test_a_page_without_its_token_asks_for_the_code_again(make_app):
    """Somebody else began on this device meanwhile."""
    app = make_app(WTF_CSRF_ENABLED=True)
    with app.app_context():
        make_asked(MENTEE_FORM)
        child = Child(app)
        page = child.press("next", csrf_token="stale", code="1")
        assert page.status == 403
        assert "Эта страница больше не действует" in page.text
        assert "Последнюю страницу" not in page.text


def test_forms_of_all_open_waves_come_in_the_order_of_opening(app):
    """Of two programmes, each with its role."""
    asked = make_asked(MENTEE_FORM)
    other = make_programme(asked.school)
    wave = wave_of(other, WaveKind.ENTRY)
    later = give(wave, "engagement", ProgrammeRole.MENTOR)
    open_wave(wave)
    with writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=asked.person, number=1, role=ProgrammeRole.MENTOR
            )
        )
        wave.opens_at = now_utc()
    child = Child(app)
    page = child.enter(asked.codes[0])
    assert page.path.startswith(f"/forms/{asked.forms[0].id}/")
    assert "Анкета 1 из 2" in page.text
    assert child.open(f"/forms/{later.id}/1").status == 200
