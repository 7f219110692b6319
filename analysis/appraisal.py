"""Works out what the curator entered: a share against its target, sums with levels, indicators."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from analysis.appraisal_results import (
    Appraisal,
    Criteria,
    CriteriaSum,
    CuratorRatings,
    IndicatorRow,
    Involvement,
    SumBand,
)
from instruments.messages import N_
from instruments.scoring import score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from analysis.appraisal_results import Number, Verdict
    from analysis.stage1_inputs import FilledForm, IndicatorInput, InvolvementInput, Stage1Input
    from instruments.messages import Message
    from instruments.model import Scale

#: The shares of the greatest sum from which the nine criteria are admissible and optimal: 9 and 15
#: of 18.
SHARES = Fraction(9, 18), Fraction(15, 18)

NOT_ENTERED = N_("the curator has not entered this yet")
LEFT_OUT = N_("left out")
TOO_MANY_LEFT_OUT = N_("too many statements were left out for a mean")
NOT_RATED = N_("not rated yet")
INCOMPLETE = N_("not all criteria are rated yet")
NO_OWN_LINES = N_("the school has added no lines to the nine criteria, or has not rated them")
NO_NUMBER = N_("not entered")
NO_CHANGE = N_("the number at the start or at the end is not entered")
FROM_ZERO = N_("nothing can be compared with 0 in per cent")
IN_POINTS = N_("a share is compared in percentage points")
NO_DIRECTION = N_("neither more nor less of it is better")


def lower_bounds(maximum: int) -> tuple[int, int]:
    """Return the least sums that are admissible and optimal, of criteria with this maximum."""
    admissible, optimal = (ceil(share * maximum) for share in SHARES)
    return admissible, optimal


def sum_bands(scale: Scale) -> tuple[SumBand, ...]:
    """Return the whole sums of each level of a scale, the lowest level first."""
    low, last = (int(end) for end in scale.range)
    bands = []
    for level in scale.levels:
        if level.upto is not None:
            high = floor(level.upto)
        else:
            high = last if level.below is None else ceil(level.below) - 1
        bands.append(SumBand(level=level.code, low=low, high=high))
        low = high + 1
    return tuple(bands)


def involvement(entered: InvolvementInput) -> Involvement:
    """Return the share of pupils who take part, and whether it reaches the target."""
    return Involvement(
        involved=entered.involved,
        pupils=entered.pupils,
        target=entered.target,
        share=entered.involved / entered.pupils,
        reached=100 * entered.involved >= entered.target * entered.pupils,
    )


def curator_ratings(filled: FilledForm) -> CuratorRatings:
    """Return the ratings of a filled questionnaire and their mean, by its own missing rule."""
    scale = filled.instrument.scales[0]
    mean = score(filled.instrument, filled.answers)[scale.code].value
    return CuratorRatings(
        instrument=filled.instrument.code,
        version=filled.instrument.version,
        answers=_in_order(filled),
        mean=None if mean is None else float(mean),
    )


def criteria(nine: FilledForm, own: FilledForm | None) -> Criteria:
    """Return the nine criteria with their level, and the same with the school's own lines."""
    return Criteria(**vars(_sum(nine)), own=None if own is None else _sum(own))


def _sum(filled: FilledForm) -> CriteriaSum:
    scale = filled.instrument.scales[0]
    found = score(filled.instrument, filled.answers)[scale.code]
    return CriteriaSum(
        instrument=filled.instrument.code,
        version=filled.instrument.version,
        answers=_in_order(filled),
        sum=None if found.value is None else int(found.value),
        maximum=int(scale.range[1]),
        level=None if found.level is None else found.level.code,
        bands=sum_bands(scale),
    )


def _in_order(filled: FilledForm) -> dict[str, int | None]:
    """Return an answer to every item, as the questionnaire asks them."""
    return {item.code: filled.answers.get(item.code) for item in filled.instrument.items}


def indicator(entered: IndicatorInput) -> IndicatorRow:
    """Return an indicator with its change, computed from the decimals that were typed."""
    start, end = entered.start, entered.end
    change = None if start is None or end is None else end - start
    relative = None
    if start and change is not None and entered.unit == "count":
        relative = float(Fraction(change) / Fraction(start))
    return IndicatorRow(
        title=entered.title,
        unit=entered.unit,
        direction=entered.direction,
        start=plain(start),
        end=plain(end),
        change=plain(change),
        relative=relative,
        verdict=_verdict(change, entered.direction),
    )


def plain(typed: Decimal | None) -> Number | None:
    """Return a typed number as JSON writes it: whole where it is, else with its own decimals."""
    if typed is None:
        return None
    return int(typed) if typed == typed.to_integral_value() else float(typed)


def _verdict(change: Decimal | None, direction: str) -> Verdict | None:
    if change is None:
        return None
    if not change:
        return "unchanged"
    if direction == "none":
        return None
    return "better" if (change > 0) is (direction == "more") else "worse"


def appraised(inputs: Stage1Input) -> Appraisal:
    """Return all that the curator entered, worked out."""
    rows = tuple(map(indicator, inputs.indicators))
    pupils, rated, nine = inputs.involvement, inputs.curator, inputs.criteria
    return Appraisal(
        involvement=None if pupils is None else involvement(pupils),
        curator=None if rated is None else curator_ratings(rated),
        criteria=None if nine is None else criteria(nine, inputs.own_criteria),
        indicators=rows or None,
    )


def appraisal_notes(found: Appraisal) -> dict[str, Message]:
    """Return why figures are None, by their dotted path in the whole report."""
    names = ("involvement", "curator", "criteria", "indicators")
    notes = {name: NOT_ENTERED for name in names if getattr(found, name) is None}
    if found.curator is not None:
        notes |= dict(_missing("curator.answers", found.curator.answers, LEFT_OUT))
        if found.curator.mean is None:
            notes["curator.mean"] = TOO_MANY_LEFT_OUT
    if found.criteria is not None:
        notes |= dict(_sum_notes("criteria", found.criteria))
        if found.criteria.own is None:
            notes["criteria.own"] = NO_OWN_LINES
        else:
            notes |= dict(_sum_notes("criteria.own", found.criteria.own))
    for place, row in enumerate(found.indicators or ()):
        notes |= {f"indicators.{place}.{name}": why for name, why in _row_notes(row)}
    return notes


def _missing(
    path: str, answers: Mapping[str, int | None], why: Message
) -> Iterator[tuple[str, Message]]:
    for code, answer in answers.items():
        if answer is None:
            yield f"{path}.{code}", why


def _sum_notes(path: str, found: CriteriaSum) -> Iterator[tuple[str, Message]]:
    yield from _missing(f"{path}.answers", found.answers, NOT_RATED)
    if found.sum is None:
        yield from ((f"{path}.{name}", INCOMPLETE) for name in ("sum", "level"))


def _row_notes(row: IndicatorRow) -> Iterator[tuple[str, Message]]:
    for name in ("start", "end"):
        if getattr(row, name) is None:
            yield name, NO_NUMBER
    if row.change is None:
        yield from ((name, NO_CHANGE) for name in ("change", "relative", "verdict"))
        return
    if row.relative is None:
        yield "relative", IN_POINTS if row.unit == "percent" else FROM_ZERO
    if row.verdict is None:
        yield "verdict", NO_DIRECTION
