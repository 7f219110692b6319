"""What the planned test lets one say of a change: that it is there, or how far from it we are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from analysis.comparison import PairedT
from analysis.disclosure import FEW

if TYPE_CHECKING:
    from analysis.comparison import Difference, WilcoxonP
    from analysis.equivalence import Equivalence
    from analysis.report_facts import Plan
    from analysis.results import PairedResult
    from analysis.signed_rank import Wilcoxon

    Test: TypeAlias = Wilcoxon | WilcoxonP | PairedT

#: Below this p a change is said to have been found.
SURE = 0.05

#: From this many people on equivalence is spoken of; with fewer it can hardly ever be shown.
EQUIVALENCE_FROM = 100


class Verdict(StrEnum):
    """What may be said of the difference of two means.

    DESCRIBED: there are too few people to conclude anything. UNTESTED: there was nothing to test.
    CHANGED: the score changed the way its mean did. CONTRARY: ranks and mean point two ways.
    OPEN: neither that it changed nor that it did not.
    """

    DESCRIBED = "described"
    UNTESTED = "untested"
    CHANGED = "changed"
    CONTRARY = "contrary"
    OPEN = "open"


def planned_test(result: PairedResult, plan: Plan) -> Test | None:
    """Return the planned test of a scale; None where it was not made or is not shown."""
    test: Test | None = getattr(result.tests, plan.test)
    return test


def verdict_of(result: PairedResult, plan: Plan) -> Verdict:
    """Return what may be said of a scale that was compared; a corrected p goes before its own."""
    test, difference = planned_test(result, plan), result.difference
    if result.n_matched < FEW:
        return Verdict.DESCRIBED
    if test is None or difference is None:
        return Verdict.UNTESTED
    p = test.p if result.p_holm is None else result.p_holm
    if p >= SURE:
        return Verdict.OPEN
    contrary = _points_elsewhere(test, result, difference)
    return Verdict.CONTRARY if contrary else Verdict.CHANGED


def _points_elsewhere(test: Test, result: PairedResult, difference: Difference) -> bool:
    """Say whether the signed ranks that were tested point another way than the mean."""
    if isinstance(test, PairedT):
        return False
    ranks = result.effect.rank_biserial
    if ranks is not None:
        return ranks * difference.mean <= 0
    # Where the ranks are hidden the shift that belongs to them tells their direction.
    shift = result.hodges_lehmann
    return shift is not None and shift.estimate * difference.mean < 0


def shown_equivalence(result: PairedResult) -> Equivalence | None:
    """Return the test of equivalence where it shows that any change is within its bounds."""
    test = result.tests.tost
    shown = test is not None and test.p < SURE and result.n_matched >= EQUIVALENCE_FROM
    return test if shown else None
