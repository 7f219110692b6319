"""Stability agrees with R, is exact at its ends, and says why where it says nothing."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.paired import PairedScores
from analysis.stability import Stability, stability
from instruments.messages import Message
from tests.conftest import GOLDEN
from tests.strategies import pairs, swapped

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))


def stability_of(*rows):
    """Return the stability of (entry, exit, people)."""
    return stability(PairedScores.from_rows(rows))


@pytest.mark.parametrize("case", R["cases"], ids=lambda case: case["name"])
def test_it_agrees_with_r(case):
    """cor(), and the ICC2 of psych::ICC."""
    waves = (enumerate(map(Fraction, case[wave])) for wave in ("entry", "exit"))
    found, expected = stability(PairedScores.from_pairs(*waves)), case["stability"]
    assert found.n == expected["n"]
    assert_allclose([found.r, found.icc], [expected["r"], expected["icc"]], rtol=1e-8)


def test_it_by_hand():
    """Entry 1, 2, 3 and exit 2, 6, 4: variances 1 and 4, covariance 1.

    Absolute agreement is 2 · 1 / (1 + 4 + 2² - 3/3), for the mean rose by 2 and the variance of
    the differences 1, 4, 1 is 3.
    """
    found = stability_of((1, 2, 1), (2, 6, 1), (3, 4, 1))
    assert (found.n, found.r, found.icc) == (3, 0.5, 0.25)
    assert found.notes == {}


def test_order_may_stay_while_scores_do_not():
    """Everybody rose by 1: r is exactly 1, absolute agreement is 2 / (2 + 1)."""
    found = stability_of((1, 2, 1), (2, 3, 1), (3, 4, 1))
    assert (found.r, found.icc) == (1, 2 / 3)


@pytest.mark.parametrize("unit", [Fraction(1), Fraction(1, 3), Fraction(10**30, 7)], ids=str)
def test_its_ends_are_exact(unit):
    """The same score twice is 1 and 1; the order reversed is -1."""
    some = [1, 2, 4, 7, 11]
    same = stability_of(*((value * unit, value * unit, 2) for value in some))
    assert (same.r, same.icc) == (1, 1)
    assert stability_of(*((value * unit, -value * unit, 2) for value in some)).r == -1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "nobody has a valid score at both waves"),
        ([(1, None, 5), (None, 2, 5)], "nobody has a valid score at both waves"),
        ([(1, 2, 1)], "one person has no spread"),
        ([(1, 1, 9)], "at each wave everybody has the same score"),
        ([(1, 2, 9)], "at each wave everybody has the same score"),
    ],
    ids=["nobody", "nobody twice", "one person", "one score", "one change"],
)
def test_without_spread_there_is_a_reason(rows, reason):
    """Nothing of the block can be computed."""
    found = stability_of(*rows)
    assert isinstance(found, Message)
    assert str(found) == reason


@pytest.mark.parametrize("rows", [[(1, 5, 2), (2, 5, 3)], [(5, 1, 2), (5, 2, 3)]])
def test_a_wave_without_spread_has_no_correlation(rows):
    """Nobody agrees more with his own score than with anybody's: agreement is 0."""
    found = stability_of(*rows)
    assert (found.r, found.icc) == (None, 0)
    assert {path: str(note) for path, note in found.notes.items()} == {
        "r": "at one wave everybody has the same score"
    }


def test_two_people_who_changed_places_have_no_agreement():
    """The variance it is a share of comes out as 0."""
    found = stability_of((1, 2, 1), (2, 1, 1))
    assert (found.n, found.r, found.icc) == (2, -1, None)
    assert str(found.notes["icc"]) == (
        "two people only changed places, which leaves nothing to estimate"
    )


@given(pairs)
def test_every_figure_is_finite_or_has_its_reason(scores):
    """And r is a correlation."""
    found = stability(scores)
    if isinstance(found, Stability):
        assert {path for path in ("r", "icc") if getattr(found, path) is None} == set(found.notes)
        assert found.r is None or -1 <= found.r <= 1
        assert found.icc is None or found.icc <= 1


@given(pairs, st.fractions(max_denominator=9), st.fractions(Fraction(1, 9), 9, max_denominator=9))
def test_neither_unit_nor_zero_nor_the_order_of_waves_matters(scores, shift, scale):
    """A mean of items is as stable as their sum; backwards is as stable as forwards."""
    moved = PairedScores.from_rows(
        (
            None if entry is None else entry * scale + shift,
            None if exit_ is None else exit_ * scale + shift,
            n,
        )
        for entry, exit_, n in scores.rows
    )
    assert stability(moved) == stability(scores) == stability(swapped(scores))
