"""A mistyped code is told from a true one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.programmes.codes import is_code, new_code, shown_code, typed_code

CODES = st.builds(new_code)


def test_the_check_digit_is_damms():
    """The example that is published with the algorithm: 572 has the check digit 4."""
    assert is_code("000000005724")


@given(CODES)
def test_every_wrong_digit_is_caught(code):
    """In every place, every other digit."""
    wrong = [
        f"{code[:place]}{digit}{code[place + 1 :]}"
        for place in range(len(code))
        for digit in "0123456789"
        if digit != code[place]
    ]
    assert is_code(code)
    assert not any(map(is_code, wrong))


@given(CODES)
def test_every_swap_of_neighbours_is_caught(code):
    """Unless the two are the same digit."""
    for place in range(len(code) - 1):
        one, two = code[place], code[place + 1]
        if one != two:
            assert not is_code(f"{code[:place]}{two}{one}{code[place + 2 :]}")


@pytest.mark.parametrize("typed", ["0000 0000 5724", "0000-0000-5724", " 000000005724\n"])
def test_spaces_and_dashes_do_not_matter(typed):
    """People type what they see."""
    assert typed_code(typed) == "000000005724"
    assert shown_code("000000005724") == "0000 0000 5724"


@pytest.mark.parametrize("typed", ["", "5724", "00000000572４", "abcdefghijkl", "0000000057240"])
def test_anything_else_is_no_code(typed):
    """Too short, too long, letters, digits of other scripts."""
    assert not is_code(typed_code(typed))
