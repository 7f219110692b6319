"""What is sealed opens with its key, in its place, and as it was; not otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sealing import SealBrokenError, derived_key, new_key, opened, sealed


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_again(content, place):
    """Whatever it is."""
    key = new_key()
    assert opened(key, sealed(key, content, place=place), place=place) == content


def test_nothing_opens_with_another_key_elsewhere_or_changed():
    """Every bit counts."""
    key = new_key()
    kept = sealed(key, b"answer", place="7/1")
    for wrong_key, wrong, place in (
        (new_key(), kept, "7/1"),
        (key, kept, "7/2"),
        (key, kept[:-1] + bytes([kept[-1] ^ 1]), "7/1"),
        (key, kept[:-1], "7/1"),
        (key, b"", "7/1"),
    ):
        with pytest.raises(SealBrokenError):
            opened(wrong_key, wrong, place=place)


def test_the_same_is_never_sealed_the_same_way():
    """Two equal drafts look different in the database."""
    key = new_key()
    assert sealed(key, b"answer", place="") != sealed(key, b"answer", place="")


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5), max_size=3
    )
)
def test_every_use_has_a_key_of_its_own(parts):
    """Other parts or another secret, another key; the same ones, the same key."""
    key = derived_key("secret", "draft", *parts)
    assert len(key) == 32
    assert key == derived_key("secret", "draft", *parts)
    assert key != derived_key("other", "draft", *parts)
    assert key != derived_key("secret", "draft", *parts, "more")
