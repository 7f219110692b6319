"""Makes a report from beginning to end, in the child process or on the command line."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.document import Paper
from analysis.year import year_report
from app.database import db, one_moment
from app.models import BOTH_STAGES, ReportForm
from app.programmes.errors import RefusedError
from app.reports import issuing, keeping, operations
from app.reports.fingerprints import changes, fingerprint, parts_of
from app.reports.formats import lay_out
from app.reports.freezing import frozen, thawed
from app.reports.from_programme import report_of
from app.reports.operations import Made
from app.reports.papers import borne, grounds_of, paper_of, said_words
from app.reports.queries import STAGES
from app.reports.render_json import render_json
from app.reports.report_forms import forms_of
from app.reports.side_by_side import BegunFiles
from app.requisites.queries import template_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analysis.document import Document
    from analysis.report import Report
    from analysis.words import Words
    from app.models import Programme, ReportJob
    from app.reports.operations import Files


def make(job_id: int) -> None:
    """Make the report of a job and store its files; or issue the draft that the job is to issue.

    Raises
    ------
    RefusedError
        A rule forbids it, as the job says from now on.
    """
    words = said_words()
    try:
        job = operations.begin(job_id)
        if job.draft is None:
            _make_draft(job, words)
        else:
            _issue(job, job.draft, words)
    except RefusedError as refused:
        operations.refuse(job_id, words.of(refused.message))
        raise


def report_file(
    programme: Programme,
    stage: int,
    format_: str,
    form: ReportForm = ReportForm.FULL,
    *,
    beside: Sequence[Programme] = (),
    created: date | None = None,
) -> bytes:
    """Make one file of a report for the command line; it keeps the answers as a page would.

    Raises
    ------
    RefusedError
        The report may not be made now, or has no such form.
    """
    operations.check_one_year(programme, beside)
    programmes = [programme, *beside]
    for one in programmes:
        operations.keep_answers(one, stage)
    reports = _computed([db.session.merge(one) for one in programmes], stage, said_words())
    if format_ == "json":
        return _json(reports)[form, format_]
    forms = forms_of(*reports)
    if form not in forms:
        raise RefusedError(N_("The report has no such form."))
    school = db.session.merge(programme).school
    return lay_out(
        forms[form],
        format_,
        created=created or school.today,
        template=template_of(school),
    )


@dataclass(frozen=True)
class Gathered:
    """Everything a report is made from, read at one moment."""

    reports: tuple[Report[Any], ...]
    forms: Mapping[ReportForm, Document]
    requisites: object

    def parts(self) -> dict[str, list[str]]:
        """Return the fingerprints of its parts, which tell whether anything of it has changed."""
        return parts_of(self._results(), self.forms.values(), requisites=self.requisites)

    def n_to_reread(self) -> int:
        """Count the printed sentences under which results have changed since they were written."""
        return sum(one.reread for found in self._results() for one in found.conclusions)

    def _results(self) -> list[Any]:
        """Return the results of every stage and programme in it."""
        return [
            found
            for report in self.reports
            for found in getattr(report.results, "programmes", (report.results,))
        ]

    def drafts(self) -> dict[str, object] | None:
        """Return what the results of one stage propose; both together propose nothing more."""
        return None if len(self.reports) > 1 else asdict(self.reports[0].drafts)


def _json(reports: Sequence[Report[Any]]) -> Files:
    """Return the file of the results; both stages together have none of their own."""
    if len(reports) > 1:
        return {}
    [report] = reports
    content = render_json(report.results, report.words).encode()
    return {(ReportForm.FULL, "json"): content}


def _make_draft(job: ReportJob, words: Words) -> None:
    job_id, today = job.id, job.programme.school.today
    gathered = _gathered(operations.programmes_of(job), job.stage, words)
    operations.advance(job_id, 60)
    template = template_of(job.programme.school)
    begun = BegunFiles(gathered.forms, created=today, template=template)
    parts = gathered.parts()
    operations.finish(
        job_id,
        Made(
            parts=parts,
            source_sha256=fingerprint(sorted(parts.items())),
            frozen=frozen(gathered.forms),
            drafts=gathered.drafts(),
            files=_json(gathered.reports) | begun.finished(),
        ),
    )


def _issue(job: ReportJob, draft: ReportJob, words: Words) -> None:
    """Issue what the draft says, word for word, if it would still say so today."""
    job_id = job.id
    _check_up_to_date(draft, words)
    forms = thawed(issuing.frozen_of(draft), words)
    results = issuing.results_of(draft)
    template = template_of(draft.programme.school)
    operations.advance(job_id, 60)
    while True:
        turn = issuing.turn_of(job)
        numbered = {form: _numbered(document, turn) for form, document in forms.items()}
        begun = BegunFiles(numbered, created=turn.issued_on, template=template)
        files = begun.finished() | results
        try:
            issuing.finish(job_id, files, turn, words)
        except issuing.NumberTakenError:  # by somebody who was faster
            continue
        return


def _check_up_to_date(draft: ReportJob, words: Words) -> None:
    """Refuse to issue what has changed since it was read.

    Where the rule of small groups, or the erasure of the answers, lets nobody compute the report
    again, the draft stays valid as it is.
    """
    try:
        for programme in operations.programmes_of(draft):
            operations.keep_answers(programme, draft.stage)
    except RefusedError:
        return
    gathered = _gathered(operations.programmes_of(draft), draft.stage, words)
    again = gathered.n_to_reread()
    if again:
        raise RefusedError(
            N_(
                "The draft has not been issued. Results have changed under sentences of the "
                "conclusions that somebody wrote; sentences to be read again: %(n)s. What to do: "
                "open the conclusions, correct or keep these sentences, save, and make the report "
                "again.",
                n=again,
            )
        )
    parts = gathered.parts()
    before = draft.parts or {}
    if parts != before:
        raise RefusedError(
            N_(
                "The draft is out of date, so it has not been issued. %(changes)s Make the report "
                "again, read it and issue that one.",
                changes=" ".join(map(words.of, changes(before, parts))),
            )
        )


def _numbered(document: Document, turn: issuing.Turn) -> Document:
    """Return a draft as it is issued: with its number and what it changes, without «ПРОЕКТ»."""
    words, paper = document.words, document.paper or Paper()
    issue = issuing.issue_text(turn.number, turn.issued_on, words)
    changed = issuing.changes_text(turn, words)
    return replace(
        document,
        facts=(*document.facts, changed) if changed else document.facts,
        paper=replace(paper, issue=issue, watermark=""),
    )


def _gathered(programmes: Sequence[Programme], stage: int, words: Words) -> Gathered:
    """Make a report in all its forms."""
    reports = _computed(programmes, stage, words)
    requisites = borne(db.session.merge(programmes[0]).school, words)
    return Gathered(reports, forms_of(*reports), requisites)


def _computed(programmes: Sequence[Programme], stage: int, words: Words) -> tuple[Report[Any], ...]:
    """Make a report of the answers of one moment, at which none are erased uncounted."""
    with one_moment() as session:
        for programme in programmes:
            keeping.check_settled(session, programme, stage)
        reports = tuple(
            _dressed(report_of(programme, number, words), programme, words)
            for programme in programmes
            for number in (STAGES if stage == BOTH_STAGES else (stage,))
        )
    return (year_report(reports),) if len(programmes) > 1 else reports


def _dressed(report: Report[Any], programme: Programme, words: Words) -> Report[Any]:
    """Return a report as the draft of a paper."""
    grounds, paper = grounds_of(programme.school, words), paper_of(programme, draft=True)

    def laid_out() -> Document:
        document = report.document
        return replace(document, facts=(*document.facts, grounds), paper=paper)

    return replace(report, lay_out=laid_out)
