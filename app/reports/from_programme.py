"""From a programme in the database to its two reports, the base rule applied."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from analysis.disclosure import BaseRule
from analysis.inputs import Grouping
from analysis.report_facts import ProgrammeFacts, Provenance
from analysis.stage1 import stage1
from analysis.stage2 import instrument_version, stage2
from app.models import Arm
from app.programmes.plans import plan_of
from app.reports.conclusion_frames import decided_on
from app.reports.education_frames import measure_inputs
from app.reports.fingerprints import fingerprint
from app.reports.given import Given
from app.reports.individual_frames import individual_inputs
from app.reports.stage1_frames import stage1_input
from app.reports.stage2_frames import flows, linkage_of, scale_inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.inputs import ScaleInput
    from analysis.report import Report
    from analysis.results import Results
    from analysis.stage1_results import Stage1Results
    from analysis.words import Words
    from app.models import Programme
    from instruments.model import Instrument


def report_of(
    programme: Programme, stage: int, words: Words
) -> Report[Stage1Results] | Report[Results]:
    """Make the report of a stage from the waves that are closed."""
    given = Given.of(programme)
    return _stage1(given, words) if stage == 1 else _stage2(given, words)


def _stage1(given: Given, words: Words) -> Report[Stage1Results]:
    inputs = stage1_input(given)
    # Of the answers alone: what the curator enters stands in the report as it was entered.
    answers = fingerprint([
        inputs.participation,
        [(rating.role, _names(rating.entry, rating.exit), rating.pairs.rows)
         for rating in (*inputs.ratings, *inputs.mid)],
        [(outcome.role, outcome.item.code, outcome.yes, outcome.no)
         for outcome in (*inputs.outcomes, *inputs.mid_outcomes)],
        [(one.role, one.wave, one.item.code, one.n, one.n_coded, one.quotations,
          sorted((theme.title, sorted(map(str, theme.cells.items()))) for theme in one.themes))
         for one in inputs.open_answers],
    ])  # fmt: skip
    return stage1(
        inputs,
        programme=programme_facts(given.programme),
        provenance=_provenance(inputs.asked, answers),
        rule=BaseRule(given.programme.k),
        words=words,
        decided=decided_on(given.programme, 1),
    )


def _names(*sides: object) -> list[str]:
    return [side[1].code if isinstance(side, tuple) else "" for side in sides]


def _stage2(given: Given, words: Words) -> Report[Results]:
    inputs, individuals = list(scale_inputs(given)), individual_inputs(given)
    asked = [instrument for scale in inputs for instrument in scale.instruments]
    asked += [one.instrument for one in individuals]
    education = tuple(measure_inputs(given.programme))
    answers = fingerprint(
        [_drawn_on(scale) for scale in inputs]
        + [(one.number, one.instrument.reference, one.scale.code, one.entry, one.exit)
           for one in individuals]
        + [(one.role, one.measure, one.is_tied, one.pairs.rows) for one in education]
    )  # fmt: skip
    compared = any(scale.groups for scale in inputs)
    return stage2(
        inputs,
        plan=plan_of(given.programme),
        flow=tuple(flows(given)),
        provenance=_provenance(asked, answers),
        words=words,
        grouping=Grouping(factor="arm", control=Arm.COMPARISON.value) if compared else None,
        programme=programme_facts(given.programme),
        linkage=linkage_of(given.programme),
        rule=BaseRule(given.programme.k),
        individuals=individuals,
        decided=decided_on(given.programme, 2),
        education=education,
    )


def _drawn_on(scale: ScaleInput) -> tuple[object, ...]:
    """Return all that figures of a scale are computed from, in an order of its own."""
    return (
        scale.role,
        scale.instrument.reference,
        scale.scale.code,
        scale.pairs.rows,
        scale.flagged.rows,
        [(level, pairs.rows) for level, pairs in scale.groups.items()],
        [
            moments and (moments.n, moments.sums, moments.products)
            for moments in (scale.entry_items, scale.exit_items)
        ],
        [
            forms and (forms.n, *map(_steady, (forms.missing, forms.longest_run, forms.variance)))
            for forms in (scale.entry_quality, scale.exit_quality)
        ],
        scale.rows and sorted(str(row) for row in scale.rows),
    )


def _steady(mean: float | None) -> str:
    """Return a mean without its last digits: a database may add up floats in any order."""
    return "" if mean is None else f"{mean:.9g}"


def programme_facts(programme: Programme) -> ProgrammeFacts:
    """Return what a report says of the programme."""
    return ProgrammeFacts(
        number=programme.id,
        title=programme.title,
        school=programme.school.name,
        mentoring_form=programme.mentoring_form.value,
        year=programme.year_text,
        starts_on=programme.starts_on.isoformat(),
        ends_on=programme.ends_on.isoformat(),
        linkage_mode=programme.linkage_mode.value,
        k=programme.k,
        demo=programme.school.is_demo,
    )


def _provenance(asked: Iterable[Instrument], answers: str) -> Provenance:
    return Provenance(
        software=f"zamer {version('zamer')}",
        instruments=tuple(
            instrument_version(instrument)
            for instrument in {instrument.reference: instrument for instrument in asked}.values()
        ),
        data_sha256=answers,
    )
