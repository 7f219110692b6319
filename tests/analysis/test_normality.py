"""Shapiro and Wilk's test agrees with R within the range it is made for."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.distribution import Distribution
from analysis.normality import shapiro_wilk
from tests.conftest import GOLDEN

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))

differences = st.lists(st.tuples(st.integers(-9, 9).map(Fraction), st.integers(1, 5)), min_size=3)


def distribution(values):
    """Return the differences of as many people."""
    return Distribution.of((Fraction(value), 1) for value in values)


@pytest.mark.parametrize("case", R["normality"], ids=lambda case: str(len(case["d"])))
def test_it_agrees_with_r(case):
    """shapiro.test; three people may reach W = 0.75, where p is 0, and 1."""
    found, expected = shapiro_wilk(distribution(case["d"])), case["normality"]
    assert found.n == expected["n"]
    assert_allclose(found.w, expected["w"], rtol=1e-6)
    assert_allclose(found.p, expected["p"], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("values", "is_computed"),
    [
        ([], False),
        ([1], False),
        ([1, 2], False),
        ([1, 2, 4], True),
        ([3, 3, 3], False),
        (range(5000), True),
        (range(5001), False),
    ],
    ids=["nobody", "one", "two", "three", "no spread", "five thousand", "one more"],
)
def test_it_is_computed_where_it_is_made_for(values, is_computed):
    """From 3 to 5,000 people whose differences are not all one."""
    assert (shapiro_wilk(distribution(values)) is not None) is is_computed


def test_people_count_not_scores():
    """Two scores of four people are four people."""
    assert shapiro_wilk(Distribution.of([(Fraction(1), 3), (Fraction(2), 1)])).n == 4


@given(differences, st.fractions(max_denominator=99), st.fractions(min_value=Fraction(1, 99)))
def test_neither_shift_nor_scale_matters(drawn, shift, scale):
    """The very same figures, for the differences become floats only afterwards."""
    moved = Distribution.of((value * scale + shift, n) for value, n in drawn)
    assert shapiro_wilk(moved) == shapiro_wilk(Distribution.of(drawn))


def test_a_tiny_spread_far_from_zero_is_no_trouble():
    """As floats these differences would be one number."""
    values = [10**20 + Fraction(value, 10**10) for value in (1, 2, 4, 9)]
    assert shapiro_wilk(distribution(values)) == shapiro_wilk(distribution([1, 2, 4, 9]))
