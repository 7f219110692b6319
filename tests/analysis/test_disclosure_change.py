"""How many people changed reliably betrays no few people, nor the spread of another base."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.change import reliable_change
from analysis.disclosure import BaseRule
from analysis.disclosure_change import protected_change
from analysis.effect import directions
from analysis.reliability import reliability
from instruments.messages import Message
from instruments.model import Published, Source
from tests.analysis.made import scale_input

#: A threshold of 1.96 √2 · 1 · √(1 - 0.68) = 1.568: a change of two points counts.
TWO_POINTS = Published(source=Source("A paper.", "A"), sd=1, retest=Fraction(68, 100))

APART = "apart from others they might be fewer than 5 people"

row = st.tuples(st.integers(2, 8), st.integers(2, 8), st.integers(1, 9))
some_rows = st.lists(row, min_size=1, max_size=9)


def protected(rows, *, k=5, better="higher", local=False):
    """Return the reliable change of such people as computed, and as it may be shown."""
    scale = scale_input(list(rows), better=better)
    published = () if local else (TWO_POINTS,)
    definition = replace(scale.scale, published=published)
    change = reliable_change(scale.pairs, definition, reliability(scale.entry_items))
    return change, protected_change(change, BaseRule(k), scale=scale)


def counts(found):
    """Return who rose, stayed and fell, as shown."""
    return found.rose, found.unchanged, found.fell


def test_large_groups_stand_as_they_are():
    """Nothing is hidden, and nothing of a publication is rounded."""
    found, shown = protected([(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 9)])
    assert shown == found
    assert counts(shown) == (9, 27, 9)
    assert shown.threshold == pytest.approx(1.96 * 0.8)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 4)], (9, None, None)),
        ([(2, 8, 4), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 9)], (None, None, 9)),
        ([(2, 8, 9), (4, 5, 4), (5, 5, 9), (5, 4, 9), (8, 2, 9)], (None, None, 9)),
        ([(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 4), (8, 2, 9)], (9, None, None)),
        ([(2, 8, 9), (5, 5, 9), (5, 4, 9)], (9, 18, 0)),
        ([(2, 8, 9), (4, 5, 9), (5, 5, 4), (5, 4, 4), (8, 2, 9)], (9, 17, 9)),
        ([(2, 8, 9), (4, 5, 9), (5, 5, 4), (8, 2, 4)], (9, None, None)),
        ([(2, 8, 4), (4, 5, 9), (5, 5, 4), (8, 2, 9)], (None, None, 9)),
        ([(2, 8, 9), (5, 5, 3), (8, 2, 15)], (None, None, 15)),
        ([(2, 8, 9), (5, 5, 3)], (None, None, 0)),
    ],
    ids=["few fell", "few rose", "few rose within the error", "few fell within the error", "none fell",
         "directions hidden", "few fell, hidden", "few rose, hidden", "few stayed", "few stayed, none fell"],
)  # fmt: skip
def test_a_few_are_counted_together_with_others(rows, expected):
    """So are those between all whose score rose, where that is shown, and who reliably did."""
    _, shown = protected(rows)
    assert counts(shown) == expected
    hidden = {name for name in ("rose", "unchanged", "fell") if getattr(shown, name) is None}
    also = {"rose": "improved", "fell": "deteriorated"}
    assert shown.notes.keys() == hidden | {also[name] for name in hidden & also.keys()}
    assert {str(note) for note in shown.notes.values()} <= {APART}


def test_what_is_protected_stays():
    """Protecting twice is protecting once."""
    rows = [(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 4)]
    _, once = protected(rows)
    assert protected_change(once, BaseRule(5), scale=scale_input(rows)) == once


def test_where_a_few_are_on_both_sides_nothing_is_left():
    """Joined, all people are one group."""
    _, shown = protected([(2, 8, 4), (5, 5, 9), (8, 2, 4)])
    assert str(shown) == "by their change fewer than 5 people would stand apart"


@pytest.mark.parametrize(
    ("better", "improved", "deteriorated"),
    [("higher", 9, None), ("lower", None, 9), ("none", None, None)],
)
def test_what_is_hidden_is_hidden_under_both_names(better, improved, deteriorated):
    """Of a scale without a better end the reason is that it has none."""
    rows = [(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 4)]
    _, shown = protected(rows, better=better)
    assert (shown.improved, shown.deteriorated) == (improved, deteriorated)
    assert counts(shown) == (9, None, None)
    if better == "none":
        assert "neither more nor less" in str(shown.notes["improved"])
        assert str(shown.notes["fell"]) == APART


def test_local_figures_are_rounded_as_reliability_is_and_without_sd():
    """They stand on all complete answers, not on the matched people."""
    rows = [(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 9)]
    scale = scale_input(rows, items=[(1, 2), (2, 2), (3, 4), (4, 3), (2, 1), (1, 4)] * 5)
    found = reliable_change(scale.pairs, scale.scale, reliability(scale.entry_items))
    shown = protected_change(found, BaseRule(5), scale=scale)
    assert found.local
    assert (found.r, found.threshold) != (shown.r, shown.threshold)
    assert shown.r == pytest.approx(found.r, abs=0.005)
    assert shown.threshold == pytest.approx(found.threshold, abs=0.05)
    assert shown.r == round(shown.r, 2)
    assert shown.threshold == round(shown.threshold, 1)
    assert shown.sd is None
    assert "close to single scores" in str(shown.notes["sd"])
    assert counts(shown) == counts(found)


@settings(deadline=None)
@given(some_rows, st.sampled_from([3, 5]))
def test_no_few_people_can_be_worked_out(rows, k):
    """By what is shown, by the directions of the scores where they are, and by all less these."""
    rule = BaseRule(k)
    found, shown = protected(rows, k=k)
    if isinstance(shown, Message) or found.n < 10:
        return
    rose, unchanged, fell = counts(shown)
    seen = [n for n in (rose, unchanged, fell) if n is not None]
    seen += [found.n - sum(seen)]
    steps = directions(scale_input(list(rows)).pairs.differences)
    if not any(map(rule.is_small, steps)):
        seen += [all_ - some for all_, some in ((steps[0], rose), (steps[2], fell))
                 if some is not None]  # fmt: skip
    assert not any(map(rule.is_small, seen))
    assert {shown.rose, found.rose} <= {None, found.rose}
    assert {shown.fell, found.fell} <= {None, found.fell}
    assert shown.unchanged in {None, found.unchanged}
