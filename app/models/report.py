"""Reports: being made, made, and issued for good."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Instant, Json, Key, Model, now_utc, one_of, random_id
from app.models.programme import Programme


class JobState(StrEnum):
    """How far a report has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ReportForm(StrEnum):
    """How much of a report a file holds: all, four pages for the head, what the web may see."""

    FULL = "full"
    SUMMARY = "summary"
    SITE = "site"


#: The stage of the summary that holds both.
BOTH_STAGES = 0


class ReportJob(Model):
    """One computation of a report, with its files when it is done."""

    __tablename__ = "report_job"
    __table_args__ = (
        CheckConstraint("stage IN (0, 1, 2)", name="stage_known"),
        CheckConstraint("progress BETWEEN 0 AND 100", name="progress_percent"),
    )

    id: Mapped[int] = random_id()
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    #: 1, 2, or `BOTH_STAGES`.
    stage: Mapped[int]
    #: The draft that it issues: the same report, numbered and dated, without «ПРОЕКТ».
    draft_id: Mapped[int | None] = mapped_column(Key, ForeignKey("report_job.id"))
    state: Mapped[JobState] = mapped_column(one_of(JobState, "state"), default=JobState.QUEUED)
    #: Percent.
    progress: Mapped[int] = mapped_column(default=0)
    #: Who asked for it; null for the command line.
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant, default=now_utc)
    #: The number under which the log explains a failure.
    incident: Mapped[str | None] = mapped_column(String(16))
    #: Fingerprint of all that it was made from: answers, the curator's parts, requisites.
    source_sha256: Mapped[str | None] = mapped_column(String(64))
    #: Fingerprints of its parts, by their names: they tell what has changed since, and no more.
    parts: Mapped[dict[str, Any] | None] = mapped_column(Json)
    #: Why it was not made, in words, where a rule forbade it.
    refusal: Mapped[str | None] = mapped_column(Text)
    #: Of a draft: what it says, form by form, to be issued word for word.
    frozen: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    #: What its results propose for people to decide on, as `analysis.report.Drafts` holds it.
    drafts: Mapped[dict[str, Any] | None] = mapped_column(Json)

    programme: Mapped[Programme] = relationship()
    draft: Mapped[ReportJob | None] = relationship(remote_side="ReportJob.id")
    files: Mapped[list[ReportFile]] = relationship(order_by="ReportFile.form, ReportFile.format")


class ReportCompanion(Model):
    """Another programme of the same year that a report shows beside its own."""

    __tablename__ = "report_companion"

    job_id: Mapped[int] = mapped_column(
        Key, ForeignKey("report_job.id", ondelete="CASCADE"), primary_key=True
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)


class ReportFile(Model):
    """One format of a finished report, byte for byte."""

    __tablename__ = "report_file"

    job_id: Mapped[int] = mapped_column(Key, ForeignKey("report_job.id"), primary_key=True)
    form: Mapped[ReportForm] = mapped_column(
        one_of(ReportForm, "form"), primary_key=True, default=ReportForm.FULL
    )
    format: Mapped[str] = mapped_column(String(8), primary_key=True)
    #: PostgreSQL stores it as it is (migration 0005).
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))


class IssuedReport(Model):
    """A report that was issued under a number; its files never change again."""

    __tablename__ = "issued_report"
    __table_args__ = (UniqueConstraint("programme_id", "stage", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    stage: Mapped[int]
    #: Counts the issues of one stage of one programme, from 1.
    number: Mapped[int]
    job_id: Mapped[int] = mapped_column(Key, ForeignKey("report_job.id"), unique=True)
    issued_on: Mapped[date]
    issued_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: What is new since the issue before, in words; empty in the first.
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: The versions of the software and its packages that computed it.
    versions: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    job: Mapped[ReportJob] = relationship()
