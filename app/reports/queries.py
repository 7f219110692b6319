"""What the page of reports shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.database import db, now_utc
from app.models import IssuedReport, JobState, ReportFile, ReportForm, ReportJob, Wave, WaveKind
from app.reports.operations import GIVEN_UP_AFTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models import Programme


#: Quality, and influence.
STAGES = (1, 2)


@dataclass(frozen=True)
class Stage:
    """One of the two reports: what it stands on, and what has been made of it."""

    number: int
    last: ReportJob | None
    issued: Sequence[IssuedReport]


def stages_of(programme: Programme) -> list[Stage]:
    """Return both stages with their latest computation and what was issued."""
    return [
        Stage(number, _last(programme, number), _issued(programme, number)) for number in STAGES
    ]


def closed_waves(programme: Programme) -> frozenset[WaveKind]:
    """Return the waves that a report can draw answers from."""
    waves = db.session.scalars(select(Wave).filter_by(programme_id=programme.id))
    return frozenset(wave.kind for wave in waves if wave.is_closed())


def has_report(programme: Programme, stage: int) -> bool:
    """Say whether a finished report of a stage is kept."""
    made = exists().where(
        ReportJob.programme_id == programme.id,
        ReportJob.stage == stage,
        ReportJob.state == JobState.DONE,
    )
    return bool(db.session.scalar(select(made)))


def is_waiting(job: ReportJob) -> bool:
    """Say whether it is worth waiting for: neither finished nor left behind by a dead process."""
    unfinished = job.state in {JobState.QUEUED, JobState.RUNNING}
    return unfinished and now_utc() - job.requested_at < GIVEN_UP_AFTER


def file_of(job: ReportJob, format_: str) -> ReportFile | None:
    """Return one file of a finished report."""
    return db.session.get(ReportFile, (job.id, ReportForm.FULL, format_))


def issue_of(job: ReportJob) -> IssuedReport | None:
    """Return under which number a report was issued, if it was."""
    return db.session.scalar(select(IssuedReport).filter_by(job_id=job.id))


def _last(programme: Programme, stage: int) -> ReportJob | None:
    return db.session.scalar(
        select(ReportJob)
        .filter_by(programme_id=programme.id, stage=stage)
        .order_by(ReportJob.requested_at.desc())
        .limit(1)
    )


def _issued(programme: Programme, stage: int) -> Sequence[IssuedReport]:
    return db.session.scalars(
        select(IssuedReport)
        .filter_by(programme_id=programme.id, stage=stage)
        .order_by(IssuedReport.number.desc())
    ).all()
