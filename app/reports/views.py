"""Pages where a curator asks for a report, reads it, downloads and issues it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.database import db
from app.loading import get_job_or_404, get_programme_or_404
from app.models import JobState, ReportForm
from app.programmes.errors import RefusedError
from app.programmes.words import said
from app.reports import issuing, keeping, operations, queries
from app.reports.conclusion_frames import n_to_reread
from app.reports.kinds import FORMATS, KEPT
from app.reports.media import MEDIA_TYPES, download_name
from app.reports.page import picture_of, with_addresses
from app.reports.words import FORM_HINTS, FORM_TITLES, FORMAT_TITLES, STAGE_TITLES
from app.reports.worker import worker_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme, ReportFile, ReportJob

bp = Blueprint("reports", __name__, url_prefix="/staff/reports")

#: A report is a page by itself: its own style, pictures from here, nothing that runs. Only to this
#: origin the browser says who is signed in, so the page keeps it; without scripts it is no danger.
REPORT_POLICY = (
    "sandbox allow-popups allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src 'self'; frame-ancestors 'none'"
)

#: The part of an address that names a form.
FORM = f"<any({', '.join(KEPT)}):form>"


@bp.get("/programmes/<int:programme_id>")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """Show the reports of a programme: what they need, the latest, and those issued."""
    programme = get_programme_or_404(programme_id)
    worker_of(current_app).warm()
    return render_template(
        "reports/index.html",
        programme=programme,
        stages=queries.stages_of(programme),
        neighbours=queries.neighbours_of(programme),
        refusals={stage: _refusal(programme, stage) for stage in queries.OFFERED},
        closed={kind.value for kind in queries.closed_waves(programme)},
        stage_titles=STAGE_TITLES,
    )


@bp.post("/programmes/<int:programme_id>/<int:stage>")
@allow(*PROGRAMME_STAFF)
def request_report(programme_id: int, stage: int) -> ResponseReturnValue:
    """Have a report made."""
    programme = get_programme_or_404(programme_id)
    if stage not in queries.OFFERED:
        abort(404)
    beside = [get_programme_or_404(one) for one in request.form.getlist("beside", type=int)]
    try:
        job_id = operations.request_report(
            programme, stage, by=current_user.user, beside=beside if stage in queries.STAGES else ()
        )
    except RefusedError as refused:
        flash(said(refused.message), "warning")
        return redirect(url_for("reports.index", programme_id=programme.id))
    worker_of(current_app).ask(job_id)
    return redirect(url_for("reports.job", job_id=job_id))


@bp.get("/<int:job_id>")
@allow(*PROGRAMME_STAFF)
def job(job_id: int) -> ResponseReturnValue:
    """Show how far a report is, or the report."""
    found = get_job_or_404(job_id)
    previous = issuing.last_issue(found)
    return render_template(
        "reports/job.html",
        job=found,
        programme=found.programme,
        waiting=queries.is_waiting(found),
        done=found.state is JobState.DONE,
        forms=queries.forms_of(found),
        issued=queries.issue_of(found),
        issued_from=queries.issue_from(found),
        previous=previous,
        n_to_reread=n_to_reread(found),
        changes=[said(change) for change in issuing.changes_since(previous, found)],
        stage_titles=STAGE_TITLES,
        form_titles=FORM_TITLES,
        form_hints=FORM_HINTS,
        format_titles=FORMAT_TITLES,
    )


@bp.get(f"/<int:job_id>/{FORM}/<any({', '.join(FORMATS)}):format_>")
@allow(*PROGRAMME_STAFF)
def file(job_id: int, form: str, format_: str) -> ResponseReturnValue:
    """Give one file of a report to keep."""
    found, held = _held(job_id, form, format_)
    name = download_name(found, held.form, queries.issue_of(found))
    return _not_stored(
        send_file(
            io.BytesIO(held.content),
            mimetype=MEDIA_TYPES[format_],
            as_attachment=True,
            download_name=f"{name}.{format_}",
        )
    )


@bp.get(f"/<int:job_id>/{FORM}/page")
@allow(*PROGRAMME_STAFF)
def page(job_id: int, form: str) -> ResponseReturnValue:
    """Show a report, to read or to print."""
    _found, held = _held(job_id, form, "html")
    shown = with_addresses(
        held.content.decode(),
        lambda number: url_for(".picture", job_id=job_id, form=form, number=number),
    )
    return _not_stored(Response(shown, mimetype="text/html"))


@bp.get(f"/<int:job_id>/{FORM}/pictures/<int:number>.svg")
@allow(*PROGRAMME_STAFF)
def picture(job_id: int, form: str, number: int) -> ResponseReturnValue:
    """Give one picture of the page of a report."""
    _found, held = _held(job_id, form, "html")
    drawn = picture_of(held.content.decode(), number)
    if drawn is None:
        abort(404)
    return _not_stored(Response(drawn, mimetype="image/svg+xml"))


def _held(job_id: int, form: str, format_: str) -> tuple[ReportJob, ReportFile]:
    """Return a report and a file of it that is kept."""
    found = get_job_or_404(job_id)
    held = queries.file_of(found, ReportForm(form), format_)
    if held is None:
        abort(404)
    return found, held


def _not_stored(response: Response) -> Response:
    """Return what a browser neither keeps nor lets do anything."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


@bp.post("/<int:job_id>/issue")
@allow(*PROGRAMME_STAFF)
def issue(job_id: int) -> ResponseReturnValue:
    """Have a draft issued under the next number."""
    draft = get_job_or_404(job_id)
    if draft.state is not JobState.DONE or draft.draft_id is not None:
        abort(404)
    try:
        asked = issuing.request_issue(draft, by=current_user.user)
    except RefusedError as refused:
        flash(said(refused.message), "warning")
        return redirect(url_for("reports.job", job_id=job_id))
    if asked.is_new:
        worker_of(current_app).ask(asked.job_id)
    return redirect(url_for("reports.job", job_id=asked.job_id))


def _refusal(programme: Programme, stage: int) -> str | None:
    """Return why a report cannot be made now; None where it can."""
    try:
        keeping.check_may_be_made(db.session, programme, stage)
    except RefusedError as refused:
        return said(refused.message)
    return None
