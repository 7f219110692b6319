"""The paired block agrees with R, obeys its symmetries, and says why where it says nothing."""

from __future__ import annotations

import dataclasses
import json
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.comparison import compare, holm
from analysis.paired import PairedScores
from instruments.model import Better
from tests.conftest import GOLDEN
from tests.strategies import pairs, swapped

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))

#: statistics.md: closed forms 1e-8; what is no closed form less.
CLOSED_FORM = 1e-8
NORMAL_P = 1e-6
TOLERANCE = {"tests.bf10": 1e-6, "mdes": 1e-6, "normality.w": 1e-6, "normality.p": 1e-5}


def table(entry, exit_):
    """Return the pairs of two lists in the same order of people; quarters are exact in binary."""
    return PairedScores.from_pairs(*(enumerate(map(Fraction, wave)) for wave in (entry, exit_)))


def figures(result, path=""):
    """Yield every figure of a result as (dotted path, value)."""
    if dataclasses.is_dataclass(result):
        for field in dataclasses.fields(result):
            if field.name != "notes":
                yield from figures(getattr(result, field.name), f"{path}.{field.name}".lstrip("."))
    else:
        yield path, result


def expected_figures(expected, path=""):
    """Yield every figure of R's answer as (dotted path, value)."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            yield from expected_figures(value, f"{path}.{name}".lstrip("."))
    else:
        yield path, expected


@pytest.mark.parametrize("case", R["cases"], ids=lambda case: case["name"])
def test_every_figure_agrees_with_r(case):
    """tests/golden/paired.R says which function is the reference of which key."""
    result = compare(table(case["entry"], case["exit"]), better=Better(case["better"]))
    found = dict(figures(result))
    normal = case["expected"]["tests"]["wilcoxon"]["method"] == "normal"
    for path, value in expected_figures(case["expected"]):
        if value is None:
            assert found[path] is None, path
        elif isinstance(value, str):
            assert found[path] == value, path
        else:
            tolerance = TOLERANCE | ({"tests.wilcoxon.p": NORMAL_P} if normal else {})
            rtol = tolerance.get(path, CLOSED_FORM)
            assert_allclose(found[path], value, rtol=rtol, err_msg=path)


def test_the_golden_values_cover_every_figure():
    """No figure is without an outside reference."""
    case = R["cases"][0]
    covered = {path for path, _ in expected_figures(case["expected"])}
    result = compare(table(case["entry"], case["exit"]), better=Better.LOWER)
    counts = {"n_entry", "n_exit", "entry.n", "exit.n", "difference.n", "hodges_lehmann.n"}
    assert {path for path, _ in figures(result)} == covered | counts


@pytest.mark.parametrize("case", R["p_adjust"], ids=lambda case: str(len(case["p"])))
def test_holm_agrees_with_r(case):
    """p.adjust(method = "holm")."""
    assert_allclose(holm(case["p"]), case["holm"], rtol=1e-12)


def test_holm_of_nothing_is_nothing():
    """A plan may have no test that could be computed."""
    assert holm([]) == []


def test_the_shift_of_a_hundred_people_by_hand_count():
    """Forty fall by 1, sixty rise by 3: of 5,050 averages 820 are -1, 2,400 are 1, 1,830 are 3."""
    scores = PairedScores.from_rows([(10, 9, 40), (10, 13, 60)])
    result = compare(scores, better=Better.HIGHER)
    assert result.hodges_lehmann.estimate == 1
    assert result.sign == dataclasses.replace(result.sign, improved=60, same=0, worsened=40)


def test_a_million_people_are_as_exact_as_a_hundred():
    """The table knows no people. Of the sums of two changes 49 % exceed 3 and 35 % fall short."""
    rows = [(10, 12, 3), (11, 11, 2), (12, 15, 4), (15, 14, 1)]
    few = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    scaled = ((entry, exit_, 100_000 * n) for entry, exit_, n in rows)
    many = compare(PairedScores.from_rows(scaled), better=Better.HIGHER)
    assert many.n_matched == 1_000_000
    assert many.difference.mean == few.difference.mean
    assert many.effect.cl == few.effect.cl
    assert many.tests.wilcoxon.method == "normal"
    assert many.tests.wilcoxon.p == 0
    assert many.hodges_lehmann.estimate == 1.5


@given(pairs)
def test_nothing_is_ever_nan_and_every_gap_has_its_reason(scores):
    """Whatever the table: a figure is finite, or None with a note on it or on what holds it."""
    result = compare(scores, better=Better.HIGHER)
    for path, value in figures(result):
        values = value if isinstance(value, tuple) else (value,)
        if value is None:
            names = path.split(".")
            holders = {".".join(names[:length]) for length in range(1, len(names) + 1)}
            assert holders & result.notes.keys(), path
        elif value is not None and not isinstance(value, str):
            assert all(math.isfinite(part) for part in values), path
            assert path not in result.notes, path


@given(pairs)
def test_swapping_the_waves_changes_signs_only(scores):
    """What rose fell; every p and every interval's width stay."""
    there = compare(scores, better=Better.HIGHER)
    back = compare(swapped(scores), better=Better.HIGHER)
    assert (there.entry, there.exit) == (back.exit, back.entry)
    assert (there.n_entry, there.n_exit) == (back.n_exit, back.n_entry)
    if there.difference is not None:
        assert there.difference.mean == -back.difference.mean
        assert there.hodges_lehmann.estimate == -back.hodges_lehmann.estimate
        assert (there.sign.improved, there.sign.worsened) == (
            back.sign.worsened,
            back.sign.improved,
        )
        assert_allclose(there.effect.cl, 1 - back.effect.cl, atol=1e-12)
    for name in ("d_z", "d_av", "g_av"):
        size, turned = getattr(there.effect, name), getattr(back.effect, name)
        assert (size is None) is (turned is None)
        assert size is None or size == -turned
    if there.effect.g_av_ci95 is not None:
        low, high = there.effect.g_av_ci95
        assert_allclose((-high, -low), back.effect.g_av_ci95, rtol=1e-9, atol=1e-12)


@given(pairs)
def test_swapping_the_waves_leaves_every_test_as_it_was(scores):
    """Only the sign of t and of the ranks turns; the bound of equivalence is another's SD."""
    there = compare(scores, better=Better.HIGHER)
    back = compare(swapped(scores), better=Better.HIGHER)
    if there.tests.wilcoxon is not None:
        assert there.tests.wilcoxon.p == back.tests.wilcoxon.p
        assert there.tests.wilcoxon.w_plus == back.tests.wilcoxon.w_minus
        assert there.effect.rank_biserial == -back.effect.rank_biserial
    assert there.mdes == back.mdes
    if there.normality is not None:
        assert_allclose(there.normality.w, back.normality.w, rtol=1e-9)
    if there.tests.paired_t is not None:
        assert there.tests.paired_t.t == -back.tests.paired_t.t
        assert there.tests.paired_t.p == back.tests.paired_t.p
        assert there.tests.bf10 == back.tests.bf10
        low, high = there.difference.ci95
        assert_allclose((-high, -low), back.difference.ci95, rtol=1e-12, atol=1e-12)
    if there.hodges_lehmann is not None and there.hodges_lehmann.ci95 is not None:
        low, high = there.hodges_lehmann.ci95
        assert (-high, -low) == back.hodges_lehmann.ci95


@given(pairs)
def test_intervals_hold_their_estimates(scores):
    """The mean lies in its interval, the shift in its own."""
    result = compare(scores, better=Better.HIGHER)
    assume(result.difference is not None)
    for estimate, interval in (
        (result.difference.mean, result.difference.ci95),
        (result.hodges_lehmann.estimate, result.hodges_lehmann.ci95),
        (result.effect.g_av, result.effect.g_av_ci95),
    ):
        if interval is not None:
            assert interval[0] <= estimate <= interval[1]


def test_the_direction_of_the_scale_turns_the_sign_only():
    """Better lower: who fell improved; no direction: no sign, with the reason."""
    scores = table([10, 10, 10], [12, 9, 10])
    lower, none = (compare(scores, better=better) for better in (Better.LOWER, Better.NONE))
    assert dataclasses.astuple(lower.sign) == (1, 1, 1)
    assert dataclasses.astuple(compare(table([10, 10], [12, 11]), better=Better.LOWER).sign) == (
        0,
        0,
        2,
    )
    assert none.sign is None
    assert str(none.notes["sign"]) == "on this scale neither more nor less is better"
    assert none.effect == lower.effect


ONE = "one person has no spread"
SAME = "everybody changed by the same amount, so there is no spread to judge it by"
FLAT = "at each wave everybody has the same score"
UNCHANGED = "nobody's score changed"
NOT_NORMALITY = "this test is made for 3 to 5000 people"
TWO = "two people are too few for the small-sample correction"
SIX = "under six people no interval of this kind covers 95 %"

SPREAD_OF_CHANGE = ("difference.ci95", "tests.paired_t", "tests.bf10", "tests.tost", "effect.d_z")
STANDARDISED = ("effect.d_av", "effect.g_av", "effect.g_av_ci95")
INTERVALS = ("hodges_lehmann.ci95", "effect.g_av_ci95")
RANKS = ("tests.wilcoxon", "effect.rank_biserial")

#: From what is odd to (entry, exit, the reason for every figure that is missing).
ODD = {
    "one person": ([5], [7], {
        **dict.fromkeys(("entry.sd", "exit.sd", "difference.sd", "mdes"), ONE),
        **dict.fromkeys((*SPREAD_OF_CHANGE, *STANDARDISED, "hodges_lehmann.ci95"), ONE),
        "normality": NOT_NORMALITY,
    }),
    "two people": ([5, 6], [7, 9], {
        "effect.g_av": TWO, "effect.g_av_ci95": TWO, "hodges_lehmann.ci95": SIX,
        "normality": NOT_NORMALITY,
    }),
    "two people with one score": ([5, 5], [5, 5], {
        **dict.fromkeys((*SPREAD_OF_CHANGE, "hodges_lehmann.ci95", ), SAME),
        **dict.fromkeys(STANDARDISED, FLAT), **dict.fromkeys(RANKS, UNCHANGED),
        "normality": NOT_NORMALITY,
    }),
    "no change": ([5, 6, 7], [5, 6, 7], {
        **dict.fromkeys((*SPREAD_OF_CHANGE, *INTERVALS, "normality"), SAME),
        **dict.fromkeys(RANKS, UNCHANGED),
    }),
    "the same change": ([5, 6, 7], [7, 8, 9], dict.fromkeys(
        (*SPREAD_OF_CHANGE, *INTERVALS, "normality"), SAME,
    )),
    "one score at each wave": ([5] * 7, [8] * 7, {
        **dict.fromkeys((*SPREAD_OF_CHANGE, "hodges_lehmann.ci95", "normality"), SAME),
        **dict.fromkeys(STANDARDISED, FLAT),
    }),
    "one score at entry": ([5] * 6, [5, 6, 7, 8, 9, 9], {
        "tests.tost": "at entry everybody has the same score, which gives no bound",
    }),
    "nearly the same change": (range(3000), [*range(1, 3000), 3001], {
        "tests.bf10": "the evidence of a change is too strong to be written as a number",
    }),
    "more than the test of normality takes": (range(5001), [score % 7 for score in range(5001)], {
        "normality": NOT_NORMALITY,
        "tests.bf10": "the evidence of a change is too strong to be written as a number",
    }),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "exit_", "reasons"), ODD.values(), ids=ODD.keys())
def test_odd_data_gets_a_reason_not_a_number(entry, exit_, reasons):
    """Never NaN, never p = 1 by accident; the reasons are these and no others."""
    result = compare(table(entry, exit_), better=Better.HIGHER)
    assert {path: str(note) for path, note in result.notes.items()} == reasons
    found = dict(figures(result))
    assert {path for path, value in found.items() if value is None} == set(reasons)


@pytest.mark.parametrize("rows", [[], [(1, None, 4), (None, 2, 3)]], ids=["nobody", "no pair"])
def test_of_nobody_nothing_is_said(rows):
    """Every figure is None for the same reason; people with one score are counted."""
    result = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    found = {path for path, value in figures(result) if value is None}
    assert found == set(result.notes)
    assert {str(note) for note in result.notes.values()} == {
        "nobody has a valid score at both waves"
    }
    assert {path for path, _ in figures(result)} - found == {"n_entry", "n_exit", "n_matched"}


@given(
    pairs,
    st.fractions(-9, 9, max_denominator=9),
    st.fractions(Fraction(1, 9), 9, max_denominator=9),
)
def test_neither_unit_nor_zero_of_the_scale_matters(scores, shift, scale):
    """A mean of items says the same as their sum: tests and sizes are equal to the last digit."""

    def moved(score):
        return None if score is None else score * scale + shift

    there = compare(scores, better=Better.HIGHER)
    other = compare(
        PairedScores.from_rows((moved(entry), moved(exit_), n) for entry, exit_, n in scores.rows),
        better=Better.HIGHER,
    )
    assert there.tests.wilcoxon == other.tests.wilcoxon
    assert there.tests.paired_t == other.tests.paired_t
    assert there.tests.bf10 == other.tests.bf10
    assert (there.normality, there.mdes) == (other.normality, other.mdes)
    for path, value in figures(there.effect):
        if value is not None:
            assert_allclose(dict(figures(other.effect))[path], value, rtol=1e-9, atol=1e-12)
    if there.tests.tost is not None:
        assert_allclose(other.tests.tost.p, there.tests.tost.p, rtol=1e-9)
        assert_allclose(other.tests.tost.bound, float(scale) * there.tests.tost.bound, rtol=1e-12)
    assert {*there.notes} == {*other.notes}


@given(pairs, pairs)
def test_merged_schools_are_their_people(one, other):
    """The order of rows and of schools does not matter."""
    together, back = (compare(merged, better=Better.LOWER) for merged in (one + other, other + one))
    assert together == back


def test_people_with_one_score_do_not_touch_the_pairs():
    """Pingouin makes an independent test of waves of different lengths, without a word."""
    matched = [(10, 12, 3), (11, 11, 2), (12, 15, 4)]
    lost = [(99, None, 5), (None, -99, 2)]
    alone, with_lost = (
        compare(PairedScores.from_rows(rows), better=Better.HIGHER)
        for rows in (matched, [*matched, *lost])
    )
    assert (with_lost.n_entry, with_lost.n_exit) == (14, 11)
    assert dataclasses.replace(with_lost, n_entry=9, n_exit=9) == alone


def test_six_people_are_enough_for_the_interval_of_the_shift():
    """Five are not; the note goes with the gap."""
    five, six = (table(range(n), [3 * x + 1 for x in range(n)]) for n in (5, 6))
    without, with_interval = (compare(scores, better=Better.HIGHER) for scores in (five, six))
    assert without.hodges_lehmann.ci95 is None
    assert "hodges_lehmann.ci95" in without.notes
    assert with_interval.hodges_lehmann.ci95 is not None
    assert "hodges_lehmann.ci95" not in with_interval.notes


def test_the_same_change_for_all_is_still_a_signed_rank_test():
    """Six of six rose by the same: 2 of 64 sign patterns are as extreme."""
    result = compare(table([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]), better=Better.HIGHER)
    assert result.tests.wilcoxon.p == 2 / 64
    assert result.tests.paired_t is None


def test_a_tiny_spread_beside_a_large_mean_keeps_its_digits():
    """One of a million rose by 2, all others by 1: t = (1 + 1e-6) · 1e6 by hand.

    The mean is 1 + 1e-6, the variance 1e-6 (1 - 1e-6) · n / (n - 1), which is 1e-6.
    """
    n = 1_000_000
    rows = [(0, 1, n // 2), (1, 2, n // 2 - 1), (1, 3, 1)]
    result = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    assert_allclose(result.tests.paired_t.t, n + 1, rtol=1e-14)
    assert_allclose(result.difference.sd, 1e-3, rtol=1e-14)
    assert result.tests.bf10 is None


@pytest.mark.parametrize("unit", [Fraction(10**30), Fraction(1, 10**30)], ids=["huge", "tiny"])
def test_scores_of_any_size_are_compared(unit):
    """Squares of such floats of squares would leave their range."""
    rows = [(0, 3, 2), (1, 2, 3), (4, 4, 1), (5, 9, 2)]
    plain = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    scaled = compare(
        PairedScores.from_rows((entry * unit, exit_ * unit, n) for entry, exit_, n in rows),
        better=Better.HIGHER,
    )
    assert scaled.tests.paired_t == plain.tests.paired_t
    assert_allclose(scaled.effect.g_av_ci95, plain.effect.g_av_ci95, rtol=1e-12)
    assert_allclose(scaled.difference.sd, float(unit) * plain.difference.sd, rtol=1e-12)


def test_prorated_scores_of_many_denominators_stay_exact():
    """Thirds, sevenths and nineteenths: their mean difference is 1/3 to the last digit."""
    rows = [(Fraction(part, 19), Fraction(part, 19) + Fraction(1, 3), part) for part in (1, 4, 9)]
    rows += [
        (Fraction(2, 7), Fraction(2, 7), 5),
        (Fraction(2, 7), Fraction(2, 7) + Fraction(2, 3), 5),
    ]
    result = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    assert result.difference.mean == 1 / 3
    assert result.hodges_lehmann.estimate == 1 / 3
    assert (result.tests.wilcoxon.w_plus, result.tests.wilcoxon.n_nonzero) == (190, 19)


def test_no_float_dust_splits_a_tie():
    """Means of items as floats break ties (0.1 + 0.2 is not 0.3); as rationals they do not."""
    tenth, fifth, third = Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)
    exact = table([Fraction(0)] * 2, [tenth + fifth, -third])
    result = compare(exact, better=Better.HIGHER)
    assert (result.tests.wilcoxon.w_plus, result.tests.wilcoxon.w_minus) == (1.5, 1.5)
    assert result.tests.wilcoxon.p == 1
