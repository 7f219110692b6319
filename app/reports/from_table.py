"""From a person's own table, scored, to a stage-2 report."""

from __future__ import annotations

import math
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

from analysis.inputs import MOST_ROWS, Grouping, PersonScores, ScaleInput
from analysis.moments import ItemMoments
from analysis.paired import PairedScores
from analysis.plan import default_plan
from analysis.quality import WaveQuality
from analysis.report_facts import Flow, Provenance
from analysis.stage2 import instrument_version, stage2
from app.reports.codebook import codebook_sections
from app.reports.score_sheet import score_section
from instruments.scoring import keyed_scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Document
    from analysis.report import Report
    from analysis.results import Results
    from analysis.words import Words
    from app.reports.scored_table import Form, Person, ScoredTable
    from instruments.model import Instrument, Scale


def report_of_table(
    table: ScoredTable, words: Words, *, allocation: str | None = None
) -> Report[Results]:
    """Compare the two waves of a table.

    Parameters
    ----------
    allocation
        "random" where lots decided who is at which level of the grouping factor.
    """
    layout, instrument = table.layout, table.instrument
    plan = default_plan([instrument], list(table.by_role))
    return stage2(
        list(_scale_inputs(table)),
        plan=replace(plan, allocation=allocation),
        flow=tuple(_flow(people, role) for role, people in table.by_role.items()),
        provenance=Provenance(
            software=f"zamer {version('zamer')}",
            instruments=(instrument_version(instrument),),
            data_sha256=table.sha256,
        ),
        words=words,
        grouping=None
        if layout.group is None
        else Grouping(factor=layout.group, control=str(layout.control)),
    )


def with_sheets_of_people(report: Report[Results], table: ScoredTable) -> Report[Results]:
    """Return the report with the scores of the people and the codebook, for its workbook.

    They stand before the last section, which says how everything came about.
    """

    def laid_out() -> Document:
        document, words = report.document, report.words
        *found, method = document.sections
        sheets = score_section(table, words), *codebook_sections(table.instrument, words)
        return replace(document, sections=(*found, *sheets, method))

    return replace(report, lay_out=laid_out)


def _scale_inputs(table: ScoredTable) -> Iterator[ScaleInput]:
    instrument = table.instrument
    versions = [instrument if is_held else None for is_held in table.held]
    for role, people in table.by_role.items():
        waves = [
            [form for one in people if (form := one.forms[wave]) is not None] for wave in (0, 1)
        ]
        entry_quality, exit_quality = (
            _quality(forms) if is_held else None
            for forms, is_held in zip(waves, table.held, strict=True)
        )
        for scale in instrument.scales:
            entry_items, exit_items = (
                _moments(instrument, scale, forms) if is_held else None
                for forms, is_held in zip(waves, table.held, strict=True)
            )
            yield ScaleInput(
                entry_instrument=versions[0],
                exit_instrument=versions[1],
                scale=scale,
                role=role,
                pairs=_pairs(scale, people),
                entry_items=entry_items,
                exit_items=exit_items,
                groups=_groups(scale, people),
                rows=_rows(scale, people),
                flagged=_pairs(scale, [one for one in people if one.is_flagged]),
                entry_quality=entry_quality,
                exit_quality=exit_quality,
            )


def _pairs(scale: Scale, people: Sequence[Person]) -> PairedScores:
    return PairedScores.from_rows((one.score(scale, 0), one.score(scale, 1), 1) for one in people)


def _groups(scale: Scale, people: Sequence[Person]) -> dict[str, PairedScores]:
    levels = sorted({one.group for one in people if one.group is not None})
    return {level: _pairs(scale, [one for one in people if one.group == level]) for level in levels}


def _rows(scale: Scale, people: Sequence[Person]) -> tuple[PersonScores, ...] | None:
    """Return everybody with a score at either wave; None where they are too many for rows."""
    if len(people) > MOST_ROWS:
        return None
    rows = (
        PersonScores(
            entry=one.score(scale, 0),
            exit=one.score(scale, 1),
            level=one.group,
            strategy=one.strategy,
            cluster=one.cluster,
        )
        for one in people
    )
    return tuple(row for row in rows if row.entry is not None or row.exit is not None)


def _moments(instrument: Instrument, scale: Scale, forms: Sequence[Form]) -> ItemMoments:
    """Return the moments of all complete answers of a wave."""
    return ItemMoments.from_rows(
        scale.item_codes,
        (keyed_scores(scale.keys + scale.minus, instrument, form.answers) for form in forms),
    )


def _quality(forms: Sequence[Form]) -> WaveQuality | None:
    """Return how the forms that hold an answer were filled in; None where there is none."""
    filled = [form.quality for form in forms if form.is_answered]
    if not filled:
        return None
    variances = [float(one.variance) for one in filled if one.variance is not None]
    return WaveQuality(
        n=len(filled),
        # fsum rounds once, so that the order of people does not show.
        missing=math.fsum(one.missing for one in filled) / len(filled),
        longest_run=sum(one.longest_run for one in filled) / len(filled),
        n_variance=len(variances),
        variance=math.fsum(variances) / len(variances) if variances else None,
    )


def _flow(people: Sequence[Person], role: str | None) -> Flow:
    answered = [
        tuple(form is not None and form.is_answered for form in one.forms) for one in people
    ]
    return Flow(
        role=role,
        people=len(people),
        entry=sum(entry for entry, _ in answered),
        exit=sum(exit_ for _, exit_ in answered),
        both=sum(entry and exit_ for entry, exit_ in answered),
    )
