"""A recovery key survives paper, and a slip of the pen is told from a wrong key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.names.recovery import (
    LENGTH,
    SIGNS,
    is_recovery_key,
    new_recovery_key,
    shown_recovery_key,
    typed_recovery_key,
)

PLACES = st.integers(0, LENGTH - 1)


def test_a_key_is_long_enough_and_never_the_same():
    """At least 128 bits of chance besides the check sign."""
    keys = {new_recovery_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(is_recovery_key(key) for key in keys)
    assert len(SIGNS) ** (LENGTH - 1) > 2**128
    assert set("".join(keys)) == set(SIGNS)


def test_no_two_signs_look_alike():
    """On paper, in any hand."""
    for alike in ("0OQD", "1IL7", "2Z", "5S", "6G", "8B", "UVY", "VW"):
        assert len(set(alike) & set(SIGNS)) < 2


@given(PLACES, st.sampled_from(SIGNS))
def test_every_wrong_sign_is_noticed(place, sign):
    """Wherever it stands."""
    key = new_recovery_key()
    wrong = key[:place] + sign + key[place + 1 :]
    assert is_recovery_key(wrong) is (wrong == key)


@given(st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_noticed(place):
    """The commonest slip after a wrong sign."""
    key = new_recovery_key()
    swapped = key[:place] + key[place + 1] + key[place] + key[place + 2 :]
    assert is_recovery_key(swapped) is (swapped == key)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(text):
    """Anything but a key is none."""
    assert is_recovery_key(typed_recovery_key(text)) in {True, False}


def test_a_key_is_read_as_people_type_it():
    """From the paper, in small letters, with dashes, and in Russian letters that look the same."""
    key = new_recovery_key()
    shown = shown_recovery_key(key)
    assert len(shown.split()) == 6
    russian = shown.translate(str.maketrans("ACEHKMPTXY3", "АСЕНКМРТХУЗ"))
    for typed in (shown, shown.lower(), shown.replace(" ", "-"), f" {russian}\n", russian.lower()):
        assert typed_recovery_key(typed) == key
