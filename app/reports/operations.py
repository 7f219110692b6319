"""Every write around reports: asked for, made, failed; issuing is apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select, update

from app.answering.traces import forget_old_rows
from app.audit import record
from app.database import db, writing
from app.logs import log_incident
from app.models import (
    JobState,
    Programme,
    ReportCompanion,
    ReportFile,
    ReportForm,
    ReportJob,
    User,
)
from app.programmes.errors import RefusedError
from app.reports.keeping import check_may_be_made, keep_answers_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

#: A computation that has not ended after this long never will: its process is gone.
GIVEN_UP_AFTER = timedelta(minutes=10)

#: The content of files by their form and format.
Files: TypeAlias = dict[tuple[ReportForm, str], bytes]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A draft as it is kept.

    Attributes
    ----------
    parts
        The fingerprints of its parts, and `source_sha256` that of them all.
    frozen
        What it says, to be issued word for word.
    drafts
        What its results propose to decide on; None where there are results of several stages.
    """

    files: Files
    parts: dict[str, list[str]]
    source_sha256: str
    frozen: bytes
    drafts: Mapping[str, object] | None = None


def request_report(
    programme: Programme, stage: int, *, by: User | None, beside: Sequence[Programme] = ()
) -> int:
    """Note that a report is wanted and return the number of its job.

    Parameters
    ----------
    beside
        Other programmes of the same year that the report shows beside this one.

    Raises
    ------
    RefusedError
        It may not be made now.
    """
    with writing() as session:
        for one in (programme, *beside):
            check_may_be_made(session, one, stage)
        check_one_year(programme, beside)
        job = ReportJob(
            programme_id=programme.id, stage=stage, requested_by=None if by is None else by.id
        )
        session.add(job)
        session.flush()
        session.add_all(ReportCompanion(job_id=job.id, programme_id=one.id) for one in beside)
        record("report.request", job.id, school_id=programme.school_id, by=by)
        return job.id


def begin(job_id: int) -> ReportJob:
    """Begin a job; from now on answers of closed waves are only ever erased, and never few.

    Otherwise the difference of two reports, before and after one more answer, would tell that
    answer.

    Raises
    ------
    RefusedError
        The report may not be made now.
    """
    with writing() as session:
        job = session.get_one(ReportJob, job_id)
        job.state = JobState.RUNNING
        job.progress = 10
        if job.draft_id is None:  # an issue repeats what its draft says
            by = None if job.requested_by is None else session.get(User, job.requested_by)
            for programme in programmes_of(job):
                keep_answers_of(session, programme, job.stage, by=by)
    forget_old_rows()
    return job


def check_one_year(programme: Programme, beside: Iterable[Programme]) -> None:
    """Refuse to show programmes of different schools or years beside each other.

    Raises
    ------
    RefusedError
        They are.
    """
    own = programme.school_id, programme.year_text
    if any((one.school_id, one.year_text) != own for one in beside):
        raise RefusedError(N_("Only programmes of one school and one year stand in one report."))


def programmes_of(job: ReportJob) -> list[Programme]:
    """Return the programme of a report and those beside it, in the order of their numbers."""
    beside = select(ReportCompanion.programme_id).where(ReportCompanion.job_id == job.id)
    others = db.session.scalars(
        select(Programme).where(Programme.id.in_(beside)).order_by(Programme.id)
    )
    return [job.programme, *others]


def keep_answers(programme: Programme, stage: int) -> None:
    """Keep the answers of closed waves for a report that has no job.

    Raises
    ------
    RefusedError
        The report may not be made now.
    """
    with writing() as session:
        keep_answers_of(session, programme, stage, by=None)
    forget_old_rows()


def advance(job_id: int, percent: int) -> None:
    """Tell whoever waits how far the job has come."""
    with writing() as session:
        session.get_one(ReportJob, job_id).progress = percent


def finish(job_id: int, made: Made) -> None:
    """Store the files of a finished draft, and what tells whether it is still up to date."""
    with writing() as session:
        job = session.get_one(ReportJob, job_id)
        store(session, job, made.files)
        job.source_sha256, job.parts, job.frozen = made.source_sha256, made.parts, made.frozen
        job.drafts = None if made.drafts is None else dict(made.drafts)


def store(session: scoped_session[Session], job: ReportJob, files: Files) -> None:
    """Add files to a job and end it, within the transaction of an operation."""
    session.add_all(
        ReportFile(
            job_id=job.id,
            form=form,
            format=format_,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for (form, format_), content in files.items()
    )
    job.state, job.progress = JobState.DONE, 100


def refuse(job_id: int, reason: str) -> None:
    """Note that a job was not done because a rule forbids it, and which."""
    with writing() as session:
        job = session.get_one(ReportJob, job_id)
        job.state, job.refusal = JobState.FAILED, reason


def fail(job_id: int, incident: str) -> None:
    """Note that a job failed, and where the log explains it."""
    with writing() as session:
        job = session.get_one(ReportJob, job_id)
        job.state, job.incident = JobState.FAILED, incident


def fail_unfinished() -> None:
    """Note that jobs of a process that has ended will never be done; the log says so once."""
    unfinished = ReportJob.state.in_((JobState.QUEUED, JobState.RUNNING))
    with writing() as session:
        left = session.scalars(select(ReportJob.id).where(unfinished)).all()
        if left:
            incident = log_incident(f"reports left behind by a process that ended: {len(left)}")
            values = {"state": JobState.FAILED, "incident": incident}
            session.execute(update(ReportJob).where(unfinished).values(values))
