"""The formats a report is written in, and which of them each form of it is kept in."""

from __future__ import annotations

#: What a whole report is kept in.
FORMATS = ("docx", "pdf", "xlsx", "html", "json")

#: What a finished report is kept in, form by form: `app.models.ReportForm` names them.
KEPT = {"full": FORMATS, "summary": ("docx", "pdf", "html"), "site": ("html", "pdf")}

#: What is no text and cannot be shown on a terminal.
BINARY = frozenset({"docx", "pdf", "xlsx"})
