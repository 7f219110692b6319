"""From the database to what people have decided on conclusions and on the SWOT table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from analysis.conclusions import Decision, Draft, settled
from analysis.report import Decided, Drafts
from analysis.swot import Proposal, SwotDecision
from app.database import db
from app.models import Conclusion, JobState, ReportJob, SwotLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.conclusions import Sentence
    from app.models import Programme

#: The stage whose report has a SWOT table.
SWOT_STAGE = 1


def decided_on(programme: Programme, stage: int) -> Decided:
    """Return what people have decided on the drafts of a stage."""
    return Decided(
        conclusions=tuple(map(decision_of, conclusions_of(programme, stage))),
        swot=tuple(map(swot_decision_of, swot_lines_of(programme))) if stage == SWOT_STAGE else (),
    )


def sentences_now(programme: Programme, stage: int, drafts: Drafts) -> tuple[Sentence, ...]:
    """Return every sentence of a stage as it stands after what people have decided."""
    return settled(drafts.conclusions, list(map(decision_of, conclusions_of(programme, stage))))


def conclusions_of(programme: Programme, stage: int) -> list[Conclusion]:
    """Return the sentences that somebody touched."""
    query = select(Conclusion).filter_by(programme_id=programme.id, stage=stage)
    return list(db.session.scalars(query.order_by(Conclusion.id)))


def swot_lines_of(programme: Programme) -> list[SwotLine]:
    """Return the lines that somebody decided on."""
    query = select(SwotLine).filter_by(programme_id=programme.id)
    return list(db.session.scalars(query.order_by(SwotLine.id)))


def decision_of(row: Conclusion) -> Decision:
    """Return a sentence as the analysis knows it."""
    return Decision(
        kind=row.kind.value,
        position=row.position,
        text=row.text,
        origin=row.origin,
        drafted=row.drafted,
        is_struck=row.is_struck,
        key=own_key(row),
    )


def swot_decision_of(row: SwotLine) -> SwotDecision:
    """Return a line as the analysis knows it."""
    return SwotDecision(
        cell=row.cell.value,
        position=row.position,
        text=row.text,
        origin=row.origin,
        proposed=row.proposed,
        is_confirmed=row.is_confirmed,
        key=own_key(row),
    )


def own_key(row: Conclusion | SwotLine) -> str:
    """Return what pages call a sentence or line that nothing proposed."""
    return f"own/{row.id}"


def n_to_reread(draft: ReportJob) -> int:
    """Count the sentences of a draft under which results have changed since they were written."""
    if draft.drafts is None:
        return 0
    sentences = sentences_now(draft.programme, draft.stage, _drafts_in(draft.drafts))
    return sum(one.reread for one in sentences if not one.struck)


def latest_drafts(programme: Programme, stage: int) -> Drafts | None:
    """Return what the last finished report of a stage proposed; None where none was made."""
    held = db.session.scalar(
        select(ReportJob.drafts)
        .filter_by(programme_id=programme.id, stage=stage, state=JobState.DONE)
        .where(ReportJob.drafts.is_not(None))
        .order_by(ReportJob.requested_at.desc(), ReportJob.id)
        .limit(1)
    )
    if held is None:
        return None
    return _drafts_in(held)


def _drafts_in(held: Mapping[str, Any]) -> Drafts:
    """Return what a report proposed, as its job keeps it."""
    return Drafts(
        conclusions=tuple(Draft(**one) for one in held["conclusions"]),
        swot=tuple(Proposal(**one) for one in held["swot"]),
    )
