"""Entry against exit of one scale and role: every figure of the paired block, or why not."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scipy import special

from analysis.bayes import bayes_factor
from analysis.effect import Effect, directions, effect_sizes
from analysis.equivalence import Equivalence, smallest_detectable, tost
from analysis.normality import FEWEST, MOST, Normality, shapiro_wilk
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
NO_ENTRY_SPREAD = N_("at entry everybody has the same score, which gives no bound")
BEYOND_FLOATS = N_("the evidence of a change is too strong to be written as a number")
NOT_FOR_NORMALITY = N_(
    "this test is made for %(fewest)s to %(most)s people", fewest=FEWEST, most=MOST
)


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
    """The tests of the paired block.

    Attributes
    ----------
    bf10
        How many times likelier the data are if there is a change, by the JZS prior, r = 0.707.
    """

    paired_t: PairedT | None
    wilcoxon: Wilcoxon | WilcoxonP | None
    bf10: float | None
    tost: Equivalence | None


@dataclass(frozen=True, kw_only=True)
class Sign:
    """How many people moved which way, by the scale's direction."""

    improved: int
    same: int
    worsened: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The paired block of statistics.md.

    Attributes
    ----------
    mdes
        The d_z that a paired t test of so many people finds with power 0.80, two-sided at 0.05.
    normality
        Of the differences; description only.
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
    mdes: float | None
    normality: Normality | None
    notes: Mapping[str, Message] = field(default_factory=dict)


def compare(scores: PairedScores, *, better: Better, equivalence: float = 0.2) -> Comparison:
    """Compare entry and exit on one scale.

    Parameters
    ----------
    scores
        The people of one role.
    better
        Which way the scale improves.
    equivalence
        Bound of the test of equivalence, in SDs of the matched people's entry scores; above 0.

    Returns
    -------
    Comparison
        What cannot be computed is None, with its reason in `notes`; nothing is NaN or infinite.
        Checked against R 4.2.2 (tests/golden/paired.json).
    """
    differences = scores.differences
    ranks = wilcoxon(differences)
    tests = _tests(scores, ranks, equivalence)
    return Comparison(
        n_entry=scores.n_entry,
        n_exit=scores.n_exit,
        n_matched=scores.n_matched,
        entry=_summary(scores.entry),
        exit=_summary(scores.exit),
        difference=_difference(differences),
        hodges_lehmann=hodges_lehmann(differences),
        tests=tests,
        effect=effect_sizes(scores, ranks),
        sign=_sign(differences, better),
        mdes=smallest_detectable(differences.n) if differences.n > 1 else None,
        normality=shapiro_wilk(differences),
        notes=_notes(scores, better, tests),
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


def _tests(scores: PairedScores, ranks: Wilcoxon | None, equivalence: float) -> Tests:
    differences = scores.differences
    paired_t = _paired_t(differences)
    bounded = paired_t is not None and scores.entry.variance
    return Tests(
        paired_t=paired_t,
        wilcoxon=ranks,
        bf10=None if paired_t is None else bayes_factor(paired_t.t, differences.n),
        tost=tost(scores, equivalence) if bounded else None,
    )


def _paired_t(differences: Distribution) -> PairedT | None:
    n = differences.n
    if n < 2 or not differences.variance:
        return None
    size = math.sqrt(differences.mean**2 * n / differences.variance)
    p = 2 * float(special.stdtr(n - 1, -size))
    return PairedT(t=math.copysign(size, differences.mean), df=n - 1, p=p)


def _sign(differences: Distribution, better: Better) -> Sign | None:
    if better is Better.NONE or differences.n == 0:
        return None
    rose, same, fell = directions(differences)
    if better is Better.LOWER:
        rose, fell = fell, rose
    return Sign(improved=rose, same=same, worsened=fell)


def _notes(scores: PairedScores, better: Better, tests: Tests) -> dict[str, Message]:
    """Return the reason for every figure that is None."""
    n = scores.n_matched
    notes: dict[str, Message] = {}
    if better is Better.NONE:
        notes["sign"] = NO_DIRECTION
    if n == 0:
        blocks = ("entry", "exit", "difference", "hodges_lehmann", "sign", "mdes", "normality")
        inner = (
            f"{block}.{name}"
            for block, fields in (("tests", Tests), ("effect", Effect))
            for name in fields.__dataclass_fields__
        )
        return notes | dict.fromkeys((*blocks, *inner), NOBODY)
    if n < SMALLEST_INTERVAL:
        notes["hodges_lehmann.ci95"] = SHORT_OF_SIX
    if n == 2:
        notes |= dict.fromkeys(("effect.g_av", "effect.g_av_ci95"), TWO_PEOPLE)
    if n == 1:
        notes |= dict.fromkeys(("entry.sd", "exit.sd", "difference.sd", "mdes"), ONE_PERSON)
    if tests.bf10 is None:
        notes["tests.bf10"] = BEYOND_FLOATS
    return notes | _notes_without_spread(scores) | _normality_notes(scores.differences)


def _notes_without_spread(scores: PairedScores) -> dict[str, Message]:
    """Return the reason for every figure that a lack of spread makes None."""
    notes: dict[str, Message] = {}
    alone = scores.n_matched == 1
    if alone or not scores.entry.variance:
        notes["tests.tost"] = NO_ENTRY_SPREAD
    if len(scores.differences.counts) == 1:
        of_t = ("difference.ci95", "tests.paired_t", "tests.bf10", "tests.tost", "effect.d_z")
        reason = ONE_PERSON if alone else SAME_CHANGE
        notes |= dict.fromkeys((*of_t, "hodges_lehmann.ci95", "effect.g_av_ci95"), reason)
    if alone or not scores.entry.variance + scores.exit.variance:
        reason = ONE_PERSON if alone else NO_SPREAD
        notes |= dict.fromkeys(("effect.d_av", "effect.g_av", "effect.g_av_ci95"), reason)
    if [value for value, _ in scores.differences.counts] == [0]:
        notes |= dict.fromkeys(("tests.wilcoxon", "effect.rank_biserial"), NO_CHANGE)
    return notes


def _normality_notes(differences: Distribution) -> dict[str, Message]:
    if not FEWEST <= differences.n <= MOST:
        return {"normality": NOT_FOR_NORMALITY}
    return {"normality": SAME_CHANGE} if len(differences.counts) == 1 else {}


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
