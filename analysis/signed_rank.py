"""Wilcoxon's signed ranks and the shift that belongs to them, from differences with counts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.distribution import Distribution

#: Up to this many differences distributions are exact; above, normal.
EXACT_LIMIT = 200

#: Under this many people no interval of order statistics covers 95 %.
SMALLEST_INTERVAL = 6


@dataclass(frozen=True, kw_only=True)
class Wilcoxon:
    """Wilcoxon's signed-rank test, two-sided; zero differences dropped, midranks for ties.

    Attributes
    ----------
    w_plus, w_minus
        Sums of the ranks of positive and negative differences.
    t_min
        The smaller of them.
    n_nonzero
        Differences that are not zero.
    method
        "exact": the conditional distribution given the ties. "normal": tie and continuity
        corrected.
    """

    w_plus: float
    w_minus: float
    t_min: float
    n_nonzero: int
    p: float
    method: str


def wilcoxon(differences: Distribution) -> Wilcoxon | None:
    """Return the test; None where no difference is other than zero.

    Checked against exactRankTests 0.8.35 and R's wilcox.test (tests/golden/paired.json).
    """
    _, counts = differences.whole
    sizes: dict[int, int] = {}
    for difference, n in counts:
        if difference:
            sizes[abs(difference)] = sizes.get(abs(difference), 0) + n
    if not sizes:
        return None
    doubled: dict[int, int] = {}
    below = 0
    for size in sorted(sizes):
        doubled[size] = 2 * below + sizes[size] + 1
        below += sizes[size]
    plus = sum(doubled[value] * n for value, n in counts if value > 0)
    minus = sum(doubled[-value] * n for value, n in counts if value < 0)
    ties = list(sizes.values())
    exact = below <= EXACT_LIMIT
    if exact:
        p = _exact_p([(doubled[size], sizes[size]) for size in sizes], min(plus, minus))
    else:
        p = _normal_p(min(plus, minus) / 2, below, ties)
    return Wilcoxon(
        w_plus=plus / 2,
        w_minus=minus / 2,
        t_min=min(plus, minus) / 2,
        n_nonzero=below,
        p=p,
        method="exact" if exact else "normal",
    )


def _exact_p(doubled_ranks: Sequence[tuple[int, int]], doubled_t: int) -> float:
    """Return P(W at most t or at least its mirror image) when every sign is a fair coin."""
    # Without ties all doubled ranks are even, and half as many sums are enough.
    step = math.gcd(*(rank for rank, _ in doubled_ranks))
    mass = _sign_flip_mass([(rank // step, n) for rank, n in doubled_ranks], doubled_t // step)
    return min(1.0, 2.0 * float(mass.sum()))


def _sign_flip_mass(
    ranks: Sequence[tuple[int, int]], most: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the distribution of the sum of ranks with a plus, each plus a fair coin.

    Parameters
    ----------
    ranks
        (rank, how many have it), whole numbers: midranks come doubled.
    most
        The largest sum that is asked for.

    Returns
    -------
    array
        Probability of every sum from 0 to `most`, by one convolution per rank. Only positive
        numbers are added, so the smallest tail is as precise as the largest.
    """
    mass = np.zeros(most + 1)
    mass[0] = 1.0
    for rank, n in ranks:
        for _ in range(n):
            mass /= 2
            mass[rank:] += mass[: max(0, most + 1 - rank)]
    return mass


def _normal_p(t_min: float, n: int, ties: Sequence[int]) -> float:
    """Return the two-sided p of the normal approximation, tie and continuity corrected."""
    mean = n * (n + 1) / 4
    variance = n * (n + 1) * (2 * n + 1) / 24 - sum(tie**3 - tie for tie in ties) / 48
    z = (t_min - mean + 0.5) / math.sqrt(variance)
    return min(1.0, 2.0 * float(special.ndtr(z)))


@dataclass(frozen=True, kw_only=True)
class HodgesLehmann:
    """The shift: median of the Walsh averages of all differences, zeros included.

    Attributes
    ----------
    estimate
        In raw-score units.
    ci95
        Order statistics of the averages; None under six people or where all differences are one.
    """

    n: int
    estimate: float
    ci95: tuple[float, float] | None


def hodges_lehmann(differences: Distribution) -> HodgesLehmann | None:
    """Return the shift with its interval; None without people.

    The interval takes the averages at the 2.5 % quantile of the signed-rank distribution, counted
    from both ends (exact to n = 200, normal above): Hollander & Wolfe, Nonparametric Statistical
    Methods, 3.2 and 3.3. Checked against R's wilcox.test and qsignrank (tests/golden).
    """
    n = differences.n
    if n == 0:
        return None
    walsh = _WalshSums(differences)
    pairs = n * (n + 1) // 2
    middle = walsh.order_statistic((pairs + 1) // 2) + walsh.order_statistic(pairs // 2 + 1)
    ci95 = None
    if n >= SMALLEST_INTERVAL and len(differences.counts) > 1:
        place = signed_rank_quantile(n)
        low, high = walsh.order_statistic(place), walsh.order_statistic(pairs + 1 - place)
        ci95 = float(low / 2), float(high / 2)
    return HodgesLehmann(n=n, estimate=float(middle / 4), ci95=ci95)


@cache
def signed_rank_quantile(n: int) -> int:
    """Return the smallest w with P(W <= w) at least 0.025 for n differences without ties."""
    if n > EXACT_LIMIT:
        sd = math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        return math.ceil(n * (n + 1) / 4 + float(special.ndtri(0.025)) * sd)
    mass = _sign_flip_mass([(rank, 1) for rank in range(1, n + 1)], n * (n + 1) // 4)
    return int(np.searchsorted(np.cumsum(mass), 0.025))


class _WalshSums:
    """The sums of all pairs of differences, each with itself too, without listing them."""

    def __init__(self, differences: Distribution) -> None:
        self._unit, counts = differences.whole
        # Machine integers where twice the values and the number of pairs fit into them.
        largest = max(abs(counts[0][0]), abs(counts[-1][0]))
        fits = 4 * largest < 2**63 and differences.n**2 < 2**62
        dtype = np.int64 if fits else object
        self._values = np.array([value for value, _ in counts], dtype=dtype)
        self._counts = np.array([n for _, n in counts], dtype=dtype)
        self._up_to = np.array([0, *accumulate(n for _, n in counts)], dtype=dtype)

    def order_statistic(self, place: int) -> Fraction:
        """Return the sum at `place`, from 1, in rising order."""
        low, high = 2 * int(self._values[0]), 2 * int(self._values[-1])
        while low < high:
            middle = (low + high) // 2
            if self._count_up_to(middle) >= place:
                high = middle
            else:
                low = middle + 1
        return Fraction(low, self._unit)

    def _count_up_to(self, limit: int) -> int:
        """Count the pairs whose sum is at most `limit`.

        Ordered pairs count every pair of two people twice and everybody with himself once.
        """
        partners = self._up_to[np.searchsorted(self._values, limit - self._values, side="right")]
        alone = self._up_to[np.searchsorted(self._values, limit // 2, side="right")]
        return int(self._counts @ partners + alone) // 2
