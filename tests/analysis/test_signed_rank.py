"""Signed ranks stay exact under ties, are corrected above the limit, and agree with counting."""

from __future__ import annotations

import itertools
import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import special

from analysis.distribution import Distribution
from analysis.signed_rank import hodges_lehmann, signed_rank_quantile, wilcoxon
from tests.conftest import GOLDEN
from tests.strategies import scores

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))

few = st.lists(scores, min_size=1, max_size=9)


def distribution(values):
    """Return the differences of as many people."""
    return Distribution.of((Fraction(value), 1) for value in values)


def walsh(values):
    """Return the averages of all pairs, each person with himself too, in rising order."""
    pairs = itertools.combinations_with_replacement(values, 2)
    return sorted((Fraction(one) + two) / 2 for one, two in pairs)


def test_the_signed_rank_quantile_agrees_with_r():
    """qsignrank(0.025, n)."""
    assert all(signed_rank_quantile(case["n"]) == case["q"] for case in R["quantiles"])


def test_with_ties_p_is_still_counted():
    """Sizes 1, 1, 1 and 2 have ranks 2, 2, 2 and 4; R itself falls back to the normal p here.

    W- is 2, and of 16 sign patterns 4 give at most 2: p = 2 · 4/16.
    """
    found = wilcoxon(distribution([1, 1, -1, 2]))
    assert (found.w_plus, found.w_minus, found.t_min, found.method) == (8, 2, 2, "exact")
    assert found.p == 0.5


@given(few)
def test_exact_p_is_a_count_of_sign_patterns(values):
    """Midranks by hand, every pattern listed."""
    sizes = [abs(value) for value in values if value]
    found = wilcoxon(distribution(values))
    if not sizes:
        assert found is None
        return
    ranks = [
        Fraction(sum(2 * (other < size) + (other == size) for other in sizes) + 1, 2)
        for size in sizes
    ]
    signs = itertools.product((0, 1), repeat=len(ranks))
    sums = [sum(rank for rank, up in zip(ranks, pattern, strict=True) if up) for pattern in signs]
    low = sum(total <= found.t_min for total in sums)
    assert found.p == min(1, 2 * low / len(sums))
    assert found.w_plus + found.w_minus == sum(ranks)
    assert found.n_nonzero == len(sizes)


def test_above_the_limit_p_is_normal_with_both_corrections():
    """101 rise by 1 and 100 fall by 1, by hand: all ranks are 101.

    scipy leaves the half out unless asked; without the ties the variance would be a third more.
    """
    found = wilcoxon(Distribution.of([(Fraction(1), 101), (Fraction(-1), 100)]))
    variance = 201 * 202 * 403 / 24 - (201**3 - 201) / 48
    z = (100 * 101 - 201 * 202 / 4 + 0.5) / math.sqrt(variance)
    assert (found.method, found.n_nonzero, found.t_min) == ("normal", 201, 10100)
    assert_allclose(found.p, 2 * special.ndtr(z), rtol=1e-12)


@pytest.mark.parametrize(("people", "method"), [(200, "exact"), (201, "normal")])
def test_zeros_do_not_count_towards_the_limit(people, method):
    """Nor do they have ranks."""
    sizes = [(Fraction((-1) ** size * size), 1) for size in range(1, people + 1)]
    found = wilcoxon(Distribution.of([*sizes, (Fraction(0), 50)]))
    assert (found.method, found.n_nonzero) == (method, people)
    assert found.w_plus + found.w_minus == people * (people + 1) / 2


def test_as_many_up_as_down_is_no_evidence():
    """The correction does not carry p above 1."""
    for people in (2, 300):
        counts = [(Fraction(1), people // 2), (Fraction(-1), people // 2)]
        assert wilcoxon(Distribution.of(counts)).p == 1


@given(few)
def test_the_shift_is_the_median_of_all_averages(values):
    """Brute force; zeros and ties included."""
    averages = walsh(values)
    middle = len(averages) // 2
    found = hodges_lehmann(distribution(values))
    expected = (averages[middle] + averages[~middle]) / 2
    assert (found.n, found.estimate) == (len(values), float(expected))


@given(st.lists(scores, min_size=6, max_size=12))
def test_the_interval_of_the_shift_is_made_of_averages(values):
    """The one at the quantile of the signed ranks, counted from either end; none of one size."""
    averages, place = walsh(values), signed_rank_quantile(len(values))
    found = hodges_lehmann(distribution(values))
    if len(set(values)) == 1:
        assert found.ci95 is None
    else:
        assert found.ci95 == (float(averages[place - 1]), float(averages[-place]))


@pytest.mark.parametrize("unit", [1, 2**90], ids=["machine integers", "larger"])
def test_the_shift_of_very_many_or_very_large_is_the_same(unit):
    """Sums and squares beyond 64 bits are counted all the same."""
    counts = [(Fraction(-1), 40), (Fraction(3), 60)]
    few_people = hodges_lehmann(Distribution.of(counts))
    found = hodges_lehmann(Distribution.of((value * unit, n * 10**10) for value, n in counts))
    assert found.n == 10**12
    assert found.estimate == few_people.estimate * unit == unit
    scaled = hodges_lehmann(Distribution.of((value * unit, n) for value, n in counts))
    assert scaled.ci95 == tuple(limit * unit for limit in few_people.ci95)
