"""Pages: every item once, few at a time, and none beside the question it waits for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answering.pages import PAGE_SIZE, first_open, pages_of, sentences, shown_items
from instruments.loader import parse
from instruments.registry import Registry
from tests.conftest import SMALL


@st.composite
def chains(draw):
    """Return a questionnaire in which items wait for others, and answers to some of them."""
    n = draw(st.integers(1, 17))
    items = []
    for number in range(1, n + 1):
        waits_for = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        show = (
            f'show_if = {{item = "it{waits_for:02}", equals = 1}}\n'
            if waits_for is not None
            else ""
        )
        items.append(
            f'[[items]]\ncode = "it{number:02}"\nkind = "yes_no"\nunscored = true\n{show}'
            f'text = {{ru = "{number}"}}\n'
        )
    head = SMALL.split("[[options]]", 1)[0].replace("version = 2", "version = 1")
    rest = "".join(items) + '[[items]]\ncode = "sc01"\nkind = "yes_no"\ntext = {ru = "Конец"}\n'
    scale = (
        '[[scales]]\ncode = "total"\ntitle = {ru = "Итог"}\nkeys = ["sc01"]\nmethod = "sum"\n'
        'max_missing = 0\nbetter = "none"\nrange = [0, 1]\n'
    )
    text = head.replace("comparable_with = [1]", "comparable_with = []") + rest + scale
    codes = [f"it{number:02}" for number in range(1, n + 1)]
    answers = draw(st.dictionaries(st.sampled_from(codes), st.none() | st.integers(0, 1)))
    return parse(text.encode(), file="chain.toml"), answers


def places(instrument, answers):
    """Return the page of every item that is shown."""
    pages = pages_of(instrument, answers)
    return {item.code: page.number for page in pages for item in page.items}


@given(chains())
def test_every_shown_item_stands_on_one_page_of_few(drawn):
    """In the order of the definition; the counts add up."""
    instrument, answers = drawn
    pages = pages_of(instrument, answers)
    items = [item for page in pages for item in page.items]
    assert items == list(shown_items(instrument, answers))
    assert all(1 <= len(page.items) <= PAGE_SIZE for page in pages)
    assert [page.first for page in pages] == [1, *(page.last + 1 for page in pages[:-1])]
    assert {page.total for page in pages} == {len(items)}


@given(chains())
def test_an_item_is_shown_when_what_it_waits_for_was_answered_so(drawn):
    """And when that item is itself shown; never on the same page."""
    instrument, answers = drawn
    place = places(instrument, answers)
    for item in instrument.items:
        if item.show_if is None:
            assert item.code in place
            continue
        waits_for = item.show_if.item
        holds = waits_for in place and answers.get(waits_for) == 1
        assert (item.code in place) == holds
        assert not holds or place[waits_for] < place[item.code]


@given(chains())
def test_a_page_keeps_its_number_whatever_is_answered(drawn):
    """So that an address means the same questions."""
    instrument, answers = drawn
    now, before = places(instrument, answers), places(instrument, {})
    assert all(now[code] == before[code] for code in now.keys() & before.keys())


def test_the_first_open_page_is_the_one_to_go_on_with():
    """A skipped question is not open; one without an answer is."""
    instrument = Registry().get("anxiety-school")
    pages = pages_of(instrument, {})
    first_five = dict.fromkeys(list(instrument.by_code)[:5])
    assert first_open(pages, {}) == pages[0]
    assert first_open(pages, first_five) == pages[1]
    assert first_open(pages, dict.fromkeys(instrument.by_code)) is None


@pytest.mark.parametrize("code", Registry().versions)
def test_every_questionnaire_of_the_library_has_pages(code):
    """None is empty, none too long."""
    pages = pages_of(Registry().get(code), {})
    assert [page.number for page in pages] == sorted({page.number for page in pages})
    assert max(len(page.items) for page in pages) <= PAGE_SIZE


def test_an_instruction_is_read_sentence_by_sentence():
    """A point within a sentence ends none, and not a letter is lost."""
    text = "Прочитай, т. е. не спеши. «Да» — это так? Выбирай число от 1 до 10, напр. 5!  Всё."
    parts = sentences(text)
    assert parts == [
        "Прочитай, т. е. не спеши.",
        "«Да» — это так?",
        "Выбирай число от 1 до 10, напр. 5!",
        "Всё.",
    ]
    for instrument in map(Registry().get, Registry().versions):
        if instrument.instruction:
            whole = instrument.instruction.get("ru")
            assert " ".join(sentences(whole)) == " ".join(whole.split())
