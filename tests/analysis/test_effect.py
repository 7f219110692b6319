"""Effect sizes keep their sign, their own people and their own correction."""

from __future__ import annotations

import math

import pytest
from numpy.testing import assert_allclose

from analysis.comparison import compare
from analysis.effect import directions, hedges_j
from analysis.paired import PairedScores
from instruments.model import Better


def effect(*rows):
    """Return the effect sizes of (entry, exit, people)."""
    return compare(PairedScores.from_rows(rows), better=Better.HIGHER).effect


def test_the_correction_of_hedges_is_the_gamma_form_also_for_a_country():
    """Df 2 by hand: Γ(1) / (√1 · Γ(1/2)) = 1 / √π; for 30 million people 1 - 3 / (4 df - 1)."""
    assert_allclose(hedges_j(2), 1 / math.sqrt(math.pi), rtol=1e-14)
    many = 30_000_000
    assert_allclose(1 - hedges_j(many), 3 / (4 * many - 1), rtol=1e-6)


def test_the_correction_counts_people_once():
    """Three people measured twice are df 2, not 2n - 2 = 4."""
    found = effect((1, 3, 1), (2, 3, 1), (4, 9, 1))
    assert_allclose(found.g_av / found.d_av, 1 / math.sqrt(math.pi), rtol=1e-14)


def test_every_size_is_negative_where_scores_fell():
    """Pingouin's d is unsigned. Differences -3, -1, -2: mean -2, SD 1; both waves' SD is 1."""
    found = effect((5, 2, 1), (4, 3, 1), (6, 4, 1))
    assert (found.d_z, found.d_av, found.rank_biserial, found.cl) == (-2, -2, -1, 0)
    assert found.g_av < 0
    assert found.g_av_ci95[0] < found.g_av < found.g_av_ci95[1]


def test_a_change_alike_for_all_has_no_interval():
    """Its variance of 0 says that there is none to judge by, not that all is known."""
    for change in (0, 1):
        found = effect((1, 1 + change, 3), (2, 2 + change, 4))
        assert (found.g_av is None, found.g_av_ci95) == (False, None)


def test_common_language_is_of_the_same_person():
    """Everybody rose by 1, though of 16 pairs of different people's scores only 10 did."""
    assert effect((1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 5, 1)).cl == 1


def test_who_stayed_is_half_a_success():
    """One of four rose, one fell, two stayed: (1 + 2/2) / 4; weighted by people."""
    assert effect((1, 2, 1), (5, 4, 1), (3, 3, 2)).cl == 0.5
    assert effect((1, 2, 6), (5, 4, 1), (3, 3, 3)).cl == 0.75


@pytest.mark.parametrize("people", [1, 1000])
def test_directions_count_people_not_rows(people):
    """Rose, stayed, fell."""
    rows = [(1, 2, 3 * people), (4, 4, 2 * people), (5, 2, people), (9, 2, people)]
    found = directions(PairedScores.from_rows(rows).differences)
    assert found == (3 * people, 2 * people, 2 * people)


def test_the_interval_of_bonett_by_hand():
    """Four people whose waves do not correlate: variances 4/3 and 16/3, mean difference 3.

    s² = 10/3 and var(d) = 20/3, so d² = 2.7, and the variance of d is
    2.7 (16/9 + 256/9) / (8 · 3 · 100/9) + (20/3) / (3 · 10/3) = 0.306 + 2/3;
    J(3) = Γ(3/2) / (√(3/2) · Γ(1)) = √π / (2 √1.5).
    """
    found = effect((0, 2, 1), (0, 6, 1), (2, 2, 1), (2, 6, 1))
    half = 1.959963984540054 * math.sqrt(0.306 + 2 / 3)
    correction = math.sqrt(math.pi) / (2 * math.sqrt(1.5))
    limits = [(math.sqrt(2.7) + side * half) * correction for side in (-1, 1)]
    assert_allclose(found.g_av_ci95, limits, rtol=1e-12)
