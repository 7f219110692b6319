"""Issuing a draft: the next number, a date, and what is new since the issue before."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from app.audit import record
from app.database import db, now_utc, writing
from app.models import (
    IssuedReport,
    JobState,
    Programme,
    ReportCompanion,
    ReportFile,
    ReportForm,
    ReportJob,
    User,
)
from app.programmes.errors import RefusedError
from app.reports.fingerprints import changes
from app.reports.freezing import OTHER_VERSION
from app.reports.operations import GIVEN_UP_AFTER, programmes_of, store
from instruments.messages import N_

if TYPE_CHECKING:
    from datetime import date

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from analysis.words import Words
    from app.reports.operations import Files
    from instruments.messages import Message

#: What computes and writes reports.
PACKAGES = (
    "zamer", "numpy", "scipy", "pandas", "pingouin", "statsmodels", "matplotlib", "typst",
    "python-docx", "docxtpl", "xlsxwriter",
)  # fmt: skip


class NumberTakenError(RuntimeError):
    """Another report has been issued under the number meanwhile."""


@dataclass(frozen=True)
class Turn:
    """What an issue bears.

    Attributes
    ----------
    previous
        The issue before it; None of the first.
    changes
        What is new since then.
    """

    number: int
    issued_on: date
    previous: IssuedReport | None
    changes: tuple[Message, ...]


class Asked(NamedTuple):
    """The job that issues a draft, and whether somebody has yet to be told to do it."""

    job_id: int
    is_new: bool


def request_issue(draft: ReportJob, *, by: User) -> Asked:
    """Note that a draft is to be issued; whoever asks twice is told the same job.

    Raises
    ------
    RefusedError
        It cannot be issued.
    """
    with writing() as session:
        programme = session.get_one(Programme, draft.programme_id, with_for_update=True)
        asked = _asked(session, draft)
        if asked is not None:
            return Asked(asked, is_new=False)
        if draft.frozen is None:
            raise RefusedError(OTHER_VERSION)
        job = ReportJob(
            programme_id=programme.id, stage=draft.stage, draft_id=draft.id, requested_by=by.id
        )
        session.add(job)
        session.flush()
        with_draft = session.scalars(
            select(ReportCompanion.programme_id).filter_by(job_id=draft.id)
        )
        session.add_all(ReportCompanion(job_id=job.id, programme_id=one) for one in with_draft)
        return Asked(job.id, is_new=True)


def _asked(session: scoped_session[Session], draft: ReportJob) -> int | None:
    """Return the job that issues a draft, or has; None where there is none worth waiting for."""
    jobs = session.scalars(
        select(ReportJob)
        .filter_by(draft_id=draft.id)
        .where(ReportJob.state != JobState.FAILED)
        .order_by(ReportJob.requested_at.desc())
    )
    for job in jobs:
        if job.state is JobState.DONE or now_utc() - job.requested_at < GIVEN_UP_AFTER:
            return job.id
    return None


def turn_of(job: ReportJob) -> Turn:
    """Return the next number of a stage, today's date, and what an issue of it changes."""
    db.session.rollback()  # to see what others have issued meanwhile
    previous = last_issue(job)
    return Turn(
        number=1 if previous is None else previous.number + 1,
        issued_on=job.programme.school.today,
        previous=previous,
        changes=tuple(changes_since(previous, job.draft or job)),
    )


def last_issue(job: ReportJob) -> IssuedReport | None:
    """Return the latest issue of the stage that a job is of."""
    return db.session.scalar(
        select(IssuedReport)
        .filter_by(programme_id=job.programme_id, stage=job.stage)
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )


def changes_since(previous: IssuedReport | None, draft: ReportJob) -> list[Message]:
    """Return what a draft changes; of issues whose parts nobody has kept, nothing is known."""
    if previous is None or previous.job.parts is None or draft.parts is None:
        return []
    if programmes_of(previous.job) != programmes_of(draft):  # of a year, and of one programme
        return []
    return changes(previous.job.parts, draft.parts)


def issue_text(number: int, issued_on: date, words: Words) -> str:
    """Return a number and a date as a paper bears them."""
    day = words.date(issued_on.isoformat())
    return words.say("No. %(number)s of %(date)s", number=str(number), date=day)


def changes_text(turn: Turn, words: Words) -> str:
    """Return the sentence in which an issue says what it changes; empty in the first."""
    if turn.previous is None or not turn.changes:
        return ""
    return words.say(
        "Re-issue. Since %(issue)s: %(changes)s",
        issue=issue_text(turn.previous.number, turn.previous.issued_on, words),
        changes=" ".join(map(words.of, turn.changes)),
    )


def frozen_of(draft: ReportJob) -> bytes:
    """Return what a draft says."""
    return db.session.scalars(select(ReportJob.frozen).filter_by(id=draft.id)).one() or b""


def results_of(draft: ReportJob) -> dict[tuple[ReportForm, str], bytes]:
    """Return the results of a draft, which bear no date and stay as they are."""
    held = db.session.scalars(select(ReportFile).filter_by(job_id=draft.id, format="json"))
    return {(file.form, file.format): file.content for file in held}


def finish(job_id: int, files: Files, turn: Turn, words: Words) -> None:
    """Issue a report: its number, its files and what they were made from, once and for all.

    Raises
    ------
    NumberTakenError
        Files with another number have to be made.
    RefusedError
        The draft has been issued meanwhile.
    """
    with writing() as session:
        job = session.get_one(ReportJob, job_id)
        programme = session.get_one(Programme, job.programme_id, with_for_update=True)
        if _is_issued(session, job):
            raise RefusedError(N_("This draft has been issued already."))
        if _last_number(session, job) != turn.number - 1:
            raise NumberTakenError(turn.number)
        store(session, job, files)
        _keep_parts(job)
        by = session.get_one(User, job.requested_by)
        session.add(
            IssuedReport(
                programme_id=programme.id,
                stage=job.stage,
                number=turn.number,
                job_id=job_id,
                issued_on=turn.issued_on,
                issued_by=by.id,
                changes=[words.of(change) for change in turn.changes],
                versions=versions(),
            )
        )
        record("report.issue", job_id, school_id=programme.school_id, by=by)


def _keep_parts(job: ReportJob) -> None:
    """Let an issue know what it was made from, as its draft does."""
    if job.draft is not None:
        job.source_sha256, job.parts = job.draft.source_sha256, job.draft.parts
        job.drafts = job.draft.drafts


def _is_issued(session: scoped_session[Session], job: ReportJob) -> bool:
    """Say whether another job has issued the draft of this one."""
    issued = select(IssuedReport.id).join(ReportJob).where(ReportJob.draft_id == job.draft_id)
    return session.scalar(issued.limit(1)) is not None


def _last_number(session: scoped_session[Session], job: ReportJob) -> int:
    last = session.scalar(
        select(func.max(IssuedReport.number)).filter_by(
            programme_id=job.programme_id, stage=job.stage
        )
    )
    return last or 0


def versions() -> dict[str, str]:
    """Return the versions of whatever computes and writes reports."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
