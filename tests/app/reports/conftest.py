"""What tests of reports share."""

from __future__ import annotations

import pytest

from app.reports import making
from app.reports.render_text import render_text


def plain_file(document, format_, *, created, template=None):
    """Return a document as text that says what it bears as a paper, whatever the format."""
    paper = document.paper
    return "\n".join(
        (format_, paper.issue, paper.watermark, created.isoformat(), render_text(document))
    ).encode()


@pytest.fixture
def plain_files(monkeypatch):
    """Write every file as plain text: pictures and layout take seconds."""
    monkeypatch.setattr(making, "lay_out", plain_file)
