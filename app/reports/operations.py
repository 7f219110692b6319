"""Every write around reports: asked for, made, failed; issuing is apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select, update

from app.answering.operations import erase_drafts_of_closed_waves
from app.answering.traces import forget_old_rows, write_in_key_order
from app.audit import record
from app.database import db, now_utc, writing
from app.education.drawing import check_enough_differs, check_unchanged, draw_on
from app.guests.operations import keep_for_report
from app.logs import log_incident
from app.models import (
    JobState,
    LinkageMode,
    Programme,
    ReportCompanion,
    ReportFile,
    ReportForm,
    ReportJob,
    User,
    Wave,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.programmes.guards import REDUCED, lock
from app.reports.reissue import check_enough_changed, check_nothing_missing, forget_erased
from app.selfcodes.linking import link_people
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

#: A computation that has not ended after this long never will: its process is gone.
GIVEN_UP_AFTER = timedelta(minutes=10)

#: The content of files by their form and format.
Files: TypeAlias = dict[tuple[ReportForm, str], bytes]

#: The waves that are compared.
ENDS = (WaveKind.ENTRY, WaveKind.EXIT)


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
                _keep_answers(session, programme, job.stage, by=by)
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
        _keep_answers(session, programme, stage, by=None)
    forget_old_rows()


def _keep_answers(
    session: scoped_session[Session], programme: Programme, stage: int, *, by: User | None
) -> None:
    """Mark the waves that the report draws on as reported: they cannot be opened again.

    Where nothing but their own answers tells who is who, people are paired before the first report
    of both waves. Everybody locks the programme first and waves in one order, so that nobody waits
    for somebody who waits for them.
    """
    waits_for_pairs = programme.linkage_mode is LinkageMode.SELF_CODE
    if waits_for_pairs:
        lock(session, programme)
    else:
        session.refresh(programme, with_for_update={"read": True})
    session.execute(
        select(Wave.id).filter_by(programme_id=programme.id).order_by(Wave.id).with_for_update()
    )
    waves = check_may_be_made(session, programme, stage)
    if waits_for_pairs and _are_both(waves) and programme.linked_at is None:
        link_people(session, programme, by=by)
    fresh = [wave for wave in waves if wave.reported_at is None]
    for wave in fresh:
        wave.reported_at = now_utc()
    erase_drafts_of_closed_waves(session, now_utc())
    write_in_key_order(session, [wave.id for wave in fresh])
    forget_erased(session, [wave.id for wave in waves])
    if stage != 1:
        draw_on(session, programme)
    if stage != 2 and any(wave.kind is WaveKind.EXIT for wave in waves):
        keep_for_report(session, programme)


def _are_both(waves: Iterable[Wave]) -> bool:
    """Say whether both ends of the programme are among the waves."""
    return {wave.kind for wave in waves} >= set(ENDS)


def check_may_be_made(
    session: scoped_session[Session], programme: Programme, stage: int
) -> list[Wave]:
    """Return the waves that a report made now would draw on.

    Raises
    ------
    RefusedError
        It may not be made: too little has changed, or the answers are gone.
    """
    if programme.reduced_at is not None:
        raise RefusedError(REDUCED)
    waves = _waves_drawn_on(session, programme, stage)
    check_enough_changed(session, programme, [wave.id for wave in waves])
    if stage != 1:
        check_enough_differs(session, programme)
    return waves


def check_settled(session: scoped_session[Session], programme: Programme, stage: int) -> None:
    """Refuse to compute a report that has been begun, if anything was erased or replaced since.

    Raises
    ------
    RefusedError
        It was.
    """
    waves = _waves_drawn_on(session, programme, stage)
    check_nothing_missing(session, [wave.id for wave in waves])
    if stage != 1:
        check_unchanged(session, programme)


def _waves_drawn_on(
    session: scoped_session[Session], programme: Programme, stage: int
) -> list[Wave]:
    waves = session.scalars(
        select(Wave).filter_by(programme_id=programme.id).execution_options(populate_existing=True)
    )
    return drawn_on(waves, stage)


def drawn_on(waves: Iterable[Wave], stage: int) -> list[Wave]:
    """Return the waves whose answers a report of this stage shows anything of, if made now.

    Until the exit wave is closed stage 1 shows participation and what was said half-way only;
    stage 2 never draws on the mid wave.
    """
    closed = {wave.kind: wave for wave in waves if wave.is_closed()}
    mid = (WaveKind.MID,) if stage == 1 else ()
    ends = () if stage == 1 and WaveKind.EXIT not in closed else ENDS
    return [closed[kind] for kind in (*ends, *mid) if kind in closed]


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
