"""Makes a report from beginning to end, in the child process or on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from analysis.words import Words
from app.language import translations
from app.reports import operations
from app.reports.formats import render
from app.reports.from_programme import report_of

if TYPE_CHECKING:
    from app.models import Programme

#: What a finished job holds.
FORMATS = ("html", "xlsx", "json")


def make(job_id: int) -> None:
    """Make the report of a job and store its files."""
    job = operations.begin(job_id)
    programme, stage = job.programme, job.stage
    report = report_of(programme, stage, _words())
    today = programme.school.today
    operations.advance(job_id, 60)
    files = {format_: render(report, format_, created=today) for format_ in FORMATS}
    operations.finish(job_id, files, source_sha256=report.results.provenance.data_sha256)


def report_file(programme: Programme, stage: int, format_: str) -> bytes:
    """Make one file of a report for the command line; it keeps the answers as a page would."""
    operations.keep_answers(programme, stage)
    report = report_of(programme, stage, _words())
    return render(report, format_, created=programme.school.today)


def _words() -> Words:
    return Words(translations(current_app.config["LANG"]))
