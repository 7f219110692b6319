"""A sentence is one paragraph without what files refuse, and the same typed twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.conclusions.texts import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  a \r\n\r\n b\t", "a b"),
        ("p\N{NO-BREAK SPACE}= 0,03", "p\N{NO-BREAK SPACE}= 0,03"),
        ("a\x00b\x0bc", "abc"),
        ("=1+1 <script> 😀 שלום", "=1+1 <script> 😀 שלום"),
    ],
)
def test_what_was_typed_becomes_one_paragraph(typed, kept):
    """Spaces that do not break stay, so that a draft sent back is the same draft."""
    assert plain(typed) == kept


@given(st.text(st.sampled_from("aБ= <\t\r\n\x00\x7f\u00a0\u202e\U0001f600")))
def test_it_changes_nothing_that_it_has_made(text):
    """Whatever it was made from; else every draft would count as edited."""
    assert plain(plain(text)) == plain(text)
