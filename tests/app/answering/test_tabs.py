"""Two children at one computer: a page belongs to whom it was shown."""

from __future__ import annotations

import pytest

from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, drafts, drafts_by_person, person_with, submissions


@pytest.fixture
def two(app):
    """Return a wave with two forms for two mentees."""
    return make_asked(MENTEE_FORM, "anxiety-school", n=2)


@pytest.fixture
def child(app, two) -> Child:
    """Return a child on its second page, while somebody else has typed their code in a new tab."""
    child = Child(app)
    page = child.enter(two.codes[0])
    page = child.press("next", st30=0)
    child.enter(two.codes[1])
    child.page = page
    return child


@pytest.mark.parametrize("action", ["next", "back", "leave"])
def test_a_page_of_another_code_stores_nothing_and_says_so(child, action):
    """Neither in the one's draft nor in the other's."""
    before = drafts()
    page = child.press(action, st01=3, st02=3, st03=3)
    assert page.status == 403
    assert "На этом компьютере введён другой код" in page.text
    assert "Ответы с этой страницы не сохранены. Введите свой код ещё раз" in page.text
    assert "Дальше" not in page.text
    assert drafts() == before


def test_both_go_on_after_a_mix_up(child, two):
    """The second is not disturbed; the first goes on with its code where it stopped."""
    child.press("leave", st01=3)
    assert child.open("/forms").path.endswith("/1")
    child.press("next", st30=1)
    page = child.enter(two.codes[0])
    assert page.path.endswith("/2")
    child.press("back", st01=5)
    first, second = map(person_with, two.codes)
    assert drafts_by_person() == {first: {"st30": 0, "st01": 5}, second: {"st30": 1}}


def test_the_last_page_of_another_code_hands_nothing_in(app, two):
    """Though the other's form would be complete with it."""
    child = Child(app)
    child.enter(two.codes[0])
    page = child.go_to_the_end()
    child.enter(two.codes[1])
    child.go_to_the_end()
    child.page = page
    assert "другой код" in child.press("send", **dict.fromkeys(page.questions, "skip")).text
    assert submissions() == []


@pytest.mark.parametrize("seal", [None, "", "0123", "ы"])
def test_a_page_without_a_seal_of_ours_stores_nothing(app, two, seal):
    """Nor does one that somebody has made up."""
    child = Child(app)
    child.enter(two.codes[0])
    assert "другой код" in child.press("next", st30=1, seal=seal).text
    assert drafts() == []


def test_the_seal_of_one_form_opens_no_other_and_tells_no_code(app, two):
    """It holds for a person and a form, in every tab and after a pause."""
    child = Child(app)
    page = child.enter(two.codes[0])
    [seal] = page.fields["seal"]
    assert child.enter(two.codes[0]).fields["seal"] == [seal]
    assert two.codes[0][-4:] not in seal
    child.answer_form()
    assert "Анкета отправлена. Осталось анкет: 1" in child.page.text
    assert child.page.fields["seal"] != [seal]
    assert "другой код" in child.press("next", seal=seal).text


def test_pages_of_a_form_that_was_sent_in_another_tab_frighten_nobody(app, two):
    """After the thanks the old tab says that there may be nothing more to do."""
    child = Child(app)
    page = child.enter(two.codes[0])
    child.answer_all()
    child.page = page
    page = child.press("next", st30=1)
    assert "Если анкеты уже отправлены, больше ничего делать не нужно" in page.text
    assert len(submissions()) == 2
