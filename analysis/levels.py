"""How many people are at which level of a scale, at entry and at exit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.comparison import NOBODY
from analysis.results import Levels
from instruments.messages import N_
from instruments.scoring import level_of

if TYPE_CHECKING:
    from fractions import Fraction

    from analysis.distribution import Distribution
    from analysis.paired import PairedScores
    from instruments.messages import Message
    from instruments.model import Scale

NO_LEVELS = N_("the scale has no levels")


def levels_of(scale: Scale, pairs: PairedScores) -> Levels | Message:
    """Return how many matched people are at each level, or why nobody is."""
    if not scale.levels:
        return NO_LEVELS
    if not pairs.n_matched:
        return NOBODY
    return Levels(
        groups=tuple((level.code,) for level in scale.levels),
        entry=_counts(scale, pairs.entry),
        exit=_counts(scale, pairs.exit),
    )


def level_places(scale: Scale, scores: Distribution) -> dict[Fraction, int]:
    """Return at which of the scale's levels, from 0, each score stands."""
    places = {level.code: place for place, level in enumerate(scale.levels)}
    found = {score: level_of(scale, score) for score, _ in scores.counts}
    return {score: places[level.code] for score, level in found.items() if level is not None}


def _counts(scale: Scale, scores: Distribution) -> tuple[int, ...]:
    places = level_places(scale, scores)
    people: Counter[int] = Counter()
    for score, n in scores.counts:
        people[places[score]] += n
    return tuple(people[place] for place in range(len(scale.levels)))
