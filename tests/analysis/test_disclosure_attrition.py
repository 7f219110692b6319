"""Under the base rule those who left, and who has one score only, tell nothing of a few people."""

from __future__ import annotations

import pytest

from analysis.attrition import attrition
from analysis.disclosure import BaseRule
from analysis.disclosure_attrition import protected_attrition
from analysis.mixed_model import mixed_model
from analysis.paired import PairedScores

RULE = BaseRule(5)

STAYERS = ((3, 4, 5), (4, 4, 3), (5, 7, 4), (6, 6, 4))


def lost(*rows):
    """Return leavers and stayers of (entry, exit, people), before and after the rule."""
    pairs = PairedScores.from_rows(rows)
    found = attrition(pairs)
    return found, protected_attrition(found, RULE, pairs)


def test_ten_leavers_and_stayers_are_compared():
    """Nothing is hidden."""
    before, after = lost(*STAYERS, (2, None, 6), (4, None, 4))
    assert before == after
    assert (after.g is None, after.mixed_model is None) == (False, False)


@pytest.mark.parametrize(
    ("rows", "model"),
    [
        ([*STAYERS, (2, None, 5), (4, None, 4)], True),
        ([*STAYERS, (2, None, 2), (4, None, 2)], False),
        ([*STAYERS, (None, 5, 4)], False),
        ([*STAYERS, (2, None, 4), (None, 5, 1)], False),
        ([(3, 4, 4), (4, 4, 5), (2, None, 6), (4, None, 9)], False),
    ],
    ids=["nine leavers", "four of one wave", "four late", "four and one", "nine stayers"],
)
def test_few_leavers_or_stayers_are_counted_only(rows, model):
    """Participation stays; an effect size concludes, a model adds the few to the others."""
    before, after = lost(*rows)
    assert (after.n_lost, after.n_stayed) == (before.n_lost, before.n_stayed)
    assert (after.g, after.g_ci95) == (None, None)
    assert (after.mixed_model is not None) is model
    assert model or "fewer than" in str(after.notes["mixed_model"])


@pytest.mark.parametrize(("n_lost", "n_stayed"), [(9, 10), (10, 9)])
def test_an_effect_size_needs_ten_of_both(n_lost, n_stayed):
    """One fewer of either, and it says so."""
    rows = [(3, 4, n_stayed - 5), (5, 7, 5), (2, None, n_lost - 4), (4, None, 4)]
    _, after = lost(*rows)
    assert (after.g, after.g_ci95) == (None, None)
    assert str(after.notes["g"]).startswith("fewer than 10 people")
    assert str(after.notes["g_ci95"]).startswith("fewer than 10 people")


@pytest.mark.parametrize(
    ("at_entry", "at_exit", "kept", "said"),
    [
        (4, 5, "exit", "at entry only"),
        (5, 4, "entry", "at exit only"),
        (12, 1, "entry", "at exit only"),
        (5, 5, "both", ""),
        (5, 0, "both", ""),
        (0, 5, "both", ""),
    ],
)
def test_few_of_one_wave_are_left_out_of_the_model(at_entry, at_exit, kept, said):
    """The figures at that wave would be theirs and the others'; the model says so."""
    rows = [*STAYERS, (2, None, at_entry), (None, 7, at_exit)]
    shown = {
        "entry": [row for row in rows if row[0] is not None],
        "exit": [row for row in rows if row[1] is not None],
        "both": rows,
    }[kept]
    _, after = lost(*rows)
    assert after.mixed_model == mixed_model(PairedScores.from_rows(shown))
    note = str(after.notes.get("mixed_model.n_people", ""))
    assert (said in note) if said else not note


def test_a_model_of_fewer_people_has_its_own_doubts():
    """On the boundary, or not, whatever the whole model was."""
    stayers = ((1, 9, 6), (9, 1, 6))
    _, after = lost(*stayers, (5, None, 10), (None, 5, 1))
    assert after.mixed_model.on_boundary
    assert "at exit only" in str(after.notes["mixed_model.n_people"])
    assert "no more alike" in str(after.notes["mixed_model.on_boundary"])
    _, alike = lost((2, 3, 9), (8, 9, 9), (5, 7, 1), (None, 5, 8), (9, None, 1))
    assert not alike.mixed_model.on_boundary
    assert "mixed_model.on_boundary" not in alike.notes


@pytest.mark.parametrize(
    ("stayers", "leavers", "stays"), [(6, 10, True), (4, 10, False), (6, 3, False)],
    ids=["many", "eight stayers", "three of one wave"],
)  # fmt: skip
def test_a_doubt_about_a_model_goes_with_it(stayers, leavers, stays):
    """That two scores of a person are unlike is drawn from the answers, too."""
    before, after = lost((1, 9, stayers), (9, 1, stayers), (5, None, leavers))
    assert "mixed_model.on_boundary" in before.notes
    assert (after.mixed_model is not None) is stays
    assert ("mixed_model.on_boundary" in after.notes) is stays


def test_the_reason_tells_nothing_of_a_few_stayers_answers():
    """Neither that all changed alike nor that nobody was lost is kept from participation."""
    _, after = lost((3, 4, 6), (2, None, 20))
    assert "everybody changed" not in str(after.notes["mixed_model"])
    _, whole = lost(*STAYERS)
    assert "has one at exit" in str(whole.notes["g"])
    assert whole.mixed_model is not None
