"""Writes a report in a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.reports.render_json import render_json
from app.reports.render_text import render_text
from app.reports.render_xlsx import render_xlsx

if TYPE_CHECKING:
    from datetime import date

    from analysis.document import Document
    from analysis.report import Report


def render(report: Report[Any], format_: str, *, created: date) -> bytes:
    """Return the file of a report; all but pages and JSON bear the date."""
    if format_ == "json":
        return render_json(report.results, report.words).encode()
    return lay_out(report.document, format_, created=created)


def lay_out(
    document: Document, format_: str, *, created: date, template: bytes | None = None
) -> bytes:
    """Return the file of a document, in any format but JSON, which holds results.

    Parameters
    ----------
    template
        The school's own for Word; without one it is ours.
    """
    if format_ == "text":
        return render_text(document).encode()
    if format_ == "xlsx":
        return render_xlsx(document, created=created)
    if format_ == "docx":
        from app.reports.render_docx import render_docx  # noqa: PLC0415 - because only pictures need matplotlib

        return render_docx(document, created=created, template=template)
    if format_ == "pdf":
        from app.reports.render_pdf import render_pdf  # noqa: PLC0415 - because only pictures need matplotlib

        return render_pdf(document, created=created)
    from app.reports.render_html import render_html  # noqa: PLC0415 - because only pictures need matplotlib

    return render_html(document).encode()
