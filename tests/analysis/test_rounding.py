"""What is kept of a figure on few people is what is printed of it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.comparison import Difference, PairedT
from analysis.rounding import as_printed, p_as_printed
from analysis.words import Words


@given(st.floats(0, 1))
def test_a_rounded_p_prints_as_the_exact_one_and_is_never_nought(p):
    """Also under 0.001, where all that is printed is that it is under."""
    kept = p_as_printed(p)
    assert Words().p(kept) == Words().p(p)
    assert kept > 0


@pytest.mark.parametrize(
    ("mean", "kept"), [(0.25, 0.3), (-0.25, -0.3), (0.05, 0.1), (2.0, 2.0), (-0.04, 0.0)]
)
def test_halves_go_away_from_nought_and_nought_has_no_sign(mean, kept):
    """As numbers are printed."""
    found = as_printed(Difference(n=9, mean=mean, sd=None, ci95=(mean, 1.26)), 1)
    assert (found.mean, found.sd, found.ci95, found.n) == (kept, None, (kept, 1.3), 9)
    assert math.copysign(1, found.mean) == (-1 if kept < 0 else 1)


def test_what_is_in_no_score_unit_keeps_two_decimals():
    """Counts stay whole."""
    found = as_printed(PairedT(t=-2.34567, df=8, p=0.04678), 1)
    assert found == PairedT(t=-2.35, df=8, p=0.047)
