"""What the curator entered is worked out exactly, for every number that can be entered."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.appraisal import (
    criteria,
    curator_ratings,
    indicator,
    involvement,
    lower_bounds,
    sum_bands,
)
from analysis.stage1_inputs import IndicatorInput, InvolvementInput
from instruments.registry import Registry
from instruments.scoring import level_of
from tests.analysis.stage1_case import filled

TYPED = st.decimals(0, 10**9 - 1, places=2) | st.integers(0, 10**9 - 1).map(Decimal)
NINE = [f"cr{number:02}" for number in range(1, 10)]
TEN = [f"cu{number:02}" for number in range(1, 11)]


def worked_out(start, end, unit="count", direction="more"):
    """Return an indicator of two typed numbers."""
    return indicator(
        IndicatorInput(title="x", unit=unit, direction=direction, start=start, end=end)
    )


def test_the_bounds_of_the_nine_are_the_official_ones():
    """9 and 15 of 18."""
    assert lower_bounds(18) == (9, 15)


@given(st.integers(1, 500))
def test_a_bound_is_the_first_whole_sum_that_has_its_share(maximum):
    """Neither a point lower nor one higher."""
    for bound, share in zip(
        lower_bounds(maximum), (Fraction(9, 18), Fraction(15, 18)), strict=True
    ):
        assert Fraction(bound, maximum) >= share > Fraction(bound - 1, maximum)


def test_bands_hold_every_sum_once_and_say_its_level():
    """As the questionnaire's own levels do."""
    [scale] = Registry().get("criteria").scales
    bands = sum_bands(scale)
    assert [(band.low, band.high) for band in bands] == [(0, 8), (9, 14), (15, 18)]
    for band in bands:
        for points in range(band.low, band.high + 1):
            assert level_of(scale, points).code == band.level


@given(st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_nine_points_have_their_sum_and_its_level(points):
    """Whatever they are."""
    found = criteria(filled("criteria", dict(zip(NINE, points, strict=True))), None)
    assert (found.sum, found.maximum, found.own) == (sum(points), 18, None)
    assert found.level == ("inadmissible" if sum(points) < 9 else
                           "admissible" if sum(points) < 15 else "optimal")  # fmt: skip


@pytest.mark.parametrize("left_out", NINE)
def test_without_one_of_the_nine_there_is_no_sum(left_out):
    """Nor a level: a missing criterion is not guessed."""
    found = criteria(filled("criteria", dict.fromkeys(NINE, 2) | {left_out: None}), None)
    assert (found.sum, found.level) == (None, None)
    assert found.answers[left_out] is None


@pytest.mark.parametrize(("left_out", "mean"), [(0, 8), (2, 8), (3, None)])
def test_the_curators_mean_allows_two_gaps(left_out, mean):
    """The mean is of the answered ones."""
    answers = dict.fromkeys(TEN, 8) | dict.fromkeys(TEN[:left_out])
    assert curator_ratings(filled("curator", answers)).mean == mean


@pytest.mark.parametrize(
    ("involved", "reached"), [(300, False), (301, True), (0, False), (430, True)]
)
def test_the_target_is_compared_exactly(involved, reached):
    """301 of 430 is 70 %; 300 is not, though it is printed so."""
    found = involvement(InvolvementInput(involved=involved, pupils=430, target=70))
    assert found.reached is reached


@given(TYPED, TYPED)
def test_the_change_is_exact_and_goes_with_the_numbers_that_are_printed(start, end):
    """What a reader subtracts on paper is what stands there."""
    found = worked_out(start, end)
    assert Decimal(str(found.change)) == end - start
    assert Decimal(str(found.start)) + Decimal(str(found.change)) == Decimal(str(found.end))
    if start:
        assert found.relative == pytest.approx(float((end - start) / start))
    else:
        assert found.relative is None


@given(TYPED, TYPED)
def test_the_verdict_turns_with_the_direction_and_with_time(start, end):
    """And where neither way is better there is none, unless nothing changed."""
    turned = {"better": "worse", "worse": "better", "unchanged": "unchanged"}
    more, less = (worked_out(start, end, direction=way).verdict for way in ("more", "less"))
    assert less == turned[more]
    assert worked_out(end, start).verdict == turned[more]
    assert (more == "unchanged") is (start == end)
    neither = worked_out(start, end, direction="none").verdict
    assert neither == (None if start != end else "unchanged")


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_shares_are_compared_in_points_only(start, end):
    """There is no per cent of per cents."""
    assert worked_out(start, end, unit="percent").relative is None


def test_what_is_missing_gives_no_change():
    """Nor a verdict."""
    for start, end in ((None, Decimal(3)), (Decimal(3), None), (None, None)):
        found = worked_out(start, end)
        assert (found.change, found.relative, found.verdict) == (None, None, None)
