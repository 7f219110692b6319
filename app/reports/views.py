"""Pages where a curator asks for a report, reads it, downloads and issues it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.database import db
from app.loading import get_job_or_404, get_programme_or_404
from app.models import JobState
from app.programmes.errors import RefusedError
from app.programmes.words import WAVES, said
from app.reports import operations, queries
from app.reports.kinds import KEPT
from app.reports.media import MEDIA_TYPES, download_name
from app.reports.worker import worker_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme

bp = Blueprint("reports", __name__, url_prefix="/staff/reports")

#: A report is a page by itself: its own style and pictures inside, nothing that runs.
REPORT_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'none'"
)


@bp.get("/programmes/<int:programme_id>")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """Show both reports of a programme: what they need, the latest, and those issued."""
    programme = get_programme_or_404(programme_id)
    worker_of(current_app).warm()
    return render_template(
        "reports/index.html",
        programme=programme,
        stages=queries.stages_of(programme),
        refusals={stage: _refusal(programme, stage) for stage in queries.STAGES},
        closed={kind.value for kind in queries.closed_waves(programme)},
        waves=WAVES,
    )


@bp.post("/programmes/<int:programme_id>/<int:stage>")
@allow(*PROGRAMME_STAFF)
def request_report(programme_id: int, stage: int) -> ResponseReturnValue:
    """Have a report made."""
    programme = get_programme_or_404(programme_id)
    if stage not in queries.STAGES:
        abort(404)
    try:
        job_id = operations.request_report(programme, stage, by=current_user.user)
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
    return render_template(
        "reports/job.html",
        job=found,
        programme=found.programme,
        waiting=queries.is_waiting(found),
        done=found.state is JobState.DONE,
        issued=queries.issue_of(found),
    )


@bp.get(f"/<int:job_id>/<any({', '.join(KEPT)}):format_>")
@allow(*PROGRAMME_STAFF)
def file(job_id: int, format_: str) -> ResponseReturnValue:
    """Give one file of a report: the page is shown, the others are downloaded."""
    found = get_job_or_404(job_id)
    held = queries.file_of(found, format_)
    if held is None:
        abort(404)
    is_page = format_ == "html"
    response = send_file(
        io.BytesIO(held.content),
        mimetype=MEDIA_TYPES[format_],
        as_attachment=not is_page,
        download_name=f"{download_name(found)}.{format_}",
    )
    response.headers["Cache-Control"] = "no-store"
    if is_page:
        response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


@bp.post("/<int:job_id>/issue")
@allow(*PROGRAMME_STAFF)
def issue(job_id: int) -> ResponseReturnValue:
    """Issue a finished report under the next number."""
    found = get_job_or_404(job_id)
    if found.state is not JobState.DONE:
        abort(404)
    issued = operations.issue(found, by=current_user.user)
    flash(_("Issued under number %(number)s", number=issued.number), "success")
    return redirect(url_for("reports.job", job_id=job_id))


def _refusal(programme: Programme, stage: int) -> str | None:
    """Return why a report cannot be made now; None where it can."""
    try:
        operations.check_may_be_made(db.session, programme, stage)
    except RefusedError as refused:
        return said(refused.message)
    return None
