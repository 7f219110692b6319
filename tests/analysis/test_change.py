"""Reliable change agrees with R, names its source, and judges nobody where it must not."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.change import ReliableChange, reliable_change
from analysis.moments import ItemMoments
from analysis.paired import PairedScores
from analysis.reliability import reliability
from instruments.messages import Message
from instruments.model import Method
from tests.conftest import GOLDEN, make_scale
from tests.strategies import pairs, swapped

R = json.loads((GOLDEN / "change.json").read_text("utf-8"))

UNPUBLISHED = "no SD with a reliability is published for the scale; "


def scale(better="higher", **more):
    """Return a scale; a table of published figures is TOML without its source."""
    if "published" in more:
        tables = (f'{{{one}, source = "A paper.", confidence = "B"}}' for one in more["published"])
        more["published"] = f"[{', '.join(tables)}]"
    return make_scale("it01", "it02", better=better, **more).scales[0]


def table(*rows):
    """Return the pairs of (entry, exit, people)."""
    return PairedScores.from_rows(rows)


def answered(rows, method=Method.SUM):
    """Return the reliability of rows of answers."""
    items = [f"it{place:02}" for place in range(len(rows[0]))]
    return reliability(ItemMoments.from_rows(items, rows), method=method)


#: Thirty people whose two items agree for the most part.
THIRTY = [(1, 2), (2, 2), (3, 4), (4, 3), (2, 1), (4, 4)] * 5


def local(scores=((2, 8, 1), (5, 5, 9)), rows=THIRTY, **more):
    """Return the reliable change by the school's own answers."""
    return reliable_change(table(*scores), scale(**more), answered(rows))


def check(found, expected):
    """Compare a reliable change with R's."""
    for name in ("n", "rose", "unchanged", "fell"):
        assert getattr(found, name) == expected[name], name
    for name in ("threshold", "sd", "r"):
        assert_allclose(getattr(found, name), expected[name], rtol=1e-8, err_msg=name)


@pytest.mark.parametrize("case", R["local"], ids=lambda case: case["name"])
def test_change_by_the_schools_own_answers_agrees_with_r(case):
    """psych::alpha and sd() of all complete answers at entry, matched or not."""
    method = Method(case["method"])
    items = [[score or None for score in row] for row in case["items"]]
    entry = answered(items, method)
    scores = {
        person: Fraction(sum(row), len(row) if method is Method.MEAN else 1)
        for person, row in enumerate(items)
        if None not in row
    }
    exit_ = {person: Fraction(score) or None for person, score in enumerate(case["exit"])}
    found = reliable_change(PairedScores.from_pairs(scores, exit_), scale(), entry)
    check(found, case["expected"])
    assert found.local
    assert found.coefficient == "alpha"
    assert str(found.source) == f"local data, n = {case['complete']}; SD and Cronbach's alpha"


@pytest.mark.parametrize("case", R["published"], ids=lambda case: case["name"])
def test_change_by_published_figures_agrees_with_r(case):
    """From one person on: a publication needs no people of one's own."""
    published = [f"sd = {case['sd']}, retest = {case['retest']}"]
    scores = PairedScores.from_pairs(enumerate(case["entry"]), enumerate(case["exit"]))
    found = reliable_change(scores, scale(published=published), None)
    check(found, case["expected"])
    assert not found.local
    assert found.notes == {}
    assert str(found.source) == "A paper.; SD and retest correlation"


@pytest.mark.parametrize(
    ("published", "coefficient", "r"),
    [
        (["sd = 2.5, alpha = 0.9, retest = 0.7"], "retest", 0.7),
        (["sd = 2.5, alpha = 0.9"], "alpha", 0.9),
        (["alpha = 0.9, retest = 0.8", "sd = 2.5, alpha = 0.6"], "alpha", 0.6),
        (["sd = 2.5, alpha = 0.9", "sd = 2.5, retest = 0.8"], "alpha", 0.9),
        (["sd = 2.5, retest = 1", "sd = 2.5, alpha = 0.9"], "alpha", 0.9),
        (["sd = 2.5, retest = 0", "sd = 2.5, alpha = 0.9"], "alpha", 0.9),
        (["sd = 0, retest = 0.8", "sd = 2.5, alpha = 0.9"], "alpha", 0.9),
    ],
    ids=["retest first", "alpha", "without sd", "first table", "r of 1", "r of 0", "sd of 0"],
)
def test_sd_and_coefficient_come_from_one_usable_source(published, coefficient, r):
    """Never an SD from one table and a coefficient from another."""
    found = reliable_change(table((2, 8, 1)), scale(published=published), answered(THIRTY))
    assert (found.coefficient, found.r, found.sd, found.local) == (coefficient, r, 2.5, False)
    assert_allclose(found.threshold, 1.96 * math.sqrt(2 * (1 - r)) * 2.5, rtol=1e-12)


def test_a_change_equal_to_the_threshold_does_not_count():
    """1.96 √2 · 5 · √(1 - 0.5) is 9.8 exactly, whatever floats make of it."""
    published = ["sd = 5, retest = 0.5"]
    scores = PairedScores.from_rows(
        [(20, Fraction(298, 10), 4), (20, Fraction(102, 10), 3), (20, Fraction("29.8001"), 2),
         (20, Fraction("10.1999"), 1)]
    )  # fmt: skip
    found = reliable_change(scores, scale(published=published), None)
    assert (found.rose, found.unchanged, found.fell) == (2, 7, 1)


def test_a_change_equal_to_a_local_threshold_does_not_count():
    """A float sem may be a little under the number it stands for; dust counts nobody."""
    entry = answered(THIRTY)
    for root in range(1, 200):
        # sem = √root / 1.96, so the threshold is √(2 · root): whole where that is a square.
        whole = math.isqrt(2 * root)
        if whole * whole != 2 * root:
            continue
        exact = replace(entry, sem=math.sqrt(Fraction(root) / Fraction(196, 100) ** 2))
        found = reliable_change(table((0, whole, 5), (0, -whole, 5)), scale(), exact)
        assert (found.rose, found.unchanged, found.fell) == (0, 10, 0), root
        beyond = table((0, whole + Fraction(1, 10**9), 5))
        assert reliable_change(beyond, scale(), exact).rose == 5


@pytest.mark.parametrize(
    ("better", "expected"),
    [("higher", (3, 4, 2)), ("lower", (2, 4, 3)), ("none", (None, 4, None))],
)
def test_the_scales_direction_says_what_improved(better, expected):
    """Where neither end is better people only rise and fall, and it says so."""
    scores = table((2, 8, 3), (5, 5, 4), (8, 2, 2))
    found = reliable_change(scores, scale(better, published=["sd = 1, retest = 0.8"]), None)
    assert (found.improved, found.unchanged, found.deteriorated) == expected
    assert (found.rose, found.fell, found.n) == (3, 2, 9)
    hidden = {"improved", "deteriorated"} if better == "none" else set()
    assert set(found.notes) == hidden
    assert {str(note) for note in found.notes.values()} <= {
        "on this scale neither more nor less is better"
    }


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (None, "there are no answers to its items at entry"),
        (answered([(1,), (2,)] * 20), "a scale of one item has no internal consistency"),
        (answered([(1, 2)] * 40), "all people have the same score"),
        (answered(THIRTY[:29]), "fewer than 30 complete answers at entry are too few to judge"),
        (answered([(1, 2), (2, 1), (1, 1), (2, 2)] * 8), "here its items do not hold together"),
        (answered([(1, 3), (3, 1), (1, 2)] * 10), "here its items do not hold together"),
        (answered([(1, 1), (2, 2), (3, 3)] * 10), "the items agree perfectly"),
    ],
    ids=["no items", "one item", "no spread", "29 people", "alpha 0", "alpha under 0", "alpha 1"],
)
def test_without_a_usable_source_there_is_a_reason(entry, reason):
    """Nothing is published here, and the school's own answers will not do."""
    found = reliable_change(table((2, 8, 40)), scale(), entry)
    assert isinstance(found, Message)
    assert str(found).startswith(UNPUBLISHED + reason)


def test_thirty_complete_answers_are_enough():
    """And the threshold is 1.96 √2 sem."""
    found, entry = local(), answered(THIRTY)
    assert isinstance(found, ReliableChange)
    assert (found.rose, found.unchanged, found.fell, found.n) == (1, 9, 0, 10)
    assert_allclose(found.threshold, 1.96 * math.sqrt(2) * entry.sem, rtol=1e-12)
    assert_allclose(found.sd * math.sqrt(1 - found.r), entry.sem, rtol=1e-12)


def test_a_state_is_never_judged():
    """Whatever is published of it."""
    found = local(state="true", published=["sd = 1, retest = 0.9"])
    assert str(found).startswith("the scale is of a momentary state")


@pytest.mark.parametrize("rows", [[], [(2, None, 9), (None, 4, 9)]], ids=["nobody", "unmatched"])
def test_where_nobody_is_matched_it_says_so(rows):
    """Neither zeros nor an error."""
    found = reliable_change(table(*rows), scale(published=["sd = 1, retest = 0.9"]), None)
    assert str(found) == "nobody has a valid score at both waves"


@given(pairs, st.sampled_from(["0.1", "0.5", "0.73", "0.95"]), st.integers(1, 12))
def test_swapped_waves_turn_rises_into_falls(scores, r, sd):
    """And everybody is counted once; a scale of a tenth the points counts the same people."""
    published = [f"sd = {sd}, retest = {r}"]
    found = reliable_change(scores, scale(published=published), None)
    turned = reliable_change(swapped(scores), scale(published=published), None)
    if isinstance(found, Message):
        assert not scores.n_matched
        assert found == turned
        return
    assert (found.rose, found.fell, found.unchanged) == (turned.fell, turned.rose, turned.unchanged)
    assert found.rose + found.unchanged + found.fell == found.n == scores.n_matched
    tenth = PairedScores.from_rows(
        (entry / 10, exit_ / 10, n) for entry, exit_, n in scores.matched
    )
    smaller = reliable_change(tenth, scale(published=[f"sd = {sd / 10}, retest = {r}"]), None)
    assert (smaller.rose, smaller.fell) == (found.rose, found.fell)


@given(pairs, pairs)
def test_schools_add_up_by_a_published_threshold(one, other):
    """Who changed reliably does not depend on who else is in the table."""
    published = scale(published=["sd = 4, retest = 0.8"])
    parts = [reliable_change(part, published, None) for part in (one, other, one + other)]
    rose, fell = (
        [0 if isinstance(part, Message) else getattr(part, name) for part in parts]
        for name in ("rose", "fell")
    )
    assert rose[0] + rose[1] == rose[2]
    assert fell[0] + fell[1] == fell[2]
