"""What the formats of a report are on the web, and what its files are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models import ReportJob

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download_name(job: ReportJob) -> str:
    """Return a name that says which report it is, and of which programme and day."""
    day = job.programme.school.day_of(job.requested_at).isoformat()
    return f"zamer-programme{job.programme_id}-stage{job.stage}-{day}"
