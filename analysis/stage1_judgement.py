"""Which topics were rated high or low, and better or worse than expected, by `rating_rule`.

The rule is held against figures as they are printed, so that a reader can follow it in the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.rating_rule import HIGH_MEAN, HIGH_SHARE, LOW_MEAN, LOW_SHARE
from analysis.stage1_disclosure import BANDS, MEAN_DIGITS, TEN
from analysis.words import rounded

if TYPE_CHECKING:
    from analysis.stage1_results import (
        Expectation,
        ParticipationRow,
        Rating,
        Satisfaction,
        Stage1Results,
    )


def is_high(one: Rating) -> bool:
    """Say whether a topic was rated high."""
    if one.mean is None or one.range != TEN or rounded(one.mean, MEAN_DIGITS) < HIGH_MEAN:
        return False
    return one.share_high is None or _percent(one.share_high) >= HIGH_SHARE


def is_low(one: Rating) -> bool:
    """Say whether a topic was rated low."""
    if one.mean is None or one.range != TEN:
        return False
    lowest = next((band.share for band in one.bands or () if (band.low, band.high) == BANDS[0]), 0)
    return rounded(one.mean, MEAN_DIGITS) <= LOW_MEAN or _percent(lowest) >= LOW_SHARE


def _percent(share: float) -> int:
    """Return a share in whole per cent, as it is printed."""
    return int(rounded(share, 2).scaleb(2))


def gap_limits(one: Expectation) -> tuple[float, float]:
    """Return the interval of a gap as it is printed; without one, nothing is ruled out."""
    if one.gap is None or one.gap.ci95 is None:
        return 0.0, 0.0
    low, high = (float(rounded(limit, MEAN_DIGITS)) for limit in one.gap.ci95)
    return low, high


def is_above(one: Expectation) -> bool:
    """Say whether it was better than expected; of few people nobody can say."""
    return one.n_matched >= FEW and gap_limits(one)[0] > 0


def is_below(one: Expectation) -> bool:
    """Say whether it was worse than expected; of few people nobody can say."""
    return one.n_matched >= FEW and gap_limits(one)[1] < 0


def lowest_of(found: Satisfaction) -> tuple[Rating, ...]:
    """Return the topic that a role rated lowest, where none is low but this is no better than 7."""
    shown = [one for one in found.ratings if one.mean is not None and one.range == TEN]
    if not shown or any(map(is_low, shown)):
        return ()
    lowest = min(shown, key=mean_of)
    return (lowest,) if rounded(mean_of(lowest), MEAN_DIGITS) <= BANDS[1][1] else ()


def mean_of(one: Rating) -> float:
    """Return the mean to sort topics by; one that is not shown is no topic to speak of."""
    return 0.0 if one.mean is None else one.mean


def at_exit(results: Stage1Results) -> tuple[ParticipationRow, ...]:
    """Return who answered at exit: whole roles of the programme itself."""
    return tuple(
        row
        for row in results.participation
        if row.wave == "exit" and row.class_name is None and row.arm in {None, "programme"}
    )
