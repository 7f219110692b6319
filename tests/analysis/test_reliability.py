"""Reliability agrees with psych, merges exactly, and flags what looks mis-keyed."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.moments import ItemMoments
from analysis.omega import FEW_ITEMS, SINGULAR
from analysis.reliability import (
    NO_ITEM_SPREAD,
    NO_REST_SPREAD,
    TWO_ITEMS,
    reliability,
)
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
def test_every_figure_agrees_with_r(case):
    """psych::alpha: raw_alpha, feldt, r.drop, alpha.drop; lavaan's omega."""
    found, expected = reliability(moments(keyed_rows(case))), case["expected"]
    assert found.n == expected["n"]
    assert_allclose(found.alpha, expected["alpha"], rtol=1e-8)
    assert_allclose(found.alpha_ci95, expected["alpha_ci95"], rtol=1e-6)
    assert_allclose(found.sem, expected["sem"], rtol=1e-8)
    if expected["omega"] is None:
        assert (found.omega, found.notes["omega"]) == (None, FEW_ITEMS)
    else:
        assert_allclose(found.omega, expected["omega"], rtol=1e-6)
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


def test_an_item_that_everybody_answered_alike_is_flagged():
    """It correlates with nothing; the others are judged without it."""
    found = reliability(moments([[2, 1, 1], [2, 2, 3], [2, 4, 4], [2, 3, 3]]))
    assert [item.r_rest is None for item in found.items] == [True, False, False]
    assert found.notes["items.0.r_rest"] == NO_ITEM_SPREAD
    assert found.items[0].alpha_dropped == 0.96  # 2 (1 - 9.75 / 18.75)
    assert str(found.notes["omega"]) == "everybody gave one of the items the same answer"


def test_an_item_whose_others_cancel_out_is_flagged():
    """The total of the other two is the same for everybody."""
    found = reliability(moments([[1, 1, 4], [2, 2, 3], [4, 3, 2]]))
    assert (found.items[0].r_rest, found.items[0].alpha_dropped) == (None, None)
    assert found.notes["items.0.r_rest"] == NO_REST_SPREAD
    assert found.notes["items.0.alpha_dropped"] == NO_REST_SPREAD


def test_of_two_items_neither_can_be_dropped():
    """One is left, which holds together with nothing."""
    found = reliability(moments([[1, 2], [2, 2], [4, 3], [3, 1]]))
    assert [item.alpha_dropped for item in found.items] == [None, None]
    assert found.notes["items.1.alpha_dropped"] == TWO_ITEMS


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


@given(answers.filter(lambda rows: sum(None not in row for row in rows) > 1))
def test_turning_all_items_round_changes_nothing(rows):
    """Alpha knows no direction."""
    turned = [[None if score is None else 5 - score for score in row] for row in rows]
    straight, round_ = reliability(moments(rows)), reliability(moments(turned))
    assert (straight.alpha, straight.alpha_ci95) == (round_.alpha, round_.alpha_ci95)
    assert straight.omega == round_.omega
    assert [item.r_rest for item in straight.items] == [item.r_rest for item in round_.items]


@given(answers)
def test_nothing_is_ever_nan_and_every_gap_has_its_reason(rows):
    """A figure is finite, or None with a note on it or on what holds it."""
    found = reliability(moments(rows, 3))
    for name in ("alpha", "omega", "sem"):
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
        ([], Method.MEAN, "fewer than two people answered all items of the scale"),
        ([[1, 2], [2, 4]], Method.DIFFERENCE, "a difference of two means has no internal consistency"),
    ],
    ids=["one item", "one person", "one total", "nobody", "a difference"],
)  # fmt: skip
def test_what_has_no_alpha_says_why(rows, method, reason):
    """None, with the reason."""
    found = reliability(moments(rows, 2 if not rows else None), method=method)
    assert (found.alpha, found.alpha_ci95, found.omega, found.sem) == (None,) * 4
    assert (found.n, found.items) == (len(rows), ())
    assert {path: str(note) for path, note in found.notes.items()} == dict.fromkeys(
        ["alpha", "alpha_ci95", "omega", "sem", "items"], reason
    )


def test_items_that_agree_perfectly_leave_nothing_to_estimate():
    """Alpha 1 has no interval."""
    found = reliability(moments([[1, 1], [2, 2], [4, 4]]))
    assert (found.alpha, found.alpha_ci95, found.sem) == (1, None, 0)
    assert "alpha_ci95" in found.notes
    same = reliability(moments([[1, 1, 1], [2, 2, 2], [4, 4, 4]]))
    assert (same.omega, same.notes["omega"]) == (None, SINGULAR)


def test_the_error_of_measurement_is_in_the_units_of_the_score():
    """Of a mean of k items it is a k-th of that of their sum."""
    rows = [[1, 2, 2], [3, 3, 4], [2, 4, 3], [4, 4, 4]]
    of_sum, of_mean = (reliability(moments(rows), method=m) for m in (Method.SUM, Method.MEAN))
    assert_allclose(of_mean.sem, of_sum.sem / 3, rtol=1e-12)
    assert (of_mean.alpha, of_mean.omega) == (of_sum.alpha, of_sum.omega)
