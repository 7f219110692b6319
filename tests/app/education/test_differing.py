"""Two reports never differ by the marks of a few."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.education.differing import VIEWS, tells_of_few

value = st.integers(1, 4).map(Fraction)
pairs = st.lists(st.tuples(value, value), max_size=12)


@given(pairs, pairs, st.integers(0, 4), st.integers(3, 5))
def test_what_is_let_through_differs_by_nobody_or_by_many(before, after, gone, k):
    """In the rows, in either value, and in the difference."""
    if tells_of_few(before, after, gone=gone, k=k) or min(len(before) + gone, len(after)) < k:
        return
    for view in VIEWS:
        old, new = Counter(map(view, before)), Counter(map(view, after))
        for n in ((old - new).total() + gone, (new - old).total()):
            assert n == 0 or n >= k


@given(pairs, st.permutations(range(12)), st.integers(3, 5))
def test_the_same_rows_in_another_order_are_the_same(rows, order, k):
    """However they were shuffled."""
    shuffled = [rows[place] for place in order if place < len(rows)]
    assert not tells_of_few(rows, shuffled, gone=0, k=k)


def test_one_corrected_mark_of_many_tells_whose_it_was():
    """And one only of the two values is enough."""
    rows = [(Fraction(n), Fraction(n + 1)) for n in range(10)]
    one = [*rows[:-1], (Fraction(9), Fraction(9))]
    assert tells_of_few(rows, one, gone=0, k=5)
    assert tells_of_few(rows[:9], rows, gone=0, k=5)
    assert not tells_of_few(rows, [(n + 20, m + 30) for n, m in rows], gone=0, k=5)
    assert tells_of_few(rows, [(n + 20, m) for n, m in rows[:4]] + rows[4:], gone=0, k=5)
