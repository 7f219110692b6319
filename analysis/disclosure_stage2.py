"""The base rule on stage-2 results: what may not be shown is None, with its reason.

People with a score (`n_entry`, `n_exit`, `n_matched`, `n` of a group) are counts of participation
and stay. Figures of a base under twenty, and all of reliability, are rounded as they are printed.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.comparison import Tests, WilcoxonP
from analysis.disclosure import FEW, ROUNDED_UNDER
from analysis.disclosure_attrition import protected_attrition
from analysis.disclosure_change import protected_change
from analysis.disclosure_groups import protected_groups
from analysis.disclosure_levels import merged, protected_levels
from analysis.disclosure_reasons import (
    ALMOST_SCORES,
    SPREAD,
    TOO_FEW_TO_CONCLUDE,
    gives_away,
    too_few,
)
from analysis.disclosure_rounding import printed
from analysis.effect import Effect, directions
from analysis.family import corrected
from analysis.results import figure_at
from analysis.stage2_cells import digits_of
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import DataclassInstance

    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.paired import PairedScores
    from analysis.results import PairedResult, Results, ScaleResult

Part = TypeVar("Part", bound="DataclassInstance")
Shown = TypeVar("Shown", bound="PairedResult")

NOBODY_FLAGGED = N_(
    "nobody with a score at both waves filled in a form in a way that looks careless"
)

#: A later report counts those flagged at exit as well; the difference may be few.
NOT_YET_BOTH = N_("it is told once both waves are over")

GIVES_AWAY = N_("it would tell how many people rose, stayed and fell")

#: What concludes, or tells how single people moved; `p_holm` follows its test.
CONCLUSIONS = (
    "hodges_lehmann",
    *(f"tests.{one.name}" for one in fields(Tests)),
    *(f"effect.{one.name}" for one in fields(Effect)),
    "normality",
    "reliability.retest",
    "sign",
    "levels",
    "rci",
    "transitions",
)

#: Everything drawn from the scores of matched people.
PAIRED = ("entry", "exit", "difference", *CONCLUSIONS, "groups")

#: Where one of these is None for all people, the scale or the report has none.
OF_THE_SCALE = ("sign", "levels", "groups", "rci", "transitions")

#: With p these give back how many people rose, stayed and fell.
RANKS = tuple(f"tests.wilcoxon.{name}" for name in ("w_plus", "w_minus", "t_min", "n_nonzero"))


def protected(results: Results, inputs: Sequence[ScaleInput], rule: BaseRule) -> Results:
    """Return the results with nothing drawn from the answers of fewer than k people.

    Parameters
    ----------
    results
        What was computed of the inputs, one result per input.
    inputs
        What it was computed from.
    rule
        The programme's k.

    Returns
    -------
    Results
        Under k matched people nothing of the pairs; under ten no tests, effect sizes, directions,
        levels, SDs or quartiles, and hidden tests do not count in Holm's family; directions and
        levels with 1 … k-1 people are hidden or joined, and so is whatever they could be worked
        out from.
    """
    shown = [
        _of_scale(result, scale, rule) for result, scale in zip(results.scales, inputs, strict=True)
    ]
    family = corrected(shown, results.plan)
    # A corrected p draws on every test of its family.
    bases = [result.n_matched for result in family if result.p_holm is not None]
    rounds_p = min(bases, default=0) < ROUNDED_UNDER
    return replace(
        results,
        scales=tuple(
            printed(result, digits_of(scale), rounds_p=rounds_p)
            for result, scale in zip(family, inputs, strict=True)
        ),
    )


def _of_scale(result: ScaleResult, scale: ScaleInput, rule: BaseRule) -> ScaleResult:
    result = protected_pairs(result, scale.pairs, rule)
    result = _quality(_with_individual_change(result, scale, rule), scale, rule)
    if result.groups is not None:
        groups = protected_groups(result.groups, rule, n_matched=result.n_matched)
        result = _placed(result, "groups", groups)
    if result.attrition is not None:
        lost = protected_attrition(result.attrition, rule, scale.pairs)
        result = _placed(result, "attrition", lost)
    return _without_few_answers(result, rule)


def _without(result: Shown, paths: Iterable[str], reason: Message) -> Shown:
    """Return the result with None at those of the paths it has, with this reason and no other.

    A reason of its own may tell of the answers ("nobody's score changed").
    """
    notes = dict(result.notes)
    for path in paths:
        if not hasattr(result, path.partition(".")[0]):
            continue
        if figure_at(result, path) is not None:
            result = _emptied(result, path)
        elif path in OF_THE_SCALE:
            continue
        notes = {at: note for at, note in notes.items() if not at.startswith(f"{path}.")}
        notes[path] = reason
    return replace(result, notes=notes)


def _emptied(found: Part, path: str) -> Part:
    """Return a result with None at a dotted path."""
    name, _, inner = path.partition(".")
    changes: dict[str, Any] = {name: _emptied(getattr(found, name), inner) if inner else None}
    return replace(found, **changes)


def protected_pairs(result: Shown, pairs: PairedScores, rule: BaseRule) -> Shown:
    """Return the result with as much of the paired block as its people allow."""
    if rule.is_small(result.n_matched):
        return _without(result, PAIRED, too_few(rule))
    if 0 < result.n_matched < FEW:
        result = _without(result, CONCLUSIONS, TOO_FEW_TO_CONCLUDE)
        spreads = [f"{wave}.{name}" for wave in ("entry", "exit") for name in SPREAD]
        return _without(result, spreads, ALMOST_SCORES)
    if any(map(rule.is_small, directions(pairs.differences))):
        result = _without_directions(result, rule)
    return result


def _without_directions(result: Shown, rule: BaseRule) -> Shown:
    """Hide how many people rose, stayed and fell, and all that it could be worked out from.

    W+ + W- = m(m + 1)/2 gives the number m of non-zero differences, and so does either of them,
    or the rank-biserial correlation, together with p. Only p is left.
    """
    reason = N_("fewer than %(k)s people rose, stayed or fell", k=rule.k)
    result = _without(result, ("sign",), reason)
    result = _without(result, ("effect.rank_biserial", "effect.cl"), GIVES_AWAY)
    test = result.tests.wilcoxon
    if test is None:
        return result
    return replace(
        result,
        tests=replace(result.tests, wilcoxon=WilcoxonP(p=test.p, method=test.method)),
        notes={**result.notes, **dict.fromkeys(RANKS, GIVES_AWAY)},
    )


def _with_individual_change(result: ScaleResult, scale: ScaleInput, rule: BaseRule) -> ScaleResult:
    """Join levels, and hide moves and reliable changes, that few people stand at or made."""
    if result.levels is not None:
        result = _placed(result, "levels", protected_levels(result.levels, rule, scale=scale))
    if result.transitions is not None:
        found = merged(result.transitions, rule, scale=scale)
        result = _placed(result, "transitions", found)
    if result.rci is not None:
        result = _placed(result, "rci", protected_change(result.rci, rule, scale=scale))
    return result


def _quality(result: ScaleResult, scale: ScaleInput, rule: BaseRule) -> ScaleResult:
    """Hide how few people filled in a form carelessly, and what the others' figures would tell."""
    quality = result.quality
    n_flagged, n_without = quality.n_flagged or 0, scale.flagged.n_matched
    n_people = sum(n for _, _, n in scale.pairs.rows)
    # With a score at one wave only; all of them are counted above.
    alone = n_flagged - n_without
    alone_with_care = (n_people - n_flagged) - (result.n_matched - n_without)
    if scale.exit_instrument is None:
        result = _without(result, ("quality.n_flagged",), NOT_YET_BOTH)
    if any(map(rule.is_small, (n_flagged, n_people - n_flagged))):
        hidden = ("quality.n_flagged", "quality.without_flagged")
        return _without_small_forms(_without(result, hidden, too_few(rule)), rule)
    if any(map(rule.is_small, (alone, alone_with_care))):
        result = _without(result, ("quality.n_flagged",), gives_away(rule))
    if not n_without:
        result = _without(result, ("quality.without_flagged",), NOBODY_FLAGGED)
    elif min(n_without, result.n_matched - n_without) < FEW:
        result = _without(result, ("quality.without_flagged",), TOO_FEW_TO_CONCLUDE)
    return _without_small_forms(_without_flagged_moves(result), rule)


def _placed(result: ScaleResult, path: str, found: Any) -> ScaleResult:
    """Return the result with a protected part at a path, its notes in place of the former ones."""
    notes = {at: note for at, note in result.notes.items() if not at.startswith(f"{path}.")}
    if isinstance(found, Message):
        return replace(_emptied(result, path), notes={**notes, path: found})
    inner = getattr(found, "notes", {})
    notes |= {f"{path}.{at}": note for at, note in inner.items()}
    changes: dict[str, Any] = {path: found, "notes": notes}
    return replace(result, **changes)


def _without_flagged_moves(result: ScaleResult) -> ScaleResult:
    """Hide how the unflagged moved: less than all, that is how the flagged did."""
    without = result.quality.without_flagged
    if without is None:
        return result
    test = without.tests.wilcoxon
    bare = replace(
        without,
        sign=None,
        effect=replace(without.effect, rank_biserial=None, cl=None),
        tests=replace(without.tests, wilcoxon=test and WilcoxonP(p=test.p, method=test.method)),
    )
    hidden = ("sign", "effect.rank_biserial", "effect.cl", *RANKS)
    notes = dict.fromkeys((f"quality.without_flagged.{path}" for path in hidden), GIVES_AWAY)
    return replace(
        result,
        quality=replace(result.quality, without_flagged=bare),
        notes={**result.notes, **notes},
    )


def _without_small_forms(result: ScaleResult, rule: BaseRule) -> ScaleResult:
    for wave in ("entry", "exit"):
        forms = getattr(result.quality, wave)
        if forms is not None and rule.is_small(forms.n):
            result = _without(result, (f"quality.{wave}",), too_few(rule))
        elif forms is not None and rule.is_small(forms.n_variance):
            result = _without(result, (f"quality.{wave}.variance",), too_few(rule))
        elif forms is not None and rule.is_small(forms.n - forms.n_variance):
            result = _without(result, (f"quality.{wave}.variance",), gives_away(rule))
    return result


def _without_few_answers(result: ScaleResult, rule: BaseRule) -> ScaleResult:
    """Hide the reliability of a wave with fewer than k complete answers."""
    for wave in ("entry", "exit"):
        found = getattr(result.reliability, wave)
        if found is not None and rule.is_small(found.n):
            result = _without(result, (f"reliability.{wave}",), too_few(rule))
    return result
