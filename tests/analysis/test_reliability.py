"""Reliability agrees with psych, merges exactly, and flags what looks mis-keyed."""

from __future__ import annotations

import json
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.errors import MomentsError
from analysis.moments import ItemMoments
from analysis.reliability import reliability
from instruments.model import Method
from tests.conftest import GOLDEN

R = json.loads((GOLDEN / "reliability.json").read_text("utf-8"))

answers = st.lists(st.lists(st.none() | st.integers(1, 4), min_size=3, max_size=3), max_size=20)


def moments(rows, n_items=None):
    """Return the moments of rows of keyed scores."""
    n_items = n_items or len(rows[0])
    return ItemMoments.from_rows([f"it{place:02}" for place in range(n_items)], rows)


def keyed_rows(case):
    """Return the rows of a golden case with its reversed items turned."""
    low, high = case["range"]
    return [
        [low + high - score if place in case["reversed"] else score
         for place, score in enumerate(row)]
        for row in case["items"]
    ]  # fmt: skip


@pytest.mark.parametrize("case", R["cases"], ids=lambda case: case["name"])
def test_every_figure_agrees_with_psych(case):
    """psych::alpha: raw_alpha, feldt, r.drop, alpha.drop."""
    found, expected = reliability(moments(keyed_rows(case))), case["expected"]
    assert found.n == expected["n"]
    assert_allclose(found.alpha, expected["alpha"], rtol=1e-8)
    assert_allclose(found.alpha_ci95, expected["alpha_ci95"], rtol=1e-6)
    assert_allclose(found.sem, expected["sem"], rtol=1e-8)
    for item, in_r in zip(found.items, expected["items"], strict=True):
        assert_allclose(item.r_rest, in_r["r_rest"], rtol=1e-8)
        if in_r["alpha_dropped"] is None:
            assert item.alpha_dropped is None
        else:
            assert_allclose(item.alpha_dropped, in_r["alpha_dropped"], rtol=1e-8)


def test_a_mis_keyed_item_is_flagged():
    """Check 8: a negative item-rest correlation; the case is made with one wrong key."""
    case = next(case for case in R["cases"] if "miskeyed" in case["name"])
    found = reliability(moments(keyed_rows(case)))
    negative = [place for place, item in enumerate(found.items) if item.r_rest < 0]
    assert negative
    flagged = [path for path, note in found.notes.items() if "the key may be" in str(note)]
    assert flagged == [f"items.{place}.r_rest" for place in negative]


def test_an_item_unrelated_to_the_rest_is_not_flagged():
    """A correlation of 0 is no sign of a wrong key."""
    found = reliability(moments([[1, 1, 1], [1, 2, 2], [2, 1, 1], [2, 2, 2]]))
    assert found.items[0].r_rest == 0
    assert "items.0.r_rest" not in found.notes


def test_three_items_leave_two_when_one_is_dropped():
    """By hand: the other two of each item agree perfectly, or not at all."""
    found = reliability(moments([[1, 1, 1], [1, 2, 2], [2, 1, 1], [2, 2, 2]]))
    assert [item.alpha_dropped for item in found.items] == [1, 0, 0]


def test_people_with_a_gap_are_left_out_before_anything_is_counted():
    """Also before n, so that the interval is of those who are in it."""
    complete = [[1, 2, 2], [3, 3, 4], [2, 4, 3], [4, 4, 4]]
    with_gaps = [*complete, [1, None, 4], [None, None, None]]
    assert moments(with_gaps) == moments(complete)
    assert moments(with_gaps).n == 4


@given(answers, answers)
def test_merging_is_concatenation(one, other):
    """Two schools added are all their people."""
    assert moments(one, 3) + moments(other, 3) == moments([*one, *other], 3)


@given(answers.filter(lambda rows: sum(None not in row for row in rows) > 1))
def test_turning_all_items_round_changes_nothing(rows):
    """Alpha knows no direction."""
    turned = [[None if score is None else 5 - score for score in row] for row in rows]
    straight, round_ = reliability(moments(rows)), reliability(moments(turned))
    assert (straight.alpha, straight.alpha_ci95) == (round_.alpha, round_.alpha_ci95)
    assert [item.r_rest for item in straight.items] == [item.r_rest for item in round_.items]


@given(answers)
def test_nothing_is_ever_nan_and_every_gap_has_its_reason(rows):
    """A figure is finite, or None with a note on it or on what holds it."""
    found = reliability(moments(rows, 3))
    for name in ("alpha", "sem"):
        value = getattr(found, name)
        assert (value is None) is (name in found.notes)
        assert value is None or math.isfinite(value)
    assert (found.alpha_ci95 is None) is ("alpha_ci95" in found.notes)
    for place, item in enumerate(found.items):
        for name in ("r_rest", "alpha_dropped"):
            value = getattr(item, name)
            assert value is not None or f"items.{place}.{name}" in found.notes
            assert value is None or math.isfinite(value)


@pytest.mark.parametrize(
    ("rows", "method", "reason"),
    [
        ([[1], [2]], Method.SUM, "a scale of one item has no internal consistency"),
        ([[1, 2]], Method.SUM, "fewer than two people answered all items of the scale"),
        ([[1, 2], [2, 1]], Method.SUM, "all people have the same score"),
        ([[1, 2], [2, 4]], Method.DIFFERENCE, "a difference of two means has no internal consistency"),
    ],
    ids=["one item", "one person", "one total", "a difference"],
)  # fmt: skip
def test_what_has_no_alpha_says_why(rows, method, reason):
    """None, with the reason."""
    found = reliability(moments(rows), method=method)
    assert (found.alpha, found.items) == (None, ())
    assert str(found.notes["alpha"]) == reason


def test_items_that_agree_perfectly_leave_nothing_to_estimate():
    """Alpha 1 has no interval."""
    found = reliability(moments([[1, 1], [2, 2], [4, 4]]))
    assert (found.alpha, found.alpha_ci95) == (1, None)
    assert "alpha_ci95" in found.notes


def test_the_error_of_measurement_is_in_the_units_of_the_score():
    """Of a mean of k items it is a k-th of that of their sum."""
    rows = [[1, 2, 2], [3, 3, 4], [2, 4, 3], [4, 4, 4]]
    of_sum, of_mean = (reliability(moments(rows), method=m).sem for m in (Method.SUM, Method.MEAN))
    assert_allclose(of_mean, of_sum / 3, rtol=1e-12)


def test_decimal_items_stay_exact():
    """Sums of tenths are tenths."""
    tenths = [[Fraction(1, 10), Fraction(2, 10)], [Fraction(3, 10), Fraction(1, 3)]]
    assert moments(tenths).sums == (Fraction(4, 10), Fraction(8, 15))


def test_moments_of_other_items_are_refused():
    """So are rows of another length."""
    with pytest.raises(MomentsError, match="different items"):
        moments([[1, 2]]) + moments([[1, 2, 3]])
    with pytest.raises(MomentsError, match="a row of 2 scores for 3 items"):
        moments([[1, 2]], 3)
