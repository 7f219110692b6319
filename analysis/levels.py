"""How many people are at which level of a scale, at entry and at exit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.results import Levels
from instruments.scoring import level_of

if TYPE_CHECKING:
    from analysis.distribution import Distribution
    from analysis.paired import PairedScores
    from instruments.model import Scale


def levels_of(scale: Scale, pairs: PairedScores) -> Levels | None:
    """Return how many matched people are at each level; None without levels or matched people."""
    if not scale.levels or not pairs.n_matched:
        return None
    return Levels(
        groups=tuple((level.code,) for level in scale.levels),
        entry=_counts(scale, pairs.entry),
        exit=_counts(scale, pairs.exit),
    )


def _counts(scale: Scale, scores: Distribution) -> tuple[int, ...]:
    people: Counter[str] = Counter()
    for score, n in scores.counts:
        level = level_of(scale, score)
        if level is not None:
            people[level.code] += n
    return tuple(people[level.code] for level in scale.levels)
