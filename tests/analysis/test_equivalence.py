"""Two one-sided tests and the smallest effect agree with R and keep their meaning."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.comparison import compare
from analysis.equivalence import smallest_detectable, tost
from analysis.paired import PairedScores
from instruments.model import Better
from tests.conftest import GOLDEN
from tests.strategies import pairs

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))


def golden_scores(case):
    """Return the table of a golden case; its scores are exact in binary."""
    waves = (enumerate(map(Fraction, case[wave])) for wave in ("entry", "exit"))
    return PairedScores.from_pairs(*waves)


@pytest.mark.parametrize("case", R["bounds"], ids=lambda case: str(case["equivalence"]))
def test_other_bounds_agree_with_r(case):
    """The larger p of t.test against -bound ("greater") and against bound ("less")."""
    scores = golden_scores(R["cases"][0])
    found = compare(scores, better=Better.LOWER, equivalence=case["equivalence"]).tests.tost
    assert_allclose([found.bound, found.p], [case["bound"], case["p"]], rtol=1e-8)


def test_equivalence_by_hand():
    """Differences -1 and 1 of two people, entry 0 and 2: t = 0.2√2 / 1 with 1 df.

    P(T > t) of one df is 1/2 - arctan(t)/π.
    """
    found = tost(PairedScores.from_rows([(0, 1, 1), (2, 1, 1)]), 0.2)
    bound = 0.2 * math.sqrt(2)
    assert_allclose([found.bound, found.p], [bound, 0.5 - math.atan(bound) / math.pi], rtol=1e-12)


def test_a_whole_bound_is_a_bound():
    """Pingouin refuses numpy's integers, and gets no float from an int."""
    scores = PairedScores.from_rows([(1, 2, 3), (3, 5, 4), (2, 2, 2)])
    assert tost(scores, 1) == tost(scores, 1.0) == tost(scores, np.int64(1))


@pytest.mark.parametrize(
    ("shift", "is_equivalent"), [(0, True), (9, True), (11, False), (-9, True), (-11, False)]
)
def test_p_is_a_half_where_the_mean_stands_on_the_bound(shift, is_equivalent):
    """Entry SD near 50 makes a bound near 10: a mean inside is equivalent, outside not."""
    waves = [(entry, entry + shift + own) for entry in (-50, 50) for own in (-1, 1)]
    scores = PairedScores.from_rows((*wave, 500) for wave in waves)
    found = tost(scores, 0.2)
    assert_allclose(found.bound, 10, rtol=1e-3)
    assert (found.p < 0.05) is is_equivalent
    assert (found.p < 0.5) is is_equivalent


@given(pairs, st.floats(0.05, 2))
def test_which_way_is_up_does_not_matter(scores, equivalence):
    """Mirrored scores, as of a scale counted the other way, are as equivalent."""
    mirrored = PairedScores.from_rows(
        (entry and -entry, exit_ and -exit_, n) for entry, exit_, n in scores.rows
    )
    there, back = (
        compare(one, better=Better.HIGHER, equivalence=equivalence).tests.tost
        for one in (scores, mirrored)
    )
    assert there == back


@given(pairs)
def test_a_wider_bound_is_kept_more_surely(scores):
    """P falls as the bound grows."""
    narrow, wide = (
        compare(scores, better=Better.HIGHER, equivalence=bound).tests.tost for bound in (0.1, 0.5)
    )
    assert (narrow is None) is (wide is None)
    if narrow is not None:
        assert wide.bound > narrow.bound
        assert wide.p <= narrow.p


@pytest.mark.parametrize("case", R["mdes"], ids=lambda case: str(case["n"]))
def test_the_smallest_detectable_effect_agrees_with_r(case):
    """power.t.test(type = "paired", strict = TRUE, tol = 1e-12); both tails are counted."""
    assert_allclose(smallest_detectable(case["n"]), case["mdes"], rtol=1e-9)


@given(st.integers(2, 10**8))
def test_more_people_find_smaller_effects(n):
    """One more person is always of use."""
    assert 0 < smallest_detectable(n + 1) < smallest_detectable(n)
