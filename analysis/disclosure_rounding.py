"""The base rule on figures that may be shown: of few people they are rounded as printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.disclosure import ROUNDED_UNDER
from analysis.rounding import as_printed, p_as_printed

if TYPE_CHECKING:
    from analysis.groups import Groups
    from analysis.results import Quality, ReliabilityByWave, ScaleResult
    from analysis.strategies import Strategies

#: Floats of these parts belong to the matched people.
PARTS = (
    "entry",
    "exit",
    "difference",
    "hodges_lehmann",
    "tests",
    "effect",
    "normality",
    "rci",
    "transitions",
)


def printed(result: ScaleResult, digits: int, *, rounds_p: bool) -> ScaleResult:
    """Return the result with the figures of every base under twenty as they are printed."""
    if result.n_matched < ROUNDED_UNDER:
        parts = {name: getattr(result, name) for name in PARTS}
        rounded = {name: as_printed(part, digits) for name, part in parts.items() if part}
        result = replace(result, **rounded)
    if rounds_p and result.p_holm is not None:
        result = replace(result, p_holm=p_as_printed(result.p_holm))
    return replace(
        result,
        groups=result.groups and _groups_as_printed(result.groups, digits),
        attrition=result.attrition and as_printed(result.attrition, digits),
        quality=_quality_as_printed(result.quality, digits),
        reliability=_reliability_as_printed(result.reliability, digits),
    )


def _quality_as_printed(quality: Quality, digits: int) -> Quality:
    """Round everything: with the figures of all people, exact ones would be those of the others."""
    entry, exit_ = (one and as_printed(one, digits) for one in (quality.entry, quality.exit))
    without = quality.without_flagged and as_printed(quality.without_flagged, digits)
    return replace(quality, entry=entry, exit=exit_, without_flagged=without)


def _groups_as_printed(groups: Groups, digits: int) -> Groups:
    """Round every level of few people; a comparison draws on all levels, and so do the others."""
    if any(level.n < ROUNDED_UNDER for level in groups.levels):
        return as_printed(groups, digits)
    return groups


def strategies_as_printed(found: Strategies, digits: int) -> Strategies:
    """Round all strategies where one of them has few people: the comparison draws on them all."""
    if any(row.n < ROUNDED_UNDER for row in found.strategies):
        return as_printed(found, digits)
    return found


def _reliability_as_printed(by_wave: ReliabilityByWave, digits: int) -> ReliabilityByWave:
    """Round the reliability of every base.

    It stands on all complete answers of a wave, not on the matched people: unrounded, SEM and
    alpha would give the SD of the former, and with that of the latter somebody's score.
    """
    entry, exit_ = (one and as_printed(one, digits) for one in (by_wave.entry, by_wave.exit))
    retest = by_wave.retest and as_printed(by_wave.retest, digits)
    return replace(by_wave, entry=entry, exit=exit_, retest=retest)
