"""Stage 2, the influence on participants: from tables of scores to `Report(results, document)`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.comparison import Comparison, compare, holm
from analysis.reliability import ItemMoments, Reliability, reliability
from analysis.report import Report
from analysis.results import (
    NOT_COMPUTED,
    SCHEMA,
    Flow,
    GroupLevel,
    Groups,
    InstrumentVersion,
    Plan,
    PrimaryScale,
    Provenance,
    ReliabilityByWave,
    Results,
    ScaleResult,
)
from analysis.stage2_document import document_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analysis.inputs import Grouping, ScaleInput
    from analysis.words import Words
    from instruments.messages import Message
    from instruments.model import Instrument, Scale

ONE_WAVE = N_("the answers are of one wave, so there is nothing to compare with")
NOT_PRIMARY = N_("exploratory: the plan promises no test of this scale and role")
NO_GROUPS = N_("no grouping factor was named")
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


def stage2(
    scales: Sequence[ScaleInput],
    *,
    plan: Plan,
    flow: tuple[Flow, ...],
    provenance: Provenance,
    words: Words,
    grouping: Grouping | None = None,
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
    """
    found = [_scale_result(scale, plan, grouping) for scale in scales]
    results = Results(
        schema=SCHEMA,
        stage=2,
        plan=plan,
        provenance=provenance,
        flow=flow,
        scales=tuple(_with_holm(found, plan)),
        notes=dict.fromkeys(("programme", "strategies", "education"), NOT_COMPUTED),
    )
    return Report(results, document_of(results, scales, words))


def _scale_result(scale: ScaleInput, plan: Plan, grouping: Grouping | None) -> ScaleResult:
    better = scale.scale.better
    paired = compare(scale.pairs, better=better)
    levels = {level: compare(pairs, better=better) for level, pairs in scale.groups.items()}
    by_wave = ReliabilityByWave(
        entry=_reliability(scale, scale.entry_items), exit=_reliability(scale, scale.exit_items)
    )
    primary = PrimaryScale(
        instrument=scale.instrument.code, scale=scale.scale.code, role=scale.role
    )
    return ScaleResult(
        instrument=scale.instrument.code,
        version_entry=scale.instrument.version if scale.entry_items else None,
        version_exit=scale.instrument.version if scale.exit_items else None,
        scale=scale.scale.code,
        role=scale.role,
        better=better,
        sign=paired.sign,
        primary=primary in plan.primary,
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
        notes=_paired_notes(scale, paired)
        | _reliability_notes(by_wave)
        | _group_notes(grouping, levels),
    )


def _reliability(scale: ScaleInput, moments: ItemMoments | None) -> Reliability | None:
    return None if moments is None else reliability(moments, method=scale.scale.method)


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
    if scale.entry_items is None or scale.exit_items is None:
        absent = "version_entry" if scale.entry_items is None else "version_exit"
        notes = dict.fromkeys([*notes, absent], ONE_WAVE)
    return notes | dict.fromkeys(_LATER, NOT_COMPUTED)


def _reliability_notes(by_wave: ReliabilityByWave) -> dict[str, Message]:
    notes = {"reliability.retest": NOT_COMPUTED}
    for wave, found in (("entry", by_wave.entry), ("exit", by_wave.exit)):
        if found is None:
            notes[f"reliability.{wave}"] = NO_ANSWERS
        else:
            notes[f"reliability.{wave}.omega"] = NOT_COMPUTED
            notes |= {f"reliability.{wave}.{path}": note for path, note in found.notes.items()}
    return notes


def _group_notes(grouping: Grouping | None, levels: Mapping[str, Comparison]) -> dict[str, Message]:
    if grouping is None:
        return {"groups": NO_GROUPS}
    notes = {f"groups.{name}": NOT_COMPUTED for name in _LATER_GROUPS}
    for number, paired in enumerate(levels.values()):
        for path, note in paired.notes.items():
            if path.split(".")[0] in GroupLevel.__dataclass_fields__:
                notes[f"groups.levels.{number}.{path}"] = note
    return notes


def _with_holm(found: Sequence[ScaleResult], plan: Plan) -> list[ScaleResult]:
    """Return the results with Holm's correction over the plan's primary scales and roles."""
    p_values = {
        place: test.p
        for place, result in enumerate(found)
        if result.primary and (test := getattr(result.tests, plan.test)) is not None
    }
    corrected = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    done = []
    for place, result in enumerate(found):
        reason = result.notes.get(f"tests.{plan.test}") if result.primary else NOT_PRIMARY
        notes = result.notes if reason is None else {**result.notes, "p_holm": reason}
        done.append(replace(result, p_holm=corrected.get(place), notes=notes))
    return done


def instrument_version(instrument: Instrument) -> InstrumentVersion:
    """Return which definition was used, for the provenance."""
    return InstrumentVersion(
        code=instrument.code, version=instrument.version, sha256=instrument.sha256
    )
