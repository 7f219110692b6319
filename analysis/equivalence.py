"""Whether a change is small enough to count as none, and the smallest one that would be found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scipy import optimize, special

if TYPE_CHECKING:
    from analysis.paired import PairedScores

#: Where the noncentrality of a test with power 0.80 lies, from two people to any number.
_NONCENTRALITY = (2.0, 17.0)


@dataclass(frozen=True, kw_only=True)
class Equivalence:
    """Two one-sided t tests of the mean difference against a bound.

    Attributes
    ----------
    bound
        In raw-score units; the tests are against minus and plus this much.
    p
        The larger of the two one-sided p.
    """

    bound: float
    p: float


def tost(scores: PairedScores, equivalence: float) -> Equivalence:
    """Test that the mean difference lies within a bound (Schuirmann 1987).

    Parameters
    ----------
    scores
        People whose differences vary and whose entry scores do.
    equivalence
        The bound in SDs of the matched people's entry scores; above 0.

    Returns
    -------
    Equivalence
        Checked against t.test(alternative = "greater") and "less" of R 4.2.2
        (tests/golden/paired.json).
    """
    differences = scores.differences
    n = differences.n
    bound = equivalence * scores.entry.sd
    # The p of the nearer bound is the larger.
    room = bound - abs(float(differences.mean))
    t = room / math.sqrt(differences.variance / n)
    return Equivalence(bound=bound, p=float(special.stdtr(n - 1, -t)))


@lru_cache
def smallest_detectable(n: int) -> float:
    """Return the d_z that a paired t test of n people, two or more, finds with power 0.80.

    Two-sided at 0.05, both tails counted. The lower tail is that of the mirrored distribution,
    since scipy's own is NaN far out. Checked against power.t.test(type = "paired", strict = TRUE,
    tol = 1e-12) of R 4.2.2 (tests/golden/paired.json).
    """
    df = n - 1
    critical = float(special.stdtrit(df, 0.975))

    def missing(noncentrality: float) -> float:
        below, above = (
            float(special.nctdtr(df, side * noncentrality, critical)) for side in (1, -1)
        )
        return 0.8 - (1 - below) - (1 - above)

    return float(optimize.brentq(missing, *_NONCENTRALITY, xtol=1e-12)) / math.sqrt(n)
