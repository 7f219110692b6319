"""Parallel lines: what they need, and what they leave."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from analysis.paired import PairedScores
from analysis.regression import Combination, parallel_lines


def lines(*groups, slope=None):
    """Return the lines of groups of (entry, exit), named a, b, …."""
    tables = {
        name: PairedScores.from_rows((entry, exit_, 1) for entry, exit_ in group)
        for name, group in zip("abc", groups, strict=False)
    }
    return parallel_lines(tables, slope=slope)


#: Within groups: entry 1/2 + 2, exit 2 + 0, products 1 + 0; so the slope is 1 / 2.5 = 0.4 and
#: 2 - 0.4 is left on 4 - 2 - 1 = 1 degree of freedom.
BY_HAND = [(1, 2), (2, 4)], [(3, 3), (5, 3)]

A_LESS_B = Combination({"a": 1, "b": -1})


def test_two_groups_worked_by_hand():
    """3 - 3 - 0.4 (1.5 - 4) = 1; its variance 1.6 (1/2 + 1/2 + 2.5² / 2.5) = 5.6."""
    found = lines(*BY_HAND)
    assert (found.slope, found.spread, found.variance, found.df) == (
        Fraction(2, 5), Fraction(5, 2), Fraction(8, 5), 1,
    )  # fmt: skip
    difference = found.estimate(A_LESS_B)
    assert (found.value(A_LESS_B), difference.estimate, difference.df) == (1, 1.0, 1)
    assert difference.se == pytest.approx(math.sqrt(5.6))
    # Student's t with one degree of freedom is Cauchy's distribution.
    assert difference.p == pytest.approx(1 - 2 / math.pi * math.atan(1 / math.sqrt(5.6)))
    half = math.tan(0.475 * math.pi) * math.sqrt(5.6)
    assert difference.ci95 == pytest.approx((1 - half, 1 + half))


def test_an_adjusted_mean_worked_by_hand():
    """At 11/4, the mean of all: 3 - 0.4 (1.5 - 2.75) = 3.5; variance 1.6 (1/2 + 1.25² / 2.5)."""
    found = lines(*BY_HAND)
    assert found.mean_entry == Fraction(11, 4)
    mean = found.estimate(Combination({"a": 1}, at=found.mean_entry))
    assert mean.estimate == 3.5
    assert mean.se == pytest.approx(math.sqrt(1.8))


def test_change_scores_worked_by_hand():
    """1.5 - (-1); residuals 2 - 2 + 2.5 on two degrees; no error of a slope."""
    found = lines(*BY_HAND, slope=Fraction(1))
    difference = found.estimate(A_LESS_B)
    assert (difference.estimate, difference.df) == (2.5, 2)
    assert difference.se == pytest.approx(math.sqrt(1.25))


def test_what_each_person_adds_to_the_error():
    """Weight in the difference times residual; all together nothing."""
    score = lines(*BY_HAND).scores(A_LESS_B)
    people = [("a", 1, 2), ("a", 2, 4), ("b", 3, 3), ("b", 5, 3)]
    found = [score(group, Fraction(entry), Fraction(exit_)) for group, entry, exit_ in people]
    assert found == [0, Fraction(4, 5), Fraction(-3, 5), Fraction(-1, 5)]


def test_as_many_figures_as_people_leave_no_degree_of_freedom():
    """Three people, two means and a slope; with the slope given there is one degree left."""
    assert "too few people for so many groups" in str(lines([(1, 2), (2, 4)], [(3, 3)]))
    given = lines([(1, 2), (2, 4)], [(3, 3)], slope=Fraction(1))
    assert (given.df, given.spread, given.slope) == (1, None, 1)
