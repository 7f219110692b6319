"""What the formats of a report are on the web, and what its files are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.models import BOTH_STAGES, ReportForm

if TYPE_CHECKING:
    from app.models import IssuedReport, ReportJob

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: Letters of a programme's title in the name of a file, at most.
TITLE_LETTERS = 80

DAY = "%d.%m.%Y"


#: What forms are called in the names of files.
FORMS = {
    ReportForm.FULL: _l("full report"),
    ReportForm.SUMMARY: _l("summary"),
    ReportForm.SITE: _l("for the site"),
}


def download_name(job: ReportJob, form: ReportForm, issued: IssuedReport | None) -> str:
    """Return a name that says which report it is, of which programme and day, and if a draft."""
    stage = _("both stages") if job.stage == BOTH_STAGES else _("stage %(stage)s", stage=job.stage)
    title = _allowed(job.programme.title) or str(job.programme_id)
    return ", ".join((title, str(stage), str(FORMS[form]), _mark(job, issued)))


def _mark(job: ReportJob, issued: IssuedReport | None) -> str:
    """Return the number and day of an issue, or that it is a draft and of which day."""
    if issued is None:
        day = job.programme.school.day_of(job.requested_at).strftime(DAY)
        return str(_("draft of %(day)s", day=day))
    return str(
        _("No. %(number)s of %(date)s", number=issued.number, date=issued.issued_on.strftime(DAY))
    )


def _allowed(title: str) -> str:
    """Return a title without the signs that some system does not allow in the name of a file."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]', " ", title)
    return " ".join(plain.split())[:TITLE_LETTERS].strip(" .")
