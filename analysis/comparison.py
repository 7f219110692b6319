"""Entry against exit of one scale and role: every figure of the paired block, or why not."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scipy import special

from analysis.signed_rank import (
    SMALLEST_INTERVAL,
    HodgesLehmann,
    Wilcoxon,
    hodges_lehmann,
    wilcoxon,
)
from instruments.messages import N_, Message
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.distribution import Distribution
    from analysis.paired import PairedScores

NOBODY = N_("nobody has a valid score at both waves")
ONE_PERSON = N_("one person has no spread")
SAME_CHANGE = N_("everybody changed by the same amount, so there is no spread to judge it by")
NO_CHANGE = N_("nobody's score changed")
NO_SPREAD = N_("at each wave everybody has the same score")
TWO_PEOPLE = N_("two people are too few for the small-sample correction")
SHORT_OF_SIX = N_("under six people no interval of this kind covers 95 %")
NO_DIRECTION = N_("on this scale neither more nor less is better")


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The scores of matched people at one wave, in raw-score units.

    The spread of one person is None, and under the base rule that of fewer than ten.
    """

    n: int
    mean: float
    sd: float | None
    median: float
    q1: float | None
    q3: float | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Exit - entry in raw-score units; positive means the raw score rose."""

    n: int
    mean: float
    sd: float | None
    ci95: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True)
class PairedT:
    """Student's t on the differences, two-sided."""

    t: float
    df: int
    p: float


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """Two one-sided tests against a bound in raw-score units."""

    bound: float
    p: float


@dataclass(frozen=True, kw_only=True)
class WilcoxonP:
    """Wilcoxon's test without its ranks, which tell how many people rose, stayed and fell."""

    p: float
    method: str
    w_plus: None = None
    w_minus: None = None
    t_min: None = None
    n_nonzero: None = None


@dataclass(frozen=True, kw_only=True)
class Tests:
    """The tests of the paired block."""

    paired_t: PairedT | None
    wilcoxon: Wilcoxon | WilcoxonP | None
    bf10: float | None = None
    tost: Equivalence | None = None


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How many people moved which way, by the scale's direction."""

    improved: int
    same: int
    worsened: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Effect sizes; positive means the raw score rose.

    Attributes
    ----------
    d_z
        Mean difference over the SD of differences.
    d_av
        Mean difference over the root mean square of the two waves' SDs.
    g_av, g_av_ci95
        d_av with Hedges' exact correction at n - 1, and Bonett's (2008) interval.
    rank_biserial
        (W+ - W-) / (W+ + W-).
    cl
        P(exit > entry) + P(equal) / 2 for the same person.
    """

    d_z: float | None
    d_av: float | None
    g_av: float | None
    g_av_ci95: tuple[float, float] | None
    rank_biserial: float | None
    cl: float | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The paired block of statistics.md.

    Attributes
    ----------
    notes
        From the dotted path of a figure that is None to the reason.
    """

    n_entry: int
    n_exit: int
    n_matched: int
    entry: Summary | None
    exit: Summary | None
    difference: Difference | None
    hodges_lehmann: HodgesLehmann | None
    tests: Tests
    effect: Effect
    sign: Sign | None
    notes: Mapping[str, Message] = field(default_factory=dict)


def compare(scores: PairedScores, *, better: Better) -> Comparison:
    """Compare entry and exit on one scale.

    Parameters
    ----------
    scores
        The people of one role.
    better
        Which way the scale improves.

    Returns
    -------
    Comparison
        What cannot be computed is None, with its reason in `notes`; nothing is NaN or infinite.
        Checked against R 4.2.2 (tests/golden/paired.json).
    """
    differences = scores.differences
    test = wilcoxon(differences)
    return Comparison(
        n_entry=scores.n_entry,
        n_exit=scores.n_exit,
        n_matched=scores.n_matched,
        entry=_summary(scores.entry),
        exit=_summary(scores.exit),
        difference=_difference(differences),
        hodges_lehmann=hodges_lehmann(differences),
        tests=Tests(paired_t=_paired_t(differences), wilcoxon=test),
        effect=_effect(scores, test),
        sign=_sign(differences, better),
        notes=_notes(scores, better),
    )


def _summary(scores: Distribution) -> Summary | None:
    if scores.n == 0:
        return None
    q1, median, q3 = (float(scores.quantile(Fraction(part, 4))) for part in (1, 2, 3))
    sd = scores.sd if scores.n > 1 else None
    return Summary(n=scores.n, mean=float(scores.mean), sd=sd, median=median, q1=q1, q3=q3)


def _difference(differences: Distribution) -> Difference | None:
    n = differences.n
    if n == 0:
        return None
    mean = float(differences.mean)
    if n == 1:
        return Difference(n=n, mean=mean, sd=None, ci95=None)
    ci95 = None
    if differences.variance:
        half = float(special.stdtrit(n - 1, 0.975)) * math.sqrt(differences.variance / n)
        ci95 = mean - half, mean + half
    return Difference(n=n, mean=mean, sd=differences.sd, ci95=ci95)


def _paired_t(differences: Distribution) -> PairedT | None:
    n = differences.n
    if n < 2 or not differences.variance:
        return None
    size = math.sqrt(differences.mean**2 * n / differences.variance)
    p = 2 * float(special.stdtr(n - 1, -size))
    return PairedT(t=math.copysign(size, differences.mean), df=n - 1, p=p)


def _effect(scores: PairedScores, test: Wilcoxon | None) -> Effect:
    n = scores.n_matched
    differences = scores.differences
    d_z = d_av = g_av = g_av_ci95 = rank_biserial = cl = None
    if n > 1 and differences.variance:
        d_z = float(differences.mean) / differences.sd
    if n > 1 and scores.entry.variance + scores.exit.variance:
        d_av = float(differences.mean) / _sd_av(scores)
    if n > 2 and d_av is not None:
        g_av = d_av * hedges_j(n - 1)
        g_av_ci95 = _bonett(scores, d_av)
    if test is not None:
        rank_biserial = (test.w_plus - test.w_minus) / (test.w_plus + test.w_minus)
    if n:
        rose, same, _ = directions(differences)
        cl = (rose + same / 2) / n
    return Effect(
        d_z=d_z, d_av=d_av, g_av=g_av, g_av_ci95=g_av_ci95, rank_biserial=rank_biserial, cl=cl
    )


def _sd_av(scores: PairedScores) -> float:
    return math.sqrt((scores.entry.variance + scores.exit.variance) / 2)


def hedges_j(df: int) -> float:
    """Return the exact small-sample correction of a standardised mean (Hedges 1981), df > 1."""
    return float(special.poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)


def _bonett(scores: PairedScores, d_av: float) -> tuple[float, float]:
    """Return the interval of g_av from the variance of Bonett (2008) for paired samples."""
    df = scores.n_matched - 1
    before, after = scores.entry.variance, scores.exit.variance
    average = (before + after) / 2
    spread = (before**2 + after**2 + 2 * scores.covariance**2) / (8 * df * average**2)
    variance = d_av**2 * float(spread) + float(scores.differences.variance / (df * average))
    half = float(special.ndtri(0.975)) * math.sqrt(variance)
    return (d_av - half) * hedges_j(df), (d_av + half) * hedges_j(df)


def directions(differences: Distribution) -> tuple[int, int, int]:
    """Return how many people rose, stayed and fell."""
    rose = sum(n for value, n in differences.counts if value > 0)
    fell = sum(n for value, n in differences.counts if value < 0)
    return rose, differences.n - rose - fell, fell


def _sign(differences: Distribution, better: Better) -> Sign | None:
    if better is Better.NONE or differences.n == 0:
        return None
    rose, same, fell = directions(differences)
    if better is Better.LOWER:
        rose, fell = fell, rose
    return Sign(improved=rose, same=same, worsened=fell)


def _notes(scores: PairedScores, better: Better) -> dict[str, Message]:
    """Return the reason for every figure that is None."""
    n = scores.n_matched
    notes: dict[str, Message] = {}
    if better is Better.NONE:
        notes["sign"] = NO_DIRECTION
    if n == 0:
        blocks = ("entry", "exit", "difference", "hodges_lehmann", "sign")
        tests = ("tests.paired_t", "tests.wilcoxon")
        effects = (f"effect.{name}" for name in Effect.__dataclass_fields__)
        return notes | dict.fromkeys((*blocks, *tests, *effects), NOBODY)
    if n < SMALLEST_INTERVAL:
        notes["hodges_lehmann.ci95"] = SHORT_OF_SIX
    if n == 2:
        notes |= dict.fromkeys(("effect.g_av", "effect.g_av_ci95"), TWO_PEOPLE)
    if n == 1:
        notes |= dict.fromkeys(("entry.sd", "exit.sd", "difference.sd"), ONE_PERSON)
    return notes | _notes_without_spread(scores)


def _notes_without_spread(scores: PairedScores) -> dict[str, Message]:
    """Return the reason for every figure that a lack of spread makes None."""
    notes: dict[str, Message] = {}
    alone = scores.n_matched == 1
    if len(scores.differences.counts) == 1:
        reason = ONE_PERSON if alone else SAME_CHANGE
        paths = ("difference.ci95", "hodges_lehmann.ci95", "tests.paired_t", "effect.d_z")
        notes |= dict.fromkeys(paths, reason)
    if alone or not scores.entry.variance + scores.exit.variance:
        reason = ONE_PERSON if alone else NO_SPREAD
        notes |= dict.fromkeys(("effect.d_av", "effect.g_av", "effect.g_av_ci95"), reason)
    if [value for value, _ in scores.differences.counts] == [0]:
        notes |= dict.fromkeys(("tests.wilcoxon", "effect.rank_biserial"), NO_CHANGE)
    return notes


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p values corrected for their number by Holm's (1979) step-down rule.

    Checked against R's p.adjust (tests/golden/paired.json).
    """
    corrected = [0.0] * len(p_values)
    reached = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = reached
    return corrected
