"""Stage 1: participation, expectations, satisfaction, and what the base rule hides of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.comparison import compare
from analysis.paired import PairedScores
from instruments.model import Better
from tests.analysis.stage1_case import outcome, rating, report, took_part, unexplained

#: 24 people with a mark at both waves, 6 with one at exit only.
MANY = [(5, 7, 8), (6, 8, 8), (7, 9, 8), (None, 8, 6)]

marks = st.none() | st.integers(1, 10)
rows = st.lists(st.tuples(marks, marks, st.integers(0, 9)), max_size=12)
counts = st.tuples(st.integers(0, 30), st.integers(0, 30))


def only(found):
    """Return the one expectation and the one rating of a report."""
    [expectation] = found.results.expectations
    [satisfaction] = found.results.satisfaction
    return expectation, satisfaction.ratings[0]


@given(st.integers(3, 10), rows, rows, counts)
def test_nothing_small_is_shown_and_every_gap_is_explained(k, twin, alone, answers):
    """No count of 1 … k-1 people, no two bases of an item so close, no bare null."""
    made = report(
        ratings=[rating("comfort", twin), rating("outcome", alone, satisfaction=True)],
        outcomes=[outcome(*answers)], k=k,
    )  # fmt: skip
    [satisfaction] = made.results.satisfaction
    shown = [band.n for one in satisfaction.ratings for band in one.bands or ()]
    shown += [n for one in satisfaction.outcomes for n in (one.yes, one.no) if n is not None]
    assert all(n == 0 or n >= k for n in shown)
    [expectation] = made.results.expectations
    [comfort] = [one for one in satisfaction.ratings if one.scale == "comfort"]
    few_more = 0 < comfort.n - expectation.n_matched < k
    assert not (few_more and expectation.gap and comfort.mean)
    assert (expectation.gap is not None) is (expectation.n_matched >= k)
    assert all((one.mean is not None) is (one.n >= k) for one in satisfaction.ratings)
    assert [*unexplained(made.results)] == []


@given(st.integers(3, 10), rows)
def test_bands_hold_everybody_once(k, given_marks):
    """Together they are the base; the share of high marks is that of the band 8–10."""
    _, found = only(report(ratings=[rating("comfort", given_marks)], k=k))
    if found.bands is not None:
        assert sum(band.n for band in found.bands) == found.n
        assert [found.bands[0].low, found.bands[-1].high] == [1, 10]
        high = found.bands[-1]
        assert found.share_high == (high.share if high.low == 8 else None)


def test_a_gap_is_the_difference_of_the_matched_people():
    """Mean, interval and means of both waves are those of the paired comparison."""
    expectation, _ = only(report(ratings=[rating("comfort", MANY)]))
    paired = compare(PairedScores.from_rows(MANY), better=Better.NONE)
    assert expectation.n_matched == 24
    assert_allclose(expectation.entry, 6)
    assert_allclose(expectation.exit, 8)
    assert expectation.gap == paired.difference
    assert expectation.item_entry == "stage1-pupil-pupil-mentee-entry@1/st01"
    assert expectation.item_exit == "stage1-pupil-pupil-mentee-exit@1/sx01"


def test_all_marks_of_the_exit_wave_are_counted_where_they_are_enough_more():
    """Six people more than the matched are at least k."""
    _, found = only(report(ratings=[rating("comfort", MANY)]))
    assert (found.base, found.n) == ("exit", 30)
    assert [(band.low, band.high, band.n) for band in found.bands] == [
        (1, 4, 0), (5, 7, 8), (8, 10, 22),
    ]  # fmt: skip


def test_a_few_people_more_than_the_matched_are_left_out():
    """Else subtraction would betray them; the note says so."""
    _, found = only(report(ratings=[rating("comfort", [*MANY[:3], (None, 1, 4)])]))
    assert (found.base, found.n) == ("matched", 24)
    assert "at entry too" in str(found.notes["n"])


def test_a_topic_of_the_exit_wave_alone_counts_everybody():
    """It stands among no expectations that could be subtracted."""
    made = report(ratings=[rating("outcome", [*MANY[:3], (None, 1, 4)])])
    assert made.results.satisfaction[0].ratings[0].n == 28
    assert made.results.expectations == ()
    assert "expectations" in made.results.notes


def test_small_bands_are_joined():
    """Two low marks join the middle; the share of high marks stays."""
    _, found = only(report(ratings=[rating("comfort", [(5, 3, 2), (5, 6, 8), (5, 9, 10)])]))
    assert [(band.low, band.high, band.n) for band in found.bands] == [(1, 7, 10), (8, 10, 10)]
    assert found.share_high == 0.5


def test_bands_that_join_into_one_are_not_shown():
    """The mean stays, with the reason for the rest."""
    _, found = only(report(ratings=[rating("comfort", [(5, 3, 2), (5, 6, 2), (5, 9, 4)])]))
    assert (found.bands, found.share_high) == (None, None)
    assert found.mean is not None
    assert "joined into one" in str(found.notes["bands"])


def test_marks_on_another_range_make_no_bands():
    """Five steps are no ten; the mean stays."""
    given_marks = rating("comfort", MANY[:3])
    instrument, scale = given_marks.exit
    five = replace(given_marks, exit=(instrument, replace(scale, range=(0, 5))))
    _, found = only(report(ratings=[five]))
    assert found.bands is None
    assert "1 to 10" in str(found.notes["bands"])


@pytest.mark.parametrize(
    ("yes", "no", "shown"),
    [(12, 8, (12, 8)), (20, 0, (20, 0)), (17, 3, (None, None)), (2, 1, (None, None))],
)
def test_yes_and_no_are_shown_together_or_not_at_all(yes, no, shown):
    """One of them would give the other away."""
    made = report(outcomes=[outcome(yes, no)])
    [found] = made.results.satisfaction[0].outcomes
    assert (found.yes, found.no) == shown
    assert found.n == yes + no


def test_figures_of_few_people_are_kept_as_printed():
    """Under twenty one decimal of a mark and whole per cent; from twenty on all of it."""
    few = [(5, 6, 7), (6, 9, 6)]
    expectation, found = only(report(ratings=[rating("comfort", few)]))
    assert (expectation.exit, found.mean) == (7.4, 7.4)
    assert [band.share for band in found.bands] == [0, 0.54, 0.46]
    expectation, _ = only(report(ratings=[rating("comfort", [*few, (5, 6, 8)])]))
    assert_allclose(expectation.exit, 144 / 21)


def test_participation_is_never_suppressed():
    """Nobody drew it from answers; the share of those who answered is of those invited."""
    made = report(participation=[took_part(n=(3, 1), consented=2), took_part(n=(0, 0))])
    first, second = made.results.participation
    assert (first.invited, first.consented, first.answered) == (3, 2, 1)
    assert_allclose(first.return_rate, 1 / 3)
    assert second.return_rate is None
    assert {"participation.1.return_rate", "participation.1.consented"} <= set(made.results.notes)


def test_mentees_come_first_and_satisfaction_before_other_topics():
    """The report's order does not depend on the order of the inputs."""
    made = report(
        participation=[took_part("exit"), took_part(role="mentor"), took_part("entry")],
        ratings=[
            rating("comfort", MANY, role="mentor"),
            rating("comfort", MANY),
            rating("outcome", MANY, satisfaction=True),
        ],
    ).results
    assert [(row.role, row.wave) for row in made.participation] == [
        ("mentee", "entry"), ("mentee", "exit"), ("mentor", "entry"),
    ]  # fmt: skip
    assert [one.role for one in made.expectations] == ["mentee", "mentor"]
    assert [one.role for one in made.satisfaction] == ["mentee", "mentor"]
    assert [one.scale for one in made.satisfaction[0].ratings] == ["outcome", "comfort"]


def test_before_the_exit_wave_there_is_participation_only():
    """With the reason why there is no more."""
    made = report(ratings=[rating("comfort", [(5, None, 20)], held=False)]).results
    assert (made.expectations, made.satisfaction) == ((), ())
    assert {"expectations", "satisfaction"} <= set(made.notes)
