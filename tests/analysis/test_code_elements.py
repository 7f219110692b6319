"""Answers to short questions are the same however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.code_elements import normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна", "анна"),
        ("Пётр", "ПЕТР"),
        ("А", "A"),
        ("авсенкмортху", "ABCEHKMOPTXY"),
        ("авсенкмортху", "abcehkmoptxy"),
        ("05", "5"),
        ("007", " 7 "),
        ("0", "00"),
        ("Санкт-Петербург", "санкт  петербург."),
        ("«П»", "п"),
        ("за\u0301мок", "замок"),
        ("и\u0306", "й"),
    ],
)
def test_what_people_write_now_so_and_now_otherwise_is_the_same(one, other):
    """Case, ё, Latin look-alikes, zeros, spaces, punctuation, stress."""
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("и", "й"), ("5", "50"), ("10", "1"), ("15", "105"), ("0", ""), ("ш", "щ")]
)
def test_what_differs_stays_different(one, other):
    """A zero that counts, a letter of its own."""
    assert normalised(one) != normalised(other)


@given(st.text("аАёЁйabcXYZ059 -.«»№\u0301"))
def test_normalising_twice_changes_nothing(text):
    """Whatever the text."""
    assert normalised(normalised(text)) == normalised(text)
