"""What the page of reports shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.database import db, now_utc
from app.models import (
    BOTH_STAGES,
    IssuedReport,
    JobState,
    Programme,
    ReportFile,
    ReportForm,
    ReportJob,
    Wave,
    WaveKind,
)
from app.reports.kinds import KEPT
from app.reports.operations import GIVEN_UP_AFTER

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Quality, and influence.
STAGES = (1, 2)

#: What the page of reports offers.
OFFERED = (*STAGES, BOTH_STAGES)


@dataclass(frozen=True)
class Stage:
    """A report of a stage or of both: its latest draft, and what was issued."""

    number: int
    last: ReportJob | None
    issued: Sequence[IssuedReport]


@dataclass(frozen=True)
class FilesOfForm:
    """One form of a finished report, and the formats of its files."""

    form: ReportForm
    formats: tuple[str, ...]


def stages_of(programme: Programme) -> list[Stage]:
    """Return both stages, and their common summary, with the latest draft and what was issued."""
    return [
        Stage(number, _last(programme, number), _issued(programme, number)) for number in OFFERED
    ]


def neighbours_of(programme: Programme) -> list[Programme]:
    """Return the other programmes of the year, which one report may show beside this one."""
    found = db.session.scalars(
        select(Programme)
        .filter_by(school_id=programme.school_id, reduced_at=None)
        .where(Programme.id != programme.id)
        .order_by(Programme.id)
    )
    return [one for one in found if one.year_text == programme.year_text]


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


def file_of(job: ReportJob, form: ReportForm, format_: str) -> ReportFile | None:
    """Return one file of a finished report."""
    return db.session.get(ReportFile, (job.id, form, format_))


def forms_of(job: ReportJob) -> list[FilesOfForm]:
    """Return the forms that a finished report is kept in, the one to sign first."""
    kept = [(file.form, file.format) for file in job.files]
    return [
        FilesOfForm(form, tuple(format_ for format_ in KEPT[form] if (form, format_) in kept))
        for form in (ReportForm.SUMMARY, ReportForm.FULL, ReportForm.SITE)
        if any(form is held for held, _ in kept)
    ]


def issue_of(job: ReportJob) -> IssuedReport | None:
    """Return under which number the files of a job were issued, if they were."""
    return db.session.scalar(select(IssuedReport).filter_by(job_id=job.id))


def issue_from(draft: ReportJob) -> IssuedReport | None:
    """Return what a draft was issued as, if it was."""
    return db.session.scalar(
        select(IssuedReport).join(ReportJob).where(ReportJob.draft_id == draft.id)
    )


def _last(programme: Programme, stage: int) -> ReportJob | None:
    return db.session.scalar(
        select(ReportJob)
        .filter_by(programme_id=programme.id, stage=stage, draft_id=None)
        .order_by(ReportJob.requested_at.desc())
        .limit(1)
    )


def _issued(programme: Programme, stage: int) -> Sequence[IssuedReport]:
    return db.session.scalars(
        select(IssuedReport)
        .filter_by(programme_id=programme.id, stage=stage)
        .order_by(IssuedReport.number.desc())
    ).all()
