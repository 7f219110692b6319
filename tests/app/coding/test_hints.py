"""What may tell whose an answer is gets a flag, what is plain does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coding.hints import hints_of
from app.demo.open_answers import all_sentences


@pytest.mark.parametrize(
    "text",
    [
        "звоните 8 (912) 345-67-89", "мой номер +79123456789", "пишите a@b.ru", "@nick_name",
        "смотрите https://example.org", "мы есть на vk.com", "в телеграме", "улица Ленина",
        "живу на ул. Мира", "дом 5", "кв. 17", "в 7А все такие", "Спасибо Ивану Петровичу",
        "Мария Ивановна объясняла", "мне помогал Ринат", "с маши начали", "Саша меня учил",
        "учитель И. И. Иванов", "дружу с Алией",
    ],
)  # fmt: skip
def test_a_name_telephone_or_address_is_flagged(text):
    """By its form, as it stands."""
    assert hints_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Хорошо. Всё понравилось! Спасибо", "оценка 5, а была 3", "в 2026 году", "ЕГЭ и ОГЭ",
        "Было 10 встреч по 40 минут", "Дома всё хорошо", "«Хочу» и «могу»", "- Да\n- Нет",
        "Хочу подтянуть математику", "Спасибо Вам", "",
    ],
)  # fmt: skip
def test_plain_words_are_not(text):
    """So that a flag means something."""
    assert hints_of(text) == []


def test_what_the_demonstration_says_names_nobody():
    """A rule that flagged plain speech would be overlooked."""
    assert [text for _item, text in all_sentences() if hints_of(text)] == []


@given(st.text())
def test_any_text_can_be_looked_at(text):
    """Emoji, other directions and control characters too; an address within it is found."""
    hints_of(text)
    assert hints_of(f"{text} a@b")
