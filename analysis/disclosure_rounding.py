"""The base rule on figures that may be shown: of few people they are rounded as printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from analysis.disclosure import ROUNDED_UNDER
from analysis.rounding import as_printed, p_as_printed

if TYPE_CHECKING:
    from analysis.attrition import Attrition
    from analysis.groups import Groups
    from analysis.quality import WaveQuality
    from analysis.results import PairedResult, Quality, ReliabilityByWave, ScaleResult
    from analysis.strategies import Strategies

Shown = TypeVar("Shown", bound="PairedResult")

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
    result = pairs_as_printed(result, digits)
    if rounds_p and result.p_holm is not None:
        result = replace(result, p_holm=p_as_printed(result.p_holm))
    return replace(
        result,
        groups=result.groups and _groups_as_printed(result.groups, digits),
        attrition=result.attrition and _attrition_as_printed(result.attrition, digits),
        quality=_quality_as_printed(result.quality, digits, n_matched=result.n_matched),
        reliability=_reliability_as_printed(result.reliability, digits),
    )


def pairs_as_printed(result: Shown, digits: int) -> Shown:
    """Return the result with what is drawn from under twenty matched people as it is printed."""
    if result.n_matched >= ROUNDED_UNDER:
        return result
    parts = {name: getattr(result, name, None) for name in PARTS}
    rounded = {name: as_printed(part, digits) for name, part in parts.items() if part}
    return replace(result, **rounded)


def _attrition_as_printed(found: Attrition, digits: int) -> Attrition:
    """Round where few stayed, or few have one score only, whom the mixed model adds to these."""
    bases = [found.n_lost, found.n_stayed]
    if found.mixed_model is not None:
        alone = 2 * found.mixed_model.n_people - found.mixed_model.n_scores
        # Those of them who have no score at entry; of fewer leavers all is rounded anyway.
        bases += [alone, alone - found.n_lost]
    return as_printed(found, digits) if any(0 < n < ROUNDED_UNDER for n in bases) else found


def _quality_as_printed(quality: Quality, digits: int, *, n_matched: int) -> Quality:
    """Round the forms of few, and what less all people's figures is those of few flagged people."""
    entry, exit_ = (
        as_printed(forms, digits) if forms is not None and _are_few(forms) else forms
        for forms in (quality.entry, quality.exit)
    )
    quality = replace(quality, entry=entry, exit=exit_)
    without = quality.without_flagged
    if without is None or min(without.n_matched, n_matched - without.n_matched) >= ROUNDED_UNDER:
        return quality
    return replace(quality, without_flagged=as_printed(without, digits))


def _are_few(forms: WaveQuality) -> bool:
    return any(0 < n < ROUNDED_UNDER for n in (forms.n, forms.n_variance))


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
