"""What the formats of a report are on the web, and what its files are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from app.models import ReportJob

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: Letters of a programme's title in the name of a file, at most.
TITLE_LETTERS = 80


def download_name(job: ReportJob) -> str:
    """Return a name that says which report it is, and of which programme and day."""
    name: str = _(
        "%(title)s, stage %(stage)s, %(day)s",
        title=_allowed(job.programme.title) or str(job.programme_id),
        stage=job.stage,
        day=job.programme.school.day_of(job.requested_at).strftime("%d.%m.%Y"),
    )
    return name


def _allowed(title: str) -> str:
    """Return a title without the signs that some system does not allow in the name of a file."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]', " ", title)
    return " ".join(plain.split())[:TITLE_LETTERS].strip(" .")
