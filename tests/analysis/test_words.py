"""Numbers as a reader of the language writes them."""

from __future__ import annotations

import pytest

from analysis.words import Words, telling_digits
from app.language import translations
from instruments.messages import N_

RU, EN = Words(translations("ru")), Words()


@pytest.mark.parametrize(
    ("value", "digits", "russian", "english"),
    [
        (3.52, 1, "3,5", "3.5"),
        (-3.52, 2, "−3,52", "−3.52"),
        (52.25, 1, "52,3", "52.3"),
        (-52.25, 1, "−52,3", "−52.3"),
        (0.35, 1, "0,4", "0.4"),
        (-0.04, 1, "0,0", "0.0"),
        (1234567, 0, "1\u202f234\u202f567", "1,234,567"),
        (0, 2, "0,00", "0.00"),
    ],
)
def test_numbers(value, digits, russian, english):
    """Decimal comma, thin space in thousands, a real minus, halves away from zero, no -0."""
    assert RU.number(value, digits) == russian
    assert EN.number(value, digits) == english


@pytest.mark.parametrize(
    ("p", "russian"),
    [(0.032, "p = 0,032"), (0.0009, "p < 0,001"), (0.001, "p = 0,001"), (1.0, "p = 1,000")],
)
def test_p_values(p, russian):
    """Three decimals, or less than the smallest of them."""
    assert RU.p_equals(p).replace("\N{NO-BREAK SPACE}", " ") == russian


def test_intervals():
    """A semicolon where the comma is decimal."""
    assert RU.interval((-1.25, 3.0), 1) == "[−1,3; 3,0]"
    assert EN.interval((-1.25, 3.0), 1) == "[−1.3, 3.0]"


@pytest.mark.parametrize(
    ("share", "printed"), [(0.145, "15 %"), (0.29, "29 %"), (0.0, "0 %"), (1.0, "100 %")]
)
def test_per_cent(share, printed):
    """Whole, halves away from zero, on one line with the sign."""
    assert RU.percent(share) == printed.replace(" ", "\N{NO-BREAK SPACE}")


def test_dates():
    """Day, month and year for Russian readers."""
    assert RU.date("2026-09-01") == "01.09.2026"
    assert EN.date("2026-09-01") == "2026-09-01"


@pytest.mark.parametrize(
    ("g", "word"),
    [
        (0.0, "очень малый"),
        (-0.19, "очень малый"),
        (0.2, "малый"),
        (-0.5, "средний"),
        (0.8, "большой"),
    ],
)
def test_effect_sizes_in_words(g, word):
    """Cohen's conventions, whatever the sign."""
    assert RU.effect(g) == word


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        (1e300, "1,0·10³⁰⁰", "1.0×10³⁰⁰"),
        (-4.26e20, "−4,3·10²⁰", "−4.3×10²⁰"),
        (1e15, "1,0·10¹⁵", "1.0×10¹⁵"),
        (123456789012345.0, "123 456 789 012 345,00", "123,456,789,012,345.00"),
    ],
)
def test_a_huge_number_is_a_power_of_ten(value, russian, english):
    """A Bayes factor may have three hundred digits, of which sixteen are known."""
    assert RU.number(value, 2).replace("\N{NARROW NO-BREAK SPACE}", " ") == russian
    assert EN.number(value, 2) == english


def test_whole_numbers_of_a_sentence_are_written_as_anywhere():
    """Also those of a message, and of one within it; words with digits stay as they are."""
    within = N_("people: %(n)s", n=5200)
    text = "%(n)s, %(within)s, %(year)s, %(loss)s"
    facts = {"n": 1234567, "within": within, "year": "2026", "loss": -3000}
    assert EN.say(text, **facts) == "1,234,567, people: 5,200, 2026, −3,000"
    assert RU.of(N_(text, **facts)) == (
        "1\u202f234\u202f567, человек: 5\u202f200, 2026, −3\u202f000"
    )
    assert EN.say("95 % CI") == "95 % CI"


@pytest.mark.parametrize(
    ("size", "limits", "digits", "telling"),
    [
        (3.52, (2.3, 4.7), 1, 1),
        (0.06, (0.05, 0.07), 1, 1),
        (0.02, (0.0129, 0.0271), 1, 3),
        (-0.02, (-0.0271, -0.0129), 1, 3),
        (0.012, (0.006, 0.018), 2, 2),
        (0.0099, (0.003, 0.017), 2, 3),
        (1.68, (0.04, 3.32), 1, 2),
        (1.68, (0.0004, 3.4), 1, 4),
        (0.00033, (0.0002, 0.0005), 1, 4),
        (0.1, (0.0, 0.2), 1, 1),
        (1.7, (0.00001, 3.4), 1, 1),
        (0.04, (0.0, 0.08), 1, 3),
        (0.04, (), 1, 3),
        (0.00001, (), 5, 5),
    ],
)
def test_no_number_is_rounded_to_nothing(size, limits, digits, telling):
    """Two digits of the size, and something of every limit; what is 0 asks for no decimals."""
    assert telling_digits(size, limits, digits) == telling
