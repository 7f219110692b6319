"""The formats a report is written in."""

from __future__ import annotations

#: What a finished report is kept in.
KEPT = ("html", "docx", "pdf", "xlsx", "json")

#: What is no text and cannot be shown on a terminal.
BINARY = frozenset({"docx", "pdf", "xlsx"})
