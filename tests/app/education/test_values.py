"""A cell of a journal is an exact number, nothing, or a problem that says what to do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.education.values import BadValue, is_value, value_of
from app.models import Measure

MARK, QUALITY, MISSED = Measure


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("4,5", Fraction(9, 2)),
        ("4.50", Fraction(9, 2)),
        (" 4 ", Fraction(4)),
        ("4.33333333333333", Fraction(13, 3)),
        ("3,666667", Fraction(11, 3)),
        ("4.123456789012345", Fraction(4123456789012, 10**12)),
    ],
)
def test_a_number_is_exact_however_it_is_written(cell, value):
    """What a formula left of thirteen thirds is thirteen thirds again."""
    found = value_of(cell, MARK)
    assert abs(found - value) < Fraction(1, 10**12)
    assert found == value or found.denominator <= 10**12


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "н/а", "Н/А", "осв.", "ОСВ", "б/о", "Зачёт"])
def test_a_comment_instead_of_a_mark_is_no_value(cell):
    """Absent, excused, passed: there is none."""
    assert value_of(cell, MARK) is None
    assert is_value(cell)


@pytest.mark.parametrize(
    ("cell", "measure", "said"),
    [
        ("5-", MARK, "a mark with a sign"),
        ("2026-05-04", MARK, "a date or a time"),
        ("04.05.2026", MARK, "a date or a time"),
        ("4.май", MARK, "a date or a time"),
        ("болел", MARK, "“болел” is no number"),
        ("5,01", MARK, "out of range"),
        ("0", MARK, "out of range"),
        ("-1", MISSED, "out of range"),
        ("100,5", QUALITY, "out of range"),
        ("4,5/3", MARK, "is no number"),
    ],
)
def test_what_is_no_value_is_named(cell, measure, said):
    """What stands there, the rule, and what to do."""
    found = value_of(cell, measure)
    assert isinstance(found, BadValue)
    assert said in str(found.what)
    assert str(found.rule)
    assert str(found.remedy)


@pytest.mark.parametrize("cell", ["Иванова Анна", "Ян", "5А", "Пять"])
def test_a_text_that_may_name_somebody_is_no_value(cell):
    """So it is not shown among the examples."""
    assert not is_value(cell)


@given(st.text(max_size=20), st.sampled_from(Measure))
def test_any_text_gets_an_answer(cell, measure):
    """Never an exception; what counts is in range and fits the database."""
    found = value_of(cell, measure)
    if isinstance(found, Fraction):
        assert 0 <= found <= 2000
        assert found.numerator < 2**62
        assert found.denominator < 2**62
