"""Educational results: what an electronic journal says of pupils, before and after.

The plan holds questionnaires only, so nothing here belongs to Holm's family: all of it is
exploratory.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from analysis.comparison import Comparison, compare
from analysis.disclosure_rounding import pairs_as_printed
from analysis.disclosure_stage2 import protected_pairs
from analysis.results import MeasureResult
from instruments.messages import N_
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.disclosure import BaseRule
    from analysis.paired import PairedScores
    from instruments.messages import Message

#: What stands where a scale names its questionnaire.
JOURNAL = "e-journal"

NOT_HANDED_IN = N_("no educational results have been handed in")
NOT_PLANNED = N_("exploratory: the plan promises tests of questionnaires only")


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """What one measure is.

    Attributes
    ----------
    amount
        How much of it there is, in a sentence.
    digits
        Decimals of a mean.
    range
        Lowest and highest value; the highest is None where there is no limit.
    """

    title: Message
    amount: Message
    better: Better
    digits: int
    range: tuple[int, int | None]


#: By their codes, in the order of the report.
MEASURES = {
    "mean_mark": MeasureFacts(
        title=N_("Mean mark"),
        amount=N_("%(size)s"),
        better=Better.HIGHER,
        digits=2,
        range=(1, 5),
    ),
    "quality": MeasureFacts(
        title=N_("Quality of knowledge, %"),
        amount=N_("%(size)s percentage points"),
        better=Better.HIGHER,
        digits=1,
        range=(0, 100),
    ),
    "missed": MeasureFacts(
        title=N_("Lessons missed"),
        amount=N_("%(size)s lessons"),
        better=Better.LOWER,
        digits=1,
        range=(0, None),
    ),
}


@dataclass(frozen=True, kw_only=True)
class MeasureInput:
    """What is known of one measure and role.

    Attributes
    ----------
    measure
        A key of `MEASURES`.
    pairs
        Every pupil with a value of either term.
    is_tied
        Whether only participants stand in it, tied by name; else it is a list without names.
    """

    measure: str
    role: str
    pairs: PairedScores
    is_tied: bool

    @property
    def facts(self) -> MeasureFacts:
        """What is measured."""
        return MEASURES[self.measure]


def education_results(
    inputs: Sequence[MeasureInput], rule: BaseRule | None, *, equivalence: float
) -> tuple[MeasureResult, ...]:
    """Compare every measure and role before and after.

    Parameters
    ----------
    inputs
        In the order of the report.
    rule
        What may be shown of a base of people; None where the caller holds the values anyway.
    equivalence
        Bound of the test of equivalence, in SDs of the matched pupils' values before.

    Returns
    -------
    tuple of MeasureResult
        One per input: the paired block, with the same rule on few people as that of scales.
    """
    found = ((one, _result(one, equivalence)) for one in inputs)
    return tuple(result if rule is None else _as_shown(result, one, rule) for one, result in found)


def _result(one: MeasureInput, equivalence: float) -> MeasureResult:
    paired = compare(one.pairs, better=one.facts.better, equivalence=equivalence)
    block = {field.name: getattr(paired, field.name) for field in fields(Comparison)}
    return MeasureResult(
        instrument=JOURNAL,
        scale=one.measure,
        role=one.role,
        better=one.facts.better,
        primary=False,
        p_holm=None,
        **block | {"notes": {**paired.notes, "p_holm": NOT_PLANNED}},
    )


def _as_shown(result: MeasureResult, one: MeasureInput, rule: BaseRule) -> MeasureResult:
    shown = pairs_as_printed(protected_pairs(result, one.pairs, rule), one.facts.digits)
    return replace(shown, notes={**shown.notes, "p_holm": NOT_PLANNED})
