"""Stage 2, the influence on participants: from tables of scores to `Report(results, document)`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.conclusions import printed, settled
from analysis.disclosure_rounding import strategies_as_printed
from analysis.disclosure_stage2 import protected
from analysis.disclosure_strategies import protected_strategies
from analysis.education import NOT_HANDED_IN, education_results
from analysis.family import corrected
from analysis.individual import individual_scores
from analysis.report import Decided, Drafts, Report
from analysis.report_facts import (
    Flow,
    InstrumentVersion,
    LinkageCounts,
    Plan,
    ProgrammeFacts,
    Provenance,
)
from analysis.results import NOT_COMPUTED, SCHEMA, Results, ScaleStrategies
from analysis.scale_result import scale_result
from analysis.stage2_cells import digits_of
from analysis.stage2_conclusions import drafts_of_stage2
from analysis.stage2_document import document_of
from analysis.stage2_summary import summary_sections
from analysis.strategies import NO_STRATEGIES, Strategies, strategies_of
from instruments.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.disclosure import BaseRule
    from analysis.education import MeasureInput
    from analysis.individual import IndividualInput
    from analysis.inputs import Grouping, ScaleInput
    from analysis.words import Words
    from instruments.model import Instrument

#: Of a table of the caller's own nobody decides anything.
NOTHING_DECIDED = Decided()


def stage2(  # noqa: PLR0913 - because a report is of a programme and under its rule, or of neither
    scales: Sequence[ScaleInput],
    *,
    plan: Plan,
    flow: tuple[Flow, ...],
    provenance: Provenance,
    words: Words,
    grouping: Grouping | None = None,
    programme: ProgrammeFacts | None = None,
    linkage: tuple[LinkageCounts, ...] | None = None,
    rule: BaseRule | None = None,
    individuals: Sequence[IndividualInput] = (),
    decided: Decided = NOTHING_DECIDED,
    education: Sequence[MeasureInput] = (),
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
    linkage
        How people were paired by answers of their own; None where codes pair them.
    rule
        What may be shown of a base of people; None where the caller holds the answers anyway.
    individuals
        People of a role that agreed to be shown one by one; nobody of them is in `scales`.
    education
        One input per measure of the electronic journal and role; they belong to no family.
    decided
        What people made of the conclusions.
    """
    found = [scale_result(scale, plan, grouping) for scale in scales]
    strategies = _strategies(scales, rule)
    results = Results(
        schema=SCHEMA,
        stage=2,
        plan=plan,
        provenance=provenance,
        flow=flow,
        scales=corrected(found, plan),
        programme=programme,
        strategies=None if isinstance(strategies, Message) else strategies,
        individuals=tuple(map(individual_scores, individuals)),
        linkage=linkage,
        education=education_results(education, rule, equivalence=plan.equivalence) or None,
        notes=_notes(strategies, programme, education),
    )
    if rule is not None:
        results = protected(results, scales, rule)
    drafts = () if programme is None else drafts_of_stage2(results, scales, words, education)
    results = replace(results, conclusions=printed(settled(drafts, decided.conclusions)))
    return Report(
        results,
        words,
        lambda: document_of(
            results, scales, words, rule=rule, individuals=individuals, education=education
        ),
        lambda: summary_sections(results, scales, words, rule),
        Drafts(conclusions=drafts),
    )


def _notes(
    strategies: tuple[ScaleStrategies, ...] | Message,
    programme: ProgrammeFacts | None,
    education: Sequence[MeasureInput],
) -> dict[str, Message]:
    """Return why parts of the results are None."""
    notes: dict[str, Message] = {}
    if programme is None:
        notes |= dict.fromkeys(("programme", "education"), NOT_COMPUTED)
    elif not education:
        notes["education"] = NOT_HANDED_IN
    if isinstance(strategies, Message):
        notes["strategies"] = strategies
    return notes


def _strategies(
    scales: Sequence[ScaleInput], rule: BaseRule | None
) -> tuple[ScaleStrategies, ...] | Message:
    """Return the strategies of every scale; the reason where none has any."""
    found = [(scale, _of_scale(scale, rule)) for scale in scales]
    if not any(isinstance(one, Strategies) for _, one in found):
        return next((one for _, one in found if isinstance(one, Message)), NO_STRATEGIES)
    return tuple(_beside(scale, one) for scale, one in found)


def _of_scale(scale: ScaleInput, rule: BaseRule | None) -> Strategies | Message:
    found = strategies_of(scale.rows)
    if rule is None or isinstance(found, Message):
        return found
    shown = protected_strategies(found, rule, n_matched=scale.pairs.n_matched)
    return shown if isinstance(shown, Message) else strategies_as_printed(shown, digits_of(scale))


def _beside(scale: ScaleInput, found: Strategies | Message) -> ScaleStrategies:
    return ScaleStrategies(
        instrument=scale.instrument.code,
        scale=scale.scale.code,
        role=scale.role,
        n_matched=scale.pairs.n_matched,
        strategies=None if isinstance(found, Message) else found.strategies,
        pairs=None if isinstance(found, Message) else found.pairs,
        notes={"strategies": found} if isinstance(found, Message) else found.notes,
    )


def instrument_version(instrument: Instrument) -> InstrumentVersion:
    """Return which definition was used, for the provenance."""
    return InstrumentVersion(
        code=instrument.code, version=instrument.version, sha256=instrument.sha256
    )
