"""Before the first question: what this programme promises, and whether one wants to answer."""

from __future__ import annotations

import re

import pytest

from app.answering import promises
from app.database import writing
from app.models import HELPLINE, LinkageMode, Participant, ProgrammeRole, Role, WaveKind
from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, Page, drafts, submissions
from tests.app.world import give, make_programme, make_school, make_user, open_wave, wave_of

CONFIDENTIAL = {LinkageMode.CODES_LIST, LinkageMode.CONFIDENTIAL}

#: What a page that asks for the child's own assent may take to read, in words.
WORDS = 80


def promised(page: Page) -> str:
    """Return all that is promised, without heading and buttons."""
    section = page.html.split('id="promise">', 1)[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", section).split())


def told(app, mode: LinkageMode, k: int = 5, *, psychologist: bool = True) -> str:
    """Return what is promised in a programme that pairs answers so."""
    asked = make_asked(MENTEE_FORM)
    if psychologist:
        make_user(asked.programme.school, Role.PSYCHOLOGIST)
    with writing():
        asked.programme.linkage_mode, asked.programme.k = mode, k
    page = Child(app).enter(asked.codes[0], agrees=False)
    assert (page.path, page.status) == ("/before", 200)
    return promised(page)


@pytest.mark.parametrize("mode", LinkageMode)
def test_a_promise_is_short_and_says_exactly_what_is_kept(app, mode):
    """In eighty words: the word for it, who sees what, one may stop, whom to call."""
    text = told(app, mode, k=7)
    words = [word for word in text.split() if any(letter.isalnum() for letter in word)]
    assert len(words) <= WORDS, len(words)
    assert ("конфиденциально" in text) == (mode in CONFIDENTIAL)
    assert ("анонимно" in text) == (mode not in CONFIDENTIAL)
    for phrase in ("не меньше 7 человек в каждом", "Учителя и родители ответов не видят",
                   "Можно отказаться, пропустить любой вопрос и остановиться в любой момент",
                   HELPLINE):  # fmt: skip
        assert phrase in text


@pytest.mark.parametrize(
    "mode", [mode for mode in LinkageMode if mode is not LinkageMode.CONFIDENTIAL]
)
def test_where_no_psychologist_works_none_is_promised(app, mode):
    """The curator keeps the codes and reads texts there, and the child is told so."""
    text = told(app, mode, k=7, psychologist=False)
    assert "сихолог" not in text
    assert "уратор" in text
    assert "не меньше 7 человек в каждом" in text
    assert len(text.split()) <= WORDS + 5  # dashes are no words


def test_each_mode_has_its_own_promise(app):
    """And each names who can tell whose answers these are."""
    texts = {mode: told(app, mode) for mode in LinkageMode}
    assert len(set(texts.values())) == len(set(promises.PROMISES)) == 4
    assert "в бумажном списке" in texts[LinkageMode.CODES_LIST]
    assert "под паролем психолога" in texts[LinkageMode.CONFIDENTIAL]
    assert "никто не знает, чей это код" in texts[LinkageMode.CODES_HAT]
    assert "Вместо имени" in texts[LinkageMode.SELF_CODE]


def test_no_question_is_shown_before_one_agrees(app, asked):
    """By whatever address; then the form begins, and one is asked no more."""
    child = Child(app)
    child.enter(asked.codes[0], agrees=False)
    first, second = (f"/forms/{form.id}/1" for form in asked.forms)
    for path in (first, second, "/forms"):
        assert child.open(path).path == "/before"
    assert child.press("agree").path == first
    assert child.answer_form().path == second
    assert child.answer_form().path == "/thanks"


def test_without_assent_nothing_is_stored(app, asked):
    """A tab of before the code was typed in once more is asked again, and says what to do."""
    child = Child(app)
    page = child.enter(asked.codes[0])
    child.enter(asked.codes[0], agrees=False)
    child.page = page
    page = child.press("next", st30=1)
    assert page.path == "/before"
    assert "Последнюю страницу нужно заполнить ещё раз" in page.text
    assert drafts() == []
    assert child.press("agree").fields["st30"] == []


def test_whoever_declines_is_let_go(app, asked):
    """A friendly page, nothing stored, nobody remembered; the code still works."""
    child = Child(app)
    child.enter(asked.codes[0], agrees=False)
    page = child.press("decline")
    assert (page.path, page.status) == ("/declined", 200)
    assert "отвечать не нужно" in page.text
    assert HELPLINE in page.text
    with child.client.session_transaction() as cookie:
        assert {"respondent", "agreed"}.isdisjoint(cookie)
    assert (drafts(), submissions()) == ([], [])
    assert "code" in child.open(f"/forms/{asked.forms[0].id}/1").options
    assert child.enter(asked.codes[0]).path == f"/forms/{asked.forms[0].id}/1"


def test_assent_is_asked_once_per_entry_of_a_code(app):
    """Whoever comes after, or comes back, is asked anew: only the browser remembers."""
    asked = make_asked(MENTEE_FORM, n=2)
    child = Child(app)
    for code in (asked.codes[0], asked.codes[1], asked.codes[0]):
        assert child.enter(code, agrees=False).path == "/before"
        assert child.press("agree").path.startswith("/forms/")
    child.press("leave")
    assert child.enter(asked.codes[0], agrees=False).path == "/before"


def test_a_press_that_is_neither_yes_nor_no_asks_again(app, asked):
    """Nor does a yes to another programme count."""
    child = Child(app)
    child.enter(asked.codes[0], agrees=False)
    for programme in ("", "0", "много", str(asked.programme.id + 1)):
        sent = {"action": "agree", "programme": programme}
        page = Page(child.client.post("/before", data=sent, follow_redirects=True))
        assert (page.path, page.fields["programme"]) == ("/before", [str(asked.programme.id)])
        assert child.open("/forms").path == "/before"


def test_the_promise_of_each_programme_is_given(app):
    """Of two programmes with different modes, before the first question of each."""
    asked = make_asked(MENTEE_FORM)
    other = make_programme(asked.school, linkage_mode=LinkageMode.CODES_HAT, k=9)
    give(wave_of(other, WaveKind.ENTRY), "engagement", ProgrammeRole.MENTOR)
    with writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=asked.person, number=1, role=ProgrammeRole.MENTOR
            )
        )
    open_wave(wave_of(other, WaveKind.ENTRY))
    child = Child(app)
    assert "конфиденциально" in promised(child.enter(asked.codes[0], agrees=False))
    child.press("agree")
    page = child.answer_form()
    assert page.path == "/before"
    assert "анонимно" in promised(page)
    assert "не меньше 9 человек" in promised(page)
    assert child.press("agree").path.startswith("/forms/")
    assert child.answer_all().path == "/thanks"


def test_there_is_no_promise_without_a_code_or_with_nothing_to_answer(app, asked):
    """The code is asked for; whoever has answered everything is thanked."""
    child = Child(app)
    assert "code" in child.open("/before").options
    child.enter(asked.codes[0])
    child.answer_all()
    assert "все анкеты уже заполнены" in child.enter(asked.codes[0]).text


def test_whom_to_call_is_the_schools_own_number(app, asked):
    """Before the questions, quietly on the thanks; of several schools the one of the code."""
    with writing():
        asked.school.helpline = "8-495-000-00-00"
    child = Child(app)
    assert "8-495-000-00-00" in promised(child.enter(asked.codes[0], agrees=False))
    child.agree()
    thanks = child.answer_all()
    assert thanks.html.count("8-495-000-00-00") == 1
    assert "8-495-000-00-00" in child.open("/thanks").text
    make_school("Школа № 2")
    assert HELPLINE in child.open("/thanks").text
    child.enter(asked.codes[0])
    assert HELPLINE in child.open("/declined").text
