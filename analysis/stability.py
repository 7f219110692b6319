"""How far people keep their place among the others from entry to exit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.comparison import NO_SPREAD, NOBODY, ONE_PERSON
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from analysis.paired import PairedScores

ONE_WAVE_FLAT = N_("at one wave everybody has the same score")
MIRRORED = N_("two people only changed places, which leaves nothing to estimate")


@dataclass(frozen=True, kw_only=True)
class Stability:
    """Agreement of entry and exit over the same people.

    It is stability across the programme, not reliability: never the ground of SEM or RCI.

    Attributes
    ----------
    n
        Matched people.
    r
        Pearson correlation of entry and exit.
    icc
        ICC(A,1) of McGraw and Wong (1996): two-way, absolute agreement, single score.
    notes
        From the dotted path of a figure that is None to the reason.
    """

    n: int
    r: float | None
    icc: float | None
    notes: Mapping[str, Message] = field(default_factory=dict)


def stability(scores: PairedScores) -> Stability | Message:
    """Return how stable the scores are, or why nothing can be said of it.

    Parameters
    ----------
    scores
        The people of one role; those without a valid score at either wave do not count.

    Returns
    -------
    Stability or Message
        Exact until the last step. Checked against cor of R 4.2.2 and psych::ICC 2.2.9, its
        "ICC2" (tests/golden/paired.json).
    """
    n = scores.n_matched
    if n < 2:
        return ONE_PERSON if n else NOBODY
    before, after = scores.entry.variance, scores.exit.variance
    if not before + after:
        return NO_SPREAD
    notes: dict[str, Message] = {}
    r = icc = None
    if before and after:
        # The root of one fraction, so that perfect agreement is exactly 1.
        r = math.sqrt(scores.covariance**2 / (before * after))
        r = math.copysign(r, scores.covariance)
    else:
        notes["r"] = ONE_WAVE_FLAT
    whole = _whole_variance(scores)
    if whole:
        icc = float(2 * scores.covariance / whole)
    else:
        notes["icc"] = MIRRORED
    return Stability(n=n, r=r, icc=icc, notes=notes)


def _whole_variance(scores: PairedScores) -> Fraction:
    """Return twice the variance of one score, of people, waves and error together.

    With the mean squares of people MSR, waves MSC and error MSE, ICC(A,1) of two waves is
    (MSR - MSE) / (MSR + MSE + 2 (MSC - MSE) / n); in MSR - MSE only the covariance is left, and
    MSC is n/2 times the squared mean difference.
    """
    between = scores.differences.mean**2 - scores.differences.variance / scores.n_matched
    return scores.entry.variance + scores.exit.variance + between
