"""Stage 2, the influence on participants: from tables of scores to `Report(results, document)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.comparison import NOBODY, Comparison, compare
from analysis.disclosure_stage2 import protected
from analysis.family import corrected
from analysis.levels import levels_of
from analysis.reliability import ItemMoments, Reliability, reliability
from analysis.report import Report
from analysis.results import (
    NOT_COMPUTED,
    SCHEMA,
    Flow,
    GroupLevel,
    Groups,
    InstrumentVersion,
    Levels,
    Plan,
    PrimaryScale,
    ProgrammeFacts,
    Provenance,
    ReliabilityByWave,
    Results,
    ScaleResult,
)
from analysis.stage2_document import document_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.disclosure import BaseRule
    from analysis.inputs import Grouping, ScaleInput
    from analysis.words import Words
    from instruments.messages import Message
    from instruments.model import Instrument, Scale

ONE_WAVE = N_("the answers are of one wave, so there is nothing to compare with")
NO_GROUPS = N_("no grouping factor was named")
NO_LEVELS = N_("the scale has no levels")
COMMON = N_(
    "only people with a score on every scale of the questionnaire: the others are too few to "
    "stand apart"
)
NO_ANSWERS = N_("there are no answers of this wave")

_LATER = (
    "tests.bf10",
    "tests.tost",
    "mdes",
    "normality",
    "rci",
    "transitions",
    "attrition",
    "quality",
)
_LATER_PARTS = ("strategies", "education")
_LATER_GROUPS = ("ancova", "change", "balance", "clusters", "mixed_anova")


def default_plan(instruments: Iterable[Instrument], roles: Sequence[str | None]) -> Plan:
    """Return the plan that holds unless a school makes its own.

    Of each instrument the scale coded `total`, else its only scale, else all; each for every
    role; Wilcoxon's test, two-sided.
    """
    return Plan(
        primary=tuple(
            PrimaryScale(instrument=instrument.code, scale=scale.code, role=role)
            for instrument in instruments
            for scale in _headline(instrument)
            for role in roles
        )
    )


def _headline(instrument: Instrument) -> tuple[Scale, ...]:
    return tuple(scale for scale in instrument.scales if scale.code == "total") or instrument.scales


def stage2(  # noqa: PLR0913 - because a report is of a programme and under its rule, or of neither
    scales: Sequence[ScaleInput],
    *,
    plan: Plan,
    flow: tuple[Flow, ...],
    provenance: Provenance,
    words: Words,
    grouping: Grouping | None = None,
    programme: ProgrammeFacts | None = None,
    rule: BaseRule | None = None,
) -> Report[Results]:
    """Compare entry and exit of every scale and role, and say what came out.

    Parameters
    ----------
    scales
        One input per scale and role, in the order of the report.
    plan
        Its primary scales are the family of Holm's correction.
    flow, provenance
        Taken over as they are.
    words
        The reader's language.
    grouping
        The factor of the inputs' `groups`, if any.
    programme
        Which programme the report is of; None for a table of the caller's own.
    rule
        What may be shown of a base of people; None where the caller holds the answers anyway.
    """
    found = [_scale_result(scale, plan, grouping) for scale in scales]
    results = Results(
        schema=SCHEMA,
        stage=2,
        plan=plan,
        provenance=provenance,
        flow=flow,
        scales=corrected(found, plan),
        programme=programme,
        notes=dict.fromkeys(
            _LATER_PARTS if programme else ("programme", *_LATER_PARTS), NOT_COMPUTED
        ),
    )
    if rule is not None:
        results = protected(results, scales, rule)
    return Report(results, document_of(results, scales, words, rule=rule))


def _scale_result(scale: ScaleInput, plan: Plan, grouping: Grouping | None) -> ScaleResult:
    better = scale.scale.better
    paired = compare(scale.pairs, better=better)
    levels = {level: compare(pairs, better=better) for level, pairs in scale.groups.items()}
    by_wave = ReliabilityByWave(
        entry=_reliability(scale, scale.entry_instrument, scale.entry_items),
        exit=_reliability(scale, scale.exit_instrument, scale.exit_items),
    )
    by_level = levels_of(scale.scale, scale.pairs)
    promised = plan.promised(scale.instrument.code, scale.scale.code, scale.role)
    return ScaleResult(
        instrument=scale.instrument.code,
        version_entry=_version(scale.entry_instrument),
        version_exit=_version(scale.exit_instrument),
        scale=scale.scale.code,
        role=scale.role,
        better=better,
        sign=paired.sign,
        primary=promised is not None,
        n_entry=paired.n_entry,
        n_exit=paired.n_exit,
        n_matched=paired.n_matched,
        entry=paired.entry,
        exit=paired.exit,
        difference=paired.difference,
        hodges_lehmann=paired.hodges_lehmann,
        tests=paired.tests,
        effect=paired.effect,
        p_holm=None,
        reliability=by_wave,
        groups=_groups(grouping, levels),
        levels=by_level,
        notes=_paired_notes(scale, paired)
        | _level_notes(scale, by_level)
        | _reliability_notes(by_wave)
        | _group_notes(grouping, levels, _why_unpaired(scale)),
    )


def _version(instrument: Instrument | None) -> int | None:
    return None if instrument is None else instrument.version


def _reliability(
    scale: ScaleInput, instrument: Instrument | None, moments: ItemMoments | None
) -> Reliability | None:
    if moments is None or instrument is None:
        return None
    # A version that is not comparable may make the score of its items in another way.
    methods = {own.code: own.method for own in instrument.scales}
    return reliability(moments, method=methods.get(scale.scale.code, scale.scale.method))


def _groups(grouping: Grouping | None, levels: Mapping[str, Comparison]) -> Groups | None:
    if grouping is None:
        return None
    return Groups(
        factor=grouping.factor,
        control=grouping.control,
        levels=tuple(
            GroupLevel(
                level=level,
                n=paired.n_matched,
                entry=paired.entry,
                exit=paired.exit,
                difference=paired.difference,
            )
            for level, paired in levels.items()
        ),
    )


def _paired_notes(scale: ScaleInput, paired: Comparison) -> dict[str, Message]:
    notes = dict(paired.notes)
    reason = _why_unpaired(scale)
    if reason is not None:
        notes = dict.fromkeys(notes, reason)
    if scale.entry_instrument is None:
        notes["version_entry"] = ONE_WAVE
    if scale.exit_instrument is None:
        notes["version_exit"] = ONE_WAVE
    if scale.common:
        notes["n_matched"] = COMMON
    return notes | dict.fromkeys(_LATER, NOT_COMPUTED)


def _why_unpaired(scale: ScaleInput) -> Message | None:
    """Return why nobody can stand in a pair, whoever answered."""
    if scale.entry_instrument is None or scale.exit_instrument is None:
        return ONE_WAVE
    return scale.not_comparable


def _level_notes(scale: ScaleInput, by_level: Levels | None) -> dict[str, Message]:
    if by_level is not None:
        return {}
    if not scale.scale.levels:
        return {"levels": NO_LEVELS}
    return {"levels": _why_unpaired(scale) or NOBODY}


def _reliability_notes(by_wave: ReliabilityByWave) -> dict[str, Message]:
    notes = {"reliability.retest": NOT_COMPUTED}
    for wave, found in (("entry", by_wave.entry), ("exit", by_wave.exit)):
        if found is None:
            notes[f"reliability.{wave}"] = NO_ANSWERS
        else:
            notes[f"reliability.{wave}.omega"] = NOT_COMPUTED
            notes |= {f"reliability.{wave}.{path}": note for path, note in found.notes.items()}
    return notes


def _group_notes(
    grouping: Grouping | None, levels: Mapping[str, Comparison], reason: Message | None
) -> dict[str, Message]:
    if grouping is None:
        return {"groups": NO_GROUPS}
    notes = {f"groups.{name}": NOT_COMPUTED for name in _LATER_GROUPS}
    for number, paired in enumerate(levels.values()):
        for path, note in paired.notes.items():
            if path.split(".")[0] in GroupLevel.__dataclass_fields__:
                notes[f"groups.levels.{number}.{path}"] = reason or note
    return notes


def instrument_version(instrument: Instrument) -> InstrumentVersion:
    """Return which definition was used, for the provenance."""
    return InstrumentVersion(
        code=instrument.code, version=instrument.version, sha256=instrument.sha256
    )


def versions_used(scales: Iterable[ScaleInput]) -> tuple[InstrumentVersion, ...]:
    """Return every version that was answered, in the order of the report, for the provenance."""
    used = {one.reference: one for scale in scales for one in scale.instruments}
    return tuple(map(instrument_version, used.values()))
