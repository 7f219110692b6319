"""The Bayes factor is what R says, and pingouin where it does not fail."""

from __future__ import annotations

import json
import math

import pingouin
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.bayes import bayes_factor
from tests.conftest import GOLDEN

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))

sizes = st.integers(2, 10**6)


@pytest.mark.parametrize("case", R["bf10"], ids=lambda case: f"n{case['n']}-t{case['t']}")
def test_the_bayes_factor_agrees_with_r(case):
    """BayesFactor::ttest.tstat, and the integral itself where that is approximate."""
    found = bayes_factor(case["t"], case["n"])
    if case["bf10"] is None:
        assert found is None
    else:
        assert_allclose(found, case["bf10"], rtol=1e-6)


@pytest.mark.parametrize("n", [2, 3, 20, 300, 10**6])
@pytest.mark.parametrize("t", [0.0, 0.5, 2.5, 30.0])
def test_the_bayes_factor_is_pingouins(t, n):
    """Another variable of the same integral; above t = 100 pingouin misses its peak."""
    assert_allclose(
        bayes_factor(t, n), pingouin.bayesfactor_ttest(t, n, paired=True, r=0.707), rtol=1e-6
    )


@given(sizes, st.floats(0, 1e9))
def test_the_direction_of_the_change_does_not_matter(n, t):
    """The prior is symmetric."""
    assert bayes_factor(-t, n) == bayes_factor(t, n)


@given(sizes, st.floats(0, 1e6), st.floats(1.01, 100))
def test_a_larger_t_is_more_evidence(n, t, factor):
    """Until a float cannot hold it; it never turns negative, infinite or NaN."""
    less, more = bayes_factor(t, n), bayes_factor(t * factor + 0.01, n)
    if less is None:
        assert more is None
    else:
        assert 0 < less < math.inf
        assert more is None or less < more


@pytest.mark.parametrize(("t", "n"), [(50.0, 10**6), (38.5, 10**6), (101.0, 10**6), (1e60, 30)])
def test_more_than_a_float_can_hold_is_none(t, n):
    """Pingouin divides by zero, or finds infinity."""
    assert bayes_factor(t, n) is None


@pytest.mark.parametrize("n", [3, 20, 1000, 10**6])
def test_no_change_is_evidence_against_one(n):
    """The more people the stronger: about √n to one."""
    factor = bayes_factor(0.0, n)
    assert 0 < factor < 1
    assert bayes_factor(0.0, 4 * n) < factor
