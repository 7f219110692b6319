"""Scores with their counts, summarised exactly."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Score = TypeVar("Score", int, Fraction)


@dataclass(frozen=True)
class Distribution:
    """How many people have each score.

    Attributes
    ----------
    counts
        (score, people) in rising order of score; no score twice, no count below 1.
    """

    counts: tuple[tuple[Fraction, int], ...]

    @classmethod
    def of(cls, weighted: Iterable[tuple[Fraction, int]]) -> Distribution:
        """Gather scores that may repeat; a count of 0 leaves its score out."""
        gathered = _gathered(weighted)
        return cls(tuple(sorted((score, n) for score, n in gathered.items() if n)))

    @classmethod
    def of_whole(cls, weighted: Iterable[tuple[int, int]], unit: int) -> Distribution:
        """Gather scores that are so many units of 1 / `unit`."""
        gathered = _gathered(weighted)
        return cls(tuple((Fraction(score, unit), n) for score, n in sorted(gathered.items()) if n))

    @cached_property
    def whole(self) -> tuple[int, tuple[tuple[int, int], ...]]:
        """The unit of which all scores are multiples, as 1 / it, and the counts in such units.

        Sums of whole numbers are several times as fast as those of fractions.
        """
        unit = math.lcm(*{score.denominator for score, _ in self.counts})
        return unit, tuple(
            (score.numerator * (unit // score.denominator), n) for score, n in self.counts
        )

    @cached_property
    def n(self) -> int:
        """People."""
        return sum(n for _, n in self.counts)

    @cached_property
    def total(self) -> Fraction:
        """Sum of all scores."""
        unit, counts = self.whole
        return Fraction(sum(score * n for score, n in counts), unit)

    @property
    def mean(self) -> Fraction:
        """Arithmetic mean; needs one person."""
        return self.total / self.n

    @cached_property
    def variance(self) -> Fraction:
        """Variance with n - 1; needs two people."""
        unit, counts = self.whole
        squares = Fraction(sum(score * score * n for score, n in counts), unit * unit)
        return (squares - self.total * self.total / self.n) / (self.n - 1)

    @property
    def sd(self) -> float:
        """Standard deviation with n - 1; needs two people."""
        return math.sqrt(self.variance)

    @cached_property
    def _up_to(self) -> tuple[int, ...]:
        return tuple(accumulate(n for _, n in self.counts))

    def order_statistic(self, place: int) -> Fraction:
        """Return the score at `place`, 0 to n - 1, when all people stand in rising order."""
        return self.counts[bisect_left(self._up_to, place + 1)][0]

    def quantile(self, share: Fraction) -> Fraction:
        """Return the quantile by linear interpolation (type 7 of Hyndman and Fan, R's default)."""
        place = (self.n - 1) * share
        below = math.floor(place)
        low = self.order_statistic(below)
        high = self.order_statistic(min(below + 1, self.n - 1))
        return low + (place - below) * (high - low)


def _gathered(weighted: Iterable[tuple[Score, int]]) -> Counter[Score]:
    gathered: Counter[Score] = Counter()
    for score, n in weighted:
        gathered[score] += n
    return gathered
