"""Omega agrees with lavaan, knows no order, unit or direction, and says why there is none."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.omega import CONSTANT_ITEM, FEW_ITEMS, HEYWOOD, NO_MAXIMUM, SINGULAR, omega
from tests.conftest import GOLDEN

R = json.loads((GOLDEN / "reliability.json").read_text("utf-8"))


def one_factor(loadings, own):
    """Return the covariances that one factor with these loadings and own variances implies."""
    return np.outer(loadings, loadings) + np.diag(own)


@pytest.mark.parametrize("case", R["omegas"], ids=lambda case: case["name"])
def test_omega_agrees_with_lavaan(case):
    """cfa() of one factor, and none where a residual variance of lavaan's is below zero."""
    found = omega(case["covariances"])
    if case["omega"] is None:
        assert found == HEYWOOD
    else:
        assert_allclose(found, case["omega"], rtol=1e-6)


@given(
    st.lists(st.tuples(st.floats(0.3, 2), st.floats(0.2, 3)), min_size=3, max_size=7),
    st.data(),
)
@settings(max_examples=25)
def test_what_one_factor_implies_is_found_again(items, data):
    """By the definition: the factor's share in the variance of the total, whatever the signs."""
    loadings, own = (np.array(part) for part in zip(*items, strict=True))
    signs = st.lists(st.sampled_from([1, -1]), min_size=len(items), max_size=len(items))
    loadings = loadings * np.array(data.draw(signs))
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + own.sum())
    assert_allclose(omega(one_factor(loadings, own)), expected, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize(
    "case", [one for one in R["omegas"] if one["omega"] is not None], ids=lambda case: case["name"]
)
def test_unit_direction_and_order_change_nothing(case):
    """All items times -10, and the other way round."""
    covariances = np.array(case["covariances"])
    assert_allclose(omega(100 * covariances[::-1, ::-1]), omega(covariances), rtol=1e-8)


def test_of_equal_items_it_is_alpha():
    """By hand: covariance 1 and variance 2 of four items give 16 / 20."""
    assert_allclose(omega(np.ones((4, 4)) + np.eye(4)), 0.8, rtol=1e-12)


def test_a_mis_keyed_item_lowers_omega():
    """Its loading counts against the others: (3 - 1)^2 / ((3 - 1)^2 + 4)."""
    assert_allclose(omega(one_factor([1, 1, 1, -1], [1, 1, 1, 1])), 0.5, rtol=1e-9)


def test_it_is_the_same_every_time():
    """No start is drawn at random."""
    covariances = R["omegas"][0]["covariances"]
    assert omega(covariances) == omega(covariances)


NOTHING_SHARED = np.eye(4)
ONE_PAIR = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]])
ODD_SIGNS = np.array([[1, 0.5, 0.5], [0.5, 1, -0.3], [0.5, -0.3, 1]])
SUM_OF_TWO = np.array([[1, 0, 1], [0, 1, 1], [1, 1, 2]])


@pytest.mark.parametrize(
    ("covariances", "reason"),
    [
        ([[2, 1], [1, 2]], FEW_ITEMS),
        ([[2, 0, 1], [0, 0, 0], [1, 0, 2]], CONSTANT_ITEM),
        (np.ones((3, 3)), SINGULAR),
        (SUM_OF_TWO, SINGULAR),
        (NOTHING_SHARED, NO_MAXIMUM),
        (ONE_PAIR, NO_MAXIMUM),
        (ODD_SIGNS, HEYWOOD),
        (one_factor([1, 1, 1, 1], [1, 1, 1, 0.0005]), HEYWOOD),
    ],
    ids=["two items", "a constant item", "equal items", "an item that is the sum of two",
         "nothing shared", "one pair", "signs no factor gives", "hardly anything of its own"],
)  # fmt: skip
def test_without_a_proper_solution_there_is_a_reason(covariances, reason):
    """Never a number that another start, or a little noise, would change."""
    assert omega(covariances) == reason


def test_an_own_variance_on_its_way_to_zero_warns_of_nothing():
    """The search divides by it until that overflows; what comes of it is a reason."""
    rows = [[1, 1, 1], [2, 1, 2], [2, 2, 2], [1, 1, 2], [2, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1],
            [1, 1, 2], [2, 2, 1], [2, 2, 1], [1, 1, 1]]  # fmt: skip
    assert omega(np.cov(np.array(rows), rowvar=False)) == HEYWOOD


def test_little_of_its_own_is_enough():
    """A share of 1 in 500 is above the bound."""
    loadings, own = [1, 1, 1, 1], [1, 1, 1, 0.002]
    assert_allclose(omega(one_factor(loadings, own)), 16 / 19.002, rtol=1e-7)


@given(
    st.integers(3, 5).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(1, 4), min_size=k, max_size=k), min_size=2, max_size=12
        )
    )
)
@settings(max_examples=40)
def test_any_answers_give_a_share_or_a_reason(rows):
    """Few people, ties, constant items: never a warning, NaN or more than 1."""
    found = omega(np.cov(np.array(rows), rowvar=False))
    if isinstance(found, float):
        assert 0 <= found < 1
    else:
        assert found in (CONSTANT_ITEM, SINGULAR, HEYWOOD, NO_MAXIMUM)
