"""The forms of a report: the whole, the summary to sign, what the school's site may show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.site import site_version
from analysis.summary import summary_of
from app.models import ReportForm

if TYPE_CHECKING:
    from analysis.document import Document
    from analysis.report import Report


def forms_of(*reports: Report[Any]) -> dict[ReportForm, Document]:
    """Return the documents of a report by their form.

    Parameters
    ----------
    reports
        The report of one stage, or those of both, which together have a summary only; that of a
        year has none.
    """
    summary = {ReportForm.SUMMARY: summary_of(*reports)} if reports[0].summary else {}
    if len(reports) > 1:
        return summary
    [report] = reports
    return summary | {
        ReportForm.FULL: report.document,
        ReportForm.SITE: site_version(report.document),
    }
