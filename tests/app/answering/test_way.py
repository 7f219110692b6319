"""The whole way of a child: code, pages, forms, thanks; back, away and back again."""

from __future__ import annotations

from app.answering.pages import pages_of
from instruments.registry import Registry
from instruments.scoring import score
from tests.app.answering.conftest import MENTEE_FORM
from tests.app.answering.way import Child, drafts, scores_of, submissions


def expected_scores(code: str, answers):
    """Return what the rules of scoring give."""
    found = score(Registry().get(code), answers)
    return {
        name: (one.value.numerator, one.value.denominator)
        for name, one in found.items()
        if one.value is not None
    }


def test_a_mentee_goes_through_both_forms_to_the_thanks(app, asked):
    """Everything is stored once, scored, and the next child begins anew."""
    child = Child(app)
    code = asked.codes[0]
    page = child.enter(f"{code[:4]} {code[4:8]}-{code[8:]}")
    assert "Анкета 1 из 2" in page.text
    assert f"Код: …{code[-4:]}" in page.text
    page = child.answer_all("1")
    assert (page.path, page.status) == ("/thanks", 200)
    first, second = submissions()
    assert (first.person, second.person) == (asked.person,) * 2
    assert set(first.answers) == set(Registry().get(MENTEE_FORM).by_code)
    assert (first.answers["st30"], first.answers["st31"], first.answers["st01"]) == (1, None, 1)
    assert scores_of(first) == expected_scores(MENTEE_FORM, first.answers)
    assert scores_of(second) == expected_scores("anxiety-school", dict.fromkeys(second.answers, 1))
    assert drafts() == []
    assert "Введите код" in child.open("/forms/1/1").text


def test_the_heading_is_neutral_and_progress_is_told(app, asked):
    """The staff's title would name what is measured."""
    child = Child(app)
    page = child.enter(asked.codes[0])
    assert "<h1>О программе наставничества: начало</h1>" in page.html
    assert "Вопрос 1 из 15" in page.text
    child.press("next", st30=1)
    assert "Вопросы 2–6 из 16" in child.page.text
    assert 'max="16" value="1"' in child.page.html


def test_coming_back_later_goes_on_where_one_stopped(app, asked):
    """The way out keeps what was marked, also on an unfinished page."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    child.press("leave", st32="Интересных встреч", st01=7)
    assert child.page.path == "/"
    assert "Ответы сохранены. Продолжить можно позже — с тем же кодом" in child.page.text
    assert "Ответы сохранены" not in child.open("/").text
    assert "Введите код" in child.open("/forms").text
    page = child.enter(asked.codes[0])
    assert page.path.endswith("/2")
    assert (page.fields["st32"], page.fields["st01"]) == (["Интересных встреч"], ["7"])
    assert page.fields["st02"] == []


def test_going_back_keeps_unfinished_answers(app, asked):
    """Back needs no complete page, and what was taken away is gone."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=0)
    page = child.press("back", st32="Помощи", st01=3)
    assert page.path.endswith("/1")
    assert page.fields["st30"] == ["0"]
    page = child.press("next")
    assert (page.fields["st32"], page.fields["st01"]) == (["Помощи"], ["3"])
    child.press("back", st32=None)
    assert drafts() == [{"st30": 0, "st01": 3}]


def test_a_question_without_an_answer_is_named_and_the_others_kept(app, asked):
    """The error stands next to the question, and a link leads to it."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=0)
    page = child.press("next", st01=3, st02="skip")
    assert page.path.endswith("/2")
    assert "Здесь остались вопросы без ответа" in page.text
    assert page.text.count("Нужен ответ или отметка «не хочу отвечать»") == 1
    assert 'id="st03-error"' in page.html
    assert '<a href="#st03-1">' in page.html
    assert (page.fields["st01"], page.fields["st02"]) == (["3"], ["skip"])
    assert drafts() == [{"st30": 0, "st01": 3, "st02": None}]


def test_a_skipped_question_is_null_and_a_hidden_one_is_absent(app, asked):
    """Three things that a report tells apart."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.answer_all("skip")
    first, _ = submissions()
    assert first.answers["st30"] is None
    assert "st31" not in first.answers
    assert set(first.answers.values()) == {None}
    assert scores_of(first) == {}


def test_an_answer_hidden_by_a_change_of_mind_is_dropped(app, asked):
    """Where it was asked stands in the draft only."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    assert child.page.questions[0] == "st31"
    child.press("back", st31="В кружке")
    child.press("next", st30=0)
    assert "st31" not in child.page.questions
    child.answer_all("1")
    assert "st31" not in submissions()[0].answers


def test_a_form_is_not_handed_in_with_an_open_page(app, asked):
    """Somebody who jumps to the last page is led back to the first that is open."""
    child = Child(app)
    child.enter(asked.codes[0])
    last = pages_of(Registry().get(MENTEE_FORM), {})[-1].number
    child.open(f"/forms/{asked.forms[0].id}/{last}")
    page = child.answer_page("1")
    assert page.path.endswith("/1")
    assert submissions() == []


def test_a_page_that_is_not_there_leads_to_one_that_is(app, asked):
    """A number too large, or a page whose questions are hidden."""
    child = Child(app)
    child.enter(asked.codes[0])
    address = f"/forms/{asked.forms[0].id}/99"
    assert child.open(address).path.endswith("/1")
    child.page.path = address
    assert child.press("next").path.endswith("/1")


def test_every_kind_of_item_is_answered(app, kinds):
    """Decimals stay exact, lists are lists, texts are stripped."""
    child = Child(app)
    child.enter(kinds.codes[0])
    child.press("next", kd01="0.5", kd02=1)
    child.press("next", kd03=["0", "0.5"], kd04=" 2,25 ", kd05=50)
    child.press("send", kd06=" Спокойно.\r\nВесело\0 ", kd07=10, kd08="Да")
    assert child.page.path == "/thanks"
    [stored] = submissions()
    assert stored.answers == {
        "kd01": "0.5", "kd02": 1, "kd03": [0, "0.5"], "kd04": "2.25", "kd05": 50,
        "kd06": "Спокойно.\nВесело", "kd07": 10, "kd08": "Да",
    }  # fmt: skip
    assert scores_of(stored) == {"total": (329, 4)}


def test_a_wrong_number_is_told_and_a_number_can_be_skipped(app, kinds):
    """With the bounds, as people write them; not both at once."""
    child = Child(app)
    child.enter(kinds.codes[0])
    child.press("next", kd01=1, kd02=0)
    page = child.press("next", kd04="25", kd05="5,5")
    assert "Здесь нужно число от 0 до 24" in page.text
    assert "вопросы без ответа" not in page.text
    assert "Здесь нужно целое число от 0 до 100" in page.text
    page = child.press("next", kd04="1,2345", kd05=["7", "skip"])
    assert "знаков после запятой не больше 3" in page.text
    assert "Нужно что-то одно" in page.text
    page = child.press("next", kd04=["", "skip"], kd05="skip")
    assert page.questions == ["kd07", "kd08"]
    assert child.press("back").fields["kd04"] == ["skip"]


def test_a_required_question_cannot_be_skipped(app, kinds):
    """There is no such choice, and an empty text is no answer."""
    child = Child(app)
    child.enter(kinds.codes[0])
    child.answer_page()
    child.answer_page()
    assert child.page.options["kd07"] == [str(step) for step in range(1, 11)]
    page = child.press("send")
    assert page.text.count("На этот вопрос нужен ответ") == 2
    assert "Нужно выбрать один из ответов" in child.press("send", kd07="skip").text
    assert child.press("send", kd07=4, kd08="skip").path == "/thanks"
    assert submissions()[0].answers["kd08"] == "skip"


def test_an_answer_may_make_a_page_the_last(app, kinds):
    """The button that said “Next” then says “Send”, and nothing is sent unasked."""
    child = Child(app)
    child.enter(kinds.codes[0])
    child.press("next", kd01=1, kd02=0)
    page = child.press("next", kd04=1, kd05=50)
    assert page.questions == ["kd06", "kd07", "kd08"]
    child.press("back")
    page = child.press("next", kd05=51)
    assert page.questions == ["kd07", "kd08"]
    assert submissions() == []
