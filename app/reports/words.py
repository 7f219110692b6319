"""What reports, their forms and formats are called on the staff's pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.models import BOTH_STAGES, ReportForm

#: By the stage of a report.
STAGE_TITLES = {
    1: _l("Stage 1: quality of the programme"),
    2: _l("Stage 2: influence on the participants"),
    BOTH_STAGES: _l("Summary of both stages"),
}

FORM_TITLES = {
    ReportForm.SUMMARY: _l("Summary (up to 4 pages, to be signed)"),
    ReportForm.FULL: _l("Full report (appendix to the summary)"),
    ReportForm.SITE: _l("Version for the school's site"),
}

#: What each form is for.
FORM_HINTS = {
    ReportForm.SUMMARY: _l("What the head signs: what was done, what came out, what is proposed."),
    ReportForm.FULL: _l("Every table and picture, the method and its limits."),
    ReportForm.SITE: _l("Without sub-groups, quotations and details: anybody may read it."),
}

#: By the format of a file to keep.
FORMAT_TITLES = {
    "html": _l("Download page (HTML)"),
    "docx": _l("Download Word (DOCX)"),
    "pdf": _l("Download PDF"),
    "xlsx": _l("Download Excel (XLSX)"),
    "json": _l("Download JSON"),
}
