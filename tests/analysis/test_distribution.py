"""Scores with counts are summarised like the list of all people."""

from __future__ import annotations

import statistics
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.distribution import Distribution
from tests.strategies import scores

weighted = st.lists(st.tuples(scores, st.integers(0, 4)), min_size=1).filter(
    lambda drawn: sum(n for _, n in drawn) > 1
)


@given(weighted)
def test_it_equals_the_list_of_all_people(drawn):
    """Mean, variance and quantiles, against the standard library and numpy's type 7."""
    people = sorted(score for score, n in drawn for _ in range(n))
    found = Distribution.of(drawn)
    assert found.n == len(people)
    assert found.mean == statistics.mean(people)
    assert found.variance == statistics.variance(people)
    assert [found.order_statistic(place) for place in range(found.n)] == people
    for quarter in (1, 2, 3):
        np.testing.assert_allclose(
            float(found.quantile(Fraction(quarter, 4))),
            np.quantile([float(score) for score in people], quarter / 4),
            rtol=1e-12,
            atol=1e-12,
        )


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(0, 4))), st.integers(1, 60))
def test_whole_units_are_the_same_scores(drawn, unit):
    """7 units of 1/3 are 7/3, and back."""
    found = Distribution.of_whole(drawn, unit)
    assert found == Distribution.of((Fraction(score, unit), n) for score, n in drawn)
    own_unit, counts = found.whole
    assert unit % own_unit == 0
    assert tuple((Fraction(score, own_unit), n) for score, n in counts) == found.counts


def test_the_unit_of_nothing_and_of_whole_numbers_is_one():
    """It is the smallest that makes every score whole."""
    assert Distribution(()).whole == (1, ())
    assert Distribution.of([(Fraction(4), 2)]).whole == (1, ((4, 2),))
    halves = Distribution.of([(Fraction(1, 4), 1), (Fraction(5, 6), 3)])
    assert halves.whole == (12, ((3, 1), (10, 3)))
