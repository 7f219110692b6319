"""The base rule on careless forms and on leavers: what few people did cannot be worked out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.paired import PairedScores
from analysis.quality import WaveQuality
from instruments.messages import N_
from tests.analysis.made import report, scale_input

#: Thirty-eight people with both scores, twelve with one at entry only.
ROWS = [(2, 4, 10), (3, 6, 10), (4, 4, 9), (6, 5, 9), (3, None, 7), (5, None, 5)]


def protected(rows=ROWS, *, flagged=(), k=5, **changes):
    """Return the result of a scale under a rule."""
    scale = replace(scale_input(rows), flagged=PairedScores.from_rows(flagged), **changes)
    return report(scale, k=k).results.scales[0]


@pytest.mark.parametrize(
    ("alone", "is_shown"), [(0, True), (1, False), (4, False), (5, True), (8, False), (12, True)]
)
def test_few_leavers_with_or_without_care_cannot_be_worked_out(alone, is_shown):
    """Twelve are flagged who stayed; of twelve who left so many are, or so many are not."""
    left = [(3, None, min(alone, 7)), (5, None, max(0, alone - 7))]
    quality = protected(flagged=[(2, 4, 6), (4, 4, 6), *left]).quality
    assert quality.n_flagged == (12 + alone if is_shown else None)
    assert quality.without_flagged.n_entry == quality.without_flagged.n_matched == 26


def test_a_hidden_number_has_its_reason():
    """It would give away a group."""
    found = protected(flagged=[(2, 4, 10), (3, None, 1)])
    assert "give away a group of fewer than 5 people" in str(found.notes["quality.n_flagged"])


def test_of_scores_that_may_not_be_paired_people_are_not_counted_twice():
    """Three flagged people with two scores are six rows, and no number."""
    why = N_("made up")
    halves = [(2, None, 30), (None, 4, 30)]
    found = protected(halves, flagged=[(2, None, 3), (None, 4, 3)], not_comparable=why)
    assert found.quality.n_flagged is None
    assert found.notes["quality.n_flagged"] == why


@pytest.mark.parametrize(("n_variance", "is_shown"), [(4, False), (5, True)])
def test_the_mean_variance_of_few_forms_is_hidden(n_variance, is_shown):
    """However many forms there are."""
    forms = WaveQuality(n=38, missing=0.1, longest_run=3, n_variance=n_variance, variance=1.5)
    found = protected(entry_quality=forms)
    assert found.quality.entry.missing == 0.1
    assert (found.quality.entry.variance is None) is not is_shown
    assert ("quality.entry.variance" in found.notes) is not is_shown


@pytest.mark.parametrize(("without", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
def test_few_forms_without_a_variance_hide_that_of_the_others(without, is_shown):
    """The forms less those that have one are the few; what is of all forms stays."""
    forms = WaveQuality(n=38, missing=0.1, longest_run=3, n_variance=38 - without, variance=1.5)
    found = protected(exit_quality=forms)
    assert found.quality.exit.missing == 0.1
    assert (found.quality.exit.variance is not None) is is_shown
    assert is_shown or "give away" in str(found.notes["quality.exit.variance"])


def test_a_variance_of_fewer_than_twenty_forms_is_rounded():
    """However many forms there are."""
    forms = WaveQuality(n=38, missing=0.12345, longest_run=3, n_variance=19, variance=1.23456)
    assert protected(entry_quality=forms).quality.entry.variance == 1.23
    enough = replace(forms, n_variance=20)
    assert protected(entry_quality=enough).quality.entry == enough
    nobody = replace(forms, n_variance=0, variance=None)
    assert protected(entry_quality=nobody).quality.entry == nobody


def test_how_many_were_flagged_is_told_once_both_waves_are_over():
    """A second report counts those flagged at exit as well, and they may be few."""
    entry_only = [(score, None, 10) for score in (2, 3, 4)]
    first = protected(entry_only, flagged=[(2, None, 6)], exit_instrument=None, exit_items=None)
    assert first.quality.n_flagged is None
    assert "both waves are over" in str(first.notes["quality.n_flagged"])
    later = protected([(2, 4, 10), (3, 6, 10), (4, 4, 10)], flagged=[(2, 4, 6), (3, 6, 1)])
    assert later.quality.n_flagged == 7


def test_of_enough_people_figures_are_exact():
    """Rounding is for those of fewer than twenty."""
    rows = [(entry, exit_, 3 * n) for entry, exit_, n in ROWS]
    found = protected(rows, flagged=[(2, 4, 20)])
    exact = protected(rows, flagged=[(2, 4, 20)], k=None)
    assert found.attrition == exact.attrition
    assert found.attrition.mixed_model.se != round(found.attrition.mixed_model.se, 2)
    assert found.quality.without_flagged.difference == exact.quality.without_flagged.difference


def test_what_less_all_peoples_figures_is_a_few_peoples_is_rounded():
    """Nineteen are flagged; twelve left."""
    rows = [(entry, exit_, n if exit_ is None else 3 * n) for entry, exit_, n in ROWS]
    found = protected(rows, flagged=[(2, 4, 19)])
    mean = found.quality.without_flagged.difference.mean
    assert mean == round(mean, 1)
    assert found.attrition.g == round(found.attrition.g, 2)


@pytest.mark.parametrize(("late", "is_rounded"), [(0, False), (19, True), (20, False)])
def test_a_model_that_adds_few_people_to_the_others_is_rounded(late, is_rounded):
    """Forty left, and so many came late: at exit its base less the matched people is they."""
    rows = [(entry, exit_, 20 if exit_ is None else 3 * n) for entry, exit_, n in ROWS]
    model = protected([*rows, (None, 5, late)]).attrition.mixed_model
    assert (model.se == round(model.se, 1)) is is_rounded


@pytest.mark.parametrize(("n", "is_shown"), [(1, False), (4, False), (5, True)])
def test_how_few_people_filled_in_their_forms_is_hidden(n, is_shown):
    """Everything of the forms of that wave; the other one's stay."""
    forms = WaveQuality(n=n, missing=0.1, longest_run=3, n_variance=n, variance=1.5)
    found = protected(entry_quality=forms, exit_quality=replace(forms, n=30, n_variance=30))
    assert (found.quality.entry is not None) is is_shown
    assert is_shown or str(found.notes["quality.entry"]).startswith("fewer than 5 people")
    assert found.quality.exit.missing == 0.1


@pytest.mark.parametrize("flagged", [[(2, 4, 4)], [(2, 4, 10), (3, 6, 10), (4, 4, 9), (6, 5, 6)]])
def test_few_people_flagged_or_not_flagged_hide_both(flagged):
    """Four of thirty-eight, or all but three."""
    found = protected(ROWS[:4], flagged=flagged)
    for name in ("n_flagged", "without_flagged"):
        assert getattr(found.quality, name) is None
        assert str(found.notes[f"quality.{name}"]).startswith("fewer than 5 people")


def test_where_nobody_was_flagged_the_figures_are_not_repeated():
    """Nobody is not too few to compare."""
    found = protected(ROWS[:4])
    assert (found.quality.n_flagged, found.quality.without_flagged) == (0, None)
    assert "nobody with a score" in str(found.notes["quality.without_flagged"])
