"""The base rule on stage-2 results: what may not be shown is None, with its reason.

People with a score (`n_entry`, `n_exit`, `n_matched`, `n` of a group) are counts of participation
and stay. Figures of a base under twenty, and all of reliability, are rounded as they are printed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.comparison import Effect, WilcoxonP, directions
from analysis.disclosure import FEW, ROUNDED_UNDER
from analysis.family import corrected
from analysis.results import figure_at
from analysis.rounding import as_printed, p_as_printed
from analysis.stage2_cells import digits_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.comparison import Summary
    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.results import Groups, Levels, ReliabilityByWave, Results, ScaleResult
    from instruments.messages import Message

TOO_FEW_TO_CONCLUDE = N_("fewer than %(few)s people are too few for a conclusion", few=FEW)

ALMOST_SCORES = N_(
    "the spread of fewer than %(few)s people, with their mean, comes close to single scores",
    few=FEW,
)

GIVES_AWAY = N_("it would tell how many people rose, stayed and fell")

#: What concludes, or tells how single people moved; `p_holm` follows its test.
CONCLUSIONS = (
    "hodges_lehmann",
    "tests.paired_t",
    "tests.wilcoxon",
    *(f"effect.{name}" for name in Effect.__dataclass_fields__),
    "sign",
    "levels",
)

#: Of five people the quartiles are three of the scores, and mean and SD give the other two.
SPREAD = ("sd", "q1", "q3")

#: Everything drawn from the scores of matched people.
PAIRED = ("entry", "exit", "difference", *CONCLUSIONS, "groups")

#: Where one of these is None for all people, the scale or the report has none.
OF_THE_SCALE = ("sign", "levels", "groups")

#: Floats of these parts belong to the matched people.
PARTS = ("entry", "exit", "difference", "hodges_lehmann", "tests", "effect")

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
        _without_few_answers(_without_small_groups(_paired(result, scale, rule), rule), rule)
        for result, scale in zip(results.scales, inputs, strict=True)
    ]
    family = corrected(shown, results.plan)
    # A corrected p draws on every test of its family.
    bases = [result.n_matched for result in family if result.p_holm is not None]
    rounds_p = min(bases, default=0) < ROUNDED_UNDER
    return replace(
        results,
        scales=tuple(
            _as_printed(result, digits_of(scale), rounds_p=rounds_p)
            for result, scale in zip(family, inputs, strict=True)
        ),
    )


def _too_few(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people, and nothing is shown of so few", k=rule.k)


def _without(result: ScaleResult, paths: Iterable[str], reason: Message) -> ScaleResult:
    """Return the result with None at these paths, with this reason and no other.

    A reason of its own may tell of the answers ("nobody's score changed").
    """
    notes = dict(result.notes)
    for path in paths:
        if figure_at(result, path) is not None:
            result = _emptied(result, path)
        elif path in OF_THE_SCALE:
            continue
        notes = {at: note for at, note in notes.items() if not at.startswith(f"{path}.")}
        notes[path] = reason
    return replace(result, notes=notes)


def _emptied(result: ScaleResult, path: str) -> ScaleResult:
    """Return the result with None at a path of one or two names."""
    name, _, inner = path.partition(".")
    changes: dict[str, Any] = {name: None}
    if inner:
        changes = {name: replace(getattr(result, name), **{inner: None})}
    return replace(result, **changes)


def _paired(result: ScaleResult, scale: ScaleInput, rule: BaseRule) -> ScaleResult:
    """Return the result with as much of the paired block as its people allow."""
    if rule.is_small(result.n_matched):
        return _without(result, PAIRED, _too_few(rule))
    if 0 < result.n_matched < FEW:
        result = _without(result, CONCLUSIONS, TOO_FEW_TO_CONCLUDE)
        spreads = [f"{wave}.{name}" for wave in ("entry", "exit") for name in SPREAD]
        return _without(result, spreads, ALMOST_SCORES)
    if any(map(rule.is_small, directions(scale.pairs.differences))):
        result = _without_directions(result, rule)
    return result if result.levels is None else _with_merged_levels(result, result.levels, rule)


def _without_directions(result: ScaleResult, rule: BaseRule) -> ScaleResult:
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


def _with_merged_levels(result: ScaleResult, levels: Levels, rule: BaseRule) -> ScaleResult:
    """Join levels until none holds 1 … k-1 people at either wave."""
    joined = levels
    while any(map(rule.is_small, joined.entry + joined.exit)):
        joined = _joined(joined, rule.merged(joined.entry))
        joined = _joined(joined, rule.merged(joined.exit))
    if len(joined.groups) == 1:
        reason = N_("fewer than %(k)s people at a level, and joined all levels are one", k=rule.k)
        return _without(result, ("levels",), reason)
    return replace(result, levels=joined)


def _joined(levels: Levels, groups: tuple[tuple[int, ...], ...]) -> Levels:
    return replace(
        levels,
        groups=tuple(
            tuple(code for place in group for code in levels.groups[place]) for group in groups
        ),
        entry=tuple(sum(levels.entry[place] for place in group) for group in groups),
        exit=tuple(sum(levels.exit[place] for place in group) for group in groups),
    )


def _without_small_groups(result: ScaleResult, rule: BaseRule) -> ScaleResult:
    """Hide the figures of every level under k, and of one more where they would give it away."""
    groups = result.groups
    if groups is None:
        return result
    notes = dict(result.notes)
    levels = list(groups.levels)
    for place, reason in _hidden_levels(groups, result.n_matched, rule):
        levels[place] = replace(levels[place], entry=None, exit=None, difference=None)
        where = f"groups.levels.{place}."
        notes = {path: note for path, note in notes.items() if not path.startswith(where)}
        notes |= dict.fromkeys((f"{where}entry", f"{where}exit", f"{where}difference"), reason)
    for place, level in enumerate(levels):
        if level.n < FEW and level.entry is not None and level.exit is not None:
            levels[place] = replace(
                level, entry=_without_spread(level.entry), exit=_without_spread(level.exit)
            )
            notes |= {
                f"groups.levels.{place}.{wave}.{name}": ALMOST_SCORES
                for wave in ("entry", "exit")
                for name in SPREAD
            }
    return replace(result, groups=replace(groups, levels=tuple(levels)), notes=notes)


def _without_spread(summary: Summary) -> Summary:
    return replace(summary, sd=None, q1=None, q3=None)


def _hidden_levels(groups: Groups, n_matched: int, rule: BaseRule) -> list[tuple[int, Message]]:
    """Return the places of the levels to hide, each with the reason.

    Where the figures of all people are shown, and the hidden people with those of no level are
    fewer than k together, the difference would be theirs: the smallest level shown is hidden too.
    """
    sizes = [level.n for level in groups.levels]
    hidden = [(place, _too_few(rule)) for place, n in enumerate(sizes) if rule.is_small(n)]
    of_no_level = n_matched - sum(sizes)
    if of_no_level < 0:
        return hidden  # the figures above are of one level, and nothing is shown of all together
    shown = [place for place, n in enumerate(sizes) if rule.shows(n)]
    if shown and rule.is_small(of_no_level + sum(sizes[place] for place, _ in hidden)):
        reason = N_("shown, it would give away a group of fewer than %(k)s people", k=rule.k)
        hidden.append((min(shown, key=sizes.__getitem__), reason))
    return hidden


def _without_few_answers(result: ScaleResult, rule: BaseRule) -> ScaleResult:
    """Hide the reliability of a wave with fewer than k complete answers."""
    for wave in ("entry", "exit"):
        found = getattr(result.reliability, wave)
        if found is not None and rule.is_small(found.n):
            result = _without(result, (f"reliability.{wave}",), _too_few(rule))
    return result


def _as_printed(result: ScaleResult, digits: int, *, rounds_p: bool) -> ScaleResult:
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
        reliability=_reliability_as_printed(result.reliability, digits),
    )


def _groups_as_printed(groups: Groups, digits: int) -> Groups:
    return replace(
        groups,
        levels=tuple(
            as_printed(level, digits) if level.n < ROUNDED_UNDER else level
            for level in groups.levels
        ),
    )


def _reliability_as_printed(by_wave: ReliabilityByWave, digits: int) -> ReliabilityByWave:
    """Round the reliability of every base.

    It stands on all complete answers of a wave, not on the matched people: unrounded, SEM and
    alpha would give the SD of the former, and with that of the latter somebody's score.
    """
    entry, exit_ = (
        as_printed(found, digits) if found is not None else None
        for found in (by_wave.entry, by_wave.exit)
    )
    return replace(by_wave, entry=entry, exit=exit_)
