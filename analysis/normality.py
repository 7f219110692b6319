"""How far the differences look normal: description, never the ground to choose a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import stats

if TYPE_CHECKING:
    from analysis.distribution import Distribution

#: The numbers of people that Royston's approximation of p is made for.
FEWEST, MOST = 3, 5000


@dataclass(frozen=True, kw_only=True)
class Normality:
    """The test of Shapiro and Wilk of the differences."""

    w: float
    p: float
    n: int


def shapiro_wilk(differences: Distribution) -> Normality | None:
    """Return the test; None under 3 or above 5,000 people, or where all differences are one.

    Neither shift nor scale changes W, so the differences are laid between 0 and 1 exactly before
    they become floats. Checked against shapiro.test of R 4.2.2 (tests/golden/paired.json).
    """
    if not FEWEST <= differences.n <= MOST or len(differences.counts) == 1:
        return None
    _unit, counts = differences.whole
    lowest, highest = counts[0][0], counts[-1][0]
    spread = highest - lowest
    people = [(value - lowest) / spread for value, n in counts for _ in range(n)]
    found = stats.shapiro(people)
    return Normality(w=float(found.statistic), p=float(found.pvalue), n=differences.n)
