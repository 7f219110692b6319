"""Makes a report from beginning to end, in the child process or on the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import current_app

from analysis.words import Words
from app.database import one_moment
from app.language import translations
from app.reports import operations
from app.reports.formats import render
from app.reports.from_programme import report_of
from app.reports.kinds import KEPT

if TYPE_CHECKING:
    from analysis.report import Report
    from analysis.results import Results
    from analysis.stage1_results import Stage1Results
    from app.models import Programme


def make(job_id: int) -> None:
    """Make the report of a job and store its files."""
    job = operations.begin(job_id)
    programme, stage = job.programme, job.stage
    report = _report(programme, stage)
    today = programme.school.today
    operations.advance(job_id, 60)
    files = {format_: render(report, format_, created=today) for format_ in KEPT}
    operations.finish(
        job_id,
        files,
        source_sha256=report.results.provenance.data_sha256,
        drafts=asdict(report.drafts),
    )


def report_file(programme: Programme, stage: int, format_: str) -> bytes:
    """Make one file of a report for the command line; it keeps the answers as a page would."""
    operations.keep_answers(programme, stage)
    report = _report(programme, stage)
    return render(report, format_, created=programme.school.today)


def _report(programme: Programme, stage: int) -> Report[Stage1Results] | Report[Results]:
    """Make a report of the answers of one moment, at which none are erased uncounted."""
    with one_moment() as session:
        operations.check_settled(session, programme, stage)
        return report_of(programme, stage, _words())


def _words() -> Words:
    return Words(translations(current_app.config["LANG"]))
