"""The paired block agrees with R, obeys its symmetries, and says why where it says nothing."""

from __future__ import annotations

import dataclasses
import json
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from numpy.testing import assert_allclose

from analysis.comparison import compare, hedges_j, holm
from analysis.paired import PairedScores
from analysis.signed_rank import signed_rank_quantile
from instruments.model import Better
from tests.conftest import GOLDEN
from tests.strategies import pairs

R = json.loads((GOLDEN / "paired.json").read_text("utf-8"))

#: statistics.md: closed forms 1e-8; Wilcoxon's normal p 1e-6.
CLOSED_FORM = 1e-8
NORMAL_P = 1e-6


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
            tolerance = NORMAL_P if normal and path == "tests.wilcoxon.p" else CLOSED_FORM
            assert_allclose(found[path], value, rtol=tolerance, err_msg=path)


def test_the_golden_values_cover_every_figure():
    """No figure is without an outside reference; the later ones are None."""
    covered = {path for case in R["cases"] for path, _ in expected_figures(case["expected"])}
    case = R["cases"][0]
    result = compare(table(case["entry"], case["exit"]), better=Better.LOWER)
    counts = {"n_entry", "n_exit", "entry.n", "exit.n", "difference.n", "hodges_lehmann.n"}
    later = {"tests.bf10", "tests.tost"}
    assert {path for path, _ in figures(result)} == covered | counts | later


@pytest.mark.parametrize("case", R["p_adjust"], ids=lambda case: str(len(case["p"])))
def test_holm_agrees_with_r(case):
    """p.adjust(method = "holm")."""
    assert_allclose(holm(case["p"]), case["holm"], rtol=1e-12)


def test_the_signed_rank_quantile_agrees_with_r():
    """qsignrank(0.025, n)."""
    assert all(signed_rank_quantile(case["n"]) == case["q"] for case in R["quantiles"])


def test_holm_of_nothing_is_nothing():
    """A plan may have no test that could be computed."""
    assert holm([]) == []


def test_the_correction_of_hedges_is_the_gamma_form_also_for_a_country():
    """Df 2 by hand: Γ(1) / (√1 · Γ(1/2)) = 1 / √π; for 30 million people 1 - 3 / (4 df - 1)."""
    assert_allclose(hedges_j(2), 1 / math.sqrt(math.pi), rtol=1e-14)
    many = 30_000_000
    assert_allclose(1 - hedges_j(many), 3 / (4 * many - 1), rtol=1e-6)


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
        if value is None and path not in {"tests.bf10", "tests.tost"}:
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
    back = compare(scores.swapped, better=Better.HIGHER)
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
    if there.tests.wilcoxon is not None:
        assert there.tests.wilcoxon.p == back.tests.wilcoxon.p
        assert there.tests.wilcoxon.w_plus == back.tests.wilcoxon.w_minus
        assert there.effect.rank_biserial == -back.effect.rank_biserial
    if there.tests.paired_t is not None:
        assert there.tests.paired_t.t == -back.tests.paired_t.t
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


@pytest.mark.parametrize(
    ("entry", "exit_", "reasons"),
    [
        ([], [], {"difference": "nobody has a valid score at both waves",
                  "tests.wilcoxon": "nobody has a valid score at both waves"}),
        ([5], [7], {"difference.sd": "one person has no spread",
                    "tests.paired_t": "one person has no spread"}),
        ([5, 6], [7, 9], {"effect.g_av": "two people are too few for the small-sample correction",
                          "hodges_lehmann.ci95": "under six people no interval of this kind covers 95 %"}),
        ([5, 6, 7], [5, 6, 7], {"tests.wilcoxon": "nobody's score changed",
                                "effect.rank_biserial": "nobody's score changed"}),
        ([5, 6, 7], [7, 8, 9], {"tests.paired_t": "everybody changed by the same amount, so there is no "
                                                  "spread to judge it by"}),
        ([5, 5, 5], [5, 5, 5], {"effect.d_av": "at each wave everybody has the same score"}),
    ],
    ids=["nobody", "one person", "two people", "no change", "the same change", "one score"],
)  # fmt: skip
def test_odd_data_gets_a_reason_not_a_number(entry, exit_, reasons):
    """Never NaN, never p = 1 by accident."""
    result = compare(table(entry, exit_), better=Better.HIGHER)
    found = dict(figures(result))
    for path, reason in reasons.items():
        assert found.get(path) is None, path
        assert str(result.notes[path]) == reason


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


def test_no_float_dust_splits_a_tie():
    """Means of items as floats break ties (0.1 + 0.2 is not 0.3); as rationals they do not."""
    tenth, fifth, third = Fraction(1, 10), Fraction(2, 10), Fraction(3, 10)
    exact = table([Fraction(0)] * 2, [tenth + fifth, -third])
    result = compare(exact, better=Better.HIGHER)
    assert (result.tests.wilcoxon.w_plus, result.tests.wilcoxon.w_minus) == (1.5, 1.5)
    assert result.tests.wilcoxon.p == 1
