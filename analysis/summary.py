"""The summary: what was done, with whom, what came of it, on four pages that a head signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.document import Document, Figure, Section
from analysis.placing import placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.report import Report
    from analysis.words import Words


def summary_of(*reports: Report[Any]) -> Document:
    """Return the summary of one stage, or of both together.

    Parameters
    ----------
    reports
        One, or stage 1 and stage 2 of the same programme; then a path into the results begins
        with `stage1` or `stage2`.
    """
    first, words = reports[0].document, reports[0].words
    both = len(reports) > 1
    return Document(
        _title([report.results.stage for report in reports], words),
        tuple(
            part
            for report in reports
            for part in (_of_stage(report, words) if both else report.summary)
        ),
        words,
        facts=first.facts,
        notice=first.notice,
        paper=first.paper,
        is_summary=True,
        is_dense=both,
    )


def _title(stages: Sequence[int], words: Words) -> str:
    if len(stages) > 1:
        return words.say("Summary of both stages of the monitoring of the mentoring programme")
    if stages[0] == 1:
        return words.say(
            "Summary of stage 1 of the monitoring: the quality of the mentoring programme"
        )
    return words.say(
        "Summary of stage 2 of the monitoring: the influence of the programme on participants"
    )


def _of_stage(report: Report[Any], words: Words) -> tuple[Section, ...]:
    """Return the sections of a stage under a heading of its own."""
    stage = report.results.stage
    heading = (
        words.say("Stage 1: quality of the programme")
        if stage == 1
        else words.say("Stage 2: influence on the participants")
    )
    parts = (
        replace(placed(_with_one_picture(part, stage), f"stage{stage}"), level=2)
        for part in report.summary
    )
    return Section(heading, ()), *parts


def _with_one_picture(part: Section, stage: int) -> Section:
    """Return a section as it stands beside the other stage: the main picture is of the change."""
    if stage != 1:
        return part
    return replace(
        part, blocks=tuple(block for block in part.blocks if not isinstance(block, Figure))
    )
