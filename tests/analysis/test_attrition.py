"""Leavers against stayers, and the mixed model on everybody, as R has them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose
from scipy import special

from analysis.attrition import attrition, noncentrality
from analysis.comparison import compare
from analysis.mixed_model import mixed_model
from analysis.paired import PairedScores
from instruments.messages import Message
from instruments.model import Better
from tests.analysis.rows import R, agrees, of_case, table
from tests.strategies import pairs, swapped

#: lme4 seeks the likelihood's greatest value numerically; a p far out multiplies its error.
ITERATED, ITERATED_P = 1e-6, 2e-6


def scores(*rows):
    """Return the table of (entry, exit, people)."""
    return PairedScores.from_rows(rows)


@pytest.mark.parametrize("case", R["leavers"], ids=lambda case: case["name"])
def test_leavers_are_compared_as_r_compares_them(case):
    """Effectsize's g; limits by R's noncentral t."""
    found = attrition(table(of_case(case)))
    expected = {name: case["expected"][name] for name in ("n_lost", "n_stayed", "g", "g_ci95")}
    agrees(found, expected, case["name"])
    doubts = ["mixed_model.on_boundary"] if case["expected"]["mixed_model"]["on_boundary"] else []
    assert list(found.notes) == doubts


@pytest.mark.parametrize("case", R["leavers"], ids=lambda case: case["name"])
def test_the_mixed_model_agrees_with_r(case):
    """lme4, REML, score ~ wave + (1 | person), on every score there is."""
    found, expected = mixed_model(table(of_case(case))), dict(case["expected"]["mixed_model"])
    assert_allclose(found.p, expected.pop("p"), rtol=ITERATED_P)
    agrees(found, expected, case["name"], ITERATED)


def test_without_leavers_the_mixed_model_is_the_paired_t_test():
    """Balanced data: the mean difference with its own standard error."""
    rows = table(of_case(R["clusters"][1]))
    found, paired = mixed_model(rows), compare(rows, better=Better.HIGHER)
    assert (found.n_people, found.n_scores) == (rows.n_matched, 2 * rows.n_matched)
    assert found.estimate == paired.difference.mean
    assert found.se == pytest.approx(paired.difference.sd / math.sqrt(rows.n_matched), rel=1e-10)


def test_two_people_with_both_scores_are_enough():
    """Differences of 1 and 2: mean 1.5, standard error sd / sqrt(2) = 0.5."""
    found = mixed_model(scores((1, 2, 1), (5, 7, 1)))
    assert (found.estimate, found.se) == (1.5, pytest.approx(0.5))
    assert found.ci95 == pytest.approx((1.5 - 0.9799819922700268, 1.5 + 0.9799819922700268))


def test_a_million_people_take_no_more_than_their_table():
    """Counts may be any size; with many more people the estimate stays and the error shrinks."""
    rows = ((3, 4, 5), (4, 4, 3), (5, 7, 4), (6, 6, 4), (7, 9, 3), (2, None, 4), (None, 8, 2))
    few = mixed_model(scores(*rows))
    many = mixed_model(scores(*((entry, exit_, n * 40_000) for entry, exit_, n in rows)))
    assert (many.n_people, many.n_scores) == (1_000_000, 1_760_000)
    assert many.estimate == pytest.approx(few.estimate, abs=0.01)
    assert many.se == pytest.approx(few.se / 200, rel=0.05)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(1, None, 9), (None, 3, 9)], "nobody has a valid score at both waves"),
        ([(1, 2, 1), (1, None, 9), (2, None, 3)], "one person has no spread"),
        ([(1, 3, 5), (2, 4, 6), (9, None, 3)], "everybody changed by the same amount"),
        ([(2, 2, 5)], "everybody changed by the same amount"),
    ],
    ids=["nobody", "one", "same change", "no variance"],
)
def test_where_the_mixed_model_has_no_answer_it_says_why(rows, reason):
    """No pairs, no spread of changes."""
    found = attrition(scores(*rows))
    assert found.mixed_model is None
    assert reason in str(found.notes["mixed_model"])


def test_where_people_do_not_count_the_waves_are_two_samples():
    """Variance of people 0: the pooled variance of all scores at entry and all at exit.

    Entry 1, 1, 5, 5, 3, 2, 4 (mean 3, squares 18), exit 6, 6, 2, 2, 2, 6 (mean 4, squares 24).
    """
    rows = scores((1, 6, 2), (5, 2, 2), (3, None, 1), (2, None, 1), (4, None, 1), (None, 2, 1),
                  (None, 6, 1))  # fmt: skip
    found = attrition(rows)
    model = found.mixed_model
    assert (model.estimate, model.on_boundary) == (1.0, True)
    assert model.se == pytest.approx(math.sqrt(42 / 11 * (1 / 7 + 1 / 6)))
    assert (model.n_people, model.n_scores) == (9, 13)
    assert "no more alike than those of different" in str(found.notes["mixed_model.on_boundary"])
    assert "mixed_model" not in found.notes


def test_independent_scores_are_on_the_boundary_too():
    """The likelihood is level there; not a person's likeness of rounding."""
    found = attrition(scores((1, 1, 2), (1, 3, 2), (3, 1, 2), (3, 3, 2)))
    assert found.mixed_model.on_boundary
    assert found.mixed_model.estimate == 0.0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(1, 2, 5), (3, 4, 5)], "everybody with a valid score at entry has one at exit"),
        ([(1, None, 5), (None, 4, 5)], "nobody with a valid score at entry has one at exit"),
        ([(1, None, 1), (3, 4, 5), (2, 4, 4)], "one person has no spread"),
        ([(1, None, 5), (3, 4, 1)], "one person has no spread"),
        ([(1, None, 5), (3, 4, 3), (3, 5, 1)], "all had the same entry score"),
    ],
    ids=["nobody lost", "nobody stayed", "one lost", "one stayed", "no spread"],
)
def test_where_leavers_cannot_be_compared_it_says_why(rows, reason):
    """The numbers of both stay."""
    found = attrition(scores(*rows))
    assert (found.g, found.g_ci95) == (None, None)
    assert reason in str(found.notes["g"])
    assert found.notes["g_ci95"] == found.notes["g"]
    assert found.n_lost + found.n_stayed == scores(*rows).n_entry


def test_one_wave_only_has_neither_leavers_nor_stayers():
    """A reason for the whole."""
    assert str(attrition(scores((None, 3, 5)))) == "nobody has a valid score at entry"
    assert str(attrition(scores((3, None, 5)))) == "nobody has a valid score at exit"
    assert str(attrition(scores())) == "nobody has a valid score at entry"


def test_groups_that_are_worlds_apart_have_no_interval():
    """G stands; its limits are beyond what the library's distribution can tell."""
    found = attrition(
        scores((0, None, 400_000), (1, None, 1), (1000, 1000, 400_000), (999, 1000, 1))
    )
    assert found.g < -10_000
    assert found.g_ci95 is None
    assert "too far apart" in str(found.notes["g_ci95"])


@pytest.mark.parametrize("df", [2, 3, 10, 100, 1_000_000])
@pytest.mark.parametrize("t", [12.0, 300.0, 9999.0])
def test_the_limits_of_noncentrality_hold_their_shares(t, df):
    """P(T ≤ t) is the mean over Z of P(chi² / df ≥ ((Z + δ) / t)²), summed here by Gauss's rule."""
    places, weights = np.polynomial.legendre.leggauss(400)
    z = 9 * places
    weights = 9 * weights * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    low, high = noncentrality(t, df)
    for delta, share in ((low, 0.975), (high, 0.025)):
        above = special.gammaincc(df / 2, df * np.maximum((z + delta) / t, 0) ** 2 / 2)
        # Where t is small beside sqrt(df), P is nearly a step, which Gauss's rule blurs.
        assert weights @ above == pytest.approx(share, abs=1e-4 if df > 100 * t * t else 1e-6)
    assert noncentrality(-t, df) == (-high, -low)


def test_without_a_difference_the_limits_are_those_of_the_normal_distribution():
    """At t = 0 the noncentral t is 0 or less exactly when the normal variable is."""
    assert noncentrality(0.0, 17) == pytest.approx((-1.959963984540054, 1.959963984540054))


@given(pairs)
def test_every_figure_is_finite_or_none_with_a_reason(drawn):
    """Whatever the table."""
    found = attrition(drawn)
    if isinstance(found, Message):
        return
    for name in ("g", "g_ci95", "mixed_model"):
        value = getattr(found, name)
        assert (value is None) is (name in found.notes), name
    doubted = found.mixed_model is not None and found.mixed_model.on_boundary
    assert ("mixed_model.on_boundary" in found.notes) is doubted
    if found.mixed_model is not None:
        model = found.mixed_model
        low, high = model.ci95
        assert low < model.estimate < high
        assert 0 <= model.p <= 1
        assert model.se > 0
        assert model.n_people == sum(n for _, _, n in drawn.rows)
        assert model.n_scores == drawn.n_entry + drawn.n_exit
    if found.g is not None:
        assert found.g_ci95[0] <= found.g <= found.g_ci95[1]


@given(pairs)
def test_swapping_the_waves_turns_the_change(drawn):
    """Everything else of the mixed model stays."""
    there, back = mixed_model(drawn), mixed_model(swapped(drawn))
    if isinstance(there, Message):
        assert back == there
        return
    assert back.estimate == pytest.approx(-there.estimate, rel=1e-6, abs=1e-9)
    assert back.se == pytest.approx(there.se, rel=1e-6)
    assert (back.n_people, back.n_scores) == (there.n_people, there.n_scores)


@given(pairs)
def test_leavers_turned_upside_down_turn_the_sign(drawn):
    """Scores counted downwards: g and its limits change their signs."""
    turned = PairedScores.from_rows(
        (None if entry is None else -entry, exit_, n) for entry, exit_, n in drawn.rows
    )
    there, back = attrition(drawn), attrition(turned)
    if isinstance(there, Message) or there.g is None:
        return
    low, high = there.g_ci95
    assert (back.g, back.g_ci95) == (-there.g, (-high, -low))
