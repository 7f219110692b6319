"""Small bases are hidden and small categories are merged."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import BaseRule


@given(st.integers(3, 10), st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_merged_categories_hold_nobody_or_at_least_k(k, counts):
    """Every category stays in its place, and none of 1 … k-1 people is left."""
    groups = BaseRule(k).merged(counts)
    assert [place for group in groups for place in group] == list(range(len(counts)))
    sizes = [sum(counts[place] for place in group) for group in groups]
    assert len(groups) == 1 or all(size == 0 or size >= k for size in sizes)


@given(st.integers(3, 10), st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_nothing_is_merged_without_need(k, counts):
    """Where every category is empty or large enough all stay apart."""
    large = [count if count == 0 else count + k for count in counts]
    assert BaseRule(k).merged(large) == tuple((place,) for place in range(len(counts)))


def test_a_small_category_joins_its_smaller_neighbour():
    """The fewest details are lost."""
    assert BaseRule(5).merged([20, 2, 8]) == ((0,), (1, 2))
    assert BaseRule(5).merged([2, 0, 20]) == ((0, 1, 2),)
